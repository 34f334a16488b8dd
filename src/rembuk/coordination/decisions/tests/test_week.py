"""At the beginning of a week: one message per leading body, once, on a working day, and none about nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

from rembuk.coordination.decisions import actions
from rembuk.coordination.decisions.actions import telling
from rembuk.coordination.decisions.models import WeekTold
from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.audit.models import Event
from rembuk.foundation.calendar import actions as calendar
from rembuk.foundation.kernel import clock
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.notices.models import Message
from tests import builders

# Monday 26 January 2026, seven o'clock in the city; the scene begins on Tuesday the 20th.
MONDAY = datetime(2026, 1, 26, 0, 0, tzinfo=UTC)


def tick(at: datetime = MONDAY) -> list[tuple[Any, str]]:
    """What the tick makes people told at that time."""
    with clock.standing(at):
        while actions.tell_week(clock.now(), 2):
            pass
        notices.bring_forward(1000)
    found = Message.objects.filter(subject__startswith="Pekan ini").order_by("made_at", "id")
    return list(found.values_list("position_id", "subject"))


def test_each_leading_body_is_told_once_what_it_has_to_do(town: builders.City) -> None:
    scene.accepted(town, title="Diam", due=clock.today() + timedelta(days=10))
    with clock.standing(MONDAY - timedelta(days=1)):
        scene.made(town, title="Diminta")
        scene.made(town, title="RW", lead=town.institution("rw"), supports=())
    expected = [
        (town.position("kepala_opd").pk, "Pekan ini: 1 jatuh tempo minggu ini, 1 menunggu diterima"),
        (town.position("ketua_rw").pk, "Pekan ini: 1 menunggu diterima"),
    ]
    assert sorted(tick(), key=str) == sorted(expected, key=str)
    for later in (0, 1, 26, 100):
        assert len(tick(MONDAY + timedelta(hours=later))) == 2
    assert {row.url for row in Message.objects.filter(subject__startswith="Pekan")} == {"/tindak-lanjut/"}


def test_what_is_without_news_is_told(town: builders.City) -> None:
    scene.accepted(town)  # news is owed on the 27th
    next_week = tick(MONDAY + timedelta(days=7))
    assert next_week == [(town.position("kepala_opd").pk, "Pekan ini: 1 tanpa kabar, 1 jatuh tempo minggu ini")]
    assert len(tick(MONDAY + timedelta(days=14))) == 2


def test_nothing_is_sent_where_there_is_nothing_to_say(town: builders.City) -> None:
    with clock.standing(MONDAY - timedelta(days=1)):
        scene.accepted(town, due=clock.today() + timedelta(days=60))
    assert tick() == []
    assert Event.objects.filter(verb="decisions.week_told").count() == 0
    # What comes later in the week is told by itself, not by a second digest.
    with clock.standing(MONDAY + timedelta(hours=2)):
        scene.made(town, title="Baru")
    assert tick(MONDAY + timedelta(hours=3)) == []


def test_a_monday_off_is_made_up_for_on_the_next_working_day(town: builders.City) -> None:
    scene.made(town)
    calendar.set_day(
        actor=town.actor("pemerintahan"), date=clock.local(MONDAY).date(), kind="holiday", name="Libur", basis="SKB"
    )
    assert tick() == []
    assert len(tick(MONDAY + timedelta(days=1))) == 1
    assert len(tick(MONDAY + timedelta(days=2))) == 1


def test_not_before_the_morning_and_after_an_outage_still(town: builders.City) -> None:
    scene.made(town)
    assert tick(MONDAY - timedelta(hours=2)) == []
    assert len(tick(MONDAY + timedelta(days=3))) == 1


def test_a_week_that_was_told_costs_one_question(town: builders.City, django_assert_max_num_queries: Any) -> None:
    scene.made(town)
    tick()
    with clock.standing(MONDAY + timedelta(hours=1)), django_assert_max_num_queries(4):
        assert actions.tell_week(clock.now(), 100) == 0


def test_two_ticks_tell_once(town: builders.City) -> None:
    scene.made(town)
    body = town.institution("opd")
    with clock.standing(MONDAY):
        monday = clock.today()
        telling._tell(body, monday, clock.now())
        telling._tell(body, monday, clock.now())
    assert WeekTold.objects.filter(body=body).count() == 1
    assert Event.objects.filter(verb="decisions.week_told").count() == 1
