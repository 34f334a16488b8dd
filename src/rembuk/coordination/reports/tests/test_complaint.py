"""A service complaint: verified, answered, copied to where it came from, and content or not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rembuk.coordination.reports import actions, queries, seams, sharing
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations
from tests import builders

Hear = Callable[..., Received]
LAPOR = {"source": "LAPOR", "external_ref": "1234567"}


@pytest.fixture
def complaint(heard: Hear, town: builders.City) -> Received:
    """A complaint from LAPOR about a street light, which the Dinas holds."""
    actions.set_category(
        actor=town.actor("pemerintahan"), unit=town.institution("opd"), key="lampu", label="Lampu jalan mati",
        group="Layanan kota", track="service",
    )  # fmt: skip
    return heard("lampu", text="Lampu jalan padam.", **LAPOR)


def day(report: Report, field: str) -> str:
    return clock.local(getattr(report, field)).date().isoformat()


def verified(got: Received, town: builders.City, handling: str = "simple") -> Report:
    return actions.acknowledge(actor=town.actor("kepala_opd"), report=fresh(got.report), handling=handling)


# Tuesday 20 January 2026 is day 0; 16 and 17 February and much of March are holidays.
@pytest.mark.parametrize(
    ("handling", "whole", "first"),
    [("quick", "2026-01-27", "2026-01-27"), ("simple", "2026-02-09", "2026-01-27"), ("inspection", None, "2026-01-27")],
)
def test_verifying_chooses_the_limit_of_the_whole(
    complaint: Received, town: builders.City, handling: str, whole: str | None, first: str
) -> None:
    assert day(complaint.report, "stage_due") == "2026-01-23", "three working days to verify"
    report = fresh(verified(complaint, town, handling))
    assert report.total_rule is not None
    assert report.total_rule.key == f"reports.service.{handling}"
    assert (report.handling, day(report, "stage_due")) == (handling, first)
    if whole:
        assert day(report, "total_due") == whole
    else:
        assert (report.total_rule.value, report.total_rule.unit) == ("60", "hari_kerja")


def test_the_first_answer_is_never_awaited_past_the_whole(complaint: Received, town: builders.City) -> None:
    with later(days=6):
        report = fresh(verified(complaint, town, "quick"))
    assert report.stage_due == report.total_due


def test_what_is_no_service_complaint_has_no_such_choice(heard: Hear, complaint: Received, town: builders.City) -> None:
    with pytest.raises(Refused) as refused:
        actions.acknowledge(actor=town.actor("kepala_opd"), report=fresh(complaint.report), handling="someday")
    assert refused.value.code == "no_handling"
    assert fresh(complaint.report).status == "new"


def test_the_answer_waits_to_be_copied_until_somebody_says_so(complaint: Received, town: builders.City) -> None:
    officer = town.actor("kepala_opd")
    report = verified(complaint, town)
    assert not report.copy_due
    actions.answer(actor=officer, report=report, text="Tim datang besok.")
    assert fresh(report).copy_due
    task = next(task for task in seams.today(officer) if report.code in task.url)
    assert "Salin jawaban" in [label for label, _ in task.buttons]
    text = sharing.copy_answer(fresh(report), queries.answers(report)[0].text)
    assert "1234567" in text
    assert "Tim datang besok." in text
    actions.copy_out(actor=officer, report=fresh(report), number="1234567")
    assert not fresh(report).copy_due
    assert [row.copied_at for row in queries.answers(report)] == [clock.now()]
    assert Event.objects.filter(subject_id=report.pk, verb="reports.copied_out").count() == 1
    with pytest.raises(Refused) as refused:
        actions.copy_out(actor=officer, report=fresh(report))
    assert refused.value.code == "wrong_step"


ANSWERS: dict[str, Callable[[Any, Report], object]] = {
    "Tidak dapat diterima. Bukan jalan kota": lambda who, row: actions.refuse(
        actor=who, report=row, reason="Bukan jalan kota."),
    "Menunggu anggaran. tahun 2027. APBD. Belum ada uangnya": lambda who, row: actions.await_budget(
        actor=who, report=row, year=2027, source="APBD", note="Belum ada uangnya."),
    "Dikembalikan untuk dilengkapi. Tiang nomor berapa?": lambda who, row: actions.return_for_completion(
        actor=who, report=row, question="Tiang nomor berapa?"),
    "Bukan wewenang kota, disurati. Mohon diganti": lambda who, row: actions.refer(
        actor=who, report=row, owner="pln", note="Mohon diganti."),
}  # fmt: skip


@pytest.mark.parametrize("said", sorted(ANSWERS))
def test_whatever_the_reporter_is_answered_goes_back_to_where_it_came_from(
    complaint: Received, town: builders.City, said: str
) -> None:
    officer = town.actor("kepala_opd")
    verified(complaint, town)
    ANSWERS[said](officer, fresh(complaint.report))
    report = fresh(complaint.report)
    assert report.copy_due
    assert queries.last_answer(report) == f"{said}."
    task = next(task for task in seams.today(officer) if report.code in task.url)
    assert task.buttons[0][0] == "Salin jawaban"
    page = builders.sign_in(Client(), "kepala_opd").get(f"/laporan/{report.code}/copy_out/").content.decode()
    assert f"Menjawab laporan 1234567: {said}." in page
    actions.copy_out(actor=officer, report=report)
    assert not fresh(report).copy_due


def test_the_sixty_days_of_an_inspection_run_from_the_complete_file(complaint: Received, town: builders.City) -> None:
    officer = town.actor("kepala_opd")
    actions.return_for_completion(actor=officer, report=fresh(complaint.report), question="Tiang nomor berapa?")
    with later(days=9):
        actions.complete(actor=PUBLIC, report=fresh(complaint.report), text="Nomor 12.", secret=complaint.secret)
    with later(days=10):
        report = fresh(verified(complaint, town, "inspection"))
    assert report.total_rule is not None
    start = clock.now() + timedelta(days=9)
    assert report.total_due == regulations.due(report.total_rule, start)
    assert report.total_due > regulations.due(report.total_rule, report.received_at)


def test_without_inspection_they_run_from_its_receipt(complaint: Received, town: builders.City) -> None:
    officer = town.actor("kepala_opd")
    actions.return_for_completion(actor=officer, report=fresh(complaint.report), question="Tiang nomor berapa?")
    with later(days=9):
        actions.complete(actor=PUBLIC, report=fresh(complaint.report), text="Nomor 12.", secret=complaint.secret)
        report = fresh(verified(complaint, town, "simple"))
    assert day(report, "total_due") == "2026-02-09"


def test_said_to_be_solved_it_still_lies_on_the_desk_until_it_is_copied(
    complaint: Received, town: builders.City
) -> None:
    officer = town.actor("kepala_opd")
    report = verified(complaint, town)
    actions.finish(actor=officer, report=report, text="Lampu sudah diganti.")
    task = next(task for task in seams.today(officer) if report.code in task.url)
    assert task.title == f"Salin jawaban: {report.title}"
    actions.copy_out(actor=officer, report=fresh(report))
    assert not [task for task in seams.today(officer) if report.code in task.url]


def test_what_came_from_nowhere_else_has_nothing_to_copy(heard: Hear, complaint: Received, town: builders.City) -> None:
    report = actions.acknowledge(actor=town.actor("kepala_opd"), report=fresh(heard("lampu").report))
    actions.answer(actor=town.actor("kepala_opd"), report=report, text="Tim datang.")
    assert not fresh(report).copy_due


def test_the_city_officer_may_copy_for_the_unit_and_next_door_may_not(complaint: Received, town: builders.City) -> None:
    report = verified(complaint, town)
    actions.answer(actor=town.actor("kepala_opd"), report=report, text="Tim datang.")
    for who in ("kepala_opd_next", "lurah_next", "ketua_rt"):
        with pytest.raises(Refused):
            actions.copy_out(actor=town.actor(who), report=fresh(report))
    actions.copy_out(actor=town.actor("petugas_kota"), report=fresh(report))
    assert not fresh(report).copy_due


def test_content_it_is_closed_not_content_it_is_worked_on_again(complaint: Received, town: builders.City) -> None:
    report = verified(complaint, town, "inspection")
    actions.finish(actor=town.actor("kepala_opd"), report=report, text="Sudah.")
    assert day(fresh(report), "stage_due") == "2026-02-03", "ten working days to answer back"
    actions.confirm(actor=PUBLIC, report=fresh(report),
                    satisfied=False, remark="Masih padam.", secret=complaint.secret)  # fmt: skip
    again = fresh(report)
    assert (again.status, again.handling) == ("with_unit", "inspection")
    actions.finish(actor=town.actor("kepala_opd"), report=again, text="Kabel diganti.")
    actions.confirm(actor=town.actor("ketua_rt"), report=fresh(report), satisfied=True)
    assert fresh(report).status == "closed"


def test_silence_closes_it_as_unconfirmed(complaint: Received, town: builders.City) -> None:
    report = verified(complaint, town)
    actions.finish(actor=town.actor("kepala_opd"), report=report, text="Sudah.")
    with later(days=13):
        assert actions.close_silent(clock.now(), 10) == 0
    with later(days=15):
        assert actions.close_silent(clock.now(), 10) == 1
    assert fresh(report).status == "unconfirmed"
