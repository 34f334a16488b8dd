"""Pages that only somebody in the middle of something sees are looked at as closely as those that links lead to."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.survey import Walk
from tests.support import chromium as support
from tests.support.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def look(chromium: Browser, served: Site) -> Callable[..., str]:
    """`look(page, *paths)`: the faults of pages as this page's owner sees them, one a line."""

    def look(page: Page, *paths: str) -> str:
        options = {"storage_state": page.context.storage_state(), "viewport": support.DESK, **support.CITY}
        context, axe = chromium.new_context(**options), chromium.new_context(bypass_csp=True, **options)
        walk = Walk(context, axe, served.url)
        for path in paths:
            walk.look(context.new_page(), axe.new_page(), path)
        context.close()
        axe.close()
        return walk.told()

    return look


def test_receipt_and_own_report(served: Site, phone: Page, look: Callable[..., str]) -> None:
    kept = people.report(phone, served, "Tutup got hilang di depan warung", "Saluran tersumbat, genangan")
    own = f"/lacak/{kept.code}/"
    assert look(phone, f"/lapor/tanda-terima/{kept.code}/", own, f"{own}withdraw/") == ""


def test_meeting_from_invitation_to_approval(served: Site, as_: Callable[..., Page], look: Callable[..., str]) -> None:
    page = as_("ketua_rw")
    page.goto(f"{served.url}/rapat/baru/")
    page.get_by_label("Acara rapat").fill("Rapat yang dilihat dari dekat")
    page.get_by_label("Hari rapat").fill("2026-01-31")
    page.get_by_label("Pukul").fill("20:15")
    page.get_by_label("Tempat", exact=True).fill("Balai warga")
    page.get_by_role("button", name="Kirim undangan").click()
    expect(page.get_by_text("Undangan sudah dikirim")).to_be_visible()
    meeting = page.url.removeprefix(served.url)
    page.get_by_label("Butir lain").fill("Jadwal ronda bulan Februari")
    page.get_by_role("button", name="Tambah butir").click()
    assert look(page, meeting, f"{meeting}batal/") == ""
    page.get_by_role("button", name="Mulai rapat").click()
    while page.get_by_text("belum tercapai").count():
        name = page.get_by_role("button", name="Hadir:").first.get_attribute("aria-label") or ""
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    assert look(page, meeting, f"{meeting}hadir/", f"{meeting}notulen/1/") == ""
    page.goto(f"{served.url}{meeting}notulen/1/")
    page.get_by_label("Keputusan").fill("Ronda bergilir mulai Senin.")
    page.get_by_label("mufakat", exact=True).check()
    page.get_by_role("button", name="Catat hasil").click()
    page.get_by_role("button", name="Selesai rapat").click()
    expect(page.get_by_role("link", name="Baca dan setujui")).to_be_visible()
    assert look(page, f"{meeting}setujui/") == ""


def test_door_by_sheet_and_pin(served: Site, phone: Page, look: Callable[..., str]) -> None:
    row = people.cast(served.home)["pamor"]
    assert look(phone, row["path"]) == ""
    people.sign_in(phone, served, "pamor")
    phone.context.clear_cookies(name="sessionid")
    phone.goto(f"{served.url}/masuk/")
    phone.get_by_role("link", name=row["name"]).click()
    expect(phone.get_by_label("PIN")).to_be_visible()
    assert look(phone, "/masuk/", phone.url.removeprefix(served.url)) == ""
