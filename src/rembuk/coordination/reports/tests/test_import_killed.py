"""`kill -9` in the middle of an import: nothing half, and the next run brings everything in once."""

import csv
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.postgres import Cluster
from tests.support.site import command, environment, rembuk
from tests.support.tools import ROOT

pytestmark = pytest.mark.faults

KILLS = 5
ROWS = 3000
SAMPLE = ROOT / "examples" / "contoh-laporan.csv"
MAP = ROOT / "examples" / "contoh.toml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The sample, many times over: what is right in it, under other numbers."""
    with SAMPLE.open(newline="") as stream:
        good = [row for row in csv.DictReader(stream) if row["nomor"] not in {"CTH-009", "CTH-012"}]
    with (tmp_path / "many.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(good[0]))
        writer.writeheader()
        writer.writerows({**good[number % len(good)], "nomor": f"N-{number}"} for number in range(ROWS))
    return tmp_path / "many.csv"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of one's own; "" is SQLite in the home."""
    cluster, name = Cluster.of_environment(), f"killed_{os.getpid()}"
    yield cluster.create(name) if cluster else ""
    if cluster:
        cluster.drop(name)


@pytest.fixture
def city(tmp_path: Path, database: str) -> Callable[..., str]:
    """Runs a command on a new installation with the places of one city; gives what it printed."""
    home = tmp_path / "home"
    home.mkdir()

    def run(*words: str) -> str:
        return rembuk(*words, home=home, database=database).stdout

    run("keys")
    run("migrate", "-q")
    run("import", "territory", str(next((ROOT / "src").rglob("bekasi.csv"))), "--serve", "32.75", "-q")
    return run


def kill_after(home: Path, database: str, words: list[str], lines: int, wait: float) -> None:
    """Starts a command, waits for so many lines of progress and a little more, and kills it."""
    started = subprocess.Popen(
        command(*words), env=environment(home, database), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert started.stderr is not None
    for _ in range(lines):
        assert started.stderr.readline(), "ended before it was killed"
    time.sleep(wait)
    started.kill()
    started.wait()
    started.stderr.close()


def test_a_killed_import_leaves_nothing_and_the_next_run_completes(
    city: Callable[..., str], database: str, file: Path, tmp_path: Path
) -> None:
    words = ["import", "reports", str(file), "--map", str(MAP)]
    for kill in range(KILLS):
        kill_after(tmp_path / "home", database, words, lines=1 + kill % 4, wait=0.03 * kill)
        # What would come in now is everything: nothing of the killed run stayed.
        left = json.loads(city(*words, "--dry-run", "--json", "-q").splitlines()[-1])
        assert (left["already"], left["imported"]) in {(0, ROWS), (ROWS, 0)}
        city("verify", "-q")
    done = json.loads(city(*words, "--json", "-q").splitlines()[-1])
    again = json.loads(city(*words, "--json", "-q").splitlines()[-1])
    assert done["imported"] + done["already"] == ROWS
    assert (again["imported"], again["already"], again["errors"]) == (0, ROWS, 0)
    city("verify", "-q")
