"""Without a mouse: in by sheet and PIN, a small matter settled, every control reached and seen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.keyboard import RINGED, label_to, tab_to
from tests.support.chromium import DESK
from tests.support.site import Site

pytestmark = pytest.mark.browser

REACHABLE = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((part) => part.checkVisibility() && !part.disabled && part.type !== "radio"
    && !part.closest("details:not([open]) > :not(summary)")).length"""


def test_small_matter_is_settled_by_keyboard_alone(served: Site, browse: Callable[..., Page]) -> None:
    page = browse(DESK)
    row = people.cast(served.home)["ketua_rt"]
    page.goto(served.url + row["path"])
    label_to(page, "PIN")
    page.keyboard.type(row["pin"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{served.url}/hari-ini/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_in_viewport()
    page.keyboard.press("Enter")
    tab_to(page, "Sudah beres di sini", most=2)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mana yang sudah beres?", level=1)).to_be_visible()
    tab_to(page, "Catat mufakat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Catat mufakat")).to_be_visible()

    # Sent too early: the sentence takes the focus, and its link leads into the field.
    tab_to(page, "Catat mufakat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Apa yang disepakati?")).to_be_focused()
    page.keyboard.type("Selokan dibersihkan bersama Minggu pagi.")
    label_to(page, "Saksi")
    page.keyboard.type("Pak Darma")
    page.keyboard.press("Enter")
    page.keyboard.type("Bu Lastri")
    tab_to(page, "Catat mufakat")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Diselesaikan dengan mufakat:")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/hari-ini/", "/laporan/", "/laporan/terima/", "/rapat/baru/", "/lainnya/", "/cari/?q=jalan", "/kabar/"]
)
def test_every_control_is_a_tab_stop_and_shows_it(served: Site, as_: Callable[..., Page], path: str) -> None:
    page = as_("lurah")
    page.goto(served.url + path)
    wanted = page.evaluate(REACHABLE)
    page.evaluate("window.visited = new Set()")
    for _ in range(wanted + 40):
        page.keyboard.press("Tab")
        found = page.evaluate(RINGED)
        # A date has a tab stop for the day, the month and the year.
        if page.evaluate("document.activeElement === window.last"):
            continue
        if page.evaluate("visited.has(document.activeElement) || document.activeElement === document.body"):
            break
        assert found["ring"], f"no focus to be seen on {found['name']}"
        assert found["inside"], f"{found['name']} has the focus outside the window"
        page.evaluate("visited.add(window.last = document.activeElement)")
    reached = page.evaluate("[...visited].filter((part) => part.type !== 'radio').length")
    assert reached >= wanted


def test_report_is_written_in_three_steps_by_keyboard(served: Site, browse: Callable[..., Page]) -> None:
    page = browse(DESK)
    page.goto(f"{served.url}/lapor/")
    tab_to(page, "Lanjut")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="2. Tempat")).to_be_visible()
    label_to(page, "Kelurahan")
    page.keyboard.type("Kayuringin")
    label_to(page, "RW nomor")
    page.keyboard.type("2")
    label_to(page, "RT nomor")
    page.keyboard.type("4")
    tab_to(page, "Lanjut")
    page.keyboard.press("Enter")
    label_to(page, "Apa yang terjadi?")
    page.keyboard.type("Papan nama gang jatuh tertiup angin")
    label_to(page, "Jenisnya")
    page.keyboard.type("Usul")
    tab_to(page, "Kirim laporan")
    page.keyboard.press("Enter")
    people.receipt(page)
