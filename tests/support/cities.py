"""Demo cities that tests do harm to: each is made once in a run of the tests, whoever asks first, and then copied."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.postgres import Cluster
from tests.support.site import Site, based, clock_of, copied

PREPARED = "prepared"
SMALL = ("kecil", "--size", "kecil")


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Site], str], *, as_file: bool = False) -> Site:
    """A city for all processes and parts of a run, made by whoever asks first; never served. `make` gives what it
    printed."""
    cluster = None if as_file else Cluster.of_environment()
    kept, own = os.environ.get("REMBUK_PREPARED"), factory.getbasetemp()
    base = Path(kept) if kept else own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    home = base / f"{name}-{'postgresql' if cluster else 'sqlite'}"
    site = Site(home, cluster.url(name) if cluster else "")
    with (base / f"{home.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "complete").exists() or (cluster and not cluster.has(name)):
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            if cluster:
                cluster.drop(name)
                cluster.create(name)
            (home / "printed").write_text(make(site))
            (home / "complete").touch()
    return site


def made_once(factory: pytest.TempPathFactory, name: str, *words: str, as_file: bool = False) -> Site:
    """The city that `rembuk demo` makes of these words."""

    def play(site: Site) -> str:
        done = site.rembuk("demo", *words, "--no-serve", check=False, env={"REMBUK_TRACE": "1"})
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    return once(factory, name, play, as_file=as_file)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The demo city; only to be copied."""
    return made_once(tmp_path_factory, PREPARED)


@pytest.fixture
def site(prepared: Site, tmp_path: Path) -> Iterator[Site]:
    """A copy of the demo city of one's own, not yet served: `site.start()`."""
    with copied(prepared, tmp_path / "home") as copy:
        yield copy


@pytest.fixture(scope="module")
def served(prepared: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of the demo city that the tests of one file share, served."""
    with copied(prepared, tmp_path_factory.mktemp("served") / "home") as copy:
        yield copy.start()


@pytest.fixture(scope="session")
def played_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small city as it is played on this kind of database, a copy for each process of tests; never change it."""
    with copied(made_once(tmp_path_factory, *SMALL), tmp_path_factory.mktemp("played") / "home") as copy:
        yield copy


@pytest.fixture(scope="session")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small city, a copy for each process of tests; never change it. It is played in a file, and comes to another
    kind of database by a backup and a restore, in a third of the time."""
    played = made_once(tmp_path_factory, *SMALL, as_file=True)

    def bring(site: Site) -> str:
        for part in ("keys", "static"):
            shutil.copytree(played.home / part, site.home / part)
        archive = site.home / "brought.tar.gz"
        played.rembuk("backup", str(archive), "-q")
        site.rembuk("restore", str(archive), "-q")
        archive.unlink()
        (site.home / "clock").write_text(clock_of(played))
        return ""

    made = once(tmp_path_factory, "brought", bring) if Cluster.of_environment() else played
    with copied(made, tmp_path_factory.mktemp("kecil") / "home") as copy:
        yield copy


def dump(site: Site) -> list[str]:
    """All rows of a small city, one a line, whatever keeps them."""
    return site.rembuk("demo", "--size", "kecil", "--dump").stdout.splitlines()


@pytest.fixture(scope="session")
def played_rows(played_city: Site) -> list[str]:
    """All rows of the city that was played."""
    return dump(played_city)


@pytest.fixture(scope="session")
def small_rows(small_city: Site) -> list[str]:
    """All rows of the small city."""
    return dump(small_city)


@pytest.fixture
def city(small_city: Site, tmp_path: Path) -> Iterator[Site]:
    """A copy of the small city of one's own."""
    with copied(small_city, tmp_path / "home") as copy:
        yield copy


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Site]:
    """A home without anything, and an empty database."""
    (tmp_path / "new").mkdir()
    with based(tmp_path / "new") as site:
        yield site
