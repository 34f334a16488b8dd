"""Ballots: what may stand on one, each counted once, differences settled, and what a secret keeps."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.foundation.audit import verify
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import actions, ballots, queries
from rembuk.planning.musrenbang.models import Round
from rembuk.planning.musrenbang.tests import hall
from tests import builders

NUMBERS = frozenset(range(1, 13))


def refusal(deed: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.code


@pytest.mark.parametrize(
    ("form", "told", "code"),
    [("approval", "3 99", "unknown"), ("approval", "3 7 3", "twice"), ("approval", "1 2 3 4", "too_many"),
     ("approval", "tiga", "no_number"), ("approval", "3=2", "no_points"), ("points", "3=2 7", "no_points"),
     ("points", "3=0", "no_points"), ("points", "3=6 7=5", "too_many_points"), ("points", "3=2 3=1", "twice"),
     ("ranking", "7 0", "unknown"), ("ranking", "-3", "no_number")],
)  # fmt: skip
def test_what_no_ballot_may_say(form: str, told: str, code: str) -> None:
    asked = ballots.Rules(form, NUMBERS, most=3, points=10)
    assert refusal(lambda: ballots.canonical(told, asked)) == code


@pytest.mark.parametrize(
    ("form", "told", "written"),
    [("approval", " 12, 3;7 ", "3 7 12"), ("ranking", "12 3 7", "12 3 7"), ("points", "7 = 2, 3:5", "3=5 7=2"),
     ("approval", "", ""), ("approval", "007", "7")],
)  # fmt: skip
def test_what_is_the_same_is_written_the_same(form: str, told: str, written: str) -> None:
    assert ballots.canonical(told, ballots.Rules(form, NUMBERS, points=10)) == written


@given(st.lists(st.sampled_from(sorted(NUMBERS)), unique=True), st.sampled_from(["approval", "ranking"]))
def test_a_ballot_reads_back_as_it_was_given(numbers: list[int], form: str) -> None:
    asked = ballots.Rules(form, NUMBERS)
    written = ballots.canonical(" ".join(map(str, numbers)), asked)
    assert ballots.canonical(written, asked) == written
    read = [mark.number for mark in ballots.marks(written, form)]
    assert read == (numbers if form == "ranking" else sorted(numbers))


def test_a_paper_counts_when_two_people_typed_the_same(found: Round, town: builders.City) -> None:
    session = hall.voting(town, found)
    serial = hall.serials(session)[0]
    first = actions.type_ballot(actor=town.actor("petugas_loket"), session=session, serial=serial, told="3 1")
    assert (first.agrees, queries.counts(session).counted) == (None, 0)
    assert queries.waits_for(session, town.actor("kasi").user_id) == [serial]
    assert queries.waits_for(session, town.actor("petugas_loket").user_id) == []
    second = actions.type_ballot(actor=town.actor("kasi"), session=session, serial=serial, told="1, 3")
    assert (second.agrees, queries.counts(session).counted) == (True, 1)


def test_the_same_person_is_not_two_and_a_resend_is_no_second_ballot(found: Round, town: builders.City) -> None:
    session, clerk = hall.voting(town, found), town.actor("petugas_loket")
    serial = hall.serials(session)[0]
    for _ in range(3):
        actions.type_ballot(actor=clerk, session=session, serial=serial, told="1")
    assert queries.counts(session).once == 1
    assert refusal(lambda: actions.type_ballot(actor=clerk, session=session, serial=serial, told="2")) == "yours"
    hall.twice(town, session, serial, "1")
    assert refusal(
        lambda: actions.type_ballot(actor=town.actor("lurah"), session=session, serial=serial, told="1")
    ) == ("used")
    assert actions.type_ballot(actor=clerk, session=session, serial=serial, told="1").agrees is True
    assert queries.counts(session).counted == 1


def test_a_difference_is_settled_with_a_third_look(found: Round, town: builders.City) -> None:
    session, lurah = hall.voting(town, found), town.actor("lurah")
    serial = hall.serials(session)[0]
    actions.type_ballot(actor=town.actor("petugas_loket"), session=session, serial=serial, told="1 2")
    assert refusal(lambda: actions.settle_ballot(actor=lurah, session=session, serial=serial, told="1")) == (
        "no_difference"
    )
    answer = actions.type_ballot(actor=town.actor("kasi"), session=session, serial=serial, told="1 3")
    assert answer.agrees is False
    [(ballot, one, other)] = queries.differences(session)
    assert (ballot.serial, one.marks, other.marks) == (serial, "1 2", "1 3")
    assert refusal(lambda: actions.close_voting(actor=lurah, session=session)) == "open"
    for _ in range(2):
        actions.settle_ballot(actor=lurah, session=session, serial=serial, told="1 3")
    assert refusal(lambda: actions.settle_ballot(actor=lurah, session=session, serial=serial, told="2")) == (
        "no_difference"
    )
    assert (queries.differences(session), queries.counts(session).counted) == ([], 1)
    actions.close_voting(actor=lurah, session=session)
    assert queries.tally(session) == {1: ballots.Tally(1, 1), 3: ballots.Tally(1, 1)}


def test_more_than_were_handed_out_cannot_come_in(found: Round, town: builders.City) -> None:
    session = hall.voting(town, found, seats=2)
    one, two, three, _ = hall.serials(session)
    hall.twice(town, session, one, "1")
    hall.twice(town, session, two, "2")
    deed: dict[str, Any] = {"actor": town.actor("kasi"), "session": session, "serial": three, "told": "3"}
    assert refusal(lambda: actions.type_ballot(**deed)) == "more_than_handed"
    assert refusal(lambda: actions.give_ballot(**deed, request_key="k")) == "more_than_handed"
    body = town.institution("rw").pk
    lurah = town.actor("lurah")
    assert refusal(lambda: actions.hand_out(actor=lurah, session=session, handed={body: 1})) == "too_few"
    assert refusal(lambda: actions.hand_out(actor=lurah, session=session, handed={body: 3})) == "too_many"


def test_the_shared_screen_takes_a_paper_once(found: Round, town: builders.City) -> None:
    session, clerk = hall.voting(town, found), town.actor("petugas_loket")
    one, two, *_ = hall.serials(session)

    def give(serial: int, told: str, key: str) -> Any:
        return actions.give_ballot(actor=clerk, session=session, serial=serial, told=told, request_key=key)

    for _ in range(2):
        give(one, "1 2", "a" * 32)
    assert refusal(lambda: give(one, "1 2", "b" * 32)) == "used"
    assert refusal(lambda: give(one, "3", "a" * 32)) == "used"
    assert refusal(lambda: give(1, "3", "c" * 32)) == "no_ballot"
    actions.type_ballot(actor=clerk, session=session, serial=two, told="3")
    assert refusal(lambda: give(two, "3", "c" * 32)) == "used"
    assert refusal(lambda: actions.type_ballot(actor=clerk, session=session, serial=one, told="1 2")) == "used"
    assert queries.counts(session).counted == 1


@pytest.mark.parametrize("deed", [actions.type_ballot, actions.settle_ballot])
def test_a_paper_that_is_not_of_this_session_is_nowhere(
    found: Round, town: builders.City, deed: Callable[..., Any]
) -> None:
    session = hall.voting(town, found)
    assert refusal(lambda: deed(actor=town.actor("kasi"), session=session, serial=5, told="1")) == "no_ballot"


def test_a_spoiled_paper_counts_for_nothing(found: Round, town: builders.City) -> None:
    session, lurah = hall.voting(town, found), town.actor("lurah")
    serial, other, *_ = hall.serials(session)
    assert refusal(lambda: actions.void_ballot(actor=lurah, session=session, serial=serial, reason=" ")) == "no_reason"
    actions.void_ballot(actor=lurah, session=session, serial=serial, reason="Sobek.")
    clerk = town.actor("petugas_loket")
    assert refusal(lambda: actions.type_ballot(actor=clerk, session=session, serial=serial, told="1")) == "void"
    hall.twice(town, session, other, "1")
    assert refusal(lambda: actions.void_ballot(actor=lurah, session=session, serial=other, reason="Salah.")) == "used"


def test_after_the_close_nothing_comes_in_until_it_is_opened_again(found: Round, town: builders.City) -> None:
    session, lurah = hall.voting(town, found), town.actor("lurah")
    one, two, *_ = hall.serials(session)
    assert refusal(lambda: actions.close_voting(actor=lurah, session=session)) == "none"
    hall.twice(town, session, one, "1 3")
    assert queries.ballots_of(session) == ()
    actions.close_voting(actor=lurah, session=session)
    assert refusal(lambda: hall.twice(town, session, two, "1")) == "wrong_step"
    assert refusal(lambda: actions.reopen_voting(actor=lurah, session=session, reason="")) == "no_reason"
    actions.reopen_voting(actor=lurah, session=session, reason="Satu lembar tertinggal.")
    hall.twice(town, session, two, "1")
    actions.close_voting(actor=lurah, session=session)
    ids = {row.number: str(row.proposal_id) for row in queries.matters(session)}
    assert sorted(row.names for row in queries.ballots_of(session)) == sorted([(ids[1],), (ids[1], ids[3])])
    assert verify.verify(lambda *_: None).broken is None


@pytest.mark.parametrize(
    ("form", "told", "points"), [("approval", "1 2", ()), ("points", "1=4 2=6", (4, 6)), ("ranking", "2 1", (2, 1))]
)
def test_the_rules_read_ballots_by_proposal(
    found: Round, town: builders.City, form: str, told: str, points: tuple[int, ...]
) -> None:
    session = hall.voting(town, found, form=form, points=10 if form == "points" else 0)
    hall.twice(town, session, hall.serials(session)[0], told)
    actions.close_voting(actor=town.actor("lurah"), session=session)
    [ballot] = queries.ballots_of(session)
    assert ballot.points == points
    assert len(ballot.names) == 2


def test_a_secret_ballot_leaves_no_line_that_says_whose_or_when(found: Round, town: builders.City) -> None:
    session = hall.voting(town, found)
    serial = hall.serials(session)[0]
    actions.give_ballot(actor=town.actor("kasi"), session=session, serial=serial, told="2", request_key="k" * 32)
    told = json.loads(Event.objects.get(verb="musrenbang.ballot_given").body)
    assert told["changes"] == {}
    # Ids, hashes and moments hold any digits by chance.
    words = {key: value for key, value in told.items() if key not in {"at", "id", "previous"}}
    assert str(serial) not in json.dumps(words)
