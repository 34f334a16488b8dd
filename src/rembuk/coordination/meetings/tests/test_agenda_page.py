"""The meeting's page costs what it shows; what proposes itself has a page of its own, a group at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.coordination.meetings import actions
from rembuk.coordination.meetings.models import Attendance, Meeting
from rembuk.coordination.meetings.tests import scene
from rembuk.coordination.meetings.views.agenda import FIRST
from rembuk.foundation.institutions.models import Position
from tests import builders


def statements(browser: Client, url: str) -> int:
    """How many a page takes once everything that is written once has been."""
    browser.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(url).status_code == 200
    return len(caught)


def test_the_meetings_page_asks_nobody_what_proposes_itself_and_leads_there(town: builders.City) -> None:
    meeting = scene.convened(town)
    with scene.upper(scene.proposal(1)) as above:
        page = builders.sign_in(Client(), "ketua_rw").get(f"/rapat/{meeting.code}/").content.decode()
        assert above.asked == 0
        assert f'href="/rapat/{meeting.code}/agenda/"' in page
        invited = builders.sign_in(Client(), "ketua_rt")
        assert "Susun agenda" not in invited.get(f"/rapat/{meeting.code}/").content.decode()
        assert invited.get(f"/rapat/{meeting.code}/agenda/").status_code == 403


def test_a_long_group_is_opened_when_asked(town: builders.City) -> None:
    meeting, browser = scene.convened(town), builders.sign_in(Client(), "ketua_rw")
    promised = [replace(scene.proposal(n), group="promised") for n in range(FIRST)]
    with scene.upper(*promised, *(scene.proposal(n) for n in range(FIRST, 2 * FIRST + 3))):
        page = browser.get(f"/rapat/{meeting.code}/agenda/").content.decode()
        assert page.count('name="ambil"') == 2 * FIRST
        assert "?semua=promised" not in page
        whole = browser.get(f"/rapat/{meeting.code}/agenda/?semua=waiting").content.decode()
        assert whole.count('name="ambil"') == 2 * FIRST + 3
        assert "Lihat semua" not in whole


@pytest.mark.parametrize("page", ["", "agenda/"])
def test_a_longer_agenda_and_more_invited_ask_for_no_more(town: builders.City, page: str) -> None:
    small = actions.convene(
        actor=town.actor("ketua_rt"), institution=town.institution("rt"), title="Rapat RT", starts_at=scene.EVENING,
        place="Pos",
    )  # fmt: skip
    large = scene.convened(town)
    assert large.attendances.count() > small.attendances.count()
    for number in range(6):
        actions.add_item(actor=town.actor("ketua_rw"), meeting=large, title=f"Butir {number}")
    with scene.upper(*(scene.proposal(number) for number in range(20))):
        asked = [
            statements(builders.sign_in(Client(), who), f"/rapat/{meeting.code}/{page}")
            for who, meeting in (("ketua_rt", small), ("ketua_rw", large))
        ]
    assert asked[0] == asked[1] <= 12


def test_the_agenda_of_a_meeting_that_is_over_is_on_its_page(town: builders.City) -> None:
    meeting = scene.locked(town)
    answer = builders.sign_in(Client(), "ketua_rw").get(f"/rapat/{meeting.code}/agenda/")
    assert answer.headers["Location"] == f"/rapat/{meeting.code}/"


def test_who_came_is_folded_once_the_meeting_is_over(town: builders.City) -> None:
    meeting, ketua = scene.locked(town), builders.sign_in(Client(), "ketua_rw")
    page = ketua.get(f"/rapat/{meeting.code}/").content.decode()
    assert "4 hadir, 0 berhalangan" in page[page.index("<details") :]
    coming = scene.convened(town, at=scene.EVENING + timedelta(days=7))
    assert "berhalangan" not in ketua.get(f"/rapat/{coming.code}/").content.decode()


def test_a_long_invitation_is_folded_but_for_whoever_never_came(town: builders.City) -> None:
    earlier = scene.convened(town, "lurah", "kelurahan")
    came = earlier.attendances.filter(position=town.position("lurah"))
    came.update(arrived_at=scene.EVENING)
    Meeting.objects.filter(pk=earlier.pk).update(status="minuted")
    meeting = scene.convened(town, "lurah", "kelurahan", at=scene.EVENING + timedelta(days=1))
    lurah = builders.sign_in(Client(), "lurah")
    rows = list(meeting.attendances.all())
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, position=position, name=f"Nama {number}")
        for number, position in enumerate(Position.objects.exclude(pk__in=[row.position_id for row in rows])[:12])
    )
    actions.answer(actor=town.actor("lurah"), meeting=meeting, reply="yes")
    page = lurah.get(f"/rapat/{meeting.code}/").content.decode()
    told = page[page.index('id="kehadiran"') :]
    assert f"{len(rows) + 11} belum menjawab, 1 akan hadir" in told[: told.index("</summary>")]
    absent = next(row for row in rows if row.position_id != town.position("lurah").pk)
    assert absent.name in told[: told.index("<details")]
    assert "Nama 0" in told[told.index("<details") :]
