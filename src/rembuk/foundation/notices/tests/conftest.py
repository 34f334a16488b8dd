"""A source of notices that tells what a test wants told, and channels that can fail."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from rembuk.foundation.accounts.models import User
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit.actions import Aside
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.kernel.seams import NOTICES, Notice, Told
from rembuk.foundation.notices import actions, channels
from rembuk.foundation.notices.channels import Parcel
from rembuk.foundation.regulations import actions as regulations

NOON = datetime(2026, 1, 30, 5, tzinfo=UTC)  # 12.00 in Jakarta; the digest goes out at 07.00
MORNING = datetime(2026, 1, 31, 0, tzinfo=UTC)
Tell = Callable[..., None]


class Wire:
    """A channel that keeps what it sends, or fails as often as it is told to."""

    key = "surel"

    def __init__(self) -> None:
        self.sent: list[Parcel] = []
        self.failures = 0

    def address(self, user: User) -> str:
        """As e-mail has it."""
        return user.email

    def send(self, parcel: Parcel) -> None:
        """Keeps, or fails."""
        if self.failures:
            self.failures -= 1
            raise ConnectionRefusedError("no server there")
        self.sent.append(parcel)


@pytest.fixture(autouse=True)
def standing() -> Iterator[None]:
    with clock.standing(NOON):
        yield


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    made = Wire()
    monkeypatch.setattr(channels, "channels", lambda: (made,))
    return made


@pytest.fixture
def hours(db: None) -> None:
    """The city's own hours."""
    regulations.fill_first(SYSTEM)
    actions.bring_forward(1000)


@pytest.fixture
def tell(db: None, monkeypatch: pytest.MonkeyPatch) -> Tell:
    """`tell(Notice, …)`: an event happens of which these notices are made."""
    asked: dict[str, tuple[Notice, ...]] = {}

    def source(told: Told) -> tuple[Notice, ...]:
        return asked.get(str(told.subject_id), ())

    def tell(*notices: Notice) -> None:
        subject = Aside("notices.test", chance.new_id())
        asked[str(subject.pk)] = notices
        audit.record(SYSTEM, subject, "notices.happened")

    monkeypatch.setattr(NOTICES, "_filled", (source,))
    return tell


def person(name: str = "Siti", email: str = "siti@contoh.id") -> User:
    return User.objects.create(name=name, email=email)


def actor(user: User, *permissions: str) -> Actor:
    return Actor(user_id=user.pk, name=user.name, grants=frozenset((name, "") for name in permissions))


def notice(user: User, subject: str = "Laporan baru", *, urgent: bool = False) -> Notice:
    return Notice(
        position_id=None, user_id=user.pk, subject=subject, text="Lampu mati.", url="/laporan/A1/", urgent=urgent
    )
