"""What time alone does: passed on once, from the climb; silence; what is not completed; a changed holiday."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.reports import actions
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.tests.conftest import MORNING, fresh, later
from rembuk.foundation.audit.actions import close_days
from rembuk.foundation.audit.models import Event
from rembuk.foundation.calendar import actions as calendar
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.notices.models import Message
from tests import builders

At = Callable[..., Received]
TWO = ("Bu Ani", "Pak Rudi")


def test_seven_days_at_the_rt_to_the_end_of_the_day(heard: At) -> None:
    assert heard().report.stage_due == datetime(2026, 1, 27, 16, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("weekday", "week", "due"),
    [
        (3, 4, date(2026, 1, 22)),  # Thursday of the fourth week: before the seven days
        (1, 0, date(2026, 1, 27)),  # every Tuesday: today's was called without it, next week's is the seventh day
        (3, 1, date(2026, 1, 27)),  # first Thursday: after the seven days
    ],
)
def test_the_earlier_of_the_regular_meeting_and_the_limit(
    town: builders.City, heard: At, weekday: int, week: int, due: date
) -> None:
    meetings.set_regular(
        actor=town.actor("ketua_rt"), institution=town.institution("rt"), weekday=weekday, week=week, at=time(19, 30),
        place="Pos RT",
    )  # fmt: skip
    stage_due = heard().report.stage_due
    assert stage_due is not None
    assert clock.local(stage_due).date() == due
    assert clock.local(stage_due).hour == 23


def test_it_lapses_only_when_the_limit_has_passed(heard: At) -> None:
    report = heard().report
    assert report.stage_due is not None
    assert actions.lapse(report.stage_due - timedelta(seconds=1), 100) == 0
    with clock.standing(report.stage_due):
        assert actions.lapse(clock.now(), 100) == 1
    report = fresh(report)
    assert (report.handled_at, report.climb_basis, report.status) == ("rw", "lapsed", "new")


def test_after_an_outage_it_climbs_once_and_counts_from_the_climb(at_work: At) -> None:
    report = at_work().report
    with later(days=200):
        now = clock.now()
        assert actions.lapse(now, 100) == 1
        assert actions.lapse(now, 100) == 0
    report = fresh(report)
    assert (report.handled_at, report.stage_started_at) == ("rw", now)
    assert report.stage_due is not None
    assert report.stage_due > now + timedelta(days=13)
    assert Event.objects.filter(subject_id=report.pk, verb="reports.lapsed").count() == 1


def test_the_citys_own_level_keeps_what_it_has(at_work: At, town: builders.City) -> None:
    report = at_work().report
    for who in ("ketua_rt", "ketua_rw", "lurah", "camat"):
        actions.climb(actor=town.actor(who), report=report, basis="urgent", note="Mendesak.")
    with later(days=400):
        assert actions.lapse(clock.now(), 100) == 0
    assert fresh(report).handled_at == "kota"


def test_no_silent_unit_or_sealed_report_climbs(heard: At) -> None:
    heard("lampu")
    heard("anak")
    with later(days=400):
        assert actions.lapse(clock.now(), 100) == 0
    assert set(Report.objects.values_list("handled_at", flat=True)) == {"kota"}


def test_a_meeting_that_was_settled_in_time_stays(at_work: At, town: builders.City) -> None:
    report = at_work().report
    actions.settle(actor=town.actor("ketua_rt"), report=report, text="Sepakat.", witnesses=TWO)
    with later(days=8):
        assert actions.lapse(clock.now(), 100) == 0
    assert fresh(report).status == "settled"


def test_ten_working_days_of_silence_close_it_as_unconfirmed(at_work: At, town: builders.City) -> None:
    report = at_work().report
    actions.settle(actor=town.actor("ketua_rt"), report=report, text="Sepakat.", witnesses=TWO)
    due = fresh(report).stage_due
    assert due is not None
    # Ten working days after Tuesday 20 January 2026; no holiday lies between.
    assert clock.local(due).date() == date(2026, 2, 3)
    assert actions.close_silent(due - timedelta(seconds=1), 10) == 0
    with clock.standing(due):
        assert actions.close_silent(due, 10) == 1
    assert fresh(report).status == "unconfirmed"


def test_thirty_days_without_completion_count_as_withdrawn(heard: At, town: builders.City) -> None:
    report = heard().report
    actions.return_for_completion(actor=town.actor("ketua_rt"), report=report, question="Di gang berapa?")
    assert actions.expire(MORNING + timedelta(days=29), 10) == 0
    with later(days=31):
        assert actions.expire(clock.now(), 10) == 1
        assert actions.lapse(clock.now(), 10) == 0
    assert fresh(report).status == "withdrawn"


def test_a_changed_holiday_moves_only_open_dues_in_working_days_that_have_not_passed(
    heard: At, at_work: At, town: builders.City
) -> None:
    service = heard("lampu").report
    neighbourhood = heard().report
    settled = at_work().report
    actions.settle(actor=town.actor("ketua_rt"), report=settled, text="Sepakat.", witnesses=TWO)
    actions.recount(clock.now(), 100)
    before = {report.pk: fresh(report).stage_due for report in (service, neighbourhood, settled)}
    calendar.set_day(actor=SYSTEM, date=date(2026, 1, 22), kind="holiday", name="Libur mendadak", basis="SE")
    with later(hours=1):
        actions.recount(clock.now(), 100)
        version = fresh(service).version
        actions.recount(clock.now(), 100)
    moved = {pk: fresh(Report(pk=pk)).stage_due != due for pk, due in before.items()}
    assert moved == {service.pk: True, neighbourhood.pk: False, settled.pk: True}
    assert fresh(service).version == version


def test_a_changed_holiday_never_brings_back_what_has_passed(heard: At) -> None:
    report = heard("lampu").report
    actions.recount(clock.now(), 100)
    due = fresh(report).stage_due
    calendar.set_day(actor=SYSTEM, date=date(2026, 1, 22), kind="holiday", name="Libur mendadak", basis="SE")
    with later(days=30):
        actions.recount(clock.now(), 100)
    assert fresh(report).stage_due == due


def test_who_holds_it_and_nobody_else_is_warned_two_days_before(heard: At, town: builders.City) -> None:
    first, second = heard().report, heard(text="Lampu gang mati.").report
    assert first.stage_due == second.stage_due == datetime(2026, 1, 27, 16, 59, 59, tzinfo=UTC)
    warned = []
    for day in (24, 25, 26):
        with clock.standing(datetime(2026, 1, day, 0, 30, tzinfo=UTC)):
            close_days(clock.now())
            notices.bring_forward(1000)
        warned.append(list(Message.objects.filter(subject__contains="harus terjawab")))
    assert [len(rows) for rows in warned] == [0, 1, 1]
    (message,) = warned[-1]
    assert message.position_id == first.holder_id
    assert "2 laporan harus terjawab Selasa, 27 Januari 2026" in message.subject
    assert first.code in message.text
    assert second.code in message.text
