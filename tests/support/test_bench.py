"""The bench's own reckoning, with small numbers and a server that only pretends: what it asks, counts and holds."""

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from bench import growth, memory, morning, pages
from bench.cpu import cpu_seconds
from bench.pages import Served

LISTED = (
    '<a href="/laporan/KYY-26-2A4BC/">a</a> <a href="/laporan/KYY-26-2A4BD/">b</a> <a href="/laporan/KYY-26-2A4BC/">'
)
PEOPLE = ("lurah", "ketua_rt")


class Pretender(ThreadingHTTPServer):
    """Answers every page with the same list, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: Counter[str] = Counter()
        self.cookies: Counter[str] = Counter()
        self.status = 200

    @property
    def served(self) -> Served:
        return Served(f"http://127.0.0.1:{self.server_port}", 0)


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body at once
    server: Pretender

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        self.server.cookies[self.headers.get("Cookie", "")] += 1
        if self.path == "/kabar/" and not self.headers.get("Cookie"):
            self._answer(302, "", "/masuk/?lalu=/kabar/")
        elif self.path == "/wilayah/":
            self._answer(302, "", "/wilayah/7/?baru=ya")
        else:
            self._answer(self.server.status, LISTED)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked[f"POST {self.path}"] += 1
        self._answer(302, "", "/laporan/terima/KYY-26-2A4BC/")

    def _answer(self, status: int, text: str, where: str = "") -> None:
        self.send_response(status)
        if where:
            self.send_header("Location", where)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *words: object) -> None:
        """Nothing."""


@pytest.fixture
def site() -> Iterator[Pretender]:
    server = Pretender()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_may_cost_a_third_more_in_the_large_city_or_a_millisecond() -> None:
    assert growth.row("a", [[10, 12.9], [10, 13.0], [10, 99]], 4, 4).holds
    assert not growth.row("a", [[10, 13.5], [10, 13.6], [10, 13.7]], 4, 4).holds
    found = growth.row("a", [[1, 1.9], [1, 1.9], [1, 1.9]], 4, 4)
    assert found.holds, "less than a clock of ten milliseconds can tell"
    assert (found.name, found.value, found.limit, found.ratio) == ("growth a", 1.9, 1, 1.9)


def test_a_search_is_held_by_its_most_a_file_by_its_lines_and_a_fuller_list_says_so() -> None:
    assert growth.row("/cari/?q=saluran", [[100, 499], [100, 499]], 4, 4).holds
    assert not growth.row("/cari/?q=saluran", [[100, 501], [100, 501]], 4, 4).holds
    assert growth.row(growth.FILE, [[10, 120], [10, 120]], 4, 48).holds
    assert not growth.row(growth.FILE, [[10, 170], [10, 170]], 4, 48).holds
    assert growth.row("a", [[10, 20], [10, 20]], 4, 12).name == "growth a [4 → 12 kB]"


def test_the_pages_behind_a_list_are_asked_for_as_well_each_once(site: Pretender) -> None:
    signed = {who: f"sessionid={number}" for number, who in enumerate(growth.ADDRESSES)}
    found = list(growth.asked([(site.served, signed), (site.served, signed)]))
    names = [name for name, *_ in found]
    assert len(set(names)) == len(names), "each line of the table by its own name"
    lines = {name: (who, few, many) for name, who, few, many in found}
    who, few, many = lines[f"/jejak/{{}}/ ← /laporan/ {pages.READER}"]
    assert (who, few) == (pages.READER, ["/jejak/KYY-26-2A4BC/", "/jejak/KYY-26-2A4BD/"])
    assert many == few
    assert lines[f"/wilayah/ {pages.READER}"][1] == ["/wilayah/7/?baru=ya"], "where it leads on to"
    assert not [name for name in names if name.startswith("/rapat/{}")], "that list shows none"
    assert set(site.cookies) >= set(signed.values()), "each as who they are"


def test_who_is_not_signed_in_is_not_taken_for_a_cheap_page(site: Pretender) -> None:
    assert growth.landed(site.served.url, "/kabar/", "sessionid=1") == "/kabar/"
    with pytest.raises(SystemExit, match="/kabar/ leads to the door"):
        growth.landed(site.served.url, "/kabar/", "")


def test_every_connection_walks_all_addresses_and_a_wrong_answer_ends_it(
    site: Pretender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "REQUESTS", 40 * memory.PARTS * memory.HANDS)
    addresses = [(f"/{number}", f"sessionid={number}") for number in range(7)]
    for hand in range(memory.HANDS):
        memory.walk(site.served, addresses, hand)
    assert site.asked.total() == 40 * memory.HANDS
    assert set(site.asked) == {path for path, _ in addresses}
    assert set(site.cookies) == {cookie for _, cookie in addresses}
    site.status = 500
    with pytest.raises(SystemExit, match="answered 500"):
        memory.walk(site.served, addresses, 0)


def test_the_morning_keeps_its_pace_and_one_in_eight_writes(site: Pretender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(morning, "SECONDS", 1)
    people = [morning.Person(role, f"sessionid={role}", "t", "1", ["/hari-ini/"]) for role in PEOPLE]
    answers = morning.paced(site.served, people)
    assert len(answers) == morning.RATE
    assert {answer.came for answer in answers} == {"200", "302"}
    sent = [answer for answer in answers if answer.what.startswith("POST")]
    assert 0 < len(sent) < len(answers) / 3
    writes = {"/laporan/terima/", "POST /laporan/terima/"}
    assert set(site.asked) == {"/hari-ini/", *writes}, "what these people look at, and the form of the one who writes"


def test_what_went_wrong_and_what_was_slow_breaks_the_mornings_bars(capsys: pytest.CaptureFixture[str]) -> None:
    quick = [morning.Answer("GET /hari-ini/", 0.1, "200")] * 19
    every, lost = morning.rows([*quick, morning.Answer("GET /hari-ini/", 9.0, "200")], 200)
    assert not every.holds, "one in twenty is what the 95th percentile looks at"
    assert lost.holds
    every, sent, lost = morning.rows([*quick * 5, morning.Answer("POST /laporan/terima/", 0.1, "status 200")], 200)
    assert every.holds
    assert sent.holds
    assert (lost.value, lost.holds) == (1, False), "a form that comes back was not taken"
    assert "1 × POST /laporan/terima/: status 200" in capsys.readouterr().err


def test_cpu_is_counted_of_a_process_with_its_children(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {1: (0, 1.0), 2: (1, 2.0), 3: (2, 4.0), 4: (0, 8.0)}
    monkeypatch.setattr("bench.cpu._stat", table.get)
    monkeypatch.setattr(
        "bench.cpu.Path", lambda *_: SimpleNamespace(iterdir=lambda: [SimpleNamespace(name=str(pid)) for pid in table])
    )
    assert cpu_seconds({1}) == 7.0
