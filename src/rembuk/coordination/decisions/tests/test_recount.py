"""When the calendar changes, stages in working days that have not passed are counted anew; promises stay."""

from datetime import date

from rembuk.coordination.decisions import actions
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.calendar import actions as calendar
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from tests import builders


def a_new_holiday() -> None:
    calendar.set_day(actor=SYSTEM, date=date(2026, 1, 22), kind="holiday", name="Libur mendadak", basis="SE")


def dues(row: FollowUp) -> tuple[object, ...]:
    row = scene.fresh(row)
    return row.stage_due, row.news_due, row.climb_due, row.total_due, row.version


def test_what_is_to_be_accepted_or_inspected_moves_once_and_what_was_promised_stays(town: builders.City) -> None:
    asked, done, working = scene.made(town), scene.finished(town), scene.accepted(town)
    actions.recount(clock.now(), 100)
    before = {row.pk: dues(row) for row in (asked, done, working)}
    a_new_holiday()
    with scene.later(hours=1):
        actions.recount(clock.now(), 100)
        after = {row.pk: dues(row) for row in (asked, done, working)}
        actions.recount(clock.now(), 100)
    stage, news, climb, total, _ = (now != was for now, was in zip(after[asked.pk], before[asked.pk], strict=True))
    assert (stage, news, climb, total) == (True, True, True, False)
    assert after[asked.pk][0] == after[asked.pk][2]
    assert after[done.pk][0] == after[done.pk][2] != before[done.pk][0]
    assert after[working.pk] == before[working.pk]
    assert {row.pk: dues(row) for row in (asked, done, working)} == after
    assert verify(lambda count, total: None).ok


def test_what_has_passed_or_climbed_is_never_brought_back(town: builders.City) -> None:
    row = scene.made(town)
    actions.recount(clock.now(), 100)
    with scene.later(days=4):
        actions.climb(clock.now(), 100)
        before = dues(row)
        a_new_holiday()
        actions.recount(clock.now(), 100)
    assert dues(row) == before
    assert scene.fresh(row).raised_to == town.position("wali_kota")
