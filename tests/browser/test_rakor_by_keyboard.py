"""A whole rakor without a mouse: called, prepared by a perangkat daerah, minuted, locked, and all its papers taken."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import label_to, tab_to
from tests.support.site import Site

pytestmark = pytest.mark.browser
Look = Callable[..., str]


def press(page: Page, words: str, most: int = 80) -> None:
    """Tabs to what bears these words and presses it; another page follows."""
    tab_to(page, words, most)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, label: str, words: str) -> None:
    """Tabs into a field and types."""
    label_to(page, label)
    page.keyboard.type(words)


def pick(page: Page, label: str, value: str) -> None:
    """Tabs into a field for a day or an hour: how it is typed hangs on the browser's language."""
    label_to(page, label)
    page.locator(":focus").fill(value)


def test_a_rakor_goes_by_keyboard_from_the_call_to_its_papers(
    served: Site, as_: Callable[..., Page], look: Look
) -> None:
    page, head = as_("wali_kota"), as_("opd")
    page.goto(f"{served.url}/rapat/baru/")
    press(page, "Rakor perangkat daerah")
    expect(page.get_by_label("Acara rapat")).to_have_value("Rakor perangkat daerah")
    pick(page, "Hari rapat", "2026-01-31")
    pick(page, "Pukul", "09:00")
    write(page, "Tempat", "Ruang rapat lewat papan ketik")
    press(page, "Kirim undangan")
    expect(page.get_by_text("Undangan sudah dikirim")).to_be_visible()
    meeting = page.url.removeprefix(served.url)

    prepared_by(head, served, meeting)
    press(page, "Bahan rapat")
    expect(page.get_by_text("1 dari").first).to_be_visible()
    press(page, "Kembali ke rapat")
    press(page, "Susun agenda")
    write(page, "Butir lain", "Serapan anggaran triwulan pertama")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1. Serapan anggaran triwulan pertama")).to_be_visible()
    assert look(page, f"{meeting}agenda/", f"{meeting}bahan/", f"{meeting}surat/") == ""
    assert look(head, meeting, f"{meeting}bahan/isi/") == ""
    press(page, "Ke rapat")
    press(page, "Mulai rapat")
    expect(page.get_by_role("heading", name="Siapa yang hadir?")).to_be_visible()
    everybody_needed(page)
    assert look(page, f"{meeting}hadir/") == ""
    press(page, "Ke agenda")
    press(page, "Tulis notulen")
    minuted(page, lambda: look(page, f"{meeting}notulen/1/", f"{meeting}layar/"))
    press(page, "Selesai rapat")
    expect(page.get_by_text("menunggu persetujuan pemimpin rapat")).to_be_visible()
    assert look(page, f"{meeting}setujui/", f"{meeting}tanggapan/") == ""
    press(page, "Baca dan setujui")
    press(page, "Setujui dan kunci")
    expect(page.get_by_role("link", name="Unduh PDF")).to_be_visible()
    tab_to(page, "Buat berkas rapat")
    with page.expect_download() as kept:
        page.keyboard.press("Enter")
    assert kept.value.suggested_filename.endswith(".zip")
    assert look(page, meeting, f"{meeting}berkas/") == ""


def prepared_by(head: Page, served: Site, meeting: str) -> None:
    """A perangkat daerah fills in its sheet and hands it in."""
    head.goto(f"{served.url}{meeting}bahan/")
    press(head, "Isi bahan")
    write(head, "Kendala lain dan sebabnya", "Alat berat hanya satu.")
    write(head, "Usulan tindak lanjut", "Sewa satu alat untuk dua bulan.")
    press(head, "Serahkan bahan")
    expect(head.get_by_text("Bahan sudah diserahkan.")).to_be_visible()


def everybody_needed(page: Page) -> None:
    """Ticks names until the quorum is there; the focus stays where it was, so the next name is one Tab away."""
    tab_to(page, "Hadir")
    while True:
        # What was swapped in is not yet listened to; nobody's fingers are that quick.
        expect(page.locator(".htmx-added, .htmx-settling")).to_have_count(0)
        page.keyboard.press("Enter")
        expect(page.locator(":focus")).to_have_text("Batal")
        if page.get_by_text("kuorum tercapai").count():
            return
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Hadir")


def minuted(page: Page, looked: Callable[[], str]) -> None:
    """What was said, what was decided, and who does it until when."""
    write(page, "Pembahasan", "Serapan rendah karena lelang terlambat.")
    write(page, "Keputusan", "Lelang dini untuk pekerjaan saluran.")
    label_to(page, "mufakat")
    page.keyboard.press("Space")
    write(page, "Apa yang dikerjakan, tindak lanjut 1", "Siapkan dokumen lelang dini")
    write(page, "Memimpin, tindak lanjut 1", page.locator("datalist option").first.get_attribute("value") or "")
    pick(page, "Tenggat, tindak lanjut 1", "2026-02-27")
    expect(page.locator("#tersimpan")).to_contain_text("tersimpan")
    assert looked() == ""
    press(page, "Catat hasil")
    expect(page.get_by_text("Hasil butir 1 dicatat.")).to_be_visible()
    expect(page.get_by_text("1. Serapan anggaran triwulan pertama")).to_be_visible()
