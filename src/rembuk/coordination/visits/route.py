"""A short way past several places: the nearest next one first, then crossings are untied (2-opt)."""

import itertools
from collections.abc import Sequence

from rembuk.coordination.visits import places

Point = tuple[float, float]


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
