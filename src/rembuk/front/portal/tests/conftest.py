"""A small city with the first categories, on a Tuesday morning."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from rembuk.coordination.reports import actions
from rembuk.coordination.reports.actions import Received
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from tests import builders

MORNING = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)
WORDS = "Saluran tersumbat, jalan tergenang sejak hujan kemarin."


@pytest.fixture(autouse=True)
def morning() -> Iterator[datetime]:
    """The clock stands."""
    with clock.standing(MORNING):
        yield MORNING


@pytest.fixture
def town(db: object) -> builders.City:
    """The city."""
    return builders.city_that_hears()


@pytest.fixture
def heard(town: builders.City) -> Received:
    """A report that nobody has acknowledged yet."""
    return actions.receive(actor=PUBLIC, category="drainase", text=WORDS, territory=town.rt, place="depan pos ronda")


@pytest.fixture
def public(town: builders.City, heard: Received) -> Received:
    """The same, acknowledged by its RT."""
    actions.acknowledge(actor=town.actor("ketua_rt"), report=heard.report)
    return heard


@pytest.fixture
def settled(town: builders.City, public: Received) -> Received:
    """The same, settled by a mufakat kecil."""
    actions.settle(actor=town.actor("ketua_rt"), report=public.report, text="Kerja bakti Minggu pagi.",
                   witnesses=["Sutrisno", "Maryam"])  # fmt: skip
    return public


@pytest.fixture
def phone() -> Client:
    """A resident's phone."""
    return Client()
