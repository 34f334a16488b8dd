"""The rules of choosing: real elections, each with all rules; one kelurahan side by side; 500 × 50,000 with completion.

python -m bench.choosing
"""

import json
import resource
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from bench.bulk import DATA
from bench.row import Row, at_most, not_run
from rembuk.planning.musrenbang.choosing import comparing, completion, equal_shares, pabulib
from rembuk.planning.musrenbang.choosing.problem import Instance
from rembuk.planning.musrenbang.choosing.rules import EVALUATED, RULES
from rembuk.planning.musrenbang.choosing.tests import elections

ELECTION, SCREEN, LARGE, MEMORY = 2.0, 2.0, 10.0, 1000.0


def main() -> None:
    """Prints the rows as JSON."""
    kelurahan = elections.town(330, 100, 500_000_000, (1_000, 200_000), 1000)
    small_works = elections.town(330, 100, 500_000_000, (1_000, 20_000), 1000)
    large = elections.town(500, 50_000, 20_000_000, (5_000, 400_000))
    rupiah = elections.town(500, 50_000, 5_000_000_000, (5_000, 90_000), 1000)
    rows = [
        *real(),
        seconds("aturan bersisian, 330 usulan × 100 suara", lambda: comparing.side_by_side(kelurahan), SCREEN),
        seconds("aturan bersisian, banyak yang kecil", lambda: comparing.side_by_side(small_works), SCREEN),
        seconds("jatah sama sampai sisa terpakai, 500 × 50.000", lambda: completed(large), LARGE),
        seconds("yang sama, dalam rupiah", lambda: completed(rupiah), LARGE),
        at_most("aturan memilih: memori", memory(), "MB", MEMORY),
    ]
    print(json.dumps([asdict(row) for row in rows]))


def real() -> list[Row]:
    """The slowest of the elections that stand beside the repository."""
    paths = sorted((DATA / "pabulib").glob("*.pb"))
    if not paths:
        return [not_run("pemilihan nyata, semua aturan", "no data/pabulib")]
    taken = {path.stem: elapsed(lambda path=path: evaluate(path)) for path in paths}  # type: ignore[misc]
    slowest = max(taken, key=lambda name: taken[name])
    return [at_most(f"pemilihan nyata, semua aturan: {slowest}", taken[slowest], "s", ELECTION)]


def evaluate(path: Path) -> None:
    """What `rembuk evaluate rules` does."""
    election = pabulib.read(path)
    for key, pointed in EVALUATED.items():
        if election.pointed or not pointed:
            with completion.by_two():
                RULES[key].choose(election.instance)


def completed(instance: Instance) -> None:
    """By two processes, as a command does it."""
    with completion.by_two():
        equal_shares.by_cost_completed(instance)


def seconds(name: str, make: Callable[[], object], bar: float) -> Row:
    """How long it takes."""
    return at_most(name, elapsed(make), "s", bar)


def elapsed(make: Callable[[], object]) -> float:
    """Seconds of this machine."""
    started = time.perf_counter()
    make()
    return time.perf_counter() - started


def memory() -> float:
    """The most that this process ever held, and with it the largest that it began: what both hold counts twice."""
    status = Path("/proc/self/status").read_text().splitlines()
    own = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    return (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


if __name__ == "__main__":
    main()
