"""A model as a file of our own, and its answers. No pickle: reading a file never runs anything from it.

    rembuk-saran 1\\n
    {"classes": […], "features": n, "speaks_from": 0.4, "sha256": …, …}\n   one line of JSON
    n hashes of features, ascending, uint32                       padded to begin at a multiple of 64
    n rarities, float32
    n rows of weights, one for each class, float16

The numbers are little-endian. The file is mapped into memory, so that all processes share it, and read by the standard
library alone: the web needs no numerical library for an answer.
"""

import hashlib
import json
import mmap
import struct
import sys
from bisect import bisect_left
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Any

from rembuk.coordination.reports.suggestions import features

MAGIC = b"rembuk-saran 1\n"
ALIGN = 64
# Scores lie between 0 and 2; so much sharper, their soft maximum says how sure the model is.
SHARPNESS = 20.0


@dataclass(frozen=True, slots=True)
class Guess:
    """A class and how sure the model is of it."""

    label: str
    sure: float


class Model:
    """A model that is mapped into memory."""

    def __init__(self, path: Path) -> None:
        """Raises ValueError where the file is not whole, OSError where there is none."""
        with path.open("rb") as stream:
            whole = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        end = whole.find(b"\n", len(MAGIC))
        if whole[: len(MAGIC)] != MAGIC or end < 0 or sys.byteorder != "little":
            raise ValueError("not a model of suggestions")
        self.about: dict[str, Any] = json.loads(whole[len(MAGIC) : end])
        self.classes: list[str] = self.about["classes"]
        count, start = int(self.about["features"]), _aligned(end + 1)
        if len(whole) != start + count * (8 + 2 * len(self.classes)):
            raise ValueError("a model of suggestions that is cut off, or of another size")
        body = memoryview(whole)[start:]
        if hashlib.sha256(body).hexdigest() != self.about["sha256"]:
            raise ValueError("a model of suggestions that was changed")
        self._hashes, self._rarities = body[: 4 * count].cast("I"), body[4 * count : 8 * count].cast("f")
        self._weights = body[8 * count :]
        self._row = struct.Struct(f"<{len(self.classes)}e")

    def guesses(self, text: str) -> list[Guess]:
        """Every class, the likeliest first."""
        return ranked(self.classes, self.scores(text))

    def scores(self, text: str) -> list[float]:
        """One for each class."""
        found = [0.0] * len(self.classes)
        row, weights = self._row, self._weights
        for place, value in features.weighed(features.counts(text), self._known):
            parts = row.unpack_from(weights, place * row.size)
            found = [score + value * part for score, part in zip(found, parts, strict=True)]
        return found

    def _known(self, hashed: int) -> tuple[int, float] | None:
        place = bisect_left(self._hashes, hashed)
        if place == len(self._hashes) or self._hashes[place] != hashed:
            return None
        return place, self._rarities[place]


def ranked(classes: list[str], scores: list[float]) -> list[Guess]:
    """Classes by their scores, with how sure each is."""
    highest = max(scores)
    soft = [exp(SHARPNESS * (score - highest)) for score in scores]
    order = sorted(range(len(classes)), key=lambda place: (-scores[place], classes[place]))
    return [Guess(classes[place], soft[place] / sum(soft)) for place in order]


def write(path: Path, about: dict[str, Any], body: bytes = b"") -> None:
    """The file, there whole or not at all."""
    head = (
        MAGIC + json.dumps({**about, "sha256": hashlib.sha256(body).hexdigest()}, ensure_ascii=False).encode() + b"\n"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_bytes(head + bytes(_aligned(len(head)) - len(head)) + body)
    half.replace(path)


def _aligned(place: int) -> int:
    return -(-place // ALIGN) * ALIGN
