"""A lurah in the field: a visit kept without network and sent once; what is open here; by keyboard, read aloud."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.support.chromium import PHONE
from tests.support.site import Site

pytestmark = pytest.mark.browser


def noted(site: Site, text: str) -> list[tuple[object, ...]]:
    """What is kept of the visits with this sentence."""
    return people.asked(site, "SELECT code, claims, claimed_at FROM visits_visit WHERE seen = ?", text)


def fill(page: Page, text: str, *, picture: Path | None = None, place: str = "gang 3") -> None:
    """The three steps of the form, with RW 2 and RT 4."""
    if picture:
        page.get_by_label("Foto").set_input_files(picture)
    page.get_by_label("Apa yang Anda lihat?").fill(text)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("RW nomor").fill("2")
    page.get_by_label("RT nomor").fill("4")
    page.get_by_label("Patokan tempatnya").fill(place)
    page.get_by_role("button", name="Lanjut").click()


@pytest.fixture
def lurah(served: Site, as_: Callable[..., Page]) -> Page:
    """The lurah's phone, on which the program has been opened once."""
    page = as_("lurah", PHONE)
    page.goto(f"{served.url}/kunjungan/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.match('/kunjungan/luring/').then(Boolean)")
    return page


def test_a_visit_without_network_is_kept_and_stored_once(served: Site, lurah: Page, tmp_path: Path) -> None:
    text = "Saluran di depan musala penuh lumpur"
    lurah.context.set_offline(True)
    lurah.goto(f"{served.url}/kunjungan/baru/")
    expect(lurah.get_by_role("heading", name="Catat kunjungan")).to_be_visible()
    fill(lurah, text, picture=people.photo(tmp_path))
    lurah.get_by_label("Kelurahan").evaluate("field => field.options.length")
    lurah.get_by_role("button", name="Simpan kunjungan").click()
    expect(lurah.get_by_text("menunggu jaringan (1)")).to_be_visible()
    expect(lurah.get_by_text("1 kiriman tersimpan di HP ini")).to_be_visible()
    assert noted(served, text) == []
    # Closed and opened again under the same dead signal: it still waits, and the form is empty.
    lurah.goto(f"{served.url}/kunjungan/baru/")
    expect(lurah.get_by_text("menunggu jaringan (1)")).to_be_visible()
    expect(lurah.get_by_label("Apa yang Anda lihat?")).to_have_value("")

    lurah.context.set_offline(False)
    expect(lurah.get_by_text("sudah terkirim")).to_be_visible()
    [(code, _, claimed)] = noted(served, text)
    assert claimed
    lurah.reload()
    assert len(noted(served, text)) == 1
    lurah.get_by_role("button", name="Lihat").click()
    expect(lurah.get_by_text(str(code))).to_be_visible()
    expect(lurah.get_by_role("img", name="Foto 1 kunjungan")).to_be_visible()
