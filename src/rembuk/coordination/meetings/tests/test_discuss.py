"""The minutes are kept while they are written; who comes second with an older page overwrites nothing."""

import pytest

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel.errors import Refused
from tests import builders


def test_words_are_kept_and_stay_out_of_the_chain(town: builders.City) -> None:
    meeting, (item,) = scene.running(town, "Saluran")
    actions.discuss(actor=town.actor("sekretaris_rw"), item=item, discussion="Pak Budi keberatan.", decision="Nanti")
    stored = queries.items(meeting)[0]
    assert (stored.discussion, stored.decision) == ("Pak Budi keberatan.", "Nanti")
    assert not [event for event in audit.events(item.subject_kind, item.pk) if "Budi" in event.body]


def test_saving_the_same_is_no_deed(town: builders.City) -> None:
    _, (item,) = scene.running(town, "Saluran")
    taker = town.actor("sekretaris_rw")
    actions.discuss(actor=taker, item=item, discussion="Satu")
    seen = item.version
    actions.discuss(actor=taker, item=item, discussion="Satu ")
    assert item.version == seen


def test_an_older_page_is_stale(town: builders.City) -> None:
    meeting, (item,) = scene.running(town, "Saluran")
    seen = item.version
    actions.discuss(actor=town.actor("sekretaris_rw"), item=item, discussion="Yang pertama", seen=seen)
    with pytest.raises(Refused) as refused:
        actions.discuss(actor=town.actor("ketua_rw"), item=item, discussion="Yang kedua", seen=seen)
    assert refused.value.code == "stale"
    assert queries.items(meeting)[0].discussion == "Yang pertama"


def test_after_the_outcome_only_the_discussion_changes(town: builders.City) -> None:
    meeting, (item,) = scene.running(town, "Saluran")
    taker = town.actor("sekretaris_rw")
    actions.decide(actor=taker, item=item, outcome="agreed", decision="Kerja bakti")
    actions.discuss(actor=taker, item=item, discussion="Ditambah", decision="Diganti")
    stored = queries.items(meeting)[0]
    assert (stored.discussion, stored.decision) == ("Ditambah", "Kerja bakti")


@pytest.mark.parametrize("state", ["minuted", "locked"])
def test_closed_minutes_are_not_written(town: builders.City, state: str) -> None:
    meeting = getattr(scene, state)(town)
    with pytest.raises(Refused) as refused:
        actions.discuss(actor=town.actor("sekretaris_rw"), item=queries.items(meeting)[0], discussion="Lain")
    assert refused.value.code == "wrong_step"
    assert queries.items(meeting)[0].discussion == "Swadaya dua RT cukup."


def test_the_chair_gives_back_with_a_reason_and_the_text_is_put_right(town: builders.City) -> None:
    meeting, ketua = scene.minuted(town), town.actor("ketua_rw")
    with pytest.raises(Refused) as refused:
        actions.give_back(actor=ketua, meeting=meeting, reason=" ")
    assert refused.value.field == "reason"
    actions.give_back(actor=ketua, meeting=meeting, reason="Nama jalan keliru")
    actions.discuss(actor=town.actor("sekretaris_rw"), item=queries.items(meeting)[0], discussion="Benar")
    actions.close_minutes(actor=town.actor("sekretaris_rw"), meeting=meeting)
    assert actions.approve(actor=ketua, meeting=meeting).code
