"""The worker: what time and events ask for, step by step, for ever.

Every step is idempotent and commits in small pieces, so that a worker killed in the middle loses and doubles nothing:
its next life reads the same rows again.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType

from rembuk.coordination.reports import queries as reports
from rembuk.coordination.visits import queries as visits
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.files import actions as files
from rembuk.foundation.kernel import clock, seams
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.tallies import actions as tallies
from rembuk.foundation.territory import queries as places
from rembuk.foundation.web import health, limits

BATCH = 200
SWEEP = 300
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Duty:
    """A step of the worker: `run()` does a piece and returns how much; `every` is the pause in seconds."""

    name: str
    run: Callable[[], int]
    every: float


def duties() -> tuple[Duty, ...]:
    """All steps, those that people wait for first."""
    return (
        Duty("tallies", lambda: tallies.bring_forward(BATCH), 1),
        Duty("notices", lambda: notices.bring_forward(BATCH), 1),
        Duty("deliver", lambda: notices.deliver(BATCH), 2),
        Duty("thumbnails", lambda: files.draw(BATCH), 2),
        Duty("tick", lambda: sum(count for _, count in tick()), 20),
        Duty("digests", close_days, 60),
        Duty("heartbeat", beat, 10),
        Duty("limits", forget, 3600),
        Duty("orphans", sweep, SWEEP),
        Duty("learn", learn, 1800),
        Duty("fridays", fridays, 3),
    )


def tick() -> Iterator[tuple[str, int]]:
    """Passes on what is due, by every ticker until it finds nothing more; yields its name and how many."""
    for ticker in seams.TICK:
        total = 0
        while done := ticker.run(clock.now(), BATCH):
            total += done
        yield ticker.name, total


def beat() -> int:
    """Says that the worker lives; /healthz reads it."""
    health.beat()
    return 0


def close_days() -> int:
    """Digests of the days that are over, by the city's time as its row says now: they are published for good."""
    places.zone.forget()
    return audit.close_days(clock.now())


def forget() -> int:
    """Old counts of the rate limits."""
    limits.forget_old()
    return 0


def sweep() -> int:
    """One of the 256 folders of bytes each time: within a day all of them, without a memory of which was last."""
    files.remove_orphans(int(clock.machine_now().timestamp() // SWEEP))
    return 0


_learning: list[subprocess.Popen[bytes]] = []


def learn() -> int:
    """Suggestions are learned in a process of its own: the others wait for nothing, and its memory goes with it."""
    _learning[:] = [process for process in _learning if process.poll() is None]
    if not _learning and reports.is_learning_due():
        _learning.append(subprocess.Popen([sys.executable, "-m", "rembuk", "learn"], stdout=subprocess.DEVNULL))
    return 0


_planning: list[subprocess.Popen[bytes]] = []


def fridays() -> int:
    """The mayor's Fridays are planned in a process of its own, as soon as somebody asks."""
    _planning[:] = [process for process in _planning if process.poll() is None]
    if not _planning and visits.is_asked():
        _planning.append(subprocess.Popen([sys.executable, "-m", "rembuk", "fridays"], stdout=subprocess.DEVNULL))
    return 0


class Loop:
    """Runs the duties until told to end, or until its parent is gone."""

    NAP = 0.5

    def __init__(self, parent: int = 0) -> None:
        self.parent = parent
        self.ending = threading.Event()
        self.due: dict[str, float] = {}

    def run(self) -> None:
        """Until the end."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self.ending.is_set():
            busy = sum([self.attempt(duty) for duty in duties() if self.due.get(duty.name, 0) <= time.monotonic()])
            if self.parent and os.getppid() != self.parent:
                return
            if not busy:
                self.ending.wait(self.NAP)

    def attempt(self, duty: Duty) -> int:
        """Does a piece of a duty. A failure is logged and tried again later; it stops no other duty."""
        from django.db import close_old_connections

        try:
            done = duty.run()
        except Exception:
            log.exception("%s failed, tried again in a while", duty.name)
            close_old_connections()
            self.due[duty.name] = time.monotonic() + max(duty.every, 15)
            return 0
        # What found a full batch goes on at once.
        self.due[duty.name] = time.monotonic() + (0 if done else duty.every)
        return done

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Ends after the present duty."""
        self.ending.set()
