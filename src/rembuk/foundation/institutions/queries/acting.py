"""Who acts at a place now: the chief, who stands in, or the level above."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, DateField, Exists, OuterRef, QuerySet, Subquery, When

from rembuk.foundation.institutions import queries, roles
from rembuk.foundation.institutions.models import Appointment, Position
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.territory.models import DIGITS, Territory

WITH_PLACE = ("institution__territory__parent", "institution__kind")


def responsible(territory: Territory, role_group: str, passing: Collection[UUID] = ()) -> Position:
    """Who acts at a level for a place now: the chief, else the secretary, else the level above; never nobody.

    `passing` are positions that a matter passes by because it concerns them; whoever holds one of them is passed by in
    every other office too. Where every seat up to the city is vacant it is the chief's seat of the lowest level asked.
    """
    return responsible_at(territory.path, role_group, passing)


_LEVELS = 24 // DIGITS


def _acting(role_group: str) -> Prepared:
    """The seat that acts at a level of some places and above it: the first that is held, else the first."""
    wanted = _roles(role_group)
    terms = Appointment.objects.filter(position=OuterRef("pk"))
    order = [When(role=role, then=number) for number, role in enumerate(wanted)]

    def first(on: Any, **paths: Any) -> QuerySet[Position]:
        seats = Position.objects.filter(
            role__in=wanted, institution__territory__path__in=list(paths.values()), institution__ends__isnull=True
        )
        held = Case(When(Exists(terms.filter(queries.holding(on))), then=0), default=1)
        chosen = seats.annotate(is_held=held).order_by("is_held", Case(*order), "rank", "id").values("pk")[:1]
        # What the seat stands in is read of the one that was chosen, not of every body of the city.
        return Position.objects.filter(pk=Subquery(chosen)).select_related(*WITH_PLACE)

    return Prepared(first, on=DateField(), **{f"path_{number}": CharField() for number in range(_LEVELS)})


def _roles(role_group: str) -> list[str]:
    """The roles that act at a level and above it, in their order."""
    levels = list(roles.ACTS)[list(roles.ACTS).index(role_group) :]
    return [role for level in levels for role in roles.ACTS[level]]


_first_acting = {group: _acting(group) for group in roles.ACTS}


def responsible_at(path: str, role_group: str, passing: Collection[UUID] = ()) -> Position:
    """`responsible` for a territory's path."""
    paths = [path[:end] for end in range(DIGITS, len(path) + 1, DIGITS)]
    seats = _passing_by(paths, role_group, passing) if passing else _first(paths, role_group)
    if not seats:
        raise Refused("no_office", "Belum ada jabatan yang bertanggung jawab di sini. Hubungi Pemerintahan kota.")
    return seats[0]


def _first(paths: list[str], role_group: str) -> list[Position]:
    given = paths + paths[-1:] * (_LEVELS - len(paths))
    return _first_acting[role_group](on=clock.today(), **{f"path_{at}": one for at, one in enumerate(given)})


def _passing_by(paths: list[str], role_group: str, passing: Collection[UUID]) -> list[Position]:
    """The same for a matter that some seats must not have, nor whoever sits in them."""
    wanted = _roles(role_group)
    found = Position.objects.filter(
        role__in=wanted, institution__territory__path__in=paths, institution__ends__isnull=True
    ).select_related(*WITH_PLACE)
    seats = sorted(found, key=lambda seat: (wanted.index(seat.role), seat.rank, seat.pk))
    seats = [seat for seat in seats if seat.pk not in passing]
    held = queries.holders([seat.pk for seat in seats] + list(passing))
    passed_people = {held[pk].user_id for pk in passing if pk in held}
    acting = (seat for seat in seats if seat.pk in held and held[seat.pk].user_id not in passed_people)
    return [next(acting, seats[0])] if seats else []


def stand_in(position: Position) -> Position | None:
    """Who acts for a vacant seat; None for seats for which nobody steps in (a member of a board, a clerk)."""
    level = next((level for level, seats in roles.ACTS.items() if position.role in seats), "")
    if not level:
        return None
    acts = responsible_at(position.path, level, passing=[position.pk])
    return acts if acts.pk != position.pk else None
