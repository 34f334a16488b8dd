"""What an RW head may tick on paper, and which deed of which module it becomes.

What needs a photo (saying that work is done) is not on paper. `note` keeps what was written where the deed no longer
fits: nothing that somebody wrote is lost.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions import queries as decided
from rembuk.coordination.decisions import rules as decision_rules
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports import queries as reported
from rembuk.coordination.reports import rules as report_rules
from rembuk.coordination.reports.models import Report
from rembuk.foundation.kernel.actor import Actor

NOTE = "note"


@dataclass(frozen=True, slots=True)
class Written:
    """What stands on a line: the words (with the day on which they were written), names of witnesses, figures."""

    words: str = ""
    names: tuple[str, ...] = ()
    percent: int | None = None
    people: int | None = None
    hours: int | None = None


Take = Callable[[Written, Any], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Deed:
    """A box to tick: its label on paper, what else has to be written, and what the action takes."""

    label: str
    take: Take
    asks: frozenset[str] = field(default_factory=frozenset)


def _asks(*names: str) -> frozenset[str]:
    return frozenset(names)


OF_REPORT: Mapping[str, Deed] = {
    "acknowledge": Deed("diterima", lambda said, row: {
        "masked": reported.wording(row).masked, "photos": False, "note": said.words,
    }),
    "settle": Deed("mufakat", lambda said, row: {"text": said.words, "witnesses": said.names},
                   _asks("words", "names")),
    "deliberate": Deed("belum mufakat", lambda said, row: {"text": said.words, "witnesses": said.names},
                       _asks("words", "names")),
    "climb": Deed("diteruskan ke atas", lambda said, row: {
        "basis": "deliberated", "note": said.words, "witnesses": said.names,
    }, _asks("words", "names")),
    "confirm": Deed("benar, selesai", lambda said, row: {"satisfied": True, "remark": said.words}),
    "reopen": Deed("belum selesai", lambda said, row: {"remark": said.words}, _asks("words")),
}  # fmt: skip
OF_FOLLOW_UP: Mapping[str, Deed] = {
    "accept": Deed("diterima", lambda said, row: {"note": said.words}),
    "answer": Deed("dijawab dulu", lambda said, row: {"text": said.words}, _asks("words")),
    "tell": Deed("kabar, … %", lambda said, row: {
        "text": said.words[:160], "percent": said.percent, "cause": row.cause,
    }, _asks("words", "percent")),
    "take_part": Deed("kami kerjakan", lambda said, row: {}),
    "finish_part": Deed("bagian kami selesai", lambda said, row: {
        "note": said.words[:200], "people": said.people, "hours": said.hours,
    }, _asks("words", "people", "hours")),
    "inspect": Deed("sesuai", lambda said, row: {"remark": said.words}),
    "send_back": Deed("belum sesuai", lambda said, row: {"remark": said.words}, _asks("words")),
}  # fmt: skip
# The module's word in a key → what may be ticked. A follow-up and a report have their own.
TABLE: Mapping[str, Mapping[str, Deed]] = {"reports": OF_REPORT, "decisions": OF_FOLLOW_UP}


def fitting(actor: Actor, row: Report | FollowUp) -> list[str]:
    """Which boxes stand beside a thing, in the order of its law."""
    if isinstance(row, Report):
        vacant = not report_rules.near(actor, row)
        steps = report_rules.steps_for(actor, row, stands_in=vacant and reported.stands_in(actor, row))
        return [step.name for step in steps if step.name in OF_REPORT]
    found = decision_rules.steps_for(actor, row, stands_in=decided.stands_in(actor))
    return [step.name for step in found if step.name in OF_FOLLOW_UP]


def do(actor: Actor, name: str, row: Report | FollowUp, said: Written) -> None:
    """The ordinary action, with everything that it asks and refuses."""
    if isinstance(row, Report):
        getattr(reports, name)(actor=actor, report=row, **OF_REPORT[name].take(said, row))
    else:
        getattr(decisions, name)(actor=actor, follow_up=row, **OF_FOLLOW_UP[name].take(said, row))
