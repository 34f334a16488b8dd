"""Lists of follow-ups: what a body leads, helps with and has to look at, and what lies in an area.

*Tanpa kabar* comes first everywhere: rows are ordered by the day on which news is owed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, UUIDField

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.models import Decision, Extension, FollowUp, Inspector, Part, Status
from rembuk.coordination.decisions.queries.one import ROW, WITH, neighbourhood, sees, stands_in
from rembuk.coordination.meetings.models import AgendaItem
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import DIGITS, Territory
from rembuk.foundation.web.pager import Page, keyset

SOONEST = ("total_due", "id")
MOST = 200
BY_LENGTH = {3 * DIGITS: "kecamatan_id", 4 * DIGITS: "kelurahan_id", 5 * DIGITS: "rw_id", 6 * DIGITS: "rt_id"}
# How long a decided item waits on the worklist for somebody to give out its work.
ITEM_DAYS = 30


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the worklist, with its rows; each row once, under the first heading that fits."""

    key: str
    label: str
    rows: list[FollowUp]


def worklist(actor: Actor) -> list[Group]:
    """All that a body has to do with: what has had no news first, then what waits for it, then what goes on."""
    if actor.office is None:
        return []
    bodies, now = [actor.office.institution_id, *stands_in(actor)], clock.now()
    leads = _led(bodies)
    found = [
        Group("silent", "Tanpa kabar", [row for row in leads if rules.without_news(row, now)]),
        Group("raised", "Naik ke Anda karena lewat batas", _raised(actor.office.position_id)),
        Group("asked", "Menunggu diterima", [row for row in leads if row.status == Status.ASKED]),
        Group("inspect", "Perlu dicek di lapangan", _to_inspect(actor, bodies)),
        Group("decide", "Menunggu jawaban kita", _to_answer(bodies)),
        Group("working", "Dikerjakan", [row for row in leads if row.status in {"working", "answered", "done"}]),
        Group("help", "Mendukung", _helped(bodies)),
        Group("waiting", "Menunggu anggaran, atau bukan wewenang kota",
              [row for row in leads if row.status in rules.WAITING_STATES]),
        Group("given", "Kita minta dari yang lain", _given(bodies)),
    ]  # fmt: skip
    return [group for group in _once(found) if group.rows]


def _once(groups: Iterable[Group]) -> Iterator[Group]:
    seen: set[UUID] = set()
    for group in groups:
        rows = [row for row in group.rows if row.pk not in seen]
        seen |= {row.pk for row in rows}
        yield Group(group.key, group.label, rows)


def _with(rows: QuerySet[FollowUp]) -> list[FollowUp]:
    return list(rows.select_related(*ROW).prefetch_related(*WITH)[:MOST])


def _led(bodies: Sequence[UUID]) -> list[FollowUp]:
    """What a body leads; what owes news first."""
    rows = FollowUp.objects.filter(lead__in=bodies, status__in=rules.OPEN_STATES)
    return _with(rows.order_by("news_due", "total_due", "id"))


def _raised(position_id: UUID) -> list[FollowUp]:
    rows = FollowUp.objects.filter(raised_to=position_id, status__in=(*rules.UNDER_WAY_STATES, "done"))
    return _with(rows.order_by("raised_at", "id"))


def _to_inspect(actor: Actor, bodies: Sequence[UUID]) -> list[FollowUp]:
    asked = Inspector.objects.filter(institution__in=bodies).values("follow_up")
    rows = _with(FollowUp.objects.filter(pk__in=asked, status=Status.DONE).order_by("stage_due", "id"))
    if actor.user_id is not None:
        mine = Inspector.objects.filter(user=actor.user_id).values("follow_up")
        rows += _with(FollowUp.objects.filter(pk__in=mine, status=Status.DONE).order_by("stage_due", "id"))
    return [row for row in rows if rules.INSPECTOR in rules.parties(actor, row)]


def _to_answer(bodies: Sequence[UUID]) -> list[FollowUp]:
    """Answers and requests for time that wait for whoever decided; and what is led by a body that was closed."""
    asked = Extension.objects.filter(follow_up=OuterRef("pk"), answer="")
    mine = FollowUp.objects.filter(body__in=bodies)
    rows = _with(mine.filter(status=Status.ANSWERED).order_by("stage_due", "id"))
    rows += _with(mine.filter(Exists(asked), status=Status.WORKING).order_by("total_due", "id"))
    ended = mine.filter(status__in=(*rules.UNDER_WAY_STATES, *rules.WAITING_STATES), lead__ends__lte=clock.today())
    return rows + _with(ended.order_by("total_due", "id"))


def _helped(bodies: Sequence[UUID]) -> list[FollowUp]:
    parts = Part.objects.filter(institution__in=bodies, status__in=("asked", "taken")).values("follow_up")
    rows = FollowUp.objects.filter(pk__in=parts, status__in=rules.OPEN_STATES)
    return _with(rows.order_by("news_due", "total_due", "id"))


def _given(bodies: Sequence[UUID]) -> list[FollowUp]:
    rows = FollowUp.objects.filter(body__in=bodies, status__in=rules.OPEN_STATES).exclude(lead__in=bodies)
    return _with(rows.order_by("news_due", "total_due", "id"))


def area(actor: Actor, *, status: str = "", cursor: str = "", size: int = 25) -> Page[FollowUp]:
    """What lies in the actor's area, soonest due first; private ones only for those who take part."""
    states = (status,) if status in Status.values else rules.OPEN_STATES
    found = [branch.filter(status=state).select_related(*ROW).prefetch_related(*WITH)
             for branch in branches(actor) for state in states]  # fmt: skip
    page: Page[FollowUp] = keyset(found, SOONEST, cursor, size) if found else Page([])
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
        ).select_related("meeting").order_by("decided_at", "id")[:MOST]
    ),
    body=UUIDField(), since=DateTimeField(),
)  # fmt: skip


def decided_items(actor: Actor, now: datetime) -> list[AgendaItem]:
    """Items that the actor's body decided lately and nobody has given out the work of."""
    if actor.office is None or not rules.may_decide(actor, actor.office.institution_id):
        return []
    return _decided(body=actor.office.institution_id, since=now - timedelta(days=ITEM_DAYS))


def candidates(body: Institution, place: Territory | None = None) -> list[Institution]:
    """Whom a body may ask for work, nearest first: itself, what stands beside and below it, then the city's units."""
    near = Q(territory=body.territory_id) | Q(territory__parent=body.territory_id)
    rows = Institution.objects.filter(near, ends__isnull=True).exclude(kind__tier="opd")
    around = list(rows.select_related("kind", "territory__parent").order_by("territory__path", "name", "id")[:MOST])
    found = {row.pk: row for row in [body, *(neighbourhood(place) if place else []), *around]}
    units = institutions.units() if rules.level_of(body) in rules.OFFICES else []
    return [row for row in found.values() if rules.may_ask(body, row)] + [u for u in units if u.pk not in found]
