"""A new figure takes over from its date; the history stays, and what was used is never deleted."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.foundation.audit.models import Event
from rembuk.foundation.calendar import actions as calendar
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import actions, first_rows, queries, rules
from rembuk.foundation.regulations.models import Rule

pytestmark = pytest.mark.django_db
KEY = "reports.stage.rt"
NOON = datetime(2026, 3, 13, 5, tzinfo=UTC)


def set_rt(value: str, starts: date) -> Rule:
    return actions.set_rule(actor=SYSTEM, key=KEY, label="RT", value=value, unit="hari_kalender", starts=starts)


def code_of(**given: object) -> str:
    fields = {"key": "a.b", "label": "A", "value": "5", "unit": "hari_kerja", "starts": date(2026, 1, 1)}
    with pytest.raises(Refused) as refused:
        actions.set_rule(**{"actor": SYSTEM, **fields, **given})  # type: ignore[arg-type]
    return refused.value.code


def test_the_row_before_ends_where_the_new_one_starts() -> None:
    with clock.standing(NOON):
        first = set_rt("7", date(2026, 1, 1))
        second = set_rt("10", date(2026, 4, 1))
    assert queries.rule(KEY, date(2026, 3, 31)).pk == first.pk
    assert queries.rule(KEY, date(2026, 4, 1)).pk == second.pk
    assert [(row.value, row.ends) for row in queries.history(KEY)] == [("10", None), ("7", date(2026, 4, 1))]
    with pytest.raises(Refused):
        queries.rule(KEY, date(2025, 12, 31))
    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == [
        "regulations.set", "regulations.ended", "regulations.set",
    ]  # fmt: skip


def test_a_figure_never_takes_over_in_the_past() -> None:
    with clock.standing(NOON):
        set_rt("7", date(2026, 1, 1))
        with pytest.raises(Refused) as refused:
            set_rt("8", date(2026, 3, 12))
        assert refused.value.code == "in_past"
        with pytest.raises(Refused) as before:
            set_rt("8", date(2026, 1, 1))
        assert before.value.code == "not_after"


def test_a_row_that_has_not_started_can_be_taken_back() -> None:
    with clock.standing(NOON):
        first = set_rt("7", date(2026, 1, 1))
        second = set_rt("10", date(2026, 4, 1))
        actions.withdraw_rule(actor=SYSTEM, rule=second)
        assert [(row.pk, row.ends) for row in queries.history(KEY)] == [(first.pk, None)]
        with pytest.raises(Refused) as refused:
            actions.withdraw_rule(actor=SYSTEM, rule=first)
    assert refused.value.code == "started"


def test_what_is_refused() -> None:
    assert code_of(value="lima") == "no_value"
    assert code_of(value="-1") == "no_value"
    assert code_of(value="25", unit="pukul") == "no_value"
    assert code_of(value="mungkin", unit="ya_tidak") == "no_value"
    assert code_of(value=" ", unit="teks") == "no_value"
    assert code_of(unit="minggu") == "no_unit"
    assert code_of(certainty="pasti") == "no_certainty"
    assert code_of(label=" ") == "no_label"
    assert code_of(actor=PUBLIC) == "not_allowed"


@pytest.mark.parametrize(
    ("value", "unit", "kept", "told"),
    [
        ("1.500.000", "rupiah", "1500000", "Rp1.500.000"),
        ("Rp 200.000.000", "rupiah", "200000000", "Rp200.000.000"),
        ("7", "pukul", "7", "pukul 07.00"),
        ("014", "hari_kerja", "14", "14 hari kerja"),
        ("Ya", "ya_tidak", "ya", "ya"),
        (" Dinas ", "teks", "Dinas", "Dinas"),
    ],
)
def test_values_are_kept_plain_and_told_with_their_unit(value: str, unit: str, kept: str, told: str) -> None:
    row = actions.set_rule(actor=SYSTEM, key="a.b", label="A", value=value, unit=unit, starts=date(2026, 1, 1))
    assert (row.value, row.told) == (kept, told)


def test_the_first_rows_are_valid_and_filled_once() -> None:
    assert actions.fill_first(SYSTEM) == len(first_rows.FIRST)
    assert actions.fill_first(SYSTEM) == 0
    for row in first_rows.FIRST:
        assert rules.clean(row.value, row.unit) == row.value
        assert row.certainty == "city" or row.legal_basis
    assert queries.number(KEY, date(2026, 1, 30)) == 7
    assert queries.truth("institutions.one_body", date(2026, 1, 30))


def test_a_limit_in_working_days_ends_at_the_end_of_the_citys_day() -> None:
    calendar.fill_year(actor=SYSTEM, year=2026)
    actions.fill_first(SYSTEM)
    # 23.30 on Thursday in UTC is already Friday the 13th in the city: that Friday is day 0.
    due, row = queries.limit("reports.service.first_answer", datetime(2026, 3, 12, 23, 30, tzinfo=UTC))
    assert clock.local(due).isoformat() == "2026-03-27T23:59:59+07:00"
    assert row.key == "reports.service.first_answer"
    assert clock.local(queries.limit(KEY, NOON)[0]).date() == date(2026, 3, 20)
    assert not queries.provisional(row, NOON)


def test_what_is_not_a_length_of_time_is_refused() -> None:
    actions.fill_first(SYSTEM)
    with pytest.raises(Refused) as refused:
        queries.limit("reports.nearby.meters", NOON)
    assert refused.value.code == "no_time_unit"


def test_years_end_on_the_same_day() -> None:
    row = Rule(value="5", unit="tahun")
    assert clock.local(queries.due(row, datetime(2024, 2, 29, 5, tzinfo=UTC))).date() == date(2029, 2, 28)


MINUTES = st.integers(0, 525_600)
MOMENTS = MINUTES.map(lambda count: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=count))


@given(MOMENTS, MOMENTS, MOMENTS)
def test_a_changed_calendar_moves_only_what_has_not_passed(old: datetime, new: datetime, now: datetime) -> None:
    moved = rules.moved(old, new, now)
    if old <= now:
        assert moved == old
    else:
        assert moved > now - timedelta(seconds=1)
        assert moved == new or moved <= old


@pytest.mark.django_db(transaction=True)
def test_a_page_reads_the_new_value_at_once() -> None:
    with clock.standing(NOON):
        set_rt("7", date(2026, 1, 1))
        assert queries.number(KEY, date(2026, 3, 13)) == 7
        coming = set_rt("10", date(2026, 4, 1))
        assert [queries.number(KEY, date(2026, month, 1)) for month in (3, 4)] == [7, 10]
        actions.withdraw_rule(actor=SYSTEM, rule=coming)
        assert queries.number(KEY, date(2026, 4, 1)) == 7
        with pytest.raises(Refused):
            queries.number(KEY, date(2025, 12, 31))
