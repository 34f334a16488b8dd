"""Something to be moved and recorded: a letter on its way has a status, a version and little else."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, connections, transaction

from rembuk.foundation.audit import actions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.flow import Step, step
from rembuk.foundation.kernel.seams import SUBJECTS, SubjectKind
from rembuk.foundation.notices.models import Delivery
from tests.support import flush

NOON = datetime(2026, 1, 30, 5, tzinfo=UTC)
SITI = Actor(user_id=None, name="Siti", grants=frozenset({("audit.erase", "")}))


def made_step(name: str, source: str, target: str) -> Step:
    return step(name, source, target, name.title(), name, event=f"notices.{name}", permission="notices.retry")


SEND = made_step("send", "waiting", "sent")
# A deed that leaves the status as it was, like a climb.
CLIMB = made_step("climb", "waiting", "")


def letter(subject: str = "Lampu jalan") -> Delivery:
    """A new letter with its first event."""
    now = clock.now()
    made = Delivery.objects.create(channel="surel", address="a@b.id", subject=subject, text="", due_at=now, try_at=now)
    actions.record(SITI, made, "notices.made")
    return made


@pytest.fixture(autouse=True)
def standing() -> Iterator[None]:
    with clock.standing(NOON):
        yield


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """`verify` knows letters, and only letters."""

    def rows() -> Any:
        return Delivery.objects.order_by("pk").values_list("pk", "version", "status").iterator()

    kind = SubjectKind("notices.delivery", rows, lambda actor, pk: True, str, str)
    monkeypatch.setattr(SUBJECTS, "_filled", (kind,))


@contextmanager
def tampering() -> Iterator[None]:
    """What somebody with the database's own keys can do: the triggers stand aside."""
    # PostgreSQL alters no table while checks of the same transaction are pending.
    connection.check_constraints()
    with flush.triggers_aside(connections.all()):
        yield
        connection.check_constraints()


def beside(deed: Callable[[], object]) -> threading.Thread:
    """Runs a deed in a transaction of its own; `join` waits for it."""

    def run() -> None:
        try:
            with transaction.atomic():
                deed()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


class Other(threading.Thread):
    """A second connection that does something in a transaction and holds it open until told."""

    def __init__(self, deed: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.deed = deed
        self.did, self.may_commit = threading.Event(), threading.Event()
        self.error: list[BaseException] = []
        self.start()
        assert self.did.wait(20)
        assert not self.error

    def run(self) -> None:
        try:
            with transaction.atomic():
                self.deed()
                self.did.set()
                assert self.may_commit.wait(20)
        except BaseException as error:  # noqa: BLE001 - the test that waits for us says it
            self.error.append(error)
            self.did.set()
        finally:
            connections.close_all()

    def commit(self) -> None:
        """Lets it commit and waits for the end."""
        self.may_commit.set()
        self.join(20)
        assert not self.is_alive()
