"""What is offered to people: groups of proposals, each with sentences that say why.

A group holds the same work (every two of them are alike) and the parts of it. A proposal stands in one group at most.
Surer pairs go first; among equals the smaller id. So the order in which proposals come changes nothing.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from rembuk.planning.musrenbang.alike import places
from rembuk.planning.musrenbang.alike.judging import Alike, Kind, judge
from rembuk.planning.musrenbang.alike.proposals import Text
from rembuk.planning.musrenbang.alike.reading import CORE, Name, Reading, read

DEGREE = 111_195.0  # metres from one degree of latitude to the next
LONGEST = 60  # letters of a proposal in a sentence


@dataclass(frozen=True)
class Group:
    """Offered together. `same` are one work, `parts` lie within it; `why`: one sentence for the work, one a part."""

    same: tuple[str, ...]
    parts: tuple[str, ...]
    why: tuple[str, ...]
    score: float

    @property
    def members(self) -> tuple[str, ...]:
        return self.same + self.parts


def groups(texts: Iterable[Text], apart: Collection[frozenset[str]] = ()) -> list[Group]:
    """The groups of some proposals, the surest first; two that are known to be `apart` are never alike."""
    readings = {reading.text.id: reading for reading in map(read, texts)}
    alike = (one for one in _pairs(readings.values()) if frozenset((one.one, one.other)) not in apart)
    found = {(one.one, one.other): one for one in alike}
    clusters = _clusters(readings, found)
    whole = _attached(clusters, found)
    offered = [
        _group(core, [part for part in clusters if whole.get(part) == core], readings, found)
        for core in clusters
        if core not in whole and (len(core) > 1 or core in whole.values())
    ]
    return sorted(offered, key=lambda group: (-group.score, group.members))


def pairs(texts: Iterable[Text]) -> list[Alike]:
    """All that are alike, two by two, the surest first."""
    return sorted(_pairs([read(text) for text in texts]), key=_order)


def _order(one: Alike) -> tuple[float, str, str]:
    return -one.score, one.one, one.other


def _pairs(readings: Iterable[Reading]) -> Iterator[Alike]:
    blocks = defaultdict(list)
    for reading in readings:
        blocks[reading.text.kelurahan].append(reading)
    for block in blocks.values():
        for one, other in _candidates(block):
            if verdict := judge(one, other):
                yield verdict


def _candidates(block: Sequence[Reading]) -> Iterator[tuple[Reading, Reading]]:
    """Of one kelurahan: who shares an RW, who asks for the whole kelurahan, whose points lie close."""
    by_rw = defaultdict(list)
    for reading in block:
        by_rw[reading.rw].append(reading)
    for rw, neighbours in by_rw.items():
        yield from combinations(neighbours, 2)
        if rw:
            yield from product(by_rw.get(0, ()), neighbours)
    yield from _close(block)


def _close(block: Sequence[Reading]) -> Iterator[tuple[Reading, Reading]]:
    """On two sides of a border between RWs."""
    placed = sorted((one.text.lat, one.text.id, one) for one in block if one.text.lat is not None and one.rw)
    for at, (south, _, one) in enumerate(placed):
        for north, _, other in placed[at + 1 :]:
            if (north - south) * DEGREE > places.NEAR:
                break
            if one.rw != other.rw:
                yield one, other


Cluster = tuple[str, ...]
Pairs = dict[tuple[str, str], Alike]


def _verdict(found: Pairs, one: str, other: str) -> Alike | None:
    return found.get((one, other)) or found.get((other, one))


def _clusters(ids: Iterable[str], found: Pairs) -> list[Cluster]:
    """The same work: two clusters become one only where each of the one is the same as each of the other."""
    home: dict[str, Cluster] = {one: (one,) for one in ids}
    for pair in sorted((pair for pair in found.values() if pair.kind is Kind.SAME), key=_order):
        mine, theirs = home[pair.one], home[pair.other]
        if mine != theirs and all(_is_same(found, a, b) for a, b in product(mine, theirs)):
            home |= dict.fromkeys(mine + theirs, tuple(sorted(mine + theirs)))
    return sorted(set(home.values()))


def _is_same(found: Pairs, one: str, other: str) -> bool:
    verdict = _verdict(found, one, other)
    return verdict is not None and verdict.kind is Kind.SAME


def _attached(clusters: Sequence[Cluster], found: Pairs) -> dict[Cluster, Cluster]:
    """Cluster of parts → the cluster that holds them. What holds is not itself a part of a third."""
    home = {one: cluster for cluster in clusters for one in cluster}
    whole: dict[Cluster, Cluster] = {}
    for pair in sorted((pair for pair in found.values() if pair.kind is Kind.PART), key=_order):
        core, part = home[pair.one], home[pair.other]
        free = core != part and core not in whole and part not in whole and part not in whole.values()
        if free and all(any(_holds(found, one, other) for one in core) for other in part):
            whole[part] = core
    return whole


def _holds(found: Pairs, whole: str, part: str) -> bool:
    verdict = found.get((whole, part))
    return verdict is not None and verdict.kind is Kind.PART


# -- sentences --------------------------------------------------------------------------------------------------------


def _group(core: Cluster, parts: Sequence[Cluster], readings: dict[str, Reading], found: Pairs) -> Group:
    inner = [one for part in parts for one in part]
    sures = [pair.score for a, b in combinations(core, 2) if (pair := _verdict(found, a, b))]
    held = {part: next(whole for whole in core if _holds(found, whole, part)) for part in inner}
    sures += [found[whole, part].score for part, whole in held.items()]
    why = [_same_why([readings[one] for one in core])] if len(core) > 1 else []
    why += [_part_why(readings[part], readings[whole]) for part, whole in held.items()]
    return Group(core, tuple(inner), tuple(why), min(sures))


def _same_why(members: Sequence[Reading]) -> str:
    """“Pekerjaan yang sama (saluran) di RT 03 dan RT 05, RW 02: Jl. Melati.”"""
    common = sorted(set.intersection(*({word for word, w in one.works.items() if w == CORE} for one in members)))
    work = f" ({', '.join(common)})" if common else ""
    return f"Pekerjaan yang sama{work} di {_where(members)}{_named(members)}."


def _part_why(part: Reading, whole: Reading) -> str:
    return f"“{_short(part.text.work)}” ({_where([part])}) adalah bagian dari “{_short(whole.text.work)}”."


def _where(members: Sequence[Reading]) -> str:
    """The RTs, if each member names its own; else the RW; else the kelurahan."""
    rws = sorted({one.rw for one in members})
    if rws == [0]:
        return "tingkat kelurahan"
    rw = _listed([
        _padded("RW", number, [one.text.rw for one in members]) if number else "tingkat kelurahan" for number in rws
    ])  # fmt: skip
    if len(rws) > 1 or not all(one.rts for one in members):
        return rw
    rts = sorted(frozenset().union(*(one.rts for one in members)))
    said = [one.text.rt for one in members]
    return f"{_listed([_padded('RT', number, said) for number in rts])}, {rw}"


def _padded(level: str, number: int, said: Sequence[str]) -> str:
    """With as many digits as the city writes them: “RT 004”, “RW 02”."""
    digits = [len(part) for text in said for part in re.findall(r"\d+", text)]
    return f"{level} {number:0{max([2, *digits])}}"


def _listed(words: Sequence[str]) -> str:
    return " dan ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _named(members: Sequence[Reading]) -> str:
    """A place that every member names."""
    first, *others = members
    shared = [name for name in first.places if name.words and all(_names(other, name) for other in others)]
    return f": {places.spoken(min(shared, key=lambda name: (name.kind != 'jalan', name.words)))}" if shared else ""


def _names(reading: Reading, name: Name) -> bool:
    return any(places.same_name(name, other) for other in reading.places)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
