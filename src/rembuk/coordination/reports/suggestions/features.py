"""A text as numbers: words, pairs of words, and runs of three to five letters, each hashed to 32 bits.

Runs of letters carry what misspelling, affixes and slang do to a word. The same text gives the same numbers everywhere.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import log
from zlib import crc32

# Kinds of features: what they weigh beside each other, and in how many texts one must stand to count.
WORD, PAIR, RUN = range(3)
WEIGHT = (1.0, 0.5**0.5, 1.0)
LEAST = (1, 1, 2)
_WORD = re.compile(r"[a-z]+")
_RUNS = (3, 4, 5)

# (kind, hash) → how much of it there is
Counts = dict[tuple[int, int], float]


def counts(text: str) -> Counts:
    """What stands in a text, damped: the tenth time says little more than the second."""
    lower = text.lower()
    found = Counter((kind, crc32(f"{kind}{token}".encode())) for kind, token in _tokens(lower))
    return {feature: 1 + log(count) for feature, count in found.items()}


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    words = _WORD.findall(text)
    yield from ((WORD, word) for word in words)
    yield from ((PAIR, f"{one} {other}") for one, other in pairwise(words))
    for word in text.split():
        yield from ((RUN, run) for run in _runs(f" {word} "))


def _runs(word: str) -> Iterator[str]:
    for length in _RUNS:
        if length >= len(word):
            yield word
            return
        yield from (word[start : start + length] for start in range(len(word) - length + 1))


def rarity(texts: int, holding: int, kind: int) -> float:
    """How much a feature says that stands in `holding` of so many texts; 0 where it is too rare to go by."""
    return log((1 + texts) / (1 + holding)) + 1 if holding >= LEAST[kind] else 0.0


def weighed(counted: Counts, known: Callable[[int], tuple[int, float] | None]) -> list[tuple[int, float]]:
    """Place and value of the features that are known: rare ones count more, and each kind has its weight, whatever the
    length of the text. `known` gives the place and the rarity of a hash."""
    parts: tuple[list[tuple[int, float]], ...] = ([], [], [])
    for (kind, hashed), count in counted.items():
        if found := known(hashed):
            place, rarity = found
            parts[kind].append((place, count * rarity))
    values = []
    for kind, part in enumerate(parts):
        length = sum(value * value for _, value in part) ** 0.5
        values += [(place, WEIGHT[kind] * value / length) for place, value in part]
    return values
