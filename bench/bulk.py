"""Large inputs and starts: each deed by its own command in a home of its own, as a city would run it."""

import csv
import gzip
import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import halls
from bench.row import Row, at_least, at_most, not_run
from tests.support.postgres import Cluster

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("REMBUK_DATA", ROOT.parent / "shared" / "data"))
COUNTRY = DATA / "regions" / "wilayah_indonesia.csv.gz"
SURABAYA = DATA / "regions" / "kota_surabaya_35.78.csv"
COMPLAINTS = DATA / "pengaduan" / "surabaya_keluhan_2022.csv.gz"
EVENTS = 1_000_000


@contextmanager
def fresh(name: str) -> Iterator[dict[str, str]]:
    """An environment with an empty home and an empty database: of the running cluster, or a file."""
    cluster = Cluster.of_environment()
    with TemporaryDirectory(prefix="rembuk-bench-") as home:
        url = cluster.create(f"bench_{name}") if cluster else f"sqlite:///{home}/bench.sqlite3"
        try:
            yield {**os.environ, "REMBUK_HOME": home, "DATABASE_URL": url}
        finally:
            if cluster:
                cluster.drop(f"bench_{name}")


def rembuk(env: dict[str, str], *words: str) -> str:
    """A command of the program; its output."""
    command = [sys.executable, "-m", "rembuk", *words]
    return subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


def verify() -> list[Row]:
    """A million events, by bench/verify.py."""
    with fresh("verify") as env:
        command = [sys.executable, "-m", "bench.verify", str(EVENTS)]
        told = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=False).stdout
    return [Row(**row) for row in json.loads(told)]


def places() -> list[Row]:
    """Point to place, and the country's list, by bench/places.py."""
    country = ["--country", str(COUNTRY)] if COUNTRY.exists() else []
    with fresh("places") as env:
        command = [sys.executable, str(ROOT / "bench" / "places.py"), *country]
        told = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=False).stdout
    lines = re.findall(r"^(.*?) {2,}([\d.]+) (\S+) +batas (\d+)$", told, re.MULTILINE)
    rows = [at_most(name, float(value), unit, float(bar)) for name, value, unit, bar in lines]
    return rows if country else [*rows, not_run("daftar wilayah, 91.571 baris", f"no {COUNTRY}")]


def fingerprint() -> list[Row]:
    """Photos that look alike among 100,000, by bench/fingerprint.py."""
    with fresh("fingerprint") as env:
        command = [sys.executable, "-m", "bench.fingerprint"]
        told = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [Row(**row) for row in json.loads(told.strip().splitlines()[-1])]


def bundle() -> list[Row]:
    """Every paper of a long meeting, by bench/bundle.py."""
    with fresh("bundle") as env:
        rembuk(env, "keys")
        told = rembuk(env, "shell", "-c", "from bench import bundle; bundle.main()")
    return [Row(**row) for row in json.loads(told.strip().splitlines()[-1])]


def rotation() -> list[Row]:
    """The mayor's Fridays, by bench/rotation.py."""
    with fresh("rotation") as env:
        command = [sys.executable, "-m", "bench.rotation"]
        told = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [Row(**row) for row in json.loads(told.strip().splitlines()[-1])]


def musrenbang() -> list[Row]:
    """Everybody's musrenbang on one day, by bench/musrenbang.py and bench/halls.py, in a small city."""
    cluster = Cluster.of_environment()
    if cluster is None:
        return [not_run("musrenbang serentak", "DATABASE_URL is no throw-away PostgreSQL; use make bench")]
    with fresh("musrenbang") as env:
        rembuk(env, "demo", "--size", "kecil", "--no-serve")
        return list(halls.measure(cluster, env))


def alike() -> list[Row]:
    """Alike proposals, by bench/alike.py."""
    command = [sys.executable, "-m", "bench.alike"]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [Row(**row) for row in json.loads(told)]


def choosing() -> list[Row]:
    """The rules of choosing, by bench/choosing.py."""
    command = [sys.executable, "-m", "bench.choosing"]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [Row(**row) for row in json.loads(told)]


def comparison() -> list[Row]:
    """The rules side by side on their own page, by bench/comparison.py."""
    if Cluster.of_environment() is None:
        return [not_run("perbandingan lewat halaman", "DATABASE_URL is no throw-away PostgreSQL; use make bench")]
    with fresh("comparison") as env:
        rembuk(env, "keys")
        rembuk(env, "migrate")
        rembuk(env, "collectstatic", "--no-input", "-v", "0")
        command = [sys.executable, "-m", "bench.comparison"]
        told = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [Row(**row) for row in json.loads(told)]


def suggest() -> list[Row]:
    """A model of the first three quarters of a real city's year, asked about the last one."""
    if not COMPLAINTS.exists():
        return [not_run("saran lembaga, triwulan terakhir", f"no {COMPLAINTS}")]
    with gzip.open(COMPLAINTS, "rt", encoding="utf-8", newline="") as stream:
        rows = sorted(csv.DictReader(stream), key=lambda row: (row["waktu_lapor"], row["id"]))
    with fresh("suggest") as env:
        for name, part in (("a.csv", rows[: len(rows) * 3 // 4]), ("b.csv", rows[len(rows) * 3 // 4 :])):
            with (Path(env["REMBUK_HOME"]) / name).open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, rows[0].keys())
                writer.writeheader()
                writer.writerows(part)
        home = env["REMBUK_HOME"]
        told = json.loads(rembuk(env, "evaluate", "suggest", "--train", f"{home}/a.csv", "--test", f"{home}/b.csv",
                                 "--json"))  # fmt: skip
    bars = (("top1", 0.74), ("top3", 0.88), ("accuracy_at_80", 0.85))
    return [Row(f"saran lembaga, triwulan terakhir: {name}", told[name], "", bar, None, bar, told[name] >= bar)
            for name, bar in bars]  # fmt: skip


def tick() -> list[Row]:
    """What is due, beside few that are open and beside many, by bench/tick.py."""
    if Cluster.of_environment() is None:
        return [not_run("tick, 1000 due", "DATABASE_URL is no throw-away PostgreSQL; use make bench")]
    with fresh("tick") as env:
        command = [sys.executable, "-m", "bench.tick"]
        told = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [Row(**row) for row in json.loads(told.strip().splitlines()[-1])]


def complaints() -> list[Row]:
    """A real city's year of complaints onto its real territory."""
    name = "riwayat pengaduan Surabaya"
    if not COMPLAINTS.exists():
        return [not_run(name, f"no {COMPLAINTS}")]
    with fresh("complaints") as env:
        rembuk(env, "keys")
        rembuk(env, "migrate")
        rembuk(env, "import", "territory", str(SURABAYA), "--serve", "35.78", "--quiet")
        map_ = ROOT / "examples" / "surabaya.toml"
        told = rembuk(env, "import", "reports", str(COMPLAINTS), "--map", str(map_), "--json", "--quiet")
    done = json.loads(told.strip().splitlines()[-1])
    rate = done["rows"] / done["seconds"]
    return [at_least(f"{name}, {done['rows']} baris", round(rate), "rows/s", 1000)]


def demo() -> list[Row]:
    """The demo as a visitor makes it (SQLite): built once, and how soon a second start answers."""
    with TemporaryDirectory(prefix="rembuk-bench-") as home:
        env = {**os.environ, "REMBUK_HOME": home, "DATABASE_URL": f"sqlite:///{home}/rembuk.sqlite3"}
        started = time.monotonic()
        rembuk(env, "demo", "--no-serve")
        built = time.monotonic() - started
        again = second_start(env, 8931)
    return [at_most("demo, made once", built, "s", 180), at_most("demo, second start", again, "s", 10)]


def second_start(env: dict[str, str], port: int) -> float:
    """Seconds from the command to the first page."""
    started = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "rembuk", "demo", "--port", str(port)], env=env,
                               stdout=subprocess.DEVNULL)  # fmt: skip
    try:
        while process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read()
            except OSError:
                time.sleep(0.02)
            else:
                break
        return time.monotonic() - started
    finally:
        process.terminate()
        process.wait(30)
