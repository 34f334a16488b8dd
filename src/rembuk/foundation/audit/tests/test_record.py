"""An event is one line of a subject's chain, hashed as the text that is stored."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from rembuk.foundation.audit import actions, queries
from rembuk.foundation.audit.models import Event, Words
from rembuk.foundation.audit.tests.conftest import NOON, SITI, Other, beside, letter
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor, Office
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.notices.models import Delivery


@pytest.mark.django_db
def test_a_chain_holds_together() -> None:
    lamp = letter()
    for verb in ("notices.looked_at", "notices.sent"):
        actions.record(SITI, lamp, verb, changes={"colour": "kuning"})
    events = list(queries.events(lamp.subject_kind, lamp.pk))
    assert [event.seq for event in events] == [1, 2, 3]
    bodies = [json.loads(event.body) for event in events]
    assert [body["previous"] for body in bodies] == ["", events[0].hash, events[1].hash]
    assert all(hashlib.sha256(event.body.encode()).hexdigest() == event.hash for event in events)


@pytest.mark.django_db
def test_who_and_in_which_office_stand_as_they_were() -> None:
    office = Office(UUID(int=1), UUID(int=2), UUID(int=3), "lurah", "Lurah Melati Timur", UUID(int=4), "001")
    lamp = letter()
    actions.record(Actor(None, "Dewi", office, on_behalf="Indah"), lamp, "notices.sent")
    body = json.loads(queries.events(lamp.subject_kind, lamp.pk)[1].body)
    assert (body["who"], body["office"], body["on_behalf"]) == ("Dewi", "Lurah Melati Timur", "Indah")
    assert (body["version"], body["status"], body["at"]) == (1, "waiting", "2026-01-30T05:00:00.000000Z")


@pytest.mark.django_db
def test_personal_words_stay_outside_the_chain() -> None:
    lamp = letter()
    event = actions.record(SITI, lamp, "notices.returned", reason="Bu Siti di RT 4 sakit")
    assert "sakit" not in event.body
    words = Words.objects.get(event=event)
    assert json.loads(event.body)["reason"] == actions.digest_of_words(words.salt, "Bu Siti di RT 4 sakit")
    assert len(words.salt) == 32
    assert queries.events(lamp.subject_kind, lamp.pk)[1].words.text == "Bu Siti di RT 4 sakit"


@pytest.mark.django_db
def test_equal_words_do_not_look_equal() -> None:
    first, second = (actions.record(SITI, letter(), "notices.returned", reason="sama") for _ in range(2))
    assert json.loads(first.body)["reason"] != json.loads(second.body)["reason"]


@pytest.mark.django_db
def test_what_happened_long_ago_is_recorded_now() -> None:
    event = actions.record(SITI, letter(), "notices.imported", occurred_at=datetime(2022, 5, 1, tzinfo=UTC))
    assert json.loads(event.body)["occurred_at"] == "2022-05-01T00:00:00.000000Z"
    assert event.recorded_at == NOON


@pytest.mark.django_db
def test_many_first_events_equal_single_ones() -> None:
    now = clock.now()
    rows = [
        Delivery(channel="surel", address="a@b.id", subject=f"{n}", text="", due_at=now, try_at=now) for n in range(4)
    ]
    Delivery.objects.bulk_create(rows)
    assert actions.record_new(SITI, rows[:2], "notices.made", changes={rows[0].pk: {"n": 1}}) == 2
    actions.record(SITI, rows[2], "notices.made", changes={"n": 1})
    actions.record(SITI, rows[3], "notices.made")

    def shape(event: Event) -> dict[str, object]:
        return {key: value for key, value in json.loads(event.body).items() if key != "id"}

    events = {event.subject_id: event for event in Event.objects.filter(subject_kind="notices.delivery")}
    assert shape(events[rows[0].pk]) == shape(events[rows[2].pk])
    assert shape(events[rows[1].pk]) == shape(events[rows[3].pk])
    assert all(hashlib.sha256(event.body.encode()).hexdigest() == event.hash for event in events.values())


@pytest.mark.django_db
def test_the_reasons_of_many_are_kept_as_those_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    now = clock.now()
    rows = [Delivery(channel="surel", address="a@b.id", subject=n, text="", due_at=now, try_at=now) for n in "1234"]
    Delivery.objects.bulk_create(rows)
    said = {row.pk: f"sebab {row.subject}" for row in rows[:3]}
    actions.record_new(SITI, rows, "notices.made", reasons=said)
    kept = {words.event.subject_id: words for words in Words.objects.select_related("event")}
    assert {pk: words.text for pk, words in kept.items()} == said
    for words in kept.values():
        assert json.loads(words.event.body)["reason"] == actions.digest_of_words(words.salt, words.text)


@pytest.mark.django_db
def test_a_chain_cannot_fork() -> None:
    lamp = letter()
    event = actions.record(SITI, lamp, "notices.sent")
    copy = Event(
        subject_kind=event.subject_kind, subject_id=event.subject_id, seq=2, verb="notices.other", recorded_at=NOON,
        body="{}", hash="",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


@pytest.mark.django_db
def test_who_is_never_first_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **words: object) -> None:
        raise IntegrityError

    lamp = letter()
    monkeypatch.setattr(Event, "save", full)
    with pytest.raises(Refused) as refused:
        actions.record(SITI, lamp, "notices.sent")
    assert refused.value.code == "busy"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_at_once_stand_one_after_the_other() -> None:
    lamp = letter()
    first = Other(lambda: actions.record(SITI, lamp, "notices.first"))
    second = beside(lambda: actions.record(SITI, lamp, "notices.second"))
    second.join(0.3)
    assert second.is_alive(), "the second waits in its insert for the first"
    first.commit()
    second.join(20)
    events = list(queries.events(lamp.subject_kind, lamp.pk))
    assert [(event.seq, event.verb) for event in events[1:]] == [(2, "notices.first"), (3, "notices.second")]
    assert json.loads(events[2].body)["previous"] == events[1].hash


class Colour(Enum):
    RED = "merah"


def test_the_canonical_text_is_one_for_one_content() -> None:
    jakarta = timezone(timedelta(hours=7))
    one = {"b": datetime(2026, 1, 30, 12, tzinfo=jakarta), "a": {"y": Colour.RED, "x": frozenset({"2", "1"})}}
    two = {"a": {"x": {"1", "2"}, "y": "merah"}, "b": datetime(2026, 1, 30, 5, tzinfo=UTC)}
    said = '{"a":{"x":["1","2"],"y":"merah"},"b":"2026-01-30T05:00:00.000000Z"}'
    assert actions.canonical(one) == actions.canonical(two) == said
    assert actions.canonical([date(2026, 1, 30), UUID(int=1), "é", None]) == (
        '["2026-01-30","00000000-0000-0000-0000-000000000001","é",null]'
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json_values)
def test_the_canonical_text_survives_reading_and_writing(value: object) -> None:
    text = actions.canonical(value)
    assert actions.canonical(json.loads(text)) == text


@pytest.mark.django_db
def test_the_database_keeps_the_text_to_the_letter() -> None:
    odd = 'é \u2028 "tanda" \\ emoji 🙂 spasi  ganda'
    event = actions.record(SITI, letter(), "notices.sent", changes={"z": odd, "a": 1})
    event.refresh_from_db()
    assert hashlib.sha256(event.body.encode()).hexdigest() == event.hash
    assert json.loads(event.body)["changes"] == {"z": odd, "a": 1}
    assert connection.vendor == "sqlite" or event.xid > 0
