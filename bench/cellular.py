"""A phone on 3G, 400 kbit/s and 400 ms: how soon the home of a ketua RT can be used, and a report with a photo is sent.

In Chromium, 390 px wide, without its service worker, whose own requests no browser slows down. The first opening brings
the style and the script along, a later one finds them on the phone. Nothing is counted until the page has loaded: then
its words stand there and its script listens.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench import photo
from bench.pages import Served
from bench.row import Row, at_most, not_run
from tests.support import tools
from tests.support.chromium import CITY, PHONE

SIGNAL = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # bytes a second
HOME_S, REPORT_S = 3.0, 10.0
TIMES = 5


def measure(rembuk: Served, sheet: tuple[str, str], folder: Path) -> Iterator[Row]:
    """The median of some openings each. `sheet`: the address and the PIN of a ketua RT."""
    executable = tools.chromium()
    if executable is None:
        yield not_run("a phone on 3G", "Chromium is not installed")
        return
    picture = folder / "foto.jpg"
    picture.write_bytes(photo.photo())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        pairs = [_opened(browser, rembuk.url, sheet) for _ in range(TIMES)]
        sent = [_sent(browser, rembuk.url, picture) for _ in range(TIMES)]
        browser.close()
    first, later = (statistics.median(side) for side in zip(*pairs, strict=True))
    yield at_most("3G: home of a ketua RT, first opening", first, "s", HOME_S)
    yield at_most("3G: home of a ketua RT, later", later, "s", HOME_S)
    yield at_most(
        f"3G: a report with a photo of {picture.stat().st_size // 1000} kB", statistics.median(sent), "s", REPORT_S
    )


def _phone(browser: Browser) -> Page:
    return browser.new_context(viewport=PHONE, service_workers="block", **CITY).new_page()


def _slow(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SIGNAL)


def _opened(browser: Browser, url: str, sheet: tuple[str, str]) -> tuple[float, float]:
    """Signed in with a good signal; then opened in another tab, with nothing kept, and with what the phone then has."""
    page = _phone(browser)
    path, pin = sheet
    page.goto(url + path)
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("navigation", name="Utama")).to_be_visible()
    known = page.context.storage_state()
    page.context.close()
    tab = browser.new_context(viewport=PHONE, service_workers="block", storage_state=known, **CITY).new_page()
    _slow(tab)

    def home() -> None:
        tab.goto(f"{url}/hari-ini/")
        expect(tab.get_by_role("heading", name="Yang menunggu Anda")).to_be_visible()

    first = _seconds(home)
    tab.goto("about:blank")
    later = _seconds(home)
    tab.context.close()
    return first, later


def _sent(browser: Browser, url: str, picture: Path) -> float:
    """From the tap on Kirim laporan until the receipt is read."""
    page = _phone(browser)
    page.goto(f"{url}/lapor/")
    page.get_by_label("Foto").set_input_files(picture)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Kelurahan").select_option(label="Kayuringinjaya")
    page.get_by_label("RW nomor").fill("2")
    page.get_by_label("RT nomor").fill("4")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Apa yang terjadi?").fill("Lampu jalan depan pos mati sejak kemarin")
    page.get_by_label("Jenisnya").select_option(index=2)
    _slow(page)

    def send() -> None:
        page.get_by_role("button", name="Kirim laporan").click()
        expect(page.get_by_text("Kata kunci", exact=True)).to_be_visible(timeout=60_000)

    taken = _seconds(send)
    page.context.close()
    return taken


def _seconds(deed: Callable[[], None]) -> float:
    started = time.monotonic()
    deed()
    return time.monotonic() - started
