"""Two proposals held together: the same work, one a part of the other, or neither.

The verdict hangs on these two alone, so that a third proposal never changes what is said of them, and on no order.
"""

from dataclasses import dataclass
from enum import StrEnum

from rembuk.planning.musrenbang.alike import places, vocabulary
from rembuk.planning.musrenbang.alike.places import Meeting
from rembuk.planning.musrenbang.alike.reading import CORE, Reading

SAME, COVERED = 0.6, 0.7  # of the weight of all words; of the weight of the part's words
SHARE = 3.0  # times as much of the same unit at one place: the smaller is a stretch of the larger


class Kind(StrEnum):
    """How two proposals are alike."""

    SAME = "same"
    PART = "part"


@dataclass(frozen=True)
class Alike:
    """Two proposals that are alike. Of a part, `one` is the whole. `place` is what both name, if anything."""

    one: str
    other: str
    kind: Kind
    score: float
    place: str = ""


def judge(first: Reading, second: Reading) -> Alike | None:
    """None where each is a matter of its own."""
    one, other = sorted((first, second), key=lambda reading: reading.text.id)
    if not _touch(one, other):
        return None
    meeting = places.meet(one, other)
    if meeting is None:
        return None
    works = _works(one, other, meeting)
    if works is None:
        return None
    inside, score = works
    inside = inside or meeting.inside or _stretch(one, other, meeting)
    score = round(score * (1.0 if meeting.sure else 0.9), 6)
    if inside < 0:
        one, other = other, one
    return Alike(one.text.id, other.text.id, Kind.PART if inside else Kind.SAME, score, meeting.name)


def _touch(one: Reading, other: Reading) -> bool:
    """Cheap, before anything else: some word in common, or a part of the other's building."""
    return not one.works.keys().isdisjoint(other.works) or bool(_belonging(one, other) or _belonging(other, one))


def _works(one: Reading, other: Reading, meeting: Meeting) -> tuple[int, float] | None:
    """Which holds which (0: neither, the same), and how much they share. None where the works differ."""
    if one.materials and other.materials and not (one.materials & other.materials or meeting.sure):
        return None
    mine, theirs = _without_places(one, other), _without_places(other, one)
    common = sum(min(weight, theirs[word]) for word, weight in mine.items() if word in theirs)
    every = sum(mine.values()) + sum(theirs.values()) - common
    shared = common / every if every else 0.0
    core, least = one.core & other.core, SAME
    if not one.core and not other.core:
        least = 0.9
    elif not core:
        shared = 0.0
    if shared >= least:
        return 0, shared
    for inside, whole, part in ((1, one, other), (-1, other, one)):
        covered = _covered(whole, part)
        if covered >= COVERED:
            return inside, covered
    return None


def _without_places(reading: Reading, other: Reading) -> dict[str, float]:
    """Stray words that the other names as a place are no work."""
    named = {word for name in other.places for word in name.words}
    return {word: weight for word, weight in reading.works.items() if word not in named or weight >= CORE}


def _covered(whole: Reading, part: Reading) -> float:
    """How much of the part's words the whole has, if it asks for something besides, or is the building itself."""
    core = part.core
    belonging = _belonging(whole, part)
    held = (core & whole.core) | belonging
    if not core or held != core or not (whole.core - core):
        return 0.0
    if part.activity and not whole.activity:
        return 0.0
    words = _without_places(part, whole)
    covered = sum(weight for word, weight in words.items() if word in whole.works or word in held)
    return covered / sum(words.values())


def _belonging(whole: Reading, part: Reading) -> set[str]:
    """Components of what the whole builds: the roof of the hall, the lids of the drain."""
    buildings = whole.works.keys() & vocabulary.FACILITIES.keys()
    return {
        word
        for word in part.works
        if vocabulary.WHOLES.get(word, set()) & whole.works.keys()
        or (word in vocabulary.COMPONENTS and buildings & part.grounds)
    }


def _stretch(one: Reading, other: Reading, meeting: Meeting) -> int:
    """Much less of the same unit at a place that both name: a stretch of it."""
    a, b = one.text.volume, other.text.volume
    if not (meeting.name and a and b) or _unit(one.text.unit) != _unit(other.text.unit) or one.activity:
        return 0
    return (a >= SHARE * b) - (b >= SHARE * a)


_UNITS = {"meter": "m", "m'": "m", "m1": "m", "bh": "buah", "unit": "buah", "btg": "batang", "phn": "batang"}


def _unit(said: str) -> str:
    plain = said.strip().lower()
    return _UNITS.get(plain, plain)
