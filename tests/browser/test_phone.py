"""A phone that is switched off and on without signal: what a neighbour takes along opens, and is sent once."""

import base64
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import people
from tests.support import tools
from tests.support.chromium import CITY, LYING, PATIENCE, PHONE, Watch, empty, lies, until
from tests.support.site import Site

pytestmark = pytest.mark.browser

KEPT = "1 kiriman tersimpan di HP ini, terkirim sendiri nanti."
# What the share sheet does: a form sent to where the manifest says, with what another application gave.
SHARE = """([text, photo]) => {
  const form = document.createElement("form");
  Object.assign(form, { method: "POST", action: "/berbagi/", enctype: "multipart/form-data" });
  const field = (props) => form.append(Object.assign(document.createElement("input"), props));
  field({ name: "text", value: text });
  if (photo) {
    const files = new DataTransfer();
    const bytes = Uint8Array.from(atob(photo), (one) => one.charCodeAt(0));
    files.items.add(new File([bytes], "IMG-WA.jpg", { type: "image/jpeg" }));
    field({ type: "file", name: "photos" });
    form.lastChild.files = files.files;
  }
  document.body.append(form);
  form.submit();
}"""


@contextmanager
def switched_on(chromium: Browser, folder: Path) -> Iterator[Page]:
    """A phone whose storage lies in a folder: what is closed here and opened again was switched off between."""
    context = chromium.browser_type.launch_persistent_context(
        folder, executable_path=tools.chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"], viewport=PHONE,
        has_touch=True, is_mobile=True, **CITY,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    watch = Watch(context)
    yield context.pages[0]
    context.close()
    assert watch.faults == []


@contextmanager
def unreachable(site: Site) -> Iterator[None]:
    """Nothing of the city answers; the browser's own switch would pass by a worker that has not woken up yet."""
    site.end()
    try:
        yield
    finally:
        site.start()


def taken(page: Page, *paths: str) -> None:
    """Waits until these pages lie on the phone, and the worker that opens them cares for this one."""
    until(
        page,
        f"async (ends) => {{ const keys = (await {LYING}).map((row) => row.key);"
        " return navigator.serviceWorker.controller && ends.every((end) => keys.some((key) => key.endsWith(end))); }",
        [f"|page|{path}" for path in paths],
    )


def settled(site: Site, code: str) -> str:
    """Where a report stands."""
    return str(people.asked(site, "SELECT status FROM reports_report WHERE code = ?", code)[0][0])


def deliberations(site: Site, code: str) -> int:
    """How often its neighbours' outcome is written down."""
    question = (
        "SELECT count(*) FROM reports_deliberation one JOIN reports_report report ON report.id = one.report_id "
        "WHERE report.code = ?"
    )
    return int(people.asked(site, question, code)[0][0])


def agree(page: Page, path: str) -> None:
    """A mufakat kecil, written down on the form that lies on the phone."""
    page.goto(path)
    page.get_by_label("Apa yang disepakati?").fill("Gotong royong Minggu pagi, kerja bakti satu gang.")
    page.get_by_label("Saksi").fill("Bu Tini\nPak Wawan")
    page.get_by_role("button", name="Catat mufakat").click()


def test_a_neighbour_works_without_signal_through_a_phone_that_is_switched_off(
    served: Site, chromium: Browser, tmp_path: Path
) -> None:
    folder, text = tmp_path / "phone", "Kabel menjuntai di gang sebelah pos"
    with switched_on(chromium, folder) as page:
        people.sign_in(page, served, "ketua_rt")
        page.goto(f"{served.url}/hari-ini/")
        mufakat = str(page.locator("a[href$='/settle/']").first.get_attribute("href"))
        taken(page, "/hari-ini/", "/laporan/terima/", mufakat)
        wrong = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")
        assert wrong["installabilityErrors"] == []
    code = mufakat.split("/")[-3]

    with unreachable(served):
        with switched_on(chromium, folder) as page:
            # The icon on the screen opens the first page, which says what there is.
            page.goto(f"{served.url}/")
            kept = page.get_by_role("navigation", name="Terbuka tanpa sinyal")
            kept.get_by_role("link", name="Hari ini").click()
            expect(page.get_by_role("heading", name="Yang menunggu Anda")).to_be_visible()
            expect(page.get_by_text("Tersimpan di HP ini")).to_be_visible()
            page.get_by_role("link", name="Laporkan").click()
            people.fill_report(page, text, "Sampah dan kebersihan", picture=people.photo(tmp_path))
            page.get_by_role("button", name="Kirim laporan").click()
            expect(page.get_by_text(KEPT)).to_be_visible()
            agree(page, served.url + mufakat)
            expect(page.get_by_text("2 kiriman tersimpan")).to_be_visible()
        assert deliberations(served, code) == 0
        with switched_on(chromium, folder) as page:
            page.goto(f"{served.url}/hari-ini/")
            expect(page.get_by_text("2 kiriman tersimpan")).to_be_visible()

    with switched_on(chromium, folder) as page:
        page.goto(f"{served.url}/hari-ini/")
        expect(page.get_by_text("sudah terkirim")).to_have_count(2)
        page.reload()
    assert deliberations(served, code) == 1
    assert settled(served, code) == "settled"
    assert people.asked(served, "SELECT count(*) FROM reports_report WHERE title = ?", text) == [(1,)]


def lose_first(page: Page, path: str) -> list[int]:
    """The server has what is sent first, the phone never hears of it."""
    sent: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or sent:
            route.continue_()
            return
        sent.append(route.fetch(max_redirects=0).status)
        route.abort()

    page.route(f"**{path}", lose)
    return sent


def done(site: Site, verb: str, table: str, code: str) -> int:
    """How often this was done to what bears the code."""
    question = f"SELECT count(*) FROM audit_event JOIN {table} one ON one.id = subject_id WHERE verb = ? AND code = ?"
    return int(people.asked(site, question, verb, code)[0][0])


def test_a_mufakat_whose_answer_got_lost_is_done_once_and_told_as_done(served: Site, as_: Callable[..., Page]) -> None:
    page = as_("ketua_rt", PHONE)
    page.goto(f"{served.url}/hari-ini/")
    path = str(page.locator("a[href$='/settle/']").first.get_attribute("href"))
    sent = lose_first(page, path)
    agree(page, served.url + path)
    expect(page.get_by_text(re.compile("1 kiriman tersimpan|sudah terkirim"))).to_be_visible()
    page.unroute_all()
    page.goto(f"{served.url}/hari-ini/")
    expect(page.get_by_text("sudah terkirim")).to_be_visible()
    expect(page.get_by_text("belum diterima")).to_have_count(0)
    assert sent[0] in {204, 302}
    assert done(served, "reports.settled", "reports_report", path.split("/")[-3]) == 1


def test_an_inspection_without_signal_goes_once(served: Site, as_: Callable[..., Page]) -> None:
    page = as_("ketua_rw", PHONE)
    page.goto(f"{served.url}/hari-ini/")
    path = str(page.locator("a[href$='/inspect/']").first.get_attribute("href"))
    taken(page, "/hari-ini/", path)
    code = path.split("/")[-3]
    page.context.set_offline(True)
    page.goto(served.url + path)
    expect(page.get_by_text("Tersimpan di HP ini")).to_be_visible()
    page.locator("main form textarea").first.fill("Sudah dilihat, sesuai.")
    page.locator("main form button:not([type=button])").last.click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    assert done(served, "decisions.inspected", "decisions_followup", code) == 0
    page.context.set_offline(False)
    expect(page.get_by_text("sudah terkirim")).to_be_visible()
    assert done(served, "decisions.inspected", "decisions_followup", code) == 1


def test_a_crew_opens_its_link_without_signal_and_its_photo_goes_once(
    served: Site, as_: Callable[..., Page], chromium: Browser, tmp_path: Path
) -> None:
    lead = as_("opd")
    lead.goto(f"{served.url}/tindak-lanjut/")
    work = lead.locator("a[href^='/tindak-lanjut/']").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    for path in (path for path in work if re.fullmatch(r"/tindak-lanjut/[A-Z0-9-]+/", path)):
        lead.goto(served.url + path)
        if lead.get_by_role("link", name="Tautan regu").count():
            break
    lead.get_by_role("link", name="Tautan regu").click()
    lead.get_by_label("Nama regu").fill("Lampu 1")
    lead.get_by_role("button", name="Buat tautan").click()
    link = lead.get_by_label("Pesan untuk regu").input_value().splitlines()[-1]
    link = link[link.index("/tindak-lanjut/") :]
    with switched_on(chromium, tmp_path / "crew") as page:
        page.goto(served.url + link)
        taken(page, link)
    with unreachable(served), switched_on(chromium, tmp_path / "crew") as page:
        page.goto(served.url + link)
        page.get_by_label("Foto").set_input_files(people.photo(tmp_path))
        page.get_by_role("button", name="Kirim foto").click()
        expect(page.get_by_text(KEPT)).to_be_visible()
    with switched_on(chromium, tmp_path / "crew") as page:
        page.goto(served.url + link)
        expect(page.get_by_text("sudah terkirim")).to_be_visible()
        expect(page.get_by_text("masih bisa 9 foto")).to_have_count(0)
        page.reload()
        expect(page.get_by_text("masih bisa 9 foto")).to_be_visible()


@pytest.mark.parametrize("signal", [True, False], ids=["with signal", "without"])
def test_what_whatsapp_shares_stands_in_the_report_form(
    served: Site, phone: Page, tmp_path: Path, signal: bool
) -> None:
    text = f"Air got meluap sampai teras, sinyal {signal}"
    picture = base64.b64encode(people.photo(tmp_path).read_bytes()).decode()
    phone.goto(f"{served.url}/")
    phone.evaluate("navigator.serviceWorker.ready")
    until(phone, "() => navigator.serviceWorker.controller && caches.match('/lapor/luring/')")
    target = phone.request.get(f"{served.url}/manifest.webmanifest").json()["share_target"]
    assert (target["action"], target["method"]) == ("/berbagi/", "POST")
    phone.context.set_offline(not signal)
    with phone.expect_navigation(url="**/lapor/"):
        phone.evaluate(SHARE, [text, picture])
    # Any site can send there too: what came is shown, and nothing of it is written before the person says so.
    expect(phone.get_by_text(f"Dibagikan dari aplikasi lain: “{text}”")).to_be_visible()
    assert phone.evaluate("() => document.querySelector('[name=photos]').files.length") == 0
    expect(phone.locator("[name=text]")).to_have_value("")
    phone.get_by_role("button", name="Masukkan ke laporan ini").click()
    expect(phone.locator("[name=text]")).to_have_value(text)
    until(phone, "() => document.querySelector('[name=photos]').files[0]?.size <= 300000")
    people.fill_report(phone, text, "Sampah dan kebersihan")
    phone.get_by_role("button", name="Kirim laporan").click()
    if not signal:
        expect(phone.get_by_text(KEPT)).to_be_visible()
        phone.context.set_offline(False)
        expect(phone.get_by_text("sudah terkirim")).to_be_visible()
    else:
        people.receipt(phone)
    assert people.asked(served, "SELECT count(*) FROM reports_report WHERE title = ?", text) == [(1,)]


def test_whoever_signs_out_leaves_neither_drafts_nor_pages(served: Site, browse: Callable[..., Page]) -> None:
    page = browse(PHONE)
    people.sign_in(page, served, "ketua_rt")
    page.goto(f"{served.url}/hari-ini/")
    taken(page, "/hari-ini/", "/laporan/terima/")
    page.goto(f"{served.url}/laporan/terima/")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Lanjut").click()
    page.locator("textarea[name=text]").fill("Kata-kata yang belum selesai")
    lies(page, "Kata-kata yang belum selesai")
    page.goto(f"{served.url}/lainnya/")
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()
    empty(page)
    page.context.set_offline(True)
    page.goto(f"{served.url}/hari-ini/")
    expect(page.get_by_role("heading", name="Tidak ada sinyal")).to_be_visible()
    expect(page.get_by_text("Yang menunggu Anda")).to_have_count(0)
