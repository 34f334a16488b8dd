"""Whoever reported, or the neighbourhood, says whether it is solved."""

from django.db import transaction

from rembuk.coordination.reports import rules
from rembuk.coordination.reports.actions import course
from rembuk.coordination.reports.models import Report, Status
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


@transaction.atomic
def confirm(*, actor: Actor, report: Report, satisfied: bool, remark: str = "", secret: str = "") -> Report:
    """Solved: the report is closed. Not solved: it is opened again where it was settled."""
    if not satisfied:
        return reopen(actor=actor, report=report, remark=remark, secret=secret)
    changes = {"closed_at": clock.now(), **course.NO_CLOCK}
    course.go(actor, "confirm", report, changes=changes, reason=remark, secret=secret)
    return report


@transaction.atomic
def reopen(*, actor: Actor, report: Report, remark: str, secret: str = "") -> Report:
    """Back to the level that settled it, or to the unit, with a clock that counts from now."""
    if not remark.strip():
        raise Refused("no_reason", "Ceritakan apa yang belum beres.", "remark")
    course.allow(actor, "reopen", report, secret)
    holder = _working_seat(report)
    changes = {"closed_at": None, **course.working_clock(report, report.handled_at, holder.institution, clock.now())}
    course.go(actor, "reopen", report, changes=changes, holder=holder, reason=remark, secret=secret, allowed=True)
    return report


def _working_seat(report: Report) -> Position:
    """Who takes it up again: the level's seat where it is deliberated, the present holder elsewhere."""
    if rules.TRACK[report.track].working != Status.DELIBERATING or report.territory is None:
        return report.holder
    _, holder = course.seat(report.territory, report.handled_at, report.passes_by)
    return holder
