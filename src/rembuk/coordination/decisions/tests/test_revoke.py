"""Whoever decided takes it back, also with work under way; what was done stays on record."""

import pytest

from rembuk.coordination.decisions import actions, queries
from rembuk.coordination.decisions.models import Decision, Evidence
from rembuk.coordination.decisions.tests import scene
from tests import builders


def test_work_under_way_is_revoked_with_a_reason(town: builders.City) -> None:
    row, lurah = scene.accepted(town), town.actor("lurah")
    lead = town.actor("petugas_opd")
    actions.tell(actor=lead, follow_up=row, text="Setengah jalan.", percent=50)
    actions.show(actor=lead, follow_up=scene.fresh(row), photos=[scene.photo()])
    assert scene.refused(actions.revoke, actor=lurah, follow_up=scene.fresh(row), reason="") == "no_reason"
    actions.revoke(actor=lurah, follow_up=scene.fresh(row), reason="Diganti pekerjaan provinsi.")
    row = scene.fresh(row)
    assert (row.status, row.percent, row.climb_due, row.warn_due) == ("revoked", 50, None, None)
    assert Evidence.objects.count() == 1
    assert scene.refused(actions.tell, actor=lead, follow_up=row, text="Lanjut.") == "wrong_step"


def test_the_last_one_takes_its_decision_with_it(town: builders.City) -> None:
    row = scene.accepted(town)
    actions.revoke(actor=town.actor("lurah"), follow_up=row, reason="Batal.")
    assert Decision.objects.get().status == "revoked"


def test_a_whole_decision_is_taken_back_with_everything_that_is_open(town: builders.City) -> None:
    decision, lurah = scene.decision(town), town.actor("lurah")
    rows = [scene.accepted(town, of=decision), scene.finished(town, of=decision), scene.made(town, decision)]
    actions.withdraw(actor=lurah, decision=decision, reason="Anggarannya dipindah.")
    assert {scene.fresh(row).status for row in rows} == {"revoked"}
    assert Decision.objects.get().status == "revoked"


def test_what_was_done_stays_done(town: builders.City) -> None:
    decision, lurah = scene.decision(town), town.actor("lurah")
    done, other = scene.finished(town, of=decision), scene.accepted(town, of=decision)
    actions.inspect(actor=town.actor("ketua_rw"), follow_up=done)
    actions.withdraw(actor=lurah, decision=decision, reason="Sisanya tidak perlu.")
    assert (scene.fresh(done).status, scene.fresh(other).status) == ("passed", "revoked")
    assert Decision.objects.get().status == "fulfilled"


@pytest.mark.parametrize("who", ["petugas_opd", "camat", "lurah_next", "ketua_rw"])
def test_only_the_body_that_decided(town: builders.City, who: str) -> None:
    row = scene.accepted(town)
    actor = town.actor(who)
    assert scene.refused(actions.revoke, actor=actor, follow_up=row, reason="Batal.") in {"not_allowed", "not_found"}
    assert scene.refused(actions.withdraw, actor=actor, decision=row.decision, reason="Batal.") == "not_allowed"
    assert queries.open_of(row.decision) == [row]
