"""The screens under /rapat/: who reaches what, every form without script, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.meetings.tests import scene
from tests import builders

Enter = Callable[[str], Client]


@pytest.fixture
def enter(town: builders.City) -> Enter:
    """Signs one of the cast in."""

    return lambda who: builders.sign_in(Client(), who)


def test_from_the_invitation_to_the_sheet_with_forms_alone(town: builders.City, enter: Enter) -> None:
    ketua, sekretaris = enter("ketua_rw"), enter("sekretaris_rw")
    with scene.upper(scene.proposal(1), scene.proposal(2)):
        assert "Laporan 1" in ketua.get("/rapat/baru/").content.decode()
        form = {"title": "Rapat luar biasa", "day": "2026-01-28", "at": "19:30", "place": "Balai", "keys": ["test:1"]}
        meeting = Meeting.objects.get(code=ketua.post("/rapat/baru/", form).headers["Location"].split("/")[2])
        page = f"/rapat/{meeting.code}/"
        assert "Laporan 2" in ketua.get(f"{page}agenda/").content.decode()
        ketua.post(f"{page}agenda/", {"semua": "ya"})
        ketua.post(f"{page}agenda/", {"title": "Keuangan"})
        ketua.post(f"{page}agenda/", {"naik": str(queries.items(meeting)[2].pk)})
        assert [item.title for item in queries.items(meeting)] == ["Laporan 1", "Keuangan", "Laporan 2"]
        meeting.refresh_from_db()
        assert sekretaris.post(f"{page}mulai/", {"version": meeting.version}).headers["Location"] == f"{page}hadir/"
        for row in queries.attendances(meeting)[:3]:
            sekretaris.post(f"{page}hadir/", {"hadir": str(row.pk)})
        sekretaris.post(f"{page}hadir/", {"name": "Bu Darmi", "office": "warga"})
        assert "3 hadir dari 4, kuorum tercapai" in sekretaris.get(f"{page}hadir/").content.decode()
        words = {"discussion": "Panjang", "decision": "Kerja bakti", "version": 1}
        sekretaris.post(f"{page}notulen/1/", {**words, "outcome": "agreed", "hasil": "ya"})
        votes = {"votes_for": 2, "votes_against": 1, "votes_blank": ""}
        sekretaris.post(f"{page}notulen/2/", {**words, **votes, "outcome": "voted", "hasil": "ya"})
        no = {"outcome": "not_agreed", "reason": "Biaya", "hand_up": "on", "version": 1, "hasil": "ya"}
        assert sekretaris.post(f"{page}notulen/3/", no).headers["Location"] == page
    meeting.refresh_from_db()
    sekretaris.post(f"{page}selesai/", {"version": meeting.version})
    assert "Setujui dan kunci" in ketua.get(f"{page}setujui/").content.decode()
    assert sekretaris.get(f"{page}setujui/").status_code == 403
    meeting.refresh_from_db()
    ketua.post(f"{page}setujui/", {"version": meeting.version, "setujui": "ya"})
    meeting.refresh_from_db()
    assert [(item.outcome, item.votes_for, item.hand_up) for item in queries.items(meeting)] == [
        ("agreed", None, False), ("voted", 2, False), ("not_agreed", None, True),
    ]  # fmt: skip
    assert meeting.status == "locked"
    assert meeting.document is not None
    assert f"/periksa/{meeting.document.code}/" in ketua.get(page).content.decode()


@pytest.mark.parametrize("part", ["", "hadir/", "setujui/", "batal/", "notulen/1/"])
def test_next_door_the_meeting_does_not_exist(town: builders.City, enter: Enter, part: str) -> None:
    meeting, _ = scene.running(town, "Saluran")
    for who in ("ketua_rw_next", "lurah_next", "ketua_rt_far"):
        assert enter(who).get(f"/rapat/{meeting.code}/{part}").status_code == 404, who
    assert Client().get(f"/rapat/{meeting.code}/{part}").status_code == 302
    # The confirm page of a step that is over is still an answer, not an error.
    assert enter("ketua_rw").get(f"/rapat/{meeting.code}/{part}").status_code in {200, 302}


@pytest.mark.parametrize("part", ["agenda/", "mulai/", "selesai/", "hadir/"])
def test_who_only_sees_it_is_refused_the_deed(town: builders.City, enter: Enter, part: str) -> None:
    meeting = scene.convened(town)
    form = {"title": "Titipan", "name": "Titipan"}
    assert enter("ketua_rt").post(f"/rapat/{meeting.code}/{part}", form).status_code == 403
    assert enter("lurah_next").post(f"/rapat/{meeting.code}/{part}", form).status_code == 404
    assert queries.items(meeting) == []


@pytest.mark.parametrize("who", ["lpm", "pamor", "kepala_opd", "petugas_loket"])
def test_who_may_not_convene_has_no_button_and_no_page(town: builders.City, enter: Enter, who: str) -> None:
    browser = enter(who)
    assert "Undang rapat" not in browser.get("/rapat/").content.decode()
    assert browser.get("/rapat/baru/").status_code == browser.get("/rapat/rutin/").status_code == 403


def test_a_stale_save_shows_both_and_loses_nothing(town: builders.City, enter: Enter) -> None:
    meeting, (item,) = scene.running(town, "Saluran")
    seen = item.version
    actions.discuss(actor=town.actor("ketua_rw"), item=item, discussion="Tulisan pertama")
    page = f"/rapat/{meeting.code}/notulen/1/"
    answer = enter("sekretaris_rw").post(page, {"discussion": "Tulisan kedua", "decision": "Usul", "version": seen})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "oleh orang lain" in text
    assert "Tulisan pertama" in text
    assert "Tulisan kedua" in text
    assert queries.items(meeting)[0].discussion == "Tulisan pertama"
    # The page now bears the newer version: saving again is done knowingly.
    assert f'name="version" value="{item.version}"' in text
    both = {"discussion": "Keduanya", "decision": "Usul", "version": item.version, "ambil": "ya"}
    assert enter("sekretaris_rw").post(page, both).status_code == 302
    assert queries.items(meeting)[0].discussion == "Keduanya"


def test_what_an_outcome_lacks_stands_beside_its_field_and_the_words_are_saved(
    town: builders.City, enter: Enter
) -> None:
    meeting, _ = scene.running(town, "Saluran")
    form = {"discussion": "Alot", "outcome": "not_agreed", "version": 1, "hasil": "ya"}
    answer = enter("sekretaris_rw").post(f"/rapat/{meeting.code}/notulen/1/", form)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Tulis mengapa belum mufakat" in text
    assert "oleh orang lain" not in text
    ticked = next(line for line in text.split("<input") if 'value="not_agreed"' in line)
    assert "checked" in ticked.split(">")[0]
    assert queries.items(meeting)[0].discussion == "Alot"
    assert queries.items(meeting)[0].outcome == ""


def test_typing_is_saved_by_the_same_address(town: builders.City, enter: Enter) -> None:
    meeting, (item,) = scene.running(town, "Saluran")
    browser, page = enter("sekretaris_rw"), f"/rapat/{meeting.code}/notulen/1/"
    htmx = {"HX-Request": "true"}
    answer = browser.post(page, {"discussion": "Sedang diketik", "version": item.version}, headers=htmx)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert "tersimpan" in text
    assert f'value="{item.version + 1}"' in text
    assert queries.items(meeting)[0].discussion == "Sedang diketik"
    older = browser.post(page, {"discussion": "Lain", "version": item.version}, headers=htmx)
    assert older.status_code == 409
    assert "tulisan Anda tetap ada" in older.content.decode()


def test_a_tap_on_a_name_gives_the_fragment_back(town: builders.City, enter: Enter) -> None:
    meeting, _ = scene.running(town, here=0)
    row = queries.attendances(meeting)[0]
    answer = enter("ketua_rw").post(
        f"/rapat/{meeting.code}/hadir/", {"hadir": str(row.pk)}, headers={"HX-Request": "true"}
    )
    text = answer.content.decode()
    assert text.lstrip().startswith('<section class="card" id="kehadiran"')
    assert "1 hadir dari 4" in text


def test_the_rapat_rutin_is_set_changed_and_ended_by_form(town: builders.City, enter: Enter) -> None:
    browser = enter("ketua_rw")
    form = {"week": "1", "weekday": "2", "at": "19:30", "place": "Balai RW 01"}
    browser.post("/rapat/rutin/", form)
    assert "Rapat rutin Rabu pertama setiap bulan, pukul 19.30, Balai RW 01." in browser.get("/rapat/").content.decode()
    assert 'value="2026-02-04"' in browser.get("/rapat/baru/").content.decode()
    browser.post("/rapat/rutin/", {**form, "week": "0"})
    page = browser.get("/rapat/rutin/").content.decode()
    assert "Rapat rutin setiap Rabu, pukul 19.30" in page
    assert "sampai 28 Januari 2026" in page
    assert browser.post("/rapat/rutin/", {**form, "place": ""}).status_code == 422
    browser.post("/rapat/rutin/", {"akhiri": "ya"})
    assert "Belum ada jadwal rapat rutin." in browser.get("/rapat/").content.decode()


def test_a_cancelled_meeting_needs_a_reason(town: builders.City, enter: Enter) -> None:
    meeting = scene.convened(town)
    browser, page = enter("ketua_rw"), f"/rapat/{meeting.code}/batal/"
    assert browser.post(page, {"reason": " ", "version": meeting.version}).status_code == 422
    assert browser.post(page, {"reason": "Hujan", "version": meeting.version}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == "cancelled"


def test_what_is_shared_says_what_where_when(town: builders.City, enter: Enter) -> None:
    meeting = scene.convened(town)
    actions.add_item(actor=town.actor("ketua_rw"), meeting=meeting, title="Saluran & got")
    text = enter("ketua_rt").get(f"/rapat/{meeting.code}/").content.decode()
    assert "Rabu, 28 Januari 2026, pukul 19.30, di Balai RW" in text
    assert "https://wa.me/?text=Undangan%3A%20Musyawarah%20RW" in text
    assert "Saluran%20%26%20got" in text


def test_the_sheet_is_downloaded_by_those_who_see_the_meeting(town: builders.City, enter: Enter) -> None:
    meeting = scene.locked(town)
    meeting.refresh_from_db()
    assert meeting.document is not None
    page = f"/berkas/dokumen/{meeting.document.file_id}/"
    answer = enter("ketua_rt").get(page)
    assert b"".join(answer.streaming_content)[:4] == b"%PDF"  # type: ignore[attr-defined]
    assert enter("lurah_next").get(page).status_code == 404


def test_a_page_costs_the_same_however_long_the_agenda(
    town: builders.City, enter: Enter, django_assert_max_num_queries: Any
) -> None:
    meeting, _ = scene.running(town, *[f"Butir {n}" for n in range(12)])
    browser = enter("sekretaris_rw")
    for page in ("/rapat/", f"/rapat/{meeting.code}/", f"/rapat/{meeting.code}/notulen/3/"):
        with django_assert_max_num_queries(22):
            assert browser.get(page).status_code == 200
