"""Pages that only somebody in the middle of something sees are looked at as closely as those that links lead to."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.support.site import Site

pytestmark = pytest.mark.browser


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
    page.get_by_role("link", name="Susun agenda").click()
    page.get_by_label("Butir lain").fill("Jadwal ronda bulan Februari")
    page.get_by_role("button", name="Tambah butir").click()
    assert look(page, f"{meeting}agenda/", f"{meeting}batal/", meeting) == ""
    page.goto(f"{served.url}{meeting}")
    page.get_by_role("button", name="Mulai rapat").click()
    expect(page.get_by_text("belum tercapai")).to_be_visible()
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


def test_alike_proposals_from_an_open_round_to_one_work(
    served: Site, phone: Page, as_: Callable[..., Page], look: Callable[..., str]
) -> None:
    keeper = as_("pemerintahan")
    keeper.goto(f"{served.url}/musrenbang/putaran/2027/close_round/")
    keeper.get_by_role("button", name="Tutup penerimaan usulan").click()
    keeper.goto(f"{served.url}/musrenbang/putaran/")
    keeper.get_by_label("Untuk rencana tahun").fill("2028")
    keeper.get_by_label("Tema").fill("Lingkungan yang terang")
    keeper.get_by_role("button", name="Siapkan putaran").click()
    keeper.get_by_role("link", name="Tetapkan jadwal").click()
    keeper.get_by_label("Mulai").fill("2026-01-05")
    keeper.get_by_label("Sampai").fill("2026-02-28")
    keeper.get_by_role("button", name="Tetapkan jadwal").click()
    expect(keeper.get_by_text("28 Februari 2026")).to_be_visible()
    keeper.get_by_role("link", name="Buka penerimaan usulan").click()
    keeper.get_by_role("button", name="Buka penerimaan usulan").click()
    expect(keeper.get_by_text("menerima usulan")).to_be_visible()
    for who, work, people_served in (("ketua_rt", "Perbaikan saluran air", "120"), ("ketua_rw", "Bangun got", "90")):
        page = as_(who)
        page.goto(f"{served.url}/musrenbang/baru/")
        page.get_by_label("Pekerjaan yang diusulkan").fill(work)
        page.get_by_label("Masalahnya").fill("Air naik ke teras.")
        page.get_by_role("button", name="Lanjut").click()
        page.get_by_label("Patokan tempatnya").fill("Jl. Melati")
        page.get_by_role("button", name="Lanjut").click()
        page.get_by_label("Volume").fill("60")
        page.locator("#id_unit").fill("m")
        page.get_by_label("Harga satuan").fill("450.000")
        page.get_by_label("Sumber dana").select_option("kelurahan")
        page.get_by_label("Bidang").select_option("works")
        page.get_by_role("button", name="Lanjut").click()
        page.get_by_label("Yang mendapat manfaat").fill(people_served)
        page.get_by_role("button", name="Usulkan").click()
        expect(page.get_by_role("heading", name=work)).to_be_visible()
    people.sign_in(phone, served, "lurah")
    phone.goto(f"{served.url}/musrenbang/")
    phone.get_by_role("link", name="Usulan serupa").click()
    expect(phone.get_by_text("Pekerjaan yang sama (saluran)")).to_contain_text("Melati")
    expect(phone.get_by_text("bersama 120 jiwa")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert look(phone, phone.url.removeprefix(served.url)) == ""
    phone.get_by_role("button", name="Gabungkan").click()
    expect(phone.get_by_text("2 usulan digabung menjadi")).to_be_visible()
    expect(phone.get_by_text("Tidak ada usulan serupa")).to_be_visible()


def test_the_mayor_brings_the_budget_lines(as_: Callable[..., Page], look: Callable[..., str]) -> None:
    assert look(as_("wali_kota"), "/musrenbang/anggaran/") == ""
