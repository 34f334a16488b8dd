"""Addresses of many things of one kind: worked out once, then only the code differs."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.urls import get_urlconf, reverse

# Fits a place for a code and one for an id.
_PLACE = "00000000-0000-0000-0000-000000000000"


def each(name: str, *more: str) -> Callable[[str], str]:
    """`each("portal:trail")(code)` is the address of a URL name whose first argument needs no quoting."""
    head, tail = _around(name, more, get_urlconf() or settings.ROOT_URLCONF)
    return lambda code: f"{head}{code}{tail}"


@cache
def _around(name: str, more: tuple[str, ...], urlconf: str) -> tuple[str, str]:
    head, _, tail = reverse(name, urlconf, args=[_PLACE, *more]).partition(_PLACE)
    return head, tail
