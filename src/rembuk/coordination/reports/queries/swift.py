"""Incidents and early warnings: who sees which, what goes on now, what a meeting looks back at."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from rembuk.coordination.reports.models import Deliberation, Report, Status, Track
from rembuk.coordination.reports.queries.lists import BY_LENGTH, INBOX, IS_SWIFT, NEWEST, ROW, sees
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.regulations.first_rows import CALLS
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web.pager import Page, keyset

# Who sees the incidents of a place, and who its early warnings.
SEEN_BY = {Track.INCIDENT: "reports.view", Track.WARNING: "reports.watch"}
OPENLY = 20


def swift(actor: Actor, track: str, cursor: str = "", size: int = 25) -> Page[Report]:
    """The incidents or the early warnings that the actor sees, newest first."""
    rows = Report.objects.filter(track=track).extra(where=IS_SWIFT)  # noqa: S610 - constants
    found = [rows.filter(**column) for column in _areas(actor, SEEN_BY[Track(track)])]
    if actor.office:
        found.append(rows.filter(body=actor.office.institution_id))
    if actor.user_id:
        found.append(rows.filter(reporter=actor.user_id))
    if not found:
        return Page([])
    page: Page[Report] = keyset(found, NEWEST, cursor, size, whole=Report.objects.select_related(*ROW))
    return Page([row for row in page.items if sees(actor, row)], page.next, page.previous)


def _areas(actor: Actor, permission: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in actor.scope(permission):
        column = BY_LENGTH.get(len(path))
        place = Territory.objects.filter(path=path).first() if column else None
        found += [{column: pk} for pk in territories.with_former(place)] if column and place else []
        found += [] if column else [{}]
    return found


def to_review(institution_id: UUID, limit: int = INBOX) -> list[Report]:
    """Incidents of a kelurahan that are over, and that no meeting of its own has looked back at or is about to."""
    home = Institution.objects.filter(pk=institution_id, kind__key__in=("kelurahan", "desa")).first()
    if home is None:
        return []
    taken = Deliberation.objects.filter(
        report=OuterRef("pk"), item__isnull=False, item__removed_at__isnull=True
    ).exclude(item__meeting__status="cancelled").exclude(outcome="postponed")  # fmt: skip
    # What went on after a meeting had looked back at it is looked back at again.
    taken = taken.exclude(held_at__lt=OuterRef("closed_at"))
    rows = Report.objects.filter(
        ~Exists(taken), track=Track.INCIDENT, status=Status.ENDED, kelurahan_id=home.territory_id, is_private=False
    ).extra(where=IS_SWIFT)  # noqa: S610 - constants
    return list(rows.select_related(*ROW).order_by("closed_at", "id")[:limit])


_open_to_all = Prepared(
    lambda: (
        Report.objects.filter(track=Track.INCIDENT, status=Status.WITH_UNIT, is_private=False)
        .extra(where=IS_SWIFT)  # noqa: S610 - constants
        .order_by("-received_at", "-id")
        .values_list("category__label", "kelurahan_id", "received_at")[:OPENLY]
    )
)


def public_incidents() -> list[tuple[str, str, datetime]]:
    """What anyone may know of what goes on now: its kind, its kelurahan and since when; only what was received."""
    found = _open_to_all()
    named = Territory.objects.filter(pk__in={row.kelurahan_id for row in found}).values_list("pk", "name")
    places = dict(named) if found else {}
    return [(row.category__label, places.get(row.kelurahan_id, ""), row.received_at) for row in found]


def calls() -> list[tuple[str, str]]:
    """The numbers to call first, as the city has them: what for, and which."""
    return regulations.texts(CALLS, clock.today())


def may_note(actor: Actor) -> bool:
    """Whether the actor notes early warnings somewhere."""
    return bool(actor.scope("reports.warn"))
