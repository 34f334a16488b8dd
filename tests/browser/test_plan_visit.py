"""A visit planned at the desk, walked with a phone that has no signal: nothing of it is lost, nothing comes twice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.support.chromium import DESK, PHONE, empty, serious
from tests.support.site import Site

pytestmark = pytest.mark.browser

PURPOSE = "Keliling sesudah hujan"
CAME = (
    "SELECT count(*), count(claims) FROM visits_checkin c JOIN visits_planplace p ON p.id = c.place_id"
    " JOIN visits_plan n ON n.id = p.plan_id WHERE n.purpose = ?"
)
PLACES = ("Tebing di ujung gang", "Pos ronda yang bocor")


def spot(site: Site) -> dict[str, float]:
    """A point in the kelurahan of the demo's lurah."""
    question = "SELECT lat, lng FROM reports_report WHERE code LIKE 'KYY%' AND lat IS NOT NULL ORDER BY code"
    lat, lng = people.asked(site, question)[0]
    return {"latitude": float(str(lat)), "longitude": float(str(lng)), "accuracy": 9}


def plan(site: Site, page: Page, purpose: str) -> str:
    """Plans a visit to two spots on the demo's day; returns its address."""
    page.goto(f"{site.url}/kunjungan/rencana/baru/")
    page.get_by_label("Hari apa?").fill("2026-01-30")
    page.get_by_label("Untuk apa?").fill(purpose)
    page.get_by_label("RW nomor").fill("2")
    page.get_by_label("Tempat lain: apa yang mau dilihat?").fill(PLACES[0])
    here = spot(site)
    page.get_by_label("Titiknya di peta").fill(f"{here['latitude']}, {here['longitude']}")
    page.get_by_role("button", name="Simpan rencana").click()
    expect(page.get_by_role("heading", name=purpose)).to_be_visible()
    address = page.url
    page.get_by_role("link", name="Tambah tempat").click()
    page.get_by_label("RW nomor").fill("2")
    page.get_by_label("Tempat lain: apa yang mau dilihat?").fill(PLACES[1])
    page.get_by_role("button", name="Tambahkan").click()
    expect(page.get_by_role("listitem").filter(has_text=PLACES[1])).to_be_visible()
    return address


def write(page: Page, text: str, picture: Path | None = None) -> None:
    """At a place: checks in, then writes what was seen."""
    page.get_by_role("button", name="Saya di sini").click()
    expect(page.get_by_text("kiriman tersimpan di HP ini")).to_be_visible()
    if picture:
        page.get_by_role("button", name="Foto").set_input_files(picture)
    page.get_by_label("Apa yang Anda lihat?").fill(text)
    page.get_by_role("button", name="Simpan kunjungan").click()
    expect(page.get_by_label("Apa yang Anda lihat?")).to_have_value("")


def test_planned_at_the_desk_walked_without_signal(served: Site, as_: Callable[..., Page], tmp_path: Path) -> None:
    desk = as_("lurah", DESK)
    address = plan(served, desk, PURPOSE)
    phone = as_("lurah", PHONE, geolocation=spot(served), permissions=["geolocation"])
    phone.goto(f"{served.url}/hari-ini/")
    phone.get_by_role("link", name=f"Kunjungan: {PURPOSE}").first.click()
    expect(phone.get_by_text("terbuka juga tanpa sinyal")).to_be_visible()
    phone.evaluate("navigator.serviceWorker.ready")
    phone.reload()  # under the care of what was just installed
    expect(phone.get_by_text("terbuka juga tanpa sinyal")).to_be_visible()
    phone.context.set_offline(True)
    phone.goto(address)
    expect(phone.get_by_text("Tersimpan di HP ini", exact=False).first).to_be_visible()
    for number, (what, picture) in enumerate(zip(PLACES, (people.photo(tmp_path), None), strict=True), 1):
        phone.get_by_role("listitem").get_by_role("link", name=f"{number}. {what}").click()
        expect(phone.get_by_role("heading", name=what)).to_be_visible()
        write(phone, f"Sudah dilihat: {what}", picture)
        expect(phone.get_by_text(f"menunggu jaringan ({2 * number})")).to_be_visible()
        phone.goto(address)
    assert people.asked(served, CAME, PURPOSE) == [(0, 0)]

    phone.context.set_offline(False)
    # The page that was asked for comes by itself, and what was kept goes out.
    expect(phone.get_by_text("sudah terkirim")).to_have_count(4)
    phone.reload()
    expect(phone.get_by_text("Semua tempat sudah jelas nasibnya")).to_be_visible()
    assert people.asked(served, CAME, PURPOSE) == [(2, 2)]
    for what in PLACES:
        [(count,)] = people.asked(served, "SELECT count(*) FROM visits_visit WHERE seen = ?", f"Sudah dilihat: {what}")
        assert count == 1
    desk.goto(address)
    expect(desk.get_by_text(f"Sudah dilihat: {PLACES[0]}")).to_be_visible()


def test_what_one_took_along_is_not_for_the_next_who_holds_the_phone(served: Site, browse: Callable[..., Page]) -> None:
    page = browse(PHONE)
    people.sign_in(page, served, "lurah")
    address = plan(served, page, "Periksa pos ronda")
    expect(page.get_by_text("terbuka juga tanpa sinyal")).to_be_visible()
    page.goto(f"{served.url}/lainnya/")
    with page.expect_navigation():
        page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading").first).to_be_visible()
    empty(page)
    page.context.set_offline(True)
    page.goto(address)
    expect(page.get_by_role("heading", name="Tidak ada sinyal")).to_be_visible()
    expect(page.get_by_text("Periksa pos ronda")).to_have_count(0)


def test_the_pages_are_read_aloud(served: Site, as_: Callable[..., Page]) -> None:
    page = as_("lurah", PHONE)
    address = plan(served, page, "Jalan pagi RW 2")
    for path in ("/kunjungan/rencana/", "/kunjungan/rencana/baru/"):
        assert serious(page, f"{served.url}{path}") == []
    for path in ("", "1/", "2/lewat/", "tambah/", "batal/"):
        assert serious(page, f"{address}{path}") == []
