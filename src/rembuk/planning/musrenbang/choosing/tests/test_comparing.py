"""The rules side by side."""

import time

import pytest

from rembuk.planning.musrenbang.choosing import comparing
from rembuk.planning.musrenbang.choosing.problem import Ballot, Instance, Project
from rembuk.planning.musrenbang.choosing.tests import elections

PROJECTS = (Project("a", 60, "RW 1", 1), Project("b", 50, "RW 1", 2), Project("c", 30, "RW 2", 1), Project("d", 10))
VOTES = (Ballot(("a",)), Ballot(("a",)), Ballot(("a", "b")), Ballot(("b",)), Ballot(("c",)))


def test_what_each_rw_gets_of_its_equal_share() -> None:
    instance = Instance(120, PROJECTS, VOTES, ("RW 1", "RW 2", "RW 3"))
    columns = {column.key: column for column in comparing.side_by_side(instance)}
    assert next(iter(columns)) == "own_order"
    by_votes = columns["greedy_by_votes"]
    assert (by_votes.outcome.selected, by_votes.left) == (("a", "b", "d"), 0)
    assert [(row.group, row.chosen, row.cost, float(row.of_share)) for row in by_votes.portions] == [
        ("RW 1", 2, 110, 110 / 40), ("RW 2", 0, 0, 0), ("RW 3", 0, 0, 0),
    ]  # fmt: skip
    assert by_votes.with_nothing == ("RW 2", "RW 3")
    assert "mes_points" not in columns
    assert "criteria" not in columns


def test_without_ballots_the_rule_that_people_use_is_still_there() -> None:
    assert [column.key for column in comparing.side_by_side(Instance(120, PROJECTS, groups=("RW 1",)))] == ["own_order"]


@pytest.mark.bench
def test_330_proposals_and_100_ballots_within_two_seconds() -> None:
    instance = elections.town(330, 100, 500_000_000, (1_000, 200_000), 1000)
    started = time.process_time()
    comparing.side_by_side(instance)
    assert time.process_time() - started < 2
