"""Bodies bring their sheets to a rakor: prefilled from the data, completed by themselves, fixed when handed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pypdf
import pytest
from django.test import Client

from rembuk.coordination.meetings import actions, bahan, queries, seams
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.kernel import seams as slots
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from tests import builders


@contextmanager
def known(*lines: slots.Brief) -> Iterator[list[UUID]]:
    """Fills BRIEFS with what a test knows, and keeps whom it was asked about."""
    asked: list[UUID] = []

    def of(actor: Actor, institution_id: UUID, since: date) -> list[slots.Brief]:
        asked.append(institution_id)
        return list(lines)

    before = tuple(slots.BRIEFS)
    slots.BRIEFS.fill(of)
    try:
        yield asked
    finally:
        slots.BRIEFS.fill(*before)


def rakor(town: builders.City, key: str = "rakor_opd", hours: int = 0) -> Meeting:
    return actions.convene(
        actor=town.actor("wali_kota"), institution=town.institution("kota"), title="Rakor bulanan", place="Setda",
        starts_at=scene.EVENING + timedelta(hours=hours), kind=queries.kind(key),
    )  # fmt: skip


def words(town: builders.City, meeting: Meeting) -> str:
    pages = pypdf.PdfReader(BytesIO(bahan.pdf(town.actor("wali_kota"), meeting))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


RUNNING = slots.Brief("running", "TL-1 Keruk saluran", "60%, tenggat 9 Februari 2026", 12_000_000)
STUCK = slots.Brief("obstacle", "TL-2 Ganti pipa", "kendala anggaran")


@pytest.mark.parametrize(
    ("key", "bodies"),
    [("rakor_opd", {"opd", "opd_next"}),
     ("rakor_wilayah", {"kecamatan", "kecamatan_next", "kelurahan", "kelurahan_next", "kelurahan_far"}),
     ("rapat_kota", set())],
)  # fmt: skip
def test_a_kind_says_who_brings_a_sheet(town: builders.City, key: str, bodies: set[str]) -> None:
    found = {row.pk for row in queries.bringing(rakor(town, key))}
    assert found == {town.institution(body).pk for body in bodies}


def test_what_is_handed_in_stays_and_who_has_not_is_named(town: builders.City) -> None:
    meeting, lead = rakor(town), town.actor("kepala_opd")
    with known(STUCK, RUNNING):
        actions.write_briefing(actor=lead, meeting=meeting, proposal="Tambah satu regu", budget=100, realised=60,
                               hand_in=True)  # fmt: skip
    with known() as asked:
        said = words(town, meeting)
        assert asked == [town.institution("opd_next").pk]
    for one in ("1 dari 2 sudah menyerahkan", "Belum menyerahkan: Dinas Lingkungan Hidup", "TL-1 Keruk saluran",
                "Rp12.000.000", "kendala anggaran", "Tambah satu regu", "realisasi Rp60 (60%)"):  # fmt: skip
        assert one in said, one
    page = builders.sign_in(Client(), "wali_kota").get(f"/rapat/{meeting.code}/bahan/").content.decode()
    assert "1 dari 2 sudah menyerahkan" in page


def test_a_sheet_is_saved_first_and_handed_in_by_the_page(town: builders.City) -> None:
    meeting, lead = rakor(town), builders.sign_in(Client(), "kepala_opd")
    page = f"/rapat/{meeting.code}/bahan/isi/"
    with known(RUNNING):
        assert "Keruk saluran" in lead.get(page).content.decode()
        lead.post(page, {"proposal": "Tambah regu", "version": "0"})
        assert "belum diserahkan" in lead.get(page).content.decode()
        assert lead.post(page, {"proposal": "Lain", "version": "0"}).status_code == 422
        lead.post(page, {"proposal": "Dua regu", "version": "1", "serahkan": "ya"})
    assert [row.briefing.proposal for row in queries.body_sheets(meeting) if row.handed] == ["Dua regu"]


def test_the_bodys_people_prepare_what_its_head_brings(town: builders.City) -> None:
    meeting, clerk = rakor(town), builders.sign_in(Client(), "petugas_opd")
    sheet = f"/rapat/{meeting.code}/bahan/isi/"
    [task] = [task for task in seams.today(town.actor("petugas_opd")) if task.url == sheet]
    assert task.buttons == (("Isi bahan", sheet),)
    clerk.post(sheet, {"proposal": "Dua regu", "version": "0"})
    head = builders.sign_in(Client(), "kepala_opd")
    assert "Dua regu" in head.get(sheet).content.decode()
    head.post(sheet, {"proposal": "Tiga regu", "version": "1", "serahkan": "ya"})
    assert [row.briefing.proposal for row in queries.body_sheets(meeting) if row.handed] == ["Tiga regu"]
    for who in ("petugas_opd", "kepala_opd"):
        assert sheet not in {task.url for task in seams.today(town.actor(who))}
    # Next door it is still to come; a meeting without sheets is its guests' alone.
    assert sheet in {task.url for task in seams.today(town.actor("petugas_opd_next"))}
    plain = rakor(town, "rapat_kota", hours=4)
    assert clerk.get(f"/rapat/{plain.code}/").status_code == 404
    assert clerk.post(f"/rapat/{meeting.code}/jawab/", {"jawab": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"budget": 10, "realised": 11}, "bad_sum"), ({"budget": -1}, "bad_sum"), ({"seen": 7}, "stale")],
)
def test_sums_and_stale_sheets_are_refused(town: builders.City, wrong: dict[str, int], code: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.write_briefing(actor=town.actor("kepala_opd"), meeting=rakor(town), **wrong)  # type: ignore[arg-type]
    assert refused.value.code == code


@pytest.mark.parametrize("who", ["camat", "lurah", "wali_kota", "pemerintahan"])
def test_only_the_body_itself_fills_in_its_sheet(town: builders.City, who: str) -> None:
    meeting = rakor(town)
    with pytest.raises(Refused) as refused:
        actions.write_briefing(actor=town.actor(who), meeting=meeting, proposal="x")
    assert refused.value.code in {"not_allowed", "no_sheet"}


def test_the_modules_above_tell_of_every_body(town: builders.City) -> None:
    for key in ("rakor_opd", "rakor_wilayah"):
        meeting = rakor(town, key)
        assert "0 dari" in words(town, meeting)
        actions.cancel(actor=town.actor("wali_kota"), meeting=meeting, reason="Contoh")
