"""Members propose items until the list closes; the convener takes them or says why not; what was put off returns."""

from datetime import timedelta

import pytest
from django.test import Client

from rembuk.coordination.meetings import actions, queries, rules, seams
from rembuk.coordination.meetings.models import Meeting, Suggestion
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel import seams as slots
from rembuk.foundation.kernel.errors import Refused
from tests import builders


def propose(town: builders.City, meeting: Meeting, who: str = "ketua_rt", title: str = "Lampu gang") -> Suggestion:
    return actions.propose_item(actor=town.actor(who), meeting=meeting, title=title, why="gelap sejak Senin")


def key(one: Suggestion) -> str:
    return f"{rules.MEMBER}{one.pk}"


def test_a_members_item_stands_with_its_name_and_waits_again_when_removed(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    one = propose(town, meeting)
    assert [(p.key, p.group) for p in queries.proposals(ketua, meeting)] == [(key(one), "member")]
    item = actions.take_proposal(actor=ketua, meeting=meeting, key=key(one))
    assert (item.title, item.by) == ("Lampu gang", town.actor("ketua_rt").label)
    assert queries.proposals(ketua, meeting) == []
    with pytest.raises(Refused, match="tidak menunggu"):
        actions.take_proposal(actor=ketua, meeting=meeting, key=key(one))
    actions.remove_item(actor=ketua, meeting=meeting, item=item)
    assert [p.key for p in queries.proposals(ketua, meeting)] == [key(one)]


def test_declining_needs_a_reason_that_the_member_reads(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    one = propose(town, meeting)
    with pytest.raises(Refused) as refused:
        actions.decline_proposal(actor=ketua, meeting=meeting, key=key(one), reason=" ")
    assert refused.value.code == "no_reason"
    builders.sign_in(Client(), "ketua_rw").post(
        f"/rapat/{meeting.code}/agenda/", {"tolak": key(one), "reason": "Sudah diperbaiki kemarin"}
    )
    page = builders.sign_in(Client(), "ketua_rt").get(f"/rapat/{meeting.code}/usul/").content.decode()
    assert "Sudah diperbaiki kemarin" in page
    assert queries.proposals(ketua, meeting) == []


@pytest.mark.parametrize("who", ["ketua_rw_next", "lurah", "pamor", "ketua_rt_far"])
def test_only_the_invited_propose_and_answer(town: builders.City, who: str) -> None:
    meeting = scene.convened(town)
    with pytest.raises(Refused) as refused:
        propose(town, meeting, who)
    assert refused.value.code == "not_allowed"
    with pytest.raises(Refused) as refused:
        actions.answer(actor=town.actor(who), meeting=meeting, reply="yes")
    assert refused.value.code == "not_allowed"


def test_the_list_closes_as_many_hours_before_as_the_kind_says(town: builders.City) -> None:
    meeting = scene.convened(town)
    assert queries.closes_at(meeting) == scene.EVENING - timedelta(hours=2)
    with clock.standing(scene.EVENING - timedelta(hours=2)):
        propose(town, meeting)
    with clock.standing(scene.EVENING - timedelta(hours=2) + timedelta(seconds=1)), pytest.raises(Refused) as refused:
        propose(town, meeting, title="Terlambat")
    assert refused.value.code == "closed"


def test_nothing_is_proposed_or_answered_once_it_has_begun(town: builders.City) -> None:
    meeting, _ = scene.running(town, "Saluran")
    for deed in (lambda: propose(town, meeting),
                 lambda: actions.answer(actor=town.actor("ketua_rt"), meeting=meeting, reply="no")):  # fmt: skip
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.code == "wrong_step"


def test_what_was_put_off_comes_back_until_a_meeting_takes_it_up(town: builders.City) -> None:
    meeting, (one, two, three) = scene.running(town, "Portal", "Kas", "Ronda")
    taker = town.actor("sekretaris_rw")
    actions.decide(actor=taker, item=one, outcome="postponed", decision="", reason="Menunggu ukuran")
    actions.decide(actor=taker, item=two, outcome="not_agreed", decision="", reason="Belum cocok")
    actions.decide(actor=taker, item=three, outcome="agreed", decision="Mulai Senin")
    actions.close_minutes(actor=taker, meeting=meeting)
    found = seams.agenda.proposals(taker, meeting.institution_id)
    assert [(p.title, p.group) for p in found] == [("Portal", "carried"), ("Kas", "carried")]
    assert "Menunggu ukuran" in found[0].why
    assert seams.agenda.proposals(taker, town.institution("rw_next").pk) == []
    with clock.standing(scene.NOON + timedelta(days=7)):
        following = scene.convened(town, at=scene.EVENING + timedelta(days=7))
        actions.take_proposal(actor=taker, meeting=following, key=found[0].key)
        assert [p.title for p in seams.agenda.proposals(taker, meeting.institution_id)] == ["Kas"]
        actions.cancel(actor=taker, meeting=following, reason="Hujan")
        # The item of the cancelled meeting waits now, in place of the older one.
        assert [p.title for p in seams.agenda.proposals(taker, meeting.institution_id)] == ["Portal", "Kas"]


def test_promises_come_first_and_in_each_group_the_urgent(town: builders.City) -> None:
    def waits(number: int, group: str, *, urgent: bool = False) -> slots.Proposal:
        return slots.Proposal(f"test:{number}", f"Butir {number}", "", "/x/", urgent, group)

    with scene.upper(waits(1, "waiting", urgent=True), waits(2, "silent"), waits(3, "carried"), waits(4, "promised"),
                     waits(5, "promised", urgent=True), waits(6, "ratify")):  # fmt: skip
        meeting = scene.convened(town)
        found = queries.proposals(town.actor("ketua_rw"), meeting)
        assert [p.key[-1] for p in found] == ["5", "4", "3", "6", "2", "1"]
        page = builders.sign_in(Client(), "ketua_rw").get(f"/rapat/{meeting.code}/agenda/").content.decode()
    headings = [page.index(f"<h3>{heading}</h3>") for heading in list(rules.PROPOSED.values())[:5]]
    assert headings == sorted(headings)


def test_the_convener_gives_minutes(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    item = actions.add_item(actor=ketua, meeting=meeting, title="Kas")
    page = f"/rapat/{meeting.code}/"
    builders.sign_in(Client(), "ketua_rw").post(f"{page}butir/1/", {"title": "Kas RW", "minutes": "15"})
    assert [(row.title, row.minutes) for row in queries.items(meeting)] == [("Kas RW", 15)]
    assert "1 butir, 15 menit" in builders.sign_in(Client(), "ketua_rt").get(page).content.decode()
    for minutes in (0, 481):
        with pytest.raises(Refused) as refused:
            actions.time_item(actor=ketua, meeting=meeting, item=item, minutes=minutes)
        assert refused.value.code == "bad_minutes"
