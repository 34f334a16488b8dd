"""A small demo city, made once, and copies of it to do harm to."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import Cluster
from tests.support.site import Site, rembuk

SMALL = ("demo", "--size", "kecil")


@pytest.fixture(scope="session")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small city as `rembuk demo` made it; never change it."""
    home, cluster = tmp_path_factory.mktemp("kecil"), Cluster.of_environment()
    name = f"kecil_{home.parent.name}_{home.name}".replace("-", "_").lower()
    url = cluster.create(name) if cluster else ""
    done = rembuk(*SMALL, "--no-serve", home=home, database=url, check=False, REMBUK_TRACE="1")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    (home / "printed").write_text(done.stdout)
    yield Site(home, url)
    if cluster:
        cluster.drop(name)


@pytest.fixture
def city(small_city: Site, tmp_path: Path) -> Iterator[Site]:
    """A copy of the small city."""
    cluster = Cluster.of_environment()
    shutil.copytree(small_city.home, tmp_path / "home")
    name = f"copy_{tmp_path.parent.name}_{tmp_path.name}".replace("-", "_").lower()[:60]
    of = small_city.database.split("@/")[1].split("?")[0] if cluster else ""
    copy = Site(tmp_path / "home", cluster.create(name, of) if cluster else "")
    yield copy
    copy.kill()
    if cluster:
        cluster.drop(name)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Site]:
    """A home without anything, and an empty database."""
    cluster = Cluster.of_environment()
    (tmp_path / "new").mkdir()
    name = f"empty_{tmp_path.parent.name}_{tmp_path.name}".replace("-", "_").lower()[:60]
    site = Site(tmp_path / "new", cluster.create(name) if cluster else "")
    yield site
    site.kill()
    if cluster:
        cluster.drop(name)
