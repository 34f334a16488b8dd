"""What a proposal says: which work, where, for whom. One pass over its words, by the tables of `vocabulary`."""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rembuk.foundation.kernel.wanted import fold, forms
from rembuk.planning.musrenbang.alike import vocabulary as v
from rembuk.planning.musrenbang.alike.proposals import Text

MATERIAL, FACILITY, FAINT = "material", "facility", "faint"
MENDED = 6  # letters: a shorter word is taken as it stands
CORE, ACTIVITY, AUDIENCE = 1.0, 0.3, 0.5
STRAY, STRAY_LEARNED = 0.4, 0.6  # all words that are not in the tables together; of what is learned they say more
WEIGHTS = {"thing": CORE, "goods": CORE, "topic": CORE, "part": CORE, "activity": ACTIVITY, "audience": AUDIENCE}
_TABLES = {
    "thing": v.THINGS, "goods": v.GOODS, "topic": v.TOPICS, "activity": v.ACTIVITIES, "audience": v.AUDIENCES,
    FACILITY: v.FACILITIES, "part": v.COMPONENTS, MATERIAL: v.MATERIALS, FAINT: v.FAINT,
}  # fmt: skip
_DIRECTIONS = set("raya dalam baru lama timur barat utara selatan tengah indah jaya".split())
_NO_NAME = set("rt rw lingkungan buntu rusak gelap yang yg di dan yg agar".split()) | v.NEAR | {","}
_TOKEN = re.compile(r"[a-z]+|\d+|,")
_NUMBERS = r"\d{1,3}(?:\s*(?:,|-|–|&|dan|s/d|sd\.?|s\.d\.?|sampai)\s*(?:rt\.?\s*)?\d{1,3}(?!\d))*"
_RT = re.compile(rf"\brt\.?\s*({_NUMBERS})")
_RW = re.compile(r"\brw\.?\s*(\d{1,3}|[ivx]+\b)")
_RANGE = re.compile(r"(\d+)\s*(?:-|–|s/d|sd\.?|s\.d\.?|sampai)\s*(?:rt\.?\s*)?(\d+)")
_WIDE = re.compile(r"\b(?:seluruh|semua|se)[ -]?(?:rt|rw|warga|wilayah|kelurahan|lingkungan)\b|\bujung ke ujung\b")
_CITY = re.compile(r"\b(?:kota|kabupaten|kab|kecamatan|kec|kelurahan|kel|desa)\b\.?\s+[a-z]+(?: [a-z]+)?(?=\s*(?:,|$))")
_HOLY = re.compile(r"\b(al|an|as|at|ar|ad|nurul|baitul)[ -]?([a-z]{3,})")
_TWICE = re.compile(r"\b([a-z]{3,})(?:-\1\b|2\b)")


@dataclass(frozen=True)
class Name:
    """A place by its name: a street, a river, a block, a building. `numbers`: Kutilang 1, 2 dan 3; Blok A."""

    kind: str
    words: tuple[str, ...]
    numbers: frozenset[str] = frozenset()
    near: bool = False


@dataclass(frozen=True)
class Reading:
    """A proposal as the judge sees it."""

    text: Text
    works: dict[str, float]
    materials: frozenset[str]
    places: tuple[Name, ...]
    grounds: frozenset[str]
    rw: int
    rts: frozenset[int]
    wide: bool
    activity: bool

    @property
    def core(self) -> set[str]:
        """What must be shared."""
        return {word for word, weight in self.works.items() if weight == CORE}


@dataclass
class _Heard:
    """What was heard while going over one text."""

    concepts: list[tuple[str, str]] = field(default_factory=list)  # class, token
    words: list[str] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)

    def of(self, *classes: str) -> list[str]:
        return [token for kind, token in self.concepts if kind in classes]


def read(text: Text) -> Reading:
    """Everything about one proposal, from its fields first and its words second."""
    work, place = hear(text.work, mend=True), hear(text.place)
    every = f"{text.work} {text.place}"
    grounds = {name.kind for name in (*work.names, *place.names) if name.kind in v.FACILITIES and not name.near}
    source = _source(text, work)
    works = _works(source, work, grounds)
    return Reading(
        text=text, works=works, materials=frozenset(work.of(MATERIAL)),
        places=_joined((*work.names, *place.names), place.words), grounds=frozenset(grounds - {"kali"}),
        rw=_rw(text.rw or every), rts=numbers(text.rt) if text.rt else _said(every),
        wide=bool(_WIDE.search(fold(f"{every} {text.problem}"))), activity=bool(work.of("activity")),
    )  # fmt: skip


def numbers(said: str) -> frozenset[int]:
    """“01, 03”, “01-05”, “RT 1 s/d 4”."""
    plain = fold(said)
    ends = [(int(one), int(other)) for one, other in _RANGE.findall(plain)]
    between = {number for one, other in ends for number in range(one, min(other, one + 60) + 1)}
    return frozenset(between | {int(number) for number in re.findall(r"\d+", plain)})


def _said(text: str) -> frozenset[int]:
    return frozenset().union(*(numbers(found) for found in _RT.findall(fold(text))))


def _rw(said: str) -> int:
    """0 where none is named: the whole kelurahan."""
    plain = said.strip()
    if plain.isdecimal():
        return int(plain)
    found = _RW.search(fold(said))
    if not found:
        return 0
    number = v.ROMAN.get(found[1], found[1])
    return int(number) if number.isdigit() else 0


def _source(text: Text, work: _Heard) -> _Heard:
    """Where the work's own line is only a heading (“pembinaan lembaga”), the item and the problem say which."""
    if work.of("thing", "goods", "topic", "part", FACILITY, MATERIAL, FAINT) or any(
        name.kind == "jalan" for name in work.names
    ):
        return work
    for said in (text.item, text.problem):
        heard = hear(said, mend=True)
        if heard.of("thing", "goods", "topic", "part"):
            return _Heard([*work.concepts, *heard.concepts], [*work.words, *heard.words], work.names)
    if work.of("audience"):
        return work
    problem = hear(text.problem, mend=True)
    return _Heard([*work.concepts, *problem.concepts], [*work.words, *problem.words], work.names)


def _works(heard: _Heard, work: _Heard, grounds: set[str]) -> dict[str, float]:
    """What is asked for, each with its weight."""
    works = {token: WEIGHTS[kind] for kind, token in heard.concepts if kind in WEIGHTS}
    if heard.of(MATERIAL) and "jalan" not in works:
        works["pelataran" if grounds - {"kali", "makam"} else "jalan"] = CORE
    solid = [*heard.of("thing", "goods", "part", "activity", MATERIAL)]
    if not solid:
        works |= dict.fromkeys(work.of(FACILITY), CORE)
    told = any(weight == CORE for weight in works.values()) or heard.of("activity", "audience")
    if not told and any(name.kind == "jalan" for name in work.names):
        works["jalan"] = CORE
    known = any(weight == CORE for weight in works.values())
    words = [word for word in dict.fromkeys(heard.words) if word not in works]
    stray = STRAY_LEARNED if heard.of("activity") else STRAY
    return works | dict.fromkeys(words, stray / len(words) if known and words else CORE)


def _joined(names: tuple[Name, ...], words: list[str]) -> tuple[Name, ...]:
    """Words without a kind stand together (“Griya Asri”); “posyandu” is the Posyandu Mawar named beside it."""
    named = {name.kind for name in names if name.words or name.numbers}
    kept = [name for name in dict.fromkeys(names) if name.words or name.numbers or name.kind not in named]
    return (*kept, Name("", tuple(words))) if words else tuple(kept)


# -- words ------------------------------------------------------------------------------------------------------------


def hear(said: str, mend: bool = False) -> _Heard:
    """One text, word by word. With `mend`, a word that is one letter off a known one is taken for it."""
    tokens = _tokens(said)
    heard, at = _Heard(), 0
    while at < len(tokens):
        at = _step(tokens, at, heard, mend)
    return heard


def _tokens(said: str) -> list[str]:
    plain = fold(said)
    plain = _RW.sub(" ", _RT.sub(" ", _CITY.sub(" ", plain)))
    for sign, word in (
        ("&", " dan "),
        ("+", " dan "),
        ("s/d", " sampai "),
        ("s.d.", " sampai "),
        ("u-ditch", "uditch"),
        ("wi-fi", "wifi"),
    ):
        plain = plain.replace(sign, word)
    plain = _HOLY.sub(r"\1\2", _TWICE.sub(r"\1", plain))
    return _TOKEN.findall(re.sub(r"[;:()]", ",", plain))


def _step(tokens: list[str], at: int, heard: _Heard, mend: bool) -> int:
    """Takes what begins here; returns where the next thing begins."""
    word = tokens[at]
    if word == "blok":
        return _block(tokens, at, heard)
    found = _phrase(tokens, at)
    if word in v.STREETS | v.ESTATES and not (found and found[0] > 1):
        name, after = _name(tokens, at, "jalan" if word in v.STREETS else "perum")
        if name:
            heard.names.append(name)
            return after
    if found and not (found[0] == 1 and word in _empty_words()):
        return _concept(tokens, at, heard, *found)
    if not word.isalpha() or _empty(word):
        return at + 1
    if mend and (better := _mended(word)):
        return _step([*tokens[:at], better, *tokens[at + 1 :]], at, heard, mend=False)
    if len(word) > 1:
        number = tokens[at + 1] if at + 1 < len(tokens) else ""
        heard.words.append(word)
        if _number(number):
            heard.names.append(Name("", (word,), frozenset({_number(number)})))
            heard.words.pop()
            return at + 2
    return at + 1


def _concept(tokens: list[str], at: int, heard: _Heard, length: int, kind: str, token: str) -> int:
    """A known saying, and the name that may follow its last word."""
    before, last = tokens[at - 1] if at else "", at + length - 1
    # Near a bridge is no bridge, beside a workshop none is taught.
    landmark = (kind == FACILITY and before in v.NEAR) or (kind in {"thing", "topic"} and before in v.BESIDE)
    ground = token if kind == FACILITY or landmark else _ground(tokens[last])
    if kind == FAINT:
        first = not heard.of("thing", "goods", "topic", "part", MATERIAL)
        if first or before in v.AND | {","}:
            heard.concepts.append((MATERIAL if token in v.MATERIALS else "thing", token))
    elif not landmark:
        heard.concepts.append((kind, token))
    if tokens[last] in v.STREETS:
        name, after = _name(tokens, last, "jalan")
    elif ground:
        name, after = _name(tokens, last, ground, landmark)
        name = name or Name(ground, ())
        name = Name(name.kind, name.words, name.numbers, before in v.NEAR)
    else:
        return last + 1
    if name:
        heard.names.append(name)
    return max(after, last + 1)


def _name(tokens: list[str], at: int, kind: str, landmark: bool = False) -> tuple[Name | None, int]:
    """The name after a marker: up to three words that mean nothing else, then its numbers."""
    words: list[str] = []
    place = at + 1
    certain, street = tokens[at] in {"jl", "jln", "gg"}, kind == "jalan" or landmark
    while place < len(tokens) and len(words) < 3 and _may_name(tokens, place, not words, certain, street):
        words.append("haji" if tokens[place] == "h" else tokens[place])
        place += 1
    numbers = set()
    while place < len(tokens) and (words or kind in {"sd", "smp"}):
        if number := _number(tokens[place]):
            numbers.add(number)
        elif tokens[place] not in {",", "dan"} or not numbers or not _number(tokens[min(place + 1, len(tokens) - 1)]):
            break
        place += 1
    return (Name(kind, tuple(words), frozenset(numbers)), place) if words or numbers else (None, at + 1)


def _may_name(tokens: list[str], place: int, first: bool, certain: bool, street: bool) -> bool:
    word = tokens[place]
    if not word.isalpha() or word in _NO_NAME or word in v.STREETS | v.ESTATES | {"blok"}:
        return False
    if not first and word in _DIRECTIONS:
        return True
    if _number(word):
        return False
    if first and certain:
        return True
    found = _phrase(tokens, place)
    if first and street:
        # Gang Kopi is a street, nobody is taught to brew in it; and Jalan Teratai is not “di atas”.
        return word not in _empty_words() and (found is None or found[1] == "topic")
    return not (_empty(word) or found)


def _block(tokens: list[str], at: int, heard: _Heard) -> int:
    """Blok A, Blok A s/d F."""
    if at + 1 >= len(tokens) or len(tokens[at + 1]) > 2:
        return at + 1
    first, numbers, after = tokens[at + 1], {tokens[at + 1]}, at + 2
    if (
        tokens[after : after + 1] == ["sampai"]
        and len(tokens) > after + 1
        and len(first) == len(tokens[after + 1]) == 1
    ):
        numbers = {chr(code) for code in range(ord(first), ord(tokens[after + 1]) + 1)}
        after += 2
    heard.names.append(Name("blok", ("blok",), frozenset(numbers)))
    return after


def _number(word: str) -> str:
    return str(int(word)) if word.isdigit() else v.ROMAN.get(word, "")


# -- the tables, ready for use ----------------------------------------------------------------------------------------


def stem(word: str) -> str:
    """Without affixes."""
    return (*forms(word)[1:2], word)[0]


@cache
def _sayings() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """First stem → sayings that begin so."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for kind, table in _TABLES.items():
        for token, sayings in table.items():
            for saying in sayings:
                stems = tuple(stem(word) for word in saying.split())
                found.setdefault(stems[0], []).append((stems, kind, token))
    return found


def _phrase(tokens: list[str], at: int) -> tuple[int, str, str] | None:
    """The longest saying that begins here: its length, class and token."""
    fitting = (
        row
        for form in forms(tokens[at])
        for row in _sayings().get(form, ())
        if len(tokens) >= at + len(row[0]) and all(map(_is, row[0], tokens[at:]))
    )
    best = min(fitting, key=lambda row: (-len(row[0]), row), default=None)
    return (len(best[0]), *best[1:]) if best else None


def _is(stemmed: str, word: str) -> bool:
    return stemmed in forms(word)


@cache
def _grounds() -> dict[str, str]:
    return {saying: token for token, said in v.FACILITIES.items() for saying in said if " " not in saying}


def _ground(word: str) -> str:
    return _grounds().get(word, "")


@cache
def _empty_words() -> frozenset[str]:
    return v.EMPTY | v.AND | v.NEAR


@cache
def _empty_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in _empty_words())


def _empty(word: str) -> bool:
    return word in _empty_words() or stem(word) in _empty_stems()


@cache
def _cut() -> dict[str, set[str]]:
    """Known words with one letter left out → the words."""
    found: dict[str, set[str]] = {}
    sayings = {saying for table in _TABLES.values() for said in table.values() for saying in said}
    for word in {word for saying in sayings for word in saying.split()} | v.EMPTY:
        for cut in {word, *_without_one(word)} if len(word) >= MENDED else ():
            found.setdefault(cut, set()).add(word)
    return found


def _without_one(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


@lru_cache(maxsize=20_000)
def _mended(word: str) -> str:
    """The known word with one letter more or fewer, or two swapped; none where several are. Another letter is another
    word: larangan is no lapangan."""
    if len(word) < MENDED:
        return ""
    near = {known for cut in {word, *_without_one(word)} for known in _cut().get(cut, ())}
    found = {known for known in near if len(known) != len(word) or _swapped(word, known)}
    return min(found) if len(found) == 1 else ""


def _swapped(word: str, known: str) -> bool:
    """Two neighbouring letters stand the other way round."""
    differ = [at for at in range(len(word)) if word[at] != known[at]]
    return not differ or (len(differ) == 2 and differ[1] - differ[0] == 1 and sorted(word) == sorted(known))
