"""Intake of the musrenbang: the round by its keeper, a wish on a phone with its help, the RW's order by keyboard."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.keyboard import tab_to
from tests.support.chromium import PHONE, serious
from tests.support.site import Site

pytestmark = pytest.mark.browser

WISHES = (("Saluran depan musala", "60", "450.000"), ("Lampu gang tiga", "4", "1.500.000"))


def prepare(site: Site, page: Page) -> None:
    """A round for 2028 that takes proposals in January 2026; the demo's own is closed first."""
    page.goto(f"{site.url}/musrenbang/putaran/2027/close_round/")
    page.get_by_role("button", name="Tutup penerimaan usulan").click()
    page.goto(f"{site.url}/musrenbang/putaran/")
    page.get_by_label("Untuk rencana tahun").fill("2028")
    page.get_by_label("Tema").fill("Lingkungan yang sehat dan terang")
    page.get_by_role("button", name="Siapkan putaran").click()
    page.get_by_role("link", name="Tetapkan jadwal").click()
    page.get_by_label("Mulai").fill("2026-01-12")
    page.get_by_label("Sampai").fill("2026-02-10")
    page.get_by_role("button", name="Tetapkan jadwal").click()
    page.get_by_role("link", name="Tetapkan pagu").click()
    page.get_by_label("Pagu (rupiah)").fill("Rp 200.000.000,-")
    page.get_by_role("button", name="Tetapkan pagu").click()
    page.get_by_role("link", name="Buka penerimaan usulan").click()
    page.get_by_role("button", name="Buka penerimaan usulan").click()
    expect(page.get_by_text("menerima usulan").first).to_be_visible()


def propose(site: Site, page: Page, title: str, size: str, price: str, *, look: bool = False) -> None:
    """The four steps of the form."""
    page.goto(f"{site.url}/musrenbang/baru/")
    page.get_by_label("Pekerjaan yang diusulkan").fill(title)
    page.get_by_label("Masalahnya").fill("Setiap hujan air masuk ke halaman.")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Milik siapa tempatnya?").select_option("city")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Volume").fill(size)
    page.get_by_label("Satuan", exact=False).first.fill("m")
    page.get_by_label("Harga satuan (rupiah)").fill(price)
    page.get_by_label("Sumber dana").select_option("kelurahan")
    page.get_by_label("Bidang").select_option("works")
    if look:
        page.get_by_label("Biaya seluruhnya").fill("900.000.000")
        page.get_by_label("Biaya seluruhnya").blur()
        expect(page.locator("#bantuan")).to_contain_text("melebihi pagu")
        page.get_by_label("Biaya seluruhnya").fill("")
        page.get_by_label("Biaya seluruhnya").blur()
        expect(page.locator("#bantuan")).not_to_contain_text("melebihi pagu")
        # Who only asks has sent nothing, and finds everything still written.
        page.get_by_label("Milik siapa tempatnya?").evaluate("field => { field.value = ''; }")
        page.context.set_offline(True)
        page.get_by_role("button", name="Periksa dulu").click()
        expect(page.locator("#bantuan")).to_contain_text("belum bisa diperiksa")
        page.context.set_offline(False)
        page.get_by_role("button", name="Periksa dulu").click()
        expect(page.locator("#bantuan")).to_contain_text("milik siapa")
        expect(page.get_by_label("Volume")).to_have_value(size)
        expect(page.locator("#luring")).to_be_hidden()
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Yang mendapat manfaat").fill("120")
    page.get_by_role("button", name="Usulkan").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_a_wish_on_a_phone_and_the_rws_order(served: Site, as_: Callable[..., Page], tmp_path: Path) -> None:
    prepare(served, as_("pemerintahan"))
    head = as_("ketua_rw", PHONE)
    for number, (title, size, price) in enumerate(WISHES):
        propose(served, head, title, size, price, look=not number)
        assert serious(head, head.url) == []
    head.goto(f"{served.url}/hari-ini/")
    expect(head.get_by_text("Usulan RW Anda: 2")).to_be_visible()
    head.get_by_role("link", name="Urutkan", exact=True).click()
    rows = head.locator("#urutan li")
    expect(rows.first).to_contain_text(WISHES[0][0])
    tab_to(head, "Naik")
    head.keyboard.press("Enter")
    expect(rows.first).to_contain_text(WISHES[1][0])
    assert serious(head, head.url) == []
    of_the_year = "SELECT title FROM musrenbang_proposal WHERE code LIKE 'MU-28-%' ORDER BY rank"
    ranks = people.asked(served, of_the_year)
    assert [title for (title,) in ranks] == [WISHES[1][0], WISHES[0][0]]
    [(code,)] = people.asked(served, "SELECT code FROM musrenbang_proposal WHERE code LIKE 'MU-28-%' AND rank = 1")
    head.goto(f"{served.url}/musrenbang/{code}/amend/")
    for _ in range(2):
        head.get_by_role("button", name="Lanjut").click()
    head.get_by_label("Volume").fill("77")
    head.context.set_offline(True)
    head.get_by_role("button", name="Periksa dulu").click()
    expect(head.locator("#bantuan")).to_contain_text("simpan sesudah ada sinyal")
    expect(head.get_by_label("Volume")).to_have_value("77")
    head.context.set_offline(False)
    head.get_by_role("button", name="Periksa dulu").click()
    expect(head.locator("#bantuan")).not_to_contain_text("Tidak ada sinyal")
    for name in ("", "baru/"):
        head.goto(f"{served.url}/musrenbang/{name}")
        assert serious(head, head.url) == []
