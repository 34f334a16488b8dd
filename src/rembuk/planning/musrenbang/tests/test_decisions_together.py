"""Two people decide a session at one moment, in two real PostgreSQL transactions: one of them decides it."""

from typing import Any

import pytest

from rembuk.coordination.meetings.tests.test_together import overlapping
from rembuk.foundation.audit import verify
from rembuk.planning.musrenbang import actions, queries
from rembuk.planning.musrenbang.models import Choice, Review, Ruling, Session
from rembuk.planning.musrenbang.tests import climbing, hall, scene
from tests import builders

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(db: Any) -> builders.City:
    """The city, committed."""
    return builders.city()


def deciding(town: builders.City, session: Session, who: str) -> Any:
    """The deed of somebody who compared the rules and has the session in hand."""
    mine = Session.objects.select_related("territory", "round", "meeting").get(pk=session.pk)
    seen, actor = queries.case(mine, "kelurahan").fingerprint, town.actor(who)
    return lambda: actions.decide_session(actor=actor, session=mine, purse="kelurahan", rule="own_order", seen=seen)


@pytest.mark.parametrize(("asks_units", "told"), [(True, "again"), (False, "wrong_step")])
def test_a_purse_is_decided_once(town: builders.City, asks_units: bool, told: str) -> None:
    found = scene.opened(town)
    if asks_units:
        climbing.asked(town, title="Jembatan")
    session = hall.prepared(town, found, 2)
    assert overlapping(*(deciding(town, session, who) for who in ("lurah", "kasi"))) == ["done", told]
    assert (Ruling.objects.count(), Choice.objects.count(), Review.objects.count()) == (1, 2, 2)
    assert Session.objects.get().status == ("prepared" if asks_units else "decided")
    assert verify.verify(lambda *_: None).broken is None
