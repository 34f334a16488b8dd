"""What the program needs goes away: the disk is full."""

import resource
import subprocess
from pathlib import Path

import pytest

from tests.support import tools
from tests.support.site import Site, command, environment

pytestmark = pytest.mark.faults


def test_a_backup_that_finds_no_room_says_so_and_leaves_nothing(small_city: Site, tmp_path: Path) -> None:
    """No file may grow beyond 50 kB, as where the disk is full in the middle of the archive."""
    target = tmp_path / "all.tar.gz"
    done = subprocess.run(
        command("backup", str(target), "-q"), env=environment(small_city.home, small_city.database), check=False,
        capture_output=True, text=True, timeout=400, cwd=tools.ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
    )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "penuh" in done.stderr
    assert not list(tmp_path.iterdir())
