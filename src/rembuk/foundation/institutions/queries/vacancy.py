"""Whose work falls to whom while an office is vacant, and whose term ends soon."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import DateField, Exists, OuterRef, QuerySet, UUIDField

from rembuk.foundation.institutions import queries, roles
from rembuk.foundation.institutions.models import Appointment, Institution, Position, Stamp
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor, Office
from rembuk.foundation.kernel.fresh import Fresh
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.territory import queries as territories

SOONEST, SOON = 5, 90
# What a process knows is asked anew after a minute, even if a stamp was lost between a deed and its end.
_MINUTE = 60

T = TypeVar("T")


def _stamp() -> tuple[object, ...]:
    changed = Stamp.objects.values_list("value", flat=True).first()
    return changed, territories.stamp(), clock.today(), time.monotonic() // _MINUTE


# The answers to each office since who sits where last changed.
answers: Fresh[dict[tuple[object, ...], Any]] = Fresh(_stamp, dict)


def _answer(ask: Callable[[Actor], list[T]], actor: Actor) -> list[T]:
    """A page need not ask again what changes with a decree; a deed always asks."""
    if connection.in_atomic_block or actor.office is None:
        return ask(actor)
    known, key = answers(), (ask.__name__, actor.office.position_id, actor.grants)
    if key not in known:
        known[key] = ask(actor)
    found: list[T] = known[key]
    return list(found)


def stands_in_for(actor: Actor) -> list[UUID]:
    """The bodies below whose every acting seat is vacant and whose work falls to the actor's seat today."""
    return _answer(_stood_in_for, actor)


def _stood_in_for(actor: Actor) -> list[UUID]:
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
    return [*_left_to(office, own), *found]


def _left_to(office: Office, level: str) -> list[UUID]:
    """The vacant bodies, closed or not, of territories that this office's own took over from."""
    former = territories.former(office.territory_id)
    if not former or queries.responsible_at(office.path, level).pk != office.position_id:
        return []
    bodies = Institution.objects.filter(territory__in=former, positions__role__in=roles.ACTS[level])
    return list(bodies.filter(~Exists(_held(level, OuterRef("pk")))).values_list("pk", flat=True).distinct())


def _held(level: str, body: Any, on: Any = None) -> QuerySet[Appointment]:
    """The terms in a body's acting seats."""
    return Appointment.objects.filter(
        queries.holding(on), position__institution=body, position__role__in=roles.ACTS[level]
    )


def _under(level: str) -> Callable[..., QuerySet[Position, Any]]:
    """The bodies of a level directly under a place in which nobody holds an acting seat."""

    def build(place: Any, on: Any) -> QuerySet[Position, Any]:
        held = _held(level, OuterRef("institution"), on)
        seats = Position.objects.filter(
            ~Exists(held), institution__territory__parent=place, role__in=roles.ACTS[level],
            institution__ends__isnull=True,
        )  # fmt: skip
        return seats.values_list(
            "institution_id", "institution__territory_id", "institution__territory__path"
        ).distinct()

    return build


_vacant = {level: Prepared(_under(level), place=UUIDField(), on=DateField()) for level in roles.ACTS}


# A place and each step below it, down to an RT from a city: by equality, which is planned once and for all.
_STEPS = 5


def _ending_within(place: Any, on: Any, until: Any) -> list[QuerySet[Appointment, Any]]:
    told = ("id", "position_id", "ends", "position__title", "user__name")
    found = Appointment.objects.filter(queries.holding(on), ends__lte=until, position__institution__ends__isnull=True)
    field = "position__institution__territory"
    fields = [field + "__parent" * step for step in range(_STEPS)]
    return [found.filter(**{name: place}).order_by("ends", "id").values_list(*told)[:SOONEST] for name in fields]


_ending = Prepared(_ending_within, place=UUIDField(), on=DateField(), until=DateField())


def ending_first(actor: Actor) -> list[Any]:
    """The first few of `ending`, as the columns that a line shows; an office appoints in its own territory."""
    return _answer(_ending_first, actor)


def _ending_first(actor: Actor) -> list[Any]:
    if actor.office is None or not actor.scope("institutions.appoint"):
        return []
    on = clock.today()
    found = _ending(place=actor.office.territory_id, on=on, until=on + timedelta(days=SOON))
    return sorted(found, key=lambda row: (row.ends, row.id))[:SOONEST]
