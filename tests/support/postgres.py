"""A throw-away PostgreSQL cluster: one folder, one unix socket, gone afterwards.

From a shell: `python -m tests.support.postgres run -- pytest …` sets DATABASE_URL for the command.
From a test: the `cluster` fixture of the root conftest.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.support import tools

MISSING = "PostgreSQL (no initdb found; apt-get install postgresql-15)"
# A test's data need not survive the machine; waiting for the disk would only cost minutes.
# Autovacuum takes transactions of its own, behind which the outbox rightly waits: a test would see no events.
LOCAL = ("listen_addresses=", "autovacuum=off")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", *LOCAL)


@dataclass(frozen=True)
class Cluster:
    """A running server. The role `rembuk` owns the databases, `rembuk_app` only uses them."""

    folder: Path
    bin: Path

    @classmethod
    def of_environment(cls) -> "Cluster | None":
        """The throw-away cluster that DATABASE_URL points into, if it does."""
        url = urlsplit(os.environ.get("DATABASE_URL", ""))
        folder, binaries = parse_qs(url.query).get("host", [""])[0], tools.postgres_bin()
        return cls(Path(folder), binaries) if folder.startswith("/tmp/rembuk-pg-") and binaries else None

    def url(self, database: str = "rembuk", role: str = "rembuk") -> str:
        """What DATABASE_URL or DATABASE_OWNER_URL must say."""
        return f"postgresql://{role}@/{database}?host={self.folder}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Runs a statement as the superuser and returns what it prints."""
        where = ["-h", str(self.folder), "-U", "postgres", "-d", database]
        command = [str(self.bin / "psql"), *where, "-qAtc", statement]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def create(self, database: str, template: str = "template1") -> str:
        """Makes a database, perhaps as a copy of another that nobody uses now, and returns its URL."""
        self.sql(f'CREATE DATABASE "{database}" OWNER rembuk TEMPLATE "{template}"')
        return self.url(database)

    def has(self, database: str) -> bool:
        """Whether a database exists."""
        return self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'") == "1"

    def drop(self, database: str) -> None:
        """Removes a database, whoever still uses it."""
        self.sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    @contextmanager
    def durable(self) -> Iterator[None]:
        """Within it every commit waits for the disk, as a city's does; whoever is connected must connect again."""
        self._restart(LOCAL)
        try:
            yield
        finally:
            self._restart(FAST)

    def _restart(self, settings: Sequence[str]) -> None:
        command: list[str | Path] = [self.bin / "pg_ctl", "-D", self.folder / "data", "-m", "fast", "-w", "-t", "60"]
        _run([*command, "-l", self.folder / "log", "-o", options(self.folder, settings), "restart"])

    def server_pids(self) -> list[int]:
        """The postmaster, whose children are the backends; the bench counts their CPU time."""
        return [int((self.folder / "data" / "postmaster.pid").read_text().split()[0])]


def options(folder: Path, settings: Sequence[str]) -> str:
    """How the server is started."""
    return f"-k {folder} " + " ".join(f"-c {setting}" for setting in settings)


def _as_postgres(command: Sequence[str | Path]) -> list[str]:
    """PostgreSQL refuses root, so root lends the command to the postgres user."""
    words = [str(word) for word in command]
    return ["runuser", "-u", "postgres", "--", *words] if os.geteuid() == 0 else words


def _run(command: Sequence[str | Path]) -> None:
    # cwd: the postgres user may not enter root's home. stdout: the server would keep a pipe open for ever.
    subprocess.run(_as_postgres(command), check=True, cwd="/", stdout=subprocess.DEVNULL)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Starts a cluster with the empty database `rembuk`, and removes it afterwards."""
    binaries = tools.postgres_bin()
    if binaries is None:
        raise FileNotFoundError(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="rembuk-pg-", dir="/tmp"))  # a socket's path must be short
    data = folder / "data"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        folder.chmod(0o755)
        _run([binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"])
        settings = options(folder, FAST)
        _run([binaries / "pg_ctl", "-D", data, "-w", "-t", "30", "-l", folder / "log", "-o", settings, "start"])
        server = Cluster(folder, binaries)
        server.sql("CREATE ROLE rembuk LOGIN CREATEDB")
        server.sql("CREATE ROLE rembuk_app LOGIN")
        server.create("rembuk")
        yield server
    finally:
        if (data / "postmaster.pid").exists():
            _run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def run(command: Sequence[str]) -> int:
    """Runs a command against a fresh cluster and returns its exit code."""
    if tools.postgres_bin() is None and not tools.apt_install("postgresql-15"):
        print(f"not run: {MISSING}")
        return 1 if tools.in_ci() else 0
    with cluster() as server:
        process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": server.url()})
        # A runner that loses patience ends us, and then nothing of ours may stay behind.
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        try:
            return process.wait()
        except KeyboardInterrupt:
            return process.wait()


def main(words: Sequence[str]) -> int:
    """`run -- COMMAND …`"""
    if list(words[:2]) != ["run", "--"] or len(words) < 3:
        print("usage: python -m tests.support.postgres run -- COMMAND …", file=sys.stderr)
        return 2
    return run(words[2:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
