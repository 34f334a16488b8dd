"""Lists of follow-ups in an area and of decisions, and what waits for somebody to give out its work."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, UUIDField

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.models import Decision, FollowUp, Status
from rembuk.coordination.decisions.queries.one import ROW, WITH, neighbourhood, sees, stands_in
from rembuk.coordination.meetings.models import AgendaItem
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.kernel.wanted import Wanted
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import DIGITS, Territory
from rembuk.foundation.web.pager import Page, keyset

SOONEST = ("total_due", "id")
MOST = 200
BY_LENGTH = {3 * DIGITS: "kecamatan_id", 4 * DIGITS: "kelurahan_id", 5 * DIGITS: "rw_id", 6 * DIGITS: "rt_id"}
# How long a decided item waits on the worklist for somebody to give out its work.
ITEM_DAYS = 30
# What the boards count among what is under way, by the word that a list's address has for it.
WATCHED: Mapping[str, str] = {"tanpa_kabar": "news_due__lt", "lewat": "total_due__lt"}
# What passed and was done by the day that was promised.
KEPT = "ditepati"


def area(
    actor: Actor, *, status: str = "", lead: UUID | None = None, not_leads: Collection[UUID] = (),
    places: Collection[UUID] = (), since: datetime | None = None, cursor: str = "", size: int = 25,
) -> Page[FollowUp]:  # fmt: skip
    """What lies in the actor's area, soonest due first; private ones only for those who take part.

    By state, or what is without news, late, or kept (ended `since`); of one lead, or of all but some; in places.
    """
    states: Sequence[str] = (status,) if status in Status.values else rules.OPEN_STATES
    narrow: dict[str, object] = {"lead": lead} if lead else {}
    if since:
        narrow["ended_at__gte"] = since
    if places:
        narrow["kelurahan_id__in"] = places
    if status in WATCHED:
        states, narrow = rules.UNDER_WAY_STATES, narrow | {WATCHED[status]: clock.now()}
    if status == KEPT:
        states, narrow = (Status.PASSED,), narrow | {"finished_at__lte": F("total_due")}
    found = [branch.filter(status=state, **narrow).exclude(lead__in=not_leads)
             for branch in branches(actor) for state in states]  # fmt: skip
    whole = FollowUp.objects.select_related(*ROW).prefetch_related(*WITH)
    page: Page[FollowUp] = keyset(found, SOONEST, cursor, size, whole=whole) if found else Page([])
    return Page([row for row in page.items if sees(actor, row)], page.next, page.previous)


def branches(actor: Actor) -> list[QuerySet[FollowUp]]:
    """One query by equality per way of seeing: never one OR."""
    found = []
    for path in actor.scope("decisions.view"):
        column = BY_LENGTH.get(len(path))
        if column is None:
            found.append(FollowUp.objects.filter(is_private=False))
            continue
        own = actor.office if actor.office is not None and actor.office.path == path else None
        place = Territory(pk=own.territory_id) if own else Territory.objects.filter(path=path).first()
        ids = territories.with_former(place) if place else []
        found += [FollowUp.objects.filter(**{column: pk}, is_private=False) for pk in ids]
    return found


def of_decisions(actor: Actor, decision_ids: Sequence[UUID]) -> list[FollowUp]:
    """The follow-ups of these decisions that the actor sees, oldest first."""
    rows = FollowUp.objects.filter(decision__in=decision_ids).select_related(*ROW).prefetch_related(*WITH)
    return [row for row in rows.order_by("asked_at", "id") if sees(actor, row)]


def open_in(decision_ids: Sequence[UUID]) -> tuple[int, int]:
    """How many of these decisions' follow-ups are done, and how many there are without the revoked ones."""
    states = list(FollowUp.objects.filter(decision__in=decision_ids).exclude(status=Status.REVOKED)
                  .values_list("status", flat=True))  # fmt: skip
    return sum(state == Status.PASSED for state in states), len(states)


def item(actor: Actor, item_id: UUID) -> AgendaItem | None:
    """A decided item of the actor's own body, or of a vacant one that falls to it."""
    bodies = [actor.office.institution_id, *stands_in(actor)] if actor.office else []
    rows = AgendaItem.objects.filter(pk=item_id, meeting__institution__in=bodies, removed_at__isnull=True)
    return rows.select_related("meeting__institution__kind", "meeting__institution__territory__parent").first()


_decided = Prepared(
    lambda body, since: (
        AgendaItem.objects.filter(
            ~Exists(Decision.objects.filter(item=OuterRef("pk"))), meeting__institution=body, decided_at__gte=since,
            outcome__in=("agreed", "voted"), hand_up=False, removed_at__isnull=True,
        ).order_by("decided_at", "id").values_list("id", "title", "meeting__title", named=True)[:MOST]
    ),
    body=UUIDField(), since=DateTimeField(),
)  # fmt: skip


def decided_items(actor: Actor, now: datetime) -> list[Any]:
    """Items that the actor's body decided lately and nobody has given out the work of: what a line shows of them."""
    if actor.office is None or not rules.may_decide(actor, actor.office.institution_id):
        return []
    return _decided(body=actor.office.institution_id, since=now - timedelta(days=ITEM_DAYS))


OBSERVER = "pemantau"


def candidates(body: Institution, place: Territory | None = None) -> list[Institution]:
    """Whom a body may ask for work, nearest first: itself, what stands beside and below it, then the city's units.

    Those who only observe are asked for nothing.
    """
    near = Q(territory=body.territory_id) | Q(territory__parent=body.territory_id)
    rows = Institution.objects.filter(near, ends__isnull=True).exclude(kind__tier="opd")
    rows = rows.exclude(positions__role=OBSERVER)
    around = list(rows.select_related("kind", "territory__parent").order_by("territory__path", "name", "id")[:MOST])
    found = {row.pk: row for row in [body, *(neighbourhood(place) if place else []), *around]}
    units = institutions.units() if rules.level_of(body) in rules.OFFICES else []
    return [row for row in found.values() if rules.may_ask(body, row)] + [u for u in units if u.pk not in found]


# A search looks at so many of what was told of last.
CAP = 1000
NEWS_FIRST = ("-news_at", "-id")
FOUND = 20


def matching(actor: Actor, words: str) -> list[FollowUp]:
    """Newest first over the 1,000 of each way of seeing that were told of last: all words in code, title or place.

    A whole code finds its follow-up at once, however old.
    """
    wanted = Wanted(words)
    named = FollowUp.objects.filter(code=wanted.code) if wanted.code else FollowUp.objects.none()
    hits = [row for row in named.select_related(*ROW).prefetch_related(*WITH) if sees(actor, row)]
    if hits or not wanted:
        return hits
    columns = ("pk", "asked_at", "code", "title", "place")
    told = (row for branch in _seen(actor) for row in branch.order_by(*NEWS_FIRST).values_list(*columns)[:CAP])
    known = {row[0]: row for row in told}
    newest_first = sorted(known.values(), key=lambda row: (row[1], row[0]), reverse=True)
    found = list(islice((pk for pk, _, *texts in newest_first if wanted.fits(*texts)), FOUND))
    rows = FollowUp.objects.select_related(*ROW).prefetch_related(*WITH).in_bulk(found)
    return [rows[pk] for pk in found if pk in rows and sees(actor, rows[pk])]


def _seen(actor: Actor) -> list[QuerySet[FollowUp]]:
    """What lies in the actor's area, and what their body leads, decided or helps with."""
    found = branches(actor)
    if actor.office is None:
        return found
    body = actor.office.institution_id
    return [*found, *(FollowUp.objects.filter(**{party: body}) for party in ("lead", "body", "parts__institution"))]
