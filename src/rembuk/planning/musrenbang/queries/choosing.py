"""A purse of a session as the rules see it: what asks for it, how much there is, who shares it, which rows bind."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.people.figures import queries as figures
from rembuk.planning.musrenbang.choosing import comparing, packing
from rembuk.planning.musrenbang.choosing.problem import Ballot, Bound, Instance, Project
from rembuk.planning.musrenbang.marks import Facts, marks
from rembuk.planning.musrenbang.models import (
    Asked,
    Ceiling,
    Choice,
    Envoy,
    Fate,
    Field,
    Issued,
    Limit,
    Matter,
    Priority,
    Proposal,
    Purse,
    Review,
    Round,
    Ruling,
    Session,
    Status,
    Tie,
    Weight,
)  # fmt: skip
from rembuk.planning.musrenbang.queries.budgets import costs_said
from rembuk.planning.musrenbang.queries.one import ROW
from rembuk.planning.musrenbang.queries.sessions import ballots_of

# With whom a decision sends a proposal on.
DECIDED = (*ROW, "handler", "item__institution")
# What its RW has not ordered stands below all that it has.
LAST = 10_000
COUNTED = frozenset({"counted", "decided"})


@dataclass(frozen=True)
class Case:
    """A purse of a session as it stands now. `rows` are the proposals by the ids that the instance uses.

    `capped` says whether somebody set a ceiling; without one everything fits and nothing needs to be chosen.
    `borrowed` are the RWs whose poverty is weighed by the figures of their kelurahan, `unknown` those without any.
    """

    session: Session
    purse: str
    instance: Instance
    rows: Mapping[str, Proposal]
    capped: bool
    borrowed: Sequence[str] = ()
    unknown: Sequence[str] = ()

    @cached_property
    def text(self) -> str:
        return packing.packed(self.instance)

    @cached_property
    def fingerprint(self) -> str:
        return packing.fingerprint(self.text)

    @cached_property
    def votes(self) -> Counter[str]:
        """How many ballots name each proposal."""
        return Counter(name for ballot in self.instance.ballots for name in ballot.names)

    @property
    def columns(self) -> list[comparing.Column]:
        return columns(self.text)


@lru_cache(maxsize=8)
def columns(text: str) -> list[comparing.Column]:
    """The rules side by side; the same instance has the same answer for ever."""
    return comparing.side_by_side(packing.unpacked(text))


def instance(session: Session, purse: str) -> Instance:
    """What the rules choose from."""
    return case(session, purse).instance


def case(session: Session, purse: str) -> Case:
    """The purse as it stands now."""
    own = session.territory.level in {"kelurahan", "desa"}
    # Hundreds of proposals share a few places and bodies: each of these is read once, not once for every proposal.
    proposals = list(_before(session, purse).prefetch_related(*DECIDED).order_by("id"))
    groups = _groups(session)
    ranks, costs = ({}, {}) if own else _from_below(session)
    counted = {row.key: row.points for row in weights(session.round) if row.points}
    known_at = _poverty_at(proposals) if counted else {}
    facts = _facts(session, proposals, known_at)
    rows = {str(row.pk): row for row in proposals}
    projects = tuple(
        Project(
            str(row.pk), costs.get(row.pk, row.cost),
            group=groups.get(row.rw_id if own else row.kelurahan_id, ""),
            rank=(row.rank if own else ranks.get(row.pk)) or LAST, kind=row.field,
            source=str(row.handler_id or row.institution_id or ""), marks=facts.get(row.pk, {}),
        )
        for row in proposals
    )  # fmt: skip
    known = _ceilings(session, purse)
    budget, bounds = _bounds(session, purse, known, projects)
    ties = _ties(session, rows.keys())
    held = Instance(
        budget=budget, projects=projects, ballots=tuple(_ballots(session, rows)), groups=tuple(groups.values()),
        alternatives=tuple(ties["alternatives"]), together=tuple(ties["together"]), bounds=bounds,
        weights=counted,
    )  # fmt: skip
    lent = _by_place(proposals, known_at, own=own) if held.weights.get("poverty") else {}
    return Case(session, purse, held, rows, bool(known), lent.get("kelurahan_id", ()), lent.get("", ()))


def claimed(session: Session, purse: str) -> bool:
    """Whether anything asks for the purse now."""
    return _before(session, purse).exists()


def _before(session: Session, purse: str) -> QuerySet[Proposal]:
    """Of a kelurahan what is proposed, with what its other purse sent on; of a kecamatan the priorities from below."""
    ids = territories.with_former(session.territory)
    ours = Proposal.objects.filter(round=session.round)
    if session.territory.level not in {"kelurahan", "desa"}:
        up = Q(goes_by=Purse.UNIT) | Q(goes_by="", purse=Purse.UNIT)
        return ours.filter(up, kecamatan_id__in=ids, status=Status.KELURAHAN)
    sent = Choice.objects.filter(ruling__session=session, fate=Fate.ONWARD).values("proposal")
    asked = Q(purse=Purse.UNIT) | Q(pk__in=sent) if purse == Purse.UNIT else Q(purse=Purse.KELURAHAN)
    return ours.filter(asked, kelurahan_id__in=ids, status=Status.PROPOSED).exclude(
        pk__in=put_off(session).values("proposal")
    )


def put_off(session: Session) -> QuerySet[Matter]:
    """What the session postponed while it was discussed: no rule chooses it."""
    return Matter.objects.filter(session=session, talk="postponed", proposal__status=Status.PROPOSED)


def _groups(session: Session) -> dict[UUID | None, str]:
    """Who shares the purse equally: the RWs of a kelurahan, the kelurahan of a kecamatan."""
    level = {"rw"} if session.territory.level in {"kelurahan", "desa"} else {"kelurahan", "desa"}
    return {row.pk: row.name for row in territories.children(session.territory) if row.level in level}


def _from_below(session: Session) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """In a kecamatan the place that a proposal has in its kelurahan, and what it costs by who looked at it."""
    there = {"proposal__round": session.round, "proposal__kecamatan_id": session.territory_id}
    told = Choice.objects.filter(**there, fate=Fate.IN).order_by("id").values_list("proposal_id", "rank")
    ranks = {pk: rank for pk, rank in told if rank is not None}
    return ranks, costs_said(Review.objects.filter(**there))


def _ceilings(session: Session, purse: str) -> dict[str, int]:
    """What is there for each field, of a kecamatan the sum of its kelurahan; a field without a ceiling is not in it."""
    own = session.territory.level in {"kelurahan", "desa"}
    places = [session.territory_id] if own else list(_groups(session))
    set_: dict[str, dict[UUID | None, int]] = defaultdict(dict)
    for row in Ceiling.objects.filter(Q(kelurahan__in=places) | Q(kelurahan=None), round=session.round, purse=purse):
        set_[row.field][row.kelurahan_id] = row.amount
    found = {}
    for field, amounts in set_.items():
        each = [amounts.get(place, amounts.get(None)) for place in places]
        if all(amount is not None for amount in each):
            found[field] = sum(amount or 0 for amount in each)
    return found


def _bounds(
    session: Session, purse: str, known: Mapping[str, int], projects: Sequence[Project]
) -> tuple[int, tuple[Bound, ...]]:
    """How much there is in all, and what holds for a field or a unit. A field without a ceiling takes what it asks."""
    asked = {field: int(sum(one.cost for one in projects if one.kind == field)) for field in Field.values}
    parts = {field: known.get(field, asked[field]) for field in Field.values}
    rows = [Bound(kind=field, most=amount) for field, amount in parts.items() if field in known]
    rows += [Bound(row.field, str(row.institution_id or ""), row.least, row.most)
             for row in limits(session.round, session.territory_id, purse)]  # fmt: skip
    return sum(parts.values()), tuple(rows)


def _ties(session: Session, known: Iterable[str]) -> dict[str, list[frozenset[str]]]:
    """The ties among what asks for this purse."""
    here, found = set(known), defaultdict(list)
    for tie in ties(session):
        members = frozenset(str(row.pk) for row in tie.proposals.all()) & here
        if len(members) > 1:
            found[tie.kind].append(members)
    return found


def _ballots(session: Session, rows: Mapping[str, Proposal]) -> Iterator[Ballot]:
    """The counted ballots, as far as they speak of this purse; one that says nothing of it is a voter all the same.

    Before the count is closed nobody is told anything of them.
    """
    given = ballots_of(session) if session.status in COUNTED else ()
    into = _merged(session) if given else {}
    for ballot in given:
        points: dict[str, int] = {}
        for name, worth in zip(ballot.names, ballot.points or [1] * len(ballot.names), strict=True):
            home = into.get(name, name)
            if home in rows:
                points[home] = points.get(home, 0) + worth if ballot.points else 1
        yield Ballot(tuple(points), tuple(points.values()) if ballot.points else ())


def _merged(session: Session) -> dict[str, str]:
    """What was merged since the ballots were printed counts for what it was merged into."""
    rows = Proposal.objects.filter(
        round=session.round, kelurahan_id__in=territories.with_former(session.territory), status=Status.MERGED
    )
    return {str(pk): str(into) for pk, into in rows.values_list("pk", "merged_into_id")}


@dataclass(frozen=True, slots=True)
class Poverty:
    """Poor families out of all, and whose figures these are: `rw_id`, `kelurahan_id`, "" where nobody stated them."""

    of: str = ""
    poor: int | None = None
    families: int | None = None


def _poverty_at(proposals: Sequence[Proposal]) -> dict[UUID, Poverty]:
    """For each proposal the figures of its RW, else of its kelurahan."""
    places = {pk for row in proposals for pk in (row.rw_id, row.kelurahan_id) if pk}
    poor, families = figures.newest("poor", places), figures.newest("families", places)
    found = {}
    for row in proposals:
        near = ((name, getattr(row, name)) for name in ("rw_id", "kelurahan_id"))
        of, pk = next((one for one in near if one[1] in poor and one[1] in families), ("", None))
        found[row.pk] = Poverty(of, poor[pk].value, families[pk].value) if pk else Poverty()
    return found


def _by_place(proposals: Sequence[Proposal], known_at: Mapping[UUID, Poverty], *, own: bool) -> dict[str, list[str]]:
    """The RWs that ask, by whose figures are used for them, in their order."""
    rws: dict[str, set[UUID]] = defaultdict(set)
    for row in proposals:
        if row.rw_id:
            rws[known_at[row.pk].of].add(row.rw_id)
    places = Territory.objects.filter(pk__in=set().union(*rws.values())).select_related("parent")
    named = {row.pk: row.name if own else row.label_afar for row in places.order_by("parent__name", "number")}
    return {of: [name for pk, name in named.items() if pk in pks] for of, pks in rws.items()}


def _facts(
    session: Session, proposals: Sequence[Proposal], known_at: Mapping[UUID, Poverty]
) -> dict[UUID, dict[str, int]]:
    """The marks of each proposal; nothing is looked up where no criterion counts."""
    if not known_at:
        return {}
    column = "kelurahan_id__in" if session.territory.level in {"kelurahan", "desa"} else "kecamatan_id__in"
    there = {column: territories.with_former(session.territory), "round": session.round}
    inside: dict[UUID, UUID] = dict(
        Proposal.objects.filter(**there, status=Status.MERGED).values_list("pk", "merged_into_id")
    )
    asked = Asked.objects.filter(**{f"proposal__{name}": value for name, value in there.items()})
    waits = {inside.get(pk, pk) for pk in asked.values_list("proposal_id", flat=True)}
    together: dict[UUID, int] = defaultdict(lambda: 1)
    for into in inside.values():
        together[into] += 1
    wanted = {row.code for row in priorities(session.round)}
    found = {}
    for row in proposals:
        near = known_at[row.pk]
        found[row.pk] = marks(Facts(
            waits=row.pk in waits, asked_by=together[row.pk],
            beneficiaries=row.beneficiaries_together or row.beneficiaries or 0,
            poor=near.poor, families=near.families,
            is_priority=row.item is not None and row.item.code in wanted, land=row.land,
            has_item=row.item_id is not None, contributes=bool(row.people or row.hours or row.materials),
        ))  # fmt: skip
    return found


def weights(found: Round) -> list[Weight]:
    """The criteria that count in a round."""
    return list(Weight.objects.filter(round=found).order_by("-points", "key"))


def priorities(found: Round) -> list[Priority]:
    """What the city wants most this year."""
    return list(Priority.objects.filter(round=found).order_by("code"))


def limits(found: Round, place: UUID | None = None, purse: str = "") -> list[Limit]:
    """The limits of a round; with a place and purse those that hold there."""
    rows = Limit.objects.filter(round=found).select_related("territory", "institution").order_by("id")
    if place is not None:
        rows = rows.filter(Q(territory=place) | Q(territory=None), purse=purse)
    return list(rows)


def ties(session: Session) -> list[Tie]:
    """What a session has tied together or made alternatives, with the proposals."""
    return list(Tie.objects.filter(session=session).prefetch_related("proposals").order_by("id"))


def rulings(session: Session) -> dict[str, Ruling]:
    """What was decided, by purse."""
    rows = Ruling.objects.filter(session=session).select_related("session__territory")
    return {row.purse: row for row in rows}


def choices(ruling: Ruling) -> list[Choice]:
    """What was decided about each: those that are in by their rank, then what goes on, then the others."""
    rows = Choice.objects.filter(ruling=ruling).select_related("institution", *(f"proposal__{name}" for name in ROW))
    order = [Fate.IN, Fate.ONWARD, Fate.OUT]
    return sorted(rows, key=lambda row: (order.index(Fate(row.fate)), row.rank or 0, row.proposal.code))


def sent_on(session: Session) -> dict[UUID, Institution]:
    """Of what the kelurahan's own purse sent on: which unit it is to be asked of."""
    rows = Choice.objects.filter(ruling__session=session, fate=Fate.ONWARD).select_related("institution")
    return {row.proposal_id: row.institution for row in rows if row.institution is not None}


def envoys(session: Session) -> list[Envoy]:
    """Who speaks for it one level up."""
    return list(Envoy.objects.filter(session=session).order_by("id"))


def issued(session: Session) -> Issued | None:
    """The berita acara, once it was issued."""
    return Issued.objects.filter(session=session).select_related("document__file").first()


def ruling_by_id(pk: UUID) -> Ruling | None:
    """One ruling, for the program itself."""
    return Ruling.objects.filter(pk=pk).select_related("session__territory", "session__round").first()


def ruling_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every ruling's id and version, for `verify`; it has no state."""
    for pk, version in Ruling.objects.order_by("pk").values_list("id", "version").iterator():
        yield pk, version, ""
