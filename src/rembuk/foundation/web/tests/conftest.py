"""A site of the web module alone: its own pages, the real middleware."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from rembuk.foundation.kernel import seal, seams
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.web import context

HERE = Path(__file__).parent


def as_actor(get_response: Any) -> Any:
    """Stands in for `institutions.middleware.actor`, which web does not know: the test says who asks."""

    def middleware(request: Any) -> Any:
        request.actor = as_actor.actor  # type: ignore[attr-defined]
        request.is_demo = as_actor.demo  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


@pytest.fixture
def who() -> Iterator[Any]:
    """`who.actor = …` signs somebody in; `who.demo = True` marks the database."""
    as_actor.actor, as_actor.demo = PUBLIC, False  # type: ignore[attr-defined]
    yield as_actor
    as_actor.actor, as_actor.demo = PUBLIC, False  # type: ignore[attr-defined]


@pytest.fixture
def lurah() -> Actor:
    """Somebody signed in."""
    return Actor(user_id=new_id(), name="Kartini Melati", grants=frozenset({("reports.view", "001")}))


@pytest.fixture
def pages(settings: Any, db: None, who: Any) -> Client:
    """A browser at the pages of these tests; a broken view answers 500 as it would in a city."""
    own = ("rembuk.foundation.institutions.middleware.actor", "rembuk.config.middleware.marked")
    settings.ROOT_URLCONF = "rembuk.foundation.web.tests.pages"
    settings.LOGIN_URL = "sign_in"
    settings.MIDDLEWARE = [
        "rembuk.foundation.web.tests.conftest.as_actor" if name == own[0] else name
        for name in settings.MIDDLEWARE
        if name != own[1]
    ]
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [HERE / "templates"]}]
    return Client(raise_request_exception=False)


@pytest.fixture
def keys(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ring of our own."""
    monkeypatch.setattr(seal, "ring", object)
    return tmp_path


@pytest.fixture
def menu() -> Iterator[None]:
    """A menu of six places and one for the public, led by web's own addresses."""
    before = tuple(seams.NAV), tuple(seams.LINKS)
    names = [("Hari ini", "everything"), ("Laporan", "sentence"), ("Rapat", "plain"), ("Kabar", "web:more")]
    entries = [seams.NavItem(label, name, "flag", at) for at, (label, name) in enumerate(names)]
    entries.append(seams.NavItem("Wilayah", "web:health", "map", 8, permission="territory.edit"))
    entries.append(seams.NavItem("Lembaga", "web:robots", "people", 9, permission="reports.view"))
    entries.append(seams.NavItem("Peta", "plain", "map", 1, public=True))
    seams.NAV.fill(*reversed(entries))
    context.places.cache_clear()
    seams.LINKS.fill(("home", "everything"), ("search", "plain"), ("nowhere", "no:such"))
    yield
    seams.NAV.fill(*before[0])
    context.places.cache_clear()
    seams.LINKS.fill(*before[1])
