"""A small city on a working morning in which the musrenbang for the next year takes proposals."""

from collections.abc import Iterator
from typing import Any

import pytest

from rembuk.foundation.kernel import clock
from rembuk.planning.musrenbang.models import Round
from rembuk.planning.musrenbang.tests import scene
from tests import builders


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    """The clock stands."""
    with clock.standing(scene.MORNING):
        yield


@pytest.fixture
def town(db: Any) -> builders.City:
    """The city with its cast."""
    return builders.city()


@pytest.fixture
def found(town: builders.City) -> Round:
    """The round that is open."""
    return scene.opened(town)
