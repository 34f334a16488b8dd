"""Real Chromium: a phone and a desk, with the Content-Security-Policy in force and no request outside."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    ViewportSize,
    sync_playwright,
)

from tests.support import tools

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
# The desk at 400 %, which is smaller than any phone: what fits here fits there (WCAG 2.2, 1.4.10).
NARROW: ViewportSize = {"width": 320, "height": 640}
# A busy machine is slow, which says nothing about the page: milliseconds that a test waits before it gives up.
PATIENCE = 60_000
AXE = Axe().axe_script
# What axe-core finds serious or critical. It fetches nothing: the style sheets are our own, no rule needs their text.
SERIOUS = """() => axe.run({ resultTypes: ["violations"], preload: false }).then((all) => all.violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`))"""
# What lies unfinished on a phone, and what its owner took along: a promise of rows with key, account, entries or page.
LYING = """new Promise((done) => { const open = indexedDB.open('rembuk'); open.onsuccess = () => {
  const asked = open.result.transaction('drafts').objectStore('drafts').getAll();
  asked.onsuccess = () => { open.result.close(); done(asked.result); }; }; })"""
CITY: dict[str, Any] = {"locale": "id-ID", "timezone_id": "Asia/Jakarta"}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, without a window."""
    executable = tools.chromium()
    if executable is None:
        pytest.skip("Chromium is not installed")
    # Playwright's loop runs in this thread, where Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # Chromium's sandbox refuses root.
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*sandbox, "--disable-dev-shm-usage"])
        yield browser
        browser.close()


class Watch:
    """Notes what no page of ours may do: ask another host, break the policy, throw an error."""

    def __init__(self, context: BrowserContext) -> None:
        self.faults: list[str] = []
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in {"127.0.0.1", "localhost"}:
            self.faults.append(f"outside request: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(f"policy: {message.text}")


# The devices that a test has open: what they show is told when it fails.
OPENED: list[BrowserContext] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Says of a test that failed what stood on its pages."""
    report = yield
    if report.failed and call.when == "call":
        for page in (page for context in OPENED for page in context.pages):
            with suppress(Error):
                shown = page.locator("body").inner_text(timeout=2_000)
                report.sections.append((f"the page {page.url}", shown[:1_500]))
    return report


@pytest.fixture
def browse(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`browse(viewport, **options)` opens a page in a context of its own, like another person's device."""
    watches: list[Watch] = []

    def browse(viewport: ViewportSize = PHONE, **options: Any) -> Page:
        context = chromium.new_context(viewport=viewport, **{**CITY, **options})
        context.set_default_timeout(PATIENCE)
        OPENED.append(context)
        watches.append(Watch(context))
        return context.new_page()

    yield browse
    while OPENED:
        OPENED.pop().close()
    assert [fault for watch in watches for fault in watch.faults] == []


@pytest.fixture
def phone(browse: Callable[..., Page]) -> Page:
    """A cheap phone, 390 px wide."""
    return browse(PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def desk(browse: Callable[..., Page]) -> Page:
    """A counter's computer, 1280 px wide."""
    return browse(DESK)


def until(page: Page, question: str, asked: object = None) -> None:
    """Waits until the page says yes; it asks itself, for the policy lets nobody repeat a question from outside."""
    loop = f"""async (asked) => {{ for (let left = {PATIENCE // 50}; left; left--) {{
      if (await ({question})(asked)) return true;
      await new Promise((done) => setTimeout(done, 50)); }} }}"""
    assert page.evaluate(loop, asked), question


def lies(page: Page, words: str) -> None:
    """Waits until these words lie on the phone, in something that is not finished."""
    until(page, f"async (words) => JSON.stringify(await {LYING}).includes(words)", words)


def empty(page: Page) -> None:
    """Waits until nothing of anybody lies on the phone."""
    until(page, f"async () => (await {LYING}).length === 0")


def serious(page: Page, url: str) -> list[str]:
    """What axe-core finds serious or critical at an address, opened beside the page in the same browser.

    axe comes by the browser's own door, which no policy closes to it: the policy stays in force.
    """
    copy = page.context.new_page()
    try:
        if page.viewport_size:
            copy.set_viewport_size(page.viewport_size)
        copy.goto(url)
        copy.evaluate(AXE)
        return list(copy.evaluate(SERIOUS))
    finally:
        copy.close()


def wire(page: Page) -> Callable[[], int]:
    """Counts the bytes that come over the wire from now on; call the result to read the counter."""
    session, total = page.context.new_cdp_session(page), [0]

    def finished(event: dict[str, Any]) -> None:
        total[0] += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    return lambda: total[0]
