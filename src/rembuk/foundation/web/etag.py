"""Pages that did not change are not sent again.

The ETag is a digest of the page without its CSRF token: the token is masked anew on every rendering, and an older mask
stays valid as long as the cookie behind it, which is part of the digest.
"""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

from rembuk.foundation.web.asked import Asked

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')

View = Callable[..., HttpResponseBase]


def stamp(request: Asked, response: HttpResponse) -> HttpResponseBase:
    """Gives a page its ETag, and answers 304 where the reader has it already."""
    secret = request.META.get("CSRF_COOKIE", request.COOKIES.get("csrftoken", ""))
    content = _TOKEN.sub(b"", response.content)
    response.headers["ETag"] = f'"{hashlib.sha256(content + str(secret).encode()).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def conditional(version: Callable[..., object]) -> Callable[[View], View]:
    """Skips the whole view where `version(request, …)` is what the reader already has.

    `version` must name everything that the page shows: the rows' versions, and the day if it says "hari ini". The
    actor's id and the program's version are added here.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: Asked, *args: Any, **kwargs: Any) -> HttpResponseBase:
            etag = _etag(request, version(request, *args, **kwargs))
            known = get_conditional_response(request, etag=etag)
            if known is not None:
                return known
            response = view(request, *args, **kwargs)
            if response.status_code == 200:
                response.headers["ETag"] = etag
            return response

        return wrapped

    return decorate


def _etag(request: Asked, version: object) -> str:
    from rembuk import __version__

    actor = request.actor
    office = actor.office.appointment_id if actor.office else ""
    htmx = request.headers.get("HX-Request", "")
    whole = f"{__version__}|{actor.user_id}|{office}|{htmx}|{request.get_full_path()}|{version}"
    return f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'


def public(response: HttpResponseBase, seconds: int = 60) -> HttpResponseBase:
    """Marks a page of the portal as the same for everyone, so that a proxy may keep it. Never with a form in it."""
    patch_cache_control(response, public=True, max_age=seconds)
    return response


def forget(response: HttpResponseBase) -> HttpResponseBase:
    """Tells the browser to throw away kept pages; for signing out and for switching persons at a counter."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
