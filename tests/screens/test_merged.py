"""A kelurahan is merged away while it still holds a report: nothing gets stuck, and nobody is left in charge of it."""

import pytest
from django.test import Client

from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports import queries as report_queries
from rembuk.coordination.reports import rules
from rembuk.coordination.reports.models import Report
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.territory import actions as territories
from tests import builders
from tests.screens import subjects

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> builders.City:
    return builders.city_that_hears()


def at_the_kelurahan(town: builders.City) -> Report:
    """Climbed from the RT over the RW to the lurah, whose desk it lies on."""
    report = subjects.hear(town).report
    reports.acknowledge(actor=town.actor("ketua_rt"), report=report)
    for who in ("ketua_rt", "ketua_rw"):
        reports.climb(actor=town.actor(who), report=report, basis="urgent", note="Air masuk rumah.")
    assert report.holder == town.position("lurah")
    return report


def may_settle(who: str, report: Report) -> bool:
    actor, now = builders.actor_of(who), Report.objects.select_related("holder", "body", "territory").get(pk=report.pk)
    return rules.may(actor, "assign", now, stands_in=report_queries.stands_in(actor, now))


def test_what_it_held_goes_to_the_one_that_took_over_once_it_is_closed(town: builders.City) -> None:
    report = at_the_kelurahan(town)
    territories.merge(actor=SYSTEM, olds=[town.kelurahan], into=town.kelurahan_next, on=clock.today(), basis="Perda 4")
    camat, pemerintahan = builders.sign_in(Client(), "camat"), builders.sign_in(Client(), "pemerintahan")
    for browser in (camat, pemerintahan):
        assert "/lembaga/sisa/" in browser.get("/hari-ini/").content.decode(), "the line that says what is left to do"
    body = town.institution("kelurahan")
    pemerintahan.post(f"/lembaga/badan/{body.pk}/tutup/", {"reason": "Digabung, Perda 4."})
    assert may_settle("lurah_next", report)
    browser = builders.sign_in(Client(), "lurah_next")
    assert f"/laporan/{report.code}/" in browser.get("/hari-ini/").content.decode(), "it lies on the new desk"
    assert f"/laporan/{report.code}/" not in builders.sign_in(Client(), "lurah_far").get("/hari-ini/").content.decode()
    page = browser.get(f"/laporan/{report.code}/")
    assert page.status_code == 200
    assert f"/laporan/{report.code}/assign/" in page.content.decode()
    reports.assign(
        actor=builders.actor_of("lurah_next"), report=Report.objects.get(pk=report.pk), unit=town.institution("opd")
    )


def test_a_term_that_runs_on_in_the_old_kelurahan_is_in_nobodys_way_for_long(town: builders.City) -> None:
    """Why the line is there: until the old terms end, the one that took over does not stand in."""
    report = at_the_kelurahan(town)
    territories.merge(actor=SYSTEM, olds=[town.kelurahan], into=town.kelurahan_next, on=clock.today(), basis="Perda 4")
    assert not may_settle("lurah_next", report)
    for who in ("lurah", "sekretaris_kelurahan"):
        institutions.end_appointment(actor=builders.actor_of("camat"), appointment=town.cast[who], on=clock.today())
    assert may_settle("lurah_next", report)
