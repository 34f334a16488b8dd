"""What pages cost against the bare limit: CPU milliseconds a request, application and database together.

The method is that of README.md: both served alike, rounds of bare, page, bare, page …, median of the pairwise ratios.
"""

import http.cookiejar
import json
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.row import Row, at_most

HERE = Path(__file__).parent
WORKERS, THREADS, KEEPALIVE = "2", "4", "5"
BARE_PLACES, BARE_STATES = 56, 5
# The cast of the demo: one of each kind who starts the day on Hari ini, and the one who reads trails.
MIXTURE = ("Lurah Kayuringinjaya", "Ketua RT 004 / RW 02 Kayuringinjaya", "Kepala DBMSDA")
READER, LEADER = MIXTURE[0], MIXTURE[2]
MAYOR = "wali_kota"
STATES = ("dimusyawarahkan", "ditangani", "menunggu", "dibenarkan", "anggaran")
KELURAHAN = ("", "32.75.04.1005", "32.75.04.1002", "32.75.04.1004", "32.75.01.1002", "32.75.09.1006", "32.75.12.1001")
# How many pages of a list are walked for the addresses of trails.
DEEP = 40
BRIEF_SECONDS = 3.0


@dataclass(frozen=True)
class Served:
    """A running server: where, and its root process."""

    url: str
    pid: int


@dataclass(frozen=True)
class Visit:
    """Addresses that one person asks for."""

    urls: list[str]
    cookie: str = ""


@dataclass(frozen=True)
class Measured:
    """A page of the table: what is asked in equal parts, and how many times the bare limit it may cost."""

    key: str
    name: str
    bar: float
    visits: list[Visit]


@contextmanager
def served(command: Sequence[str], port: int, env: dict[str, str], ready: str) -> Iterator[Served]:
    """A server in a process of its own, ended afterwards."""
    process = subprocess.Popen(command, env={**os.environ, **env}, cwd=HERE, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(url + ready, process)
        yield Served(url, process.pid)
    finally:
        process.terminate()
        process.wait(30)


def wait_for(url: str, process: subprocess.Popen[bytes], patience: float = 60) -> None:
    """Until the server answers."""
    end = time.monotonic() + patience
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"{url} does not answer")


def bare(
    url: str, socket: str, port: int, application: str = "bare:application", files: str = ""
) -> AbstractContextManager[Served]:
    """The yardstick, served as `rembuk serve` serves the program."""
    command = [sys.executable, "-m", "gunicorn", "-w", WORKERS, "-k", "gthread", "--threads", THREADS, "--preload",
               "--keep-alive", KEEPALIVE, "--log-level", "warning", "-b", f"127.0.0.1:{port}",
               application]  # fmt: skip
    env = {"BARE_DATABASE_URL": url, "PGHOST": socket, "BARE_FILES": files}
    return served(command, port, env, "/hello")


def load_bare(url: str, socket: str, count: int) -> None:
    """As many rows as the program has reports."""
    env = {**os.environ, "BARE_DATABASE_URL": url, "PGHOST": socket}
    subprocess.run([sys.executable, "bare.py", "load", str(count)], cwd=HERE, env=env, check=True)


def program(url: str, home: Path, port: int) -> AbstractContextManager[Served]:
    """Rembuk by its own command, without the worker: what is measured is the page."""
    command = [sys.executable, "-m", "rembuk", "serve", "--port", str(port), "-w", WORKERS, "--threads", THREADS]
    return served([*command, "--no-work"], port, {"DATABASE_URL": url, "REMBUK_HOME": str(home)}, "/publik/")


class Browser:
    """Signs in by sheet and PIN, and reads pages for their links."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        """A page's text."""
        return str(self.opener.open(self.base + path, timeout=60).read().decode())

    def sign_in(self, path: str, pin: str) -> None:
        """What somebody does who holds a printed sheet."""
        self.send(path, pin=pin)
        if "sessionid" not in {cookie.name for cookie in self.jar}:
            raise SystemExit(f"no session after {path}")

    def send(self, path: str, **fields: str) -> str:
        """Sends a page's own form; the page that follows."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path))
        form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1] if token else "", **fields})
        answer = self.opener.open(self.base + path, form.encode(), timeout=60)
        answer.read()
        return str(urllib.parse.urlsplit(answer.url).path)

    def sign_in_by_password(self, name: str, password: str, code: str) -> None:
        """What somebody does who has a password and an app with six digits."""
        asked = self.send("/masuk/sandi/", login=name, password=password)
        self.send(asked, code=code)
        self.get("/hari-ini/")

    @property
    def cookie(self) -> str:
        """All cookies, as a browser sends them."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def listed(self, first: str, most: int = 10) -> Iterator[tuple[str, str]]:
        """A list's first pages: (address, text)."""
        path = first
        for _ in range(most):
            if not path:
                return
            text = self.get(path)
            yield path, text
            following = re.search(r'href="(\?[^"]*)" rel="next"', text)
            path = first.partition("?")[0] + following[1].replace("&amp;", "&") if following else ""


def to_measure(base: str, sheets: dict[str, tuple[str, str]], mayor: Browser) -> list[Measured]:
    """The pages, each with as many addresses as the demo has for it; `mayor` has signed in."""
    visitor = Browser(base)
    lists = [
        path for query in queries() for path, text in visitor.listed(f"/publik/?{query}") if 'class="title"' in text
    ]
    everything = "".join(text for _, text in visitor.listed("/publik/", DEEP))
    trails = sorted(set(re.findall(r'href="(/publik/[A-Z0-9-]+/)"', everything)))
    people = {}
    for office in MIXTURE:
        people[office] = Browser(base)
        people[office].sign_in(*sheets[office])
    seen = "".join(text for _, text in people[READER].listed("/laporan/", DEEP))
    codes = sorted(set(re.findall(r'href="/laporan/([A-Z]+-\d\d-[A-Z0-9]+)/"', seen)))
    own = [f"/jejak/{code}/" for code in codes]
    listed = "".join(text for _, text in people[READER].listed("/rapat/"))
    gathered = sorted(set(re.findall(r'href="(/rapat/[A-Z0-9]{8}/)"', listed)))
    mixture = [Visit(["/hari-ini/"], one.cookie) for one in people.values()]
    lines = [path for path, text in people[LEADER].listed("/tindak-lanjut/") if 'name="o-' in text]
    return [
        Measured("list", "public list, filtered", 3, [Visit(lists)]),
        Measured("trail", "public trail", 2.5, [Visit(trails)]),
        Measured("signed-in", "signed-in trail", 4, [Visit(own, people[READER].cookie)]),
        Measured("today", "Hari ini (lurah, ketua RT, OPD)", 5, mixture),
        Measured("opd", "OPD page, a line each", 5, [Visit(lines, people[LEADER].cookie)]),
        Measured("meeting", "meeting page", 4, [Visit(gathered, people[READER].cookie)]),
        Measured("board", "mayor's board", 5, [Visit(["/papan/", "/papan/?urut=perlu"], mayor.cookie)]),
    ]  # fmt: skip


def brief(mayor: Browser) -> Row:
    """Bahan rembuk as PDF, the slowest of those that the mayor asks for."""
    took = []
    for code in KELURAHAN[1:]:
        started = time.perf_counter()
        with mayor.opener.open(f"{mayor.base}/kunjungan/rembuk/bahan/{code}/bahan.pdf", timeout=60) as answer:
            if not answer.read().startswith(b"%PDF-"):
                raise SystemExit(f"no bahan rembuk of {code}")
        took.append(time.perf_counter() - started)
    return at_most("bahan rembuk, PDF", max(took), "s", BRIEF_SECONDS)


def queries() -> list[str]:
    """Every filter that the list offers, by state, by kelurahan and both."""
    chosen = [{"kelurahan": place, "keadaan": state} for place in KELURAHAN for state in ("", *STATES)]
    return [urllib.parse.urlencode({k: v for k, v in one.items() if v}) for one in chosen if any(one.values())]


def rounds(
    measured: Sequence[Measured], limit: Served, rembuk: Served, db_pid: int, folder: Path, count: int, seconds: float
) -> Iterator[Row]:
    """All rounds, then a row for each page."""
    bare_urls = [f"/list?k={k}&s={s}" for s in range(BARE_STATES) for k in range(BARE_PLACES)]
    print(*(f"{page.name}: {sum(len(visit.urls) for visit in page.visits)} addresses" for page in measured), sep="\n")
    found: dict[str, list[tuple[float, float]]] = {page.key: [] for page in measured}
    for number in range(count + 1):  # the first warms both up and does not count
        for page in measured:
            floor = cpu_ms(limit, db_pid, Visit(bare_urls), folder, seconds)
            share = seconds / len(page.visits)
            cost = statistics.mean(cpu_ms(rembuk, db_pid, visit, folder, share) for visit in page.visits)
            if number:
                found[page.key].append((cost, floor))
        print(f"\rround {number} of {count}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    for page in measured:
        pairs = found[page.key]
        ratio = statistics.median(cost / floor for cost, floor in pairs)
        cost, floor = (statistics.median(side) for side in zip(*pairs, strict=True))
        yield Row(page.name, round(cost, 2), "CPU ms", round(floor, 2), round(ratio, 2),
                  page.bar, ratio <= page.bar)  # fmt: skip


def cpu_ms(server: Served, db_pid: int, visit: Visit, folder: Path, seconds: float) -> float:
    """CPU of application and database for one request, counted by cpu.py from outside."""
    urls = folder / "urls.txt"
    urls.write_text("\n".join(server.url + path for path in visit.urls))
    command = [sys.executable, str(HERE / "cpu.py"), "--pids", str(server.pid), "--db-pids", str(db_pid)]
    command += ["--urls", str(urls), "--seconds", str(seconds)]
    command += ["--header", f"Cookie: {visit.cookie}"] if visit.cookie else []
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    if told["not_200"]:
        raise SystemExit(f"{told['not_200']} answers were not 200: {visit.urls[0]} …")
    return float(told["cpu_ms_app"] + told["cpu_ms_db"])


def memory(server: Served) -> Row:
    """The largest worker after all rounds, by its proportional share of what workers have in common (PSS)."""
    return at_most("memory of a web worker, PSS", max(held(server)), "MB", 120)


def held(server: Served) -> list[float]:
    """Megabytes of each worker."""
    found = []
    for pid in workers(server):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        found.append(int(re.search(r"^Pss: +(\d+) kB", rollup, re.MULTILINE)[1]) / 1024)  # type: ignore[index]
    return found


def workers(server: Served) -> list[int]:
    """The processes that answer."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1]) if folder.name.isdigit() else 0
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == server.pid:
            found.append(int(folder.name))
    return sorted(found)
