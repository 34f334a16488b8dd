"""A vacant seat is never a hole: the next one acts, then the level above."""

from datetime import timedelta

import pytest

from rembuk.foundation.institutions import actions, queries
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from tests import builders

pytestmark = pytest.mark.django_db
LADDER = ("ketua_rt", "sekretaris_rt", "ketua_rw", "sekretaris_rw", "lurah", "sekretaris_kelurahan", "camat",
          "kasi_kecamatan", "wali_kota", "petugas_kota")  # fmt: skip


@pytest.fixture
def town() -> builders.City:
    return builders.city()


def leave(town: builders.City, name: str) -> None:
    actions.end_appointment(actor=SYSTEM, appointment=town.cast[name], on=clock.today())


def test_each_vacancy_passes_to_the_next_and_nobody_is_never_the_answer(town: builders.City) -> None:
    for name in LADDER:
        assert queries.responsible(town.rt, "rt") == town.position(name)
        leave(town, name)
    assert queries.responsible(town.rt, "rt") == town.position("ketua_rt")


def test_a_level_starts_at_its_own_seats(town: builders.City) -> None:
    assert queries.responsible(town.rt, "kelurahan") == town.position("lurah")
    assert queries.responsible(town.rt, "kota") == town.position("wali_kota")


def test_the_neighbour_never_answers(town: builders.City) -> None:
    for name in ("ketua_rt", "sekretaris_rt"):
        leave(town, name)
    assert queries.responsible(town.rt, "rt") == town.position("ketua_rw")


def test_a_term_that_ends_passes_on_by_itself(town: builders.City) -> None:
    with clock.standing(clock.now().replace(year=builders.ENDS.year, month=2, day=2)):
        assert queries.responsible(town.rt, "rt") == town.position("ketua_rt")
    with clock.standing(clock.now().replace(year=builders.ENDS.year, month=2, day=4)):
        assert queries.holder(town.position("ketua_rt")) is None


def test_a_deputy_does_not_make_a_vacant_seat_held(town: builders.City) -> None:
    actions.delegate(actor=town.actor("lurah"), position=town.position("lurah"), mandate="deputy", name="Rini")
    leave(town, "lurah")
    assert queries.responsible(town.kelurahan, "kelurahan") == town.position("sekretaris_kelurahan")


def test_a_matter_passes_by_whom_it_concerns(town: builders.City) -> None:
    seat = town.position("ketua_rt")
    assert queries.responsible(town.rt, "rt", passing=[seat.pk]) == town.position("sekretaris_rt")


def test_whoever_is_passed_by_is_passed_by_in_every_office(town: builders.City) -> None:
    leave(town, "ketua_rw")
    actions.appoint(actor=SYSTEM, position=town.position("ketua_rw"), user=town.user("ketua_rt"), mandate="acting",
                    starts=clock.today())  # fmt: skip
    leave(town, "sekretaris_rt")
    seat = town.position("ketua_rt")
    assert queries.responsible(town.rt, "rt", passing=[seat.pk]) == town.position("sekretaris_rw")


def test_the_answer_takes_one_query(town: builders.City, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        assert queries.responsible(town.rt, "rt") == town.position("ketua_rt")


@pytest.mark.parametrize("key", ["perlindungan", "inspektorat", "petugas_kota"])
def test_named_offices(town: builders.City, key: str) -> None:
    assert queries.named_office(key) == town.position(key)


def test_only_offices_that_have_a_name(town: builders.City) -> None:
    with pytest.raises(Refused):
        queries.named_office("lurah")


def test_a_closed_body_answers_no_more(town: builders.City) -> None:
    actions.close_institution(actor=SYSTEM, institution=town.institution("rt"), reason="digabung")
    assert queries.responsible(town.rt, "rt") == town.position("ketua_rw")
    assert queries.offices_of(town.user("ketua_rt")) == []


def test_the_seat_shows_who_stands_in(town: builders.City) -> None:
    leave(town, "ketua_rt")
    assert queries.stand_in(town.position("ketua_rt")) == town.position("sekretaris_rt")
    assert queries.stand_in(town.position("lpm")) is None


def test_vacant_and_ending_lists_hold_what_is_in_my_area(town: builders.City) -> None:
    for name in ("ketua_rt", "ketua_rt_far"):
        leave(town, name)
    assert [seat.pk for seat in queries.vacant(town.actor("lurah"))] == [town.position("ketua_rt").pk]
    ending = actions.end_appointment(
        actor=SYSTEM, appointment=town.cast["ketua_rw"], on=clock.today() + timedelta(days=60)
    )
    assert [term.pk for term in queries.ending(town.actor("lurah"))] == [ending.pk]
    assert queries.vacant(town.actor("ketua_rt_next")).count() == 0
