"""A short way past several places: the nearest next one first, then crossings are untied (2-opt)."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from rembuk.coordination.visits import places

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Leg:
    """A stop by its number, and how many metres from the one before; None where nobody knows."""

    number: int
    metres: int | None


def legs(start: Point | None, stops: Sequence[Point | None]) -> list[Leg]:
    """The whole way: what has a point in a short order, then what has none as it was noted.

    Without a start one begins at the first stop that has a point.
    """
    placed = [(number, stop) for number, stop in enumerate(stops) if stop is not None]
    points = [stop for _, stop in placed]
    here = start or (points[0] if points else None)
    found: list[Leg] = []
    for at in tour(here, points) if here else []:
        number, stop = placed[at]
        found.append(Leg(number, round(_metres(here, stop)) if here is not None and (found or start) else None))
        here = stop
    return [*found, *(Leg(number, None) for number, stop in enumerate(stops) if stop is None)]


def said(metres: int | None) -> str:
    """A distance as one says it; "" where nobody knows."""
    if metres is None:
        return ""
    if metres < 1000:
        return f"sekitar {max(metres // 10 * 10, 10)} m"
    return f"sekitar {metres / 1000:.1f} km".replace(".", ",")


def tour(start: Point, stops: Sequence[Point]) -> list[int]:
    """In which order to visit the stops, by their numbers, from the start and not back to it."""
    left, order, here = set(range(len(stops))), [], start
    while left:
        nearest = min(left, key=lambda number: (_metres(here, stops[number]), number))
        left.remove(nearest)
        order.append(nearest)
        here = stops[nearest]
    return _untied(start, stops, order)


def length(start: Point, stops: Sequence[Point], order: Sequence[int]) -> float:
    """How many metres as the crow flies."""
    way = [start, *(stops[number] for number in order)]
    return sum(_metres(one, other) for one, other in itertools.pairwise(way))


def _untied(start: Point, stops: Sequence[Point], order: list[int]) -> list[int]:
    """Turns a stretch around as long as that shortens the way."""
    best, again = length(start, stops, order), True
    while again:
        again = False
        for first in range(len(order) - 1):
            for last in range(first + 2, len(order) + 1):
                turned = [*order[:first], *reversed(order[first:last]), *order[last:]]
                metres = length(start, stops, turned)
                if metres < best - 0.5:
                    order, best, again = turned, metres, True
    return order


def _metres(one: Point, other: Point) -> float:
    return places.metres(*one, *other)
