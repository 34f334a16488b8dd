"""A morning in a small city, for what is printed and handed on."""

from collections.abc import Iterator
from typing import Any

import pytest

from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.kernel import chance, clock
from tests import builders


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock stands, and no follow-up is drawn for the sample."""
    monkeypatch.setattr(chance, "digits", lambda count: "9" * count)
    with clock.standing(scene.MORNING):
        yield


@pytest.fixture
def town(db: Any) -> builders.City:
    """The city with its cast and first categories."""
    return builders.city_that_hears()
