"""Counts are what a recount of the events gives, on every level, however they came to be."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit.actions import Aside
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.seams import TALLIES, Move, Tally, Told
from rembuk.foundation.tallies import actions, queries, rules
from rembuk.foundation.tallies.models import Count

NOON = datetime(2026, 1, 30, 5, tzinfo=UTC)
FIRST = date(2026, 1, 1)
RT, RT_NEXT, RW = "001001001", "001001002", "001001"


def source(events: Sequence[Told]) -> Iterator[Tally]:
    """A thing counts in its state on its day; a move takes it out of one and puts it into another."""
    for told in events:
        changes = told.body["changes"]
        if changes.get("from"):
            yield Tally("things", changes["from"], told.path, date.fromisoformat(changes["from_day"]), -1)
        if changes.get("to"):
            yield Tally("things", changes["to"], told.path, date.fromisoformat(changes["to_day"]), 1)


@pytest.fixture(autouse=True)
def slot(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(TALLIES, "_filled", (source,))
    with clock.standing(NOON):
        yield


def thing(path: str = RT) -> Aside:
    return Aside("tallies.thing", chance.new_id(), path)


def move(
    what: Aside, before: tuple[str, date] | None, after: tuple[str, date] | None, verb: str = "tallies.moved"
) -> None:
    changes: dict[str, object] = {}
    if before:
        changes |= {"from": before[0], "from_day": before[1]}
    if after:
        changes |= {"to": after[0], "to_day": after[1]}
    audit.record(SYSTEM, what, verb, changes=changes)


def forward(limit: int = 3) -> int:
    total = 0
    while done := actions.bring_forward(limit):
        total += done
    return total


def test_a_place_counts_on_every_level_above() -> None:
    assert rules.levels(RT) == ["", "001", "001001", "001001001"]
    assert rules.levels("") == [""]


@pytest.mark.django_db
def test_a_count_is_a_sum_over_places_and_days() -> None:
    for day, path in ((0, RT), (1, RT), (1, RT_NEXT), (2, RW), (2, "")):
        move(thing(path), None, ("open", FIRST + timedelta(days=day)))
    assert forward() == 5
    assert queries.count("things", "open", RT) == 2
    assert queries.count("things", "open", RW) == 4
    assert queries.count("things", "open", "") == 5
    assert queries.count("things", "open", RW, since=FIRST + timedelta(days=1)) == 3
    assert queries.count("things", "open", RW, until=FIRST) == 1
    assert queries.count("things", "closed", RW) == queries.count("others", "open", RW) == 0
    later = queries.Span("things", since=FIRST + timedelta(days=1), until=FIRST + timedelta(days=1))
    assert queries.sums(RW, queries.Span("others"), queries.Span("none"), later) == {("things", "open"): (3, 2)}
    assert queries.sums("", queries.Span("things", until=FIRST), queries.Span("others"), queries.Span("none")) == {
        ("things", "open"): (5, 1)
    }
    assert queries.table("path", [RT, RT_NEXT], queries.Span("things", until=FIRST), queries.Span("none")) == {
        (RT, "things"): (2, 1), (RT_NEXT, "things"): (1, 0),
    }  # fmt: skip
    assert queries.table("state", [""], later) == {("open", "things"): (4, 2)}
    assert queries.table("state", [], later) == {}
    assert queries.by_day("things", "open", "", FIRST, FIRST + timedelta(days=1)) == {
        FIRST: 1,
        FIRST + timedelta(days=1): 2,
    }


@pytest.mark.django_db
def test_what_moves_on_leaves_its_state() -> None:
    one = thing()
    move(one, None, ("open", FIRST))
    forward()
    move(one, ("open", FIRST), ("closed", FIRST + timedelta(days=3)))
    forward()
    assert queries.by_state("things", RT) == {"closed": 1}


@pytest.mark.django_db
def test_an_event_counts_once() -> None:
    move(thing(), None, ("open", FIRST))
    assert (forward(), forward()) == (1, 0)
    assert queries.count("things", "open", "") == 1


@pytest.mark.django_db(transaction=True)
def test_a_source_that_fails_counts_nothing_and_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    move(thing(), None, ("open", FIRST))

    def fails(told: Sequence[Told]) -> Iterator[Tally]:
        yield from source(told)
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(TALLIES, "_filled", (fails,))
        with pytest.raises(ZeroDivisionError):
            actions.bring_forward(10)
    assert not Count.objects.exists()
    forward()
    assert queries.count("things", "open", "") == 1


@pytest.mark.django_db
def test_rebuilding_mends_what_was_damaged() -> None:
    one = thing()
    move(one, None, ("open", FIRST))
    move(one, ("open", FIRST), ("closed", FIRST))
    forward()
    Count.objects.update(amount=77)
    assert actions.rebuild() == 2
    assert queries.by_state("things", RT) == {"closed": 1}
    assert not Count.objects.filter(amount=0).exists()
    assert forward() == 0


@pytest.mark.django_db
def test_what_very_many_events_say_is_laid_beside_what_stands() -> None:
    move(thing(), None, ("open", FIRST))
    forward()
    actions.lay({
        (RT, "things", "closed", FIRST): 3, (RT_NEXT, "things", "closed", FIRST): 4, (RT, "things", "open", FIRST): 0,
    })  # fmt: skip
    assert queries.by_state("things", RW) == {"open": 1, "closed": 7}
    assert queries.by_state("things", RT) == {"open": 1, "closed": 3}


states = st.sampled_from(["open", "late", "closed", ""])
days = st.integers(0, 4).map(lambda n: FIRST + timedelta(days=n))
paths = st.sampled_from([RT, RT_NEXT, RW, "001001001001", "001", "002003", ""])
histories = st.lists(st.tuples(paths, st.lists(st.tuples(states, days), max_size=4)), max_size=5)


@pytest.mark.django_db(transaction=False)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=histories, limit=st.integers(1, 7), forward_often=st.booleans())
def test_counts_equal_a_recount(
    histories: list[tuple[str, list[tuple[str, date]]]], limit: int, forward_often: bool
) -> None:
    from django.db import transaction

    with transaction.atomic():
        wanted: Counter[tuple[str, str, date]] = Counter()
        for path, steps in histories:
            one, before = thing(path), None
            for state, day in steps:
                after = (state, day) if state else None
                move(one, before, after)
                before = after
                if forward_often:
                    actions.bring_forward(limit)
            if before:
                wanted.update((level, before[0], before[1]) for level in rules.levels(path))
        forward(limit)

        def counted() -> dict[tuple[str, str, date], int]:
            rows = Count.objects.exclude(amount=0).values_list("path", "state", "day", "amount")
            return {(path, state, day): amount for path, state, day, amount in rows}

        assert counted() == dict(wanted)
        actions.rebuild()
        assert counted() == dict(wanted)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_count_asks_an_index_not_the_table(django_assert_num_queries: object) -> None:
    for n in range(3):
        move(thing(f"00{n}"), None, ("open", FIRST))
    forward()
    assert Event.objects.count() == 3
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.count("things", "open", "001")
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN " + ("QUERY PLAN " if connection.vendor == "sqlite" else "")
            + "SELECT sum(amount) FROM tallies_count WHERE path = '001' AND kind = 'things' AND state = 'open'"
        )  # fmt: skip
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert connection.vendor == "postgresql" or "USING INDEX" in plan


@pytest.mark.django_db
def test_counts_go_with_a_territory_that_moves() -> None:
    move(thing(RT), None, ("open", FIRST))
    move(thing(RT_NEXT), None, ("open", FIRST))
    move(thing("002001001"), None, ("open", FIRST))
    forward()
    # RW 001001 with its two RT goes from the kelurahan 001 to 002, where it becomes 002002.
    actions.move_counts(moves=[Move("001001", "002002", {}), Move(RT, "002002001", {}), Move(RT_NEXT, "002002002", {})])
    found = {path: queries.count("things", "open", path) for path in ("", "001", RW, RT, "002", "002002", "002002001")}
    assert found == {"": 3, "001": 0, RW: 0, RT: 0, "002": 3, "002002": 2, "002002001": 1}


def test_what_is_no_word_of_ours_never_reaches_the_statement() -> None:
    with pytest.raises(ValueError, match="no path, kind or state"):
        queries.table("state", ["001"], queries.Span("things"), states=["open' OR ''='"])
