"""What home offers: its menu items, its address, what time does, and its papers as subjects of the journal."""

from uuid import UUID

from django.urls import reverse

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import NavItem, SubjectKind, Ticker
from rembuk.front.home import actions, queries, rules
from rembuk.front.home.models import Handover, Sheet
from rembuk.front.home.notices import notices

__all__ = ["LINKS", "NAV", "SUBJECTS", "access", "asks", "makes", "notices"]

NAV = (
    NavItem("Hari ini", "home:today", "home", 10),
    NavItem("Lembar RW", "home:sheets", "list", 45, permission="home.sheet"),
)
LINKS = (("home", "home:today"), ("handover", "home:handover"))

asks = Ticker("memori jabatan diminta", actions.ask_handovers)
makes = Ticker("memori jabatan dibuat dari data", actions.make_handovers)


def access(actor: Actor, owner_kind: str, owner_id: UUID) -> bool | None:
    """Who may see the document of a memori jabatan: who sees the memori. None where it is not one's."""
    return _handover_seen(actor, owner_id) if owner_kind == Handover.subject_kind else None


def _handover_seen(actor: Actor, pk: UUID) -> bool:
    found = queries.handover_by_id(pk)
    return found is not None and rules.sees_handover(actor, found)


def _handover_url(pk: UUID) -> str:
    found = queries.handover_by_id(pk)
    return reverse("home:handover", args=[found.appointment_id]) if found else ""


def _seen(actor: Actor, pk: UUID) -> bool:
    found = queries.sheet_by_id(pk)
    return found is not None and queries.sees(actor, found)


def _url(pk: UUID) -> str:
    found = queries.sheet_by_id(pk)
    return reverse("home:sheet", args=[found.number]) if found else ""


SUBJECTS = (
    SubjectKind(Sheet.subject_kind, queries.rows, _seen, _url, lambda pk: str(queries.sheet_by_id(pk) or "")),
    SubjectKind(
        Handover.subject_kind, queries.handover_rows, _handover_seen, _handover_url,
        lambda pk: str(queries.handover_by_id(pk) or ""),
    ),
)  # fmt: skip
