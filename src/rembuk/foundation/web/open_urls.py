"""The addresses that need no sign-in, from the one table in `config/open_urls.py`."""

from django.conf import settings
from django.urls import ResolverMatch

OPEN: frozenset[str] = frozenset(settings.OPEN_URLS)


def is_open(match: ResolverMatch) -> bool:
    """Whether everyone may ask."""
    return match.view_name in OPEN or f"{match.namespace}:*" in OPEN
