"""Setting and dropping a day: who may, what is kept, and that every process hears of it."""

from datetime import date

import pytest

from rembuk.foundation.audit.models import Event
from rembuk.foundation.calendar import actions, queries
from rembuk.foundation.calendar.models import Day
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from rembuk.foundation.kernel.errors import Refused

pytestmark = pytest.mark.django_db
MONDAY, SATURDAY = date(2026, 2, 2), date(2026, 2, 7)


def test_a_holiday_and_a_working_saturday_change_the_count_at_once() -> None:
    assert queries.is_working(MONDAY)
    actions.set_day(actor=SYSTEM, date=MONDAY, kind="holiday", name="Hari jadi kota", basis="Keputusan wali kota")
    actions.set_day(actor=SYSTEM, date=SATURDAY, kind="working", name="Pengganti")
    assert not queries.is_working(MONDAY)
    assert queries.is_working(SATURDAY)
    actions.drop_day(actor=SYSTEM, date=MONDAY, reason="Batal")
    assert queries.is_working(MONDAY)
    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["calendar.day_set", "calendar.day_set", "calendar.day_dropped"]


def test_another_process_hears_of_a_change() -> None:
    assert queries.is_working(MONDAY)
    before = queries.stamp()
    held = queries.calendar._held
    actions.set_day(actor=SYSTEM, date=MONDAY, kind="holiday", name="Hari jadi kota")
    queries.calendar._held = held  # what another process still holds
    assert queries.stamp() != before
    assert not queries.is_working(MONDAY)


def test_setting_a_day_again_changes_it() -> None:
    actions.set_day(actor=SYSTEM, date=MONDAY, kind="holiday", name="Keliru")
    row = actions.set_day(actor=SYSTEM, date=MONDAY, kind="joint_leave", name="Cuti bersama")
    assert (Day.objects.count(), row.kind, row.version) == (1, "joint_leave", 2)


def test_filling_a_year_leaves_what_is_there() -> None:
    actions.set_day(actor=SYSTEM, date=date(2026, 1, 1), kind="holiday", name="Punya kota")
    assert actions.fill_year(actor=SYSTEM, year=2026) == 24
    assert actions.fill_year(actor=SYSTEM, year=2026) == 0
    row = queries.day(date(2026, 1, 1))
    assert row is not None
    assert row.name == "Punya kota"


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("no_kind", {"kind": "libur", "date": MONDAY, "name": "x"}),
        ("no_name", {"kind": "holiday", "date": MONDAY, "name": " "}),
        ("already_working", {"kind": "working", "date": MONDAY, "name": "x"}),
    ],
)
def test_what_is_refused(code: str, given: dict[str, str | date]) -> None:
    with pytest.raises(Refused) as refused:
        actions.set_day(actor=SYSTEM, **given)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_only_pemerintahan_may() -> None:
    with pytest.raises(Refused) as refused:
        actions.set_day(actor=PUBLIC, date=MONDAY, kind="holiday", name="x")
    assert refused.value.code == "not_allowed"
    with pytest.raises(Refused) as nothing:
        actions.drop_day(actor=SYSTEM, date=MONDAY)
    assert nothing.value.code == "no_day"
