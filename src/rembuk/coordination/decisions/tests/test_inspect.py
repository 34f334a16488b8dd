"""Others than the doer say whether it is done; failing sends it back, and the clock runs on."""

import pytest

from rembuk.coordination.decisions import actions, queries
from rembuk.coordination.decisions.models import Decision, Inspection
from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.institutions import queries as offices
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from tests import builders


@pytest.fixture
def reporter(town: builders.City) -> Actor:
    """A resident with an account and without office."""
    user = User.objects.create(name="Sri Warga")
    return offices.actor(user)


def let(town: builders.City, reporter: Actor, row: object) -> None:
    """The reporter may inspect what is made of their matter."""
    assert reporter.user_id is not None
    decision = row.decision  # type: ignore[attr-defined]
    actions.name_reporters(actor=town.actor("lurah"), decision=decision, users=[reporter.user_id])


def test_it_is_done_when_somebody_else_saw_it(town: builders.City) -> None:
    row = scene.finished(town)
    actions.inspect(actor=town.actor("ketua_rw"), follow_up=row, remark="Air lancar.")
    row = scene.fresh(row)
    assert (row.status, row.decision.status) == ("passed", "fulfilled")
    assert row.ended_at is not None


@pytest.mark.parametrize("who", ["petugas_opd", "kepala_opd", "lurah"])
def test_neither_the_doer_nor_who_asked_inspects(town: builders.City, who: str) -> None:
    row = scene.finished(town)
    assert scene.refused(actions.inspect, actor=town.actor(who), follow_up=row) == "not_allowed"


@pytest.mark.parametrize("who", ["ketua_rw_next", "ketua_rw_far", "ketua_rt_next"])
def test_the_neighbours_next_door_do_not(town: builders.City, who: str) -> None:
    row = scene.finished(town)
    assert scene.refused(actions.inspect, actor=town.actor(who), follow_up=row) in {"not_found", "not_allowed"}


def test_failing_says_why_returns_it_and_the_clock_runs_on(town: builders.City) -> None:
    row = scene.finished(town)
    promised = row.total_due
    with scene.later(days=2):
        rw = town.actor("ketua_rw")
        assert scene.refused(actions.send_back, actor=rw, follow_up=row, remark=" ") == "no_reason"
        actions.send_back(actor=rw, follow_up=row, remark="Ujungnya masih tersumbat.")
        row = scene.fresh(row)
    assert (row.status, row.round, row.total_due, row.climb_due) == ("working", 2, promised, promised)
    assert row.finished_at is None


def test_what_fails_after_its_due_date_is_late_at_once_and_climbs_in_a_step(town: builders.City) -> None:
    row = scene.accepted(town)
    with scene.later(days=20):
        actions.finish(actor=town.actor("petugas_opd"), follow_up=row, text="Sudah.", photos=[scene.photo()])
        actions.send_back(actor=town.actor("ketua_rw"), follow_up=scene.fresh(row), remark="Belum.")
        row = scene.fresh(row)
        assert row.climb_due is not None
        assert 6 <= (row.climb_due - row.stage_started_at).days <= 7


def test_whoever_said_that_it_is_done_does_not_inspect_it_in_another_office(town: builders.City) -> None:
    row = scene.finished(town)
    seat = institutions.add_position(actor=SYSTEM, institution=town.institution("rw"), role="sekretaris_rw", title="S2")
    again = institutions.appoint(
        actor=SYSTEM, position=seat, user=town.user("petugas_opd"), mandate="definitive", decree="SK 10",
        decree_on=builders.STARTS, starts=builders.STARTS, reason="Merangkap.",
    )  # fmt: skip
    actor = offices.actor(town.user("petugas_opd"), again.pk)
    assert scene.refused(actions.inspect, actor=actor, follow_up=row) == "not_allowed"


def test_the_reporter_may_inspect_unnamed(town: builders.City, reporter: Actor) -> None:
    row = scene.made(town, supports=())
    let(town, reporter, row)
    lead = town.actor("petugas_opd")
    actions.accept(actor=lead, follow_up=scene.fresh(row))
    actions.finish(actor=lead, follow_up=scene.fresh(row), text="Sudah.", photos=[scene.photo()])
    actions.inspect(actor=reporter, follow_up=scene.fresh(row))
    assert scene.fresh(row).status == "passed"
    assert Inspection.objects.get().office == "pelapor"
    lines = queries.office_trail(town.actor("lurah"), scene.fresh(row))
    assert not any("Sri" in f"{line.title} {line.note}" for line in lines)


def test_where_more_is_needed_the_reporters_word_is_kept_and_others_look(town: builders.City, reporter: Actor) -> None:
    row = scene.made(town, supports=(), flagged=True)
    let(town, reporter, row)
    lead = town.actor("petugas_opd")
    actions.accept(actor=lead, follow_up=scene.fresh(row))
    actions.finish(actor=lead, follow_up=scene.fresh(row), text="Sudah.", photos=[scene.photo()])
    actions.inspect(actor=reporter, follow_up=scene.fresh(row))
    assert scene.fresh(row).status == "done"
    assert scene.refused(actions.inspect, actor=reporter, follow_up=scene.fresh(row)) == "again"
    actions.inspect(actor=town.actor("sekretaris_rw"), follow_up=scene.fresh(row))
    assert scene.fresh(row).status == "passed"


def test_the_reporters_no_sends_it_back_all_the_same(town: builders.City, reporter: Actor) -> None:
    row = scene.made(town, supports=(), flagged=True)
    let(town, reporter, row)
    lead = town.actor("petugas_opd")
    actions.accept(actor=lead, follow_up=scene.fresh(row))
    actions.finish(actor=lead, follow_up=scene.fresh(row), text="Sudah.", photos=[scene.photo()])
    actions.send_back(actor=reporter, follow_up=scene.fresh(row), remark="Masih bau.")
    assert scene.fresh(row).status == "working"


def test_a_decision_is_fulfilled_when_all_of_it_is(town: builders.City) -> None:
    decision, rw = scene.decision(town), town.actor("ketua_rw")
    rows = [scene.finished(town, of=decision, title=title) for title in ("Keruk", "Pasang kisi")]
    actions.inspect(actor=rw, follow_up=rows[0])
    assert Decision.objects.get().status == "standing"
    actions.inspect(actor=rw, follow_up=scene.fresh(rows[1]))
    assert Decision.objects.get().status == "fulfilled"
