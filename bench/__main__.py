"""What the program costs on this machine, against its bars. Writes bench/results.json and prints a table.

    make bench                                  everything, in a throw-away PostgreSQL
    python -m bench --only trail --rounds 5     one part, results.json keeps the rest

The parts: list, trail, signed-in, today, opd, meeting, board, brief, cellular, sitting, photo, verify, places,
complaints, demo, fingerprint, suggest, tick, rotation, bundle, musrenbang, alike, choosing,
comparison; and growth, morning and memory, each long and in a large city, only when it is named.
DATABASE_URL must be PostgreSQL for the pages; with --home it may hold a demo that is ready (keys and clock there).
"""

import argparse
import dataclasses
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from bench import bulk, cellular, growth, memory, morning, pages, photo, sitting
from bench.row import Row, not_run, table
from tests.support.postgres import Cluster

RESULTS = Path(__file__).parent / "results.json"
PAGES = ("list", "trail", "signed-in", "today", "opd", "meeting", "board", "brief", "cellular", "sitting", "photo")
GIVE = "from bench import work; work.give()"
HAS_WORK = "SELECT count(*) FROM decisions_followup WHERE title LIKE 'Benahi saluran%'"
BULK: dict[str, Callable[[], list[Row]]] = {
    "verify": bulk.verify, "places": bulk.places, "complaints": bulk.complaints, "demo": bulk.demo,
    "fingerprint": bulk.fingerprint, "suggest": bulk.suggest, "tick": bulk.tick,
    "rotation": bulk.rotation,
    "bundle": bulk.bundle, "musrenbang": bulk.musrenbang, "alike": bulk.alike, "choosing": bulk.choosing,
    "comparison": bulk.comparison,
}  # fmt: skip
# What takes so long that only its name asks for it.
NAMED: dict[str, Callable[[Cluster], Iterator[Row]]] = {
    "growth": growth.measure, "morning": morning.measure, "memory": memory.measure,
}  # fmt: skip
PORTS = (8941, 8942)


def main() -> int:
    """1 where a bar is not held."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument(
        "--only", action="append", choices=(*PAGES, *BULK, *NAMED), metavar="NAME", help="only this part"
    )
    words.add_argument("--rounds", type=int, default=10, help="bare, page, bare, page … (10)")
    words.add_argument("--seconds", type=float, default=3, help="of each half of a round (3)")
    words.add_argument("--home", type=Path, help="REMBUK_HOME of the demo in DATABASE_URL")
    words.add_argument("--reports", type=int, default=100_000, help="of the city that the pages show (100000)")
    words.add_argument("--dry", action="store_true", help="leave results.json as it is")
    given = words.parse_args()
    wanted = set(given.only or (*PAGES, *BULK))
    rows: list[Row] = []
    if wanted & set(PAGES):
        rows += page_rows(wanted, given)
    for name in [*BULK, *NAMED]:
        if name in wanted:
            print(f"{name} …", file=sys.stderr, flush=True)
            rows += BULK[name]() if name in BULK else named_rows(name)
    print(table(rows))
    if not given.dry:
        keep(rows, whole=given.only is None)
    return int(any(row.holds is False for row in rows))


def named_rows(name: str) -> list[Row]:
    """What is measured in the large city, where there is a cluster to keep it in."""
    cluster = Cluster.of_environment()
    return list(NAMED[name](cluster)) if cluster else [not_run(name, "DATABASE_URL is no throw-away PostgreSQL")]


def page_rows(wanted: set[str], given: argparse.Namespace) -> list[Row]:
    """The pages, where there is a cluster to measure them on."""
    cluster = Cluster.of_environment()
    if cluster is None:
        return [not_run("pages", "DATABASE_URL is no throw-away PostgreSQL; use make bench")]
    with TemporaryDirectory(prefix="rembuk-bench-") as folder:
        home = given.home or Path(folder) / "home"
        return list(_page_rows(cluster, wanted, given, home, Path(folder)))


def _page_rows(
    cluster: Cluster, wanted: set[str], given: argparse.Namespace, home: Path, folder: Path
) -> Iterator[Row]:
    url = os.environ["DATABASE_URL"]
    database = urlsplit(url).path.lstrip("/")
    made = made_demo(home, given.reports)
    if "opd" in wanted and cluster.sql(HAS_WORK, database) == "0":
        shell = [sys.executable, "-m", "rembuk", "shell", "--no-imports", "--command", GIVE]
        subprocess.run(shell, env={**os.environ, "REMBUK_HOME": str(home)}, check=True)
    cluster.sql("VACUUM ANALYZE", database)
    count = int(cluster.sql("SELECT count(*) FROM reports_report", database))
    if not cluster.has("bare"):
        cluster.create("bare")
    socket = str(cluster.folder)
    pages.load_bare(cluster.url("bare"), socket, count)
    limit_port, port = PORTS
    with pages.bare(cluster.url("bare"), socket, limit_port) as limit, pages.program(url, home, port) as rembuk:
        mayor = pages.Browser(rembuk.url)
        mayor.sign_in_by_password(pages.MAYOR, made.password, mayors_code(home, given.reports))
        measured = [page for page in pages.to_measure(rembuk.url, made.sheets, mayor) if page.key in wanted]
        pid = cluster.server_pids()[0]
        if measured:
            yield from pages.rounds(measured, limit, rembuk, pid, folder, given.rounds, given.seconds)
            yield pages.memory(rembuk)
        if "brief" in wanted:
            yield pages.brief(mayor)
        if "cellular" in wanted:
            yield from cellular.measure(rembuk, made.sheets[pages.MIXTURE[1]], folder)
        if "sitting" in wanted:
            yield from sitting_rows(cluster, database, rembuk, home, folder)
    if "photo" in wanted:
        yield from photo_row(cluster, url, home, folder, made.sheets, given.rounds)


def sitting_rows(cluster: Cluster, database: str, rembuk: pages.Served, home: Path, folder: Path) -> Iterator[Row]:
    """Meetings are convened beside the server, then everybody writes and arrives through it."""
    told = folder / "morning.json"
    shell = [sys.executable, "-m", "rembuk", "shell", "--no-imports", "--command"]
    environment = {**os.environ, "REMBUK_HOME": str(home)}
    subprocess.run([*shell, f"from bench import sitting; sitting.convene({str(told)!r})"], env=environment, check=True)
    yield from sitting.measure(rembuk, sitting.Morning(**json.loads(told.read_text())), cluster, database)


def photo_row(
    cluster: Cluster, url: str, home: Path, folder: Path, sheets: dict[str, tuple[str, str]], rounds: int
) -> Iterator[Row]:
    """A report with a photo, sent to a server of its own: what it writes does not weigh on the pages."""
    limit_port, port = PORTS
    limit = pages.bare(cluster.url("bare"), str(cluster.folder), limit_port, "bare_photo:application", str(folder))
    with cluster.durable(), limit as floor, pages.program(url, home, port) as rembuk:
        yield photo.measure(floor, rembuk, sheets[pages.MIXTURE[1]], rounds)


@dataclasses.dataclass(frozen=True)
class SignIns:
    """What `rembuk demo` prints: the sheet's path and PIN of each office of the cast, and the mayor's password."""

    sheets: dict[str, tuple[str, str]]
    password: str


def made_demo(home: Path, reports: int) -> SignIns:
    """Makes a large city unless it is there."""
    told = _demo(home, reports, "--no-serve")
    lines = re.findall(r"^(.+), [^,]+ \(.*\): https?://[^/]+(/\S+)  PIN (\d+)$", told, re.MULTILINE)
    [password] = re.findall(rf"nama {pages.MAYOR}, sandi (\S+),", told)
    return SignIns({office: (path, pin) for office, path, pin in lines}, password)


def mayors_code(home: Path, reports: int) -> str:
    """The six digits of this moment."""
    [code] = re.findall(rf"^{pages.MAYOR}: (\d+)", _demo(home, reports, "--codes"), re.MULTILINE)
    return str(code)


def _demo(home: Path, reports: int, word: str) -> str:
    command = [sys.executable, "-m", "rembuk", "demo", "--size", "kota", "--reports", str(reports), word]
    env = {**os.environ, "REMBUK_HOME": str(home)}
    return subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


def keep(rows: list[Row], *, whole: bool) -> None:
    """Writes the figures; a part measured alone replaces its own lines only."""
    new = [dataclasses.asdict(row) for row in rows]
    old = [] if whole or not RESULTS.exists() else json.loads(RESULTS.read_text())
    names = {row["name"] for row in new}
    lines = [row for row in old if row["name"] not in names] + new
    RESULTS.write_text("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in lines) + "\n]\n")


if __name__ == "__main__":
    sys.exit(main())
