"""A small city, a working morning, and reports made through the actions."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rembuk.coordination.reports import actions
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from tests import builders

# Tuesday 20 January 2026, 09.00 in the city.
MORNING = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)
WORDS = "Saluran tersumbat, jalan tergenang sejak hujan kemarin."


@pytest.fixture(autouse=True)
def morning() -> Iterator[datetime]:
    """The clock stands."""
    with clock.standing(MORNING):
        yield MORNING


@pytest.fixture
def town(db: Any) -> builders.City:
    """The city with its cast and the first categories."""
    return builders.city_that_hears()


@pytest.fixture
def heard(town: builders.City) -> Callable[..., Received]:
    """`heard(category="drainase", at=town.rt, …)`: a report as a resident sends it."""

    def hear(category: str = "drainase", *, at: Any = None, **more: Any) -> Received:
        actor = more.pop("actor", PUBLIC)
        text = more.pop("text", WORDS)
        return actions.receive(actor=actor, category=category, text=text, territory=at or town.rt, **more)

    return hear


@pytest.fixture
def at_work(heard: Callable[..., Received], town: builders.City) -> Callable[..., Received]:
    """A report that its body has acknowledged."""

    def start(category: str = "drainase", *, by: str = "ketua_rt", **more: Any) -> Received:
        got = heard(category, **more)
        actions.acknowledge(actor=town.actor(by), report=got.report)
        return got

    return start


def later(**span: float) -> Any:
    """The clock a while after the morning."""
    return clock.standing(clock.now() + timedelta(**span))


def fresh(report: Report) -> Report:
    """The report as the database has it."""
    return Report.objects.select_related("holder", "body", "territory", "category").get(pk=report.pk)


@pytest.fixture
def photo() -> Callable[..., bytes]:
    """`photo(seed)`: the bytes of a small JPEG."""
    from io import BytesIO

    from PIL import Image

    def make(seed: int = 1) -> bytes:
        buffer = BytesIO()
        Image.effect_mandelbrot((640, 480), (-2, -1.5, 1 + seed / 10, 1.5), 30).convert("RGB").save(buffer, "JPEG")
        return buffer.getvalue()

    return make
