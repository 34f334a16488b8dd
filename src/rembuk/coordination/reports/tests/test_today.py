"""Hari ini: a desk has what the list of waiting has, in the same order, and only what is shown is made."""

from collections.abc import Callable

import pytest

from rembuk.coordination.reports import actions, queries, rules, seams
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.queries.desk import desk
from rembuk.coordination.reports.tests.conftest import later
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from tests import builders

At = Callable[..., Received]
DESKS = (
    "ketua_rt", "sekretaris_rt", "ketua_rw", "lurah", "kasi", "camat", "kepala_opd", "petugas_kota", "perlindungan",
    "pamor", "ketua_rt_next", "lurah_next",
)  # fmt: skip


@pytest.fixture
def busy(at_work: At, heard: At, town: builders.City) -> None:
    """Something of every kind: new, deliberated, with a unit, sealed, about an official, said to be solved."""
    for number, category in enumerate(("drainase", "sampah", "lampu", "anak", "drainase")):
        with later(hours=number):
            heard(category)
    heard(passes_by=["ketua_rt"])
    for number in range(3):
        with later(hours=10 + number):
            settled = at_work(text=f"Selokan {number} tersumbat.").report
    actions.settle(actor=town.actor("ketua_rt"), report=settled, text="Beres.", witnesses=("A", "B"))
    handed = at_work().report
    for who in ("ketua_rt", "ketua_rw"):
        actions.climb(actor=town.actor(who), report=handed, basis="urgent", note="Mendesak.")
    actions.assign(actor=town.actor("lurah"), report=handed, unit=town.institution("opd"))


@pytest.mark.parametrize("vacant", [(), ("ketua_rt", "sekretaris_rt"), ("ketua_rw", "sekretaris_rw")])
def test_a_desk_has_what_waits_and_what_may_be_confirmed(
    busy: None, town: builders.City, vacant: tuple[str, ...]
) -> None:
    for name in vacant:
        institutions.end_appointment(actor=town.actor("lurah"), appointment=town.cast[name], on=clock.today())
    for name in DESKS:
        if name in vacant:
            continue
        actor = town.actor(name)
        work, settled, _ = desk(actor)
        assert [row.id for row in work] == [row.pk for row in queries.waiting(actor)], name
        asked = {row.pk for row in Report.objects.filter(status="settled") if rules.may(actor, "confirm", row)}
        assert {row.id for row in settled} == asked, name


def test_somebody_has_each_kind(busy: None, town: builders.City) -> None:
    has = {name: [len(rows) for rows in desk(town.actor(name))] for name in DESKS}
    assert min(has["ketua_rt"][0], has["ketua_rw"][1], has["kepala_opd"][0], has["perlindungan"][0]) > 0
    assert has["ketua_rt"][1] == 0
    assert has["ketua_rt_next"] == [0, 0, 0]


def test_the_first_few_are_the_first_of_all_and_the_rest_are_counted(busy: None, town: builders.City) -> None:
    for name in DESKS:
        every = seams.today(town.actor(name))
        assert every.more == 0
        for most in (0, 1, 2):
            few = seams.today(town.actor(name), most)
            assert list(few) == list(every)[:most]
            assert few.more == max(0, len(every.tasks) - most)
