"""A follow-up as a list shows it: title, place, where it stands, and the buttons of some steps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions import worklist as work
from rembuk.coordination.decisions.models import Cause, FollowUp, Status
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.web import links

TONES = {"passed": "done", "done": "info", "waiting_budget": "info", "not_our_authority": "info", "revoked": ""}


@dataclass(frozen=True, slots=True)
class Row:
    """A follow-up as a list shows it: each date written once."""

    code: str
    title: str
    note: str
    tag: str
    tone: str
    buttons: tuple[tuple[str, str], ...] = ()

    @property
    def page(self) -> str:
        """Where it stands whole."""
        return links.each("decisions:detail")(self.code)


def row_of(found: FollowUp) -> Row:
    """The line of a list of whole follow-ups."""
    note = _note(found, work.place_of(found), str(found.partner_name or found.lead))
    return Row(found.code, work.title_of(found), note, *tag_of(found, clock.now()))


def row_from(actor: Actor, row: Any, now: datetime) -> Row:
    """The same of the columns of `queries.others`, with the buttons of the party as which it lies there."""
    lead = row.partner_name or row.lead__short_name or row.lead__name
    steps = work.steps(row.code, work.buttons(actor, row))
    return Row(row.code, work.title_of(row), _note(row, work.place(row), lead), *tag_of(row, now), steps)


def _note(row: Any, place: str, lead: str) -> str:
    told = [row.code, place, f"{lead} memimpin", f"kendala: {Cause(row.cause).label}" if row.cause else ""]
    return " · ".join(part for part in told if part)


def tag_of(row: Any, now: datetime) -> tuple[str, str]:
    """Where it stands in a few words, and how it looks."""
    if rules.without_news(row, now):
        return f"tanpa kabar {(now - row.news_at).days} hari", "late"
    if row.status == Status.WAITING_BUDGET:
        return f"menunggu anggaran {row.budget_year}", "info"
    label = str(Status(row.status).label)
    if row.status in TONES:
        return label, TONES[row.status]
    said = f"{row.percent}%" if row.status == Status.WORKING else label
    late = "lewat " if rules.is_late(row, now) else "sampai "
    return f"{said}, {late}{text.short_day(row.total_due)}", work.tone(row, now)
