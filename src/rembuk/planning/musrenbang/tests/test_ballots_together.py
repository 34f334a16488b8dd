"""Two people at one moment, in two real PostgreSQL transactions: every ballot is counted once."""

from functools import partial
from typing import Any

import pytest

from rembuk.coordination.meetings.tests.test_together import overlapping
from rembuk.foundation.audit import verify
from rembuk.planning.musrenbang import actions, queries
from rembuk.planning.musrenbang.models import Ballot, Session, Typed
from rembuk.planning.musrenbang.tests import hall, scene
from tests import builders

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(db: Any) -> builders.City:
    """The city, committed."""
    return builders.city()


@pytest.fixture
def vote(town: builders.City) -> Session:
    """A session at its vote, committed."""
    return hall.voting(town, scene.opened(town))


def again(session: Session) -> Session:
    """The session as another process has it in hand."""
    return Session.objects.select_related("territory", "round", "meeting").get(pk=session.pk)


def typed(town: builders.City, vote: Session, who: str, serial: int, told: str) -> Any:
    session, actor = again(vote), town.actor(who)
    return lambda: actions.type_ballot(actor=actor, session=session, serial=serial, told=told)


def test_two_typists_of_one_paper_make_one_ballot(town: builders.City, vote: Session) -> None:
    serial = hall.serials(vote)[0]
    assert overlapping(typed(town, vote, "kasi", serial, "1 3"), typed(town, vote, "petugas_loket", serial, "3 1")) == [
        "done", "done"
    ]  # fmt: skip
    assert list(Ballot.objects.exclude(way="").values_list("serial", "marks", "way")) == [(serial, "1 3", "twice")]


def test_one_person_in_two_tabs_types_once(town: builders.City, vote: Session) -> None:
    serial = hall.serials(vote)[0]
    tabs = [typed(town, vote, "kasi", serial, "1") for _ in range(2)]
    assert overlapping(*tabs) == ["done", "done"]
    assert (Typed.objects.count(), queries.counts(vote).counted) == (1, 0)


def test_a_paper_on_the_screen_and_a_typist_count_once(town: builders.City, vote: Session) -> None:
    serial, session = hall.serials(vote)[0], again(vote)
    given: dict[str, Any] = {
        "actor": town.actor("lurah"),
        "session": session,
        "serial": serial,
        "told": "2",
        "request_key": "k" * 32,
    }
    assert overlapping(lambda: actions.give_ballot(**given), typed(town, vote, "kasi", serial, "1")) == ["done", "used"]
    assert (queries.counts(vote).counted, Typed.objects.count()) == (1, 0)


def test_the_last_paper_is_not_taken_by_two(town: builders.City, vote: Session) -> None:
    *first, one, two = hall.serials(vote)[:5]
    for serial in first:
        hall.twice(town, vote, serial, "1")
    deeds = [typed(town, vote, who, serial, "1") for who, serial in (("kasi", one), ("petugas_loket", two))]
    assert overlapping(*deeds) == ["done", "more_than_handed"]


def test_nothing_slips_in_behind_the_close(town: builders.City, vote: Session) -> None:
    one, two, *_ = hall.serials(vote)
    hall.twice(town, vote, one, "1")
    session, lurah = again(vote), town.actor("lurah")
    close = partial(actions.close_voting, actor=lurah, session=session)
    assert overlapping(close, typed(town, vote, "kasi", two, "1")) == ["done", "wrong_step"]
    assert len(queries.ballots_of(again(vote))) == 1
    assert verify.verify(lambda *_: None).broken is None
