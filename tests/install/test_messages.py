"""What a fresh machine lacks is said in one clear line."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.tools import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of the repository as making .venv needs."""
    for name in (".ci/venv", "pyproject.toml", "requirements.lock"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def make_venv(checkout: Path, python: str) -> subprocess.CompletedProcess[str]:
    """Runs the script with an interpreter of our making."""
    env = {"PATH": "/usr/bin:/bin", "PYTHON": python}
    return subprocess.run(
        [checkout / ".ci" / "venv", "requirements.lock"], env=env, capture_output=True, text=True, check=False
    )


def fake_python(folder: Path, script: str) -> str:
    """An interpreter that fails the way a bare machine's does. It makes a .venv whose pip runs `script` too."""
    path = folder / "fake-python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


VENV = 'case "$*" in "-m venv .venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python;; *install*) {} ;; esac'


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ('case "$*" in *version_info*) exit 1;; esac', "Python 3.11"),
        ('case "$*" in *venv*) echo "ensurepip is not available"; exit 1;; esac', "python3-venv"),
        ('case "$*" in *venv*) echo "[Errno 28] No space left on device"; exit 1;; esac', "cakram penuh"),
        (VENV.format('echo "NewConnectionError: Failed to establish a new connection"; exit 1'), "tidak ada jaringan"),
        (VENV.format('echo "ERROR: [Errno 28] No space left on device"; exit 1'), "cakram penuh"),
        (VENV.format('echo "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"; exit 1'), "DO NOT MATCH"),
    ],
)
def test_one_line_says_what_is_missing(checkout: Path, script: str, said: str) -> None:
    done = make_venv(checkout, fake_python(checkout, script))
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.startswith("Rembuk: ")
    assert len(done.stderr.splitlines()) == 1
    assert not (checkout / ".venv" / "installed").exists()


def test_a_missing_python_is_named(checkout: Path) -> None:
    assert "Python tidak ditemukan" in make_venv(checkout, "no-such-python").stderr


def test_a_second_run_does_nothing_and_a_new_lock_installs_again(checkout: Path) -> None:
    python = fake_python(checkout, VENV.format("echo installed >> calls"))
    assert make_venv(checkout, python).returncode == 0
    calls = (checkout / "calls").read_text()
    assert make_venv(checkout, python).returncode == 0
    assert (checkout / "calls").read_text() == calls
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    assert make_venv(checkout, python).returncode == 0
    assert (checkout / "calls").read_text() == calls * 2
