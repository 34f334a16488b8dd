"""An institution's one page: a line for each follow-up that it leads, and what else it has to do with.

*Tanpa kabar* comes first: lines are ordered by the day on which news is owed. What waits for money, for others or for
whoever inspects owes none, and comes after. Only the columns of a line are read, by statements that are written once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, QuerySet, UUIDField, Value

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.models import Extension, FollowUp, Status
from rembuk.coordination.decisions.queries.one import stands_in
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.web.pager import Page, PreparedPages, keyset

LINE = (
    "id", "code", "version", "title", "is_private", "status", "percent", "cause", "news_at", "news_due",
    "news_asked_at", "stage_due", "total_due", "place", "partner_name", "budget_year", "handed_to",
    "territory__level", "territory__name", "territory__parent__name",
    "territory__parent__parent__name",
)  # fmt: skip
SIZE = 25
# What owes news, and what does not: each with its order. Cursors of the second begin with a mark.
OWED, QUIET = ("news_due", "id"), ("total_due", "id")
QUIET_STATES = (Status.DONE, *rules.WAITING_STATES)
MARK = "-"
AT_A_TIME = 200
# Under each heading ten and whether there are more; by itself the most that a page holds.
FIRST, PART_MOST = 11, 200
NOBODY = UUID(int=0)


def _branches(states: Iterable[str], body: Any = None) -> list[QuerySet[FollowUp, Any]]:
    return [FollowUp.objects.filter(lead=body, status=state).values_list(*LINE, named=True) for state in states]


_owed = partial(_branches, rules.UNDER_WAY_STATES)
_quiet = partial(_branches, QUIET_STATES)
_owed_pages = PreparedPages(_owed, OWED, SIZE, body=UUIDField())
_quiet_pages = PreparedPages(_quiet, QUIET, SIZE, body=UUIDField())


def bodies_of(actor: Actor) -> list[UUID]:
    """The actor's own body, and the vacant ones whose work falls to the actor."""
    return [actor.office.institution_id, *stands_in(actor)] if actor.office else []


def lines(actor: Actor, cursor: str = "") -> Page[Any]:
    """A page of what the actor's body leads; once all that owes news is told, the rest follows."""
    bodies = bodies_of(actor)
    if not bodies:
        return Page([])
    if cursor.startswith(MARK):
        return _marked(_quiet_page(bodies, cursor.removeprefix(MARK)))
    page = (
        _owed_pages(cursor, body=bodies[0]) if len(bodies) == 1 else keyset(_of_all(_owed, bodies), OWED, cursor, SIZE)
    )
    if page.next:
        return page
    rest = _marked(_quiet_page(bodies, ""))
    return Page([*page.items, *rest.items], rest.next, page.previous)


def _quiet_page(bodies: Sequence[UUID], cursor: str) -> Page[Any]:
    if len(bodies) == 1:
        return _quiet_pages(cursor, body=bodies[0])
    return keyset(_of_all(_quiet, bodies), QUIET, cursor, SIZE)


def _of_all(build: Any, bodies: Iterable[UUID]) -> list[QuerySet[FollowUp, Any]]:
    return [branch for body in bodies for branch in build(body=body)]


def _marked(page: Page[Any]) -> Page[Any]:
    return Page(page.items, page.next and MARK + page.next, page.previous and MARK + page.previous)


def lines_by_code(actor: Actor, codes: Iterable[str]) -> list[Any]:
    """The lines of these codes, as far as the actor's body leads them."""
    rows = FollowUp.objects.filter(code__in=list(codes), lead__in=bodies_of(actor), status__in=rules.OPEN_STATES)
    return list(rows.order_by(F("news_due").asc(nulls_last=True), "id").values_list(*LINE, named=True))


def all_lines(actor: Actor, most: int) -> Iterator[Any]:
    """All that the actor's body leads, what owes news soonest first, for the sheet: thousands, a few hundred at a
    time."""
    soonest = F("news_due").asc(nulls_last=True)
    ways = _of_all(partial(_branches, rules.OPEN_STATES), bodies_of(actor))
    rows = [branch.order_by(soonest, "id")[:most].iterator(AT_A_TIME) for branch in ways]
    return islice(merge(*rows, key=lambda row: (row.news_due is None, row.news_due, row.id)), most)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading, with its rows; each row once, under the first heading that fits. `more` where there may be others."""

    key: str
    label: str
    rows: list[Any]
    more: bool = False


LABELS = {
    "raised": "Naik ke Anda karena lewat batas", "inspect": "Perlu dicek di lapangan",
    "decide": "Menunggu jawaban kita", "help": "Mendukung", "given": "Kita minta dari yang lain",
}  # fmt: skip
OTHER = (*LINE, "finished_by_id", "lead__name", "lead__short_name")


def _others(most: int, body: Any, seat: Any, person: Any, today: Any) -> list[QuerySet[FollowUp, Any]]:
    """As which party it lies there, each by equality and with its own order and end."""
    asked = Extension.objects.filter(follow_up=OuterRef("pk"), answer="")
    rows, states, not_led = FollowUp.objects, rules.UNDER_WAY_STATES, ~Q(lead=body)
    closed = rows.filter(body=body, lead__ends__lte=today, status__in=(*states, *rules.WAITING_STATES))
    found = [
        ("raised", rows.filter(raised_to=seat, status__in=(*states, "done")).order_by("raised_at", "id")),
        ("inspect", rows.filter(not_led, inspectors__institution=body, status=Status.DONE).order_by("stage_due", "id")),
        ("inspect", rows.filter(inspectors__user=person, status=Status.DONE).order_by("stage_due", "id")),
        ("decide", rows.filter(status=Status.ANSWERED, body=body).order_by("stage_due", "id")),
        ("decide", rows.filter(Exists(asked), status=Status.WORKING, body=body).order_by("stage_due", "id")),
        ("decide closed", closed.order_by("total_due", "id")),
        ("help", rows.filter(parts__institution=body, parts__status__in=("asked", "taken"),
                             status__in=rules.OPEN_STATES).order_by("total_due", "id")),
        *(("given", rows.filter(not_led, body=body, status=state).order_by("news_due", "id"))
          for state in rules.OPEN_STATES),
    ]  # fmt: skip
    return [
        branch.annotate(
            party=Value(name.partition(" ")[0], CharField()),
            part=F("parts__status") if name == "help" else Value(name.partition(" ")[2], CharField()),
        ).values_list(*OTHER, "party", "part")[:most]
        for name, branch in found
    ]


_of_body = {
    most: Prepared(partial(_others, most), body=UUIDField(), seat=UUIDField(), person=UUIDField(), today=DateField())
    for most in (FIRST, PART_MOST)
}


def others(actor: Actor, part: str = "") -> list[Group]:
    """What an institution has to do with and does not lead: to help, to look at, to answer, what it gave out.

    The nearest ten under each heading; of one `part`, all that a page holds.
    """
    if actor.office is None:
        return []
    most = PART_MOST if part else FIRST
    given = {"seat": actor.office.position_id, "person": actor.user_id or NOBODY, "today": clock.today()}
    rows = [row for body in bodies_of(actor) for row in _of_body[most](body=body, **given)]
    parties = Counter(row.party for row in rows)
    groups = _grouped(row for row in rows if row.party != "inspect" or not _did(actor, row))
    if part:
        return [replace(group, rows=group.rows[:PART_MOST]) for group in groups if group.key == part]
    return [replace(group, rows=group.rows[: FIRST - 1], more=parties[group.key] >= FIRST) for group in groups]


def _did(actor: Actor, row: Any) -> bool:
    """Whoever said that it is done does not look at it."""
    return row.finished_by_id is not None and row.finished_by_id == actor.user_id


def _grouped(rows: Iterable[Any]) -> Iterator[Group]:
    once: dict[UUID, Any] = {}
    for row in sorted(rows, key=lambda row: list(LABELS).index(row.party)):
        once.setdefault(row.id, row)
    for key, label in LABELS.items():
        found = [row for row in once.values() if row.party == key]
        if key == "given":  # asked for by state, each in this order
            found = sorted(found, key=lambda row: (row.news_due is None, row.news_due or row.news_at, row.id))
        if found:
            yield Group(key, label, found)
