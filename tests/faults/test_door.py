"""The door of the running program, two processes of it, pushed by many hands at the same moment."""

import base64
import hmac
import http.client
import json
import re
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

import pytest

from tests.support.site import Site, copied

pytestmark = pytest.mark.faults
HOME = "/hari-ini/"
KEYS = """
import json
from rembuk.config import queries
from rembuk.foundation.accounts import actions
from rembuk.foundation.accounts.models import User
from rembuk.foundation.kernel.actor import SYSTEM
cast = {row["key"]: row for row in queries.the_demo().sign_ins}
def once(key):
    sheet = actions.issue_sheet(actor=SYSTEM, user=User.objects.get(name=cast[key]["name"]), uses=1)
    return {"path": f"/masuk/lembar/{sheet.token}/", "pin": sheet.pin}
print(json.dumps({key: row if "totp" in row else once(key) for key, row in cast.items()}))
"""


@dataclass
class Browser:
    """Cookies and nothing else: each request on a connection of its own, so that any process may get it."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str, str]:
        """(status, where to, text) of a page, or of a form sent to it."""
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        body = None
        if form is not None:
            body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"], **form})
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("GET" if form is None else "POST", path, body, sent)
        answer = line.getresponse()
        text = answer.read().decode()
        for given in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: one.value for name, one in SimpleCookie(given).items()}
        line.close()
        return answer.status, answer.headers.get("Location", ""), text

    def copy(self) -> "Browser":
        """Another hand with the same cookies."""
        return Browser(self.port, dict(self.cookies))

    @property
    def inside(self) -> bool:
        """Whether somebody is signed in here, in an office."""
        return self.ask(HOME)[0] == 200


Held = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def door(small_city: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Held]]:
    """A copy of the small city, served under an address of its own, and what each of the cast holds to get in:
    a sheet that can be used once, or user name, password and the app's secret."""
    with copied(small_city, tmp_path_factory.mktemp("door") / "home") as site, pytest.MonkeyPatch.context() as patch:
        held: Held = json.loads(site.rembuk("shell", "-v", "0", "-c", KEYS).stdout.splitlines()[-1])
        patch.setenv("REMBUK_URL", "http://rembuk.contoh.test")
        yield site.start(), held


def together(deeds: list[Callable[[], object]]) -> list[object]:
    """Runs all at the same moment, and gives what came of each."""
    gate, came = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(n: int) -> None:
        gate.wait()
        came[n] = deeds[n]()  # type: ignore[call-overload]

    hands = [threading.Thread(target=run, args=(n,)) for n in range(len(deeds))]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return list(came)


def phone(site: Site, sheet: dict[str, str]) -> Browser:
    """A phone that the sheet made known, signed in."""
    made = Browser(site.port)
    made.ask(sheet["path"])
    assert made.ask(sheet["path"], {"pin": sheet["pin"]})[:2] == (302, HOME)
    return made


def person(browser: Browser) -> str:
    """The only one known on a phone, after signing out."""
    browser.ask("/masuk/keluar/", {})
    found = re.search(r"person=([0-9a-f-]{36})", browser.ask("/masuk/")[2])
    assert found
    return found[1]


def test_guesses_sent_all_at_once_share_one_count(door: tuple[Site, Held]) -> None:
    city, held = door
    mine, next_door = phone(city, held["ketua_rt"]), phone(city, held["tetangga_rt"])
    me, neighbour = person(mine), person(next_door)
    right = held["ketua_rt"]["pin"]
    guesses = [f"{(int(right) + n) % 1_000_000:06d}" for n in range(1, 25)]

    def guess(n: int, digits: str) -> Callable[[], object]:
        hand, forged = mine.copy(), {"X-Forwarded-For": f"198.51.100.{n}"}
        return lambda: hand.ask("/masuk/pin/", {"person": me, "pin": digits}, **forged)[2]

    said = [str(text) for text in together([guess(n, digits) for n, digits in enumerate(guesses)])]
    judged = sum("PIN tidak cocok" in text for text in said)
    assert 1 <= judged <= 3
    said += [mine.ask("/masuk/pin/", {"person": me, "pin": digits})[2] for digits in guesses[:5]]
    assert sum("PIN tidak cocok" in text for text in said) == 3
    assert "Terlalu sering salah" in mine.ask("/masuk/pin/", {"person": me, "pin": right})[2]
    # From the same address, in the same minute: nobody else waits.
    assert next_door.ask("/masuk/pin/", {"person": neighbour, "pin": held["tetangga_rt"]["pin"]})[:2] == (302, HOME)


def test_a_sheet_for_one_use_opens_one_of_sixteen(door: tuple[Site, Held]) -> None:
    city, sheet = door[0], door[1]["lurah"]
    hands = [Browser(city.port) for _ in range(16)]
    for hand in hands:
        hand.ask(sheet["path"])

    def use(hand: Browser) -> Callable[[], object]:
        return lambda: hand.ask(sheet["path"], {"pin": sheet["pin"]})[:2]

    came = together([use(hand) for hand in hands])
    assert came.count((302, HOME)) == 1
    assert sum(hand.inside for hand in hands) == 1
    # And afterwards the paper is worth nothing.
    late = Browser(city.port)
    assert late.ask(sheet["path"])[0] == 410


def test_a_code_opens_one_of_five_browsers(door: tuple[Site, Held]) -> None:
    city, row = door[0], door[1]["pemerintahan"]
    hands = [Browser(city.port) for _ in range(5)]
    for hand in hands:
        hand.ask("/masuk/sandi/")
        assert hand.ask("/masuk/sandi/", {"login": row["username"], "password": row["password"]})[1] == "/masuk/kode/"
        assert not hand.inside
    if time.time() % 30 > 20:
        time.sleep(31 - time.time() % 30)
    digest = hmac.digest(base64.b32decode(row["totp"]), (int(time.time()) // 30).to_bytes(8), "sha1")
    start = digest[-1] & 15
    code = f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 10**6:06d}"

    def show(hand: Browser) -> Callable[[], object]:
        return lambda: hand.ask("/masuk/kode/", {"code": code})[0]

    together([show(hand) for hand in hands])
    assert sum(hand.inside for hand in hands) == 1


def raw(port: int, request: str) -> str:
    """What the program answers to a request as no browser sends it."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.connect()
    line.sock.sendall(request.replace("\n", "\r\n").encode())
    answer = b""
    while piece := line.sock.recv(65536):
        answer += piece
    line.close()
    return answer.decode(errors="replace")


FOREIGN = [
    "GET / HTTP/1.1\nHost: evil.test",
    "GET http://evil.test/ HTTP/1.1\nHost: evil.test",
    "GET /masuk/ HTTP/1.1\nHost: 127.0.0.1.evil.test",
    "POST /masuk/ HTTP/1.1\nHost: evil.test\nContent-Length: 0",
    "GET /tidak-ada/ HTTP/1.1\nHost: evil.test",
]
SLIPPED_IN = [
    "GET / HTTP/1.1\nHost: 127.0.0.1\nX-Forwarded-Host: evil.test",
    "GET //evil.test/ HTTP/1.1\nHost: 127.0.0.1",
    "GET http://evil.test/ HTTP/1.1\nHost: 127.0.0.1",
    "GET / HTTP/1.1\nHost: 127.0.0.1\nHost: evil.test",
    "GET /masuk/?next=//evil.test/ HTTP/1.1\nHost: 127.0.0.1",
]


def test_the_running_program_answers_to_its_own_name_only(door: tuple[Site, Held]) -> None:
    port = door[0].port
    for head in FOREIGN:
        answer = raw(port, f"{head}\nConnection: close\n\n")
        assert answer.startswith("HTTP/1.1 400"), head
        assert "Permintaan tidak terbaca" in answer, head
        assert "evil" not in answer, head
    for head in SLIPPED_IN:
        answer = raw(port, f"{head}\nConnection: close\n\n")
        assert not re.search(r"(?m)[\"'](?:https?:)?//evil|^Location: .*evil", answer), head
    page = raw(port, "GET / HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n")
    assert re.search(r'property="og:url" content="http://rembuk\.contoh\.test/"', page)


@pytest.mark.postgres
def test_processes_with_pools_share_no_connection(empty: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """REMBUK_POOL: what was open before the processes parted is nobody's; two would talk into one connection."""
    empty.rembuk("keys")
    empty.rembuk("migrate")
    monkeypatch.setenv("REMBUK_POOL", "1")
    empty.start()

    def page() -> object:
        return Browser(empty.port).ask("/healthz")[0]

    assert [together([page] * 8) for _ in range(20)] == [[200] * 8] * 20
    empty.end()
