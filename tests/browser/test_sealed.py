"""Violence at home: who reports it is safe from the neighbourhood's eyes, and each look leaves a trace."""

from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.support.site import Site

pytestmark = pytest.mark.browser

TEXT = "Setiap malam terdengar pukulan dan tangisan dari rumah bernomor sembilan"
LISTS = ("/hari-ini/", "/laporan/", "/laporan/menunggu/", "/cari/?q=tangisan", "/kabar/")
PUBLIC = ("/", "/publik/", "/publik/?q=tangisan", "/peta/?kelurahan=32.75.04.1005")


def looks(site: Site, code: str) -> int:
    """How many looks at a report stand in the journal."""
    [(report_id,)] = people.asked(site, "SELECT id FROM reports_report WHERE code = ?", code)
    question = "SELECT count(*) FROM audit_event WHERE verb = 'audit.looked' AND body LIKE '%' || ? || '%'"
    [(found,)] = people.asked(site, question, str(UUID(report_id)))
    return int(found)


def test_sealed_report_reaches_one_office_only_and_is_answered_there(
    served: Site, phone: Page, as_: Callable[..., Page]
) -> None:
    kept = people.report(phone, served, TEXT, "Kekerasan dalam rumah tangga")
    expect(phone.get_by_text("Laporan ini terlindungi.")).to_be_visible()

    for path in (*PUBLIC, f"/publik/{kept.code}/", f"/publik/?q={kept.code}"):
        phone.goto(served.url + path)
        assert "pukulan" not in phone.content()
        expect(phone.locator(f"main a[href*='/{kept.code}/'], main [href$='/{kept.code}/']")).to_have_count(0)
    for who in ("ketua_rt", "lurah", "camat"):
        page = as_(who)
        for path in (*LISTS, f"/cari/?q={kept.code}"):
            page.goto(served.url + path)
            assert "pukulan" not in page.content()
            assert f"/{kept.code}/" not in page.content()
        answer = page.goto(f"{served.url}/laporan/{kept.code}/")
        assert answer is not None
        assert answer.status == 404

    office = as_("perlindungan")
    office.goto(f"{served.url}/hari-ini/")
    office.get_by_role("link", name=kept.code).first.click()
    expect(office.get_by_role("button", name="Buka kata asli")).to_be_visible()
    before = looks(served, kept.code)
    office.get_by_role("button", name="Buka kata asli").click()
    expect(office.get_by_text(TEXT)).to_be_visible()
    assert looks(served, kept.code) == before + 1

    office.goto(f"{served.url}/laporan/{kept.code}/")
    office.get_by_role("link", name="Terima", exact=True).click()
    office.get_by_role("button", name="Terima", exact=True).click()
    office.get_by_role("link", name="Beri kabar").click()
    office.get_by_label("Kabarnya").fill("Pendamping menemui Anda besok pagi di puskesmas.")
    office.get_by_role("button", name="Beri kabar").click()
    phone.goto(f"{served.url}/lacak/{kept.code}/")
    expect(phone.get_by_text("Pendamping menemui Anda besok pagi di puskesmas.")).to_be_visible()
    office.get_by_role("link", name="Nyatakan selesai").click()
    office.get_by_label("Apa yang sudah dikerjakan?").fill("Sudah tinggal di rumah aman.")
    office.get_by_role("button", name="Nyatakan selesai").click()
    expect(office.get_by_text(f"Dinyatakan selesai: {kept.code}")).to_be_visible()
    phone.reload()
    phone.get_by_role("link", name="Benar, sudah beres").click()
    phone.get_by_role("button", name="Benar, sudah beres").click()
    expect(phone.get_by_text("tercatat. Terima kasih.")).to_be_visible()
