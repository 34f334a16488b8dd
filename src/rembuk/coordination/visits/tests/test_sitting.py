"""A rembuk is a meeting: called or begun at its opening, attended by its QR, minuted by what was said."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries as halls
from rembuk.coordination.meetings.bundle.words import whatsapp
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.visits import actions, queries, seams
from rembuk.coordination.visits.models import Aspiration, Gathering, Sitting
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from tests import builders

DUE = timedelta(days=20)


def called(town: builders.City, *, days: int = 0) -> Meeting:
    """The lurah invites to a rembuk."""
    body = town.institution("kelurahan")
    return meetings.convene(
        actor=town.actor("lurah"), institution=body, kind=halls.kind_for(body, "rembuk"), title="Rembuk warga",
        starts_at=clock.now() + timedelta(days=days, hours=1), place="Balai warga",
    )  # fmt: skip


def opened(town: builders.City, who: str = "lurah") -> Gathering:
    return actions.open_gathering(actor=town.actor(who), territory=town.kelurahan)


def said(town: builders.City, gathering: Gathering, words: str, outcome: str, **more: Any) -> Aspiration:
    lurah = town.actor("lurah")
    row = actions.hear(actor=lurah, gathering=gathering, text=words, rw=town.rw)
    return actions.answer(actor=lurah, gathering=gathering, number=row.number, outcome=outcome, **more)


def closed(town: builders.City, gathering: Gathering) -> Meeting:
    """Closed, with a promise and a refusal."""
    said(town, gathering, "Lampu gang mati.", "follow_up", text="Pasang lampu", lead=town.institution("opd"),
         due=clock.today() + DUE)  # fmt: skip
    said(town, gathering, "Minta laptop.", "refused", reason="Belum ada anggaran.")
    actions.close_gathering(actor=town.actor("lurah"), gathering=gathering)
    meeting = queries.meeting_of(gathering)
    assert meeting is not None
    return meeting


def test_the_rembuk_that_was_called_for_today_is_that_meeting(town: builders.City) -> None:
    tomorrow, today = called(town, days=1), called(town)
    gathering = opened(town, "wali_kota")
    assert queries.meeting_of(gathering) == today
    assert queries.gathering_of(tomorrow) is None
    page = reverse("visits:gathering", args=[gathering.code])
    assert [list(seams.held(town.actor("lurah"), row)) for row in (today, tomorrow)] == [
        [("Halaman rembuk", page)], []
    ]  # fmt: skip
    shown = builders.sign_in(Client(), "lurah").get(reverse("meetings:meeting", args=[today.code]))
    assert f'href="{page}"' in shown.content.decode()
    # The mayor does not run the kelurahan's meeting; who runs it opens its door.
    assert Meeting.objects.get(pk=today.pk).status == "convened"


def test_where_none_was_called_the_kelurahan_begins_one_and_is_there(town: builders.City) -> None:
    meeting = queries.meeting_of(opened(town))
    assert meeting is not None
    assert (meeting.kind.key if meeting.kind else "", meeting.status) == ("rembuk", "running")
    assert [row.position_id for row in halls.attendances(meeting) if row.arrived_at] == [town.position("lurah").pk]


def test_who_may_not_call_it_opens_the_rembuk_and_the_kelurahan_then_the_door(town: builders.City) -> None:
    gathering = opened(town, "wali_kota")
    assert queries.meeting_of(gathering) is None
    with pytest.raises(Refused) as refused:
        actions.sit(actor=town.actor("wali_kota"), gathering=gathering)
    assert refused.value.code == "not_allowed"
    meeting = actions.sit(actor=town.actor("lurah"), gathering=gathering)
    assert actions.sit(actor=town.actor("lurah"), gathering=gathering) == meeting
    assert Sitting.objects.count() == 1


def test_whoever_is_invited_checks_in_by_its_qr(town: builders.City) -> None:
    meeting = queries.meeting_of(opened(town))
    assert meeting is not None
    meetings.check_in(actor=town.actor("ketua_rw"), meeting=meeting)
    assert halls.present(meeting) == 2


def test_what_was_said_and_what_it_became_stands_in_its_papers(town: builders.City) -> None:
    meeting = closed(town, opened(town))
    items = halls.items(meeting)
    assert [item.title for item in items] == ["RW 01: Lampu gang mati.", "RW 01: Minta laptop."]
    assert items[0].decision.startswith("Pasang lampu. Dinas Pekerjaan Umum memimpin")
    assert items[1].decision == "Belum dapat diterima: Belum ada anggaran."
    meetings.close_minutes(actor=town.actor("lurah"), meeting=meeting)
    meetings.approve(actor=town.actor("lurah"), meeting=meeting)
    papers = meetings.make_papers(actor=town.actor("lurah"), meeting=meeting)
    assert {"notulen", "daftar-hadir", "tindak-lanjut"} <= {paper.part for paper in papers}
    record = halls.record_of(Meeting.objects.get(pk=meeting.pk))
    assert "- Pasang lampu: Dinas Pekerjaan Umum" in whatsapp(record)
    assert [(one.item_id, one.title) for one in seams.work([item.pk for item in items])] == [
        (items[0].pk, "Pasang lampu")
    ]


def test_what_stands_in_the_minutes_is_not_written_twice(town: builders.City) -> None:
    gathering = opened(town)
    said(town, gathering, "Lampu gang mati.", "decision")
    for _ in range(2):
        meeting = actions.minute(actor=town.actor("lurah"), gathering=gathering)
    assert len(halls.items(meeting)) == 1
    said(town, gathering, "Got mampet.", "report", category="drainase")
    actions.close_gathering(actor=town.actor("lurah"), gathering=gathering)
    assert len(halls.items(meeting)) == 2


def test_closed_by_the_mayor_the_kelurahan_writes_it(town: builders.City, client: Client) -> None:
    gathering = opened(town)
    said(town, gathering, "Lampu gang mati.", "decision")
    actions.close_gathering(actor=town.actor("wali_kota"), gathering=gathering)
    assert len(queries.unwritten(gathering)) == 1
    builders.sign_in(client, "lurah")
    page = reverse("visits:gathering", args=[gathering.code])
    assert "Tulis ke notulen" in client.get(page).content.decode()
    client.post(reverse("visits:sitting", args=[gathering.code]))
    assert not queries.unwritten(gathering)
    assert "Tulis ke notulen" not in client.get(page).content.decode()


def test_one_opened_by_mistake_leaves_its_meeting_to_the_next(town: builders.City) -> None:
    gathering = opened(town)
    meeting = queries.meeting_of(gathering)
    actions.cancel_gathering(actor=town.actor("lurah"), gathering=gathering, reason="Salah kelurahan.")
    assert queries.meeting_of(opened(town)) == meeting


def test_the_brief_leads_to_the_invitation_and_the_page_to_the_meeting(town: builders.City, client: Client) -> None:
    builders.sign_in(client, "lurah")
    brief = reverse("visits:brief", args=["98.71.01.1001"])
    assert "Undang warga" in client.get(brief).content.decode()
    meeting = called(town)
    assert reverse("meetings:meeting", args=[meeting.code]) in client.get(brief).content.decode()
    page = client.get(reverse("visits:gathering", args=[opened(town).code])).content.decode()
    assert reverse("meetings:meeting", args=[meeting.code]) in page
    assert reverse("meetings:screen", args=[meeting.code]) in page
    assert list(seams.held(town.actor("lurah_next"), meeting)) == []
