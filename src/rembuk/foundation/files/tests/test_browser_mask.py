"""Painting over a face by finger and by keyboard, in a real browser fed by the test's own client."""

import contextvars
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, expect

from rembuk.foundation.files.models import File
from rembuk.foundation.kernel.actor import Actor

pytestmark = pytest.mark.browser


@pytest.fixture
def mask_page(phone: Page, browser: Any, file: File, officer: Actor) -> Page:
    """The page as the officer sees it."""
    browser.as_(officer)
    # Playwright answers in a greenlet of its own, where Django would open another, empty database.
    here = contextvars.copy_context()

    def feed(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            assert found, path
            route.fulfill(path=str(found))
            return
        kind = route.request.headers.get("content-type", "")
        sent = route.request.post_data_buffer or b""
        answer = here.run(browser.generic, route.request.method, path, sent, content_type=kind)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        # A fulfilled answer cannot lead elsewhere; the page leads back to itself.
        headers = {name: value for name, value in answer.headers.items() if name != "Location"}
        route.fulfill(status=200 if answer.status_code == 302 else answer.status_code, headers=headers, body=body)

    phone.route("**/*", feed)
    phone.goto(f"http://127.0.0.1:1/berkas/foto/{file.pk}/samarkan/")
    return phone


def test_box_is_drawn_with_the_pointer_and_saved(mask_page: Page, file: File) -> None:
    frame = mask_page.locator("#gambar").bounding_box()
    assert frame

    def at(x: float, y: float) -> tuple[float, float]:
        return frame["x"] + frame["width"] * x, frame["y"] + frame["height"] * y

    mask_page.mouse.move(*at(0.5, 0.75))
    mask_page.mouse.down()
    mask_page.mouse.move(*at(0.25, 0.25), steps=4)
    mask_page.mouse.up()
    mask_page.mouse.click(*at(0.9, 0.9))
    expect(mask_page.locator("#kotak rect")).to_have_count(1)
    mask_page.click("text=Simpan kotak")
    file.refresh_from_db()
    [box] = file.masks
    assert [abs(is_ - wanted) <= 5 for is_, wanted in zip(box, [250, 250, 250, 500], strict=True)] == [True] * 4


def test_axe_finds_nothing_serious(mask_page: Page) -> None:
    mask_page.click("#tambah")
    found = Axe().run(mask_page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


def test_box_is_made_changed_and_dropped_by_keyboard_alone(mask_page: Page, file: File) -> None:
    expect(mask_page.locator("fieldset:visible")).to_have_count(0)
    mask_page.locator("#tambah").focus()
    mask_page.keyboard.press("Enter")
    for value in ("100", "200", "300", "400"):
        mask_page.keyboard.type(value)
        mask_page.keyboard.press("Tab")
    expect(mask_page.locator("#kotak rect")).to_have_attribute("x", "100")
    expect(mask_page.locator("text=Hapus kotak 1")).to_be_focused()
    mask_page.keyboard.press("Enter")
    expect(mask_page.locator("#kotak rect")).to_have_count(0)
    expect(mask_page.locator("#tambah")).to_be_focused()
