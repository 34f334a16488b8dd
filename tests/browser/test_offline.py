"""A phone in a gang without signal: what was written stays, goes up once, and its receipt is found again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import people
from tests.support.chromium import LYING, PHONE, empty, lies, until
from tests.support.site import Site

pytestmark = pytest.mark.browser

# What was kept does not speak of this.
GONE = f"async (words) => !JSON.stringify(await {LYING}).includes(words)"
KIND = "Sampah dan kebersihan"


def count(site: Site, text: str) -> int:
    """How many reports bear this sentence."""
    [(found,)] = people.asked(site, "SELECT count(*) FROM reports_report WHERE title = ?", text)
    return int(found)


def test_report_without_network_is_kept_sent_once_and_its_receipt_found(
    served: Site, phone: Page, tmp_path: Path
) -> None:
    text = "Sampah dibakar di tanah kosong setiap magrib"
    phone.goto(f"{served.url}/lapor/")
    phone.evaluate("navigator.serviceWorker.ready")
    people.fill_report(phone, text, KIND, picture=people.photo(tmp_path))
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Kirim laporan").click()
    expect(phone.get_by_text("1 kiriman tersimpan di HP ini, terkirim sendiri nanti.")).to_be_visible()
    assert count(served, text) == 0

    # The tab is closed and opened again under the same dead signal: the shell says so, nothing is lost.
    phone.goto(f"{served.url}/publik/")
    expect(phone.get_by_role("heading", name="Tidak ada sinyal")).to_be_visible()
    # With the signal the page that was asked for comes by itself, and what was kept goes out.
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", name="Tidak ada sinyal")).to_have_count(0)
    expect(phone.get_by_text("sudah terkirim")).to_be_visible()
    assert count(served, text) == 1
    phone.get_by_role("button", name="Lihat").click()
    kept = people.receipt(phone)
    phone.get_by_role("link", name="Buka laporan").click()
    expect(phone.get_by_text(kept.code)).to_be_visible()
    expect(phone.get_by_role("heading", name=text)).to_be_visible()


def test_answer_that_got_lost_does_not_double_the_report(served: Site, phone: Page) -> None:
    text = "Bak sampah gang bocor, airnya ke jalan"
    phone.goto(f"{served.url}/lapor/")
    phone.evaluate("navigator.serviceWorker.ready")
    people.fill_report(phone, text, KIND)
    sent: list[int] = []

    def lose(route: Route) -> None:
        """The server has it, the phone never hears of it."""
        if route.request.method != "POST" or sent:
            route.continue_()
            return
        sent.append(route.fetch(max_redirects=0).status)
        route.abort()

    phone.route("**/lapor/", lose)
    phone.get_by_role("button", name="Kirim laporan").click()
    expect(phone.get_by_text("1 kiriman tersimpan di HP ini")).to_be_visible()
    assert count(served, text) == 1
    phone.unroute_all()
    phone.goto(f"{served.url}/")
    expect(phone.get_by_text("sudah terkirim")).to_be_visible()
    phone.reload()
    assert sent[0] in {200, 204, 302}
    assert count(served, text) == 1
    phone.get_by_role("button", name="Lihat").click()
    people.receipt(phone)


def test_an_answer_that_is_none_of_ours_is_waited_out_and_a_question_is_shown(served: Site, phone: Page) -> None:
    text = "Lampu taman padam sejak hari raya"
    phone.goto(f"{served.url}/lapor/")
    people.fill_report(phone, text, KIND)
    mark: dict[str, str] = {}

    def answer(route: Route) -> None:
        """The door of somebody's WiFi; with our mark a page of ours that asks something."""
        if route.request.method == "POST":
            route.fulfill(status=200, headers=mark, content_type="text/html", body="<main><h1>Pintu</h1></main>")
        else:
            route.continue_()

    phone.route("**/lapor/", answer)
    phone.get_by_role("button", name="Kirim laporan").click()
    expect(phone.get_by_text("1 kiriman tersimpan di HP ini")).to_be_visible()
    mark["X-Request-ID"] = "abc"
    phone.goto(f"{served.url}/")
    expect(phone.get_by_text("belum diterima: masih ada yang perlu dilihat.")).to_be_visible()
    phone.unroute_all()
    phone.get_by_role("button", name="Buka lagi").click()
    expect(phone.get_by_label("Apa yang terjadi?")).to_have_value(text)
    assert count(served, text) == 0


WAITING = """new Promise((done) => { const open = indexedDB.open('rembuk'); open.onsuccess = () => {
  const asked = open.result.transaction('outbox').objectStore('outbox').getAll();
  asked.onsuccess = () => { open.result.close(); done(asked.result); }; }; })"""
# Something was sent without network, by whoever's page this is; the signal comes back when it is said.
SENT = """([key, action]) => new Promise((done) => { const open = indexedDB.open('rembuk'); open.onsuccess = () => {
  const deal = open.result.transaction('outbox', 'readwrite');
  deal.objectStore('outbox').put({ key, account: document.body.dataset.account, page: location.href,
    action: location.origin + action, label: key, draft: '', entries: [['text', key]] });
  deal.oncomplete = () => { open.result.close(); done(); }; }; })"""
# Again and again, for what is being sent already is not begun a second time.
SIGNAL = "() => { setInterval(() => dispatchEvent(new Event('online')), 200); }"


def test_what_an_office_may_no_longer_send_holds_up_nothing_behind_it(
    served: Site, browse: Callable[..., Page]
) -> None:
    page = browse(PHONE)
    people.sign_in(page, served, "loket")
    ours: dict[str, str] = {}
    page.route(
        "**/satu/", lambda route: route.fulfill(status=403, headers=ours, body="<main><h1>Belum boleh</h1></main>")
    )
    page.route("**/dua/", lambda route: route.fulfill(status=204, headers={"X-Location": "/lainnya/"}))
    page.evaluate(SENT, ["1 Satu", "/satu/"])
    page.evaluate(SENT, ["2 Dua", "/dua/"])
    # A door that is none of ours closes the way for all.
    with page.expect_response("**/satu/"):
        page.evaluate(SIGNAL)
    expect(page.get_by_text("2 kiriman tersimpan di HP ini")).to_be_visible()
    ours["X-Request-ID"] = "abc"
    expect(page.get_by_text("“1 Satu” belum diterima: Belum boleh")).to_be_visible()
    expect(page.get_by_text("“2 Dua” sudah terkirim.")).to_be_visible()


def test_a_page_left_open_sends_nothing_in_the_name_of_who_signed_in_since(
    served: Site, browse: Callable[..., Page]
) -> None:
    left = browse(PHONE)
    people.sign_in(left, served, "loket")
    other = left.context.new_page()
    people.sign_in(other, served, "sekretaris")
    left.evaluate(SENT, ["Milik loket", "/laporan/terima/"])
    with left.expect_response("**/laporan/terima/") as answer:
        left.evaluate(SIGNAL)
    assert answer.value.status == 401
    expect(left.get_by_text("1 kiriman tersimpan di HP ini")).to_be_visible()
    [row] = left.evaluate(WAITING)
    assert (row["label"], "refused" in row, "sent" in row) == ("Milik loket", False, False)


def test_two_taps_send_one_report(served: Site, phone: Page) -> None:
    text = "Tumpukan daun menutup mulut got depan masjid"
    phone.goto(f"{served.url}/lapor/")
    people.fill_report(phone, text, KIND)
    phone.get_by_role("button", name="Kirim laporan").dblclick()
    people.receipt(phone)
    assert count(served, text) == 1


def test_draft_of_one_person_is_gone_for_the_next_at_the_counter(served: Site, browse: Callable[..., Page]) -> None:
    page = browse(PHONE)
    people.sign_in(page, served, "loket")
    page.goto(f"{served.url}/laporan/terima/")
    text = page.locator("textarea[name=text]")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Lanjut").click()
    text.fill("Ibu Sari bercerita tentang tetangganya")
    lies(page, "Ibu Sari")
    page.reload()
    expect(text).to_have_value("Ibu Sari bercerita tentang tetangganya")
    people.sign_in(page, served, "sekretaris")
    until(page, GONE, "Ibu Sari")
    page.goto(f"{served.url}/laporan/terima/")
    expect(text).to_have_value("")
    people.sign_in(page, served, "loket")
    page.goto(f"{served.url}/laporan/terima/")
    expect(text).to_have_value("")
    until(page, GONE, "Ibu Sari")


# A storage that does not answer on the page where somebody leaves.
STUCK = "if (location.pathname === '/lainnya/') IDBFactory.prototype.open = () => ({})"


def test_whoever_signs_out_leaves_nothing_on_the_form_for_everyone_either(
    served: Site, browse: Callable[..., Page]
) -> None:
    page, words = browse(PHONE), "Pungutan di loket, oleh atasan saya"
    people.sign_in(page, served, "loket")
    page.goto(f"{served.url}/lapor/")
    people.fill_report(page, words, KIND)
    lies(page, words)
    page.goto(f"{served.url}/lainnya/")
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()
    empty(page)
    page.goto(f"{served.url}/lapor/")
    expect(page.locator("textarea[name=text]")).to_have_value("")


@pytest.mark.parametrize(
    ("path", "button", "before"),
    [("/lainnya/", "Keluar", ""), ("/masuk/ganti/", "Keluar dan ganti orang", ""), ("/lainnya/", "Keluar", STUCK)],
    ids=["leaves", "makes room", "leaves a phone that is slow"],
)
def test_whoever_signs_out_leaves_no_draft_behind(
    served: Site, browse: Callable[..., Page], path: str, button: str, before: str
) -> None:
    page, words = browse(PHONE), "Kata-kata yang belum selesai"
    page.add_init_script(before)
    people.sign_in(page, served, "loket")
    page.goto(f"{served.url}/laporan/terima/")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Lanjut").click()
    page.locator("textarea[name=text]").fill(words)
    lies(page, words)
    page.goto(served.url + path)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()
    empty(page)
    assert page.evaluate("localStorage.getItem('rembuk-account')") is None


def test_whoever_signs_out_is_out_even_where_the_phone_keeps_nothing(served: Site, browse: Callable[..., Page]) -> None:
    page = browse(PHONE)
    page.add_init_script("IDBFactory.prototype.open = () => ({})")  # a storage that never answers
    people.sign_in(page, served, "loket")
    page.goto(f"{served.url}/lainnya/")
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()
