"""A subject's story reads the same, whether it is asked for alone or with its subject."""

from datetime import timedelta

import pytest

from rembuk.foundation.audit import actions, queries
from rembuk.foundation.audit.tests.conftest import CLIMB, NOON, SEND, SITI, letter
from rembuk.foundation.kernel import clock
from rembuk.foundation.notices.models import Delivery

pytestmark = pytest.mark.django_db


def test_with_its_subject_as_alone() -> None:
    lamp, ditch = letter("Lampu “taman”\njalan"), letter("Selokan")
    with clock.standing(NOON + timedelta(hours=1, microseconds=120)):
        actions.move(SITI, lamp, CLIMB, reason='Kata Bu Siti: "sakit", é ✓ \\ [1]')
    actions.move(SITI, lamp, SEND)
    kind = Delivery.subject_kind
    rows = {row.pk: row for row in Delivery.objects.annotate(story=queries.with_story(kind))}
    for known in (lamp, ditch):
        assert queries.told(rows[known.pk].story) == queries.story(kind, known.pk)
    assert len(queries.told(rows[lamp.pk].story)) == 3


def test_what_has_no_event_has_no_story() -> None:
    now = clock.now()
    Delivery.objects.create(channel="surel", address="a@b.id", subject="", text="", due_at=now, try_at=now)
    row = Delivery.objects.annotate(story=queries.with_story(Delivery.subject_kind)).get()
    assert queries.told(row.story) == []
