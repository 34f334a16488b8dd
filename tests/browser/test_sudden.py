"""What cannot wait: a flood from an RT's phone to the mayor's screen; a complaint to the answer its reporter reads; a
dangerous tree that only the line of the place knows of."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.support.chromium import PHONE
from tests.support.site import Site

pytestmark = pytest.mark.browser

FLOOD = "Air sungai masuk gang, setinggi lutut orang dewasa"
PAVEMENT = "Ubin trotoar di depan sekolah lepas, anak-anak tersandung"
TREE = "Pohon besar di dekat taman bermain sudah miring ke jalan"


def place(page: Page) -> None:
    """RT 4 in RW 2 of Kayuringinjaya."""
    page.get_by_label("Kelurahan").select_option(label="Kayuringinjaya")
    page.get_by_label("RW nomor").fill("2")
    page.get_by_label("RT nomor").fill("4")


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def finish(page: Page, site: Site, code: str, text: str) -> None:
    """The unit says that it is done."""
    page.goto(f"{site.url}/laporan/{code}/finish/")
    page.get_by_label("Apa yang sudah dikerjakan?").fill(text)
    button(page, "Nyatakan selesai")


def test_an_incident_goes_from_a_phone_to_the_mayors_screen_and_is_ended(
    served: Site, browse: Callable[..., Page], as_: Callable[..., Page]
) -> None:
    head = as_("ketua_rt", PHONE, has_touch=True, is_mobile=True)
    head.goto(f"{served.url}/hari-ini/")
    head.get_by_role("link", name="Lapor kejadian").click()
    # The numbers to call stand before the form, and a thumb finds them.
    call = head.get_by_role("link", name="112 Darurat apa saja")
    expect(call).to_have_attribute("href", "tel:112")
    first = head.get_by_label("Kejadian apa?")
    above, below = call.bounding_box(), first.bounding_box()
    assert above
    assert below
    assert above["y"] < below["y"]
    first.select_option(label="Banjir")
    head.get_by_label("Apa yang terlihat?").fill(FLOOD)
    place(head)
    head.get_by_label("Mengungsi").fill("14")
    button(head, "Kirim sekarang")
    expect(head.get_by_role("heading", name="Mohon izin melaporkan")).to_be_visible()
    assert "Korban: 14 orang mengungsi" in head.get_by_label("Teks siap kirim ke atas").input_value()
    code = head.url.rstrip("/").rsplit("/", 1)[-1]

    # All three see it at once; next door nobody does.
    for who in ("lurah", "camat", "wali_kota"):
        page = as_(who, PHONE)
        page.goto(f"{served.url}/hari-ini/")
        expect(page.get_by_role("link", name=f"Kejadian: {FLOOD}").first).to_be_visible()
    neighbour = as_("tetangga_lurah", PHONE)
    answer = neighbour.goto(f"{served.url}/laporan/{code}/")
    assert answer is not None
    assert answer.status == 404

    lurah = as_("lurah", PHONE)
    lurah.goto(f"{served.url}/laporan/{code}/")
    lurah.get_by_role("link", name="Terima", exact=True).click()
    button(lurah, "Terima")
    visitor = browse(PHONE)
    visitor.goto(f"{served.url}/")
    told = visitor.get_by_role("listitem").filter(has_text="Banjir di Kayuringinjaya")
    expect(told.first).to_be_visible()
    assert FLOOD not in visitor.content()
    lurah.get_by_role("link", name="Kabarkan perkembangan").first.click()
    lurah.get_by_label("Keadaannya sekarang").fill("Dua perahu sudah sampai")
    lurah.get_by_label("Mengungsi").fill("30")
    button(lurah, "Kabarkan perkembangan")
    mayor = as_("wali_kota", PHONE)
    mayor.goto(f"{served.url}/laporan/{code}/")
    expect(mayor.get_by_text("Dua perahu sudah sampai").first).to_be_visible()
    assert "30 orang mengungsi" in mayor.get_by_label("Teks siap kirim ke atas").input_value()

    lurah.get_by_role("link", name="Nyatakan berakhir").first.click()
    lurah.get_by_label("Keadaannya pada akhirnya").fill("Air surut, semua warga sudah pulang")
    button(lurah, "Nyatakan berakhir")
    expect(lurah.get_by_text("kejadian sudah berakhir").first).to_be_visible()
    visitor.reload()
    expect(told).to_have_count(0)


def test_a_complaint_is_verified_answered_copied_and_read_by_its_reporter(
    served: Site, phone: Page, as_: Callable[..., Page]
) -> None:
    # It came by SP4N-LAPOR; the counter writes it down and hands the two words over.
    counter = as_("loket", PHONE)
    counter.goto(f"{served.url}/laporan/terima/")
    people.fill_report(counter, PAVEMENT, "Jalan utama, jembatan, trotoar")
    counter.get_by_text("Tambahan, boleh kosong").click()
    counter.get_by_label("Dari mana").select_option(label="SP4N-LAPOR")
    counter.get_by_label("Nomor di sana").fill("7654321")
    button(counter, "Kirim laporan")
    kept = people.receipt(counter)

    unit = as_("opd", PHONE)
    unit.goto(f"{served.url}/laporan/{kept.code}/acknowledge/")
    unit.get_by_label("tidak perlu periksa lapangan").check()
    button(unit, "Terima")
    expect(unit.get_by_text("tidak perlu periksa lapangan").first).to_be_visible()
    finish(unit, served, kept.code, "Ubin yang lepas sudah dipasang lagi.")
    unit.get_by_role("link", name="Sudah disalin").click()
    assert "Menjawab laporan 7654321" in unit.get_by_label("Jawaban, siap disalin").input_value()
    button(unit, "Salin jawaban")
    expect(unit.get_by_text("sudah disalin ke LAPOR").first).to_be_visible()

    # The reporter opens it with the two words of the receipt, and is not content; then content.
    phone.goto(f"{served.url}/lacak/")
    phone.get_by_label("Kode laporan").fill(kept.code)
    phone.get_by_label("Kata kunci").fill(kept.secret)
    button(phone, "Buka laporan")
    for deed, words in (("Belum beres", "Di ujung satunya masih lepas"), ("Benar, sudah beres", "")):
        phone.goto(f"{served.url}/lacak/{kept.code}/")
        expect(phone.get_by_text("Ubin yang lepas sudah dipasang lagi.").first).to_be_visible()
        phone.get_by_role("link", name=deed).click()
        if words:
            phone.get_by_label("Apa yang belum beres?").fill(words)
        button(phone, deed)
        expect(phone.get_by_text("tercatat. Terima kasih.")).to_be_visible()
        if words:
            finish(unit, served, kept.code, "Ujung satunya sudah dipasang pagi ini.")
    expect(phone.get_by_text("selesai dan dibenarkan").first).to_be_visible()


def test_an_early_warning_is_known_to_the_line_of_its_place_only(served: Site, as_: Callable[..., Page]) -> None:
    pamor = as_("pamor", PHONE)
    pamor.goto(f"{served.url}/hari-ini/")
    pamor.get_by_role("link", name="Catat deteksi dini").click()
    pamor.get_by_label("Tentang apa?").select_option(label="Pohon, tembok, atau bangunan rawan")
    pamor.get_by_label("Apa yang terlihat atau terdengar?").fill(TREE)
    place(pamor)
    button(pamor, "Simpan catatan")
    expect(pamor.get_by_text("tertutup untuk umum")).to_be_visible()
    code = pamor.url.rstrip("/").rsplit("/", 1)[-1]
    for who, status in (("lurah", 200), ("camat", 200), ("ketua_rt", 404), ("loket", 404), ("tetangga_lurah", 404)):
        answer = as_(who, PHONE).goto(f"{served.url}/laporan/{code}/")
        assert answer is not None
        assert answer.status == status, who
    lurah = as_("lurah", PHONE)
    lurah.goto(f"{served.url}/hari-ini/")
    lurah.get_by_role("link", name=f"Deteksi dini {code}").first.click()
    lurah.get_by_role("link", name="Terima", exact=True).click()
    button(lurah, "Terima")
    lurah.get_by_role("link", name="Sudah dicegah").first.click()
    lurah.get_by_label("Apa yang ditemukan?").fill("Dipangkas bersama warga pagi ini")
    button(lurah, "Sudah dicegah")
    pamor.reload()
    expect(pamor.get_by_text("Dipangkas bersama warga pagi ini").first).to_be_visible()
