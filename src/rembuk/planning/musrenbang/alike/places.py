"""Whether two proposals speak of one place, and whether one place holds the other."""

from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from rembuk.planning.musrenbang.alike.reading import Name, Reading

NEAR, FAR = 60.0, 500.0  # metres between two points: surely one place, surely two
LONG = 7  # letters: merak and merah are two streets
ALONG = {"jalan", "blok", "perum", "kali", ""}  # they reach further than one work
VENUES = {"balai", "sekretariat"}  # one in each RW: no place of its own within it


@dataclass(frozen=True)
class Meeting:
    """How the places of two proposals lie. `inside`: -1 the first within the second, 1 the second within the first."""

    inside: int = 0
    sure: bool = False
    name: str = ""


def meet(one: Reading, other: Reading) -> Meeting | None:
    """None where the places differ. An RW is not another; within it a name, then an RT, then nothing said at all."""
    if one.text.kelurahan != other.text.kelurahan:
        return None
    apart = metres(one, other)
    if apart is not None and apart <= NEAR:
        return Meeting(sure=True, name="titik yang sama di peta")
    if one.rw != other.rw:
        return _across(one, other)
    if apart is not None and apart > FAR:
        return None
    return _within(one, other)


def metres(one: Reading, other: Reading) -> float | None:
    """As the crow flies; None where a point is missing."""
    a, b = one.text, other.text
    if a.lat is None or a.lng is None or b.lat is None or b.lng is None:
        return None
    south, north = radians(a.lat), radians(b.lat)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(radians(b.lng - a.lng) / 2) ** 2
    return 12_742_000 * asin(sqrt(half))


def _across(one: Reading, other: Reading) -> Meeting | None:
    """Two RWs do not meet; what is learned in the whole kelurahan, or asked for all of it, holds what one RW asks."""
    if one.rw and other.rw:
        return None
    whole = other if one.rw else one
    if not (whole.wide or (one.activity and other.activity)):
        return None
    return Meeting(inside=-1 if one.rw else 1)


def _within(one: Reading, other: Reading) -> Meeting | None:
    """In one RW."""
    if one.activity and other.activity:
        return Meeting()
    if one.grounds and other.grounds and not one.grounds & other.grounds:
        return None
    mine, theirs = _names(one), _names(other)
    stretch = _stretch(one, other)
    if not mine and not theirs:
        return Meeting(inside=stretch, sure=bool(one.rts & other.rts))
    if mine and theirs:
        return _named(mine, theirs, one, other)
    named, plain = (one, other) if mine else (other, one)
    if named.rts & plain.rts:
        return Meeting(inside=stretch)
    if plain.wide or not plain.rts:
        return Meeting(inside=_wider(one, other))
    return None


def _names(reading: Reading) -> list[Name]:
    return [name for name in reading.places if name.kind not in VENUES]


def _named(mine: list[Name], theirs: list[Name], one: Reading, other: Reading) -> Meeting | None:
    """Both name a place: one name must be shared, and no block or number stand against it."""
    shared = [(a, b) for a in mine for b in theirs if same_name(a, b)]
    if _streets_differ(mine, theirs):
        shared = [(a, b) for a, b in shared if _is_site(a) and _is_site(b)]
    if not shared or _blocks_differ(mine, theirs):
        return None
    inside = max((_holds(a, b) for a, b in shared), key=abs)
    best = max(shared, key=lambda pair: (bool(pair[0].words), pair[0].kind == "jalan", pair[0].words))[0]
    return Meeting(inside=inside or _wider(one, other), sure=bool(best.words), name=spoken(best))


def _streets_differ(mine: list[Name], theirs: list[Name]) -> bool:
    """Both name streets, and none the same: a landmark or an estate that both lie by does not make them one place."""
    a, b = ([name for name in names if name.kind == "jalan"] for names in (mine, theirs))
    return bool(a and b) and not any(same_name(one, other) for one in a for other in b)


def _is_site(name: Name) -> bool:
    """A building or ground that it is about, and not only near it or along it."""
    return name.kind not in ALONG and not name.near


def _blocks_differ(mine: list[Name], theirs: list[Name]) -> bool:
    a = frozenset().union(*(name.numbers for name in mine if name.kind == "blok"))
    b = frozenset().union(*(name.numbers for name in theirs if name.kind == "blok"))
    return bool(a and b and not a & b)


def _holds(a: Name, b: Name) -> int:
    """“Kutilang 1, 2 dan 3” holds “Kutilang 3”."""
    return (a.numbers > b.numbers) - (a.numbers < b.numbers)


def _wider(one: Reading, other: Reading) -> int:
    return (one.wide and not other.wide) - (other.wide and not one.wide)


def _stretch(one: Reading, other: Reading) -> int:
    """All RTs hold some; the whole RW, said so, holds an RT."""
    if one.rts and other.rts:
        return (one.rts > other.rts) - (one.rts < other.rts)
    return _wider(one, other)


@lru_cache(maxsize=200_000)
def same_name(a: Name, b: Name) -> bool:
    """The same kind (or one without), the same words but for a letter, numbers that meet."""
    if a.kind and b.kind and a.kind != b.kind:
        return False
    if (a.kind == "jalan") + (b.kind == "jalan") == 1 and not (a.words and b.words):
        return False
    if bool(a.numbers) != bool(b.numbers) or (a.numbers and not a.numbers & b.numbers):
        return False
    if not a.words or not b.words:
        return bool(a.kind and a.kind == b.kind)
    mine, theirs = sorted(a.words), sorted(b.words)
    if not a.kind or not b.kind:
        short, long = sorted((mine, theirs), key=len)
        return all(any(_one_letter(word, known) for known in long) for word in short)
    return len(mine) == len(theirs) and all(map(_one_letter, mine, theirs))


def _one_letter(a: str, b: str) -> bool:
    """Equal, or one letter more or fewer in a word of five that begins alike; in a longer one also another letter."""
    if a == b:
        return True
    if a[0] != b[0] or abs(len(a) - len(b)) > 1 or max(len(a), len(b)) < 5:
        return False
    short, long = sorted((a, b), key=len)
    if len(a) == len(b):
        return len(a) >= LONG and sum(x != y for x, y in zip(a, b, strict=True)) == 1
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def spoken(name: Name) -> str:
    """For a sentence: “Jl./Gg. Kutilang 1”; which of both was written is not kept."""
    before = {"jalan": "Jl./Gg.", "blok": "", "perum": "Perum", "": ""}.get(name.kind, name.kind.capitalize())
    words = [word.capitalize() for word in name.words] + sorted(number.upper() for number in name.numbers)
    return " ".join([before, *words]).strip()
