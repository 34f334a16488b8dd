"""The shell in a real browser: a phone without network, photos made small, drafts that belong to somebody."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.support import chromium, site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the pages of these tests."""
    home, port = tmp_path_factory.mktemp("shell"), site.free_port()
    environment = site.environment(home, DJANGO_SETTINGS_MODULE="rembuk.foundation.web.tests.shell_settings")
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket"]
    server = subprocess.Popen([*command, "rembuk.foundation.web.tests.shell"], env=environment)
    url = f"http://127.0.0.1:{port}"
    end = time.monotonic() + 30
    while not site.answers(f"{url}/polos/"):
        assert server.poll() is None
        assert time.monotonic() < end
        time.sleep(0.1)
    yield url
    server.terminate()
    server.wait()


# The photo of a draft is kept as small as it will be sent.
SMALL = f"""async () => (await {chromium.LYING}).some((row) => row.entries?.some(
  ([name, value]) => name === "photos" && value.size <= 300_000))"""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Some megabytes from a camera that knows when and where."""
    image = Image.frombytes("RGB", (2000, 1400), os.urandom(2000 * 1400 * 3))
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:02:01 08:12:00"
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 14.0, 24.0), 3: "E", 4: (106.0, 59.0, 33.0)})
    image.save(tmp_path / "kamera.jpg", quality=95, exif=exif)
    return tmp_path / "kamera.jpg"


def heard(page: Page, shell: str) -> Any:
    return json.loads(page.request.get(f"{shell}/terdengar/").text())


def ready(page: Page, shell: str, who: str = "") -> None:
    """The form, once the shell lies on the phone."""
    page.goto(f"{shell}/dengar/?siapa={who}")
    page.evaluate("navigator.serviceWorker.ready")


def test_photo_is_made_small_and_its_claims_are_sent(phone: Page, shell: str, photo: Path) -> None:
    ready(phone, shell)
    phone.set_input_files("[name=photos]", photo)
    phone.fill("textarea", "saluran tersumbat")
    phone.click("text=Kirim")
    expect(phone.locator("#kabar")).to_contain_text("Kode Anda ABC")
    told = heard(phone, shell)["heard"][-1]
    assert photo.stat().st_size > 3_000_000
    assert 10_000 < told["size"] <= 300_000
    assert (told["claimed_at"], told["claimed_lat"]) == ("2026-02-01T08:12:00", "-6.240000")


def test_what_is_sent_without_network_goes_once_and_later(phone: Page, shell: str, photo: Path) -> None:
    ready(phone, shell)
    before = heard(phone, shell)
    phone.set_input_files("[name=photos]", photo)
    phone.fill("textarea", "pohon tumbang")
    phone.context.set_offline(True)
    phone.click("text=Kirim")
    expect(phone.locator("#luring")).to_contain_text("1 kiriman tersimpan di HP ini, terkirim sendiri nanti.")
    expect(phone.locator("textarea")).to_have_value("")
    phone.context.set_offline(False)
    phone.goto(f"{shell}/polos/")
    expect(phone.locator("#luring")).to_contain_text("sudah terkirim")
    phone.reload()
    phone.reload()
    after = heard(phone, shell)
    # A page left in the middle of sending sends again; the key that travels along makes it one.
    assert len(after["heard"]) == len(before["heard"]) + 1
    assert after["heard"][-1]["text"] == "pohon tumbang"
    assert 10_000 < after["heard"][-1]["size"] <= 300_000
    phone.click("text=Lihat")
    expect(phone).to_have_url(f"{shell}/polos/")
    expect(phone.locator("#luring")).to_be_hidden()


def test_phone_without_network_opens_the_shell_and_no_page_about_anybody(phone: Page, shell: str) -> None:
    ready(phone, shell)
    phone.goto(f"{shell}/semua/")
    phone.context.set_offline(True)
    phone.goto(f"{shell}/semua/")
    expect(phone.locator("h1")).to_have_text("Tidak ada sinyal")
    kept = phone.evaluate(
        "caches.keys().then(async (names) => (await Promise.all(names.map(async (name) =>"
        " (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)))).flat())"
    )
    assert kept
    assert all(path.startswith("/static/") or path == "/luring/" for path in kept)


def test_draft_outlives_a_closed_tab_and_belongs_to_its_account(phone: Page, shell: str, photo: Path) -> None:
    ready(phone, shell, "sari")
    phone.fill("textarea", "belum selesai")
    phone.set_input_files("[name=photos]", photo)
    chromium.until(phone, SMALL)
    chromium.lies(phone, "belum selesai")
    phone.reload()
    expect(phone.locator("textarea")).to_have_value("belum selesai")
    assert phone.evaluate("document.querySelector('[name=photos]').files[0].size") <= 300_000
    ready(phone, shell, "budi")
    expect(phone.locator("textarea")).to_have_value("")
    chromium.empty(phone)
    ready(phone, shell, "sari")
    # Purged when the person at the computer changed.
    expect(phone.locator("textarea")).to_have_value("")


def test_outbox_of_another_account_is_neither_shown_nor_sent(phone: Page, shell: str) -> None:
    ready(phone, shell, "sari")
    phone.fill("textarea", "rahasia Sari")
    phone.route("**/dengar/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    phone.click("text=Kirim")
    expect(phone.locator("#luring")).to_contain_text("1 kiriman")
    before = heard(phone, shell)["posts"]
    phone.unroute_all()
    ready(phone, shell, "budi")
    phone.wait_for_timeout(800)
    expect(phone.locator("#luring")).to_be_hidden()
    assert heard(phone, shell)["posts"] == before
    assert "rahasia Sari" not in phone.content()
    ready(phone, shell, "sari")
    expect(phone.locator("#luring")).to_contain_text("sudah terkirim")
    assert heard(phone, shell)["heard"][-1]["text"] == "rahasia Sari"


def test_refused_form_shows_its_sentence_takes_the_focus_and_can_be_sent_again(phone: Page, shell: str) -> None:
    ready(phone, shell)
    phone.fill("textarea", "tolak")
    phone.click("text=Kirim")
    expect(phone.locator(".told.error")).to_be_focused()
    expect(phone.locator(".errorlist")).to_have_text("Kalimatnya terlalu pendek.")
    phone.fill("textarea", "lebih panjang")
    phone.click("text=Kirim")
    expect(phone.locator("#kabar")).to_contain_text("Kode Anda ABC")


def test_keyboard_reaches_the_content_at_once(desk: Page, shell: str) -> None:
    desk.goto(f"{shell}/semua/")
    desk.keyboard.press("Tab")
    expect(desk.locator(".skip")).to_be_focused()
    expect(desk.locator(".skip")).to_be_in_viewport()
    desk.keyboard.press("Enter")
    expect(desk.locator("main")).to_be_focused()


@pytest.mark.parametrize("path", ["/semua/", "/dengar/", "/lainnya/", "/tidak-ada/", "/rusak/value/", "/luring/"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_axe_finds_nothing_serious(shell: str, path: str, size: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(size)
    page.goto(shell)
    assert chromium.serious(page, shell + path) == []


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_target_is_44_pixels_and_nothing_overflows(shell: str, size: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(size)
    page.goto(f"{shell}/semua/")
    small = page.evaluate(
        """[...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
        .filter((part) => part.offsetParent && !part.closest(".skip, p, .log, .stat"))
        .map((part) => [part, (part.closest("label") ?? part).getBoundingClientRect()])
        .filter(([part, box]) => box.height < 43.5 && !["checkbox", "radio"].includes(part.type))
        .map(([part, box]) => `${part.outerHTML.slice(0, 80)} ${box.height}`)"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_past_is_told_from_what_is_to_come_in_colours_of_the_own_choice(
    browse: Callable[..., Page], shell: str
) -> None:
    page = browse(chromium.PHONE, forced_colors="active")
    page.goto(f"{shell}/semua/")
    dot = "(part) => getComputedStyle(part, '::after').backgroundColor"
    past, coming = page.locator(".trail li.past").first, page.locator(".trail li:not(.past)").last
    assert past.evaluate(dot) != coming.evaluate(dot)


def test_first_visit_and_a_later_page_are_light(phone: Page, shell: str) -> None:
    count = chromium.wire(phone)
    phone.goto(f"{shell}/semua/", wait_until="networkidle")
    first = count()
    phone.goto(f"{shell}/polos/", wait_until="networkidle")
    assert first <= 60_000, "with htmx, styles, script and icons"
    assert count() - first <= 6_000


def test_print_leaves_the_menu_out(desk: Page, shell: str) -> None:
    desk.goto(f"{shell}/semua/")
    desk.emulate_media(media="print")
    expect(desk.locator(".nav")).to_be_hidden()
    expect(desk.locator(".bar")).to_be_hidden()
    expect(desk.locator(".trail").first).to_be_visible()


def test_photo_reader_survives_broken_headers(phone: Page, shell: str) -> None:
    phone.goto(f"{shell}/dengar/")
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG")
    samples = [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\x00\x10Exif\0\0II*\0\xff\xff\xff\xff", out.getvalue(), b"\0" * 64]
    found = phone.evaluate(
        """async (all) => { const script = document.querySelector("script[type=module]").src;
        const { exif } = await import(script); return all.map((bytes) => exif(new Uint8Array(bytes).buffer)); }""",
        [list(sample) for sample in samples],
    )
    assert found == [{}] * len(samples)
