"""Cities for the planner: random ones for properties, and one of the size that the bars name."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from rembuk.coordination.visits.rotation.problem import Friday, Place, Problem, Stop

START = date(2026, 1, 2)


@st.composite
def problems(draw: Any, *, most_places: int = 12, most_weeks: int = 16) -> Problem:
    """A small city: some Fridays closed, some places visited lately, some long ago, some dates fixed or published."""
    weeks, count = draw(st.integers(2, most_weeks)), draw(st.integers(1, most_places))
    keys = [f"k{number:02}" for number in range(count)]
    last = st.one_of(st.none(), st.integers(1, 200).map(lambda days: START - timedelta(days=days)))
    places = tuple(Place(key, draw(last), 1.0 + draw(st.integers(0, 30))) for key in keys)
    fridays = tuple(
        Friday(START + timedelta(days=7 * number), draw(st.sampled_from((0, 1, 1, 2))), openable=draw(st.booleans()))
        for number in range(weeks)
    )
    pairs = st.tuples(st.sampled_from(keys), st.sampled_from(keys)).filter(lambda pair: pair[0] != pair[1])
    near = draw(st.frozensets(pairs.map(frozenset), max_size=2 * count)) if count > 1 else frozenset()
    stops = st.builds(Stop, st.sampled_from([friday.date for friday in fridays]), st.sampled_from(keys))
    return Problem(
        start=START, end=START + timedelta(days=7 * weeks - 1), bound=draw(st.integers(14, 150)), places=places,
        fridays=fridays, neighbours=near, fixed=draw(st.frozensets(stops, max_size=3)),
        published=draw(st.frozensets(stops, max_size=count)),
    )  # fmt: skip


def year(
    places: int = 57, weeks: int = 52, *, closed: tuple[int, ...] = (), most: int = 2, bound: int = 365
) -> Problem:
    """A city as a grid of kelurahan beside each other, for a year of Fridays; the later ones were visited later."""
    wide = 8
    keys = [f"k{number:02}" for number in range(places)]
    near = {frozenset((keys[a], keys[b])) for a in range(places) for b in (a + 1, a + wide) if b < places}
    known = tuple(
        Place(key, START - timedelta(days=360 - 6 * number) if number % 3 else None, 1.0 + (number * 37) % 41)
        for number, key in enumerate(keys)
    )
    return Problem(
        start=START, end=START + timedelta(days=7 * weeks), bound=bound, places=known,
        fridays=tuple(Friday(START + timedelta(days=7 * week), 0 if week in closed else most, "libur", openable=True)
                      for week in range(weeks)),
        neighbours=frozenset(near),
    )  # fmt: skip
