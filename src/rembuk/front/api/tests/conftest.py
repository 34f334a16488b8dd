"""A small city on a Tuesday morning with reports of every kind, and a program that knows Open311."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from rembuk.coordination.reports import actions
from rembuk.coordination.reports.models import Report
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from tests import builders

MORNING = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)
AT = "/open311/v2"


class Program:
    """A client by the specification, which never looks at our code: addresses, forms, two formats."""

    def __init__(self) -> None:
        self.http = Client()

    def json(self, path: str, **query: str) -> Any:
        answer = self.http.get(f"{AT}/{path}.json", query)
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        return answer.json()

    def xml(self, path: str, **query: str) -> ET.Element:
        answer = self.http.get(f"{AT}/{path}.xml", query)
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        return ET.fromstring(answer.content)

    def send(self, told: dict[str, str], form: str = "json", headers: dict[str, str] | None = None) -> Any:
        return self.http.post(f"{AT}/requests.{form}", told, headers=headers)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with clock.standing(MORNING):
        yield


@pytest.fixture
def town(db: object) -> builders.City:
    return builders.city_that_hears()


@pytest.fixture
def program(town: builders.City) -> Program:
    return Program()


@pytest.fixture
def heard(town: builders.City) -> Report:
    """Not acknowledged yet, so not public."""
    told = "Saluran tersumbat, hubungi 0812-3456-7890 & tanya <Pak RT>."
    return actions.receive(
        actor=PUBLIC, category="drainase", text=told, territory=town.rt, place="depan pos <ronda>"
    ).report


@pytest.fixture
def public(town: builders.City, heard: Report) -> Report:
    """The same, acknowledged by its RT."""
    return actions.acknowledge(actor=town.actor("ketua_rt"), report=heard)
