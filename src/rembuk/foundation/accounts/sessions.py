"""The session of a person on a device: its cookie, how long it lasts, and whether a second factor was shown."""

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from rembuk.foundation.accounts.actions import SignedIn
from rembuk.foundation.accounts.models import User

COOKIE = "rembuk_device"
YEAR = 60 * 60 * 24 * 365
COUNTER_SECONDS = 60 * 60 * 4
BACKEND = "rembuk.foundation.accounts.backends.Backend"


def secret_of(request: HttpRequest) -> str:
    """The device's secret, if this browser is known."""
    return request.COOKIES.get(COOKIE, "")


def start(request: HttpRequest, signed: SignedIn) -> None:
    """A new session under a new key; nothing of an earlier person stays in it."""
    logout(request)
    login(request, signed.user, backend=BACKEND)
    if signed.device.kind == "counter":
        request.session.set_expiry(COUNTER_SECONDS)


def remember(response: HttpResponseBase, secret: str) -> None:
    """Gives the browser the device's secret: only for us, unreadable for scripts, never sent by other sites' forms."""
    response.set_cookie(COOKIE, secret, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.HTTPS)


def shown_second_factor(request: HttpRequest) -> bool:
    """Whether a code from an app (or a recovery code) was given in this session."""
    user = request.user if isinstance(request.user, User) else None
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def after(request: HttpRequest) -> str:
    """Where to go next: the page that asked for the sign-in, if it is ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)
