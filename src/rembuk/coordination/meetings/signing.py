"""The one port through which a paper is signed before it is issued.

`settings.SIGNING` names what signs: the built-in mark, or a city's certified provider, which is a class with the same
two members. A scan of the paper signed by hand goes through the same port.
"""

from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class Signing(Protocol):
    """`note` stands on the paper and says what the signature is worth; `sign` is handed the finished PDF, last."""

    @property
    def note(self) -> str: ...

    def sign(self, content: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """A code and a QR, by which a copy is compared with what was issued. No more than that, and it says so."""

    note: str = "Tanda periksa ini bukan tanda tangan elektronik tersertifikasi."

    def sign(self, content: bytes) -> bytes:
        """The paper as it is."""
        return content


@dataclass(frozen=True, slots=True)
class ByHand:
    """The scan of a paper that was printed and signed: it stands in the place of what was printed."""

    scan: bytes
    note: str = "Pindaian dari naskah yang ditandatangani basah."

    def sign(self, content: bytes) -> bytes:
        """The scan."""
        return self.scan


def signing() -> Signing:
    """What signs in this city."""
    return cast("Signing", import_string(settings.SIGNING)())
