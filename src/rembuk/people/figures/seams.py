"""What figures offer to the slots."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import Move, NavItem, SubjectKind
from rembuk.foundation.territory import queries as territories
from rembuk.people.figures import actions, queries, rules
from rembuk.people.figures.models import Figure

NAV = (NavItem("Angka wilayah", "figures:places", "map", 62, permission=rules.VIEW),)


def moved(actor: Actor, moves: Sequence[Move]) -> None:
    """Territories got other parents: who may read their figures goes by the new ones."""
    actions.move_places(moves=moves)


def _seen(actor: Actor, pk: UUID) -> bool:
    found = queries.by_id(pk)
    return found is not None and rules.may_view(actor, found.path)


def _url(pk: UUID) -> str:
    found = queries.by_id(pk)
    if found is None:
        return ""
    place = found.territory if found.territory.level in rules.LEVELS else found.territory.parent
    code = territories.open_codes(place).get(place.pk) if place else None
    return reverse("figures:place", args=[code]) if code else ""


def _title(pk: UUID) -> str:
    found = queries.by_id(pk)
    return f"{found.label}, {found.territory.label}" if found else ""


SUBJECTS = (SubjectKind(Figure.subject_kind, queries.figure_rows, _seen, _url, _title),)
