"""What visits offer to the slots: `config/seams.py` fills them in."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.visits import actions, queries, rules
from rembuk.coordination.visits.models import Gathering, Pause, Rotation, Tiding, Visit
from rembuk.coordination.visits.notices import notices
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import Move, NavItem, SubjectKind, TrailLine

__all__ = ["NAV", "SUBJECTS", "access", "moved", "notices", "trail"]

NAV = (
    NavItem("Kunjungan", "visits:list", "map", 45, permission=rules.MAKE),
    NavItem("Rembuk Jumat", "visits:fridays", "calendar", 46, permission=rules.REMBUK),
)


def trail(actor: Actor, subject: object) -> Iterable[TrailLine]:
    """Who came to the place of a report or a follow-up."""
    return queries.office_lines(actor, subject)


def moved(actor: Actor, moves: Sequence[Move]) -> None:
    """Territories got other parents: visits there stand in the lists of the new ones."""
    actions.move_places(actor=actor, moves=moves)


def access(actor: Actor, owner_kind: str, owner_id: UUID) -> bool | None:
    """Who may see a visit's photos: whoever may read it. None where it is not one's."""
    return queries.is_seen(actor, owner_id) if owner_kind == Visit.subject_kind else None


def _url(pk: UUID) -> str:
    found = queries.by_id(pk)
    return reverse("visits:detail", args=[found.code]) if found else ""


def _title(pk: UUID) -> str:
    found = queries.by_id(pk)
    return f"Kunjungan {found.code}" if found else ""


def _rotation_seen(actor: Actor, pk: UUID) -> bool:
    found = queries.rotation_by_id(pk)
    return found is not None and rules.may_read(actor, found)


def _rotation_url(pk: UUID) -> str:
    found = queries.rotation_by_id(pk)
    return reverse("visits:rotation", args=[found.code]) if found else ""


def _gathering_seen(actor: Actor, pk: UUID) -> bool:
    found = queries.gathering_by_id(pk)
    return found is not None and rules.sees_gathering(actor, found.path)


def _gathering_url(pk: UUID) -> str:
    found = queries.gathering_by_id(pk)
    return reverse("visits:gathering", args=[found.code]) if found else ""


SUBJECTS = (
    SubjectKind(Visit.subject_kind, queries.rows, queries.is_seen, _url, _title),
    SubjectKind(
        Rotation.subject_kind,
        queries.rotation_rows,
        _rotation_seen,
        _rotation_url,
        lambda pk: str(queries.rotation_by_id(pk) or ""),
    ),
    SubjectKind(
        Pause.subject_kind,
        queries.pause_rows,
        lambda actor, pk: actor.office is not None,
        lambda pk: reverse("visits:pauses"),
        lambda pk: "Jeda rembuk Jumat",
    ),
    SubjectKind(
        Gathering.subject_kind, queries.gathering_rows, _gathering_seen, _gathering_url,
        lambda pk: str(queries.gathering_by_id(pk) or ""),
    ),
    SubjectKind(
        Tiding.subject_kind, queries.tiding_rows, lambda actor, pk: actor.office is not None,
        lambda pk: reverse("visits:tidings"), lambda pk: "Kebijakan untuk disampaikan",
    ),
)  # fmt: skip
