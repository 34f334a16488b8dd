"""A day counted with a year whose holidays have no decree is *sementara* wherever it is said."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from rembuk.coordination.reports import queries, seams
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.tests.conftest import fresh
from rembuk.foundation.calendar import actions as calendar
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from tests import builders

At = Callable[..., Received]
# A Tuesday: five working days on lies a year that nobody has decreed.
CHRISTMAS = datetime(2026, 12, 29, 2, 0, tzinfo=UTC)


@pytest.fixture
def reaching(at_work: At) -> Report:
    """A service matter whose first answer is due in the year to come."""
    with clock.standing(CHRISTMAS):
        return fresh(at_work("lampu", by="petugas_kota").report)


def said(town: builders.City, report: Report) -> dict[str, bool]:
    """Where the word stands: the office's lists, Hari ini, the report's page and everyone's trail."""
    office = builders.sign_in(Client(), "petugas_kota")
    pages = {"list": "/laporan/", "waiting": "/laporan/menunggu/", "page": f"/laporan/{report.code}/"}
    found = {name: "sementara" in office.get(address).content.decode() for name, address in pages.items()}
    found["public"] = "sementara" in Client().get(f"/publik/{report.code}/").content.decode()
    found["today"] = any("sementara" in task.note for task in seams.today(town.actor("petugas_kota")))
    return found


def test_until_the_decree_it_is_said_everywhere_and_then_nowhere(reaching: Report, town: builders.City) -> None:
    with clock.standing(CHRISTMAS):
        assert said(town, reaching) == dict.fromkeys(("list", "waiting", "page", "public", "today"), True)
        calendar.fill_year(actor=SYSTEM, year=2027, decree="SKB 2027")
        assert set(said(town, fresh(reaching)).values()) == {False}


def test_a_day_within_the_decreed_year_is_firm(at_work: At, town: builders.City) -> None:
    report = fresh(at_work("lampu", by="petugas_kota").report)
    assert not queries.is_provisional(report)
    assert set(said(town, report).values()) == {False}


def test_days_that_are_counted_by_the_calendar_are_firm_in_any_year(at_work: At, town: builders.City) -> None:
    with clock.standing(CHRISTMAS):
        report = fresh(at_work().report)
        assert report.stage_due is not None
        assert report.stage_due.year == 2027
        assert not queries.is_provisional(report)


def test_a_day_that_has_passed_is_moved_no_more(reaching: Report) -> None:
    assert reaching.stage_due is not None
    with clock.standing(reaching.stage_due + timedelta(minutes=1)):
        assert not queries.is_provisional(reaching)
