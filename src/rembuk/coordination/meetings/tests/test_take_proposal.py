"""What waits proposes itself, the urgent first; the convener takes it and the module above is told."""

import pytest

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.kernel.errors import Refused
from tests import builders


def test_the_urgent_stand_first_and_what_was_taken_is_gone(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    with scene.upper(scene.proposal(1), scene.proposal(2, urgent=True), scene.proposal(3)) as above:
        assert [p.key for p in queries.proposals(ketua, meeting)] == ["test:2", "test:1", "test:3"]
        item = actions.take_proposal(actor=ketua, meeting=meeting, key="test:1")
        assert [p.key for p in queries.proposals(ketua, meeting)] == ["test:2", "test:3"]
    assert above.taken == [(item.pk, "test:1")]
    assert (item.title, item.why, item.order) == ("Laporan 1", "menunggu 3 hari", 1)


def test_take_all_takes_the_urgent_first(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    with scene.upper(scene.proposal(1), scene.proposal(2, urgent=True), scene.proposal(3)):
        actions.take_proposal(actor=ketua, meeting=meeting, key="test:3")
        actions.take_all(actor=ketua, meeting=meeting)
    assert [item.key for item in queries.items(meeting)] == ["test:3", "test:2", "test:1"]


def test_what_does_not_propose_itself_cannot_be_taken(town: builders.City) -> None:
    meeting = scene.convened(town)
    with scene.upper(scene.proposal(1)), pytest.raises(Refused) as refused:
        actions.take_proposal(actor=town.actor("ketua_rw"), meeting=meeting, key="test:9")
    assert refused.value.code == "no_proposal"
    assert queries.items(meeting) == []


def test_a_source_that_still_offers_what_was_taken_gives_it_once(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    with scene.upper(scene.proposal(1)) as above:
        actions.take_proposal(actor=ketua, meeting=meeting, key="test:1")
        above.taken.clear()
        with pytest.raises(Refused) as refused:
            actions.take_proposal(actor=ketua, meeting=meeting, key="test:1")
    assert refused.value.code == "already_taken"
    assert len(queries.items(meeting)) == 1


def test_cancelling_sets_free_what_was_taken(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    with scene.upper(scene.proposal(1)) as above:
        item = actions.take_proposal(actor=ketua, meeting=meeting, key="test:1")
        actions.cancel(actor=ketua, meeting=meeting, reason="Hujan")
    assert [(told.item_id, told.kind, told.reason) for told in above.told] == [
        (item.pk, "postponed", "Rapat dibatalkan: Hujan")
    ]
