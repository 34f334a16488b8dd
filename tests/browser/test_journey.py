"""One matter from a resident's phone to the reporter's own word: RT, RW, kelurahan, and the days between them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.support.chromium import DESK, PHONE
from tests.support.site import Site

pytestmark = pytest.mark.browser

TEXT = "Gorong-gorong di depan pos ronda ambles, sepeda motor jatuh"
KIND = "Saluran tersumbat, genangan"
# The demo stands at Friday 30 January 2026; an RT has seven days.
PASSED_ON = datetime(2026, 2, 7, 2, 0, tzinfo=UTC)
HELD = "2026-02-07"


def test_matter_lapses_at_the_rt_is_not_agreed_at_the_rw_is_settled_at_the_kelurahan_and_confirmed_by_its_reporter(
    site: Site, browse: Callable[..., Page], tmp_path: Path
) -> None:
    site.start()
    resident = browse(PHONE, has_touch=True, is_mobile=True)
    kept = people.report(resident, site, TEXT, KIND, picture=people.photo(tmp_path))

    # The RT receives it, so that everybody sees it, and then does not get round to it.
    head = browse(PHONE)
    people.sign_in(head, site, "ketua_rt")
    row = head.get_by_role("listitem").filter(has_text="Gorong-gorong di depan pos ronda")
    row.get_by_role("link", name="Terima", exact=True).first.click()
    head.get_by_role("button", name="Terima", exact=True).click()
    expect(head.get_by_text(f"Diterima: {kept.code}")).to_be_visible()
    resident.goto(f"{site.url}/publik/{kept.code}/")
    expect(resident.get_by_role("heading", name="Gorong-gorong di depan pos ronda")).to_be_visible()
    expect(resident.get_by_role("img", name="Foto")).to_be_visible()

    people.advance(site, PASSED_ON)
    head.goto(f"{site.url}/laporan/{kept.code}/")
    expect(head.get_by_role("listitem").filter(has_text="Diteruskan ke RW")).to_contain_text("waktu musyawarah habis")

    # RW 02 meets and does not agree; it goes up with the reason.
    leader = browse(DESK)
    people.sign_in(leader, site, "ketua_rw")
    people.meet(leader, site, leader, HELD, TEXT, reason="Perlu alat berat, swadaya RW tidak cukup.")
    resident.reload()
    expect(resident.get_by_text("Perlu alat berat, swadaya RW tidak cukup.").first).to_be_visible()

    # The kelurahan settles it: its secretary takes the minutes, the lurah reads and approves.
    secretary, lurah = browse(DESK), browse(DESK)
    people.sign_in(secretary, site, "sekretaris")
    people.sign_in(lurah, site, "lurah")
    people.meet(
        secretary,
        site,
        lurah,
        HELD,
        TEXT,
        decision="Kelurahan mengganti tutup gorong-gorong sebelum 14 Februari.",
        place="Aula kelurahan",
    )

    # The berita acara is a PDF, and a stranger is told that it is the issued one.
    with lurah.expect_download() as download:
        lurah.get_by_role("link", name="Unduh PDF").evaluate("link => { link.download = ''; link.click(); }")
    minutes = tmp_path / "berita-acara.pdf"
    download.value.save_as(minutes)
    assert minutes.read_bytes().startswith(b"%PDF-")
    code = lurah.get_by_text("Kode periksa").inner_text().removeprefix("Kode periksa ").split(".")[0]
    stranger = browse(PHONE)
    stranger.goto(f"{site.url}/periksa/{code}/")
    stranger.set_input_files("input[type=file]", minutes)
    stranger.get_by_role("button", name="Bandingkan").click()
    expect(stranger.get_by_role("status")).to_contain_text("Sama persis dengan dokumen yang kami terbitkan.")

    # The trail tells each stage to everybody; the reporter says that it is so.
    own = browse(PHONE, has_touch=True, is_mobile=True)
    people.open_own(own, site, kept)
    expect(own.get_by_text("Sudah beres menurut yang menangani. Benar?")).to_be_visible()
    own.get_by_role("link", name="Benar, sudah beres").click()
    own.get_by_role("button", name="Benar, sudah beres").click()
    expect(own.get_by_text("tercatat. Terima kasih.")).to_be_visible()
    resident.reload()
    for told in ("Dilaporkan", "Diterima", "waktu musyawarah habis", "Diteruskan ke kelurahan", "Dibenarkan selesai"):
        expect(resident.get_by_text(told).first).to_be_visible()
    expect(resident.get_by_text("Kelurahan mengganti tutup gorong-gorong").first).to_be_visible()
    lurah.goto(f"{site.url}/jejak/{kept.code}/")
    expect(lurah.get_by_text("Dibenarkan selesai").first).to_be_visible()
    verified = site.rembuk("verify", check=False)
    assert verified.returncode == 0, verified.stdout + verified.stderr
