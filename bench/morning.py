"""A city's busiest morning: 200 people who have signed in, 30 requests a second for ten minutes, with writes.

In each of the 56 kelurahan the lurah, the clerk at the counter and a ketua RT; the camat and heads of Dinas with them.
They look at Hari ini, lists, trails, meetings and figures, search, and one request in eight is a new report.
The pace is kept whatever answers take: a late start counts as waiting. The worker runs beside the web
processes and the database waits for the disk, as in a city. It all happens in a copy of the city that `growth` keeps.

    BENCH_REPORTS=10000 BENCH_SECONDS=60 python -m bench --only morning --dry       a small try
"""

import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import growth, halls, pages
from bench.pages import Browser, Served
from bench.row import Row, at_most
from tests.support.postgres import Cluster

PORT = 8945
REPORTS = int(os.environ.get("BENCH_REPORTS") or growth.SIZES[1])
SECONDS = int(os.environ.get("BENCH_SECONDS") or 600)
RATE, P95_MS, QUEUE = 30, 500.0, 64
# How much of what is asked writes.
WRITES = 1 / 8
PEOPLE = {"lurah": 56, "petugas_loket": 56, "ketua_rt": 56, "camat": 12, "kepala_opd": 20}
CLERKS = frozenset({"lurah", "petugas_loket"})
VISITED = {
    "lurah": ("/hari-ini/", "/hari-ini/", "/laporan/", "/laporan/menunggu/", "/tindak-lanjut/wilayah/", "/rapat/",
              "/papan/", "/cari/?q=saluran"),
    "petugas_loket": ("/hari-ini/", "/laporan/", "/laporan/terima/", "/cari/?q=saluran"),
    "ketua_rt": ("/hari-ini/", "/hari-ini/", "/laporan/", "/rapat/", "/kabar/", "/publik/"),
    "camat": ("/hari-ini/", "/papan/", "/papan/?urut=perlu", "/laporan/", "/tindak-lanjut/wilayah/", "/rapat/"),
    "kepala_opd": ("/hari-ini/", "/tindak-lanjut/", "/tindak-lanjut/lembar/", "/rapat/"),
}  # fmt: skip
WORDS = ("Saluran mampet, air naik ke jalan.", "Lampu jalan mati sejak dua malam.", "Sampah belum diangkut tiga hari.")


def sign_in(path: str) -> None:
    """Run by `rembuk shell` in the city: a session for each of those people, of as many places as there are. JSON."""
    from django.db.models import Q

    from bench import sitting
    from rembuk.foundation.institutions.models import Appointment
    from rembuk.foundation.kernel import clock

    now = Q(ends=None) | Q(ends__gt=clock.today())
    people = []
    for role, count in PEOPLE.items():
        held = Appointment.objects.filter(now, position__role=role).select_related("user", "position__institution")
        terms = list(held.order_by("position__institution__territory__path", "id"))
        step = max(1, len(terms) // count)
        people += [{"role": role, "cookie": sitting.session(term.user)} for term in terms[::step][:count]]
    Path(path).write_text(json.dumps(people))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has signed in: cookies, the token of forms, the own kelurahan, and what is looked at."""

    role: str
    cookie: str
    token: str
    place: str
    paths: Sequence[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """How long one waited, and what came: a status, or the name of what went wrong."""

    what: str
    seconds: float
    came: str


def measure(cluster: Cluster) -> Iterator[Row]:
    """The 95th percentile of all answers, of reports among them, and how many went wrong."""
    with copied(cluster) as (url, home), cluster.durable():
        told = home / "people.json"
        shell = [sys.executable, "-m", "rembuk", "shell", "--no-imports", "--command"]
        env = {**os.environ, "DATABASE_URL": url, "REMBUK_HOME": str(home)}
        subprocess.run([*shell, f"from bench import morning; morning.sign_in({str(told)!r})"], env=env, check=True)
        with pages.program(url, home, PORT) as rembuk, working(env):
            with ThreadPoolExecutor(8) as pool:
                people = list(pool.map(lambda one: arrived(rembuk, **one), json.loads(told.read_text())))
            answers = paced(rembuk, people)
    yield from rows(answers, len(people))


def rows(answers: Sequence[Answer], people: int) -> Iterator[Row]:
    """What is held against the bars."""
    wrong = Counter(f"{one.what}: {one.came}" for one in answers if one.came not in {"200", "302"})
    for line, count in wrong.most_common(10):
        print(f"{count} × {line}", file=sys.stderr)
    name = f"pagi tersibuk: {people} orang, {RATE} permintaan per detik, {SECONDS} detik"
    took = [one.seconds for one in answers]
    sent = [one.seconds for one in answers if one.what == "POST /laporan/terima/"]
    print(f"{len(answers)} answers, median {1000 * statistics.median(took):.0f} ms, slowest {max(took):.1f} s; "
          f"{len(sent)} reports", file=sys.stderr)  # fmt: skip
    yield at_most(f"{name}, p95", 1000 * p95(took), "ms", P95_MS)
    if sent:
        yield at_most(f"{name}, p95 laporan baru", 1000 * p95(sent), "ms", P95_MS)
    lost = sum(wrong.values())
    yield Row(f"{name}, gagal", lost, "jawaban", 0, None, 0, lost == 0)


def p95(took: Sequence[float]) -> float:
    """Nineteen in twenty are not slower."""
    return sorted(took)[int(len(took) * 0.95)]


@contextmanager
def copied(cluster: Cluster) -> Iterator[tuple[str, Path]]:
    """The city, and its home, to write in; gone afterwards."""
    _, home = growth.made(cluster, REPORTS)
    name = "bench_morning"
    with TemporaryDirectory(prefix="rembuk-bench-") as folder:
        shutil.copytree(home, Path(folder) / "home")
        cluster.drop(name)
        cluster.sql(f'CREATE DATABASE "{name}" OWNER rembuk TEMPLATE "growth_{REPORTS}" STRATEGY file_copy')
        try:
            yield cluster.url(name), Path(folder) / "home"
        finally:
            cluster.drop(name)


@contextmanager
def working(env: dict[str, str]) -> Iterator[None]:
    """The worker in a process of its own."""
    process = subprocess.Popen([sys.executable, "-m", "rembuk", "work"], env=env, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(60)


def arrived(rembuk: Served, role: str, cookie: str) -> Person:
    """Whoever has opened the own list and, who writes, the form."""
    opened = Browser(rembuk.url)
    opened.opener.addheaders = [("Cookie", cookie)]
    listed = opened.get("/tindak-lanjut/" if role == "kepala_opd" else "/laporan/")
    # A report's whole life; a follow-up's own page.
    own = [f"/jejak/{code}/" for code in re.findall(r'href="/laporan/([A-Z]+-\d\d-[A-Z0-9]+)/"', listed)]
    own += re.findall(r'href="(/tindak-lanjut/[A-Z]+-\d\d-[A-Z0-9]+/)"', listed)
    page = opened.get("/laporan/terima/") if role in CLERKS else ""
    place = re.search(r'<option value="([^"]+)" selected>', page)
    paths = [*VISITED[role], *VISITED[role], *dict.fromkeys(own[:20])]
    cookies = "; ".join(filter(None, [cookie, opened.cookie]))
    return Person(role, cookies, halls.hidden(page, "csrfmiddlewaretoken"), place[1] if place else "", paths)


def paced(rembuk: Served, people: Sequence[Person]) -> list[Answer]:
    """So many requests a second, each by another person, in an order that is the same every time."""
    dice = random.Random(1)
    clerks = [one for one in people if one.role in CLERKS]
    works: list[tuple[Person, str]] = []
    while len(works) < RATE * SECONDS:
        if dice.random() < WRITES:
            works.append((dice.choice(clerks), ""))
        else:
            who = dice.choice(people)
            works.append((who, dice.choice(who.paths)))
    for who, path in works[:60]:  # warms both workers up
        ask(rembuk, who, path or "/laporan/terima/", time.perf_counter())
    started = time.perf_counter() + 0.5

    def one(number: int) -> Answer:
        who, path = works[number]
        due = started + number / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        return ask(rembuk, who, path, due) if path else send(rembuk, who, due, number)

    with ThreadPoolExecutor(QUEUE) as pool:
        return list(pool.map(one, range(len(works))))


def ask(rembuk: Served, who: Person, path: str, due: float) -> Answer:
    """A page."""
    return waited(rembuk, f"GET {path}", who, None, due)


def send(rembuk: Served, who: Person, due: float, number: int) -> Answer:
    """A new report from the counter."""
    fields = {
        "csrfmiddlewaretoken": who.token, "kelurahan": who.place, "rw": "1", "rt": "1", "category": "drainase",
        "owner": "unknown", "text": f"{WORDS[number % len(WORDS)]} Kiriman {number}.", "request_key": uuid.uuid4().hex,
    }  # fmt: skip
    return waited(rembuk, "POST /laporan/terima/", who, fields, due)


def waited(rembuk: Served, what: str, who: Person, fields: dict[str, str] | None, due: float) -> Answer:
    """What came, and how long it took since it was due; a form that is not taken comes back as another status."""
    path = what.partition(" ")[2]
    try:
        status, _ = halls.ask(rembuk, path, who.cookie, fields)
        came = str(status) if status == (302 if fields else 200) else f"status {status}"
    except (OSError, HTTPException) as error:
        came = type(error).__name__
    return Answer(what, time.perf_counter() - due, came)
