"""Before a meeting begins an item gets another title or goes, and what had proposed itself waits again."""

from collections.abc import Callable

import pytest
from django.test import Client

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.models import AgendaItem, Meeting
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel.errors import Refused
from tests import builders


def agenda(town: builders.City, *titles: str) -> tuple[Meeting, list[AgendaItem]]:
    """A meeting to come with items by hand."""
    meeting = scene.convened(town)
    rows = [actions.add_item(actor=town.actor("ketua_rw"), meeting=meeting, title=title) for title in titles]
    return meeting, rows


def standing(meeting: Meeting) -> list[tuple[int, str]]:
    """The agenda as anyone reads it."""
    return [(item.order, item.title) for item in queries.items(meeting)]


def test_an_item_is_renamed_by_its_body_and_the_journal_keeps_both(town: builders.City) -> None:
    meeting, (item,) = agenda(town, "Keuangn")
    actions.rename_item(actor=town.actor("sekretaris_rw"), meeting=meeting, item=item, title=" Keuangan ")
    assert standing(meeting) == [(1, "Keuangan")]
    last = list(audit.events(AgendaItem.subject_kind, item.pk))[-1]
    assert last.verb == "meetings.item_renamed"
    assert "Keuangn" in last.body


def test_a_title_of_blanks_is_refused(town: builders.City) -> None:
    meeting, (item,) = agenda(town, "Keuangan")
    with pytest.raises(Refused) as refused:
        actions.rename_item(actor=town.actor("ketua_rw"), meeting=meeting, item=item, title="  ")
    assert (refused.value.code, refused.value.field) == ("no_title", "title")


def test_what_is_removed_is_gone_the_others_close_up_and_new_ones_follow(town: builders.City) -> None:
    meeting, rows = agenda(town, "Satu", "Dua", "Tiga")
    ketua = town.actor("ketua_rw")
    actions.remove_item(actor=ketua, meeting=meeting, item=rows[0])
    actions.remove_item(actor=ketua, meeting=meeting, item=queries.items(meeting)[0])
    actions.add_item(actor=ketua, meeting=meeting, title="Empat")
    assert standing(meeting) == [(1, "Tiga"), (2, "Empat")]
    assert list(audit.events(AgendaItem.subject_kind, rows[0].pk))[-1].verb == "meetings.item_removed"
    # Its line of audit stays whole: the row says what its last event says.
    assert (rows[0].pk, rows[0].version, "removed") in set(queries.item_rows())


def test_what_had_proposed_itself_may_be_taken_again(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    with scene.upper(scene.proposal(1)) as heard:
        item = actions.take_proposal(actor=ketua, meeting=meeting, key="test:1")
        actions.remove_item(actor=ketua, meeting=meeting, item=item)
        heard.taken.clear()
        assert [found.key for found in queries.proposals(ketua, meeting)] == ["test:1"]
        again = actions.take_proposal(actor=ketua, meeting=meeting, key="test:1")
    assert [found.pk for found in queries.items(meeting)] == [again.pk]


def test_once_the_meeting_has_begun_nothing_leaves_the_agenda(town: builders.City) -> None:
    meeting, (item,) = scene.running(town, "Saluran")
    for deed in (
        lambda: actions.remove_item(actor=town.actor("ketua_rw"), meeting=meeting, item=item),
        lambda: actions.rename_item(actor=town.actor("ketua_rw"), meeting=meeting, item=item, title="Lain"),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.code == "wrong_step"
    assert standing(meeting) == [(1, "Saluran")]


@pytest.mark.parametrize("who", ["ketua_rw_next", "ketua_rt", "lurah_next"])
def test_another_body_changes_nothing(town: builders.City, who: str) -> None:
    meeting, (item,) = agenda(town, "Saluran")
    for deed in (
        lambda: actions.remove_item(actor=town.actor(who), meeting=meeting, item=item),
        lambda: actions.rename_item(actor=town.actor(who), meeting=meeting, item=item, title="Lain"),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.code == "not_allowed"
    assert standing(meeting) == [(1, "Saluran")]


def test_an_item_of_another_meeting_stays(town: builders.City) -> None:
    meeting, _ = agenda(town, "Saluran")
    other = scene.convened(town, "ketua_rt", "rt")
    item = actions.add_item(actor=town.actor("ketua_rt"), meeting=other, title="Lain")
    with pytest.raises(Refused) as refused:
        actions.remove_item(actor=town.actor("ketua_rw"), meeting=meeting, item=item)
    assert refused.value.code == "no_item"


def test_the_screen_does_both_without_script_and_next_door_it_is_not_there(town: builders.City) -> None:
    meeting, _ = agenda(town, "Keuangn", "Saluran")
    page = f"/rapat/{meeting.code}/butir/1/"
    enter: Callable[[str], Client] = lambda who: builders.sign_in(Client(), who)  # noqa: E731
    ketua = enter("ketua_rw")
    assert page in ketua.get(f"/rapat/{meeting.code}/agenda/").content.decode()
    assert "Hapus butir" in ketua.get(page).content.decode()
    assert ketua.post(page, {"title": ""}).status_code == 422
    assert ketua.post(page, {"title": "Keuangan"}).status_code == 302
    assert standing(meeting) == [(1, "Keuangan"), (2, "Saluran")]
    assert enter("ketua_rw_next").post(page, {"hapus": "ya"}).status_code == 404
    assert enter("ketua_rt").post(page, {"hapus": "ya"}).status_code == 403
    assert ketua.get(f"/rapat/{meeting.code}/butir/7/").status_code == 404
    ketua.post(page, {"hapus": "ya"})
    assert standing(meeting) == [(1, "Saluran")]
