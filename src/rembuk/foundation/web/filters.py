"""Filters are links: a select with many options costs more than the rest of the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class FilterLink:
    """One choice of a filter."""

    label: str
    url: str
    on: bool


def links(
    request: HttpRequest, name: str, choices: Iterable[tuple[str, str]], everything: str = "Semua"
) -> list[FilterLink]:
    """Links that set `?name=value` and keep the other filters; the place in the list (`?sesudah`) starts anew."""
    kept = request.GET.copy()
    now = kept.get(name, "")
    for dropped in (name, "sesudah", "sebelum"):
        kept.pop(dropped, None)
    found = []
    for value, label in [("", everything), *choices] if everything else choices:
        query = kept.copy()
        if value:
            query[name] = value
        found.append(FilterLink(label, f"?{query.urlencode()}" if query else request.path, value == now))
    return found
