"""A face on a photo: an officer paints it over, and what everybody sees is another picture."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.support.chromium import PHONE
from tests.support.site import Site

pytestmark = pytest.mark.browser


def red(page: Page, address: str) -> int:
    """How red the middle of the red square is in what is served."""
    answer = page.request.get(address)
    while "svg" in answer.headers["content-type"]:  # until the worker has drawn it
        page.wait_for_timeout(200)
        answer = page.request.get(address)
    assert answer.ok
    image = Image.open(io.BytesIO(answer.body())).convert("RGB")
    pixel = image.getpixel((int(image.width * 0.37), int(image.height * 0.37)))
    assert isinstance(pixel, tuple)
    return int(pixel[0]) - int(pixel[2])


def test_mask_drawn_by_an_officer_changes_the_public_picture(
    served: Site, as_: Callable[..., Page], browse: Callable[..., Page], phone: Page, tmp_path: Path
) -> None:
    kept = people.report(
        phone, served, "Orang membuang puing di tikungan", "Sampah dan kebersihan", picture=people.photo(tmp_path)
    )
    head = as_("ketua_rt", PHONE, has_touch=True, is_mobile=True)
    head.goto(f"{served.url}/laporan/{kept.code}/")
    head.get_by_role("link", name="Terima", exact=True).click()
    head.get_by_role("button", name="Terima", exact=True).click()
    stranger = browse(PHONE)
    stranger.goto(f"{served.url}/publik/{kept.code}/")
    picture = stranger.get_by_role("img", name="Foto 1").locator("..").get_attribute("href") or ""
    assert picture
    assert red(stranger, served.url + picture) > 100

    head.goto(f"{served.url}/laporan/{kept.code}/")
    head.get_by_role("link", name="Tutup wajah, foto 1").click()
    frame = head.locator("#gambar").bounding_box()
    assert frame
    head.mouse.move(frame["x"] + frame["width"] * 0.2, frame["y"] + frame["height"] * 0.2)
    head.mouse.down()
    head.mouse.move(frame["x"] + frame["width"] * 0.6, frame["y"] + frame["height"] * 0.6, steps=5)
    head.mouse.up()
    expect(head.locator("#kotak rect")).to_have_count(1)
    head.get_by_role("button", name="Simpan kotak").click()
    expect(head.get_by_role("spinbutton", name="Dari kiri").first).not_to_be_empty()

    assert abs(red(stranger, served.url + picture)) < 40
    small = (stranger.get_by_role("img", name="Foto 1").get_attribute("src") or "").replace("/full/", "/thumb/")
    assert abs(red(stranger, served.url + small)) < 40
    head.get_by_role("link", name="Kembali").click()
    expect(head.get_by_role("heading", name="Orang membuang puing di tikungan")).to_be_visible()
    # Nobody but officers has the picture as it came.
    assert stranger.request.get(served.url + picture.replace("/full/", "/asal/")).url.startswith(f"{served.url}/masuk/")
