"""When a body meets regularly, with the days on which it is otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateField, FilteredRelation, Q, UUIDField

from rembuk.coordination.meetings import rules
from rembuk.coordination.meetings.models import Deviation, Regular
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared

# How far a rapat rutin may be put off: a day that was due longer ago is over.
FARTHEST = timedelta(days=60)

# Asked for whenever something is received or climbs: the rapat rutin, once for each day that is otherwise.
_regular = Prepared(
    lambda body, since: Regular.objects.filter(institution_id=body, ended_at__isnull=True)
    .annotate(changed=FilteredRelation("deviations", condition=Q(deviations__day__gte=since)))
    .values_list("weekday", "week", "at", "changed__day", "changed__starts_at"),
    body=UUIDField(), since=DateField(),
)  # fmt: skip


def regular(institution: Institution) -> Regular | None:
    """The body's rapat rutin now."""
    return Regular.objects.filter(institution=institution, ended_at__isnull=True).first()


def regular_history(institution: Institution) -> Sequence[Regular]:
    """What the rapat rutin was before, the latest first."""
    return list(Regular.objects.filter(institution=institution, ended_at__isnull=False).order_by("-ended_at")[:20])


def deviations(row: Regular) -> Sequence[Deviation]:
    """The days that are not as usual, from those that were due some weeks ago."""
    return list(Deviation.objects.filter(regular=row, day__gte=clock.today() - FARTHEST))


def next_regular(institution: Institution | UUID, after: datetime) -> datetime | None:
    """The next time strictly after an instant that a body's rapat rutin is held; None where it has none."""
    body = institution.pk if isinstance(institution, Institution) else institution
    rows = _regular(body=body, since=_oldest(after))
    if not rows:
        return None
    changed = {row.changed__day: row.changed__starts_at for row in rows if row.changed__day}
    return _coming(rows[0], changed, after, 1)[0][1]


def coming(row: Regular, after: datetime, count: int) -> list[tuple[datetime, datetime]]:
    """The next times of a rapat rutin: when it is due by the schedule, and when it is held."""
    changed = Deviation.objects.filter(regular=row, day__gte=_oldest(after)).values_list("day", "starts_at")
    return _coming(row, dict(changed), after, count)


def _oldest(after: datetime) -> date:
    return clock.local(after).date() - FARTHEST


def _coming(
    row: Any, changed: Mapping[date, datetime | None], after: datetime, count: int
) -> list[tuple[datetime, datetime]]:
    otherwise = {day: _wall(starts_at) if starts_at else None for day, starts_at in changed.items()}
    found: list[tuple[datetime, datetime]] = []
    wall = _wall(after)
    for _ in range(count):
        day, wall = rules.planned(row.weekday, row.week, row.at, wall, otherwise)
        found.append((_instant(datetime.combine(day, row.at)), _instant(wall)))
    return found


def _wall(instant: datetime) -> datetime:
    return clock.local(instant).replace(tzinfo=None)


def _instant(wall: datetime) -> datetime:
    return wall.replace(tzinfo=clock.zone()).astimezone(UTC)


def regular_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every rapat rutin's id and version; it has no state."""
    rows = Regular.objects.order_by("pk").values_list("id", "version").iterator()
    yield from ((pk, version, "") for pk, version in rows)


def regular_visible(actor: Actor, regular_id: UUID) -> bool:
    """When a body meets is seen in its area."""
    row = Regular.objects.select_related("institution__territory").filter(pk=regular_id).first()
    return row is not None and actor.holds("meetings.view", row.path)
