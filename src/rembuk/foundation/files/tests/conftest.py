"""Files of an owner that these tests invented, with the middleware as it is and an actor by choice."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rembuk.foundation.files import actions
from rembuk.foundation.files.models import File
from rembuk.foundation.files.tests import samples
from rembuk.foundation.kernel import clock, seal, seams
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.kernel.chance import new_id

KIND = "tests.matter"
PLACE = "001002003"
AT = datetime(2026, 2, 2, 3, tzinfo=UTC)


def as_actor(get_response: Any) -> Any:
    """The test says who asks."""

    def middleware(request: Any) -> Any:
        request.actor = as_actor.actor  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.standing(AT):
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Bytes and keys of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.KEY_RING_FILE = tmp_path / "ring.json"
    monkeypatch.setenv("REMBUK_KEYS", str(settings.KEY_RING_FILE))
    seal.make_ring(settings.KEY_RING_FILE)
    return tmp_path


@pytest.fixture
def officer() -> Actor:
    """Who may see the matter and mask its photos."""
    return Actor(user_id=new_id(), name="Lurah", grants=frozenset({("files.mask", PLACE[:6]), ("tests.view", PLACE)}))


@pytest.fixture
def neighbour() -> Actor:
    """Of equal rank, next door: masks at home, sees nothing here."""
    return Actor(user_id=new_id(), name="Lurah sebelah", grants=frozenset({("files.mask", "001003")}))


@pytest.fixture
def owner() -> Iterator[UUID]:
    """A matter that those with tests.view at its place may see."""
    before = tuple(seams.ACCESS)
    matter = new_id()

    def access(actor: Actor, kind: str, owner_id: UUID) -> bool | None:
        return actor.holds("tests.view", at=PLACE) if (kind, owner_id) == (KIND, matter) else None

    seams.ACCESS.fill(access)
    yield matter
    seams.ACCESS.fill(*before)


@pytest.fixture
def sent(db: None, owner: UUID, officer: Actor) -> File:
    """A photo with claims of time and place, as it has just come in."""
    content = samples.photo(taken="2026:02:01 08:12:00", place=True)
    return actions.store_photo(actor=officer, owner_kind=KIND, owner_id=owner, path=PLACE, upload=content)


@pytest.fixture
def file(sent: File) -> File:
    """The same when the worker has drawn it."""
    actions.draw(10)
    sent.refresh_from_db()
    return sent


@pytest.fixture
def browser(settings: Any, db: None) -> Iterator[Any]:
    """A client; `browser.as_(actor)` signs in."""
    actor = "rembuk.foundation.institutions.middleware.actor"
    settings.MIDDLEWARE = [
        "rembuk.foundation.files.tests.conftest.as_actor" if name == actor else name for name in settings.MIDDLEWARE
    ]
    settings.ROOT_URLCONF = "rembuk.foundation.files.tests.addresses"
    settings.LOGIN_URL = "/masuk/"
    client = Client(raise_request_exception=False)

    def as_(someone: Actor) -> Client:
        as_actor.actor = someone  # type: ignore[attr-defined]
        return client

    client.as_ = as_  # type: ignore[attr-defined]
    as_(PUBLIC)
    yield client
    as_(PUBLIC)
