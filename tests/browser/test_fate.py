"""A wish climbs: the kelurahan ticks, the camat decides by keyboard, and everyone reads what became of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.keyboard import label_to, tab_to
from tests.browser.test_musrenbang import WISHES, prepare, propose
from tests.support.chromium import DESK, PHONE, serious
from tests.support.site import Site

pytestmark = pytest.mark.browser


def test_a_wish_climbs_and_everyone_reads_its_fate(
    served: Site, as_: Callable[..., Page], browse: Callable[..., Page]
) -> None:
    prepare(served, as_("pemerintahan"))
    head = as_("ketua_rw")
    for title, size, price in WISHES:
        propose(served, head, title, size, price)
    lurah = as_("lurah")
    lurah.goto(f"{served.url}/musrenbang/tinjau/?tahap=kelurahan&tahun=2028")
    every = [lurah.get_by_label(f"Pilih {title}") for title, _, _ in WISHES]
    for ticked in (True, False, True):
        label_to(lurah, "Centang semua di halaman ini")
        lurah.keyboard.press("Space")
        for one in every:
            expect(one).to_be_checked(checked=ticked)
    lurah.get_by_label("Catatan untuk yang dicentang").fill("Sesuai tema.")
    lurah.get_by_role("button", name="Jadikan prioritas kelurahan").click()
    expect(lurah.get_by_text("2 usulan disimpan.")).to_be_visible()
    codes = dict(people.asked(served, "SELECT title, code FROM musrenbang_proposal"))
    first, second = (codes[title] for title, _, _ in WISHES)

    camat = as_("camat")
    camat.goto(f"{served.url}/musrenbang/tinjau/?tahap=kecamatan&tahun=2028")
    assert serious(camat, camat.url) == []
    label_to(camat, f"Biaya {first}")
    camat.keyboard.type("Rp 25.000.000,-")
    camat.get_by_label(f"Keputusan {first}").focus()
    camat.keyboard.press("S")
    camat.get_by_label(f"Keputusan {second}").focus()
    camat.keyboard.press("T")
    tab_to(camat, "Simpan semua")
    camat.keyboard.press("Enter")
    expect(camat.get_by_role("alert")).to_contain_text("tuliskan alasannya")
    label_to(camat, f"Alasan atau catatan {second}")
    camat.keyboard.type("Menunggu jalan diperbaiki.")
    tab_to(camat, "Simpan semua")
    camat.keyboard.press("Enter")
    expect(camat.get_by_text("2 usulan disimpan.")).to_be_visible()

    for viewport in (PHONE, DESK):
        anyone = browse(viewport)
        anyone.goto(f"{served.url}/publik/usulan/?kode={first.lower()}")
        expect(anyone.get_by_text("Rp25.000.000, pengusul Rp27.000.000")).to_be_visible()
        expect(anyone.get_by_text("Sesuai tema.")).to_be_visible()
        assert serious(anyone, anyone.url) == []
        anyone.goto(f"{served.url}/publik/usulan/{second}/")
        expect(anyone.get_by_text("Menunggu jalan diperbaiki.")).to_be_visible()
        for page in ("fates", "kelurahan", "rw"):
            anyone.goto(f"{served.url}/publik/usulan/")
            if page != "fates":
                anyone.get_by_role("link", name="Kayuringinjaya").click()
            if page == "rw":
                anyone.get_by_role("link", name="RW 02", exact=True).click()
                expect(anyone.get_by_text("2 diusulkan")).to_be_visible()
            assert serious(anyone, anyone.url) == []
    camat.goto(f"{served.url}/musrenbang/{first}/")
    assert serious(camat, camat.url) == []
    head.goto(f"{served.url}/kabar/")
    expect(head.get_by_text("Usulan ditunda").first).to_be_visible()
