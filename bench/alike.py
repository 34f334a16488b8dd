"""Proposals that are alike: one kelurahan with 330, the same 330 all in one RW, and 56 kelurahan on one day; seconds
and memory of this process, and how right the judge is on the labelled pairs.

    python -m bench.alike
"""

import json
import random
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from bench.row import Row, at_least, at_most
from rembuk.planning.musrenbang.alike import measuring
from rembuk.planning.musrenbang.alike.grouping import groups
from rembuk.planning.musrenbang.alike.proposals import Text

PAIRS = Path(__file__).parent.parent / "examples" / "contoh-pasangan-usulan.csv"
KELURAHAN, EACH, RWS = 56, 330, 20
SYLLABLES = "ba ce di fu ga ha ji ka lo me nu pa ri sa te wi".split()


def main() -> None:
    """Prints the rows as JSON."""
    dice = random.Random(5)
    one = proposals(dice, "0")
    crowded = [replace(text, rw="01") for text in one]
    city = [text for number in range(KELURAHAN) for text in proposals(dice, str(number))]
    rows = [
        seconds(f"usulan serupa di antara {len(one)}", lambda: groups(one), 1),
        seconds(f"usulan serupa, {len(crowded)} dalam satu RW", lambda: groups(crowded), 1),
        seconds(f"usulan serupa di antara {len(city)}", lambda: groups(city), 20),
        at_most("usulan serupa: memori", memory(), "MB", 1000),
    ]
    found = measuring.measure([pair for pair in measuring.pairs(PAIRS) if pair.use == "akhir"])
    rows += [
        at_least(f"usulan serupa: tepat, dari {found.pairs} pasang", found.precision * 100, "%", 90),
        at_least("usulan serupa: ditemukan", found.recall * 100, "%", 80),
    ]
    print(json.dumps([asdict(row) for row in rows]))


def proposals(dice: random.Random, kelurahan: str) -> list[Text]:
    """As the labelled ones are written, with other streets, RTs and RWs; a tenth with a point."""
    written = [text for pair in measuring.pairs(PAIRS) for text in (pair.one, pair.other)]
    return [
        replace(
            text, id=f"{kelurahan}/{number}", kelurahan=kelurahan, rw=f"{dice.randint(1, RWS):02}",
            rt=f"{dice.randint(1, 9):02}", place=dice.choice([text.place, f"Jl. {name(dice)} {dice.randint(1, 5)}"]),
            lat=-6.2 + dice.random() / 50 if number % 10 == 0 else None, lng=107 + dice.random() / 50,
        )
        for number, text in enumerate(dice.sample(written, EACH))
    ]  # fmt: skip


def name(dice: random.Random) -> str:
    """A street that no table knows."""
    return "".join(dice.choices(SYLLABLES, k=3)).capitalize()


def seconds(what: str, deed: Callable[[], object], bar: float) -> Row:
    """How long it takes."""
    started = time.perf_counter()
    assert deed()
    return at_most(what, time.perf_counter() - started, "s", bar)


def memory() -> float:
    """The most that this process ever held."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    main()
