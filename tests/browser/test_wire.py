"""What a page costs over the wire: a phone's data is the resident's money.

Counted between browser and server, so that headers and what the service worker fetches are in it.
"""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page

from tests.support.chromium import PHONE, wire
from tests.support.site import Site, answers

pytestmark = pytest.mark.browser

FIRST, LATER = 100_000, 20_000
PUBLIC = ("/publik/", "/lapor/", "/peta/", "/lacak/", "/sidik/", "/lainnya/")


@dataclass
class Meter:
    """Passes everything on to a server and counts what comes back."""

    port: int
    url: str = ""
    bytes: int = 0
    door: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    def open(self) -> "Meter":
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._welcome, daemon=True).start()
        return self

    def _welcome(self) -> None:
        while True:
            try:
                here = self.door.accept()[0]
            except OSError:
                return
            there = socket.create_connection(("127.0.0.1", self.port))
            threading.Thread(target=self._pass, args=(here, there, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(there, here, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counts: bool) -> None:
        try:
            while part := source.recv(65536):
                self.bytes += len(part) if counts else 0
                target.sendall(part)
        except OSError:
            pass
        finally:
            for end in (source, target):
                end.close()


@pytest.fixture
def meter(served: Site) -> Iterator[Meter]:
    """Between a browser and the server."""
    meter = Meter(served.port).open()
    assert answers(f"{meter.url}/healthz")
    meter.bytes = 0
    yield meter
    meter.door.close()


def cost(page: Page, meter: Meter, path: str) -> int:
    """The bytes until nothing more comes: the page, what it needs, and the shell that is laid by."""
    before = meter.bytes
    answer = page.goto(meter.url + path, wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200, path
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_timeout(300)
    return meter.bytes - before


def newest(page: Page, served: Site) -> str:
    """The trail of the newest public report; asked for beside the meter."""
    shown = page.request.get(f"{served.url}/publik/").text()
    found = re.search(r"/publik/[A-Z0-9-]+/", shown)
    assert found
    return found[0]


@pytest.mark.parametrize("path", ["/", "/lapor/", "/publik/", "/peta/", ""])
def test_first_public_visit_is_light(served: Site, meter: Meter, phone: Page, path: str) -> None:
    counted = wire(phone)
    spent = cost(phone, meter, path or newest(phone, served))
    assert 5_000 < counted() <= spent <= FIRST


def test_later_public_pages_are_lighter(served: Site, meter: Meter, phone: Page) -> None:
    cost(phone, meter, "/")
    spent = {path: cost(phone, meter, path) for path in (*PUBLIC, newest(phone, served))}
    assert {path: size for path, size in spent.items() if not 500 < size <= LATER} == {}


@pytest.mark.parametrize("who", ["ketua_rt", "lurah"])
def test_later_pages_of_an_office_are_lighter(served: Site, meter: Meter, as_: Callable[..., Page], who: str) -> None:
    page = as_(who, PHONE)
    assert cost(page, meter, "/hari-ini/") <= FIRST
    paths = ("/laporan/", "/laporan/menunggu/", "/laporan/terima/", "/rapat/", "/kabar/", "/cari/?q=jalan")
    spent = {path: cost(page, meter, path) for path in paths}
    assert {path: size for path, size in spent.items() if not 500 < size <= LATER} == {}
