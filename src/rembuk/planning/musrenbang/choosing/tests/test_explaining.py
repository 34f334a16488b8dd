"""Why a proposal is out: the sentence is true, and one less would not be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.planning.musrenbang.choosing import explaining
from rembuk.planning.musrenbang.choosing.problem import Ballot, Instance, Project
from rembuk.planning.musrenbang.choosing.rules import RULES
from rembuk.planning.musrenbang.choosing.tests import elections

CHANGES = (("cheaper", explaining.cheaper), ("delegates", explaining.wanted_by))


@settings(max_examples=60)
@given(elections.instances(rows=True), st.sampled_from(sorted(RULES)), st.data())
def test_just_that_change_brings_it_in_and_one_less_does_not(instance: Instance, key: str, data: st.DataObject) -> None:
    choose = RULES[key].choose
    out = [project for project in instance.projects if project.id not in choose(instance).selected]
    if not out:
        return
    project = data.draw(st.sampled_from(out))
    reason = explaining.reason(instance, key, project.id)
    for field, change in CHANGES:
        amount = getattr(reason, field)
        if amount is not None:
            assert project.id in choose(change(instance, project, amount)).selected
            step = _step(key, project) if field == "cheaper" else 1
            less = amount - step
            assert less <= 0 or amount % step or project.id not in choose(change(instance, project, less)).selected
    if reason.rank is not None:
        place = explaining._place(instance, project)
        raised = place - reason.rank
        assert 0 < raised < place
        assert project.id in choose(explaining.raised(instance, project, raised)).selected
        assert raised == 1 or project.id not in choose(explaining.raised(instance, project, raised - 1)).selected


def _step(key: str, project: Project) -> int:
    return explaining.round_sum(project.cost) if RULES[key].is_long else 1


@given(st.integers(1, 10**12))
def test_a_round_sum_is_round_and_twenty_to_fifty_of_it_make_up_the_cost(cost: int) -> None:
    found = explaining.round_sum(cost)
    assert str(found).rstrip("0") in {"1", "2", "5"}
    assert found == 1 or found * 20 <= cost
    assert cost < found * 50


PROJECTS = (Project("a", 60, "RW 1", 1), Project("b", 50, "RW 1", 2), Project("c", 30, "RW 2", 1))
VOTES = (Ballot(("a",)), Ballot(("a",)), Ballot(("a", "c")), Ballot(("b",)), Ballot(("c",)))


@pytest.mark.parametrize(
    ("key", "name", "sentence"),
    [
        ("greedy_by_votes", "b", "Masuk bila biayanya Rp40 lebih murah, atau 3 delegasi lagi memilihnya."),
        ("own_order", "a", "Masuk bila biayanya Rp10 lebih murah."),
    ],
)
def test_the_sentence(key: str, name: str, sentence: str) -> None:
    instance = Instance(100, PROJECTS, VOTES, ("RW 1", "RW 2"))
    assert explaining.reason(instance, key, name).sentence == sentence


@pytest.mark.parametrize(("name", "place"), [("b", 2), ("d", 2), ("e", 1)])
def test_the_place_that_would_do_is_the_one_named(name: str, place: int) -> None:
    costs = {"a": 10, "x": 20, "b": 20, "d": 20, "e": 30}
    order = tuple(Project(key, cost, "RW 1", rank) for rank, (key, cost) in enumerate(costs.items(), 1))
    instance = Instance(60, (*order, Project("c", 30, "RW 2", 1)), groups=("RW 1", "RW 2"))
    assert explaining.reason(instance, "own_order", name).sentence == f"Masuk bila RW menaruhnya di urutan {place}."


def test_it_says_where_no_single_change_would_do() -> None:
    instance = Instance(100, PROJECTS, VOTES, alternatives=(frozenset("ab"),))
    blocked = explaining.reason(instance, "greedy_by_votes_no_skip", "b")
    assert (blocked.cheaper, blocked.delegates) == (None, 3)
    assert "tidak ada satu perubahan" in explaining.Reason().sentence
