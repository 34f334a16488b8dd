"""Words can go, by law; who erased them, and that there were any, stays."""

import json

import pytest

from rembuk.foundation.audit import actions, queries
from rembuk.foundation.audit.models import Event, Words
from rembuk.foundation.audit.tests.conftest import NOON, SITI, letter
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def spoken() -> Event:
    return actions.record(SITI, letter(), "notices.returned", reason="Bu Siti sakit")


def test_the_words_and_their_salt_are_gone() -> None:
    event = spoken()
    actions.erase_words(actor=SITI, event=event)
    words = Words.objects.get(event=event)
    assert (words.text, words.salt, words.erased_at) == ("", "", NOON)
    again = queries.events(event.subject_kind, event.subject_id)[1]
    assert (again.words.text, again.body, again.hash) == ("", event.body, event.hash)


def test_the_erasure_is_recorded_without_the_words() -> None:
    event = spoken()
    actions.erase_words(actor=SITI, event=event)
    told = Event.objects.get(verb="audit.words_erased")
    assert json.loads(told.body)["changes"] == {
        "kind": event.subject_kind,
        "subject": str(event.subject_id),
        "seq": 2,
    }
    assert "sakit" not in told.body


def test_without_the_permission_nothing_is_erased() -> None:
    event = spoken()
    with pytest.raises(Refused) as refused:
        actions.erase_words(actor=PUBLIC, event=event)
    assert refused.value.code == "not_allowed"
    assert Words.objects.get(event=event).text == "Bu Siti sakit"


@pytest.mark.parametrize("times", [0, 1])
def test_what_is_not_there_cannot_be_erased(times: int) -> None:
    event = spoken() if times else actions.record(SITI, letter(), "notices.sent")
    for _ in range(times):
        actions.erase_words(actor=SITI, event=event)
    with pytest.raises(Refused) as refused:
        actions.erase_words(actor=SITI, event=event)
    assert refused.value.code == "no_words"


def test_all_words_of_a_subject_go_at_once_and_no_others() -> None:
    lamp, other = letter(), spoken()
    for word in ("satu", "dua"):
        actions.record(SITI, lamp, "notices.returned", reason=word)
    actions.record(SITI, lamp, "notices.sent")
    assert actions.erase_words_of(actor=SITI, subject=lamp) == 2
    assert actions.erase_words_of(actor=SITI, subject=lamp) == 0
    assert [words.text for words in Words.objects.filter(event__subject_id=lamp.pk)] == ["", ""]
    assert Words.objects.get(event=other).text == "Bu Siti sakit"
