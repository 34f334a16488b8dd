"""Mufakat kecil, musyawarah without result, and the climb that needs a basis."""

from collections.abc import Callable

import pytest

from rembuk.coordination.reports import actions, queries, rules
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Basis, Deliberation
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel.errors import Refused
from tests import builders

At = Callable[..., Received]
TWO = ("Bu Ani", "Pak Rudi")


def test_a_small_matter_is_settled_with_two_witnesses(at_work: At, town: builders.City) -> None:
    report = at_work().report
    actions.settle(actor=town.actor("ketua_rt"), report=report, text="Kerja bakti Minggu pagi.", witnesses=TWO)
    held = Deliberation.objects.get(report=report)
    assert (fresh(report).status, held.outcome, held.level, held.witnesses) == ("settled", "agreed", "rt", list(TWO))
    assert "Bu Ani" not in "".join(Event.objects.values_list("body", flat=True))


@pytest.mark.parametrize("witnesses", [(), ("Bu Ani",), ("Bu Ani", " bu  ani ", ""), ("", " ")])
def test_fewer_than_two_different_witnesses_are_not_enough(
    at_work: At, town: builders.City, witnesses: tuple[str, ...]
) -> None:
    report = at_work().report
    with pytest.raises(Refused) as refused:
        actions.settle(actor=town.actor("ketua_rt"), report=report, text="Sepakat.", witnesses=witnesses)
    assert (refused.value.code, refused.value.field) == ("witnesses", "witnesses")
    assert fresh(report).status == "deliberating"


def test_the_number_of_witnesses_is_the_citys(at_work: At, town: builders.City) -> None:
    from rembuk.foundation.kernel import clock
    from rembuk.foundation.kernel.actor import SYSTEM
    from rembuk.foundation.regulations import actions as regulations

    regulations.set_rule(
        actor=SYSTEM, key="reports.small.witnesses", label="Saksi", value="3", unit="orang", starts=clock.today(),
        legal_basis="", certainty="city",
    )  # fmt: skip
    report = at_work().report
    with pytest.raises(Refused, match="3 saksi"):
        actions.settle(actor=town.actor("ketua_rt"), report=report, text="Sepakat.", witnesses=TWO)


def test_nothing_climbs_as_deliberated_before_it_was_deliberated_here(at_work: At, town: builders.City) -> None:
    report, rt = at_work().report, town.actor("ketua_rt")
    with pytest.raises(Refused) as refused:
        actions.climb(actor=rt, report=report, basis=Basis.DELIBERATED)
    assert refused.value.code == "not_deliberated"
    actions.deliberate(actor=rt, report=report, text="Belum ada kesepakatan biaya.", witnesses=TWO)
    actions.climb(actor=rt, report=report, basis=Basis.DELIBERATED, note="Perlu bantuan RW.")
    report = fresh(report)
    assert (report.handled_at, report.climb_basis, report.holder) == ("rw", "deliberated", town.position("ketua_rw"))
    with pytest.raises(Refused) as again:
        actions.climb(actor=town.actor("ketua_rw"), report=report, basis=Basis.DELIBERATED)
    assert again.value.code == "not_deliberated"


def test_postponed_is_not_deliberated(at_work: At, town: builders.City) -> None:
    report, rt = at_work().report, town.actor("ketua_rt")
    actions.deliberate(actor=rt, report=report, text="Ditunda.", outcome="postponed")
    with pytest.raises(Refused):
        actions.climb(actor=rt, report=report, basis=Basis.DELIBERATED)
    assert fresh(report).handled_at == "rt"


@pytest.mark.parametrize("basis", [Basis.URGENT, Basis.CONFLICT])
def test_urgent_and_conflict_need_a_reason(at_work: At, town: builders.City, basis: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.climb(actor=town.actor("ketua_rt"), report=at_work().report, basis=basis)
    assert refused.value.code == "no_reason"


@pytest.mark.parametrize("basis", ["", "lapsed", "direct", "imported", "because"])
def test_a_person_cannot_use_another_basis(at_work: At, town: builders.City, basis: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.climb(actor=town.actor("ketua_rt"), report=at_work().report, basis=basis, note="Karena.")
    assert refused.value.code == "basis"


def test_it_climbs_one_level_at_a_time_to_the_city_and_no_further(at_work: At, town: builders.City) -> None:
    report, seen = at_work().report, []
    for who in ("ketua_rt", "ketua_rw", "lurah", "camat"):
        actions.climb(actor=town.actor(who), report=report, basis=Basis.URGENT, note="Mendesak.")
        seen.append(report.handled_at)
    assert seen == list(rules.LEVELS[1:])
    with pytest.raises(Refused) as refused:
        actions.climb(actor=town.actor("wali_kota"), report=report, basis=Basis.URGENT, note="Mendesak.")
    assert refused.value.code == "wrong_step"


def test_the_new_stage_counts_from_the_climb(at_work: At, town: builders.City) -> None:
    report = at_work().report
    with later(days=3):
        actions.climb(actor=town.actor("ketua_rt"), report=report, basis=Basis.URGENT, note="Mendesak.")
        started = report.stage_started_at
    report = fresh(report)
    assert started == report.stage_started_at
    assert report.stage_rule is not None
    assert report.stage_rule.key == "reports.stage.rw"
    assert report.stage_due is not None
    assert started is not None
    assert 14 <= (report.stage_due - started).days <= 15


def test_a_vacant_rt_falls_to_the_rw(town: builders.City, heard: At) -> None:
    from rembuk.foundation.institutions import actions as institutions
    from rembuk.foundation.kernel import clock

    report = heard().report
    for name in ("ketua_rt", "sekretaris_rt"):
        institutions.end_appointment(
            actor=town.actor("lurah"), appointment=town.cast[name], on=clock.today(), reason="Pindah."
        )
    assert [row.pk for row in queries.waiting(town.actor("ketua_rw"))] == [report.pk]
    assert not queries.waiting(town.actor("ketua_rw_next"))
    assert not queries.waiting(town.actor("lurah"))
    actions.acknowledge(actor=town.actor("ketua_rw"), report=report)
    assert fresh(report).status == "deliberating"
    other = heard().report
    assert fresh(other).holder == town.position("ketua_rw")


def test_what_waits_for_a_body_proposes_itself(at_work: At, heard: At, town: builders.City) -> None:
    first = at_work().report
    with later(days=1):
        second = at_work().report
        heard()
    found = queries.awaiting_deliberation(town.institution("rt").pk)
    assert [row.pk for row in found] == [first.pk, second.pk]
