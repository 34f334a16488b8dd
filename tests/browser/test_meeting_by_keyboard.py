"""A meeting minuted without a mouse: words kept without network, a decision with its follow-up, the screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import label_to, tab_to
from tests.support.site import Site

pytestmark = pytest.mark.browser


def test_a_meeting_is_minuted_by_keyboard_and_shown_on_the_screen(served: Site, as_: Callable[..., Page]) -> None:
    page = as_("ketua_rw")
    page.goto(f"{served.url}/rapat/baru/")
    page.get_by_label("Acara rapat").fill("Musyawarah lewat papan ketik")
    page.get_by_label("Hari rapat").fill("2026-01-31")
    page.get_by_label("Pukul").fill("16:45")
    page.get_by_label("Tempat", exact=True).fill("Balai warga")
    page.get_by_role("button", name="Kirim undangan").click()
    expect(page.get_by_text("Undangan sudah dikirim")).to_be_visible()
    meeting = page.url
    page.get_by_role("link", name="Susun agenda").click()
    for title in ("Saluran RW", "Jadwal ronda"):
        page.get_by_label("Butir lain").fill(title)
        page.get_by_role("button", name="Tambah butir").click()
        expect(page.get_by_text(title).first).to_be_visible()
    page.get_by_role("link", name="Ke rapat").click()
    page.get_by_role("button", name="Mulai rapat").click()
    expect(page.get_by_text("belum tercapai")).to_be_visible()
    while page.get_by_text("belum tercapai").count():
        name = page.get_by_role("button", name="Hadir:").first.get_attribute("aria-label") or ""
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)

    page.goto(f"{meeting}notulen/1/")
    label_to(page, "Pembahasan")
    page.context.set_offline(True)
    page.keyboard.type("Swadaya tidak cukup.")
    expect(page.get_by_text("Tidak ada jaringan.")).to_be_visible()
    # The lid is closed; what was typed is on this device.
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("Pembahasan")).to_have_value("Swadaya tidak cukup.")
    expect(page.get_by_text("tersimpan 1").or_(page.get_by_text("tersimpan 0"))).to_be_visible()

    label_to(page, "Keputusan")
    page.keyboard.type("Saluran dikeruk bersama.")
    label_to(page, "mufakat")
    page.keyboard.press("Space")
    label_to(page, "Apa yang dikerjakan, tindak lanjut 1")
    page.keyboard.type("Kerja bakti mengeruk saluran")
    page.keyboard.press("Tab")
    page.keyboard.type(page.locator("datalist option").first.get_attribute("value") or "")
    label_to(page, "Tenggat, tindak lanjut 1")
    page.locator(":focus").fill("2026-02-09")
    tab_to(page, "Catat hasil")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hasil butir 1 dicatat.")).to_be_visible()
    expect(page.get_by_role("heading", name="Butir 2 dari 2")).to_be_visible()

    page.goto(f"{meeting}layar/")
    expect(page.get_by_text("Butir 2 dari 2")).to_be_visible()
    expect(page.get_by_text("Kerja bakti mengeruk saluran")).to_be_visible()
    expect(page.locator("svg.qr")).to_be_visible()
