"""Point → smallest territory at about 1,000 outlines, and the whole country's list: what they cost on this machine.

    python bench/places.py                      the sample city's outlines
    python bench/places.py --country FILE       also imports a list of codes, first and again

Prints one line per figure: name, value, unit, limit. Uses a throw-away home and SQLite, or DATABASE_URL.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS, POINTS = 5, 20_000
POINT_LIMIT, IMPORT_LIMIT = 50.0, 60.0


def main() -> int:
    """Measures and prints; 1 where a figure is over its limit."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--country", type=Path, help="the ministry's list as CSV, gzipped or not")
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="rembuk-bench-") as home:
        prepare(home)
        figures = [*points(), *(country(given.country) if given.country else [])]
    for name, value, unit, limit in figures:
        print(f"{name:40} {value:10.1f} {unit:4} batas {limit:.0f}")
    return int(any(value > limit for _, value, _, limit in figures))


def prepare(home: str) -> None:
    """A fresh database with the tables."""
    os.environ["REMBUK_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    sys.path.insert(0, str(Path(__file__).parent.parent))
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    if str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
        settings.DATABASES["default"]["NAME"] = str(Path(home) / "bench.sqlite3")
    call_command("migrate", verbosity=0)


def points() -> list[tuple[str, float, str, float]]:
    """The best of some rounds over points inside and outside the city."""
    from rembuk.foundation.kernel import chance
    from rembuk.foundation.kernel.actor import SYSTEM
    from rembuk.foundation.territory import queries, sample

    with chance.seeded(1):
        sample.draw_boundaries(SYSTEM, sample.make_city(SYSTEM))
        spots = [(-6.4 + 0.24 * share(), 106.9 + 0.15 * share()) for _ in range(POINTS)]
    count = len(queries.boundaries())
    queries.smallest_at(*spots[0])

    def all_spots() -> None:
        for lat, lng in spots:
            queries.smallest_at(lat, lng)

    best = min(seconds(all_spots) for _ in range(ROUNDS))
    return [(f"titik ke wilayah, {count} batas", best / POINTS * 1e6, "µs", POINT_LIMIT)]


def share() -> float:
    """A number from 0 to 1."""
    from rembuk.foundation.kernel import chance

    return int.from_bytes(chance.token_bytes(4)) / 256**4


def country(path: Path) -> list[tuple[str, float, str, float]]:
    """The list, on top of the sample city, and once more."""
    from rembuk.foundation.kernel.actor import SYSTEM
    from rembuk.foundation.territory.imports import import_territory

    def once() -> None:
        import_territory(path, actor=SYSTEM)

    return [
        ("daftar wilayah, pertama kali", seconds(once), "s", IMPORT_LIMIT),
        ("daftar wilayah, sekali lagi", seconds(once), "s", IMPORT_LIMIT),
    ]


def seconds(work: Callable[[], None]) -> float:
    """How long a work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    raise SystemExit(main())
