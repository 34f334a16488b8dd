"""Filters are links: a select with many options costs more than the rest of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

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
    now = request.GET.get(name, "")
    dropped = {name, "sesudah", "sebelum"}
    kept = urlencode([(key, value) for key, values in request.GET.lists() if key not in dropped for value in values])
    found = []
    for value, label in [("", everything), *choices] if everything else choices:
        query = "&".join(part for part in (kept, urlencode({name: value}) if value else "") if part)
        found.append(FilterLink(label, f"?{query}" if query else request.path, value == now))
    return found
