"""What happens around every request. Plain functions, in the order of `config/settings.py`."""

import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.text import compress_string

from rembuk.foundation.kernel import chance, fresh
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web import etag, logs, views
from rembuk.foundation.web.asked import Asked

GetResponse = Callable[[HttpRequest], HttpResponseBase]

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=()"
# A request that bears one of these was sent on by somebody.
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_VIA")
_SAFE_ID = re.compile(r"[\w.-]{8,64}", re.ASCII)
_PROXY_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_REQUEST_ID")
# BREACH: 1 to 100 random bytes blur the compressed length; tokens are masked anew per page; cookies are SameSite=Lax.
_PADDING = 100
_COMPRESSIBLE = ("text/", "application/json", "application/problem+json", "application/manifest+json", "image/svg+xml")
_SMALL = 500
BEYOND = Refused("beyond", "Ada tahun atau angka yang terlalu besar untuk dicatat. Periksa lagi isiannya.")
# What PostgreSQL calls a number and a moment too large for their columns.
OUT_OF_RANGE = {"22003", "22008"}


def request_id(get_response: GetResponse) -> GetResponse:
    """An id for each request: in every log line, in the answer, and on the page that says something broke."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "") if _trusted(request.META.get("REMOTE_ADDR", "")) else ""
        name = given if _SAFE_ID.fullmatch(given) else chance.secret(8)
        token = logs.request_id.set(name)
        request.request_id = name  # type: ignore[attr-defined]
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = name
            return response
        finally:
            logs.request_id.reset(token)

    return middleware


def trusted_proxies(get_response: GetResponse) -> GetResponse:
    """Believes X-Forwarded-For and -Proto only from REMBUK_TRUSTED_PROXIES; from others they are thrown away."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        # Behind a socket some servers name nobody: all whom no proxy names share one count, and no page breaks.
        address = meta.setdefault("REMOTE_ADDR", "")
        request.forwarded = any(header in meta for header in _FORWARDED)  # type: ignore[attr-defined]
        if _trusted(address):
            hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
            # From the right: the first that is not one of ours is who asked; further left anyone could have written.
            meta["REMOTE_ADDR"] = next((hop for hop in reversed(hops) if not _trusted(hop)), address)
            if meta.get("HTTP_X_FORWARDED_PROTO") in {"http", "https"}:
                meta["wsgi.url_scheme"] = meta["HTTP_X_FORWARDED_PROTO"]
        for header in _PROXY_HEADERS:
            meta.pop(header, None)
        return get_response(request)

    return middleware


def _trusted(address: str) -> bool:
    """Whether an address is one of our proxies; "unix" in the setting stands for a socket on this machine."""
    if not settings.TRUSTED_PROXIES:
        return False
    if not address:
        return "unix" in settings.TRUSTED_PROXIES
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(ip in ipaddress.ip_network(net, strict=False) for net in settings.TRUSTED_PROXIES if net != "unix")


def security_headers(get_response: GetResponse) -> GetResponse:
    """The strict policy: nothing from elsewhere, nothing inline; and what the phone may be asked for."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.SECURE_HSTS_SECONDS:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
        return response

    return middleware


def bodiless(get_response: GetResponse) -> GetResponse:
    """HEAD is answered like GET, without the body; the server in front would complain of one."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    return middleware


def compressed(get_response: GetResponse) -> GetResponse:
    """Text over the wire by gzip, so that a page costs a phone on 3G a fifth; files are compressed as they lie."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, HttpResponse) or response.has_header("Content-Encoding"):
            return response
        kind = response.headers.get("Content-Type", "")
        if not kind.startswith(_COMPRESSIBLE) or len(response.content) < _SMALL:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return response
        response.content = compress_string(response.content, max_random_bytes=_PADDING)
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Encoding"] = "gzip"
        tag = response.headers.get("ETag", "")
        if tag.startswith('"'):
            response.headers["ETag"] = f"W/{tag}"
        return response

    return middleware


def conditional(get_response: GetResponse) -> GetResponse:
    """Pages are kept by the browser but asked for again, and come back as 304 where nothing changed."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        kind = response.headers.get("Content-Type", "")
        if not isinstance(response, HttpResponse) or not kind.startswith("text/html"):
            return response
        patch_vary_headers(response, ("HX-Request",))
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        if request.method == "GET" and response.status_code == 200 and not response.has_header("ETag"):
            return etag.stamp(cast("Asked", request), response)
        return response

    return middleware


def body_limit(get_response: GetResponse) -> GetResponse:
    """Refuses a body beyond MAX_BODY by its stated length, before a byte of it is read; and a NUL wherever it stands.

    PostgreSQL holds no NUL, SQLite would; no word of ours has one. Forms say so beside a field, but not every word
    comes through a form: an address, a cookie, a raw field, the name of a field or of a file.
    """

    def process_view(request: HttpRequest, *_: object) -> HttpResponseBase | None:
        return views.error(request, 400) if _has_nul(_sent(request)) else None

    def middleware(request: HttpRequest) -> HttpResponseBase:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or _has_nul([request.path_info, query, *request.COOKIES.values()]):
            return views.error(request, 400)
        return views.error(request, 413) if length > settings.MAX_BODY else get_response(request)

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _sent(request: HttpRequest) -> Iterator[str]:
    """Every word of a form that was sent: names, values, and what its files are called."""
    for name, values in request.POST.lists():
        yield name
        yield from map(str, values)
    for name, files in request.FILES.lists():
        yield name
        yield from (f"{file.name}{file.content_type}" for file in files)


def _has_nul(words: Iterable[str]) -> bool:
    return any("\x00" in word for word in words)


def scripted(get_response: GetResponse) -> GetResponse:
    """Tells the outbox where a form would have led, so that a page that says something once is not asked twice."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.headers.get("X-Scripted") and 300 < response.status_code < 400 and response.has_header("Location"):
            told = HttpResponse(status=204, headers={"X-Location": response.headers["Location"]})
            told.cookies = response.cookies
            return told
        return response

    return middleware


def one_view(get_response: GetResponse) -> GetResponse:
    """A page has one view of rules, places and seats from its beginning to its end, and looks after each once."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with fresh.once():
            return get_response(request)

    return middleware


def is_beyond(exception: Exception) -> bool:
    """A year or a number that somebody mistyped, larger than a calendar or a column holds: nothing was kept."""
    sqlstate = getattr(exception.__cause__, "sqlstate", "")
    return isinstance(exception, OverflowError) or sqlstate in OUT_OF_RANGE


def refusals(get_response: GetResponse) -> GetResponse:
    """A refused deed that no form showed becomes a page, a fragment or a problem document; never a 500."""

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        known = BEYOND if is_beyond(exception) else exception
        return views.refused(request, known) if isinstance(known, Refused) else None

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code == 405 and isinstance(response, HttpResponse) and not response.content:
            return views.not_allowed(request, response.headers.get("Allow", ""))
        return response

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
