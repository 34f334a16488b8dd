"""An observer with a phone: goes to a place, answers the checklist, writes what is there; who may read it reads it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.keyboard import label_to, tab_to
from tests.support.chromium import DESK, PHONE, serious
from tests.support.site import Site

pytestmark = pytest.mark.browser

ASKED = 3


def answer(page: Page, *said: str) -> None:
    """Each question of the checklist in order."""
    for number, choice in enumerate(said, 1):
        page.get_by_role("group", name=f"{number}. ").get_by_label(choice, exact=True).check()


def kept(page: Page) -> str:
    """The code of the note that was just kept; its page is shown."""
    expect(page.get_by_text("Catatan disimpan")).to_be_visible()
    return page.url.rstrip("/").rsplit("/", 1)[1]


def test_a_note_on_work_and_one_on_a_visit_reach_those_who_can_do_something(
    served: Site, as_: Callable[..., Page], tmp_path: Path
) -> None:
    phone = as_("pemantau", PHONE)
    phone.goto(f"{served.url}/hari-ini/")
    phone.get_by_role("navigation", name="Utama").get_by_role("link", name="Pemantauan").click()
    assert serious(phone, phone.url) == []
    work = phone.locator("section").filter(has_text="Tindak lanjut yang masih terbuka")
    row = work.get_by_role("listitem").filter(has_text="DBMSDA memimpin").first
    title = row.get_by_role("link").first.inner_text()
    row.get_by_role("link", name=f"Catat: {title}").click()
    expect(phone.get_by_text("tentang tindak lanjut")).to_contain_text(title)
    assert serious(phone, phone.url) == []
    phone.get_by_role("button", name="Simpan catatan").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    answer(phone, "ya", "tidak", "tidak terlihat")
    phone.get_by_label("Keterangan soal 2").fill("Baru separuh")
    phone.get_by_label("Apa yang Anda lihat?").fill("Material sudah datang, pekerja tiga orang.")
    phone.get_by_label("Foto").set_input_files(people.photo(tmp_path))
    phone.get_by_role("button", name="Simpan catatan").click()
    on_work = kept(phone)
    assert serious(phone, phone.url) == []

    phone.goto(f"{served.url}/kunjungan/pantau/")
    visits = phone.locator("section").filter(has_text="Kunjungan di wilayah Anda")
    visits.get_by_role("link", name="Catat: KJ-").first.click()
    answer(phone, "tidak", "ya", "ya")
    phone.get_by_label("Apa yang Anda lihat?").fill("Genangan sudah surut, pompanya masih menyala.")
    phone.get_by_role("button", name="Simpan catatan").click()
    on_visit = kept(phone)

    for who, code, words in (
        ("lurah", on_work, "Baru separuh"), ("opd", on_work, "pekerja tiga orang"), ("lurah", on_visit, "sudah surut"),
    ):  # fmt: skip
        page = as_(who, DESK)
        page.goto(f"{served.url}/kunjungan/pantau/{code}/")
        expect(page.get_by_role("main")).to_contain_text(words)
        page.goto(f"{served.url}/kunjungan/pantau/")
        expect(page.get_by_role("listitem").filter(has_text=code)).to_be_visible()
    outsider = as_("tetangga_lurah", PHONE)
    for code in (on_work, on_visit):
        answered = outsider.goto(f"{served.url}/kunjungan/pantau/{code}/")
        assert answered is not None
        assert answered.status == 404
    rows = "FROM visits_noteanswer a JOIN visits_fieldnote n ON n.id = a.note_id WHERE n.code IN (?, ?)"
    [(told,)] = people.asked(served, f"SELECT count(*) {rows}", on_work, on_visit)
    assert told == 2 * ASKED


def test_a_note_by_keyboard_only(served: Site, as_: Callable[..., Page]) -> None:
    page = as_("pemantau", DESK)
    page.goto(f"{served.url}/kunjungan/pantau/")
    tab_to(page, "Catatan")
    tab_to(page, "Catat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Catatan lapangan")).to_be_visible()
    label_to(page, "ya")
    page.keyboard.press("Space")
    for number in range(2, ASKED + 1):
        label_to(page, f"Keterangan soal {number - 1}")
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
    label_to(page, "Apa yang Anda lihat?")
    page.keyboard.type("Papan pekerjaan tertutup terpal.")
    tab_to(page, "Simpan catatan")
    page.keyboard.press("Enter")
    kept(page)
    expect(page.get_by_role("main")).to_contain_text("tertutup terpal")


def test_the_checklist_changes_and_the_next_note_asks_it(served: Site, as_: Callable[..., Page]) -> None:
    keeper = as_("pemerintahan", DESK)
    keeper.goto(f"{served.url}/kunjungan/pantau/daftar-periksa/")
    keeper.get_by_label("Pertanyaan baru").fill("Apakah sampah sisa pekerjaan sudah diangkut?")
    keeper.get_by_role("button", name="Tambahkan").click()
    expect(keeper.get_by_text("Pertanyaan ditambah.")).to_be_visible()
    phone = as_("pemantau", PHONE)
    phone.goto(f"{served.url}/kunjungan/pantau/daftar-periksa/")
    expect(phone.get_by_text("sisa pekerjaan")).to_be_visible()
    assert serious(phone, phone.url) == []
    keeper.get_by_role("button", name="Cabut: Apakah sampah sisa pekerjaan sudah diangkut?").click()
    expect(keeper.get_by_role("heading", name="Pernah ditanyakan")).to_be_visible()
    assert serious(keeper, keeper.url) == []
