"""Addresses of many things of one kind: worked out once, then only the code differs."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.urls import get_urlconf, reverse

_PLACE = "KODE"


def each(name: str) -> Callable[[str], str]:
    """`each("portal:trail")(code)` is the address of a URL name with one argument that needs no quoting."""
    head, tail = _around(name, get_urlconf() or settings.ROOT_URLCONF)
    return lambda code: f"{head}{code}{tail}"


@cache
def _around(name: str, urlconf: str) -> tuple[str, str]:
    head, _, tail = reverse(name, urlconf, args=[_PLACE]).partition(_PLACE)
    return head, tail
