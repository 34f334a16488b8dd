"""Proposals of a kelurahan that ask for the same, as groups that may be merged; and how many a merged one serves."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang.alike.grouping import Group, groups
from rembuk.planning.musrenbang.alike.merging import Claim, Merged, merge
from rembuk.planning.musrenbang.alike.proposals import Text
from rembuk.planning.musrenbang.models import Apart, Proposal, Round, Status
from rembuk.planning.musrenbang.queries.one import ROW

# So many proposals of one kelurahan are held against each other.
HELD = 2000


@dataclass(frozen=True, slots=True)
class Offer:
    """A group as it is offered: its proposals, first the one that takes the others in, and what they add up to."""

    group: Group
    rows: tuple[Proposal, ...]
    merged: Merged

    @property
    def codes(self) -> frozenset[str]:
        """Whose group it is."""
        return frozenset(row.code for row in self.rows)


def alike(found: Round, kelurahan: Territory) -> list[Offer]:
    """The groups among what is proposed in a kelurahan, the surest first."""
    open_ones = Proposal.objects.filter(
        round=found, kelurahan_id__in=territories.with_former(kelurahan), status=Status.PROPOSED
    )
    rows = {row.code: row for row in open_ones.select_related(*ROW).order_by("-noted_at", "-id")[:HELD]}
    offered = groups(map(_text, rows.values()), _apart(found, kelurahan))
    inside = defaultdict(list)
    members = [rows[code].pk for group in offered for code in group.members]
    for one in Proposal.objects.filter(merged_into__in=members).select_related(*ROW):
        inside[one.merged_into_id].append(one)
    return [_offer(group, [rows[code] for code in group.members], inside) for group in offered]


def _apart(found: Round, kelurahan: Territory) -> set[frozenset[str]]:
    """The pairs that the kelurahan has said are not the same work."""
    pairs = Apart.objects.filter(one__round=found, one__kelurahan_id__in=territories.with_former(kelurahan))
    return {frozenset(codes) for codes in pairs.values_list("one__code", "other__code")}


def _offer(group: Group, rows: list[Proposal], inside: Mapping[UUID | None, list[Proposal]]) -> Offer:
    """What took others in already comes first, for it takes in the rest."""
    rows.sort(key=lambda row: row.pk not in inside)
    every = [*rows, *(one for row in rows for one in inside.get(row.pk, ()))]
    return Offer(group, tuple(rows), _merged(every))


def served(rows: Sequence[Proposal]) -> int | None:
    """How many people some proposals serve, nobody counted twice; None where none of them says."""
    return _merged(rows).beneficiaries or None


def _merged(rows: Sequence[Proposal]) -> Merged:
    return merge(
        Claim(
            id=row.code, proposer=str(row.proposer), rw=str(row.rw_id or ""),
            rts=frozenset({str(row.rt_id)} if row.rt_id else ()), beneficiaries=row.beneficiaries or 0, cost=row.cost,
        )
        for row in rows
    )  # fmt: skip


def _text(row: Proposal) -> Text:
    place = row.territory
    rw = place.parent if place.level == "rt" else place if place.level == "rw" else None
    return Text(
        id=row.code, work=row.title, problem=row.problem, place=row.place, kelurahan=str(row.kelurahan_id),
        rw=_number(rw) if rw else "", rt=_number(place) if place.level == "rt" else "",
        item=row.item.name if row.item else "", volume=float(row.volume), unit=row.unit, cost=row.cost, lat=row.lat,
        lng=row.lng,
    )  # fmt: skip


def _number(place: Territory) -> str:
    """As the city writes it: “004” of “RT 004”."""
    return place.name.split()[-1] if place.name[-1:].isdigit() else str(place.number or "")
