"""The perceptual fingerprint of a photo: 64 bits that stay much the same when it is resized, recompressed or cropped.

They are the signs of the 64 lowest frequencies of the grey picture (DCT of 32 × 32 points), each against their median.
Two photos are alike where few bits differ. It only shows what looks alike, and refuses nothing: the same wall before
and after the work looks alike as well.
"""

from collections.abc import Sequence
from itertools import combinations
from math import cos, pi
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 32
BITS = 64
BANDS = 4
BAND_BITS = BITS // BANDS
# Photos with at most so many other bits are alike.
ALIKE = 10
# Of four bands one differs by at most a quarter of what the whole differs by.
NEAR = ALIKE // BANDS
# Grey levels by which a picture must vary; a dark or empty one would look like every other one.
LEAST_CONTRAST = 3.0

_SIGNED = 1 << (BITS - 1)
# The lowest frequencies along both sides together: what is cropped shifts the high ones first.
_ORDER = sorted(((u, v) for u in range(12) for v in range(12) if u + v), key=lambda uv: (sum(uv), uv))[:BITS]
_HIGHEST = 1 + max(max(pair) for pair in _ORDER)
_WAVES = [[cos(pi * u * (2 * x + 1) / (2 * SIDE)) for x in range(SIDE)] for u in range(_HIGHEST)]


def fingerprint(image: "Image") -> int | None:
    """The bits as a signed number of 64 bits; None where there is nothing to see."""
    from PIL.Image import Resampling

    grey = image.convert("L").resize((SIDE, SIDE), Resampling.BOX)
    points = list(grey.tobytes())
    mean = sum(points) / len(points)
    if sum((point - mean) ** 2 for point in points) / len(points) < LEAST_CONTRAST**2:
        return None
    waves = _frequencies([points[row : row + SIDE] for row in range(0, SIDE * SIDE, SIDE)])
    found = [waves[v][u] for u, v in _ORDER]
    middle = sum(sorted(found)[BITS // 2 - 1 : BITS // 2 + 1]) / 2
    return signed(sum(1 << place for place, value in enumerate(found) if value > middle))


def _frequencies(rows: Sequence[Sequence[float]]) -> list[list[float]]:
    """The lowest frequencies, [down][along]; the mean stands at [0][0]."""
    along = [[_product(row, wave) for wave in _WAVES] for row in rows]
    columns = list(zip(*along, strict=True))
    return [[_product(column, wave) for column in columns] for wave in _WAVES]


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def signed(bits: int) -> int:
    """As a database keeps it."""
    return bits - 2 * _SIGNED if bits >= _SIGNED else bits


def distance(one: int, other: int) -> int:
    """How many bits differ."""
    return ((one ^ other) & (2 * _SIGNED - 1)).bit_count()


def bands(bits: int) -> list[int]:
    """The four parts by which it is found."""
    whole = bits & (2 * _SIGNED - 1)
    return [whole >> (BAND_BITS * band) & ((1 << BAND_BITS) - 1) for band in range(BANDS)]


_NEARBY = [sum(1 << place for place in places) for count in range(NEAR + 1)
           for places in combinations(range(BAND_BITS), count)]  # fmt: skip


def near(band: int) -> list[int]:
    """Every value of a band that something alike may have: of two that are alike, one band at least is so near."""
    return [band ^ change for change in _NEARBY]
