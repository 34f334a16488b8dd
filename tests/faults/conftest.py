"""The small city, as it stands on another kind of database after a backup and a restore."""

import shutil
from collections.abc import Iterator

import pytest

from tests.support import cities
from tests.support.postgres import Cluster
from tests.support.site import Site, clock_of, copied


@pytest.fixture(scope="session")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy for each process of tests, never to be changed. It is played in a file, once in a run."""
    played = cities.made_once(tmp_path_factory, *cities.SMALL, as_file=True)

    def bring(site: Site) -> str:
        for part in ("keys", "static"):
            shutil.copytree(played.home / part, site.home / part)
        archive = site.home / "brought.tar.gz"
        played.rembuk("backup", str(archive), "-q")
        site.rembuk("restore", str(archive), "-q")
        archive.unlink()
        (site.home / "clock").write_text(clock_of(played))
        return ""

    made = cities.once(tmp_path_factory, "brought", bring) if Cluster.of_environment() else played
    with copied(made, tmp_path_factory.mktemp("kecil") / "home") as copy:
        yield copy
