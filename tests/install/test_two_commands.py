"""A fresh machine: `make demo` and there is a city; the second start finds it, and a busy port is told."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.install import clean
from tests.support.site import answers, free_port
from tests.support.tools import ROOT

pytestmark = pytest.mark.install

# A machine that others share is slow; how long a start takes is measured (`make bench`), here only a hang is ended.
PATIENCE = 400
PLAYING = "Memainkan hari demi hari"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean copy that the tests of this file share; whoever comes first installs it."""
    return clean.copy(tmp_path_factory.mktemp("clean"))


def bare_environment(**more: str) -> dict[str, str]:
    """What a person's shell has, and nothing of the virtual environment that these tests run in."""
    own = {"VIRTUAL_ENV", "REMBUK_HOME", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH", "CI"}
    own |= {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONPYCACHEPREFIX"}  # of the `make test` that runs this
    path = ":".join(folder for folder in os.environ["PATH"].split(":") if not folder.endswith(".venv/bin"))
    return {**{key: value for key, value in os.environ.items() if key not in own}, "PATH": path, **more}


@contextmanager
def demo(checkout: Path, port: int) -> Iterator[str]:
    """`make demo` until it answers; gives what it printed until then, and ends it as Ctrl-C would."""
    start, log = time.monotonic(), checkout / "demo.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["make", "demo"],
            cwd=checkout,
            env=bare_environment(PORT=str(port)),
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        while not answers(f"http://127.0.0.1:{port}/healthz"):
            spent = time.monotonic() - start
            assert process.poll() is None, log.read_text()
            assert spent < PATIENCE, f"no answer after {spent:.0f} s:\n{log.read_text()}"
            time.sleep(0.1)
        yield log.read_text()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_two_commands_make_a_city(checkout: Path) -> None:
    port = free_port()
    with demo(checkout, port) as first:
        assert f":{port}" in first, "the address is printed"
        assert PLAYING in first
    with demo(checkout, free_port()) as second:
        assert PLAYING not in second, "the city is there already"
    assert (checkout / "var").is_dir()
    written = {path.name for path in checkout.iterdir()} - {path.name for path in ROOT.iterdir()}
    assert written <= {"var", ".venv", "demo.log"}, "all it writes lies in .venv and var"


def test_a_busy_port_is_one_clear_line(checkout: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = str(busy.getsockname()[1])
        done = subprocess.run(
            ["make", "--silent", "demo"],
            cwd=checkout,
            env=bare_environment(PORT=port),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode != 0
    complaint = [line for line in done.stderr.splitlines() if not line.startswith("make:")]
    assert len(complaint) == 1, done.stderr
    assert port in complaint[0]


def test_help_is_worth_reading(checkout: Path) -> None:
    subprocess.run([".ci/venv", "requirements.lock"], cwd=checkout, env=bare_environment(), check=True)
    said = subprocess.run(
        [".venv/bin/rembuk", "--help"], cwd=checkout, env=bare_environment(), capture_output=True, text=True, check=True
    ).stdout
    wanted = ["demo", "serve", "work", "tick", "deliver", "verify", "import", "backup", "restore", "where"]
    assert [word for word in wanted if word not in said] == []
