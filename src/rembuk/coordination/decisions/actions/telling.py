"""At the beginning of a week each leading body is told what is without news, due, and waiting to be accepted."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.models import FollowUp, Status, WeekTold
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.calendar import queries as calendar
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM

HOUR = 6


def tell_week(now: datetime, limit: int) -> int:
    """From six o'clock of the week's first working day; each body once a week, and none that has nothing to do."""
    today, hour = clock.local(now).date(), clock.local(now).hour
    monday = today - timedelta(days=today.weekday())
    first = _first_working(monday)
    if first is None or today < first or hour < HOUR or WeekTold.objects.filter(monday=monday, body=None).exists():
        return 0
    told = WeekTold.objects.filter(monday=monday, body=OuterRef("pk"))
    leads = FollowUp.objects.filter(lead=OuterRef("pk"), status__in=rules.UNDER_WAY_STATES)
    left = list(Institution.objects.filter(Exists(leads), ~Exists(told), ends__isnull=True).order_by("id")[:limit])
    for body in left:
        _tell(body, monday, now)
    if not left:
        _once(WeekTold(monday=monday))
    return len(left)


def _first_working(monday: date) -> date | None:
    """None where the whole week is off."""
    days = (monday + timedelta(days=number) for number in range(7))
    return next((day for day in days if calendar.is_working(day)), None)


@transaction.atomic
def _tell(body: Institution, monday: date, now: datetime) -> None:
    row = WeekTold(monday=monday, body=body, **figures(body, monday, now))
    if _once(row) and (row.silent or row.due or row.asked):
        told = {"body": body.pk, "silent": row.silent, "due": row.due, "asked": row.asked}
        audit.record(SYSTEM, row, "decisions.week_told", changes=told)


def figures(body: Institution, monday: date, now: datetime) -> dict[str, int]:
    """How many of its open follow-ups are without news, due by Sunday, and wait to be accepted."""
    sunday = rules.end_of(monday + timedelta(days=6))
    rows = FollowUp.objects.filter(lead=body, status__in=rules.UNDER_WAY_STATES)
    return rows.aggregate(
        silent=Count("pk", filter=Q(news_due__lt=now)), due=Count("pk", filter=Q(total_due__lte=sunday)),
        asked=Count("pk", filter=Q(status=Status.ASKED)),
    )  # fmt: skip


def _once(row: WeekTold) -> bool:
    """Whether this was the first to write it down."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True
