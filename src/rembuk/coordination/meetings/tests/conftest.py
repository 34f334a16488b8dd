"""The city of the tests, at noon of the day on which RW 01 meets."""

from collections.abc import Iterator

import pytest

from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.kernel import clock
from tests import builders


@pytest.fixture
def noon() -> Iterator[None]:
    """The clock stands."""
    with clock.standing(scene.NOON):
        yield


@pytest.fixture
def town(db: None, noon: None) -> builders.City:
    """The whole cast and its outsiders."""
    return builders.city()
