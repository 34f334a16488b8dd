"""`rembuk recount`: all counts anew, those of follow-ups from their rows, whatever the events told."""

import argparse
from collections.abc import Iterator

import pytest

from rembuk.config.cli import recount, start
from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions import counting
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.reports import actions as reports
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.tallies import actions as tallies
from rembuk.foundation.tallies.models import Count
from tests import builders

pytestmark = pytest.mark.django_db
Counts = dict[tuple[str, str, str, object], int]


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(chance, "digits", lambda count: "9" * count)
    monkeypatch.setattr(start, "django", lambda **_: None)
    with clock.standing(scene.MORNING):
        yield


def counts() -> Counts:
    while tallies.bring_forward(1000):
        pass
    rows = Count.objects.exclude(amount=0)
    return {(row.path, row.kind, row.state, row.day): row.amount for row in rows}


def test_it_says_the_same_as_the_events_where_they_tell_all(capsys: pytest.CaptureFixture[str]) -> None:
    town = builders.city_that_hears()
    reports.receive(actor=PUBLIC, category="drainase", text="Got mampet.", territory=town.rt)
    scene.accepted(town)
    passed, waiting = scene.finished(town), scene.accepted(town)
    decisions.inspect(actor=town.actor("ketua_rw"), follow_up=passed)
    decisions.await_budget(actor=town.actor("petugas_opd"), follow_up=waiting, year=2027, source="APBD")
    closed = decisions.decide(actor=town.actor("lurah"), text="Tertutup.", is_private=True)
    scene.made(town, closed, inspectors=[town.institution("kecamatan")])
    before = counts()
    assert {kind for _, kind, _, _ in before} >= {"reports", counting.DUE, counting.KEPT, counting.BUDGET}
    assert recount.run(argparse.Namespace()) == 0
    assert counts() == before
    assert "12 hitungan tindak lanjut" in capsys.readouterr().out


def test_what_older_versions_did_not_count_is_counted_from_its_row() -> None:
    town = builders.city()
    scene.accepted(town)
    before = counts()
    # As after an update: the events up to now are read, and said nothing of follow-ups.
    Count.objects.filter(kind__in=counting.KINDS).delete()
    Count.objects.create(kind=counting.DUE, state="x", path="", day=clock.today(), amount=-3)
    recount.run(argparse.Namespace())
    assert counts() == before
