"""Making the demo city once: whole or not at all, and never in a database that holds anything else.

On SQLite it is made in a file of its own that takes its place when it is finished. On PostgreSQL a mark says that it is
not finished yet; what was cut off is wiped by the next run. The seed replaces chance only between those two moments.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from rembuk.config import database, keys
from rembuk.config.cli.progress import Progress
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.errors import Refused

CITIES = ("32.75",)


@dataclass(frozen=True)
class Plan:
    """What is to be made: so many reports, of which `played` are played at most and the rest is stamped after them."""

    seed: int = 2026
    size: str = "kelurahan"
    city: str = "32.75"
    reports: int = 600
    url: str = "http://localhost:8000"
    played: int = 0

    @property
    def stamps(self) -> bool:
        """Whether more is wanted than is played."""
        return 0 < self.played < self.reports


# size → reports; "kecil" is for tests: the played kelurahan and its neighbours have RW and RT, nobody else.
SIZES = {"kelurahan": 600, "kota": 100_000, "kecil": 60}
# How many of them are played through the actions, where not all are: the rest are stamped.
PLAYED = {"kota": 500}


def address() -> str:
    """Where a hosted demo says that it stands; else a place that does not depend on today's port."""
    return os.environ.get("REMBUK_URL") or Plan.url


def demand_known(plan: Plan) -> None:
    """Refuses a city or a size that we have not drawn."""
    if plan.city not in CITIES:
        raise Refused("no_city", f"kota contoh yang ada: {', '.join(CITIES)}")
    if plan.size not in SIZES:
        raise Refused("no_size", f"ukuran yang ada: {', '.join(SIZES)}")


@contextmanager
def alone() -> Iterator[None]:
    """Only one process makes a demo in this home."""
    clock.home().mkdir(parents=True, exist_ok=True)
    with (clock.home() / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("demo_busy", "kota contoh sedang dibuat oleh proses lain; tunggu sampai selesai") from None
        yield


def ready(plan: Plan) -> bool:
    """Makes the demo where it is not there yet; says whether it was there already. Leaves Django loaded."""
    demand_known(plan)
    with alone():
        target = database.sqlite_file()
        return _ready_on_server(plan) if target is None else _ready_in_file(plan, target)


def standing() -> bool:
    """Whether a finished demo lies in this home, whatever words it was made with. Leaves Django loaded."""
    load_django()
    from rembuk.config import queries

    target = database.sqlite_file()
    if target is not None and not target.exists():
        return False
    mark = queries.mark_if_any()
    return mark is not None and mark.finished


def _ready_in_file(plan: Plan, target: Path) -> bool:
    load_django()
    if target.exists() and target.stat().st_size and _is_same(plan):
        return True
    _demand_keys(plan)
    half = target.with_name("demo-half.sqlite3")
    database.remove_sqlite(half)
    shutil.rmtree(clock.home() / "files", ignore_errors=True)
    half.parent.mkdir(parents=True, exist_ok=True)
    database.use_sqlite(half)
    try:
        make(plan)
        database.settle(half)
    except BaseException:
        from django.db import connections

        connections.close_all()
        database.remove_sqlite(half)
        raise
    database.remove_sqlite(target)
    half.replace(target)
    database.use_sqlite(target)
    return False


def load_django() -> None:
    """Loads the program, with whatever keys there are: a new city's are made by us."""
    import django

    django.setup()


def _is_same(plan: Plan) -> bool:
    """Whether the database is this finished demo. Refuses what we may not touch."""
    from rembuk.config import queries

    mark = queries.mark_if_any()
    if mark is None:
        if queries.is_empty():
            return False
        raise Refused(
            "not_demo",
            "basis data ini berisi data sungguhan, bukan kota contoh: pilih REMBUK_HOME atau DATABASE_URL lain",
        )
    if not mark.finished:
        return False
    if (mark.seed, mark.size, mark.city) != (plan.seed, plan.size, plan.city):
        raise Refused(
            "other_demo",
            f"sudah ada kota contoh lain (benih {mark.seed}, ukuran {mark.size}): "
            f"pilih REMBUK_HOME lain, atau hapus {clock.home()}",
        )
    if database.behind():
        database.prepare(quiet=True)
    return True


def _ready_on_server(plan: Plan) -> bool:
    load_django()
    from django.db import connection

    from rembuk.config import queries

    if _is_same(plan):
        return True
    _demand_keys(plan)
    if queries.mark_if_any() is not None:
        database.wipe()
        connection.close()
    shutil.rmtree(clock.home() / "files", ignore_errors=True)
    with database.no_commit_waits():
        make(plan)
    return False


def _demand_keys(plan: Plan) -> None:
    """A demo's ring comes from its seed, so it is marked as such and never mixed with a city's own."""
    if not keys.missing() and not keys.of_demo():
        raise Refused(
            "own_keys", f"{keys.ring_file().parent} berisi kunci sungguhan: pakai REMBUK_HOME lain untuk kota contoh"
        )
    shutil.rmtree(keys.ring_file().parent, ignore_errors=True)
    keys.mark_as_demo()
    with chance.seeded(plan.seed):
        keys.make()


def make(plan: Plan) -> None:
    """Migrates, marks, makes the city, plays its days, and says at last that it is finished."""
    load_django()
    from rembuk.config import actions
    from rembuk.config.demo import city, council, crowd, life

    progress = Progress("Menyiapkan basis data")
    progress(0, 1)
    database.prepare(quiet=True)
    progress(1, 1)
    progress.end()
    with chance.seeded(plan.seed), clock.standing(city.FOUNDED), _address(plan.url):
        actions.mark_demo(seed=plan.seed, size=plan.size, city=plan.city, ends_at=life.ENDS)
        made = city.make(plan, Progress("Membuat wilayah, lembaga, dan pejabat"))
        council.found(plan.seed, made)
        played = life.play(plan, made, Progress("Memainkan hari demi hari"))
        if plan.stamps:
            stamped = crowd.fill(plan, made, Progress("Menggandakan laporan"))
            crowd.settle(stamped, life.ENDS, Progress("Menghitung dan menyegel"))
        for line in played.refused if os.environ.get("REMBUK_TRACE") else ():
            print(line)
        actions.finish_demo(sign_ins=made.sign_ins())
    clock.set_offset(timedelta(seconds=round((life.ENDS - clock.machine_now()).total_seconds())))


@contextmanager
def _address(url: str) -> Iterator[None]:
    """What the printed papers of the play point to: the same whatever port serves them, or the dump would differ."""
    from django.conf import settings

    before, settings.PUBLIC_URL = settings.PUBLIC_URL, url
    try:
        yield
    finally:
        settings.PUBLIC_URL = before
