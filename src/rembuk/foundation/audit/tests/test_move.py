"""A step checks the state, is first or refused, and leaves one line."""

import json

import pytest

from rembuk.foundation.audit import actions, queries
from rembuk.foundation.audit.tests.conftest import CLIMB, SEND, SITI, Other, beside, letter
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.notices.models import Delivery


@pytest.mark.django_db
def test_a_step_moves_and_records() -> None:
    lamp = letter()
    event = actions.move(
        SITI, lamp, SEND, changes={"tries": 3}, unrecorded={"error": "rahasia"}, details={"by": "motor"}
    )
    row = Delivery.objects.get(pk=lamp.pk)
    assert (row.status, row.version, row.tries, row.error) == ("sent", 2, 3, "rahasia")
    assert (lamp.status, lamp.version, lamp.tries) == ("sent", 2, 3)
    body = json.loads(event.body)
    assert body["changes"] == {"tries": [0, 3], "by": "motor"}
    assert (body["status"], body["version"]) == ("sent", 2)
    assert "rahasia" not in event.body


@pytest.mark.django_db
def test_a_change_that_changes_nothing_is_not_told() -> None:
    assert json.loads(actions.move(SITI, letter(), SEND, changes={"tries": 0}).body)["changes"] == {}


@pytest.mark.django_db
def test_a_step_from_another_state_is_refused() -> None:
    lamp = letter()
    actions.move(SITI, lamp, SEND)
    with pytest.raises(Refused) as refused:
        actions.move(SITI, lamp, CLIMB)
    assert refused.value.code == "wrong_step"
    assert queries.events(lamp.subject_kind, lamp.pk).count() == 2


@pytest.mark.django_db
def test_a_step_that_keeps_the_state_is_done_once() -> None:
    mine, ticks = letter(), None
    ticks = Delivery.objects.get(pk=mine.pk)
    actions.move(SITI, mine, CLIMB)
    with pytest.raises(Refused) as refused:
        actions.move(SITI, ticks, CLIMB)
    assert refused.value.code == "stale"
    assert Delivery.objects.get(pk=mine.pk).version == 2
    assert queries.events(mine.subject_kind, mine.pk).count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_transactions_one_climbs() -> None:
    lamp = letter()
    refusals: list[Refused] = []

    def tick() -> None:
        try:
            actions.move(SITI, ticks, CLIMB)
        except Refused as refused:
            refusals.append(refused)

    ticks = Delivery.objects.get(pk=lamp.pk)
    person = Other(lambda: actions.move(SITI, lamp, CLIMB))
    second = beside(tick)
    second.join(0.3)
    person.commit()
    second.join(20)
    assert [refused.code for refused in refusals] == ["stale"]
    assert Delivery.objects.get(pk=lamp.pk).version == 2
    assert queries.events(lamp.subject_kind, lamp.pk).count() == 2
