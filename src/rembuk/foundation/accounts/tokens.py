"""Secrets as the database keeps them.

A PIN has a million values: whoever steals a database can try them all against any hash, however slow. So the PIN is
hashed under a secret that the database does not hold: the device's cookie (256 bits), or the sheet's printed code
(79 bits). Neither secret can be found by trying, and so neither can the PIN.
"""

import hashlib
import hmac

from rembuk.foundation.kernel import chance

CODE_LENGTH = 16
PIN_LENGTH = 6


def new_code() -> str:
    """What the sheet's QR carries and a person can type: 16 characters that are not confused."""
    return chance.word(CODE_LENGTH)


def tidy(code: str) -> str:
    """A code as people type it (`abcd-efgh …`) as it was issued."""
    return "".join(character for character in code.upper() if character.isalnum())[: CODE_LENGTH * 4]


def spaced(code: str) -> str:
    """`ABCD EFGH JKMN PQRS`, for reading aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def digest(secret: str) -> str:
    """SHA-256 of a secret that is too long to be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def pin_digest(secret: str, pin: str) -> str:
    """The PIN under a secret: HMAC-SHA-256."""
    return hmac.new(secret.encode(), pin.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compares in constant time."""
    return hmac.compare_digest(one, other)
