"""The whole chain: heard, deliberated, decided, done by two institutions, seen in the field, said to be so."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import keyboard, people
from tests.support.chromium import DESK, PHONE
from tests.support.site import Site

pytestmark = pytest.mark.browser

TEXT = "Saluran di belakang posyandu mampet, air masuk rumah"
KIND = "Saluran tersumbat, genangan"
# The demo stands at Friday 30 January 2026.
PROMISED = date(2026, 2, 13)
LATER = datetime(2026, 2, 6, 2, 0, tzinfo=UTC)
DIGS = "Keruk saluran belakang posyandu 60 meter"
HAULS = "Angkut lumpur kerukan dari pinggir jalan"


def step(page: Page, label: str, photo: Path | None = None, **fields: str) -> None:
    """Takes a step from the follow-up's own page: its link, what it asks, its button."""
    page.get_by_role("link", name=label, exact=True).first.click()
    for name, value in fields.items():
        page.locator(f"[name={name}]").first.fill(value)
    if photo:
        page.locator("[name=photos]").set_input_files(photo)
    page.get_by_role("button", name=label, exact=True).click()
    # Taken: the page that asked is left. Where it was refused, its button stays.
    expect(page.get_by_role("button", name=label, exact=True)).to_have_count(0)


def ask_for_work(page: Page, what: str, lead: str, due: date, support: str = "", part: str = "") -> str:
    """Fills the form that gives out work, and returns the code of what was made."""
    page.get_by_label("Apa yang dikerjakan?").fill(what)
    page.get_by_label("Siapa memimpin?").select_option(label=lead)
    if page.get_by_label("Di wilayah mana?").count():
        page.get_by_label("Di wilayah mana?").select_option(label="RW 02")
    page.get_by_label("Sampai kapan?").fill(due.isoformat())
    if support:
        page.get_by_text("Siapa membantu?").click()
        page.locator("[name=support_1]").select_option(label=support)
        page.get_by_label("Bagian pendukung 1").fill(part)
    page.get_by_role("button", name="Buat tindak lanjut").click()
    said = page.get_by_text("Tindak lanjut dibuat").first
    expect(said).to_be_visible()
    found = re.search(r"TL-\d\d-\w{5}", said.inner_text())
    assert found, said.inner_text()
    return found[0]


def crew_link(page: Page, site: Site) -> str:
    """Makes a link for a crew on the follow-up's page, and returns the address that is shown once."""
    page.get_by_role("link", name="Tautan regu").first.click()
    page.get_by_role("button", name="Buat tautan").click()
    said = page.get_by_label("Pesan untuk regu").input_value()
    return site.url + urlsplit(said.split()[-1]).path


def send_photo(browse: Callable[..., Page], link: str, picture: Path) -> None:
    """A crew at the place, on a phone that nobody signed in on."""
    crew = browse(PHONE, has_touch=True, is_mobile=True)
    crew.goto(link)
    crew.get_by_label("Foto").set_input_files(picture)
    crew.get_by_role("button", name="Kirim foto").click()
    expect(crew.get_by_text("1 foto sudah diterima")).to_be_visible()
    crew.close()


def test_decided_work_of_two_institutions_is_shown_refused_redone_and_passed(
    site: Site, browse: Callable[..., Page], tmp_path: Path
) -> None:
    site.start()
    # Heard on the phone of the RT's neighbour, received by the RT, and too large for it: two say so, it goes up.
    resident = browse(PHONE, has_touch=True, is_mobile=True)
    kept = people.report(resident, site, TEXT, KIND, picture=people.photo(tmp_path))
    head, leader, lurah = browse(PHONE), browse(DESK), browse(DESK)
    people.sign_in(head, site, "ketua_rt")
    people.sign_in(leader, site, "ketua_rw")
    people.sign_in(lurah, site, "lurah")
    head.goto(f"{site.url}/laporan/{kept.code}/acknowledge/")
    head.get_by_role("button", name="Terima", exact=True).click()
    for page, level in ((head, "RT"), (leader, "RW")):
        page.goto(f"{site.url}/laporan/{kept.code}/climb/")
        page.get_by_label("sudah dimusyawarahkan di sini, belum mufakat").check()
        page.get_by_label("Hasil musyawarah, atau alasannya").fill(f"Warga {level} sepakat ini perlu alat berat.")
        page.get_by_label("Saksi musyawarah").fill("Pak Darto\nBu Wening")
        page.get_by_role("button", name="Teruskan ke atas").click()
        expect(page.get_by_text("Diteruskan").first).to_be_visible()

    # Decided at the kelurahan's meeting, and given out at once: two institutions, each with a lead's part.
    secretary = browse(DESK)
    people.sign_in(secretary, site, "sekretaris")
    people.meet(
        secretary, site, lurah, "2026-01-30", TEXT, decision="Saluran dikeruk, lumpurnya diangkut hari itu juga."
    )
    lurah.goto(f"{site.url}/tindak-lanjut/")
    lurah.get_by_role("link", name=f"Buat tindak lanjut: {TEXT}").click()
    dug = ask_for_work(lurah, DIGS, "DBMSDA", PROMISED, "Kelurahan Kayuringinjaya", "Siapkan jalan masuk alat")
    lurah.get_by_role("link", name="Tambah tindak lanjut").click()
    hauled = ask_for_work(lurah, HAULS, "DLH", PROMISED)

    # One accepts, tells, and sends a crew who has no account: a link, a phone, a photo.
    roads = browse(DESK)
    people.sign_in(roads, site, "opd")
    roads.goto(f"{site.url}/tindak-lanjut/{dug}/")
    step(roads, "Terima")
    step(roads, "Beri kabar", text="Alat kecil masuk Senin pagi", percent="20", next_on="2026-02-02")
    expect(roads.get_by_text("Alat kecil masuk Senin pagi").first).to_be_visible()
    link = crew_link(roads, site)
    send_photo(browse, link, people.photo(tmp_path, "regu.jpg"))
    roads.goto(f"{site.url}/tindak-lanjut/{dug}/")
    expect(roads.get_by_text("tanpa data lokasi").first).to_be_visible()

    # It is not done before whoever helps did their part.
    lurah.goto(f"{site.url}/tindak-lanjut/{dug}/")
    step(lurah, "Bagian kami selesai", note="Gerobak warga dipindahkan, jalan masuk terbuka.")
    roads.reload()
    step(roads, "Nyatakan selesai", text="Saluran sudah dikeruk 60 meter.")

    # The RW goes there, in two taps: not yet. It is work again, with the clock running on.
    leader.goto(f"{site.url}/tindak-lanjut/")
    leader.get_by_role("listitem").filter(has_text=DIGS).get_by_role("link", name="Belum sesuai").click()
    leader.get_by_label("Apa yang belum sesuai?").fill("Baru sampai rumah nomor tiga.")
    with leader.expect_navigation():
        leader.get_by_role("button", name="Belum sesuai").click()
    roads.reload()
    expect(roads.get_by_text("Baru sampai rumah nomor tiga.").first).to_be_visible()
    send_photo(browse, link, people.photo(tmp_path, "regu-2.jpg"))
    roads.reload()
    step(roads, "Nyatakan selesai", text="Sampai ujung.")
    leader.goto(f"{site.url}/tindak-lanjut/{dug}/")
    # In two strokes, without a mouse.
    keyboard.tab_to(leader, "Sesuai di lapangan")
    leader.keyboard.press("Enter")
    expect(leader.get_by_role("heading", name="Sesuai di lapangan", level=1)).to_be_visible()
    keyboard.tab_to(leader, "Sesuai di lapangan")
    leader.keyboard.press("Enter")
    expect(leader.get_by_text("Dicek di lapangan: sesuai").first).to_be_visible()

    # The other says nothing for a week: its lead is reminded, then it goes one up, and everybody can read it.
    people.advance(site, LATER)
    camat = browse(DESK)
    people.sign_in(camat, site, "camat")
    lurah.goto(f"{site.url}/tindak-lanjut/{hauled}/")
    expect(lurah.get_by_text("naik ke tingkat atas")).to_be_visible()
    waste = browse(DESK)
    people.sign_in(waste, site, "opd_dlh")
    waste.goto(f"{site.url}/tindak-lanjut/{hauled}/")
    step(waste, "Terima")
    step(waste, "Nyatakan selesai", people.photo(tmp_path, "angkut.jpg"), text="Lumpur sudah diangkut.")
    leader.goto(f"{site.url}/tindak-lanjut/{hauled}/")
    step(leader, "Sesuai di lapangan")

    # All of it is done and seen, so the reporter is asked, and says so.
    own = browse(PHONE, has_touch=True, is_mobile=True)
    people.open_own(own, site, kept)
    own.get_by_role("link", name="Benar, sudah beres").click()
    own.get_by_role("button", name="Benar, sudah beres").click()
    expect(own.get_by_text("tercatat. Terima kasih.")).to_be_visible()
    resident.goto(f"{site.url}/publik/{kept.code}/")
    expect(resident.get_by_text("Dibenarkan selesai").first).to_be_visible()
    # And everybody sees what was done, and by whom it was led.
    expect(resident.get_by_text("2 dari 2 pekerjaan selesai dan dicek")).to_be_visible()
    expect(resident.get_by_role("img", name=f"Foto hasil {DIGS}")).to_be_visible()
    verified = site.rembuk("verify", check=False)
    assert verified.returncode == 0, verified.stdout + verified.stderr
