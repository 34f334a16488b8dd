"""The invitation: who answers, who is invited by letter, what the letter says, and what calendars are told."""

from datetime import timedelta
from email import message_from_string, policy
from io import BytesIO
from typing import Any

import pypdf
import pytest
import vobject
from django.core import mail
from django.test import Client
from docx import Document
from PIL import Image

from rembuk.coordination.meetings import actions, ics, letter, queries
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.files import actions as files
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.notices import actions as notices
from tests import builders

PDF = b"%PDF-1.7 contoh %%EOF"


def words(meeting: Meeting) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(letter.pdf(meeting))).pages)


def event(meeting: Meeting) -> Any:
    return vobject.readOne(ics.text_of(meeting))


def test_answers_are_seen_by_the_convener_and_asked_anew_when_the_time_changes(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    page = f"/rapat/{meeting.code}/"
    rt = builders.sign_in(Client(), "ketua_rt")
    assert rt.post(f"{page}jawab/", {"jawab": "yes"}).status_code == 302
    assert rt.post(f"{page}jawab/", {"jawab": "sends", "stand_in": ""}).status_code == 422
    rt.post(f"{page}jawab/", {"jawab": "sends", "stand_in": "Bu Slamet"})
    assert "diwakili Bu Slamet" in builders.sign_in(Client(), "ketua_rw").get(page).content.decode()
    actions.reschedule(actor=ketua, meeting=meeting, starts_at=meeting.starts_at, place="Rumah Pak RW")
    assert {row.reply for row in queries.attendances(meeting)} == {"", "sends"}
    actions.reschedule(actor=ketua, meeting=meeting, starts_at=meeting.starts_at + timedelta(days=1), place="Balai RW")
    assert {row.reply for row in queries.attendances(meeting)} == {""}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"place": " "}, "no_place"), ({"starts_at": scene.NOON - timedelta(days=1)}, "past"),
     ({"starts_at": scene.NOON + timedelta(days=733)}, "too_far"), ({}, "the_same"),
     ({"place": "Aula kelurahan"}, "room_taken")],
)  # fmt: skip
def test_a_change_of_time_that_makes_no_sense(town: builders.City, wrong: dict[str, Any], code: str) -> None:
    actions.convene(actor=town.actor("lurah"), institution=town.institution("kelurahan"), title="Rapat",
                    starts_at=scene.EVENING, place="Aula kelurahan")  # fmt: skip
    meeting = scene.convened(town)
    with pytest.raises(Refused) as refused:
        actions.reschedule(actor=town.actor("ketua_rw"), meeting=meeting,
                           **{"starts_at": meeting.starts_at, "place": meeting.place, **wrong})  # fmt: skip
    assert refused.value.code == code


def test_a_calendar_follows_a_meeting_through_its_life(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    item = actions.add_item(actor=ketua, meeting=meeting, title="Kas, ronda; dan saluran")
    actions.time_item(actor=ketua, meeting=meeting, item=item, minutes=45)
    first = event(meeting)
    assert first.method.value == "REQUEST"
    assert first.vevent.dtstart.value == scene.EVENING
    assert first.vevent.dtend.value - first.vevent.dtstart.value == timedelta(minutes=45)
    assert (first.vevent.summary.value, first.vevent.location.value) == ("Musyawarah RW", "Balai RW")
    assert first.vevent.description.value == "1. Kas, ronda; dan saluran"
    actions.reschedule(actor=ketua, meeting=meeting, starts_at=scene.EVENING + timedelta(days=1), place="Balai RW")
    moved = event(meeting)
    actions.cancel(actor=ketua, meeting=meeting, reason="Hujan")
    gone = event(meeting)
    assert {one.vevent.uid.value for one in (first, moved, gone)} == {first.vevent.uid.value}
    assert [int(one.vevent.sequence.value) for one in (first, moved, gone)] == [0, 1, 2]
    assert moved.vevent.dtstart.value == scene.EVENING + timedelta(days=1)
    assert (gone.method.value, gone.vevent.status.value) == ("CANCEL", "CANCELLED")


def test_mail_carries_the_calendar_and_guests_get_theirs(town: builders.City) -> None:
    town.user("ketua_rt").email = "slamet@contoh.id"
    town.user("ketua_rt").save()
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    actions.invite_guest(actor=ketua, meeting=meeting, name="Kapolsek", email="polsek@contoh.id")
    actions.reschedule(actor=ketua, meeting=meeting, starts_at=scene.EVENING, place="Rumah Pak RW")
    actions.cancel(actor=ketua, meeting=meeting, reason="Hujan")
    notices.bring_forward(1000)
    with clock.standing(scene.NOON + timedelta(days=1)):
        while notices.deliver(50):
            pass
    sent: dict[str, list[tuple[str, str]]] = {}
    for one in mail.outbox:
        parts = message_from_string(one.message().as_string(), policy=policy.default).iter_attachments()
        calendars = [(part.get_content_type(), vobject.readOne(part.get_content()).method.value) for part in parts]
        sent.setdefault(one.to[0], []).extend(calendars)
    told = ("text/calendar", "REQUEST"), ("text/calendar", "CANCEL")
    # What is told of a meeting is told as it stands: it was cancelled before the first notice was made.
    assert set(sent["slamet@contoh.id"]) <= set(told)
    assert len(sent["slamet@contoh.id"]) == 3
    assert len(sent["polsek@contoh.id"]) == 3


def test_the_letter_says_what_a_letter_says(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    actions.add_item(actor=ketua, meeting=meeting, title="Kas #RT & <saluran>")
    actions.invite_guest(actor=ketua, meeting=meeting, name="Bripka Contoh", office="Polsek", topic="Ronda malam")
    actions.write_invitation(
        actor=ketua, meeting=meeting, nature="penting", note="Bawa buku kas", copies="Lurah\nArsip"
    )
    actions.number_letter(actor=ketua, meeting=meeting, text="005/7/RW.01/2026")
    said = words(meeting)
    for one in ("RW 01", "Arunika, 28 Januari 2026", "005/7/RW.01/2026", "Penting", "Undangan Musyawarah RW",
                "Rabu, 28 Januari 2026", "19.30 WIB", "Balai RW", "Kas #RT & <saluran>", "Ronda malam", "Bawa buku kas",
                "Tembusan", "Arsip", "Slamet Riyanto", "Polsek", "Zainal Arifin"):  # fmt: skip
        assert one in said, one
    assert letter.pdf(meeting) == letter.pdf(meeting)
    draft = Document(BytesIO(letter.docx(meeting)))
    inside = [p.text for p in draft.paragraphs] + [c.text for t in draft.tables for r in t.rows for c in r.cells]
    assert any("005/7/RW.01/2026" in one for one in inside)
    assert "Kas #RT & <saluran>" in inside
    picture = Image.open(BytesIO(letter.picture(meeting)))
    assert picture.format == "PNG"
    assert picture.width == 1080


def test_a_letter_without_a_number_leaves_room_for_one(town: builders.City) -> None:
    assert letter.OPEN in words(scene.convened(town))


def test_a_speaker_has_material_and_who_is_dropped_takes_it_along(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    with pytest.raises(Refused) as refused:
        actions.invite_guest(actor=ketua, meeting=meeting, name="Bu Dosen", material=PDF)
    assert refused.value.code == "no_topic"
    guest = actions.invite_guest(actor=ketua, meeting=meeting, name="Bu Dosen", topic="Kompos", material=PDF)
    with pytest.raises(Refused) as refused:
        actions.invite_guest(actor=ketua, meeting=meeting, name="Bu Dosen")
    assert refused.value.code == "twice"
    rt = builders.sign_in(Client(), "ketua_rt")
    assert rt.get(f"/berkas/dokumen/{guest.material_id}/").status_code == 200
    assert builders.sign_in(Client(), "ketua_rw_next").get(f"/berkas/dokumen/{guest.material_id}/").status_code == 404
    actions.drop_guest(actor=ketua, meeting=meeting, guest=guest)
    assert rt.get(f"/berkas/dokumen/{guest.material_id}/").status_code == 404
    assert queries.guests(meeting) == []


def test_a_scan_that_is_too_large_or_no_pdf_is_refused_with_a_sentence(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    for content, code in ((b"%PDF-" + bytes(files.MAX_DOCUMENT), "too_large"), (b"bukan", "not_a_document")):
        with pytest.raises(Refused) as refused:
            actions.file_scan(actor=ketua, meeting=meeting, content=content, name="surat.pdf")
        assert refused.value.code == code
    answer = builders.sign_in(Client(), "ketua_rw").post(
        f"/rapat/{meeting.code}/surat/", data=b"x", content_type="multipart/form-data; boundary=a",
        CONTENT_LENGTH="200000000",
    )  # fmt: skip
    assert answer.status_code == 413
    assert "terlalu besar" in answer.content.decode()


def test_the_signed_letter_closes_its_words(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    actions.file_scan(actor=ketua, meeting=meeting, content=PDF, name="surat.pdf")
    with pytest.raises(Refused) as refused:
        actions.write_invitation(actor=ketua, meeting=meeting, note="Lain")
    assert refused.value.code == "signed"


def test_a_body_that_ended_is_not_invited(town: builders.City) -> None:
    institutions.close_institution(actor=SYSTEM, institution=town.institution("opd_next"), reason="Digabung")
    kind = queries.kind("rakor_opd")
    meeting = actions.convene(actor=town.actor("wali_kota"), institution=town.institution("kota"), title="Rakor",
                              starts_at=scene.EVENING, place="Setda", kind=kind)  # fmt: skip
    seats = {row.position_id for row in queries.attendances(meeting)}
    assert town.position("kepala_opd").pk in seats
    assert town.position("kepala_opd_next").pk not in seats
