"""The planner of Fridays: what it keeps, what it says where it cannot, and the checker that knows no planner."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from rembuk.coordination.visits.rotation import planning, remedies
from rembuk.coordination.visits.rotation.checking import breaches
from rembuk.coordination.visits.rotation.problem import Friday, Place, Problem, Stop
from rembuk.coordination.visits.rotation.urgency import Facts, Weights, score, sentence
from rembuk.coordination.visits.tests import cities

START = cities.START


def fridays(count: int, most: int = 1) -> tuple[Friday, ...]:
    return tuple(Friday(START + timedelta(days=7 * week), most, openable=True) for week in range(count))


def city(count: int, weeks: int, *, most: int = 1, bound: int = 365, near: bool = True) -> Problem:
    """Kelurahan in a row, each beside the next; the first weighs least."""
    keys = [f"k{number}" for number in range(count)]
    pairs = {frozenset(pair) for pair in itertools.pairwise(keys)} if near else set()
    return Problem(
        start=START, end=START + timedelta(days=364), bound=bound, fridays=fridays(weeks, most),
        places=tuple(Place(key, None, 1.0 + number) for number, key in enumerate(keys)), neighbours=frozenset(pairs),
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cities.problems())
def test_no_bound_breaks_unless_it_is_said(problem: Problem) -> None:
    answer = planning.plan(problem)
    found = breaches(problem, answer.stops)
    assert {one.key for one in found} <= set(answer.unmet), found
    assert all(one.kind == "bound" for one in found)
    assert bool(answer.unmet) == bool(answer.short)
    assert {one.key for one in found} == set(answer.unmet)


def test_the_urgent_come_first() -> None:
    answer = planning.plan(city(4, 6))
    assert [stop.key for stop in answer.stops] == ["k3", "k2", "k1", "k0"]
    assert not answer.unmet
    assert answer.gap <= planning.GAP


def test_nobody_is_visited_again_at_once() -> None:
    problem = city(3, 20)
    lately = replace(problem, places=(*problem.places[:2], Place("k2", START - timedelta(days=7), 90.0)))
    assert [stop.key for stop in planning.plan(lately).stops] == ["k1", "k0", "k2"]
    assert planning.plan(lately).stops[-1].date == problem.fridays[-1].date


def test_two_go_on_a_friday_only_where_there_are_too_few_and_only_neighbours() -> None:
    answer = planning.plan(city(6, 4, most=2))
    days = [stop.date for stop in answer.stops]
    assert len(answer.stops) == 6
    assert len(set(days)) == 4
    assert answer.pairs == 2
    assert not breaches(city(6, 4, most=2), answer.stops)
    assert planning.plan(city(6, 8, most=2)).pairs == 0


def test_what_cannot_be_done_is_said_with_what_would_help() -> None:
    problem = city(10, 7)
    closed = tuple(replace(row, most=0, date=row.date + timedelta(days=49)) for row in fridays(4))
    answer = planning.plan(replace(problem, fridays=problem.fridays + closed))
    assert answer.short == 3
    assert len(answer.unmet) == 3
    found = {one.kind: one.amount for one in remedies.remedies(replace(problem, fridays=problem.fridays + closed))}
    assert found["two"] == 3
    assert found["open"] == 3
    # With so long a bound the year asks for nothing.
    assert found["bound"] > 365


def test_56_places_on_46_fridays_need_two_on_some() -> None:
    closed = (10, 11, 12, 20, 33, 50)
    answer = planning.plan(cities.year(56, 52, closed=closed))
    assert not answer.unmet
    assert answer.pairs == 10
    alone = cities.year(56, 52, closed=closed, most=1)
    assert planning.shortage(alone) == 10


def test_planning_anew_moves_only_what_must_move() -> None:
    problem = city(5, 8)
    before = planning.plan(problem).stops
    shut = tuple(replace(row, most=0) if row.date == before[1].date else row for row in problem.fridays)
    after = planning.plan(replace(problem, fridays=shut, published=frozenset(before)))
    assert after.moved == (before[1],)
    heavier = tuple(replace(row, weight=100.0 - 10 * number) for number, row in enumerate(problem.places))
    assert not planning.plan(replace(problem, places=heavier, published=frozenset(before))).moved


def test_what_a_person_fixed_stays_neighbours_or_not() -> None:
    problem = city(5, 8, most=2)
    on = problem.fridays[6].date
    fixed = frozenset({Stop(on, "k0"), Stop(on, "k4")})
    answer = planning.plan(replace(problem, fixed=fixed))
    assert fixed <= set(answer.stops)
    assert not breaches(replace(problem, fixed=fixed), answer.stops)
    shut = tuple(replace(row, most=0) if row.date == on else row for row in problem.fridays)
    assert set(planning.plan(replace(problem, fixed=fixed, fridays=shut)).released) == fixed


def test_a_place_past_its_bound_before_the_plan_is_named_and_still_visited() -> None:
    problem = city(2, 3, bound=30)
    places = (Place("k0", START - timedelta(days=90)), Place("k1", START - timedelta(days=20)))
    problem = replace(problem, end=START + timedelta(days=20), places=places)
    answer = planning.plan(problem)
    assert answer.overdue == ("k0",)
    assert not answer.unmet
    assert next(stop.date for stop in answer.stops if stop.key == "k1") <= START + timedelta(days=10)


@pytest.mark.parametrize(
    ("stops", "kind"),
    [
        ((Stop(START, "k9"),), "unknown"), ((Stop(START + timedelta(days=1), "k0"),), "closed"),
        ((Stop(START, "k0"), Stop(START, "k1"), Stop(START, "k2")), "crowded"),
        ((Stop(START, "k0"), Stop(START, "k2")), "strangers"), ((), "bound"), ((), "fixed"),
    ],
)  # fmt: skip
def test_the_checker_sees_each_fault(stops: tuple[Stop, ...], kind: str) -> None:
    problem = replace(city(3, 4, most=2, bound=100), fixed=frozenset({Stop(START, "k1")}))
    assert kind in {one.kind for one in breaches(problem, stops)}


def test_the_checker_counts_days_from_visit_to_visit() -> None:
    problem = replace(city(1, 20, bound=30), end=START + timedelta(days=100))
    days = (0, 28, 56, 84)
    assert not breaches(problem, [Stop(START + timedelta(days=day), "k0") for day in days])
    assert [one.on for one in breaches(problem, [Stop(START + timedelta(days=day), "k0") for day in (0, 28, 84)])] == [
        START + timedelta(days=58)
    ]


def test_urgency_is_a_sum_that_anyone_can_do() -> None:
    facts, weights = Facts(silent=4, open=31, broken=2, days=300, people=48_200), Weights(2, 1, 3, 1)
    assert score(facts, weights, never=457) == round(8 + 6 + 310_000 / 48_200 + 10)
    assert score(Facts(), weights, never=300) == 10
    assert sentence(facts) == (
        "300 hari sejak rembuk terakhir, 4 tanpa kabar, 2 lewat janji, 31 laporan terbuka (dari 48.200 jiwa)."
    )
    assert "jumlah penduduk belum ada" in sentence(Facts())
    assert sentence(Facts()).startswith("Belum pernah ada rembuk")


def test_dates_are_the_same_each_time() -> None:
    assert planning.plan(city(6, 9)) == planning.plan(city(6, 9))
    assert date(2026, 1, 2).weekday() == 4
