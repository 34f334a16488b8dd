"""What a process knows of vacant seats and ending terms: asked once, and anew after every deed that changes them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rembuk.foundation.institutions import actions, queries
from rembuk.foundation.institutions.models import Stamp
from rembuk.foundation.institutions.queries import vacancy
from rembuk.foundation.kernel import clock
from tests import builders

RT = ("ketua_rt", "sekretaris_rt")
RW = ("ketua_rw", "sekretaris_rw")


def leave(town: builders.City, *names: str) -> None:
    for name in names:
        actions.end_appointment(actor=town.actor("lurah"), appointment=town.cast[name], on=clock.today())


@pytest.mark.django_db(transaction=True)
def test_a_page_asks_once_and_sees_the_next_change() -> None:
    town = builders.city()
    head, lurah = town.actor("ketua_rw"), town.actor("lurah")
    assert vacancy.stands_in_for(head) == vacancy.stands_in_for(lurah) == []
    with CaptureQueriesContext(connection) as asked:
        vacancy.stands_in_for(head)
    assert len(asked) == 0
    leave(town, *RT)
    assert vacancy.stands_in_for(head) == [town.institution("rt").pk]
    leave(town, *RW)
    assert vacancy.stands_in_for(lurah) == [town.institution("rw").pk, town.institution("rt").pk]
    assert [row.position__title for row in vacancy.ending_first(lurah)] == []


@pytest.mark.django_db(transaction=True)
def test_another_process_is_told_by_the_stamp() -> None:
    town = builders.city()
    head = town.actor("ketua_rw")
    assert vacancy.stands_in_for(head) == []
    before = Stamp.objects.values_list("value").first()
    leave(town, *RT)
    assert Stamp.objects.values_list("value").first() not in {before, None}


@pytest.mark.django_db
@pytest.mark.parametrize("days", [1, 89, 91])
def test_the_first_terms_to_end_are_the_first_of_all(days: int) -> None:
    town = builders.city()
    for name in (*RT, *RW, "lpm", "pamor", "ketua_rt_next"):
        actions.end_appointment(
            actor=town.actor("lurah" if name != "ketua_rt_next" else "camat"), appointment=town.cast[name],
            on=clock.today() + timedelta(days=days),
        )  # fmt: skip
    for name in ("lurah", "camat", "pemerintahan", "ketua_rt"):
        actor = town.actor(name)
        every = list(queries.ending(actor).order_by("ends", "id")) if actor.scope("institutions.appoint") else []
        assert [row.id for row in vacancy.ending_first(actor)] == [row.pk for row in every[: vacancy.SOONEST]], name
    assert bool(vacancy.ending_first(town.actor("lurah"))) is (days < 90)
