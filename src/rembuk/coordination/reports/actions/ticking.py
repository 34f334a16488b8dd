"""What time alone does: a level's limit runs out, a reporter stays silent, a question stays unanswered.

Each run takes what is due by an indexed range, oldest first; each report moves in a transaction of its own, and one
that somebody moved meanwhile is left to them.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from rembuk.coordination.reports import rules
from rembuk.coordination.reports.actions import course
from rembuk.coordination.reports.actions.deliberating import _climb
from rembuk.coordination.reports.models import Basis, CalendarSeen, Report, Stage, Status, Track
from rembuk.foundation.calendar import queries as calendar
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.regulations.rules import moved

RELATED = ("territory", "holder__institution", "body", "stage_rule", "total_rule", "category")


# What climbs when its time is over: the track, and the states in which it does.
LAPSING = (
    (Track.INCIDENT, ("new",)), (Track.WARNING, ("new", "with_unit")), (Track.NEIGHBOURHOOD, ("new", "deliberating")),
)  # fmt: skip


def lapse(now: datetime, limit: int) -> int:
    """Passes on what a level has not settled in its time; the city's own level keeps what it has."""
    done = 0
    for track, states in LAPSING:
        due = Report.objects.filter(status__in=states, stage_due__lte=now, track=track).exclude(handled_at=Stage.KOTA)
        done += _each(due, limit, lambda report: _climb(SYSTEM, "lapse", report, Basis.LAPSED, ""), now)
    return done


def close_silent(now: datetime, limit: int) -> int:
    """Closes as unconfirmed what nobody has confirmed or denied in time."""
    due = Report.objects.filter(status=Status.SETTLED, stage_due__lte=now)
    return _each(due, limit, lambda report: _end("close_unconfirmed", report), now)


def expire(now: datetime, limit: int) -> int:
    """What the reporter did not complete in time counts as withdrawn."""
    due = Report.objects.filter(status=Status.RETURNED, stage_due__lte=now)
    return _each(due, limit, lambda report: _end("expire", report), now)


def recount(now: datetime, limit: int) -> int:
    """After a change of the calendar: dues in working days that are open and have not passed are counted anew."""
    stamp = calendar.stamp()
    seen, _ = CalendarSeen.objects.get_or_create(pk=1)
    if seen.stamp == stamp:
        return 0
    for report in (
        Report.objects.filter(status__in=[*rules.OPEN_STATES, "settled"]).select_related(*RELATED).iterator(500)
    ):
        _recounted(report, now)
    CalendarSeen.objects.filter(pk=1).update(stamp=stamp)
    return 0


def _recounted(report: Report, now: datetime) -> None:
    changes: dict[str, object] = {}
    for due, rule, start in (
        ("stage_due", report.stage_rule, report.stage_started_at), ("total_due", report.total_rule, report.received_at)
    ):  # fmt: skip
        old = getattr(report, due)
        if rule is None or start is None or old is None or rule.unit != "hari_kerja" or old <= now:
            continue
        new = moved(old, regulations.due(rule, start), now)
        if new != old:
            changes[due] = new
    if changes:
        try:
            with transaction.atomic():
                course.go(SYSTEM, "recount", report, changes=changes, allowed=True, silent=True)
        except Refused:
            return


def _end(name: str, report: Report) -> None:
    changes = {"closed_at": clock.now(), **course.NO_CLOCK}
    course.go(SYSTEM, name, report, changes=changes, allowed=True)


def _each(due: QuerySet[Report], limit: int, deed: Callable[[Report], None], now: datetime) -> int:
    """Does the deed on each; how many were done. Zero means that nothing is left."""
    done = 0
    for pk in list(due.order_by("stage_due", "id").values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            # Read again, with the condition: somebody may have moved it since.
            report = due.filter(pk=pk).select_related(*RELATED).first()
            if report is None:
                continue
            try:
                with transaction.atomic():
                    deed(report)
            except Refused:
                continue
            done += 1
    return done
