"""The year's Fridays: asked, planned, changed by hand, published, planned anew."""

from datetime import date, timedelta
from typing import Any

import pytest

from rembuk.coordination.visits import actions, drafting, queries
from rembuk.coordination.visits.models import Rotation, Stop
from rembuk.coordination.visits.rotation.model import Unsolved
from rembuk.foundation.calendar import actions as calendar
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import actions as regulations
from tests import builders


def draft(town: builders.City) -> Rotation:
    """Asked for by the city's officer and planned."""
    return drafting.draft(actions.ask(actor=town.actor("petugas_kota")))


def published(town: builders.City) -> Rotation:
    """The plan that holds."""
    return actions.publish(actor=town.actor("wali_kota"), rotation=draft(town))


def dates(found: Rotation) -> dict[str, date]:
    """When each kelurahan is visited."""
    return {row.kelurahan.name: row.date for row in queries.stops(found)}


def rule(key: str, value: str, unit: str) -> None:
    regulations.set_rule(actor=SYSTEM, key=f"visits.rotation.{key}", label=key, value=value, unit=unit,
                         starts=clock.today(), legal_basis="Uji", certainty="city")  # fmt: skip


def test_a_year_is_asked_and_planned(town: builders.City) -> None:
    found = draft(town)
    rows = queries.stops(found)
    assert found.status == "draft"
    assert {row.kelurahan_id for row in rows} == {
        town.kelurahan.pk,
        town.kelurahan_next.pk,
        town.kelurahan_far.pk,
    }
    assert all(row.date.weekday() == 4 and row.date > clock.today() for row in rows)
    assert "Belum pernah ada rembuk di sini" in rows[0].reason
    assert "jumlah penduduk belum ada" in rows[0].reason


def test_holidays_and_pauses_are_left_out_and_say_why(town: builders.City) -> None:
    actor = town.actor("petugas_kota")
    calendar.set_day(actor=SYSTEM, date=date(2026, 1, 23), kind="holiday", name="Hari jadi kota", basis="Uji")
    actions.note_pause(actor=actor, kind="election", first=date(2026, 1, 24), last=date(2026, 2, 6), why="Masa tenang")
    found = draft(town)
    assert min(dates(found).values()) == date(2026, 2, 13)
    why = {week.date: week.why for week in queries.weeks(found)}
    assert why[date(2026, 1, 23)] == "Hari jadi kota"
    assert "Masa tenang" in why[date(2026, 1, 30)]


def test_a_dropped_pause_closes_nothing(town: builders.City) -> None:
    actor = town.actor("petugas_kota")
    pause = actions.note_pause(
        actor=actor, kind="closed", first=date(2026, 1, 21), last=date(2026, 2, 6), why="Renovasi"
    )
    actions.drop_pause(actor=actor, pause=pause)
    assert min(dates(draft(town)).values()) == date(2026, 1, 23)


def test_what_cannot_be_done_is_said(town: builders.City) -> None:
    rule("bound", "20", "hari_kalender")
    rule("two", "tidak", "ya_tidak")
    found = draft(town)
    assert found.told["short"] > 0
    assert found.told["unmet"]
    assert any(kind == "bound" for kind, _ in found.told["remedies"])


def test_a_swap_by_hand_stays_when_the_year_is_planned_anew(town: builders.City) -> None:
    actor, found = town.actor("petugas_kota"), published(town)
    first, last = queries.stops(found)[0], queries.stops(found)[-1]
    far = date(2026, 6, 19)
    actions.swap(actor=actor, rotation=found, stop=first, date=far, reason="Acara kota")
    again = draft(town)
    assert dates(again)[first.kelurahan.name] == far
    assert again.told["moved"] == 0
    assert dates(again)[last.kelurahan.name] == last.date


def test_a_full_friday_gives_its_place_in_exchange(town: builders.City) -> None:
    rule("two", "tidak", "ya_tidak")
    found = draft(town)
    first, second = queries.stops(found)[:2]
    names = first.kelurahan.name, second.kelurahan.name
    actions.swap(actor=town.actor("petugas_kota"), rotation=found, stop=first, date=second.date)
    assert [dates(found)[name] for name in names] == [date(2026, 1, 30), date(2026, 1, 23)]
    assert all(row.is_fixed for row in queries.stops(found)[:2])


@pytest.mark.parametrize(
    ("to", "code"),
    [(date(2026, 1, 16), "past"), (date(2026, 2, 14), "closed"), (date(2026, 1, 23), "same"),
     (date(2026, 5, 1), "closed")],
)  # fmt: skip
def test_not_every_date_can_be_chosen(town: builders.City, to: date, code: str) -> None:
    found = draft(town)
    with pytest.raises(Refused) as refused:
        actions.swap(actor=town.actor("petugas_kota"), rotation=found, stop=queries.stops(found)[0], date=to)
    assert refused.value.code == code


def test_a_hand_does_not_break_a_bound_that_held(town: builders.City) -> None:
    rule("bound", "60", "hari_kalender")
    found = draft(town)
    with pytest.raises(Refused) as refused:
        actions.swap(actor=town.actor("petugas_kota"), rotation=found, stop=queries.stops(found)[0],
                     date=date(2026, 10, 2))  # fmt: skip
    assert refused.value.code == "bound"


def test_a_new_plan_replaces_the_former_and_keeps_what_has_been(town: builders.City) -> None:
    former = published(town)
    first = queries.stops(former)[0]
    with clock.standing(clock.now() + timedelta(days=14)):
        later = published(town)
        former.refresh_from_db()
        assert (former.status, later.status) == ("replaced", "published")
        assert queries.last_visits(later.starts)[first.kelurahan_id] == first.date
        assert {row.rotation_id for row in queries.next_stops(later.starts)} == {later.pk}


def test_the_deputy_may_stand_in(town: builders.City) -> None:
    found = published(town)
    stop = queries.stops(found)[0]
    actions.stand_in(actor=town.actor("wali_kota"), rotation=found, stop=stop, deputy="Wakil Wali Kota")
    assert Stop.objects.get(pk=stop.pk).deputy == "Wakil Wali Kota"


def test_only_those_who_keep_the_fridays_plan_them(town: builders.City) -> None:
    for who in ("lurah", "camat", "ketua_rt", "pemerintahan", "kepala_opd"):
        with pytest.raises(Refused) as refused:
            actions.ask(actor=town.actor(who))
        assert refused.value.code == "not_allowed"


def test_a_draft_is_for_those_who_prepare_it(town: builders.City) -> None:
    found = draft(town)
    with pytest.raises(Refused) as refused:
        queries.rotation(town.actor("lurah"), found.code)
    assert refused.value.code == "not_found"
    actions.publish(actor=town.actor("petugas_kota"), rotation=found)
    assert queries.rotation(town.actor("lurah"), found.code) == found


def test_one_plan_of_a_year_is_made_at_a_time(town: builders.City) -> None:
    actions.ask(actor=town.actor("petugas_kota"))
    with pytest.raises(Refused) as refused:
        actions.ask(actor=town.actor("petugas_kota"))
    assert refused.value.code == "asked"


def test_a_planner_that_finds_nothing_says_so(town: builders.City, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(problem: Any) -> Any:
        raise Unsolved("habis waktu")

    monkeypatch.setattr("rembuk.coordination.visits.rotation.planning.plan", nothing)
    found = draft(town)
    assert found.status == "failed"
    assert "habis waktu" in found.told["why"]
