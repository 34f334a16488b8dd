"""The QR at the door: only for who was invited, only to this meeting, once however often it is pressed."""

import threading
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from rembuk.coordination.meetings import actions, door, queries
from rembuk.coordination.meetings.models import Attendance, Meeting
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from tests import builders


def address(meeting: Meeting) -> str:
    """What the QR leads to."""
    return f"/rapat/hadir/{door.token(meeting)}/"


def test_an_invited_person_is_counted_once(town: builders.City) -> None:
    meeting, _ = scene.running(town, "Saluran", here=0)
    browser = builders.sign_in(Client(), "ketua_rt")
    assert "Saya hadir" in browser.get(address(meeting)).content.decode()
    assert queries.present(meeting) == 0
    for _ in range(2):
        assert "Kehadiran Anda tercatat" in browser.post(address(meeting)).content.decode()
    assert "Kehadiran Anda tercatat" in browser.get(address(meeting)).content.decode()
    assert queries.present(meeting) == 1
    verbs = [event.verb for event in audit.events(meeting.subject_kind, meeting.pk)]
    assert verbs.count("meetings.checked_in") == 1


def test_the_door_opens_two_hours_before(town: builders.City) -> None:
    meeting = scene.convened(town)
    browser = builders.sign_in(Client(), "ketua_rt")
    assert "dua jam sebelum rapat" in browser.post(address(meeting)).content.decode()
    with clock.standing(scene.EVENING - timedelta(hours=1)):
        assert browser.post(address(meeting)).status_code == 200
    assert queries.present(meeting) == 1


def test_another_meetings_qr_and_a_forged_one_are_refused_with_a_sentence(town: builders.City) -> None:
    meeting, _ = scene.running(town, "Saluran", here=0)
    stranger = builders.sign_in(Client(), "ketua_rw_next")
    answer = stranger.post(address(meeting))
    assert answer.status_code == 403
    assert "tidak ada di daftar undangan" in answer.content.decode()
    other = scene.convened(town, at=scene.EVENING + timedelta(days=1))
    forged = f"{meeting.code}-{door.token(other).rpartition('-')[2]}"
    answer = builders.sign_in(Client(), "ketua_rt").post(f"/rapat/hadir/{forged}/")
    assert "bukan QR rapat" in answer.content.decode()
    assert queries.present(meeting) == queries.present(other) == 0


@pytest.mark.parametrize("state", ["minuted", "locked"])
def test_after_the_end_nobody_arrives(town: builders.City, state: str) -> None:
    meeting = getattr(scene, state)(town)
    Attendance.objects.filter(meeting=meeting, position=town.position("ketua_rt")).update(arrived_at=None)
    answer = builders.sign_in(Client(), "ketua_rt").post(address(meeting))
    assert "sudah selesai" in answer.content.decode()


def test_without_sign_in_it_leads_there_and_back(town: builders.City) -> None:
    meeting = scene.convened(town)
    assert Client().get(address(meeting)).headers["Location"].startswith("/masuk/")


def test_the_projector_shows_the_item_the_count_and_the_qr(town: builders.City) -> None:
    meeting, (one, two) = scene.running(town, "Saluran", "Lampu gang", here=3)
    actions.decide(actor=town.actor("sekretaris_rw"), item=one, outcome="agreed", decision="Kerja bakti Minggu")
    actions.discuss(actor=town.actor("sekretaris_rw"), item=two, discussion="Rahasia dapur", decision="Ganti lampu")
    browser = builders.sign_in(Client(), "ketua_rt")
    whole = browser.get(f"/rapat/{meeting.code}/layar/").content.decode()
    part = browser.get(f"/rapat/{meeting.code}/layar/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    for page in (whole, part):
        for shown in (
            "Butir 2 dari 2",
            "Ganti lampu",
            "Kerja bakti Minggu",
            "<b>3</b> hadir dari 4",
            door.token(meeting),
        ):
            assert shown in page, shown
        # What was said stays in the minutes.
        assert "Rahasia dapur" not in page


def test_the_sheet_for_signatures_is_tagged_and_its_photo_is_kept(town: builders.City) -> None:
    meeting, _ = scene.running(town, "Saluran", here=0)
    page = f"/rapat/{meeting.code}/hadir/"
    drawn = builders.sign_in(Client(), "ketua_rt").get(f"{page}lembar/")
    assert drawn.headers["Content-Type"] == "application/pdf"
    read = PdfReader(BytesIO(drawn.content))
    words = " ".join(sheet.extract_text() for sheet in read.pages)
    assert [row.name for row in queries.attendances(meeting) if row.name not in words] == []
    assert "Tanda tangan" in words
    assert "/StructTreeRoot" in read.root_object
    taker = builders.sign_in(Client(), "sekretaris_rw")
    assert taker.post(f"{page}foto/", {}).status_code == 422
    kept = taker.post(f"{page}foto/", {"photos": [SimpleUploadedFile("a.jpg", scene.photo(), "image/jpeg")]})
    assert kept.status_code == 302
    assert len(queries.signed_sheets(meeting)) == 1
    assert "lembar 1" in taker.get(f"{page}foto/").content.decode()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_are_each_counted_once() -> None:
    with clock.standing(scene.NOON):
        town = builders.city()
        meeting = scene.convened(town)
        actions.start(actor=town.actor("ketua_rw"), meeting=meeting)
    whos = ["ketua_rw", "sekretaris_rw", "ketua_rt"]
    failed: list[BaseException] = []

    def arrive(actor: Actor) -> None:
        try:
            mine = Meeting.objects.select_related("institution__territory").get(pk=meeting.pk)
            actions.check_in(actor=actor, meeting=mine)
        except BaseException as error:  # noqa: BLE001 - the test tells of it
            failed.append(error)
        finally:
            connection.close()

    with clock.standing(scene.EVENING):
        people = [town.actor(whos[n % 3]) for n in range(100)]
        for start in range(0, 100, 25):
            threads = [threading.Thread(target=arrive, args=(actor,)) for actor in people[start : start + 25]]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(30)
    assert failed == []
    assert queries.present(meeting) == 3
    verbs = [event.verb for event in audit.events(meeting.subject_kind, meeting.pk)]
    assert verbs.count("meetings.checked_in") == 3
