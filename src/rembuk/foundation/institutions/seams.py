"""What institutions offer to the slots: work for those who appoint, notices, menu, and how verify reads rows."""

from collections.abc import Iterable, Iterator
from functools import cache
from uuid import UUID

from django.urls import reverse

from rembuk.foundation.institutions import queries
from rembuk.foundation.institutions.notices import notices
from rembuk.foundation.institutions.queries import subjects, vacancy
from rembuk.foundation.institutions.queries.leftover import leftovers
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import MANY, NavItem, SubjectKind, Task, Worklist

__all__ = ["LINKS", "NAV", "SUBJECTS", "notices", "today"]

NAV = (
    NavItem("Lembaga", "institutions:bodies", "people", 60, permission="institutions.view"),
    NavItem("Jenis lembaga", "institutions:kinds", "list", 85, permission="institutions.kinds"),
    NavItem("Wakil dan operator", "institutions:helpers", "people", 90, permission="meetings.invited"),
    NavItem("Perangkat dan PIN", "accounts:devices", "lock", 95),
)
LINKS = (("sign_out", "accounts:sign_out"), ("switch", "institutions:offices"))


def today(actor: Actor, most: int = MANY) -> Worklist:
    """`_tasks`, of which there are few."""
    tasks = list(_tasks(actor))
    return Worklist(tasks[:most], max(0, len(tasks) - most), "urusan jabatan", "institutions:bodies")


def _tasks(actor: Actor) -> Iterator[Task]:
    """Terms that end soon, for those who appoint; for the camat unread concerns, bodies of the past."""
    if actor.scope("institutions.concerns") and (count := queries.unseen_concerns(actor)):
        url = reverse("institutions:concerns")
        yield Task(f"{count} catatan masa jabatan belum dibaca", "rangkap jabatan atau melebihi periode", url,
                   buttons=(("Baca", url),), key="institutions.concerns")  # fmt: skip
    if not actor.scope("institutions.appoint"):
        return
    if actor.scope("institutions.concerns") and (left := leftovers(actor)):
        url = reverse("institutions:leftover")
        names = ", ".join(row.institution.name for row in left[:3]) + (" …" if len(left) > 3 else "")
        yield Task(f"{len(left)} lembaga masih berdiri di wilayah lama", names, url,
                   buttons=(("Akhiri atau tutup", url),), key="institutions.leftover")  # fmt: skip
    for term in vacancy.ending_first(actor):
        url = _seat().replace(_NOBODY, str(term.position_id))
        yield Task(f"Masa jabatan {term.position__title} berakhir", f"{term.user__name} · {text.day(term.ends)}", url,
                   buttons=(("Siapkan penggantinya", url),), key=f"institutions.ending.{term.id}")  # fmt: skip


_NOBODY = str(UUID(int=0))


@cache
def _seat() -> str:
    """The address of a seat, worked out once: then only the id differs."""
    return reverse("institutions:position", args=[_NOBODY])


def _kinds() -> Iterable[tuple[UUID, int, str]]:
    return subjects.versions("kind")


def _institutions() -> Iterable[tuple[UUID, int, str]]:
    return subjects.versions("institution")


def _appointments() -> Iterable[tuple[UUID, int, str]]:
    return subjects.versions("appointment")


def _concerns() -> Iterable[tuple[UUID, int, str]]:
    return subjects.versions("concern")


# Positions and people are no subjects of the row check: their version only makes deeds on them go one by one.
SUBJECTS = (
    SubjectKind("institutions.kind", _kinds, subjects.sees_kinds, lambda _: reverse("institutions:kinds"),
                lambda pk: subjects.title_of("kind", pk)),
    SubjectKind("institutions.institution", _institutions, subjects.sees_institution,
                lambda pk: reverse("institutions:body", args=[pk]), lambda pk: subjects.title_of("institution", pk)),
    SubjectKind("institutions.appointment", _appointments, subjects.sees_appointment,
                lambda pk: reverse("institutions:appointment", args=[pk]),
                lambda pk: subjects.title_of("appointment", pk)),
    SubjectKind("institutions.concern", _concerns, subjects.sees_concern, lambda _: reverse("institutions:concerns"),
                lambda pk: subjects.title_of("concern", pk)),
)  # fmt: skip
