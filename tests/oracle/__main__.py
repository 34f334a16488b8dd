"""Compares the rules with pabutools on given elections; or on small random ones and the largest that stands beside the
repository (`REMBUK_DATA`). Prints who was faster by how much, in seconds of the processor.

python -m tests.oracle var/oracle/bin/python [FILE.pb …]
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rembuk.planning.musrenbang.choosing import pabulib
from rembuk.planning.musrenbang.choosing.rules import RULES
from rembuk.planning.musrenbang.choosing.tests import elections

KEYS = ("greedy_by_votes", "greedy_votes_per_cost", "mes_cost", "mes_cardinality", "mes_cost_add1")
# The oracle completes rise by rise, which takes minutes and gigabytes where there are many voters, and hours in large
# currencies: what it has not told after these seconds is left out, and the ratio is a lower bound.
PATIENCE = 600
LARGEST = Path(os.environ.get("REMBUK_DATA", "../shared/data"), "pabulib", "Poland_Warszawa_2020_Praga-Poludnie.pb")
Row = dict[str, Any]
META = {"description": "acak", "country": "ID", "unit": "acak", "instance": "1", "rule": "unknown"}


def main(python: str, files: list[Path]) -> int:
    """1 where an outcome differs."""
    with tempfile.TemporaryDirectory() as folder:
        paths = files or [*random_elections(Path(folder)), *([LARGEST] if LARGEST.exists() else [])]
        return 1 if sum(not equal(python, path) for path in paths) else 0


def random_elections(folder: Path) -> list[Path]:
    """Some of several sizes."""
    sizes = [(8, 10, 200, (5, 90)), (20, 30, 800, (5, 300)), (40, 60, 3000, (20, 900)), (60, 200, 9000, (50, 1500))]
    paths = []
    for seed in range(20):
        path = folder / f"acak-{seed}.pb"
        path.write_text(pabulib.written(elections.town(*sizes[seed % len(sizes)], seed=seed), META, {}))
        paths.append(path)
    return paths


def equal(python: str, path: Path) -> bool:
    """Prints one line for the election, and one for each rule that took the oracle long."""
    election = pabulib.read(path)
    if election.meta["vote_type"] not in pabulib.APPROVING:
        print(f"{path.name}: bukan suara setuju, dilewati")
        return True
    ours, taken = dict[str, list[str]](), dict[str, float]()
    for key in KEYS:
        started = time.process_time()
        ours[key] = list(RULES[key].choose(election.instance).selected)
        taken[key] = time.process_time() - started
    told, late = elsewhere(python, path)
    wrong = [key for key, row in told.items() if row["found"] != ours[key]]
    mine, theirs = sum(taken.values()), sum(row["seconds"] for row in told.values()) + late
    over, unlike = "lebih dari " if late else "", f", BEDA: {', '.join(wrong)}" if wrong else ""
    print(f"{path.name}: {len(told) - len(wrong)} aturan sama, {mine:.2f} s, pabutools {over}{theirs:.2f} s, "
          f"{over}{theirs / mine:.0f} kali lebih cepat{unlike}", flush=True)  # fmt: skip
    for key, row in told.items():
        if row["seconds"] > 1:
            print(f"  {key}: {taken[key]:.2f} s, pabutools {row['seconds']:.2f} s dan {row['megabytes']:.0f} MB, "
                  f"{row['seconds'] / taken[key]:.0f} kali", flush=True)  # fmt: skip
    return not wrong


def elsewhere(python: str, path: Path) -> tuple[dict[str, Row], float]:
    """What the oracle told of each rule in its time, and the seconds that it went on for without telling more."""
    words = [python, str(Path(__file__).parent / "elsewhere.py"), str(path), str(PATIENCE), *KEYS]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True)
    if done.returncode not in (0, -signal.SIGXCPU):
        raise SystemExit(f"pabutools: {path.name}: {done.returncode}")
    told = {row["key"]: row for row in map(json.loads, done.stdout.splitlines())}
    spent = sum(row["seconds"] for row in told.values())
    return told, PATIENCE - spent if done.returncode else 0.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], [Path(name) for name in sys.argv[2:]]))
