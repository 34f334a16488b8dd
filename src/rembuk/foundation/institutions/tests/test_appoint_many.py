"""One deed over many rows: equal to single calls, and quick."""

import time
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk.foundation.accounts.models import User
from rembuk.foundation.audit.models import Event
from rembuk.foundation.institutions import actions, queries
from rembuk.foundation.institutions.actions import NewAppointment, NewInstitution, NewPosition
from rembuk.foundation.institutions.models import Appointment, Concern
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import actions as territories
from tests import builders

pytestmark = pytest.mark.django_db
FIRST = date(2030, 2, 3)
SEATS = ("ketua_rt", "ketua_rw", "lurah", "pamor")
PEOPLE = ("ketua_rt", "lurah")

row = st.fixed_dictionaries(
    {
        "seat": st.sampled_from(SEATS),
        "person": st.sampled_from([*PEOPLE, "", ""]),
        "mandate": st.sampled_from(["definitive", "definitive", "acting", "deputy"]),
        "start": st.integers(0, 4000),
        "length": st.one_of(st.none(), st.integers(0, 2500)),
        "reason": st.sampled_from(["", "karena perlu", "karena perlu"]),
        "replaces": st.booleans(),
    }
)
rows = st.lists(row, min_size=1, max_size=6)


class Undo(Exception):
    """Takes a trial back."""


def outcome(town: builders.City, given_rows: list[NewAppointment], one_by_one: bool) -> object:
    """What a trial leaves behind, as a stranger would read it; the trial itself is undone."""
    seen: object = None
    try:
        with transaction.atomic():
            try:
                if one_by_one:
                    for each in given_rows:
                        actions.appoint_many(actor=SYSTEM, rows=[each])
                else:
                    actions.appoint_many(actor=SYSTEM, rows=given_rows)
                seen = picture()
            except Refused as refused:
                seen = refused.code
            raise Undo
    except Undo:
        return seen


def picture() -> object:
    terms = Appointment.objects.values_list(
        "position__title", "user__name", "mandate", "starts", "ends", "decree", "version"
    )
    concerns = Concern.objects.values_list("code", "reason", "appointment__user__name", "appointment__starts")
    events = Event.objects.filter(verb__startswith="institutions.").values_list("verb", "seq")
    return [sorted(map(str, found)) for found in (terms, concerns, events)], User.objects.count()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=rows)
def test_many_are_equal_to_one_after_the_other(town_once: builders.City, drawn: list[dict[str, object]]) -> None:
    made = [as_row(town_once, given_row) for given_row in drawn]
    assert outcome(town_once, made, one_by_one=False) == outcome(town_once, made, one_by_one=True)


def as_row(town: builders.City, drawn: dict[str, object]) -> NewAppointment:
    person, starts, length = str(drawn["person"]), FIRST + timedelta(days=int(str(drawn["start"]))), drawn["length"]
    return NewAppointment(
        town.position(str(drawn["seat"])), starts, user=town.user(person) if person else None,
        name="" if person else "Orang Baru", mandate=str(drawn["mandate"]),
        ends=None if length is None else starts + timedelta(days=int(str(length))), reason=str(drawn["reason"]),
        replaces=bool(drawn["replaces"]),
    )  # fmt: skip


@pytest.fixture
def town_once() -> builders.City:
    return builders.city()


def test_a_whole_city_is_appointed_within_seconds(town_once: builders.City) -> None:
    """A sixteenth of 16,000 in a sixteenth of 20 s (more rows only cost more of the same)."""
    town = town_once
    places = territories.add_many(
        actor=SYSTEM, rows=[territories.New(town.rw_next, "rt", number=number) for number in range(2, 502)]
    )
    kind = queries.kind("rt")
    bodies = actions.add_institutions(
        actor=SYSTEM, rows=[NewInstitution(kind, f"RT {place.number:03}", place) for place in places]
    )
    seats = actions.add_positions(
        actor=SYSTEM,
        rows=[
            NewPosition(body, role, f"{label} {body.name}", rank)
            for body in bodies
            for rank, role, label in ((1, "ketua_rt", "Ketua"), (2, "sekretaris_rt", "Sekretaris"))
        ],
    )
    rows = [
        NewAppointment(seat, builders.STARTS, name=f"Orang {number}", decree="SK", ends=builders.ENDS)
        for number, seat in enumerate(seats)
    ]
    start = time.process_time()
    made = actions.appoint_many(actor=SYSTEM, rows=rows)
    seconds = time.process_time() - start
    print(f"{len(made)} appointments in {seconds:.2f} s")
    assert len(made) == 1000
    assert seconds < 20 / 16
    assert queries.responsible(places[7], "rt").title == "Ketua RT 009"


def test_many_take_few_queries(town_once: builders.City, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    starts = [FIRST + timedelta(days=1900 * number) for number in range(3)]
    rows = [
        NewAppointment(town_once.position(seat), start, name="X", ends=start + timedelta(days=1800))
        for seat in ("ketua_rt", "ketua_rw", "sekretaris_rt", "sekretaris_rw")
        for start in starts
    ]
    with django_assert_max_num_queries(20):
        assert len(actions.appoint_many(actor=SYSTEM, rows=rows)) == 12
