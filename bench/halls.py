"""What happens in 56 halls at once, sent as browsers send it to two workers: looking on, and voting while they die.

Pages are asked for at a steady pace, whatever the answers take, and a late start counts as waiting. Then every delegate
votes on the shared screen of the hall; meanwhile workers are killed (SIGKILL), whoever heard nothing sends again, and
some press twice. Each ballot must be in once, as it was sent. At the end the list and the fate page, as in `pages.py`.
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bench import pages
from bench.musrenbang import NAMES, WORKERS
from bench.musrenbang import PURSES as DECIDED
from bench.pages import Browser, Measured, Served, Visit
from bench.row import Row, at_most
from tests.support.postgres import Cluster

PORTS = (8943, 8944)
RATE, PACED_SECONDS, P95_MS, QUEUE = 30, 40, 500.0, 64
SCREENS, KILLS, PATIENCE = 16, 12, 60.0  # halls that send at the same moment
ROUNDS, HALF, DECIDED_S = 8, 3.0, 60.0
LIST_BAR, FATE_BAR, FATES = 3.0, 2.5, 300
STATES = ("kelurahan", "kecamatan", "refused", "proposed", "returned")
PURSES = ("", "kelurahan", "unit")
BALLOTS = (
    "SELECT session_id::text || ' ' || serial || ' ' || marks FROM musrenbang_ballot WHERE way NOT IN ('', 'void')"
)
TOLD = "SELECT count(*) FROM audit_event WHERE verb = 'musrenbang.ballot_given'"
CODES = f"SELECT code FROM musrenbang_proposal WHERE {{}} ORDER BY md5(code) LIMIT {FATES}"


def measure(cluster: Cluster, env: Mapping[str, str]) -> Iterator[Row]:
    """All of it, in the city of `env`."""
    database, home = urlsplit(env["DATABASE_URL"]).path.lstrip("/"), Path(env["REMBUK_HOME"])
    command, file = [sys.executable, "-m", "bench.musrenbang"], home / "halls.json"
    subprocess.run([*command, "convene", str(file)], env=env, check=True)
    told = json.loads(file.read_text())
    halls = [Hall(**one) for one in told["halls"]]
    cluster.sql("VACUUM ANALYZE", database)
    if not cluster.has("bare"):
        cluster.create("bare")
    count = int(cluster.sql("SELECT count(*) FROM musrenbang_proposal", database))
    pages.load_bare(cluster.url("bare"), str(cluster.folder), count)
    floor = pages.bare(cluster.url("bare"), str(cluster.folder), PORTS[0])
    with floor as limit, pages.program(env["DATABASE_URL"], home, PORTS[1]) as rembuk:
        yield looked_on(rembuk, halls, cluster.sql(CODES.format("true"), database).split())
        yield from voted(rembuk, halls, cluster, database)
        yield from decided(command, env)
        cluster.sql("VACUUM ANALYZE", database)
        reviewed = "id IN (SELECT proposal_id FROM musrenbang_review)"
        measured = [
            Measured("usulan", f"list of {count} proposals, filtered", LIST_BAR, [listed(rembuk, told["reader"])]),
            Measured("fate", "fate page of a proposal", FATE_BAR, [
                Visit([f"/publik/usulan/{code}/" for code in cluster.sql(CODES.format(reviewed), database).split()])
            ]),
        ]  # fmt: skip
        yield from pages.rounds(measured, limit, rembuk, cluster.server_pids()[0], home, ROUNDS, HALF)


def decided(command: Sequence[str], env: Mapping[str, str]) -> Iterator[Row]:
    """The results of all sessions: two decide at once, as two workers would, all kelurahan and then all kecamatan."""
    total = 0.0
    for level in DECIDED:
        shares = [
            subprocess.Popen([*command, "results", level, str(share)], env=env, stdout=subprocess.PIPE, text=True)
            for share in range(WORKERS)
        ]
        told = [process.communicate()[0] for process in shares]
        if any(process.returncode for process in shares):
            raise SystemExit(f"not every {level} was decided")
        seconds = max(float(line) for line in told)
        total += seconds
        yield Row(f"hasil semua {level}", round(seconds, 2), "s")
    yield at_most("hasil musrenbang serentak, semuanya", total, "s", DECIDED_S)


@dataclass(frozen=True, slots=True)
class Hall:
    """A session: its key, the cookie of its lurah, the papers that were handed out and the numbers that stand there."""

    key: str
    cookie: str
    serials: Sequence[int]
    numbers: Sequence[int]

    @property
    def page(self) -> str:
        return f"/musrenbang/sidang/{self.key}/"

    def choice(self, serial: int) -> list[int]:
        """What the delegate with this paper ticks."""
        drawn = random.Random(f"{self.key}{serial}")
        return sorted(drawn.sample(self.numbers, drawn.randint(1, min(NAMES, len(self.numbers)))))


def ask(server: Served, path: str, cookie: str = "", fields: Mapping[str, str] | None = None) -> tuple[int, str]:
    """A page, or what a form answers: its status and text. Raises OSError or HTTPException where nobody answers."""
    parts = urlsplit(server.url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    head = {"Cookie": cookie} if cookie else {}
    try:
        if fields is None:
            connection.request("GET", path, headers=head)
        else:
            head |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": server.url}
            connection.request("POST", path, urlencode(fields), head)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    finally:
        connection.close()


def looked_on(server: Served, halls: Sequence[Hall], codes: Sequence[str]) -> Row:
    """The pages of the day at a steady pace: the session, its projector, its screen, a paper, the list, a fate."""
    asked: list[tuple[str, str, dict[str, str] | None]] = []
    for hall in halls:
        cookie, token = csrf(server, hall)
        booth = f"{hall.page}bilik/"
        paths = (hall.page, f"{hall.page}layar/", booth, "/musrenbang/?keadaan=proposed&dana=unit")
        asked += [(path, cookie, None) for path in paths]
        asked.append((booth, cookie, {"csrfmiddlewaretoken": token, "serial": str(hall.serials[0])}))
    asked += [(f"/publik/usulan/{code}/", "", None) for code in codes[: len(halls)]]
    random.Random(1).shuffle(asked)
    count = RATE * PACED_SECONDS
    for path, cookie, fields in asked[:40]:  # warms both workers up
        ask(server, path, cookie, fields)
    started = time.perf_counter() + 0.5

    def one(number: int) -> float:
        path, cookie, fields = asked[number % len(asked)]
        due = started + number / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        status, _ = ask(server, path, cookie, fields)
        if status != 200:
            raise SystemExit(f"{path} answered {status}")
        return time.perf_counter() - due

    with ThreadPoolExecutor(QUEUE) as pool:
        took = sorted(pool.map(one, range(count)))
    print(f"pages: median {took[count // 2] * 1000:.0f} ms, slowest {took[-1] * 1000:.0f} ms", file=sys.stderr)
    name = f"halaman hari musrenbang, {RATE} permintaan per detik, p95"
    return at_most(name, took[int(count * 0.95)] * 1000, "ms", P95_MS)


def voted(server: Served, halls: Sequence[Hall], cluster: Cluster, database: str) -> Iterator[Row]:
    """Every delegate gives a ballot while workers die one after the other; what is in is held against what was sent."""
    before = int(cluster.sql(TOLD, database))
    papers = [(hall, serial) for hall in halls for serial in hall.serials]
    random.Random(2).shuffle(papers)
    tokens = {hall.key: csrf(server, hall) for hall in halls}
    started, broken, killed = time.perf_counter(), 0, 0
    with ThreadPoolExecutor(SCREENS) as pool:
        running = [pool.submit(give, server, hall, serial, tokens[hall.key]) for hall, serial in papers]
        for done, future in enumerate(as_completed(running), 1):
            broken += future.result()
            if killed < KILLS and done * (KILLS + 1) >= (killed + 1) * len(papers):
                os.kill(pages.workers(server)[0], signal.SIGKILL)
                killed += 1
    seconds = time.perf_counter() - started
    if not broken:
        raise SystemExit("no worker died in the middle of an answer")
    sent = {f"{hall.key} {serial} {' '.join(map(str, hall.choice(serial)))}" for hall, serial in papers}
    kept = cluster.sql(BALLOTS, database).splitlines()
    events = int(cluster.sql(TOLD, database)) - before
    wrong = len(sent.symmetric_difference(kept)) + len(kept) - len(set(kept)) + abs(events - len(sent))
    print(f"votes: {killed} kills broke {broken} answers; {seconds:.0f} s", file=sys.stderr)
    yield Row(f"{len(papers)} surat suara, {killed} proses dimatikan: hilang atau ganda", wrong, "suara",
              0, None, 0, wrong == 0)  # fmt: skip
    yield Row(f"{len(papers)} surat suara, semuanya masuk", round(seconds, 1), "s")


def csrf(server: Served, hall: Hall) -> tuple[str, str]:
    """The cookies of the hall's device, and the token of its forms."""
    opened = Browser(server.url)
    opened.opener.addheaders = [("Cookie", hall.cookie)]
    text = opened.get(f"{hall.page}bilik/")
    return f"{hall.cookie}; {opened.cookie}", hidden(text, "csrfmiddlewaretoken")


def give(server: Served, hall: Hall, serial: int, device: tuple[str, str]) -> int:
    """The paper on the screen, then the vote, each sent again until it is answered; how often nobody answered."""
    cookie, token = device
    told = {"csrfmiddlewaretoken": token, "serial": str(serial)}
    broken, paper = insist(server, f"{hall.page}bilik/", cookie, told, 200)
    told |= {"suara": "1", "request_key": hidden(paper, "request_key")}
    told |= {f"n-{number}": "1" for number in hall.choice(serial)}
    for _ in range(2 if serial % 5 == 0 else 1):  # some press twice
        broken += insist(server, f"{hall.page}bilik/", cookie, told, 302)[0]
    return broken


def insist(server: Served, path: str, cookie: str, fields: Mapping[str, str], wanted: int) -> tuple[int, str]:
    """Sends the same until it is answered: (how often it was not, the text)."""
    broken, end = 0, time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            status, text = ask(server, path, cookie, fields)
        except (OSError, HTTPException):
            broken += 1
            time.sleep(0.05)
            continue
        if status != wanted:
            raise SystemExit(f"{path} answered {status}, not {wanted}")
        return broken, text
    raise SystemExit(f"{path} does not answer")


def hidden(page: str, name: str) -> str:
    """The value of a form's hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


class Reader(Browser):
    """Somebody who has signed in."""

    def __init__(self, server: Served, cookie: str) -> None:
        super().__init__(server.url)
        self.server, self.held = server, cookie

    def get(self, path: str) -> str:
        return ask(self.server, path, self.held)[1]


def listed(server: Served, cookie: str) -> Visit:
    """The list as the whole city's reader sees it: every filter that has rows, and of each its first pages."""
    reader = Reader(server, cookie)
    asked = [urlencode({key: value for key, value in (("keadaan", state), ("dana", purse)) if value})
             for state in STATES for purse in PURSES]  # fmt: skip
    urls = [path for query in asked for path, text in reader.listed(f"/musrenbang/?{query}") if 'class="title"' in text]
    return Visit(urls, cookie)
