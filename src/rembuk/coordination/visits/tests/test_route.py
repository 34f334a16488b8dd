"""The way past several places."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.coordination.visits import route

HOME = (-6.24, 106.99)
points = st.tuples(st.floats(-6.30, -6.20), st.floats(106.95, 107.05))


@settings(max_examples=40, deadline=None)
@given(st.lists(points, min_size=1, max_size=6))
def test_every_place_once_and_never_much_longer_than_the_shortest(stops: list[route.Point]) -> None:
    order = route.tour(HOME, stops)
    assert sorted(order) == list(range(len(stops)))
    shortest = min(route.length(HOME, stops, way) for way in permutations(range(len(stops))))
    assert route.length(HOME, stops, order) <= shortest * 1.35 + 5


def test_a_line_is_walked_from_one_end_to_the_other() -> None:
    stops = [(HOME[0] + 0.001 * step, HOME[1]) for step in (3, 1, 4, 2)]
    assert route.tour(HOME, stops) == [1, 3, 0, 2]


def test_crossings_are_untied() -> None:
    corners = [(HOME[0], HOME[1] + 0.01), (HOME[0] + 0.01, HOME[1]), (HOME[0] + 0.01, HOME[1] + 0.01)]
    order = route.tour(HOME, corners)
    assert route.length(HOME, corners, order) <= route.length(HOME, corners, [0, 2, 1]) + 1
