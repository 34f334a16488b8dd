"""The cast of the demo city in a browser: how each signs in, and what everybody does again and again."""

import base64
import hmac
import json
import random
import sqlite3
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.support.site import Site

Row = dict[str, Any]


def cast(home: Path) -> dict[str, Row]:
    """The sign-ins that `rembuk demo` prints, by key: path and PIN, or user name, password and TOTP secret."""
    with sqlite3.connect(home / "rembuk.sqlite3") as base:
        [(rows,)] = base.execute("SELECT sign_ins FROM config_demo").fetchall()
    return {row["key"]: row for row in json.loads(rows)}


def asked(site: Site, question: str, *values: str) -> list[tuple[Any, ...]]:
    """What stands in the copy's database, read only; for what no page shows."""
    with sqlite3.connect(f"file:{site.home / 'rembuk.sqlite3'}?mode=ro", uri=True) as base:
        return base.execute(question, values).fetchall()


def sign_in(page: Page, site: Site, key: str) -> None:
    """Signs one of the cast in as the printed list says, and ends on Hari ini."""
    row = cast(site.home)[key]
    page.goto(site.url + row["path"])
    if "pin" in row:
        page.get_by_label("PIN").fill(row["pin"])
        page.get_by_role("button", name="Masuk").click()
    else:
        page.get_by_label("Nama pengguna").fill(row["username"])
        page.get_by_label("Sandi").fill(row["password"])
        page.get_by_role("button", name="Masuk").click()
        page.get_by_label("Kode").fill(totp(row["totp"]))
        page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("navigation", name="Utama")).to_contain_text("Hari ini")


def totp(secret: str) -> str:
    """The six digits of this moment, as an app on a phone shows them; fresh ones where these are about to end."""
    if time.time() % 30 > 25:
        time.sleep(30 - time.time() % 30)
    digest = hmac.digest(base64.b32decode(secret), (int(time.time()) // 30).to_bytes(8), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 10**6:06d}"


def photo(folder: Path, name: str = "foto.jpg") -> Path:
    """A picture of some hundred kilobytes, as a phone makes one: a red square on noise."""
    image = Image.frombytes("RGB", (800, 600), random.Random(7).randbytes(800 * 600 * 3))
    ImageDraw.Draw(image).rectangle((200, 150, 400, 300), fill=(200, 30, 30))
    image.save(folder / name, quality=90)
    return folder / name


@dataclass(frozen=True)
class Receipt:
    """What a reporter keeps."""

    code: str
    secret: str


def receipt(page: Page) -> Receipt:
    """Code and secret from the page."""
    expect(page.get_by_text("Kata kunci", exact=True)).to_be_visible()
    code, secret = page.get_by_role("definition").all_inner_texts()
    return Receipt(code.strip(), secret.strip())


def fill_report(page: Page, text: str, kind: str, *, picture: Path | None = None, step: bool = True) -> None:
    """The public form: a photo, RT 4 in RW 2 of Kayuringinjaya, one sentence. `step`: with script, three pages."""

    def on() -> None:
        if step:
            page.get_by_role("button", name="Lanjut").click()

    if picture:
        page.get_by_label("Foto").set_input_files(picture)
    on()
    page.get_by_label("Kelurahan").select_option(label="Kayuringinjaya")
    page.get_by_label("RW nomor").fill("2")
    page.get_by_label("RT nomor").fill("4")
    on()
    page.get_by_label("Apa yang terjadi?").fill(text)
    page.get_by_label("Jenisnya").select_option(label=kind)


def report(page: Page, site: Site, text: str, kind: str, *, picture: Path | None = None, step: bool = True) -> Receipt:
    """Somebody without an account reports, and keeps the receipt."""
    page.goto(f"{site.url}/lapor/")
    fill_report(page, text, kind, picture=picture, step=step)
    page.get_by_role("button", name="Kirim laporan").click()
    return receipt(page)


def advance(site: Site, to: datetime) -> None:
    """Power off, days pass, power on: the demo's clock stands at another moment when it runs again."""
    site.end()
    (site.home / "clock").write_text(f"{(to - datetime.now(UTC)).total_seconds():.0f}")
    site.rembuk("tick")
    site.start()


# The others come as the first did, by the same forms; a page for each of forty would take as many seconds.
ALL_CAME = """async () => {
  for (const button of document.querySelectorAll("button[aria-label^='Hadir:']"))
    await fetch(button.form.action, { method: "POST", body: new FormData(button.form, button) });
}"""


def meet(
    page: Page, site: Site, chair: Page, day: str, item: str, *, reason: str = "", decision: str = "",
    place: str = "Balai warga",
) -> None:  # fmt: skip
    """A meeting as the one who takes minutes lives it: invitation, agenda, who came, what was said; then its chair."""
    page.goto(f"{site.url}/rapat/baru/")
    page.get_by_label("Acara rapat").fill("Rapat membahas laporan warga")
    page.get_by_label("Hari rapat").fill(day)
    page.get_by_label("Pukul").fill("19:30")
    page.get_by_label("Tempat", exact=True).fill(place)
    page.get_by_role("button", name="Kirim undangan").click()
    expect(page.get_by_text("Undangan sudah dikirim")).to_be_visible()
    page.get_by_role("link", name="Susun agenda").click()
    expect(page.get_by_role("heading", name="Susun agenda")).to_be_visible()
    wanted = page.get_by_role("button", name=f"Ambil ke agenda: {item}")
    if not wanted.count():
        page.get_by_role("link", name="Lihat semua: Menunggu musyawarah di sini").click()
    wanted.click()
    page.get_by_role("link", name="Ke rapat").click()
    page.get_by_role("button", name="Mulai rapat").click()
    expect(page.get_by_text("belum tercapai").first).to_be_visible()
    came = page.get_by_role("button", name="Hadir:").first
    name = came.get_attribute("aria-label") or ""
    came.click()
    expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    page.evaluate(ALL_CAME)
    page.reload()
    expect(page.get_by_text("kuorum tercapai").first).to_be_visible()
    page.get_by_role("link", name="Ke agenda").click()
    page.get_by_role("link", name="Tulis notulen").click()
    page.get_by_label("Pembahasan").fill("Dilihat bersama di tempat sore tadi.")
    if decision:
        page.get_by_label("Keputusan").fill(decision)
        page.get_by_label("mufakat", exact=True).check()
    else:
        page.get_by_label("belum mufakat").check()
        page.get_by_label("Alasan").fill(reason)
        page.get_by_label("Naikkan ke tingkat di atas").check()
    page.get_by_role("button", name="Catat hasil").click()
    expect(page.get_by_text("Hasil butir 1 dicatat.")).to_be_visible()
    page.get_by_role("button", name="Selesai rapat").click()
    chair.goto(page.url)
    chair.get_by_role("link", name="Baca dan setujui").click()
    chair.get_by_role("button", name="Setujui dan kunci").click()
    expect(chair.get_by_role("link", name="Unduh PDF")).to_be_visible()


def open_own(page: Page, site: Site, kept: Receipt) -> None:
    """The reporter on the phone, with the two words of the receipt."""
    page.goto(f"{site.url}/")
    page.get_by_role("link", name="Lacak laporan saya").click()
    page.get_by_label("Kode laporan").fill(kept.code.lower())
    page.get_by_label("Kata kunci").fill(kept.secret)
    page.get_by_role("button", name="Buka laporan").click()
    expect(page.get_by_text(kept.code)).to_be_visible()
