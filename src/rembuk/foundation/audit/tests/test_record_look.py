"""Reading what is sensitive is an event of the reader's day."""

import json
from datetime import timedelta
from uuid import UUID

import pytest

from rembuk.foundation.audit import actions
from rembuk.foundation.audit.models import Event
from rembuk.foundation.audit.tests.conftest import NOON, letter
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor

BUDI, DEWI = Actor(UUID(int=1), "Budi"), Actor(UUID(int=2), "Dewi")
pytestmark = pytest.mark.django_db


def test_looks_chain_on_the_readers_day_and_not_on_what_was_read() -> None:
    secret = letter()
    first, second = (actions.record_look(BUDI, secret, "isi bersegel") for _ in range(2))
    other = actions.record_look(DEWI, secret, "isi bersegel")
    with clock.standing(NOON + timedelta(days=1)):
        tomorrow = actions.record_look(BUDI, secret, "isi bersegel")
    assert first.subject_id == second.subject_id
    assert len({first.subject_id, other.subject_id, tomorrow.subject_id}) == 3
    assert [event.seq for event in (first, second, other, tomorrow)] == [1, 2, 1, 1]
    assert Event.objects.filter(subject_id=secret.pk).count() == 1


def test_what_was_read_stands_in_it() -> None:
    secret = letter()
    body = json.loads(actions.record_look(BUDI, secret, "isi bersegel").body)
    assert body["changes"] == {"subject": f"notices.delivery:{secret.pk}", "what": "isi bersegel"}
    assert (body["who"], body["verb"]) == ("Budi", "audit.looked")
