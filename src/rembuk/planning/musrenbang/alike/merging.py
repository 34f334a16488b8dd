"""What proposals add up to when they are merged: every proposer stays, nobody who benefits is counted twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Claim:
    """What one proposer asked. An empty `rts` means the whole RW, an empty `rw` the whole kelurahan."""

    id: str
    proposer: str
    rw: str
    rts: frozenset[str]
    beneficiaries: int
    volume: float | None = None
    unit: str = ""
    cost: int = 0


@dataclass(frozen=True)
class Merged:
    """`claims` are all kept as they were asked. The merged work costs no less than the dearest and no more than all."""

    proposers: tuple[str, ...]
    claims: tuple[Claim, ...]
    beneficiaries: int
    counted: tuple[str, ...]
    cost_least: int
    cost_most: int


def merge(claims: Iterable[Claim]) -> Merged:
    """The order in which they come changes nothing."""
    kept = tuple(sorted(claims, key=lambda claim: claim.id))
    people, counted = _most(tuple(sorted(_largest(kept), key=lambda claim: claim.id)))
    return Merged(
        proposers=tuple(dict.fromkeys(claim.proposer for claim in kept)), claims=kept, beneficiaries=people,
        counted=counted, cost_least=max((claim.cost for claim in kept), default=0),
        cost_most=sum(claim.cost for claim in kept),
    )  # fmt: skip


def overlap(one: Claim, other: Claim) -> bool:
    """Whether the same people may be meant: they share an RT, or one speaks for all."""
    if not one.rw or not other.rw:
        return True
    return one.rw == other.rw and (not one.rts or not other.rts or bool(one.rts & other.rts))


def _largest(claims: Sequence[Claim]) -> list[Claim]:
    """Of claims for the very same area, the largest; among equals the smallest id."""
    best: dict[tuple[str, frozenset[str]], Claim] = {}
    for claim in claims:
        area = (claim.rw, claim.rts if claim.rw else frozenset())
        if area not in best or claim.beneficiaries > best[area].beneficiaries:
            best[area] = claim
    return list(best.values())


@cache
def _most(claims: tuple[Claim, ...]) -> tuple[int, tuple[str, ...]]:
    """The most people of whom none is counted twice: claims of which no two overlap, with the largest sum."""
    if not claims:
        return 0, ()
    first, *rest = claims
    apart = tuple(claim for claim in rest if not overlap(first, claim))
    people, ids = _most(apart)
    taken = people + first.beneficiaries, (first.id, *ids)
    return taken if len(apart) == len(rest) else max(taken, _most(tuple(rest)), key=lambda found: found[0])
