"""A small city on a working morning; what is open stands around a point of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.kernel import chance, clock
from tests import builders


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    """The clock stands."""
    with clock.standing(scene.MORNING):
        yield


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No follow-up is drawn for the sample."""
    monkeypatch.setattr(chance, "digits", lambda count: "9" * count)


@pytest.fixture
def town(db: Any) -> builders.City:
    """The city with its cast and the first categories."""
    return builders.city_that_hears()
