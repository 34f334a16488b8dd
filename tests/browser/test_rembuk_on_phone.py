"""A rembuk on a phone: a line and Enter for each wish, each becomes something, policies are ticked, then it closes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.support.chromium import PHONE, serious
from tests.support.site import Site

pytestmark = pytest.mark.browser

LAMP, GUTTER, LAPTOP = "Lampu gang mati sejak Lebaran", "Got di depan musala mampet", "Minta laptop untuk tiap RW"


def heard(page: Page, text: str, rw: str = "") -> None:
    """One line, as fast as people speak: what was chosen for the line before is still there."""
    expect(page.get_by_label("Aspirasi (wajib)", exact=True)).to_be_focused()
    page.keyboard.type(text)
    if rw:
        page.locator("select[name=rw]").select_option(label=rw)
        page.get_by_label("Aspirasi (wajib)", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(text).first).to_be_visible()


def answered(page: Page, number: int, becomes: str, fill: Callable[[], None]) -> None:
    """What a wish becomes."""
    page.get_by_role("link", name=f"Jawab aspirasi {number}", exact=True).click()
    page.get_by_role("radio", name=becomes).check()
    fill()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("link", name=f"Jawab aspirasi {number}", exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", name="Catat yang disampaikan")).to_be_visible()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_rembuk_is_kept_on_a_phone(served: Site, as_: Callable[..., Page]) -> None:
    page = as_("lurah", PHONE)
    page.goto(f"{served.url}/kunjungan/jumat/")
    # The Friday opens with the cards of the last rembuk that this office sees.
    expect(page.get_by_role("heading", name="Rembuk Jumat")).to_be_visible()
    page.get_by_role("link", name="Bahan rembuk").first.click()
    page.get_by_role("button", name="Buka rembuk").click()
    expect(page.get_by_text("Rembuk dibuka.")).to_be_visible()
    rembuk = page.url

    heard(page, LAMP, "RW 02")
    expect(page.locator("select[name=rw] option:checked")).to_have_text("RW 02")
    heard(page, GUTTER)
    heard(page, LAPTOP, "RW 03")
    assert people.asked(
        served, "SELECT a.text, t.number FROM visits_aspiration a JOIN territory_territory t ON t.id = a.rw_id "
        "JOIN visits_gathering g ON g.id = a.gathering_id WHERE g.code = ? ORDER BY a.number", rembuk.split("/")[-2],
    ) == [(LAMP, 2), (GUTTER, 2), (LAPTOP, 3)]  # fmt: skip
    assert serious(page, rembuk) == []
    assert fits(page)

    page.get_by_role("button", name="Tutup rembuk").click()
    expect(page.get_by_text("3 aspirasi belum menjadi apa-apa").first).to_be_visible()
    page.goto(rembuk)

    def promise() -> None:
        page.get_by_label("Isinya").fill("Pasang lagi lampu gang")
        page.get_by_label("siapa mengerjakan").select_option(label="Dishub")
        page.get_by_label("sampai kapan").fill("2026-02-27")

    def kind() -> None:
        page.get_by_label("jenisnya").select_option(index=1)

    answered(page, 1, "tindak lanjut", promise)
    answered(page, 2, "laporan", kind)
    answered(page, 3, "tidak dapat diterima", lambda: page.get_by_label("alasannya").fill("Belum ada anggarannya."))
    expect(page.get_by_role("link", name="Pasang lagi lampu gang")).to_be_visible()
    assert fits(page)

    page.get_by_role("checkbox", name="RW 02").check()
    page.get_by_role("checkbox", name="RW 03").check()
    page.get_by_role("button", name="Tandai sudah disampaikan").click()
    expect(page.get_by_text("sudah disampaikan ke RW 02, RW 03")).to_be_visible()

    page.get_by_role("button", name="Tutup rembuk").click()
    expect(page.get_by_text("Semua aspirasi sudah dijawab.")).to_be_visible()
    expect(page.get_by_role("button", name="Catat", exact=True)).to_have_count(0)
    assert serious(page, page.url) == []
    # The meeting that it was has all of it in its minutes.
    page.get_by_role("link", name="Buka rapat").click()
    expect(page.get_by_text(f"RW 02: {LAMP}")).to_be_visible()
    expect(page.get_by_text("Belum dapat diterima: Belum ada anggarannya.")).to_be_visible()

    page.goto(rembuk)
    page.get_by_role("link", name="Pasang lagi lampu gang").click()
    expect(page.get_by_role("heading", name="Pasang lagi lampu gang")).to_be_visible()
    assert serious(page, page.url) == []
    assert fits(page)
