"""The meeting that a rembuk is, and how what was said stands in its minutes."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.meetings import queries as meetings
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.visits.models import Aspiration, Gathering, Sitting
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import Work
from rembuk.foundation.territory.models import Territory

KIND = "rembuk"
RELATED = ("kind", "institution__kind", "institution__territory", "chair__institution")
GOING_ON = ("convened", "running")


def meeting_of(found: Gathering) -> Meeting | None:
    """The meeting of a rembuk."""
    return (
        Meeting.objects.filter(pk__in=Sitting.objects.filter(gathering=found).values("meeting"))
        .select_related(*RELATED)
        .first()
    )


def gathering_of(meeting: Meeting) -> Gathering | None:
    """The rembuk of a meeting."""
    return Gathering.objects.filter(sitting__meeting=meeting).first()


def called(place: Territory, day: date) -> Meeting | None:
    """The rembuk to which a kelurahan invites on a day, and which no other page belongs to."""
    midnight = datetime.combine(day, time(), clock.zone())
    return coming(place, midnight, midnight + timedelta(days=1))


def coming(place: Territory, after: datetime, before: datetime) -> Meeting | None:
    """The first rembuk that is called in a kelurahan between two moments."""
    rows = Meeting.objects.filter(
        kelurahan_id=place.pk, kind__key=KIND, starts_at__gte=after, starts_at__lt=before, status__in=GOING_ON
    ).exclude(pk__in=Sitting.objects.values("meeting"))
    return rows.select_related(*RELATED).order_by("starts_at", "id").first()


def host(actor: Actor, place: Territory) -> Institution | None:
    """The kelurahan's body, for whoever calls its meetings: its own people, or who stands in for them."""
    return next((body for body in meetings.bodies(actor) if body.territory_id == place.pk), None)


def unwritten(found: Gathering) -> Sequence[Aspiration]:
    """What was answered and does not stand in the minutes yet."""
    rows = Aspiration.objects.filter(gathering=found, item=None).exclude(outcome="").order_by("number")
    return list(rows.select_related("rw", "report", "decision", "follow_up__lead"))


def work_of_items(item_ids: Sequence[UUID]) -> Iterator[Work]:
    """What was promised to those who spoke, by the items that tell of it; nothing that is closed to the public."""
    rows = Aspiration.objects.filter(item__in=item_ids, follow_up__isnull=False, follow_up__is_private=False)
    with_work = rows.select_related("follow_up__lead").prefetch_related("follow_up__parts__institution")
    for row in with_work.order_by("item__order", "id"):
        if row.follow_up is not None and row.item_id is not None:
            yield decisions.work_line(row.follow_up, row.item_id)
