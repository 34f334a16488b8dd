"""What a place asked for in five years, and what became of it: for everyone."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from rembuk.coordination.reports import masking
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang import ladder
from rembuk.planning.musrenbang.models import Proposal, Review, Round, Rung, Status, Verdict
from rembuk.planning.musrenbang.queries import openly

YEARS, MOST = 5, 1000
FUNDED = frozenset(ladder.ORDER[ladder.ORDER.index(Rung.DPA) :])
PLANNED = frozenset(ladder.ORDER[ladder.ORDER.index(Rung.RKPD) :])
STATES = dict(Status.choices)
LINE = ("code", "title", "item__name", *openly.CHAIN, "state", "why")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were asked for, of these in the plan, of these funded, of these built."""

    asked: int = 0
    planned: int = 0
    funded: int = 0
    built: int = 0

    def plus(self, state: str, count: int = 1) -> "Counts":
        """The same with some more in a state."""
        return Counts(
            self.asked + count, self.planned + count * (state in PLANNED), self.funded + count * (state in FUNDED),
            self.built + count * (state == Status.BUILT),
        )  # fmt: skip

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.asked + other.asked, self.planned + other.planned, self.funded + other.funded,
                      self.built + other.built)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """A line of a place's page. What was merged has the fate of what it was merged into."""

    code: str
    title: str
    state: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a place."""

    year: int
    counts: Counts
    wishes: Sequence[Wish]


@dataclass(frozen=True, slots=True)
class Part:
    """An RW of a kelurahan, or, without a number, what its organisations asked for."""

    number: int | None
    label: str
    counts: Counts


def _rounds() -> list[UUID]:
    """The newest years: a statement over five rounds stays on the index of a place."""
    return list(Round.objects.order_by("-year").values_list("pk", flat=True)[:YEARS])


_no = (
    Review.objects.filter(proposal=OuterRef("pk"))
    .exclude(verdict__in=(Verdict.AGREED, Verdict.NOTED))
    .order_by("-at", "-id")
)


def asked_by(rw: Territory) -> list[Year]:
    """All that an RW asked for, the newest year first."""
    rows = Proposal.objects.filter(round__in=_rounds(), rw_id__in=territories.with_former(rw)).annotate(
        state=Coalesce("merged_into__status", "status"), why=Subquery(_no.values("reason")[:1]),
    ).exclude(status=Status.WITHDRAWN).order_by("-round__year", "rank", "id")  # fmt: skip
    closed = openly.closed_in(territories.with_former(rw.parent)) if rw.parent else set()
    years: dict[int, list[Any]] = {}
    for row in rows.values_list("round__year", *LINE, named=True)[:MOST]:
        years.setdefault(row.round__year, []).append(row)
    return [Year(year, total(row.state for row in found), [_wish(row, closed) for row in found])
            for year, found in years.items()]  # fmt: skip


def total(states: Iterable[str]) -> Counts:
    """The counts of these states."""
    found = Counts()
    for state in states:
        found = found.plus(state)
    return found


def _wish(row: Any, closed: Set[UUID]) -> Wish:
    stopped = row.state in {Status.REFUSED, Status.POSTPONED, Status.CANCELLED, Status.RETURNED}
    why = masking.mask(row.why) if row.why and stopped else ""
    is_closed = not closed.isdisjoint(getattr(row, name) for name in openly.CHAIN)
    return Wish(
        row.code,
        openly.title(row.title, row.item__name, is_closed),
        row.state,
        STATES[row.state],
        why,
    )


def asked_in(kelurahan: Territory) -> list[Part]:
    """The same of a kelurahan, by RW."""
    return _counted(kelurahan, _rounds())


def asked_in_years(kelurahan: Territory) -> list[tuple[int, list[Part]]]:
    """The same, year by year, the newest first."""
    years = Round.objects.order_by("-year").values_list("pk", "year")[:YEARS]
    return [(year, _counted(kelurahan, [pk])) for pk, year in years]


def _counted(kelurahan: Territory, rounds: Sequence[UUID]) -> list[Part]:
    rows = Proposal.objects.filter(round__in=rounds, kelurahan_id__in=territories.with_former(kelurahan))
    states = rows.annotate(state=Coalesce("merged_into__status", "status")).exclude(status=Status.WITHDRAWN)
    found: dict[UUID | None, Counts] = {}
    for rw, state, count in states.values_list("rw_id", "state").annotate(count=Count("pk")).order_by():
        found[rw] = found.get(rw, Counts()).plus(state, count)
    return _parts(kelurahan, found)


def _parts(kelurahan: Territory, found: Mapping[UUID | None, Counts]) -> list[Part]:
    rws = {row.pk: row for row in territories.children(kelurahan) if row.level == "rw"}
    parts = [Part(row.number, row.name, found.get(pk, Counts())) for pk, row in rws.items()]
    rest = sum((counts for pk, counts in found.items() if pk not in rws), Counts())
    return [*parts, *([Part(None, "Lembaga dan kelurahan", rest)] if rest.asked else [])]
