"""A form sent from a phone is done once: sent again because its answer got lost, it gets the first answer."""

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect

from rembuk.foundation.kernel.errors import Refused

KEPT = 30 * 24 * 3600  # how long a phone may be without network, and longer


def before(request: HttpRequest) -> HttpResponse | None:
    """Where this very form led when it was sent before; None for one that is new, or that has no key."""
    key = _key(request)
    led = cache.get(key) if key else None
    return redirect(led) if led else None


def once(request: HttpRequest, deed: Callable[[], HttpResponseRedirectBase]) -> HttpResponse:
    """Does the deed and keeps where it led, in one transaction; of two at once the second gets the first's answer."""
    try:
        with transaction.atomic():
            answer = deed()
            if key := _key(request):
                cache.set(key, answer.url, KEPT)
            return answer
    except Refused:
        if earlier := before(request):
            return earlier
        raise


def _key(request: HttpRequest) -> str:
    given = request.POST.get("request_key", "") if request.method == "POST" else ""
    who = getattr(request, "actor").user_id  # noqa: B009 - the middleware gives it
    if not given or who is None:
        return ""
    return "sent:" + hashlib.sha256(f"{who}|{request.path}|{given[:64]}".encode()).hexdigest()
