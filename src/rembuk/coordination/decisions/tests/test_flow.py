"""FLOW × role × state: who may do what, written out by hand, against every step in every state."""

import pytest

from rembuk.coordination.decisions import actions, forms, rules
from rembuk.coordination.decisions.models import FollowUp, Status
from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused
from tests import builders

LEADS = {"kepala_opd", "petugas_opd"}
DECIDERS = {"lurah", "sekretaris_kelurahan", "kasi"}
INSPECTORS = {"ketua_rw", "sekretaris_rw", "camat", "kasi_kecamatan"}
HELPERS = {"lpm"}
WATCHERS = {"pamor", "petugas_loket", "wali_kota", "petugas_kota", "pemerintahan", "inspektorat"}
VISIBLE = LEADS | DECIDERS | INSPECTORS | HELPERS | WATCHERS

BY_LEAD = "accept answer extend_ask await_budget hand_over resume write finish".split()
BY_HELPERS = "tell show link_crew unlink_crew".split()
OF_PARTS = "take_part finish_part".split()
BY_DECIDER = "make insist extend_allow extend_deny excuse_part pass_on revoke".split()
BY_INSPECTOR = "inspect vouch send_back".split()
BY_WATCHERS = {"ask_news"}
OVERSEERS = DECIDERS | {"camat", "kasi_kecamatan", "wali_kota", "petugas_kota"}
BY_TIME = "warn climb recount".split()
ALLOWED = {name: who for names, who in [
    (BY_LEAD, LEADS), (BY_HELPERS, LEADS | HELPERS), (OF_PARTS, LEADS | HELPERS), (BY_DECIDER, DECIDERS),
    (BY_INSPECTOR, INSPECTORS), (BY_TIME, {"system"}), (BY_WATCHERS, OVERSEERS),
] for name in names}  # fmt: skip


@pytest.fixture
def row(town: builders.City) -> FollowUp:
    """Dinas PU leads for the kelurahan in RW 01, LPM helps, the kecamatan may inspect besides the RW."""
    return scene.made(town, inspectors=[town.institution("kecamatan")])


def code(actor: Actor, name: str, follow_up: FollowUp) -> str:
    try:
        rules.demand(actor, name, follow_up)
    except Refused as refused:
        return refused.code
    return "allowed"


def expected(who: str, name: str, status: str) -> str:
    if who not in ALLOWED[name]:
        return "not_allowed" if who in VISIBLE or who == "system" else "not_found"
    fits = status in rules.FLOW[name].sources
    # Its only part is LPM's, and nobody asked for time.
    if (name in OF_PARTS and who not in HELPERS) or name in {"extend_allow", "extend_deny"}:
        fits = False
    return "allowed" if fits else "wrong_step"


def test_every_step_for_every_role_in_every_state(row: FollowUp, town: builders.City) -> None:
    assert set(ALLOWED) == set(rules.FLOW)
    people = {**scene.actors(town), "public": PUBLIC, "system": SYSTEM}
    faults = []
    for status in Status.values:
        row.status = status
        for name in rules.FLOW:
            for who, actor in people.items():
                got, wanted = code(actor, name, row), expected(who, name, status)
                if got != wanted:
                    faults.append(f"{name} by {who} when {status}: {got}, not {wanted}")
    assert "\n".join(faults[:20]) == ""


def test_whoever_sees_it(row: FollowUp, town: builders.City) -> None:
    assert {who for who, actor in scene.actors(town).items() if rules.visible(actor, row)} == VISIBLE


def test_a_closed_one_is_seen_by_those_who_take_part_only(row: FollowUp, town: builders.City) -> None:
    row.is_private = True
    seen = {who for who, actor in scene.actors(town).items() if rules.visible(actor, row)}
    assert seen == VISIBLE - WATCHERS  # not even the counter clerk of the kelurahan, which decided it


def test_the_outsiders_next_door_see_and_do_nothing(row: FollowUp, town: builders.City) -> None:
    outside = [who for who in builders.CAST if who.endswith(("_next", "_far"))]
    assert len(outside) > 10
    for who in outside:
        assert rules.steps_for(town.actor(who), row) == []
        assert code(town.actor(who), "accept", row) == "not_found"


def test_every_step_of_people_has_a_form_and_an_action() -> None:
    by_people = {name for name, step in rules.FLOW.items() if step.by_people and name != "make"}
    assert set(forms.FORMS) == by_people
    assert {name for name in by_people if not hasattr(actions, name)} == set()


def test_every_state_can_be_reached_and_left_or_is_an_end() -> None:
    assert {step.target for step in rules.FLOW.values()} - {""} == set(Status.values)
    left = {state for step in rules.FLOW.values() if step.target for state in step.sources}
    assert set(Status.values) - left == set(rules.ENDED)
