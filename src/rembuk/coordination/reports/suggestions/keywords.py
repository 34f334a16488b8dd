"""The city's own words: which ones speak of which category, and of whose thing it is. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

# From this length on a word also stands for its longer forms: "bocor" for "bocornya".
STEM = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A row of the table: `words` speak of the category with this key, and at times of an owner."""

    words: str
    category: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A category, the words of the text that speak of it, and the owner that they name ("" for none)."""

    category: str
    words: tuple[str, ...]
    owner: str = ""


def plain(text: str) -> str:
    """Lower-case words with single spaces between."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def spoken(text: str, table: Sequence[Word]) -> list[Spoken]:
    """The categories that a text speaks of, the strongest first; longer sayings count more than single words."""
    said = f" {plain(text)} "
    found: dict[str, list[Word]] = defaultdict(list)
    for row in table:
        if _stands_in(row.words, said):
            found[row.category].append(row)
    order = {key: place for place, key in enumerate(dict.fromkeys(row.category for row in table))}
    strength = {key: sum(_strength(row) for row in rows) for key, rows in found.items()}
    return [
        Spoken(key, tuple(row.words for row in found[key]), _owner(found[key]))
        for key in sorted(found, key=lambda key: (-strength[key], order[key]))
    ]


def _stands_in(words: str, said: str) -> bool:
    return (f" {words}" if len(words) >= STEM else f" {words} ") in said


def _strength(row: Word) -> int:
    return len(row.words.split()) ** 2


def _owner(rows: Sequence[Word]) -> str:
    """What the longest saying names."""
    named = [row for row in rows if row.owner]
    return max(named, key=_strength).owner if named else ""
