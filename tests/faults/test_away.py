"""What the program needs goes away under load: the database is restarted, the disk is full."""

import http.client
import resource
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.support import postgres, tools
from tests.support.site import Site, command, environment

pytestmark = pytest.mark.faults

# A report that nobody has sent: the database is asked for it each time, and says no.
PAGE, ANSWER = "/publik/KYY-26-22222/", 404
CLEAR = "Sedang tidak bisa melayani"


class Visitors:
    """Some who ask for one page after the other, and what they were answered."""

    def __init__(self, site: Site, hands: int = 4) -> None:
        self.site, self.ending = site, threading.Event()
        self.seen: list[tuple[int, str | None, str]] = []
        self.threads = [threading.Thread(target=self.run, daemon=True) for _ in range(hands)]
        for thread in self.threads:
            thread.start()

    def ask(self) -> tuple[int, str | None, str]:
        """(status, Retry-After, text)."""
        line = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        line.request("GET", PAGE)
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        return answer.status, answer.headers.get("Retry-After"), text

    def run(self) -> None:
        """Until told to end."""
        while not self.ending.is_set():
            self.seen.append(self.ask())

    def more(self, count: int, seconds: float = 60) -> None:
        """Waits until so many more were answered."""
        goal, end = len(self.seen) + count, time.monotonic() + seconds
        while len(self.seen) < goal and time.monotonic() < end:
            time.sleep(0.02)


@pytest.mark.postgres
def test_people_see_one_clear_page_while_the_database_restarts(tmp_path: Path) -> None:
    # A cluster of its own: the others of this part go on with theirs.
    with postgres.cluster() as server:
        (tmp_path / "home").mkdir()
        site = Site(tmp_path / "home", server.url())
        site.rembuk("keys")
        site.rembuk("migrate")
        site.start()
        try:
            visitors = Visitors(site)
            visitors.more(20)
            with server.durable():
                visitors.more(40)
            visitors.more(40)
            visitors.ending.set()
            for thread in visitors.threads:
                thread.join(60)
            end, good = time.monotonic() + 60, 0
            while good < 30 and time.monotonic() < end:
                good = good + 1 if visitors.ask()[0] == ANSWER else 0
        finally:
            site.end()
    assert good == 30
    assert {status for status, _, _ in visitors.seen} <= {ANSWER, 503}
    turned = [(after, text) for status, after, text in visitors.seen if status == 503]
    assert turned
    assert all(after == "60" and CLEAR in text for after, text in turned)


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
