"""A meeting ends when every item has an outcome."""

import pytest

from rembuk.coordination.meetings import actions
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.kernel.errors import Refused
from tests import builders


def test_open_items_are_named(town: builders.City) -> None:
    meeting, items = scene.running(town, "Satu", "Dua", "Tiga")
    taker = town.actor("sekretaris_rw")
    actions.decide(actor=taker, item=items[1], outcome="postponed", decision="")
    with pytest.raises(Refused, match="Butir 1, 3 ") as refused:
        actions.close_minutes(actor=taker, meeting=meeting)
    assert refused.value.code == "undecided"


def test_an_empty_meeting_has_no_minutes(town: builders.City) -> None:
    meeting, _ = scene.running(town)
    with pytest.raises(Refused) as refused:
        actions.close_minutes(actor=town.actor("sekretaris_rw"), meeting=meeting)
    assert refused.value.code == "no_items"


def test_an_older_page_does_not_end_it(town: builders.City) -> None:
    meeting, (item,) = scene.running(town, "Satu")
    taker = town.actor("sekretaris_rw")
    actions.decide(actor=taker, item=item, outcome="postponed", decision="")
    meeting.refresh_from_db()
    seen = meeting.version
    actions.mark_present(actor=taker, meeting=meeting, name="Tamu")
    with pytest.raises(Refused) as refused:
        actions.close_minutes(actor=taker, meeting=meeting, seen=seen)
    assert refused.value.code == "stale"
