"""The real program on a home and a database of its own, started, asked, and killed."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from tests.support import tools
from tests.support.postgres import Cluster


def rembuk(
    *words: str, home: Path, database: str = "", check: bool = True, timeout: float = 400, **env: str
) -> subprocess.CompletedProcess[str]:
    """Runs the `rembuk` command on a home, as a person would, and returns what it printed."""
    return subprocess.run(
        command(*words),
        env=environment(home, database, **env),
        check=check,
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=tools.ROOT,
    )


def command(*words: str) -> list[str]:
    """The `rembuk` command of this very interpreter."""
    return [sys.executable, "-m", "rembuk", *words]


def environment(home: Path, database: str = "", **more: str) -> dict[str, str]:
    """The environment of a program that knows nothing of the tests that started it."""
    mine = {"DJANGO_SETTINGS_MODULE": "rembuk.config.settings", "REMBUK_HOME": str(home)}
    inherited = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "PORT"}}
    return {**inherited, **mine, **({"DATABASE_URL": database} if database else {}), **more}


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """A home, its database, and the program that may serve it. Its processes form one group."""

    home: Path
    database: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def name(self) -> str:
        """What the cluster calls its database; "" for a file in the home."""
        return urlsplit(self.database).path.strip("/")

    def start(self, *words: str) -> "Site":
        """Starts `rembuk serve` and waits until it answers; another command only starts."""
        with (self.home / "test-server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command(*(words or ("serve",))),
                env=environment(self.home, self.database, PORT=str(self.port)),
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=tools.ROOT,
            )
        if not words:
            self.wait()
        return self

    def wait(self, seconds: float = 90) -> None:
        """Until /healthz answers; shows the log where it never does."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process is not None and self.process.poll() is None:
            if answers(f"{self.url}/healthz"):
                return
            time.sleep(0.05)
        raise AssertionError(f"no answer from {self.url}:\n{self.log()[-4000:]}")

    def log(self) -> str:
        """What the program printed so far."""
        return (self.home / "test-server.log").read_text(errors="replace")

    def kill(self) -> None:
        """Power loss: `kill -9` of the program and all its children."""
        self.end(signal.SIGKILL)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends the program, by default politely, and waits."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def rembuk(
        self, *words: str, check: bool = True, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Runs a `rembuk` command on this copy."""
        return subprocess.run(
            command(*words), env={**environment(self.home, self.database), **(env or {})}, check=check,
            capture_output=True, text=True, timeout=400, cwd=tools.ROOT,
        )  # fmt: skip


def answers(url: str) -> bool:
    """Whether a server says 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


_numbers = count()


@contextmanager
def based(home: Path, like: str = "template1") -> Iterator[Site]:
    """A site on a database of its own, a copy of another that nobody uses now; afterwards it is gone."""
    cluster, name = Cluster.of_environment(), f"site_{os.getpid()}_{next(_numbers)}"
    site = Site(home, cluster.create(name, like) if cluster else "")
    try:
        yield site
    finally:
        site.kill()
        if cluster:
            cluster.drop(name)


def clock_of(made: Site) -> str:
    """What the clock of a copy must say, so that it goes on from where it stood when the site was complete."""
    late = time.time() - (made.home / "complete").stat().st_mtime
    return f"{float((made.home / 'clock').read_text()) - late:.0f}"


@contextmanager
def copied(made: Site, home: Path) -> Iterator[Site]:
    """A copy of a site that nobody uses now. Its clock goes on from where it stood when the site was complete: what
    its people find does not depend on how long ago that was."""
    shutil.copytree(made.home, home)
    (home / "clock").write_text(clock_of(made))
    with based(home, made.name) as site:
        yield site
