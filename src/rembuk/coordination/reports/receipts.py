"""The receipt of whoever reported: code and secret on their own device, signed and for a day, never in an address.

The server keeps only the secret's hash, so a page that was left before it was read can be opened again here.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

OPEN_FOR = 24 * 60 * 60  # seconds: a report sent by the outbox is often read the next morning


def remember(response: HttpResponse, code: str, secret: str) -> HttpResponse:
    """Puts the receipt on the device."""
    response.set_signed_cookie(
        _name(code), secret, salt=code, max_age=OPEN_FOR, httponly=True, samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def secret_of(request: HttpRequest, code: str) -> str:
    """The secret that this device holds for a report, or ""."""
    try:
        return str(request.get_signed_cookie(_name(code), default="", salt=code, max_age=OPEN_FOR))
    except signing.BadSignature:
        return ""


def forget(response: HttpResponse, code: str) -> HttpResponse:
    """Takes the receipt off the device."""
    response.delete_cookie(_name(code), samesite="Strict")
    return response


def _name(code: str) -> str:
    return f"tanda-{code}"
