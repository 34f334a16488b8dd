"""The one page with everything: a line each, save all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rembuk.coordination.decisions import lines as written
from rembuk.coordination.decisions import queries, rules
from rembuk.coordination.decisions.lines import Line
from rembuk.coordination.decisions.views.rows import Row, row_from
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.web.asked import Asked

# Decided items whose work nobody has given out: so many stand on the first page, the rest behind this word.
FIRST, TO_GIVE = 10, "to_give"


@require_http_methods(["GET", "HEAD", "POST"])
def worklist(request: Asked) -> HttpResponse:
    """All that the actor's body has to do with: what it leads line by line, what has had no news first."""
    if request.method == "POST":
        given = written.posted(request.POST)
        saved = written.save(request.actor, given)
        if not saved.refused:
            messages.success(request, told(saved.count))
            return redirect(request.get_full_path())
        return _page(request, given, saved)
    part = request.GET.get("bagian", "")
    if part == TO_GIVE or part in queries.LABELS:
        return render(request, "decisions/worklist.html", {"part": True, **_part(request.actor, clock.now(), part)})
    return _page(request)


def _part(actor: Actor, now: datetime, part: str) -> dict[str, object]:
    """One heading with all that a page holds."""
    if part == TO_GIVE:
        return {"items": queries.decided_items(actor, now)}
    return {"groups": _groups(actor, now, part), "most": queries.PART_MOST}


def told(count: int) -> str:
    """What was saved."""
    return f"{count} baris tersimpan." if count else "Tidak ada baris yang berubah."


def _page(request: Asked, given: Sequence[Line] = (), saved: written.Saved | None = None) -> HttpResponse:
    actor, now, cursor = request.actor, clock.now(), request.GET.get("sesudah", "")
    page = queries.lines(actor, cursor)
    refused: Mapping[str, str] = saved.refused if saved else {}
    first = queries.lines_by_code(actor, refused) if refused else []
    shown = {
        "page_of_lines": page, "now": now, "may": may_tell(actor), "count": saved.count if saved else 0,
        # What was refused stands first, wherever it stood before.
        "rows": [*first, *(row for row in page if row.code not in refused)],
        "refused": refused, "typed": {line.code: line for line in given if line.code in refused},
        "lost": _lost(refused, first, given), **({} if cursor else _beside(actor, now)),
    }  # fmt: skip
    return render(request, "decisions/worklist.html", shown, status=422 if refused else 200)


def _beside(actor: Actor, now: datetime) -> dict[str, object]:
    """What stands on the first page beside the lines: the rest is lines only."""
    items = queries.decided_items(actor, now)
    return {
        "groups": _groups(actor, now),
        "items": items[:FIRST],
        "more": TO_GIVE if len(items) > FIRST else "",
        "area": bool(actor.scope("decisions.view")),
    }


def _groups(actor: Actor, now: datetime, part: str = "") -> list[tuple[str, list[Row], str]]:
    """Label, rows, and the part whose whole list is a page of its own."""
    found = queries.others(actor, part)
    return [(group.label, [row_from(actor, row, now) for row in group.rows], group.key if group.more else "")
            for group in found]  # fmt: skip


def _lost(refused: Mapping[str, str], rows: Sequence[Any], given: Sequence[Line]) -> list[tuple[str, str, str]]:
    """What was refused and lies with the actor's body no more: its words are kept in sight."""
    there = {row.code for row in rows}
    return [(line.code, refused[line.code], line.text) for line in given if line.code in refused.keys() - there]


def may_tell(actor: Actor) -> bool:
    """Whether the actor's office does what the lead does."""
    return actor.office is not None and actor.holds(rules.PERMISSION[rules.LEAD], actor.office.path)
