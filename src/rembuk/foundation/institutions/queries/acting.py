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
# How many levels the place of an office has above it, with itself: a city lies in its province.
_DEPTH = {level: depth for depth, level in enumerate(reversed(roles.ACTS), start=2)}


def _in_order(wanted: list[str]) -> Case:
    return Case(*(When(role=role, then=number) for number, role in enumerate(wanted)))


def _held(on: Any) -> Exists:
    return Exists(Appointment.objects.filter(queries.holding(on), position=OuterRef("pk")))


def _seats(wanted: list[str]) -> QuerySet[Position]:
    return Position.objects.filter(role__in=wanted, institution__ends__isnull=True)


def _near(level: str) -> Prepared:
    """The first held seat of a level at its own place; there is one nearly everywhere."""

    def first(on: Any, path: Any) -> QuerySet[Position]:
        wanted = list(roles.ACTS[level])
        seats = _seats(wanted).filter(_held(on), institution__territory__path=path)
        return seats.order_by(_in_order(wanted), "rank", "id").select_related(*WITH_PLACE)[:1]

    return Prepared(first, on=DateField(), path=CharField())


def _acting(role_group: str) -> Prepared:
    """The seat that acts at a level of some places and above it: the first that is held, else the first."""
    wanted = _roles(role_group)

    def first(on: Any, **paths: Any) -> QuerySet[Position]:
        seats = _seats(wanted).filter(institution__territory__path__in=list(paths.values()))
        held = Case(When(_held(on), then=0), default=1)
        chosen = seats.annotate(is_held=held).order_by("is_held", _in_order(wanted), "rank", "id").values("pk")[:1]
        # What the seat stands in is read of the one that was chosen, not of every body of the city.
        return Position.objects.filter(pk=Subquery(chosen)).select_related(*WITH_PLACE)

    return Prepared(first, on=DateField(), **{f"path_{number}": CharField() for number in range(_LEVELS)})


def _roles(role_group: str) -> list[str]:
    """The roles that act at a level and above it, in their order."""
    levels = list(roles.ACTS)[list(roles.ACTS).index(role_group) :]
    return [role for level in levels for role in roles.ACTS[level]]


_first_near = {group: _near(group) for group in roles.ACTS}
_first_acting = {group: _acting(group) for group in roles.ACTS}


def responsible_at(path: str, role_group: str, passing: Collection[UUID] = ()) -> Position:
    """`responsible` for a territory's path."""
    paths = [path[:end] for end in range(DIGITS, len(path) + 1, DIGITS)]
    seats = _passing_by(paths, role_group, passing) if passing else _first(paths, role_group)
    if not seats:
        raise Refused("no_office", "Belum ada jabatan yang bertanggung jawab di sini. Hubungi Pemerintahan kota.")
    return seats[0]


def _first(paths: list[str], role_group: str) -> list[Position]:
    own, on = paths[: _DEPTH[role_group]][-1:], clock.today()
    near: list[Position] = [seat for path in own for seat in _first_near[role_group](on=on, path=path)]
    if near:
        return near
    given = paths + paths[-1:] * (_LEVELS - len(paths))
    return _first_acting[role_group](on=on, **{f"path_{at}": one for at, one in enumerate(given)})


def _passing_by(paths: list[str], role_group: str, passing: Collection[UUID]) -> list[Position]:
    """The same for a matter that some seats must not have, nor whoever sits in them."""
    wanted = _roles(role_group)
    found = _seats(wanted).filter(institution__territory__path__in=paths).select_related(*WITH_PLACE)
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
