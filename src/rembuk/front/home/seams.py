"""What home offers: its menu items, its address, and the weekly sheets as subjects of the journal."""

from uuid import UUID

from django.urls import reverse

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import NavItem, SubjectKind
from rembuk.front.home import queries
from rembuk.front.home.models import Sheet
from rembuk.front.home.notices import notices

__all__ = ["LINKS", "NAV", "SUBJECTS", "notices"]

NAV = (
    NavItem("Hari ini", "home:today", "home", 10),
    NavItem("Lembar RW", "home:sheets", "list", 45, permission="home.sheet"),
)
LINKS = (("home", "home:today"),)


def _seen(actor: Actor, pk: UUID) -> bool:
    found = queries.sheet_by_id(pk)
    return found is not None and queries.sees(actor, found)


def _url(pk: UUID) -> str:
    found = queries.sheet_by_id(pk)
    return reverse("home:sheet", args=[found.number]) if found else ""


SUBJECTS = (SubjectKind(Sheet.subject_kind, queries.rows, _seen, _url, lambda pk: str(queries.sheet_by_id(pk) or "")),)
