"""What reports offer to the slots: work with its buttons, notices without personal words, who may see a photo."""

from collections.abc import Callable
from datetime import time

import pytest

from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.reports import actions, queries, seams
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel.actor import PUBLIC
from tests import builders

At = Callable[..., Received]


def test_an_rt_reads_until_when_with_the_buttons_that_do_it(at_work: At, town: builders.City) -> None:
    meetings.set_regular(
        actor=town.actor("ketua_rt"),
        institution=town.institution("rt"),
        weekday=5,
        week=0,
        at=time(19, 30),
        place="Pos RT",
    )
    report = at_work().report
    (task,) = seams.today(town.actor("ketua_rt"))
    assert task.title == report.title
    assert task.note == "musyawarah RT, paling lambat rapat 24 Januari 2026"
    assert [label for label, _ in task.buttons] == ["Catat mufakat", "Teruskan ke atas"]
    assert task.due == fresh(report).stage_due


def test_a_due_by_the_rule_is_not_called_a_meeting(at_work: At, town: builders.City) -> None:
    at_work()
    (task,) = seams.today(town.actor("ketua_rt"))
    assert task.note == "musyawarah RT, paling lambat 27 Januari 2026"


def test_neighbours_are_asked_whether_it_is_solved(at_work: At, town: builders.City) -> None:
    report = at_work().report
    actions.settle(actor=town.actor("ketua_rt"), report=report, text="Beres.", witnesses=("A", "B"))
    assert list(seams.today(town.actor("ketua_rt"))) == []
    (task,) = seams.today(town.actor("ketua_rw"))
    assert [label for label, _ in task.buttons] == ["Benar, selesai", "Belum"]


def test_a_sealed_report_shows_no_title_on_the_worklist(heard: At, town: builders.City) -> None:
    report = heard("anak", text="Anak dipukul.").report
    (task,) = seams.today(town.actor("perlindungan"))
    assert task.title == f"Laporan tertutup {report.code}"
    assert task.where == ""
    (found,) = seams.search(town.actor("perlindungan"), report.code)
    assert found.title == f"Laporan tertutup {report.code}"
    assert list(seams.today(town.actor("lurah"))) == []


def test_the_holder_is_told_what_to_do_and_the_reporter_what_became_of_it(at_work: At, town: builders.City) -> None:
    report = at_work(actor=town.actor("pamor")).report
    told = [(event.verb, notice) for event in audit.since(0, 0, 10_000) for notice in seams.notices(event)]
    assert [(verb, notice.position_id, notice.user_id) for verb, notice in told] == [
        ("reports.received", town.position("ketua_rt").pk, None),
        ("reports.acknowledged", None, town.user("pamor").pk),
    ]
    assert all(notice.url == f"/laporan/{report.code}/" for _, notice in told)
    assert "27 Januari 2026" in told[0][1].text


def test_rt_and_rw_are_told_of_what_goes_straight_to_a_unit(heard: At, town: builders.City) -> None:
    service = heard("lampu").report
    sealed, named = heard("anak").report, heard("lampu", passes_by=["ketua_rt"]).report
    told = {
        report.pk: {
            notice.position_id
            for event in audit.since(0, 0, 10_000)
            if event.subject_id == report.pk
            for notice in seams.notices(event)
        }
        for report in (service, sealed, named)
    }
    near = {town.position("ketua_rt").pk, town.position("ketua_rw").pk}
    assert told[service.pk] == {*near, service.holder_id}
    assert told[sealed.pk] == {sealed.holder_id}
    assert told[named.pk] == {named.holder_id}


def test_every_event_that_is_told_reads_well(at_work: At, town: builders.City) -> None:
    from rembuk.coordination.reports import notices, rules

    verbs = {step.event for step in rules.FLOW.values()}
    assert set(notices.HOLDER) | set(notices.PEOPLE) | set(notices.NEIGHBOURS) <= verbs
    known = {"due": "x", "holder": "x", "level": "x", "year": "x"}
    for head, body in [*notices.HOLDER.values(), *notices.PEOPLE.values(), *notices.NEIGHBOURS.values()]:
        assert head.format(**known)
        assert body.format(**known)


@pytest.mark.parametrize(
    ("name", "sees"), [("ketua_rt", True), ("lurah", True), ("lurah_next", False), ("ketua_rt_next", False)]
)
def test_a_photo_is_seen_by_whoever_sees_the_report(heard: At, town: builders.City, name: str, sees: bool) -> None:
    report = heard().report
    assert seams.access(town.actor(name), Report.subject_kind, report.pk) is sees
    assert seams.access(town.actor(name), "meetings.meeting", report.pk) is None
    assert seams.access(PUBLIC, Report.subject_kind, report.pk) is False


def test_subjects_know_their_rows_titles_and_pages(heard: At, town: builders.City) -> None:
    report = heard().report
    subject = next(row for row in seams.SUBJECTS if row.kind == Report.subject_kind)
    assert list(subject.rows()) == [(report.pk, 1, "new")]
    assert (subject.url(report.pk), subject.title(report.pk)) == (
        f"/laporan/{report.code}/", f"{report.code} {report.title}",
    )  # fmt: skip
    assert subject.visible(town.actor("lurah"), report.pk)
    assert not subject.visible(town.actor("lurah_next"), report.pk)


def test_the_trail_is_for_those_who_see_the_report(at_work: At, town: builders.City) -> None:
    report = at_work().report
    lines = list(seams.trail(town.actor("lurah"), report))
    assert [line.title for line in lines] == ["Diterima", "Dilaporkan"]
    assert list(seams.trail(town.actor("lurah_next"), report)) == []
    assert list(seams.trail(town.actor("lurah"), report.body)) == []


def test_steps_show_where_it_stands(at_work: At, town: builders.City) -> None:
    report = at_work().report
    labels = [(dot.label, dot.state) for dot in queries.steps(fresh(report))]
    assert labels[:3] == [("Dilaporkan", "past"), ("Diterima", "past"), ("Musyawarah", "now")]
    with later(days=1):
        actions.refuse(actor=town.actor("ketua_rt"), report=report, reason="Salah alamat.")
    assert [dot.label for dot in queries.steps(fresh(report))] == ["Dilaporkan", "Tidak dapat diterima"]
