"""The only source of ids, salts, nonces, PINs and tokens.

It draws from the operating system. `seeded` replaces it while the demo city is made, so that the same seed gives
the same city; the caller must first have made sure that the database is marked as a demo.
"""

import random
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused

_seeded: random.Random | None = None
_last = (0, 0)
_lock = threading.Lock()

BORROWED = 60_000


def token_bytes(count: int) -> bytes:
    """`count` random bytes."""
    return _seeded.randbytes(count) if _seeded is not None else secrets.token_bytes(count)


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds from the kernel's clock, a counter, then chance.

    Within a process ids grow in the order they are made, also within a millisecond: the 12-bit counter starts anew
    with each, and what passes its end borrows from the next.
    """
    global _last
    with _lock:
        milliseconds = int(clock.now().timestamp() * 1000)
        before, counter = _last
        # A counter that ran ahead of the clock goes on from there; a clock set back by more is followed.
        if 0 <= before - milliseconds < BORROWED:
            milliseconds, counter = (before, counter + 1) if counter < 0xFFF else (before + 1, 0)
        else:
            counter = 0
        _last = (milliseconds, counter)
        tail = int.from_bytes(token_bytes(8)) & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | tail)


def digits(count: int) -> str:
    """A decimal string of `count` digits, for PINs."""
    return f"{int.from_bytes(token_bytes(8)) % 10**count:0{count}d}"


def secret(count: int = 32) -> str:
    """`count` random bytes as lower-case hex, for capabilities that stand in a link."""
    return token_bytes(count).hex()


def word(count: int, alphabet: str = "23456789ABCDEFGHJKMNPQRSTUVWXYZ") -> str:
    """`count` characters that are not confused when read aloud."""
    number = int.from_bytes(token_bytes(count + 8))
    return "".join(alphabet[number // len(alphabet) ** place % len(alphabet)] for place in range(count))


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Makes every draw repeatable until the block ends."""
    global _seeded, _last
    if _seeded is not None:
        raise Refused("seeded", "Kota contoh sedang dibuat: benih acak tidak dapat dipasang dua kali.")
    _seeded, _last = random.Random(seed), (0, 0)  # noqa: S311 - a demo city, never a real one
    try:
        yield
    finally:
        _seeded, _last = None, (0, 0)


@contextmanager
def branch(seed: int) -> Iterator[None]:
    """Within `seeded`: a stream of its own for a part of the work, so that parts may be done side by side."""
    global _seeded
    if _seeded is None:
        raise Refused("not_seeded", "Cabang benih hanya ada selama kota contoh dibuat.")
    before, _seeded = _seeded, random.Random(seed)  # noqa: S311 - a demo city, never a real one
    try:
        yield
    finally:
        _seeded = before
