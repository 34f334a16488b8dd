"""What may be reported: dated rows with a legal basis; what came in keeps the row of its day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rembuk.coordination.reports import actions, queries
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Category, Report
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from rembuk.foundation.kernel.errors import Refused
from tests import builders

FLOOD: dict[str, Any] = {"key": "banjir", "label": "Banjir", "group": "Lingkungan", "track": "neighbourhood"}
DRAIN: dict[str, Any] = {"key": "drainase", "label": "Got dan saluran", "group": "Lingkungan", "track": "service"}
Hear = Callable[..., Received]


def code_of(deed: Callable[..., object], **given: Any) -> str:
    with pytest.raises(Refused) as refused:
        deed(**given)
    return refused.value.code


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], date]:
    """`later(3)`: three days on."""
    now = clock.now()

    def move(days: int) -> date:
        monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=days))
        return clock.today()

    return move


def test_only_pemerintahan_keeps_them(town: builders.City) -> None:
    with pytest.raises(Refused):
        actions.set_category(actor=town.actor("lurah"), **FLOOD)
    assert actions.fill_first(SYSTEM) == 0


@pytest.mark.parametrize(
    "bad", [{"key": "Ada Spasi"}, {"track": "lain"}, {"label": " "}, {"track": "sealed"}, {"certainty": "pasti"}]
)
def test_a_category_that_makes_no_sense_is_refused(town: builders.City, bad: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        actions.set_category(actor=town.actor("pemerintahan"), **{**FLOOD, **bad})
    assert queries.category("banjir") is None


def test_what_came_in_keeps_its_name_and_track_when_the_row_changes(
    town: builders.City, heard: Hear, later: Callable[[int], date]
) -> None:
    editor = town.actor("pemerintahan")
    before = heard("drainase").report
    starts = clock.today() + timedelta(days=2)
    actions.set_category(actor=editor, **DRAIN, starts=starts, legal_basis="Perwal 9/2026", certainty="found")

    tomorrow = later(1)
    assert not queries.category_history("drainase")[0].holds(tomorrow)
    between = heard("drainase").report
    assert (between.category.label, between.track) == ("Saluran tersumbat, genangan", "neighbourhood")

    later(2)
    after = heard("drainase").report
    assert (after.category.label, after.track, after.category.legal_basis) == (
        "Got dan saluran", "service", "Perwal 9/2026",
    )  # fmt: skip
    old = Report.objects.get(pk=before.pk)
    assert (old.category.label, old.track) == ("Saluran tersumbat, genangan", "neighbourhood")
    assert {row.label for row in queries.categories_now() if row.key == "drainase"} == {"Got dan saluran"}
    assert "drainase" in [one.category.key for one in queries.suggested("got mampet")]
    assert verify().ok


def test_the_same_matter_comes_back_whatever_it_is_called_now(
    town: builders.City, at_work: Hear, later: Callable[[int], date]
) -> None:
    before = at_work("drainase").report
    later(1)
    actions.set_category(actor=town.actor("pemerintahan"), **{**DRAIN, "track": "neighbourhood"})
    after = at_work("drainase").report
    assert before.category_id != after.category_id
    assert before in queries.recurring(after)
    assert before in queries.mergeable(after)
    assert {row.pk for row in queries.public_reports(category=after.category)} == {before.pk, after.pk}


def test_who_answers_is_changed_in_place(town: builders.City) -> None:
    lamp = queries.category("lampu")
    assert lamp is not None
    same = {name: getattr(lamp, name) for name in ("key", "label", "group", "track")}
    unit = town.institution("opd")
    found = actions.set_category(actor=town.actor("pemerintahan"), **same, unit=unit, order=lamp.order)
    assert (found.pk, found.unit_id, found.legal_basis) == (lamp.pk, unit.pk, lamp.legal_basis)
    assert len(queries.category_history("lampu")) == 1


def test_a_change_starts_after_the_row_before_and_never_in_the_past(town: builders.City) -> None:
    editor, today = town.actor("pemerintahan"), clock.today()
    actions.set_category(actor=editor, **FLOOD)
    for starts, code in ((today, "not_after"), (date(2024, 12, 31), "not_after")):
        given = {**FLOOD, "label": "Rob", "starts": starts}
        assert code_of(actions.set_category, actor=editor, **given) == code
    assert code_of(actions.set_category, actor=editor, **DRAIN, starts=today - timedelta(days=1)) == "in_past"


def test_what_has_not_started_is_still_a_plan(town: builders.City, later: Callable[[int], date]) -> None:
    editor, today = town.actor("pemerintahan"), clock.today()
    coming = actions.set_category(actor=editor, **DRAIN, starts=today + timedelta(days=5))
    planned = actions.set_category(actor=editor, **{**DRAIN, "label": "Got"}, starts=today + timedelta(days=3))
    assert (planned.pk, planned.label) == (coming.pk, "Got")
    assert [row.ends for row in queries.category_history("drainase")] == [None, today + timedelta(days=3)]
    assert code_of(actions.set_category, actor=editor, **DRAIN, starts=date(2025, 1, 1)) == "not_after"
    later(3)
    now = queries.category("drainase")
    assert now is not None
    assert now.label == "Got"
    assert verify().ok


def test_closing_a_kind_ends_its_plans_too(town: builders.City, later: Callable[[int], date]) -> None:
    editor, today = town.actor("pemerintahan"), clock.today()
    coming = actions.set_category(actor=editor, **DRAIN, starts=today + timedelta(days=5))
    actions.end_category(actor=editor, category=coming)
    assert code_of(actions.end_category, actor=editor, category=coming) == "ended"
    later(6)
    assert "drainase" not in {row.key for row in queries.categories()}
    assert verify().ok


def test_one_that_was_closed_takes_no_reports_and_may_be_opened_again(
    town: builders.City, later: Callable[[int], date]
) -> None:
    editor = town.actor("pemerintahan")
    made = actions.set_category(actor=editor, **FLOOD)
    later(1)
    actions.end_category(actor=editor, category=made)
    assert "banjir" not in {row.key for row in queries.categories()}
    assert "banjir" in {row.key for row in queries.categories(ended=True)}
    assert code_of(actions.receive, actor=PUBLIC, category="banjir", text="Ada.", territory=town.rt) == "no_category"
    actions.set_category(actor=editor, **FLOOD)
    assert "banjir" in {row.key for row in queries.categories()}


def test_an_update_gives_old_rows_their_legal_basis_once(town: builders.City) -> None:
    Category.objects.filter(key__in=("anak", "jalan")).update(legal_basis="", certainty="city")
    assert actions.fill_first(SYSTEM) == 2
    assert actions.fill_first(SYSTEM) == 0
    child, road = queries.category("anak"), queries.category("jalan")
    assert child is not None
    assert road is not None
    assert "UU 35/2014" in child.legal_basis
    assert (child.certainty, road.certainty) == ("general", "city")
    assert not Category.objects.filter(legal_basis="").exists()


def test_two_rows_of_a_key_cannot_both_be_open(town: builders.City) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Category(key="jalan", label="Jalan", group="X", track="service", starts=date(2026, 5, 1)).save()
