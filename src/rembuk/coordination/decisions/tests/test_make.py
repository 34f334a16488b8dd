"""A decision asks for work: one lead, any in support, a due date after the decision, and others who will look."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rembuk.coordination.decisions import actions, queries
from rembuk.coordination.decisions.actions import Support
from rembuk.coordination.decisions.models import Decision, FollowUp, Inspector
from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import SYSTEM
from tests import builders


def test_a_meetings_item_makes_a_decision_and_its_follow_ups(town: builders.City) -> None:
    item, lurah = scene.decided(town), town.actor("lurah")
    one = actions.make_at_item(actor=lurah, item=item, work=scene.work(town))
    two = actions.make_at_item(actor=lurah, item=item, work=scene.work(town, title="Pasang kisi"))
    assert one.decision_id == two.decision_id
    decision = Decision.objects.get()
    assert (decision.item_id, decision.text, decision.status) == (item.pk, "Keruk saluran RW 01.", "standing")
    assert one.status == "asked"
    assert one.holder == town.position("kepala_opd")
    assert one.decided_at == item.decided_at


@pytest.mark.parametrize("outcome", ["not_agreed", "postponed"])
def test_what_was_not_decided_asks_for_no_work(town: builders.City, outcome: str) -> None:
    item = scene.decided(town, outcome)
    said = scene.refused(actions.make_at_item, actor=town.actor("lurah"), item=item, work=scene.work(town))
    assert said == "not_decided"


@pytest.mark.parametrize("who", ["lurah_next", "camat", "ketua_rw", "kepala_opd", "pemerintahan"])
def test_only_the_body_that_decided_gives_out_its_work(town: builders.City, who: str) -> None:
    item = scene.decided(town)
    said = scene.refused(actions.make_at_item, actor=town.actor(who), item=item, work=scene.work(town))
    assert said == "not_allowed"


def test_a_due_date_before_the_decision_is_refused(town: builders.City) -> None:
    item = scene.decided(town)
    given = scene.work(town, due=clock.today() - timedelta(days=1))
    assert (
        scene.refused(actions.make_at_item, actor=town.actor("lurah"), item=item, work=given) == "due_before_decision"
    )
    assert Decision.objects.count() == 0


def test_a_due_date_that_has_passed_is_refused(town: builders.City) -> None:
    decision = scene.decision(town)
    with scene.later(days=5):
        given = scene.work(town, due=clock.today() - timedelta(days=2))
        assert scene.refused(actions.make, actor=town.actor("lurah"), decision=decision, work=given) == "due_past"


def test_a_due_date_beyond_what_the_city_allows_is_refused(town: builders.City) -> None:
    given = scene.work(town, due=clock.today() + timedelta(days=366))
    decision = scene.decision(town)
    assert scene.refused(actions.make, actor=town.actor("lurah"), decision=decision, work=given) == "due_too_far"


def test_the_database_refuses_what_is_due_before_it_was_decided(town: builders.City) -> None:
    row = scene.made(town)
    before = row.decided_at - timedelta(seconds=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=row.pk).update(total_due=before)


@pytest.mark.parametrize(
    "untrue",
    [
        {"percent": 101}, {"status": "waiting_budget"}, {"status": "not_our_authority"}, {"status": "done"},
        {"status": "passed"}, {"partner": "pln"}, {"cost": -1}, {"ended_at": scene.MORNING},
    ],
)  # fmt: skip
def test_the_database_refuses_what_must_never_be(town: builders.City, untrue: dict[str, Any]) -> None:
    row = scene.made(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=row.pk).update(**untrue)


def test_a_body_that_was_closed_cannot_lead(town: builders.City) -> None:
    closed = town.institution("opd_next")
    institutions.close_institution(actor=SYSTEM, institution=closed, reason="Digabung.")
    closed.refresh_from_db()
    given = scene.work(town, lead=closed)
    said = scene.refused(actions.make, actor=town.actor("lurah"), decision=scene.decision(town), work=given)
    assert said == "ended"


@pytest.mark.parametrize(
    ("who", "lead", "said"),
    [
        ("lurah", "opd", ""), ("lurah", "rw", ""), ("lurah", "kelurahan", ""), ("lurah", "kelurahan_next",
        "lead_not_ours"), ("lurah", "rw_far", "lead_not_ours"), ("lurah", "kecamatan", "lead_not_ours"),
        ("ketua_rw", "rt", ""), ("ketua_rw", "rw", ""), ("ketua_rw", "opd", "lead_not_ours"),
        ("ketua_rw", "rw_next", "lead_not_ours"), ("camat", "kelurahan_next", ""), ("wali_kota", "kecamatan", ""),
    ],
)  # fmt: skip
def test_whom_a_body_may_ask(town: builders.City, who: str, lead: str, said: str) -> None:
    given = scene.work(town, lead=town.institution(lead), supports=(), territory=None)
    decision = scene.decision(town, who)
    assert scene.refused(actions.make, actor=town.actor(who), decision=decision, work=given) == said


def test_one_lead_and_no_more(town: builders.City) -> None:
    decision, lurah = scene.decision(town), town.actor("lurah")
    both = scene.work(town, partner="pln", partner_name="PLN UP3")
    none = scene.work(town, lead=None)
    assert scene.refused(actions.make, actor=lurah, decision=decision, work=both) == "one_lead"
    assert scene.refused(actions.make, actor=lurah, decision=decision, work=none) == "no_lead"


def test_a_partner_without_account_is_held_by_the_citys_officer(town: builders.City) -> None:
    row = scene.made(town, lead=None, partner="pln", partner_name="PLN UP3", supports=())
    assert row.holder == town.position("petugas_kota")
    assert row.partner_name == "PLN UP3"
    actions.write(
        actor=town.actor("petugas_kota"), follow_up=row, kind="sent", who="PLN UP3", text="Mohon tiang digeser.",
        number="600/12",
    )  # fmt: skip
    assert [letter.number for letter in queries.letters(row)] == ["600/12"]


def test_rt_and_rw_write_no_letters(town: builders.City) -> None:
    given = scene.work(town, lead=None, partner="pln", supports=(), territory=None)
    decision = scene.decision(town, "ketua_rw")
    assert scene.refused(actions.make, actor=town.actor("ketua_rw"), decision=decision, work=given) == "lead_not_ours"


def test_who_may_look_is_fixed_and_never_a_doer(town: builders.City) -> None:
    decision, lurah = scene.decision(town), town.actor("lurah")
    row = scene.made(town, decision, inspectors=[town.institution("kecamatan")])
    assert {known.who for known in row.inspectors.all()} == {"RW 01", "Kecamatan Melati"}
    for doer in ("opd", "lpm"):
        given = scene.work(town, inspectors=[town.institution(doer)])
        assert scene.refused(actions.make, actor=lurah, decision=decision, work=given) == "doer"


def test_a_body_that_leads_in_its_own_place_is_looked_at_by_others(town: builders.City) -> None:
    row = scene.made(town, lead=town.institution("rw"), supports=(), territory=town.rt)
    assert {known.who for known in row.inspectors.all()} == {"RT 001 RW 01"}


def test_where_nobody_is_left_the_level_above_looks(town: builders.City) -> None:
    row = scene.made(town, lead=town.institution("rw"), supports=(), territory=town.rw)
    assert {known.who for known in row.inspectors.all()} == {"Kelurahan Melati Timur"}


def test_a_body_helps_once_and_the_lead_does_not_help_itself(town: builders.City) -> None:
    lpm, decision, lurah = town.institution("lpm"), scene.decision(town), town.actor("lurah")
    for supports in ([Support("A", lpm), Support("B", lpm)], [Support("A", town.institution("opd"))]):
        given = scene.work(town, supports=supports)
        assert scene.refused(actions.make, actor=lurah, decision=decision, work=given) == "twice"


@pytest.mark.parametrize(
    ("more", "drawn", "needed"),
    [
        ({}, "99", False), ({"flagged": True}, "99", True), ({"cost": 50_000_000}, "99", False),
        ({"cost": 50_000_001}, "99", True), ({}, "09", True), ({}, "10", False),
    ],
)  # fmt: skip
def test_which_need_more_than_the_reporters_word(
    town: builders.City, more: dict[str, Any], drawn: str, needed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chance, "digits", lambda count: drawn)
    assert scene.made(town, **more).needs_more is needed


def test_a_place_outside_the_decision_is_refused(town: builders.City) -> None:
    given = scene.work(town, territory=town.rw_far)
    said = scene.refused(actions.make, actor=town.actor("lurah"), decision=scene.decision(town), work=given)
    assert said == "elsewhere"


def test_nothing_is_added_to_a_decision_that_was_taken_back(town: builders.City) -> None:
    decision, lurah = scene.decision(town), town.actor("lurah")
    actions.withdraw(actor=lurah, decision=decision, reason="Keliru.")
    assert scene.refused(actions.make, actor=lurah, decision=decision, work=scene.work(town)) == "wrong_step"


def test_the_lead_is_passed_on_but_not_to_who_inspects(town: builders.City) -> None:
    row, lurah = scene.made(town), town.actor("lurah")
    with scene.later(days=1):
        institutions.close_institution(actor=SYSTEM, institution=town.institution("opd"), reason="Digabung.")
    for lead, said in (("rw", "inspector"), ("lpm", "twice"), ("opd_next", "")):
        with scene.later(days=2):
            given = {"lead": town.institution(lead), "reason": "Dinas lama digabung."}
            assert scene.refused(actions.pass_on, actor=lurah, follow_up=scene.fresh(row), **given) == said
    row = scene.fresh(row)
    assert (row.status, row.lead.name, row.holder) == (
        "asked",
        "Dinas Lingkungan Hidup",
        town.position("kepala_opd_next"),
    )


def test_a_closed_lead_waits_for_whoever_decided(town: builders.City) -> None:
    row = scene.made(town)
    with scene.later(days=1):
        institutions.close_institution(actor=SYSTEM, institution=town.institution("opd"), reason="Digabung.")
        groups = {group.key: [one.id for one in group.rows] for group in queries.others(town.actor("lurah"))}
    assert groups["decide"] == [row.pk]


def test_inspectors_are_a_body_or_a_person(town: builders.City) -> None:
    row = scene.made(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspector.objects.create(follow_up=row, kind="reporter", institution=town.institution("rw_next"))
