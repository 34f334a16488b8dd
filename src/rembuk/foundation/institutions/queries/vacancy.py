"""Whose work falls to whom while an office is vacant, and whose term ends soon."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, Exists, OuterRef, QuerySet, UUIDField

from rembuk.foundation.institutions import queries, roles
from rembuk.foundation.institutions.models import Appointment, Position
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.territory import rules as territories

SOONEST = 5


def stands_in_for(actor: Actor) -> list[UUID]:
    """The bodies below whose every acting seat is vacant and whose work falls to the actor's seat today."""
    office = actor.office
    levels = list(roles.ACTS)
    own = next((level for level in levels if office and office.role in roles.ACTS[level]), "")
    if office is None or not own:
        return []
    found: list[UUID] = []
    places = [office.territory_id]
    # Down one level at a time, and further only below what is vacant: that is where work falls through.
    for level in reversed(levels[: levels.index(own)]):
        empty = [row for place in places for row in _vacant[level](place=place, on=clock.today())]
        found += [
            row.institution_id for row in empty
            if queries.responsible_at(row.institution__territory__path, level).pk == office.position_id
        ]  # fmt: skip
        places = [row.institution__territory_id for row in empty]
        if not places:
            break
    return found


def _under(level: str) -> Callable[..., QuerySet[Position, Any]]:
    """The bodies of a level directly under a place in which nobody holds an acting seat."""

    def build(place: Any, on: Any) -> QuerySet[Position, Any]:
        held = Appointment.objects.filter(
            queries.holding(on), position__institution=OuterRef("institution"), position__role__in=roles.ACTS[level]
        )
        seats = Position.objects.filter(
            ~Exists(held), institution__territory__parent=place, role__in=roles.ACTS[level],
            institution__ends__isnull=True,
        )  # fmt: skip
        return seats.values_list(
            "institution_id", "institution__territory_id", "institution__territory__path"
        ).distinct()

    return build


_vacant = {level: Prepared(_under(level), place=UUIDField(), on=DateField()) for level in roles.ACTS}


_ending = Prepared(
    lambda first, last, on, until: Appointment.objects.filter(
        queries.holding(on), ends__lte=until, position__institution__ends__isnull=True,
        position__institution__territory__path__gte=first, position__institution__territory__path__lte=last,
    ).order_by("ends", "id").values_list("id", "position_id", "ends", "position__title", "user__name")[:SOONEST],
    first=CharField(), last=CharField(), on=DateField(), until=DateField(),
)  # fmt: skip


def ending_first(actor: Actor, days: int = 90) -> list[Any]:
    """The first few of `ending`, as the columns that a line shows."""
    found: list[Any] = []
    on = clock.today()
    for path in actor.scope("institutions.appoint"):
        first, last = territories.inside(path)
        found += _ending(first=first, last=last, on=on, until=on + timedelta(days=days))
    return sorted(found, key=lambda row: (row.ends, row.id))[:SOONEST]
