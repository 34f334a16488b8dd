"""What allauth may do here: a password and a code from an app, for people we already know. Nothing else."""

from io import BytesIO
from typing import Any
from uuid import UUID

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from rembuk.foundation.kernel import seal

NO_ROW, TABLE = UUID(int=0), "mfa_authenticator"
# What allauth keeps sealed in `Authenticator.data`: an app's secret, the seed of recovery codes.
SEALED = ("secret", "seed")


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; nothing is mailed; messages are the pages' own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An office is given by the one above it, never taken."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """No address is needed here, and none is used."""


class SealedMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The app's secret lies sealed in the database; its QR is drawn by the same library as every other."""

    def get_totp_issuer(self) -> str:
        """What the app shows."""
        return "Rembuk"

    def build_totp_svg(self, url: str) -> str:
        """An inline SVG without styles of its own."""
        out = BytesIO()
        segno.make(url, error="m").save(out, kind="svg", scale=5, border=4, xmldecl=False, svgns=True, nl=False)
        return out.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """allauth does not say which row it is, so the seal is bound to table and column only."""
        return seal.seal(TABLE, "data", NO_ROW, text).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Counterpart of `encrypt`."""
        return seal.unseal(TABLE, "data", NO_ROW, bytes.fromhex(encrypted_text))
