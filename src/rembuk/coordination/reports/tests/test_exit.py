"""The honest exits: each with what it owes the reporter, each a state of its own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rembuk.coordination.reports import actions, queries, seams
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.kernel.errors import Refused
from tests import builders

At = Callable[..., Received]


@pytest.fixture
def at_kelurahan(at_work: At, town: builders.City) -> Report:
    report = at_work().report
    for who in ("ketua_rt", "ketua_rw"):
        actions.climb(actor=town.actor(who), report=report, basis="urgent", note="Mendesak.")
    return fresh(report)


def test_waiting_for_budget_names_year_and_source(at_kelurahan: Report, town: builders.City) -> None:
    lurah = town.actor("lurah")
    with pytest.raises(Refused) as past:
        actions.await_budget(actor=lurah, report=at_kelurahan, year=2025, source="APBD")
    with pytest.raises(Refused) as nameless:
        actions.await_budget(actor=lurah, report=at_kelurahan, year=2027, source=" ")
    assert (past.value.code, nameless.value.code) == ("past_year", "no_source")
    actions.await_budget(actor=lurah, report=at_kelurahan, year=2027, source="APBD")
    report = fresh(at_kelurahan)
    assert (report.status, report.budget_year, report.budget_source) == ("awaiting_budget", 2027, "APBD")
    assert report.stage_due is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(budget_source="")


def test_carried_into_a_proposal_and_done_later(at_kelurahan: Report, town: builders.City) -> None:
    lurah = town.actor("lurah")
    actions.carry(actor=lurah, report=at_kelurahan, note="Saluran U-ditch 80 m.", year=2027)
    assert fresh(at_kelurahan).status == "carried"
    actions.assign(actor=lurah, report=at_kelurahan, unit=town.institution("opd"))
    assert fresh(at_kelurahan).status == "with_unit"


@pytest.mark.parametrize(
    ("step", "arguments"),
    [
        ("refuse", {"reason": " "}),
        ("return_for_completion", {"question": ""}),
        ("carry", {"note": ""}),
        ("refer", {"owner": "pln", "note": ""}),
        ("take_down", {"reason": ""}),
    ],
)
def test_no_exit_without_a_reason(
    at_kelurahan: Report, town: builders.City, step: str, arguments: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        getattr(actions, step)(actor=town.actor("lurah"), report=at_kelurahan, **arguments)
    assert refused.value.code == "no_reason"
    assert fresh(at_kelurahan).status == "deliberating"


def test_refused_with_a_reason_that_the_reporter_reads_masked(at_work: At, town: builders.City) -> None:
    report = at_work().report
    actions.refuse(actor=town.actor("ketua_rt"), report=report, reason="Lahan milik Pak Hartono, bukan jalan umum.")
    line = queries.public_trail(fresh(report))[0]
    assert line.title == "Tidak dapat diterima"
    assert "bukan jalan umum" in line.note
    assert "Hartono" not in line.note


def test_returned_is_completed_by_secret_and_read_anew(at_work: At, town: builders.City) -> None:
    got = at_work()
    actions.return_for_completion(actor=town.actor("ketua_rt"), report=got.report, question="Di gang berapa?")
    with pytest.raises(Refused) as stranger:
        actions.complete(actor=PUBLIC, report=got.report, text="Gang 3", secret="SALAH23456")
    assert stranger.value.code == "wrong_secret"
    with later(days=2):
        actions.complete(actor=PUBLIC, report=got.report, text="Gang 3, depan rumah Bu Tini.", secret=got.secret)
    report = fresh(got.report)
    assert (report.status, report.published_at) == ("new", None)
    assert report.stage_started_at is not None
    assert (report.stage_started_at - report.received_at).days == 2
    wording = queries.wording(report)
    assert "Gang 3" in wording.text
    assert "Tini" not in wording.masked


def test_merged_people_are_counted_and_stay_informed(at_work: At, heard: At, town: builders.City) -> None:
    first = at_work(actor=town.actor("lpm")).report
    second = heard(actor=town.actor("pamor")).report
    third = heard(actor=town.actor("kasi")).report
    rt = town.actor("ketua_rt")
    actions.merge(actor=rt, report=third, into=second)
    actions.merge(actor=rt, report=fresh(second), into=first)
    assert fresh(first).supporters == 3
    assert {fresh(second).status, fresh(third).status} == {"merged"}
    assert fresh(third).merged_into_id == first.pk
    people = {town.user(name).pk for name in ("lpm", "pamor", "kasi")}
    assert set(queries.informed(fresh(first))) == people
    actions.settle(actor=rt, report=fresh(first), text="Kerja bakti.", witnesses=("A", "B"))
    settled = [event for event in audit.since(0, 0, 10_000) if event.verb == "reports.settled"][-1]
    assert {notice.user_id for notice in seams.notices(settled)} >= people


def test_merging_into_itself_or_into_something_ended_is_refused(at_work: At, heard: At, town: builders.City) -> None:
    first, second = at_work().report, heard().report
    rt = town.actor("ketua_rt")
    for target in (first, fresh(first)):
        with pytest.raises(Refused):
            actions.merge(actor=rt, report=first, into=target)
    actions.refuse(actor=rt, report=second, reason="Salah alamat.")
    with pytest.raises(Refused) as ended:
        actions.merge(actor=rt, report=first, into=fresh(second))
    assert ended.value.code == "wrong_target"


def test_a_private_report_is_not_merged_away(at_work: At, heard: At, town: builders.City) -> None:
    private = heard("pungutan", passes_by=("ketua_rt",)).report
    with pytest.raises(Refused):
        actions.merge(actor=town.actor("ketua_rw"), report=private, into=at_work().report)
    assert fresh(private).status == "new"


@pytest.mark.parametrize("state", ["new", "deliberating", "returned"])
def test_the_reporter_withdraws_while_it_is_open(heard: At, town: builders.City, state: str) -> None:
    got = heard()
    rt = town.actor("ketua_rt")
    if state == "deliberating":
        actions.acknowledge(actor=rt, report=got.report)
    if state == "returned":
        actions.return_for_completion(actor=rt, report=got.report, question="Di mana?")
    with pytest.raises(Refused):
        actions.withdraw(actor=rt, report=got.report)
    actions.withdraw(actor=PUBLIC, report=got.report, secret=got.secret)
    assert fresh(got.report).status == "withdrawn"


def test_the_figures_keep_each_exit_apart(at_kelurahan: Report, at_work: At, town: builders.City) -> None:
    from rembuk.foundation.tallies import actions as tallies
    from rembuk.foundation.tallies import queries as counts

    actions.await_budget(actor=town.actor("lurah"), report=at_kelurahan, year=2027, source="APBD")
    actions.refuse(actor=town.actor("ketua_rt"), report=at_work().report, reason="Salah alamat.")
    at_work()
    while tallies.bring_forward(500):
        pass
    for path in (town.kota.path, town.rt.path):
        states = counts.by_state("reports", path)
        assert states == {"awaiting_budget": 1, "refused": 1, "deliberating": 1}
        assert counts.count("reports.due", "open", path) == 1
        assert counts.count("reports.news", "open", path) == 2
    before = counts.by_state("reports", town.rt.path)
    tallies.rebuild()
    assert counts.by_state("reports", town.rt.path) == before
    panels = queries.panels(town.kelurahan.path)
    assert [(panel.label, panel.count, panel.out_of) for panel in panels] == [
        ("Selesai dan dibenarkan", 0, 3), ("Lewat batasnya", 0, 1), ("Tanpa kabar", 0, 2),
    ]  # fmt: skip
    with later(days=30):
        assert [(panel.count, panel.out_of) for panel in queries.panels(town.kelurahan.path)] == [
            (0, 3),
            (1, 1),
            (2, 2),
        ]


def test_only_what_was_confirmed_counts_as_done(at_work: At, town: builders.City) -> None:
    from rembuk.foundation.tallies import actions as tallies

    rt, got = town.actor("ketua_rt"), [at_work() for _ in range(3)]
    for each in got:
        actions.settle(actor=rt, report=each.report, text="Sudah dikeruk.", witnesses=("A", "B"))
    actions.confirm(actor=PUBLIC, report=got[0].report, satisfied=True, secret=got[0].secret)
    with later(days=40):
        assert actions.close_silent(clock.now(), 1) == 1
    while tallies.bring_forward(500):
        pass
    said = {panel.label: (panel.count, panel.out_of) for panel in queries.public_figures()}
    assert said["Selesai dan dibenarkan"] == (1, 3)
    assert said["Ditutup, pelapor tidak menjawab"] == (1, 3)
    assert said["Dinyatakan selesai, belum dibenarkan"] == (1, 3)
    assert queries.panels(town.kelurahan.path)[0].count == 1
    assert "2 lagi" in queries.panels(town.kelurahan.path)[0].note
