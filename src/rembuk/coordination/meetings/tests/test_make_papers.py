"""One button makes every paper of a locked meeting; what was issued stays, and says what it is worth."""

import errno
import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import docx
import pytest
from PIL import Image
from pypdf import PdfReader

from rembuk.coordination.meetings import actions, letter, queries, signing
from rembuk.coordination.meetings.bundle import parts
from rembuk.coordination.meetings.models import Attendance, Meeting, Paper
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.files import queries as files
from rembuk.foundation.files import store
from rembuk.foundation.kernel import clock, seams
from rembuk.foundation.kernel.errors import Refused
from tests import builders

EVIL = '#read("/etc/passwd") $x$ *tebal* =1+1 <b>&amp;'


def picture(color: str = "red") -> bytes:
    """A photo."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), color).save(out, "JPEG")
    return out.getvalue()


@contextmanager
def work(meeting: Meeting, *titles: str) -> Iterator[None]:
    """What decisions would tell of the meeting's first item."""
    first, due = queries.items(meeting)[0], scene.EVENING + timedelta(days=7)
    told = [
        seams.Work(first.pk, f"TL-{number}", title, "Dinas PU", ["RW 01"], due, "dikerjakan", "open", "/")
        for number, title in enumerate(titles)
    ]
    before = tuple(seams.WORK)
    seams.WORK.fill(lambda ids: [one for one in told if one.item_id in ids])
    try:
        yield
    finally:
        seams.WORK.fill(*before)


def read(paper: Paper) -> str:
    """The words of a paper."""
    return words(store.read(paper.document.file.served_sha256))


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def made(town: builders.City, meeting: Meeting) -> dict[str, Paper]:
    """The papers by part."""
    return {paper.part: paper for paper in actions.make_papers(actor=town.actor("ketua_rw"), meeting=meeting)}


def test_the_papers_say_what_was_noted(town: builders.City) -> None:
    meeting = scene.locked(town)
    with work(meeting, "Keruk saluran"):
        papers = made(town, meeting)
    assert set(papers) == {"daftar-hadir", "notulen", "tindak-lanjut", "laporan"}
    assert "KOTA ARUNIKA" in read(papers["notulen"])
    assert "Rabu, tanggal dua puluh delapan, bulan Januari" in read(papers["notulen"])
    for said in ("Swadaya dua RT cukup.", "Kerja bakti hari Minggu.", "Biaya belum ada.", "Keruk saluran"):
        assert said in read(papers["notulen"])
    assert "Tumirah Lestari" in read(papers["daftar-hadir"])
    assert "hadir pukul 12.00" in read(papers["daftar-hadir"])
    assert "Dinas PU" in read(papers["tindak-lanjut"])
    assert "Dari dua (2) butir yang dibahas, 1 diputuskan dan 1 belum." in read(papers["laporan"])
    assert all("bukan tanda tangan elektronik tersertifikasi" in read(paper) for paper in papers.values())


def test_a_paper_is_tagged_for_screen_readers(town: builders.City) -> None:
    meeting = scene.locked(town)
    actions.add_photo(actor=town.actor("ketua_rw"), meeting=meeting, upload=picture(), caption="Saluran di RT 01")
    for paper in made(town, meeting).values():
        root: Any = PdfReader(io.BytesIO(store.read(paper.document.file.served_sha256))).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "id"
        assert root["/StructTreeRoot"]
        assert b"pdfuaid" in root["/Metadata"].get_data()


def test_what_says_the_same_is_issued_once(town: builders.City) -> None:
    meeting = scene.locked(town)
    first = made(town, meeting)
    with clock.standing(scene.NOON + timedelta(days=40)):
        assert made(town, meeting) == {}
    document = first["notulen"].document
    content = store.read(document.file.served_sha256)
    assert hashlib.sha256(content).hexdigest() == document.file.sha256
    found = files.by_code(document.code)
    assert found is not None
    assert files.is_the_issued(found, io.BytesIO(content))
    assert not files.is_the_issued(found, io.BytesIO(content + b" "))


def test_a_photo_more_is_a_paper_of_its_own_and_the_older_one_stands(town: builders.City) -> None:
    meeting, ketua = scene.locked(town), town.actor("ketua_rw")
    actions.add_photo(actor=ketua, meeting=meeting, upload=picture(), caption="Pembukaan")
    first = made(town, meeting)
    actions.add_photo(actor=ketua, meeting=meeting, upload=picture("blue"), caption="Kerja bakti")
    second = made(town, meeting)
    assert set(second) == {"foto", "laporan"}
    assert "2. Kerja bakti" in read(second["foto"])
    assert "Kerja bakti" not in read(first["foto"])
    assert files.by_code(first["foto"].document.code) is not None


def test_what_people_wrote_is_printed_and_never_run(town: builders.City) -> None:
    meeting, (item,) = scene.running(town, EVIL)
    taker = town.actor("sekretaris_rw")
    actions.discuss(actor=taker, item=item, discussion=EVIL)
    actions.decide(actor=taker, item=item, outcome="agreed", decision=EVIL)
    actions.add_photo(actor=taker, meeting=meeting, upload=picture(), caption=EVIL)
    actions.close_minutes(actor=taker, meeting=meeting)
    actions.approve(actor=town.actor("ketua_rw"), meeting=meeting)
    with work(meeting, EVIL):
        papers = made(town, meeting)
        record = queries.record_of(meeting)
        copy = docx.Document(io.BytesIO(parts.FREE["notulen-docx"].make(record)))
    for part in ("notulen", "foto", "tindak-lanjut", "laporan"):
        assert '#read("/etc/passwd") $x$ *tebal* =1+1 <b>&amp;' in read(papers[part])
    assert any(EVIL in paragraph.text for paragraph in copy.paragraphs)


def test_the_bundle_holds_everything_and_says_where_to_check_it(town: builders.City) -> None:
    meeting, ketua = scene.locked(town), town.actor("ketua_rw")
    actions.add_photo(actor=ketua, meeting=meeting, upload=picture(), caption="Pembukaan")
    papers = made(town, meeting)
    meeting.refresh_from_db()
    content = parts.zipped(ketua, queries.record_of(meeting))
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        names = {name.rpartition("/")[2]: name for name in opened.namelist()}
        assert {"1-daftar-hadir.pdf", "2-notulen.pdf", "3-berita-acara.pdf", "4-foto.pdf", "5-tindak-lanjut.pdf",
                "6-laporan.pdf", "notulen.docx", "laporan.docx",
                "ringkasan-wa.txt"} < set(names)  # fmt: skip
        told = opened.read(names["0-isi-berkas.txt"]).decode()
        notulen = opened.read(names["2-notulen.pdf"])
        summary = opened.read(names["ringkasan-wa.txt"]).decode()
    assert hashlib.sha256(notulen).hexdigest() == papers["notulen"].document.file.sha256
    assert f"/periksa/{papers['notulen'].document.code}/" in told
    assert hashlib.sha256(notulen).hexdigest() in told
    assert "Kerja bakti hari Minggu." in summary


def test_a_disk_that_fills_up_between_two_papers_leaves_none_and_the_next_press_makes_all(
    town: builders.City, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, real, synced = scene.locked(town), os.fsync, 0

    def fills_up(handle: int) -> None:
        nonlocal synced
        synced += 1
        if synced > 2:
            raise OSError(errno.ENOSPC, "full")
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fills_up)
        with pytest.raises(Refused, match="penuh") as refused:
            made(town, meeting)
    assert refused.value.code == "disk_full"
    assert not Paper.objects.exists()
    assert set(made(town, meeting)) == {"daftar-hadir", "notulen", "tindak-lanjut", "laporan"}


def test_the_signed_letter_goes_along_as_it_was(town: builders.City) -> None:
    ketua, meeting = town.actor("ketua_rw"), scene.convened(town)
    actions.write_invitation(actor=ketua, meeting=meeting, note="Bawa data.")
    scan = letter.pdf(meeting)
    actions.file_scan(actor=ketua, meeting=meeting, content=scan, name="surat.pdf")
    item = actions.add_item(actor=ketua, meeting=meeting, title="Saluran")
    actions.start(actor=ketua, meeting=meeting)
    actions.decide(actor=ketua, item=item, outcome="postponed", decision="")
    actions.close_minutes(actor=ketua, meeting=meeting)
    actions.approve(actor=ketua, meeting=meeting)
    assert store.read(made(town, meeting)["undangan"].document.file.served_sha256) == scan


@pytest.mark.parametrize("who", ["lurah", "ketua_rt", "ketua_rw_next", "wali_kota", "pamor"])
def test_others_do_not_make_them(town: builders.City, who: str) -> None:
    meeting = scene.locked(town)
    with pytest.raises(Refused) as refused:
        actions.make_papers(actor=town.actor(who), meeting=meeting)
    assert refused.value.code == "not_allowed"


def test_the_month_of_a_civil_servant_is_a_list_of_what_they_came_to_wrote_and_chaired(town: builders.City) -> None:
    from python_calamine import CalamineWorkbook

    lurah = town.actor("lurah")
    for days in (0, 1, 40):
        meeting = actions.convene(
            actor=lurah, institution=town.institution("kelurahan"), title="=SUM(1)", place="Aula",
            starts_at=scene.EVENING + timedelta(days=days),
        )  # fmt: skip
        item = actions.add_item(actor=lurah, meeting=meeting, title="Saluran")
        actions.start(actor=lurah, meeting=meeting)
        for row in queries.attendances(meeting):
            actions.mark_present(actor=lurah, meeting=meeting, attendance=row)
        actions.decide(actor=lurah, item=item, outcome="postponed", decision="")
        actions.close_minutes(actor=lurah, meeting=meeting)
        actions.approve(actor=lurah, meeting=meeting)
        if days == 0:
            first = meeting
    # Whose minutes somebody wrote counts, whether or not they were ticked at the door.
    Meeting.objects.filter(starts_at=scene.EVENING + timedelta(days=1)).update(approved_by="", minuted_by=lurah.label)
    Attendance.objects.filter(meeting__starts_at=scene.EVENING + timedelta(days=1)).update(arrived_at=None)
    lists = dict(parts.lists(lurah, queries.record_of(first)))
    assert "kegiatan-indah-permata-2026-01.xlsx" in lists
    assert not any("endah" in name or "zainal" in name for name in lists)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(lists["kegiatan-indah-permata-2026-01.xlsx"]))
    rows = sheet.get_sheet_by_index(0).to_python()[5:]
    assert [row[1] for row in rows] == ["2026-01-28", "2026-01-29"]
    assert [row[3] for row in rows] == ["Memimpin =SUM(1)", "Menulis notulen =SUM(1)"]
    assert [row[4] for row in rows] == ["Pemimpin rapat", "Notulis"]
    assert not dict(parts.lists(town.actor("ketua_rw"), queries.record_of(first)))


def test_the_scan_signed_by_hand_is_kept_beside_the_locked_minutes(town: builders.City) -> None:
    meeting, ketua = scene.locked(town), town.actor("ketua_rw")
    before = queries.minutes(meeting)
    paper = actions.sign(actor=ketua, meeting=meeting, content=picture())
    assert store.read(paper.document.file.served_sha256).startswith(b"%PDF")
    assert ("bertanda-tangan", parts.SIGNED_LABEL, paper.document) in parts.issued(meeting)
    meeting.refresh_from_db()
    assert (queries.minutes(meeting), meeting.status) == (before, "locked")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"%PDF-1.7 setengah", "not_a_document"), (b"MZ program", "not_a_photo"), (b"\xff\xd8" * 10_000_001, "too_large"),
     (b"%PDF-" + b" " * 20_000_001 + b"%%EOF", "too_large")],
)  # fmt: skip
def test_what_is_no_scan_is_refused(town: builders.City, content: bytes, code: str) -> None:
    meeting = scene.locked(town)
    with pytest.raises(Refused) as refused:
        actions.sign(actor=town.actor("ketua_rw"), meeting=meeting, content=content)
    assert refused.value.code == code


class Certified:
    """Stands for a city's certified provider."""

    note = "Ditandatangani secara elektronik."

    def sign(self, content: bytes) -> bytes:
        """Appends, as a signature does."""
        return content + b"\n% bertanda tangan\n%%EOF"


def test_a_certified_provider_signs_last_and_says_so(town: builders.City, settings: object) -> None:
    settings.SIGNING = f"{__name__}.Certified"  # type: ignore[attr-defined]
    meeting = scene.minuted(town)
    document = actions.approve(actor=town.actor("ketua_rw"), meeting=meeting)
    content = store.read(document.file.served_sha256)
    assert content.endswith(b"bertanda tangan\n%%EOF")
    told = words(content.removesuffix(b"\n% bertanda tangan\n%%EOF"))
    assert "Ditandatangani secara elektronik." in told
    assert "bukan tanda tangan" not in told
    assert isinstance(signing.signing(), Certified)
