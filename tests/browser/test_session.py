"""A session of the musrenbang without a mouse: twelve proposals one by one, before everybody; then its ballots."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rembuk.planning.musrenbang.tests.test_sheets import FINE, book
from tests.browser import people
from tests.browser.keyboard import ready, tab_to
from tests.browser.test_musrenbang import prepare
from tests.support.chromium import PHONE, serious
from tests.support.site import Site

pytestmark = pytest.mark.browser

COUNT = 12
SENT = {"seats": "3", "women": "1", "disabled": "0", "handed": "2"}


def wishes(site: Site, page: Page, folder: Path) -> None:
    """Twelve proposals of RW 1, on a sheet that the kelurahan brings."""
    rows = [{**FINE, "RT": "", "Pekerjaan": f"Saluran gang {number}"} for number in range(1, COUNT + 1)]
    file = folder / "usulan.xlsx"
    file.write_bytes(book(*rows))
    page.goto(f"{site.url}/musrenbang/lembar/baca/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Baca lembar").click()
    page.get_by_role("button", name=f"Simpan {COUNT} usulan").click()


def spoken(page: Page) -> None:
    """Enter agrees; a word beside it makes a note; what is put off says why. The next one comes by itself."""
    for number in range(1, COUNT + 1):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{number}. Saluran gang {number}")
        ready(page)
        if number == 4:
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            expect(page.get_by_role("alert")).to_contain_text("Tulis catatannya")
            ready(page)
            page.keyboard.type("Tanahnya masih sengketa.")
            tab_to_button(page, "Tunda")
        elif number == 5:
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            page.keyboard.type("Cukup 40 meter.")
        page.keyboard.press("Enter")


def tab_to_button(page: Page, words: str) -> None:
    """Backwards from the note to the buttons before it."""
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.innerText") == words:
            return
    raise AssertionError(words)


def vote(site: Site, page: Page, url: str) -> None:
    """Approval, three delegates of one RW, two ballots given out."""
    page.goto(f"{url}set_ballots/")
    page.get_by_label("Cara memilih").select_option("approval")
    page.get_by_role("button", name="Atur pemungutan suara").click()
    for parts in (("seats", "women", "disabled"), ("seats", "women", "disabled", "handed")):
        page.goto(f"{url}utusan/")
        for part in parts:
            page.locator(f"input[name^={part}-]").first.fill(SENT[part])
        assert serious(page, page.url) == []
        page.get_by_role("button", name="Simpan").click()
        if "handed" not in parts:
            page.goto(f"{url}open_voting/")
            page.get_by_role("button", name="Buka pemungutan suara").click()


def type_paper(page: Page, url: str, serial: int, marks: str) -> None:
    """Serial, Tab, numbers, Enter: the focus stands in the first field by itself."""
    page.goto(f"{url}ketik/")
    ready(page)
    page.keyboard.type(str(serial))
    page.keyboard.press("Tab")
    page.keyboard.type(marks)
    page.keyboard.press("Enter")
    expect(page.locator("#kabar")).to_contain_text(f"Lembar {serial}")


def test_a_session_by_keyboard_with_its_projector(served: Site, as_: Callable[..., Page], tmp_path: Path) -> None:
    prepare(served, as_("pemerintahan"))
    lurah = as_("lurah")
    wishes(served, lurah, tmp_path)
    lurah.goto(f"{served.url}/musrenbang/sidang/")
    tab_to(lurah, "Siapkan sidang")
    lurah.keyboard.press("Enter")
    expect(lurah.get_by_text(f"0 dari {COUNT} dibahas")).to_be_visible()
    url = lurah.url
    assert serious(lurah, url) == []
    hall = lurah.context.new_page()
    hall.goto(f"{url}layar/")
    lurah.goto(f"{url}bahas/1/")
    assert serious(lurah, lurah.url) == []
    spoken(lurah)
    expect(lurah).to_have_url(f"{url}bahas/")
    expect(hall.get_by_text("Semua usulan sudah dibahas")).to_be_visible()
    assert serious(hall, hall.url) == []
    vote(served, lurah, url)
    pk = url.rstrip("/").rpartition("/")[2].replace("-", "")
    told = people.asked(served, "SELECT serial FROM musrenbang_ballot WHERE session_id = ? ORDER BY serial", pk)
    serials = [serial for (serial,) in told]
    kasi = as_("kasi")
    type_paper(lurah, url, serials[0], "1 3 12")
    type_paper(kasi, url, serials[0], "12, 3, 1")
    type_paper(lurah, url, serials[1], "1 2")
    type_paper(kasi, url, serials[1], "1 6")
    lurah.goto(f"{url}beda/")
    assert serious(lurah, lurah.url) == []
    lurah.get_by_role("button", name="ketikan kedua benar").click()
    device = as_("kasi", PHONE)
    device.goto(f"{url}bilik/")
    assert serious(device, device.url) == []
    ready(device)
    device.keyboard.type(str(serials[2]))
    device.keyboard.press("Enter")
    expect(device.get_by_role("heading", name="Pilihan Anda")).to_be_visible()
    expect(device.get_by_label("4. Saluran gang 4")).to_have_count(0)
    assert serious(device, device.url) == []
    lurah.goto(f"{url}close_voting/")
    lurah.get_by_role("button", name="Tutup penghitungan").click()
    expect(lurah.get_by_role("heading", name="Hasil suara")).to_be_visible()
    for page in (lurah, as_("ketua_rw", PHONE)):
        for rest in ("", "bahas/", "layar/"):
            page.goto(f"{url}{rest}")
            assert serious(page, page.url) == []
