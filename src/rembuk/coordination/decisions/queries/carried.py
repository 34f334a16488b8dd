"""Which follow-ups somebody carried in an office in a time, by their events."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from rembuk.coordination.decisions.models import FollowUp, Inspector, Part
from rembuk.coordination.decisions.queries.one import ROW
from rembuk.foundation.audit import queries as audit


@dataclass(frozen=True, slots=True)
class Carried:
    """A follow-up, as what somebody took part in it, and what they did: each event's verb and time, in order."""

    row: FollowUp
    part: str
    done: tuple[tuple[str, datetime], ...]


def carried(
    name: str, title: str, body: UUID, verbs: Collection[str], since: datetime, until: datetime
) -> Iterator[Carried]:
    """Each follow-up once, as the first of the sides on which the body stands."""
    known = set[UUID]()
    alive = FollowUp.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=since), asked_at__lt=until)
    for part, found in _sides(body).items():
        subjects = alive.filter(found).values("pk")
        done: dict[UUID, list[tuple[str, datetime]]] = {}
        for pk, verb, at in audit.deeds(name, title, FollowUp.subject_kind, subjects, verbs, since, until):
            if pk not in known:
                done.setdefault(pk, []).append((verb, at))
        for row in FollowUp.objects.filter(pk__in=done).select_related("decision__body", *ROW):
            yield Carried(row, part, tuple(done[row.pk]))
        known |= done.keys()


def _sides(body: UUID) -> dict[str, Q]:
    """As what a body takes part, and in which follow-ups."""
    return {
        "Pemimpin pekerjaan": Q(lead=body),
        "Pendukung": Q(pk__in=Part.objects.filter(institution=body).values("follow_up")),
        "Pemeriksa lapangan": Q(pk__in=Inspector.objects.filter(institution=body).values("follow_up")),
    }
