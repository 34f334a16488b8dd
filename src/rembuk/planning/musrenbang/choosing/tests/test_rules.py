"""Every rule keeps the budget and the rows that bind it; each by an example that can be followed by hand."""

import pytest
from hypothesis import given, settings

from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang.choosing import checking
from rembuk.planning.musrenbang.choosing.problem import Ballot, Bound, Instance, Outcome, Project
from rembuk.planning.musrenbang.choosing.rules import RULES
from rembuk.planning.musrenbang.choosing.tests import elections


@settings(max_examples=60)
@given(elections.instances(rows=True, points=True))
def test_every_outcome_keeps_what_was_asked(instance: Instance) -> None:
    found = {key: checking.breaches(instance, rule.choose(instance)) for key, rule in RULES.items()}
    assert found == {key: [] for key in RULES}


@settings(max_examples=40)
@given(elections.instances(rows=True, points=True))
def test_the_order_in_which_things_were_typed_changes_nothing(instance: Instance) -> None:
    turned = Instance(
        instance.budget, instance.projects[::-1], instance.ballots[::-1], instance.groups[::-1],
        instance.alternatives[::-1], instance.together[::-1], instance.bounds[::-1], instance.weights,
    )  # fmt: skip
    assert [rule.choose(turned) for rule in RULES.values()] == [rule.choose(instance) for rule in RULES.values()]


def chosen(key: str, budget: int, costs: dict[str, int], ballots: str = "", **rows: object) -> str:
    """The names that are in; ballots are words of names."""
    projects = tuple(Project(name, cost) for name, cost in costs.items())
    votes = tuple(Ballot(tuple(word)) for word in ballots.split())
    return "".join(RULES[key].choose(Instance(budget, projects, votes, **rows)).selected)  # type: ignore[arg-type]


COSTS = {"a": 6, "b": 5, "c": 4, "d": 1}
VOTES = "ab ab ac bd a"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("greedy_by_votes", "acd"),  # a (4 votes), b does not fit any more, c and d do not both: c first by name
        ("greedy_by_votes_no_skip", "a"),
        ("greedy_votes_per_cost", "acd"),
    ],
)
def test_by_votes(key: str, expected: str) -> None:
    assert chosen(key, 11, {**COSTS, "b": 6}, VOTES) == expected


def test_of_alternatives_one_is_in() -> None:
    assert chosen("greedy_by_votes", 16, COSTS, VOTES, alternatives=(frozenset("ab"),)) == "acd"
    assert chosen("mes_cost_add1", 16, COSTS, VOTES, alternatives=(frozenset("ab"),)) == "acd"


def test_works_that_go_together_are_in_or_out_together() -> None:
    assert chosen("greedy_by_votes", 10, COSTS, VOTES, together=(frozenset("ab"),)) == "cd"
    assert chosen("greedy_by_votes", 11, COSTS, VOTES, together=(frozenset("ab"),)) == "ab"


def test_alternatives_that_must_go_together_are_never_in() -> None:
    both = frozenset("ab")
    assert chosen("greedy_by_votes", 16, COSTS, VOTES, together=(both,), alternatives=(both,)) == "cd"


def own(*rows: tuple[str, int, str, int], budget: int, **more: object) -> Outcome:
    """By own order: name, cost, RW, rank."""
    projects = tuple(Project(name, cost, group, rank) for name, cost, group, rank in rows)
    return RULES["own_order"].choose(Instance(budget, projects, groups=("1", "2"), **more))  # type: ignore[arg-type]


def test_each_rw_walks_down_its_own_order_within_its_share() -> None:
    rows = (("a", 4, "1", 1), ("b", 3, "1", 2), ("c", 1, "1", 3), ("d", 5, "2", 1))
    found = own(*rows, budget=11)
    assert [(step.ids, step.why) for step in found.steps] == [
        (("a",), "jatah RW"), (("c",), "jatah RW"), (("d",), "jatah RW"),
    ]  # fmt: skip
    assert found.cost == 10


def test_what_is_left_goes_to_whoever_received_least() -> None:
    rows = (("a", 4, "1", 1), ("b", 3, "1", 2), ("d", 9, "2", 1), ("e", 2, "2", 2), ("f", 1, "", 1))
    found = own(*rows, budget=10)
    assert [(step.ids[0], step.why) for step in found.steps] == [
        ("a", "jatah RW"), ("e", "jatah RW"), ("f", "sisa bersama"), ("b", "sisa bersama"),
    ]  # fmt: skip


def test_a_work_of_two_rws_is_paid_by_both() -> None:
    rows = (("a", 4, "1", 2), ("b", 4, "2", 1), ("c", 5, "1", 1))
    assert own(*rows, budget=10, together=(frozenset("ab"),)).selected == ("c",)
    assert own(*rows, budget=18, together=(frozenset("ab"),)).selected == ("a", "b", "c")
    assert own(*rows, budget=18, together=(frozenset("ab"),)).steps[0].ids == ("c",)


KINDS = (Project("a", 6, kind="sarana"), Project("b", 5, kind="sarana"), Project("c", 2, kind="daya"))
THREE = (Ballot(("a", "b")), Ballot(("a", "b")), Ballot(("a", "c")))


@pytest.mark.parametrize("key", ["greedy_by_votes", "greedy_votes_per_cost", "mes_cost_add1", "criteria", "own_order"])
def test_bounds_hold_in_every_rule(key: str) -> None:
    choose = RULES[key].choose
    assert "c" in choose(Instance(11, KINDS, THREE, bounds=(Bound("daya", least=2),))).selected
    assert choose(Instance(11, KINDS, THREE, bounds=(Bound("sarana", most=5),))).selected == ("b", "c")


def test_rows_that_cannot_be_meant_are_refused() -> None:
    for bounds in ((Bound("daya", least=12),), (Bound("daya", least=2), Bound(least=1))):
        with pytest.raises(Refused) as refused:
            RULES["greedy_by_votes"].choose(Instance(11, KINDS, THREE, bounds=bounds))
        assert refused.value.code == "bounds"


def test_criteria_count_by_their_weights() -> None:
    projects = (Project("a", 5, marks={"mendesak": 1, "manfaat": 9}), Project("b", 5, marks={"mendesak": 8}))
    assert RULES["criteria"].choose(Instance(5, projects, weights={"mendesak": 2, "manfaat": 1})).selected == ("b",)
    assert RULES["criteria"].choose(Instance(5, projects, weights={"mendesak": 1, "manfaat": 1})).selected == ("a",)


def test_the_checker_finds_every_kind_of_fault() -> None:
    projects = (Project("a", 6, kind="sarana"), Project("b", 5), Project("c", 2, kind="daya"))
    instance = Instance(10, projects, alternatives=(frozenset("ac"),), together=(frozenset("bc"),),
                        bounds=(Bound("sarana", most=5), Bound("daya", least=2)))  # fmt: skip
    assert checking.breaches(instance, Outcome(("a", "b"), 11)) == ["budget", "together", "most", "least"]
    assert checking.breaches(instance, Outcome(("c", "a", "x"), 7)) == [
        "unknown x", "not a set in order", "cost", "alternatives", "together", "most",
    ]  # fmt: skip
