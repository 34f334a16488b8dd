"""The worker does every duty again and again, and none of them stops the others."""

import os
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rembuk.config import worker
from rembuk.coordination.reports.queries import suggesting
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.seams import TICK
from rembuk.foundation.territory import actions as territories
from rembuk.foundation.territory import queries as places


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> worker.Loop:
    monkeypatch.setattr(worker.Loop, "NAP", 0.001)
    return worker.Loop()


def run(loop: worker.Loop, monkeypatch: pytest.MonkeyPatch, *duties: worker.Duty) -> None:
    monkeypatch.setattr(worker, "duties", lambda: duties)
    loop.run()


@pytest.mark.django_db
def test_a_failing_duty_stops_no_other(loop: worker.Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def fail() -> int:
        raise ValueError("broken")

    def work() -> int:
        done.append("x")
        if len(done) == 3:
            loop.ending.set()
        return 1

    run(loop, monkeypatch, worker.Duty("fails", fail, 1), worker.Duty("works", work, 60))
    assert len(done) == 3


def test_a_duty_that_finds_nothing_rests(loop: worker.Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def end() -> int:
        if len(calls) >= 1:
            loop.ending.set()
        return 0

    def idle() -> int:
        calls.append("x")
        return 0

    run(loop, monkeypatch, worker.Duty("idle", idle, 3600), worker.Duty("end", end, 0))
    assert calls == ["x"]


def test_the_worker_ends_when_its_server_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = worker.Loop(parent=os.getpid())
    run(loop, monkeypatch, worker.Duty("nothing", lambda: 0, 0))
    assert not loop.ending.is_set()


def test_every_duty_has_a_name_of_its_own() -> None:
    names = [duty.name for duty in worker.duties()]
    assert len(set(names)) == len(names) >= 7
    assert list(TICK)


class Started:
    """A process that goes on until it is ended."""

    def __init__(self, words: list[str], **_: object) -> None:
        self.words, self.code = words, None
        begun.append(self)

    def poll(self) -> int | None:
        """None while it runs."""
        return self.code


begun: list[Any] = []


def test_learning_is_due_at_night_once_and_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    due = [False, True, True, True]
    begun.clear()
    worker._learning.clear()
    monkeypatch.setattr("rembuk.config.worker.subprocess.Popen", Started)
    monkeypatch.setattr("rembuk.config.worker.reports.is_learning_due", lambda: due.pop(0))
    assert (worker.learn(), len(begun)) == (0, 0), "by day nothing starts"
    assert (worker.learn(), len(begun)) == (0, 1)
    assert begun[0].words == [sys.executable, "-m", "rembuk", "learn"]
    assert (worker.learn(), len(begun), len(due)) == (0, 1, 2), "while one runs no second is asked for"
    begun[0].code = 1
    worker.learn()
    assert len(begun) == 2, "one that failed is tried again at its next turn"
    worker._learning.clear()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hour", "learned", "due"), [(18, None, True), (4, None, False), (18, 6, False), (18, 7, True)]
)
def test_it_is_due_in_the_citys_night_a_week_after_the_last(
    monkeypatch: pytest.MonkeyPatch, hour: int, learned: int | None, due: bool
) -> None:
    on = date(2026, 1, 20) - timedelta(days=learned) if learned is not None else None
    monkeypatch.setattr(suggesting, "last_learned", lambda target: on)
    with clock.standing(datetime(2026, 1, 19, hour, 30, tzinfo=UTC)):  # 18.30 UTC: half past one at night on the 20th
        assert suggesting.is_learning_due() is due


@pytest.mark.django_db
def test_a_day_is_closed_by_the_citys_time_not_by_what_the_worker_remembers() -> None:
    late = datetime(2026, 1, 30, 15, 30, tzinfo=UTC)  # Friday in Jakarta, Saturday in Jayapura
    with clock.standing(late):
        papua = territories.add(actor=SYSTEM, parent=None, level="provinsi", name="Papua", code="91")
        city = territories.add(actor=SYSTEM, parent=papua, level="kota", name="Kota Teluk", code="91.71")
        territories.serve(actor=SYSTEM, territory=city)
    places.zone.hold("WIB")  # a worker that read it before another process put it right
    close = next(duty.run for duty in worker.duties() if duty.name == "digests")
    with clock.standing(late + timedelta(days=2)):
        assert close()
    places.zone.forget()
    assert verify().ok
