"""Equal shares: the fast one equals the slow one, and jumping equals stepping."""

import os
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.planning.musrenbang.choosing import completion, equal_shares
from rembuk.planning.musrenbang.choosing.electorate import Electorate, Utility, electorate
from rembuk.planning.musrenbang.choosing.problem import Ballot, Bound, Instance, Project
from rembuk.planning.musrenbang.choosing.shares import Opening, run, share
from rembuk.planning.musrenbang.choosing.spans import Span
from rembuk.planning.musrenbang.choosing.tests import elections, slow

UTILITIES: tuple[Utility, ...] = ("cost", "cardinality", "points")
PLAIN = {"cost": equal_shares.by_cost, "cardinality": equal_shares.by_cardinality, "points": equal_shares.by_points}


@settings(max_examples=250)
@given(elections.instances(points=True, halves=True), st.sampled_from(UTILITIES))
def test_the_fast_one_buys_what_the_slow_one_buys(instance: Instance, utility: Utility) -> None:
    expected = slow.chosen(instance, utility) if instance.ballots else []
    assert list(PLAIN[utility](instance).selected) == sorted(expected)


@settings(max_examples=120)
@given(elections.instances(dear=25, halves=True))
def test_completion_is_what_rise_by_rise_ends_with(instance: Instance) -> None:
    expected = slow.completed(instance, "cost") if instance.ballots else []
    assert list(equal_shares.by_cost_completed(instance).selected) == sorted(expected)


@settings(max_examples=100)
@given(elections.instances(dear=600, points=True), st.sampled_from(("cost", "points")))
def test_jumps_land_where_steps_land(instance: Instance, utility: Utility) -> None:
    people = electorate(instance, utility)
    if people.voters:
        jumped, stepped = completion.completed(people), completion.by_steps(people)
        assert (jumped.admission.taken, jumped.paid) == (stepped.admission.taken, stepped.paid)


@settings(max_examples=100)
@given(elections.instances(dear=200, rows=True))
def test_jumps_land_where_steps_land_under_bounds_and_alternatives(instance: Instance) -> None:
    people = electorate(instance, "cost")
    if people.voters:
        assert completion.completed(people).admission.taken == completion.by_steps(people).admission.taken


@settings(max_examples=100)
@given(elections.instances(dear=400, rows=True))
def test_jumps_land_where_steps_land_under_ceilings(instance: Instance) -> None:
    ceilings = tuple(replace(row, least=0) for row in instance.bounds)
    people = electorate(replace(instance, bounds=ceilings, alternatives=()), "cost")
    if people.voters:
        assert completion.completed(people).paid == completion.by_steps(people).paid


@pytest.mark.parametrize("seed", range(3))
def test_jumps_land_where_steps_land_under_the_ceilings_of_a_town(seed: int) -> None:
    town = elections.town(25, 40, 4000, (20, 900), seed=seed)
    people = electorate(replace(town, bounds=(Bound("sarana", most=2500), Bound("daya", most=1500))), "cost")
    assert completion.completed(people).paid == completion.by_steps(people).paid


@pytest.mark.parametrize("seed", range(3))
def test_jumps_land_where_steps_land_in_a_town(seed: int) -> None:
    people = electorate(elections.town(25, 40, 4000, (20, 900), seed=seed), "cost")
    assert completion.completed(people).paid == completion.by_steps(people).paid


@pytest.mark.parametrize("seed", range(4))
def test_two_processes_land_where_one_lands(seed: int, two: list[int]) -> None:
    people = electorate(elections.town(60, 120, 1_000_000, (5_000, 90_000), 10, seed), "cost")
    alone = completion.completed(people)
    with completion.by_two():
        together = completion.completed(people)
    assert (together.admission.taken, together.paid) == (alone.admission.taken, alone.paid)
    assert two == [2]


def test_where_the_other_process_fails_this_one_does_it_all(two: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    people = electorate(elections.town(25, 40, 4000, (20, 900)), "cost")
    alone, here, seek = completion.completed(people), os.getpid(), completion._seek

    def failing(*args: Any) -> int:
        if os.getpid() != here:
            args[1][completion.FREE] = 10**6
            os._exit(1)
        return seek(*args)

    monkeypatch.setattr(completion, "_seek", failing)
    with completion.by_two():
        assert completion.completed(people).paid == alone.paid


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """As if there were two processors; by how many it was sought each time."""
    asked, sought = list[int](), completion._sought_by_many

    def counted(opening: Opening, hands: int) -> int | None:
        asked.append(hands)
        return sought(opening, hands)

    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(completion, "_sought_by_many", counted)
    return asked


@settings(max_examples=60)
@given(elections.instances(dear=600, points=True), st.sampled_from(UTILITIES), st.integers(1, 400), st.integers(1, 60))
def test_a_rise_that_is_certain_is_harmless(instance: Instance, utility: Utility, first: int, width: int) -> None:
    people = electorate(instance, utility)
    if people.candidates:
        _harmless(people, first, width)


@pytest.mark.parametrize("seed", range(2))
def test_wide_spans_are_certain_of_nothing_false_in_a_town(seed: int) -> None:
    people = electorate(elections.town(25, 40, 40_000, (20, 900), 10, seed), "cost")
    assert sum(_harmless(people, first, width) for first in (1, 170, 400) for width in (5, 120)) > 100


def _harmless(people: Electorate, first: int, width: int) -> int:
    """How many rises are certain, each of them run."""
    certain = Span(Opening(people).advance(share(people, first)), first, first + width - 1).doubtful()
    for rise in range(first, certain):
        race = run(people, share(people, rise))
        assert race.admission.total <= people.instance.budget
        assert not completion.exhausted(race)
    return certain - first


def test_a_tie_goes_to_the_name_that_comes_first() -> None:
    projects = tuple(Project(name, 10) for name in ("b", "a", "c"))
    instance = Instance(10, projects, (Ballot(("a", "b", "c")), Ballot(("c", "b", "a"))))
    assert equal_shares.by_cost(instance).selected == ("a",)


def test_rupiah_by_the_million_are_jumped() -> None:
    """By hand: with 3.000.000 more each, the second is reached; both together are all the money."""
    projects = (Project("balai", 12_000_000), Project("selokan", 8_000_000))
    instance = Instance(
        20_000_000, projects, (Ballot(("balai",)), Ballot(("balai",)), Ballot(("selokan",)), Ballot(()))
    )
    assert equal_shares.by_cost(instance).selected == ()
    assert equal_shares.by_cost_completed(instance).selected == ("balai", "selokan")
    assert [step.value for step in equal_shares.by_cost_completed(instance).steps] == [6_000_000, 8_000_000]


def test_nobody_voted_and_nothing_is_bought() -> None:
    assert equal_shares.by_cost_completed(Instance(5, (Project("a", 1),))).selected == ()
