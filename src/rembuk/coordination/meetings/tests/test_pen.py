"""One person writes the minutes at a time; another says so when taking over, and neither loses a word."""

from datetime import timedelta

import pytest
from django.test import Client

from rembuk.coordination.meetings import actions, queries, rules
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from tests import builders


def test_who_writes_keeps_the_pen_while_writing(town: builders.City) -> None:
    meeting, (item,) = scene.running(town, "Saluran")
    sekretaris, ketua = town.actor("sekretaris_rw"), town.actor("ketua_rw")
    actions.discuss(actor=sekretaris, item=item, discussion="Satu")
    with clock.standing(scene.NOON + rules.PEN_LASTS - timedelta(seconds=1)):
        with pytest.raises(Refused) as refused:
            actions.discuss(actor=ketua, item=item, discussion="Dua")
        assert refused.value.code == "pen_held"
        assert sekretaris.name in refused.value.message
        actions.discuss(actor=sekretaris, item=item, discussion="Satu")
    with clock.standing(scene.NOON + rules.PEN_LASTS), pytest.raises(Refused):
        actions.decide(actor=ketua, item=item, outcome="postponed", decision="")
    with clock.standing(scene.NOON + 2 * rules.PEN_LASTS):
        actions.discuss(actor=ketua, item=item, discussion="Dua")
    assert queries.items(meeting)[0].discussion == "Dua"


def test_taking_over_is_an_event_and_both_texts_are_shown(town: builders.City) -> None:
    meeting, (item,) = scene.running(town, "Saluran")
    page = f"/rapat/{meeting.code}/notulen/1/"
    first, second = builders.sign_in(Client(), "sekretaris_rw"), builders.sign_in(Client(), "ketua_rw")
    first.post(page, {"discussion": "Tulisan pertama", "version": item.version})
    seen = queries.items(meeting)[0].version
    told = second.get(page).content.decode()
    assert "sedang menulis notulen ini" in told
    assert "Ambil alih" in told
    answer = second.post(page, {"discussion": "Tulisan kedua", "version": seen})
    assert answer.status_code == 422
    assert "Tulisan kedua" in answer.content.decode()
    assert "Tulisan pertama" in answer.content.decode()
    second.post(f"/rapat/{meeting.code}/pena/1/")
    assert "meetings.pen_taken" in [event.verb for event in audit.events(meeting.subject_kind, meeting.pk)]
    second.post(page, {"discussion": "Tulisan kedua", "version": seen})
    late = first.post(page, {"discussion": "Tulisan pertama, lanjut", "version": seen})
    text = late.content.decode()
    assert late.status_code == 422
    assert "Tulisan kedua" in text
    assert "Tulisan pertama, lanjut" in text
    both = {"discussion": "Keduanya", "version": queries.items(meeting)[0].version, "ambil": "ya"}
    assert first.post(page, both).status_code == 302
    assert queries.items(meeting)[0].discussion == "Keduanya"


def test_autosave_says_who_writes(town: builders.City) -> None:
    meeting, (item,) = scene.running(town, "Saluran")
    actions.discuss(actor=town.actor("ketua_rw"), item=item, discussion="Satu")
    words = {"discussion": "Dua", "version": item.version}
    browser = builders.sign_in(Client(), "sekretaris_rw")
    answer = browser.post(f"/rapat/{meeting.code}/notulen/1/", words, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert f"{town.actor('ketua_rw').label} yang menulis" in answer.content.decode()
