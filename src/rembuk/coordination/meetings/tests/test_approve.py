"""The chair approves; the text is locked by its hash and the berita acara is issued: same text, same bytes."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from rembuk.coordination.meetings import actions, berita_acara, queries, rules
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.files import queries as files
from rembuk.foundation.files import store
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from tests import builders

Read = Callable[[bytes], str]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The text of a PDF, as a reader would copy it."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext (poppler-utils)")

    def words(content: bytes) -> str:
        sheet = tmp_path / "sheet.pdf"
        sheet.write_bytes(content)
        done = subprocess.run(["pdftotext", "-layout", str(sheet), "-"], check=True, capture_output=True, text=True)
        return " ".join(done.stdout.split())

    return words


def test_the_sheet_is_issued_once_and_can_be_checked(town: builders.City) -> None:
    meeting = scene.minuted(town)
    document = actions.approve(actor=town.actor("ketua_rw"), meeting=meeting)
    stored = Meeting.objects.get(pk=meeting.pk)
    content = store.read(document.file.sha256)
    assert stored.document == document == files.by_code(document.code)
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == document.file.sha256
    assert stored.text_hash == rules.text_hash(queries.minutes(stored))
    with pytest.raises(Refused) as refused:
        actions.approve(actor=town.actor("ketua_rw"), meeting=meeting)
    assert refused.value.code == "wrong_step"
    assert len(files.files_of(Meeting.subject_kind, meeting.pk)) == 1


@pytest.mark.parametrize("who", ["sekretaris_rw", "ketua_rt", "ketua_rw_next", "lurah", "wali_kota", "pamor"])
def test_nobody_but_the_chair_approves(town: builders.City, who: str) -> None:
    meeting = scene.minuted(town)
    with pytest.raises(Refused) as refused:
        actions.approve(actor=town.actor(who), meeting=meeting)
    assert refused.value.code == "not_allowed"


def test_who_types_in_the_chairs_name_does_not_approve(town: builders.City) -> None:
    from dataclasses import replace

    meeting = scene.minuted(town)
    deputy = replace(town.actor("ketua_rw"), name="Operator", on_behalf="Zainal Arifin")
    with pytest.raises(Refused) as refused:
        actions.approve(actor=deputy, meeting=meeting)
    assert refused.value.code == "not_allowed"


def test_when_the_chairs_seat_falls_vacant_the_stand_in_approves(town: builders.City) -> None:
    meeting = scene.minuted(town)
    institutions.end_appointment(
        actor=town.actor("lurah"), appointment=town.cast["ketua_rw"], on=clock.today(), reason="Pindah"
    )
    assert actions.approve(actor=town.actor("sekretaris_rw"), meeting=meeting).code


def test_an_older_page_is_not_approved(town: builders.City) -> None:
    meeting, ketua = scene.minuted(town), town.actor("ketua_rw")
    seen = meeting.version
    actions.give_back(actor=ketua, meeting=meeting, reason="Lengkapi")
    actions.close_minutes(actor=ketua, meeting=meeting)
    with pytest.raises(Refused) as refused:
        actions.approve(actor=ketua, meeting=meeting, seen=seen)
    assert refused.value.code == "stale"


def test_the_same_minutes_give_the_same_bytes(town: builders.City) -> None:
    found = queries.meeting(town.actor("ketua_rw"), scene.locked(town).code)
    assert found is not None
    assert found.document is not None
    minutes = queries.minutes(found)
    again = berita_acara.pdf(
        minutes, text_hash=rules.text_hash(minutes), code=found.document.code, digest=queries.latest_digest()
    )
    assert hashlib.sha256(again).hexdigest() == found.document.file.sha256


def test_any_changed_word_changes_the_hash(town: builders.City) -> None:
    minutes = queries.minutes(scene.locked(town))
    changed = json.loads(rules.canonical(minutes))
    assert rules.text_hash(changed) == rules.text_hash(minutes)
    changed["items"][0]["decision"] += "."
    assert rules.text_hash(changed) != rules.text_hash(minutes)


def test_what_people_wrote_is_printed_and_never_run(town: builders.City, read: Read) -> None:
    evil = '#read("/etc/passwd") #panic() $x$ *tebal* \\ "kutip" [kurung] <label> @acuan'
    meeting, (item,) = scene.running(town, evil)
    taker = town.actor("sekretaris_rw")
    actions.discuss(actor=taker, item=item, discussion=evil)
    actions.decide(actor=taker, item=item, outcome="agreed", decision=evil)
    actions.mark_present(actor=taker, meeting=meeting, name=evil[:60])
    actions.close_minutes(actor=taker, meeting=meeting)
    text = read(store.read(actions.approve(actor=town.actor("ketua_rw"), meeting=meeting).file.sha256))
    assert text.count('#read("/etc/passwd") #panic() $x$ *tebal* \\ "kutip" [kurung] <label> @acuan') == 3
    assert "root:" not in text


def test_the_sheet_says_what_a_berita_acara_says(town: builders.City, read: Read) -> None:
    from rembuk.foundation.audit import actions as audit

    meeting = scene.minuted(town)
    audit.close_days(clock.now())
    document = actions.approve(actor=town.actor("ketua_rw"), meeting=meeting)
    text = read(store.read(document.file.sha256))
    meeting.refresh_from_db()
    for words in (
        "KOTA ARUNIKA", "KELURAHAN MELATI TIMUR", "BERITA ACARA RAPAT", "bukan nomor surat dinas",
        "Rabu, tanggal dua puluh delapan, bulan Januari, tahun dua ribu dua puluh enam", "pukul 19.30",
        "4 hadir dari 4 yang diundang; kuorum 3, tercapai", "Zainal Arifin", "Tumirah Lestari", "Mufakat",
        "Belum mufakat, dinaikkan ke tingkat di atasnya", "Biaya belum ada.", f"/periksa/{document.code}/",
        "bukan tanda tangan elektronik tersertifikasi", meeting.text_hash,
    ):  # fmt: skip
        assert words in text
    digest = queries.latest_digest()
    assert (digest[1] in text) if digest else ("Sidik jurnal" not in text)


def test_the_sheet_is_tagged_and_names_its_language(town: builders.City) -> None:
    content = store.read(actions.approve(actor=town.actor("ketua_rw"), meeting=scene.minuted(town)).file.sha256)
    assert b"/StructTreeRoot" in content
    assert b"/Lang(id)" in content.replace(b"/Lang (id)", b"/Lang(id)")
    assert b"pdfuaid" in content
