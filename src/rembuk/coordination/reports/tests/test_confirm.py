"""Whoever reported, or the neighbourhood, says whether it is solved; the body that settled it does not."""

from collections.abc import Callable

import pytest

from rembuk.coordination.reports import actions
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.kernel.errors import Refused
from tests import builders

At = Callable[..., Received]


@pytest.fixture
def settled(at_work: At, town: builders.City) -> Received:
    got = at_work()
    actions.settle(actor=town.actor("ketua_rt"), report=got.report, text="Kerja bakti.", witnesses=("A", "B"))
    return got


def test_the_reporter_confirms_by_code_and_secret(settled: Received) -> None:
    actions.confirm(actor=PUBLIC, report=settled.report, satisfied=True, secret=settled.secret)
    report = fresh(settled.report)
    assert (report.status, report.stage_due) == ("closed", None)
    assert report.closed_at is not None


def test_a_wrong_secret_confirms_nothing(settled: Received) -> None:
    with pytest.raises(Refused) as refused:
        actions.confirm(actor=PUBLIC, report=settled.report, satisfied=True, secret="SALAH23456")
    assert refused.value.code == "wrong_secret"
    with pytest.raises(Refused):
        actions.confirm(actor=PUBLIC, report=settled.report, satisfied=True)
    assert fresh(settled.report).status == "settled"


def test_the_body_that_settled_it_does_not_confirm_it(settled: Received, town: builders.City) -> None:
    with pytest.raises(Refused) as refused:
        actions.confirm(actor=town.actor("ketua_rt"), report=settled.report, satisfied=True)
    assert refused.value.code == "not_allowed"
    actions.confirm(actor=town.actor("ketua_rw"), report=settled.report, satisfied=True)
    assert fresh(settled.report).status == "closed"


def test_not_solved_opens_it_again_where_it_was_settled(settled: Received, town: builders.City) -> None:
    with pytest.raises(Refused) as wordless:
        actions.confirm(actor=PUBLIC, report=settled.report, satisfied=False, secret=settled.secret)
    assert wordless.value.code == "no_reason"
    with later(days=2):
        actions.confirm(
            actor=PUBLIC, report=settled.report, satisfied=False, remark="Masih tergenang.", secret=settled.secret
        )
        started = clock.now()
    report = fresh(settled.report)
    assert (report.status, report.handled_at, report.holder) == ("deliberating", "rt", town.position("ketua_rt"))
    assert report.stage_started_at == started


def test_a_unit_gets_it_back_from_whom_it_finished(at_work: At, heard: At, town: builders.City) -> None:
    got = heard("lampu")
    officer = town.actor("petugas_kota")
    actions.acknowledge(actor=officer, report=got.report)
    actions.finish(actor=officer, report=got.report, text="Lampu diganti.")
    actions.reopen(actor=PUBLIC, report=got.report, remark="Mati lagi.", secret=got.secret)
    report = fresh(got.report)
    assert (report.status, report.holder) == ("with_unit", town.position("petugas_kota"))


def test_what_was_closed_without_an_answer_can_be_opened_again(settled: Received) -> None:
    with later(days=40):
        assert actions.close_silent(clock.now(), 10) == 1
        actions.reopen(actor=PUBLIC, report=fresh(settled.report), remark="Baru pulang.", secret=settled.secret)
    assert fresh(settled.report).status == "deliberating"


def test_what_climbed_is_reopened_where_it_was_settled_not_where_it_arose(at_work: At, town: builders.City) -> None:
    got = at_work()
    actions.climb(actor=town.actor("ketua_rt"), report=got.report, basis="urgent", note="Mendesak.")
    actions.settle(actor=town.actor("ketua_rw"), report=got.report, text="Kerja bakti.", witnesses=("A", "B"))
    actions.reopen(actor=PUBLIC, report=got.report, remark="Belum.", secret=got.secret)
    report = fresh(got.report)
    assert (report.handled_at, report.climb_basis, report.holder) == ("rw", "urgent", town.position("ketua_rw"))
