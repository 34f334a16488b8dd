"""Elections for the rules: small random ones for properties, and one of any size."""

import random
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from rembuk.planning.musrenbang.choosing.problem import Ballot, Bound, Instance, Project


@st.composite
def instances(draw: Any, *, dear: int = 30, rows: bool = False, points: bool = False, halves: bool = False) -> Instance:
    """A few proposals of three RWs and one of nobody's, a few ballots; `rows` that bind where asked."""
    names = [f"u{number}" for number in range(draw(st.integers(1, 7)))]
    cost = st.integers(0, dear).map(lambda amount: Fraction(amount, 2) if halves else amount)
    projects = tuple(
        Project(name, draw(cost), draw(st.sampled_from(("RW 1", "RW 2", "RW 3", ""))), draw(st.integers(0, 3)),
                draw(st.sampled_from(("sarana", "daya"))), draw(st.sampled_from(("dana", "opd"))),
                {"mendesak": draw(st.integers(0, 5)), "manfaat": draw(st.integers(0, 5))})
        for name in names
    )  # fmt: skip
    choices = st.sets(st.sampled_from(names), max_size=4).map(lambda chosen: tuple(sorted(chosen)))
    ballots = tuple(
        Ballot(chosen, tuple(draw(st.integers(0, 3)) for _ in chosen) if points else ())
        for chosen in draw(st.lists(choices, max_size=7))
    )
    sets = st.lists(st.frozensets(st.sampled_from(names), min_size=2, max_size=3), max_size=2).map(tuple)
    budget = draw(st.integers(0, 3 * dear))
    binding = dict[str, Any]()
    if rows and len(names) > 1:
        half = budget // 2
        bound = st.builds(Bound, st.just("sarana"), st.sampled_from(("", "opd")), st.integers(0, half),
                          st.one_of(st.none(), st.integers(0, 2 * dear)))  # fmt: skip
        other = st.builds(Bound, st.just("daya"), st.just(""), st.integers(0, half), st.none())
        binding = {"alternatives": draw(sets), "together": draw(sets),
                   "bounds": (*draw(st.lists(bound, max_size=1)), *draw(st.lists(other, max_size=1)))}  # fmt: skip
    return Instance(
        budget, projects, ballots, ("RW 1", "RW 2", "RW 3"), weights={"mendesak": 3, "manfaat": 2}, **binding
    )


def town(projects: int, ballots: int, budget: int, costs: tuple[int, int], unit: int = 1, seed: int = 7) -> Instance:
    """An election of any size: some proposals are wanted far more than others, each ballot names ten or so."""
    chance = random.Random(seed)
    names = [f"u{number:04}" for number in range(projects)]
    wanted = [1 / (number + 10) ** 0.7 for number in range(projects)]
    chance.shuffle(wanted)
    given = (tuple(sorted(set(chance.choices(names, wanted, k=chance.randint(1, 20))))) for _ in range(ballots))
    asked = (
        Project(name, chance.randint(*costs) * unit, f"RW {number % 12 + 1:02}", number // 12 + 1,
                ("sarana", "daya")[number % 3 == 0], marks={"mendesak": chance.randint(0, 100)})
        for number, name in enumerate(names)
    )  # fmt: skip
    groups = tuple(f"RW {number:02}" for number in range(1, 13))
    return Instance(budget, tuple(asked), tuple(map(Ballot, given)), groups, weights={"mendesak": 1})
