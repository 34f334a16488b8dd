"""FLOW × role × state: who may do which step when, the outsider next door included."""

from collections.abc import Callable
from typing import Any

import pytest

from rembuk.coordination.meetings import actions, queries, rules
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.institutions import roles
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.kernel.errors import Refused
from tests import builders

OWN = {"ketua_rw", "sekretaris_rw"}


def cancelled(town: builders.City) -> Meeting:
    """A meeting that was called off."""
    meeting = scene.convened(town)
    actions.add_item(actor=town.actor("ketua_rw"), meeting=meeting, title="Saluran")
    return actions.cancel(actor=town.actor("ketua_rw"), meeting=meeting, reason="Hujan")


def decided(town: builders.City) -> Meeting:
    """A meeting that goes on and could end: one item decided, one guest, one seat empty."""
    meeting, (item,) = scene.running(town, "Saluran", here=3)
    actions.decide(actor=town.actor("ketua_rw"), item=item, outcome="postponed", decision="")
    return meeting


STATES: dict[str, Callable[[builders.City], Meeting]] = {
    "convened": scene.convened, "running": decided, "minuted": scene.minuted, "locked": scene.locked,
    "cancelled": cancelled,
}  # fmt: skip


def deed(name: str, actor: Actor, meeting: Meeting) -> Any:
    """Does a step with what it needs."""
    if name == "take_proposal":
        with scene.upper(scene.proposal(1)):
            return actions.take_proposal(actor=actor, meeting=meeting, key="test:1")
    if name == "decide":
        item = queries.items(meeting)[-1]
        return actions.decide(actor=actor, item=item, outcome="postponed", decision="")
    rows = queries.attendances(meeting)
    more: dict[str, dict[str, Any]] = {
        "add_item": {"title": "Lain"}, "cancel": {"reason": "Hujan"}, "give_back": {"reason": "Keliru"},
        "order_item": {"item_id": queries.items(meeting)[0].pk if queries.items(meeting) else None, "up": True},
        "mark_present": {"name": "Tamu"}, "mark_absent": {"attendance": rows[0]},
    }  # fmt: skip
    return getattr(actions, name)(actor=actor, meeting=meeting, **more.get(name, {}))


def prepared(town: builders.City, state: str, name: str) -> Meeting:
    """A meeting in a state in which nothing but the state or the person can stand in the way of a step."""
    meeting = STATES[state](town)
    adds = name in {"order_item", "decide"} and state in {"convened", "running"}
    if adds:
        actions.add_item(actor=town.actor("ketua_rw"), meeting=meeting, title="Terbuka")
    return meeting


def test_every_state_of_the_model_is_tried() -> None:
    assert set(STATES) == {state for state, _ in Meeting.STATES}


@pytest.mark.parametrize("name", [name for name in rules.FLOW if name != "convene"])
@pytest.mark.parametrize("state", STATES)
def test_a_step_is_done_by_the_body_itself_in_its_states_alone(town: builders.City, state: str, name: str) -> None:
    meeting = prepared(town, state, name)
    before = (meeting.status, meeting.version)
    for who in [*builders.CAST, ""]:
        actor = town.actor(who) if who else PUBLIC
        able = who == "ketua_rw" if name in rules.CHAIRS_ALONE else who in OWN
        shown = name in queries.steps(actor, meeting)
        assert shown == (able and state in rules.FLOW[name].sources), who
        if not able:
            with pytest.raises(Refused) as refused:
                deed(name, actor, meeting)
            assert refused.value.code == "not_allowed", who
    meeting.refresh_from_db()
    assert (meeting.status, meeting.version) == before
    if state in rules.FLOW[name].sources:
        deed(name, town.actor("ketua_rw"), meeting)
        meeting.refresh_from_db()
        assert meeting.status == (rules.FLOW[name].target or state)
        assert meeting.version > before[1]
    else:
        with pytest.raises(Refused) as refused:
            deed(name, town.actor("ketua_rw"), meeting)
        assert refused.value.code in {"wrong_step", "already_decided"}


def test_every_permission_of_the_flow_is_a_permission_that_somebody_has() -> None:
    given = set().union(*roles.ROLES.values())
    assert {step.permission for step in (*rules.FLOW.values(), *rules.ITEM_FLOW.values())} <= given
