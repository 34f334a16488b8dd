"""Handed to a unit, answered, finished; whose thing it is; the letter to an owner outside the city."""

from collections.abc import Callable

import pytest

from rembuk.coordination.reports import actions, queries, sharing
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.kernel.errors import Refused
from tests import builders

At = Callable[..., Received]


@pytest.fixture
def at_kelurahan(at_work: At, town: builders.City) -> Report:
    """A report that two levels could not settle."""
    report = at_work().report
    for who in ("ketua_rt", "ketua_rw"):
        actions.climb(actor=town.actor(who), report=report, basis="urgent", note="Mendesak.")
    return fresh(report)


def test_the_kelurahan_hands_it_to_a_unit(at_kelurahan: Report, town: builders.City) -> None:
    actions.assign(actor=town.actor("kasi"), report=at_kelurahan, unit=town.institution("opd"))
    report = fresh(at_kelurahan)
    assert (report.status, report.holder, report.handled_at) == ("with_unit", town.position("kepala_opd"), "kelurahan")
    assert report.stage_rule is not None
    assert report.stage_rule.key == "reports.service.first_answer"
    assert report in queries.waiting(town.actor("petugas_opd"))
    assert report not in queries.waiting(town.actor("petugas_opd_next"))


def test_or_to_a_seat_of_its_own(at_kelurahan: Report, town: builders.City) -> None:
    actions.assign(
        actor=town.actor("lurah"),
        report=at_kelurahan,
        unit=town.institution("kelurahan"),
        position=town.position("kasi"),
    )
    assert fresh(at_kelurahan).holder == town.position("kasi")


def test_a_seat_of_another_unit_is_refused(at_kelurahan: Report, town: builders.City) -> None:
    with pytest.raises(Refused) as refused:
        actions.assign(
            actor=town.actor("lurah"), report=at_kelurahan, unit=town.institution("opd"), position=town.position("kasi")
        )
    assert refused.value.code == "wrong_unit"


def test_an_rt_has_no_units(at_work: At, town: builders.City) -> None:
    with pytest.raises(Refused) as refused:
        actions.assign(actor=town.actor("ketua_rt"), report=at_work().report, unit=town.institution("opd"))
    assert refused.value.code == "not_allowed"


def test_after_the_first_answer_the_limit_of_the_whole_remains(at_kelurahan: Report, town: builders.City) -> None:
    unit = town.actor("petugas_opd")
    actions.assign(actor=town.actor("kasi"), report=at_kelurahan, unit=town.institution("opd"))
    with later(days=1):
        actions.answer(actor=unit, report=at_kelurahan, text="Ditinjau Senin.")
        first = fresh(at_kelurahan).answered_at
    with later(days=2):
        actions.answer(actor=unit, report=at_kelurahan, text="Alat sudah dipesan.")
    report = fresh(at_kelurahan)
    assert (report.stage_due, report.stage_rule_id) == (report.total_due, report.total_rule_id)
    assert (report.answered_at, report.status) == (first, "with_unit")
    assert len(queries.answers(report)) == 2


def test_finished_work_asks_the_reporter(
    at_kelurahan: Report, town: builders.City, photo: Callable[..., bytes]
) -> None:
    actions.assign(actor=town.actor("kasi"), report=at_kelurahan, unit=town.institution("opd"))
    actions.finish(actor=town.actor("kepala_opd"), report=at_kelurahan, text="Saluran dikeruk.", photos=[photo()])
    report = fresh(at_kelurahan)
    assert report.status == "settled"
    assert report.stage_rule is not None
    assert report.stage_rule.key == "reports.confirm.silence"


def test_an_outside_owner_is_written_to_and_the_officer_stays_the_holder(
    at_kelurahan: Report, town: builders.City
) -> None:
    lurah = town.actor("lurah")
    actions.refer(actor=lurah, report=at_kelurahan, owner="pln", note="Mohon tiang digeser.", number="005/12")
    report = fresh(at_kelurahan)
    assert (report.status, report.owner, report.holder) == ("referred", "pln", town.position("lurah"))
    assert report.stage_due is None
    actions.record_letter(actor=lurah, report=report, kind="letter_answer", who="PLN UP3", text="Dijadwalkan Maret.")
    kinds = [answer.kind for answer in queries.answers(report)]
    assert kinds == ["letter_answer", "letter_sent"]
    assert fresh(report).status == "referred"
    actions.finish(actor=lurah, report=report, text="Tiang sudah digeser PLN.")
    assert fresh(report).status == "settled"


@pytest.mark.parametrize("owner", ["kota", "unknown", "developer_handed", ""])
def test_what_is_the_citys_cannot_be_referred_away(at_kelurahan: Report, town: builders.City, owner: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.refer(actor=town.actor("lurah"), report=at_kelurahan, owner=owner, note="Bukan kami.")
    assert refused.value.code == "no_owner"


def test_the_owner_is_set_by_those_who_oversee(at_work: At, town: builders.City) -> None:
    report = at_work().report
    actions.set_owner(actor=town.actor("kasi"), report=report, owner="developer_not_handed")
    assert fresh(report).owner == "developer_not_handed"
    with pytest.raises(Refused):
        actions.set_owner(actor=town.actor("ketua_rt"), report=report, owner="kota")


def test_the_answer_is_ready_for_the_system_it_came_from(heard: At, town: builders.City) -> None:
    report = heard("lampu", actor=town.actor("petugas_kota"), source="LAPOR", external_ref="777").report
    text = sharing.copy_answer(fresh(report), "Lampu sudah menyala.")
    assert all(part in text for part in ("777", "Lampu sudah menyala.", report.code))


def test_share_texts_say_what_comes_next_and_nothing_private(at_work: At, heard: At, town: builders.City) -> None:
    assert "Ketua" not in sharing.share_text(fresh(heard("anak").report))
    text = sharing.share_text(fresh(at_work().report))
    assert "dimusyawarahkan di RT, paling lambat Selasa, 27 Januari 2026" in text
