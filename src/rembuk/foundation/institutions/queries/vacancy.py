"""Whose work falls to whom while an office is vacant."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from rembuk.foundation.institutions import queries, roles
from rembuk.foundation.institutions.models import Appointment, Position
from rembuk.foundation.kernel.actor import Actor


def stands_in_for(actor: Actor) -> list[UUID]:
    """The bodies below whose every acting seat is vacant and whose work falls to the actor's seat today."""
    office = actor.office
    levels = list(roles.ACTS)
    own = next((level for level in levels if office and office.role in roles.ACTS[level]), "")
    if office is None or not own:
        return []
    found: list[UUID] = []
    paths = [office.path]
    # Down one level at a time, and further only below what is vacant: that is where work falls through.
    for level in reversed(levels[: levels.index(own)]):
        empty = _vacant(level, paths)
        found += [body for body, path in empty if queries.responsible_at(path, level).pk == office.position_id]
        paths = [path for _, path in empty]
        if not paths:
            break
    return found


def _vacant(level: str, paths: list[str]) -> list[tuple[UUID, str]]:
    """The bodies of a level under the paths, with their own path, in which nobody holds an acting seat."""
    held = Appointment.objects.filter(
        queries.holding(), position__institution=OuterRef("institution"), position__role__in=roles.ACTS[level]
    )
    seats = Position.objects.filter(
        queries.within(paths, "institution__territory__path"), ~Exists(held), role__in=roles.ACTS[level],
        institution__ends__isnull=True,
    )  # fmt: skip
    return list(seats.values_list("institution_id", "institution__territory__path").distinct())
