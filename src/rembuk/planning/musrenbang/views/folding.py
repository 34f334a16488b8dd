"""A long table shows first what matters: its beginning and what stands next to the line of the ceiling."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

# How many lines of a table stand at its beginning and next to the line; fewer than FEW are never folded away.
BEGINNING, NEXT, FEW = 12, 3, 6


@dataclass(frozen=True, slots=True)
class Folded:
    """The lines that are shown, before and after those that are `hidden`: one tap away under `url`, and on paper."""

    before: Sequence[Any]
    hidden: Sequence[Any]
    after: Sequence[Any]
    url: str


def folded(request: HttpRequest, lines: Sequence[Any], end: int = 0) -> Folded:
    """Folds all but the beginning and the last `end`, unless the whole table was asked for (`?semua=1`)."""
    hidden = len(lines) - BEGINNING - end
    if hidden < FEW or request.GET.get("semua"):
        return Folded(lines, (), (), "")
    told = request.GET.copy()
    told["semua"] = "1"
    after = BEGINNING + hidden
    return Folded(lines[:BEGINNING], lines[BEGINNING:after], lines[after:], f"?{told.urlencode()}")


def parted(lines: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    """The beginning, and the rest that stays on the page behind one link: a form sends it too, and paper shows it."""
    shown = BEGINNING if len(lines) >= BEGINNING + FEW else len(lines)
    return lines[:shown], lines[shown:]
