"""A new report with a photo of 300 kB: milliseconds until the answer, against `bare_photo.py` served alike.

One after the other, from one person in office; rounds of bare, report, bare, report …, median of the pairwise ratios.
"""

import http.client
import random
import re
import statistics
import time
import uuid
from io import BytesIO
from urllib.parse import urlsplit

from PIL import Image

from bench.pages import Browser, Served
from bench.row import Row

SIZE = 300_000
POSTS = 8
# Rounds before the first that counts: each of the server's threads has a connection of its own, whose statements the
# database plans at their first runs.
WARM = 8


def photo() -> bytes:
    """A picture of a phone's proportions, as large as a phone's script leaves it."""
    dice = random.Random(1)
    spots = Image.frombytes("RGB", (64, 48), dice.randbytes(64 * 48 * 3))
    coarse = spots.resize((1600, 1200), Image.Resampling.BICUBIC)
    grain = Image.frombytes("RGB", (1600, 1200), dice.randbytes(1600 * 1200 * 3))
    image = Image.blend(coarse, grain, 0.12)
    best = b""
    for quality in range(20, 96, 3):
        out = BytesIO()
        image.save(out, "JPEG", quality=quality)
        if len(out.getvalue()) > SIZE * 1.05:
            break
        best = out.getvalue()
    return best


def multipart(fields: dict[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    """A form with one file, as a browser sends it."""
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    parts.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="foto.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n".encode()
        + content
        + f"\r\n--{edge}--\r\n".encode()
    )
    return b"".join(parts), f"multipart/form-data; boundary={edge}"


def post(url: str, body: bytes, kind: str, cookie: str = "") -> tuple[float, int]:
    """Seconds and status of one sending over a connection that stands."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    connection.connect()
    headers = {"Content-Type": kind} | ({"Cookie": cookie, "Referer": url} if cookie else {})
    started = time.perf_counter()
    connection.request("POST", parts.path, body, headers)
    reply = connection.getresponse()
    reply.read()
    took = time.perf_counter() - started
    connection.close()
    return took, reply.status


def measure(limit: Served, rembuk: Served, sheet: tuple[str, str], rounds: int) -> Row:
    """Rounds of both; every photo is another one by a byte at its end."""
    picture = photo()
    Browser(limit.url).get("/table")
    who = Browser(rembuk.url)
    who.sign_in(*sheet)
    page = who.get("/laporan/terima/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    place = re.search(r'<option value="([^"]+)" selected>', page)
    fields = {"csrfmiddlewaretoken": token[1] if token else "", "kelurahan": place[1] if place else "", "rw": "2",
              "rt": "4", "category": "drainase", "owner": "unknown"}  # fmt: skip
    pairs = []
    for number in range(WARM + rounds):
        floor, cost = [], []
        for turn in range(POSTS):
            said = {**fields, "text": f"Got mampet, putaran {number} kiriman {turn}.", "request_key": uuid.uuid4().hex}
            one = picture + number.to_bytes(2) + turn.to_bytes(2)
            body, kind = multipart(said, "photos", one)
            floor.append(_sent(limit.url + "/send", body, kind, "", 201))
            cost.append(_sent(rembuk.url + "/laporan/terima/", body, kind, who.cookie, 302))
        if number >= WARM:
            pairs.append((statistics.median(cost), statistics.median(floor)))
    ratio = statistics.median(cost / floor for cost, floor in pairs)
    cost, floor = (1000 * statistics.median(side) for side in zip(*pairs, strict=True))
    name = f"a new report with a photo of {len(picture) // 1000} kB, p50"
    return Row(name, round(cost, 1), "ms", round(floor, 1), round(ratio, 2), 3, ratio <= 3)


def _sent(url: str, body: bytes, kind: str, cookie: str, wanted: int) -> float:
    took, status = post(url, body, kind, cookie)
    if status != wanted:
        raise SystemExit(f"{url} answered {status}")
    return took
