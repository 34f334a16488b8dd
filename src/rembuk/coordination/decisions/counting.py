"""What the running counts say of follow-ups: by place and by lead, on the days that make *late* and *without news*.

A kind per question; the state of a count is the lead's id. The same is counted once more `altogether`, under nobody,
so that what a place has is a row a day, however many lead there. What is under way counts on the day of its promise and
on the day when its news is owed, so that nothing need happen for it to become late; what passed counts in its month.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.models import FollowUp, Status
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.seams import Tally
from rembuk.foundation.territory.models import DIGITS

DUE, NEWS, DONE = "decisions.due", "decisions.news", "decisions.done"
BUDGET, OTHERS = "decisions.waiting_budget", "decisions.not_our_authority"
KEPT, LATER = "decisions.kept", "decisions.later"
ALL = ".all"
APART: Mapping[str, str] = {Status.DONE: DONE, Status.WAITING_BUDGET: BUDGET, Status.NOT_OUR_AUTHORITY: OTHERS}
KINDS = tuple(kind + of for kind in (DUE, NEWS, DONE, BUDGET, OTHERS, KEPT, LATER) for of in ("", ALL))
NAMES = ("status", "lead_id", "total_due", "news_due", "finished_at", "ended_at")


def altogether(kind: str) -> str:
    """The kind that counts the same under no lead."""
    return kind + ALL


def standing(row: FollowUp, changes: Mapping[str, Any] | None = None) -> list[str]:
    """What is counted of a follow-up, as its events tell it; after `changes` where given."""
    fields = {**{name: getattr(row, name) for name in NAMES}, **(changes or {})}
    status, finished = str(fields["status"]), fields["finished_at"]
    kept = status == Status.PASSED and finished is not None and finished <= fields["total_due"]
    days = [_day(fields[name]) for name in ("total_due", "news_due", "ended_at")]
    return [status, str(fields["lead_id"]), *days, "kept" if kept else "", "private" if row.is_private else ""]


def _day(at: datetime | None) -> str:
    return clock.local(at).date().isoformat() if at else ""


def counts(path: str, standing: list[str], amount: int) -> Iterable[Tally]:
    """The counts that a follow-up stands in. What is closed counts for the city only, and under nobody's name."""
    if not standing:
        return
    status, lead, due, news, ended, kept, private = standing
    place, whose = (path[: 2 * DIGITS], "") if private else (path, lead)
    found: list[tuple[str, date]] = []
    if status in rules.UNDER_WAY_STATES:
        found = [(kind, date.fromisoformat(day)) for kind, day in ((DUE, due), (NEWS, news)) if day]
    elif status == Status.PASSED:
        found = [(KEPT if kept else LATER, date.fromisoformat(ended).replace(day=1))]
    elif status in APART:
        found = [(APART[status], date.fromisoformat(due))]
    for kind, day in found:
        yield Tally(kind, whose, place, day, amount)
        yield Tally(altogether(kind), "", place, day, amount)
