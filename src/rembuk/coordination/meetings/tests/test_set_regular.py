"""A body has one rapat rutin at a time; what it was before stays."""

from datetime import time

import pytest

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.models import Regular
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from tests import builders


def set_it(
    town: builders.City, who: str = "ketua_rw", weekday: int = 2, week: int = 1, place: str = "Balai"
) -> Regular:
    body = town.institution("rw")
    return actions.set_regular(
        actor=town.actor(who), institution=body, weekday=weekday, week=week, at=time(19, 30), place=place
    )


def test_a_change_ends_the_row_and_begins_another(town: builders.City) -> None:
    first = set_it(town)
    second = set_it(town, weekday=4, week=5)
    body = town.institution("rw")
    assert queries.regular(body) == second
    assert [(row.pk, row.weekday, row.ended_at) for row in queries.regular_history(body)] == [
        (first.pk, 2, clock.now())
    ]


def test_it_can_end_without_another(town: builders.City) -> None:
    set_it(town)
    actions.end_regular(actor=town.actor("ketua_rw"), institution=town.institution("rw"))
    assert queries.regular(town.institution("rw")) is None
    with pytest.raises(Refused, match="tidak punya jadwal"):
        actions.end_regular(actor=town.actor("ketua_rw"), institution=town.institution("rw"))


@pytest.mark.parametrize("who", ["ketua_rt", "ketua_rw_next", "lurah", "pamor", "lpm", "wali_kota"])
def test_only_its_own_officers_set_it(town: builders.City, who: str) -> None:
    with pytest.raises(Refused) as refused:
        set_it(town, who)
    assert refused.value.code == "not_allowed"


@pytest.mark.parametrize(
    ("wrong", "field"), [({"weekday": 7}, "weekday"), ({"week": 6}, "week"), ({"place": " "}, "place")]
)
def test_what_makes_no_sense_is_refused_beside_its_field(
    town: builders.City, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        set_it(town, **wrong)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert queries.regular(town.institution("rw")) is None


def test_each_deed_is_in_the_journal_with_the_row_version(town: builders.City) -> None:
    first = set_it(town)
    set_it(town, weekday=4)
    assert [event.verb for event in audit.events(Regular.subject_kind, first.pk)] == [
        "meetings.regular_set",
        "meetings.regular_ended",
    ]
    assert {pk: version for pk, version, _ in queries.regular_rows()}[first.pk] == 2
