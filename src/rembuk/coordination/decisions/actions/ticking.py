"""What time alone does: a lead is warned in private, what is late climbs to the one above, up to the mayor.

Each run takes what is due by an indexed range, oldest first; each follow-up moves in a transaction of its own, and one
that somebody moved meanwhile is left to them.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.actions import course
from rembuk.coordination.decisions.models import CalendarSeen, Decision, FollowUp
from rembuk.coordination.decisions.places import COLUMNS
from rembuk.foundation.calendar import queries as calendar
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Move
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.regulations.rules import moved

RELATED = ("lead__kind", "lead__territory", "raised_to__institution__kind", "decision")


def warn(now: datetime, limit: int) -> int:
    """Two days before what was promised the lead, and only the lead, is told."""
    due = FollowUp.objects.filter(warn_due__lte=now, status__in=rules.UNDER_WAY_STATES)
    return _each(due, "warn_due", limit, _warn)


def _warn(follow_up: FollowUp) -> None:
    course.go(SYSTEM, "warn", follow_up, changes={"warn_due": None}, allowed=True, silent=True)


def climb(now: datetime, limit: int) -> int:
    """What is late, was not accepted, or was not inspected in time goes one up; the mayor's board keeps what it has."""
    states = rules.FLOW["climb"].sources
    return _each(FollowUp.objects.filter(climb_due__lte=now, status__in=states), "climb_due", limit, _climb)


def _climb(follow_up: FollowUp) -> None:
    now = clock.now()
    below = follow_up.raised_to.institution if follow_up.raised_to else follow_up.lead
    level = rules.level_above(rules.level_of(below))
    if not level:
        # It stands on the highest board already: nothing happens that a line could tell.
        FollowUp.objects.filter(pk=follow_up.pk).update(climb_due=None)
        return
    seat = institutions.responsible_at(follow_up.path, level)
    further = rules.level_above(rules.level_of(seat.institution))
    next_up = regulations.limit("decisions.climb", now)[0] if further else None
    changes = {"raised_to_id": seat.pk, "raised_at": now, "climb_due": next_up}
    details = {"late": rules.is_late(follow_up, now), "to": seat.title}
    course.go(SYSTEM, "climb", follow_up, changes=changes, details=details, allowed=True, silent=True)


def recount(now: datetime, limit: int) -> int:
    """After a change of the calendar: stages in working days that run and have not passed are counted anew."""
    stamp = calendar.stamp()
    seen, _ = CalendarSeen.objects.get_or_create(pk=1)
    if seen.stamp == stamp:
        return 0
    states = rules.FLOW["recount"].sources
    running = FollowUp.objects.filter(status__in=states, stage_due__gt=now, stage_rule__unit="hari_kerja")
    for follow_up in running.select_related(*RELATED, "stage_rule").iterator(500):
        _recounted(follow_up, now)
    CalendarSeen.objects.filter(pk=1).update(stamp=stamp)
    return 0


def _recounted(follow_up: FollowUp, now: datetime) -> None:
    """What was promised is a day that people named, and stays; what hangs on the stage moves with it."""
    old, rule = follow_up.stage_due, follow_up.stage_rule
    if old is None or rule is None:
        return
    new = moved(old, regulations.due(rule, follow_up.stage_started_at), now)
    changes = {name: new for name in ("stage_due", "news_due", "climb_due") if getattr(follow_up, name) == old}
    if new == old:
        return
    try:
        with transaction.atomic():
            course.go(SYSTEM, "recount", follow_up, changes=changes, allowed=True, silent=True)
    except Refused:
        return


def _each(due: QuerySet[FollowUp], column: str, limit: int, deed: Callable[[FollowUp], None]) -> int:
    """Does the deed on each; how many were done. Zero means that nothing is left."""
    done = 0
    for pk in list(due.order_by(column, "id").values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            # Read again, with the condition: somebody may have moved it since.
            follow_up = due.filter(pk=pk).select_related(*RELATED).first()
            if follow_up is None:
                continue
            try:
                with transaction.atomic():
                    deed(follow_up)
            except Refused:
                continue
            done += 1
    return done


@transaction.atomic
def move_places(*, actor: Actor, moves: Sequence[Move]) -> None:
    """Follows territories that got other parents; the deed on the territories is the one that is recorded."""
    for move in moves:
        fields = {column: move.ids[level] for level, column in COLUMNS.items() if level in move.ids}
        FollowUp.objects.filter(path=move.old).update(path=move.new, **fields)
        Decision.objects.filter(path=move.old).update(path=move.new)
