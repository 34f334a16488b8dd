"""JavaScript off: an old phone, a careful office. Report, settle and decide all the same."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.support.chromium import PHONE
from tests.support.site import Site

pytestmark = pytest.mark.browser


def test_reporting_with_a_photo_needs_no_script(served: Site, browse: Callable[..., Page], tmp_path: Path) -> None:
    page = browse(PHONE, java_script_enabled=False)
    text = "Pagar lapangan roboh menimpa jalan setapak"
    picture = people.photo(tmp_path)
    kept = people.report(page, served, text, "Jalan lingkungan rusak", picture=picture, step=False)
    page.get_by_role("link", name="Buka laporan").click()
    expect(page.get_by_text(kept.code)).to_be_visible()
    [(photos,)] = people.asked(
        served,
        "SELECT count(*) FROM files_file f JOIN reports_report r ON r.id = f.owner_id WHERE r.code = ?",
        kept.code,
    )
    assert photos == 1


def test_wrong_form_keeps_what_was_typed_and_names_the_field(served: Site, browse: Callable[..., Page]) -> None:
    page = browse(PHONE, java_script_enabled=False)
    page.goto(f"{served.url}/lapor/")
    page.get_by_label("Apa yang terjadi?").fill("Lampu padam di gang")
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_role("alert")).to_contain_text("Jenisnya")
    expect(page.get_by_label("Apa yang terjadi?")).to_have_value("Lampu padam di gang")


def test_settling_a_small_matter_needs_no_script(served: Site, as_: Callable[..., Page]) -> None:
    page = as_("ketua_rt", PHONE, java_script_enabled=False)
    page.goto(f"{served.url}/hari-ini/")
    page.get_by_role("link", name="Sudah beres di sini").click()
    page.get_by_role("link", name="Catat mufakat").first.click()
    page.get_by_label("Apa yang disepakati?").fill("Dibersihkan bersama Minggu pagi.")
    page.get_by_label("Saksi").fill("Pak Darma\nBu Lastri")
    page.get_by_role("button", name="Catat mufakat").click()
    expect(page.get_by_text("Diselesaikan dengan mufakat:")).to_be_visible()


def test_meeting_is_minuted_and_decided_without_script(served: Site, as_: Callable[..., Page]) -> None:
    page = as_("ketua_rw", java_script_enabled=False)
    page.goto(f"{served.url}/rapat/baru/")
    page.get_by_label("Acara rapat").fill("Rapat tanpa skrip")
    page.get_by_label("Hari rapat").fill("2026-01-30")
    page.get_by_label("Pukul").fill("19:30")
    page.get_by_label("Tempat", exact=True).fill("Balai warga")
    page.get_by_role("button", name="Kirim undangan").click()
    page.get_by_role("link", name="Susun agenda").click()
    page.get_by_role("button", name="Ambil ke agenda").first.click()
    page.get_by_role("link", name="Ke rapat").click()
    page.get_by_role("button", name="Mulai rapat").click()
    expect(page.get_by_text("belum tercapai")).to_be_visible()
    while not page.get_by_text("kuorum tercapai").count():
        page.get_by_role("button", name="Hadir:").first.click()
    page.get_by_role("link", name="Ke agenda").click()
    page.get_by_role("link", name="Tulis notulen").click()
    page.get_by_label("Keputusan").fill("Kerja bakti Minggu 1 Februari.")
    page.get_by_label("mufakat", exact=True).check()
    page.get_by_role("button", name="Catat hasil").click()
    expect(page.get_by_text("Hasil butir 1 dicatat.")).to_be_visible()
    page.get_by_role("button", name="Selesai rapat").click()
    page.get_by_role("link", name="Baca dan setujui").click()
    page.get_by_role("button", name="Setujui dan kunci").click()
    expect(page.get_by_role("link", name="Unduh PDF")).to_be_visible()
