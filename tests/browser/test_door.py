"""Getting in: a printed sheet and six digits, a counter that many share, and two locks for those who see much."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.support.chromium import DESK, PHONE
from tests.support.site import Site

pytestmark = pytest.mark.browser


def pin(page: Page, digits: str) -> None:
    """Types six digits and goes in."""
    page.get_by_label("PIN").fill(digits)
    page.get_by_role("button", name="Masuk").click()


def test_head_of_an_rt_gets_in_by_the_sheet_that_the_kelurahan_printed(
    served: Site, as_: Callable[..., Page], browse: Callable[..., Page]
) -> None:
    office = as_("sekretaris")
    office.goto(f"{served.url}/lainnya/")
    office.get_by_role("link", name="Lembaga").click()
    office.get_by_role("link", name="RW 03 Kayuringinjaya").click()
    office.get_by_role("link", name=re.compile("Ketua RW 03")).first.click()
    office.get_by_role("listitem").filter(has_text="sekarang").get_by_role("link").click()
    office.get_by_role("link", name="Cetak lembar masuk").click()
    office.get_by_role("button", name="Buat lembar").click()
    name = office.get_by_role("heading", level=2).inner_text()
    digits, code = office.locator(".sheet .pin").inner_text(), office.locator(".sheet .code").inner_text()
    expect(office.locator(".sheet svg")).to_be_visible()

    # On paper: the sheet alone, without the menu and without the words for the screen.
    office.emulate_media(media="print")
    expect(office.get_by_role("navigation", name="Utama")).to_be_hidden()
    expect(office.get_by_text("Jangan difoto")).to_be_hidden()
    expect(office.locator(".sheet").get_by_text("DATA CONTOH")).to_be_visible()

    # The camera opens the link in the QR; the phone is known from then on.
    phone = browse(PHONE, has_touch=True, is_mobile=True)
    phone.goto(f"{served.url}/masuk/lembar/{code.replace(' ', '')}/")
    expect(phone.get_by_role("heading", name=f"Selamat datang, {name}")).to_be_visible()
    pin(phone, "000001")
    expect(phone.get_by_role("alert")).to_contain_text("PIN tidak cocok")
    pin(phone, digits)
    expect(phone.get_by_role("link", name="Laporkan")).to_be_visible()

    phone.get_by_role("link", name=name).click()
    with phone.expect_navigation():
        phone.get_by_role("button", name="Keluar").click()
    answer = phone.goto(f"{served.url}/hari-ini/")
    assert answer is not None
    expect(phone).to_have_url(re.compile("/masuk/"))
    phone.get_by_role("link", name=name).click()
    for _ in range(3):
        pin(phone, "000001")
    expect(phone.get_by_role("alert")).to_contain_text("Tunggu")
    pin(phone, digits)
    expect(phone.get_by_role("alert")).to_contain_text("Terlalu sering salah. Tunggu")


def test_counter_computer_changes_hands_by_pin(served: Site, browse: Callable[..., Page]) -> None:
    page = browse(DESK)
    cast = people.cast(served.home)
    people.sign_in(page, served, "sekretaris")
    page.goto(f"{served.url}/masuk/perangkat/")
    page.get_by_role("link", name="Jadikan komputer loket").click()
    page.get_by_label("Nama komputer ini").fill("Loket 1 kantor kelurahan")
    page.get_by_role("button", name="Jadikan komputer loket").click()
    expect(page.get_by_text("Loket 1 kantor kelurahan")).to_be_visible()
    people.sign_in(page, served, "loket")

    page.goto(f"{served.url}/masuk/ganti/")
    page.get_by_role("button", name="Keluar dan ganti orang").click()
    page.get_by_role("link", name=cast["sekretaris"]["name"]).click()
    pin(page, cast["sekretaris"]["pin"])
    expect(page.get_by_role("heading", level=1)).to_contain_text(cast["sekretaris"]["name"])
    page.goto(f"{served.url}/masuk/ganti/")
    page.get_by_role("button", name="Keluar dan ganti orang").click()
    page.get_by_role("link", name=cast["loket"]["name"]).click()
    pin(page, cast["loket"]["pin"])
    expect(page.get_by_role("heading", level=1)).to_contain_text(cast["loket"]["name"])


def test_administrator_needs_password_and_code_and_changes_a_rule_with_its_history(
    served: Site, browse: Callable[..., Page]
) -> None:
    page = browse(DESK)
    row = people.cast(served.home)["pemerintahan"]
    page.goto(f"{served.url}/aturan/")
    page.get_by_role("link", name="Masuk dengan kata sandi").click()
    page.get_by_label("Nama pengguna").fill(row["username"])
    page.get_by_label("Sandi").fill("bukan sandinya")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Sandi").fill(row["password"])
    page.get_by_role("button", name="Masuk").click()
    page.get_by_label("Kode").fill("000000")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Kode").fill(people.totp(row["totp"]))
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", name="Aturan kota")).to_be_visible()

    page.get_by_role("link", name="Batas musyawarah di RT").click()
    expect(page.get_by_text("7 hari").first).to_be_visible()
    page.get_by_label("Nilai baru").fill("10")
    page.get_by_label("Berlaku mulai").fill("2026-03-01")
    page.get_by_label("Dasar hukum").fill("Peraturan Wali Kota contoh nomor 1")
    page.get_by_role("button", name="Simpan").click()
    history = page.get_by_role("listitem")
    expect(history.filter(has_text="10 hari")).to_contain_text("belum berlaku")
    expect(history.filter(has_text="7 hari")).to_contain_text("1 Maret 2026")
    page.get_by_role("button", name="Tarik kembali").click()
    expect(history.filter(has_text="10 hari")).to_have_count(0)


def test_sheet_that_is_used_up_says_what_to_do(served: Site, phone: Page, tmp_path: Path) -> None:
    answer = phone.goto(f"{served.url}/masuk/lembar/AAAABBBBCCCCDDDD/")
    assert answer is not None
    assert answer.status == 410
    expect(phone.get_by_role("heading", name="Lembar ini tidak berlaku lagi")).to_be_visible()
    expect(phone.get_by_label("Kode pada lembar")).to_be_visible()
