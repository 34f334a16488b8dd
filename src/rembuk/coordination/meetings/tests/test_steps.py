"""FLOW × role × state: who may do which step when, the outsider next door included."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from rembuk.coordination.meetings import actions, queries, rules
from rembuk.coordination.meetings.models import Comment, Guest, Meeting, Number, Photo, Suggestion
from rembuk.coordination.meetings.tests import scene, test_make_papers
from rembuk.foundation.files import actions as files
from rembuk.foundation.institutions import roles
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused
from tests import builders

PDF = b"%PDF-1.7 contoh %%EOF"
PHOTO = test_make_papers.picture()
OWN = {"ketua_rw", "sekretaris_rw"}
DEEDS = [name for name in rules.FLOW if name != "convene"]


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


def suggested(meeting: Meeting) -> Suggestion:
    """What a member proposes."""
    made, _ = Suggestion.objects.get_or_create(
        meeting=meeting, position=meeting.chair, who="Ketua RT", title="Saluran", made_at=clock.now()
    )
    return made


def invited(meeting: Meeting) -> Guest:
    """Who is invited by letter."""
    made, _ = Guest.objects.get_or_create(meeting=meeting, name="PLN", made_at=clock.now())
    return made


def shown(meeting: Meeting) -> Photo:
    """A photo of it."""
    found = Photo.objects.filter(meeting=meeting).first()
    if found is not None:
        return found
    file = files.store_photo(
        actor=SYSTEM, owner_kind=meeting.subject_kind, owner_id=meeting.pk, path=meeting.path, upload=PHOTO
    )
    return Photo.objects.create(meeting=meeting, file=file, caption="Pembukaan", added_at=clock.now())


def commented(meeting: Meeting) -> Comment:
    """What somebody said of its minutes."""
    made, _ = Comment.objects.get_or_create(
        meeting=meeting, position=meeting.chair, who="Ketua RT", text="Sabtu", made_at=clock.now()
    )
    return made


def deed(name: str, actor: Actor, meeting: Meeting) -> Any:
    """Does a step with what it needs."""
    if name == "take_proposal":
        with scene.upper(scene.proposal(1)):
            return actions.take_proposal(actor=actor, meeting=meeting, key="test:1")
    if name == "decide":
        item = queries.items(meeting)[-1]
        return actions.decide(actor=actor, item=item, outcome="postponed", decision="")
    if name == "void_number" and queries.number_of(meeting) is None:
        Number.objects.create(
            meeting=meeting, institution=meeting.institution, year=2026, text="1", taken_at=clock.now()
        )
    if name == "drop_photo":
        return actions.drop_photo(actor=actor, meeting=meeting, photo=shown(meeting))
    if name == "answer_comment":
        return actions.answer_comment(actor=actor, meeting=meeting, comment=commented(meeting), answer="Diubah.")
    return getattr(actions, name)(actor=actor, meeting=meeting, **(GIVEN[name](meeting) if name in GIVEN else {}))


# What a step is given, made only for the step that asks for it.
GIVEN: dict[str, Callable[[Meeting], dict[str, Any]]] = {
    "add_item": lambda _: {"title": "Lain"}, "cancel": lambda _: {"reason": "Hujan"},
    "give_back": lambda _: {"reason": "Keliru"},
    "order_item": lambda meeting: {
        "item_id": next((item.pk for item in queries.items(meeting)), None), "up": True
    },
    "keep_signed": lambda _: {"photos": [PHOTO]}, "mark_present": lambda _: {"name": "Tamu"},
    "mark_absent": lambda meeting: {"attendance": queries.attendances(meeting)[0]},
    "decline_proposal": lambda meeting: {
        "key": f"{rules.MEMBER}{suggested(meeting).pk}", "reason": "Sudah selesai"
    },
    "time_item": lambda meeting: {"item": next(iter(queries.items(meeting)), None), "minutes": 10},
    "reschedule": lambda _: {"starts_at": scene.EVENING + timedelta(days=1), "place": "Balai RW"},
    "invite_guest": lambda _: {"name": "Polsek"}, "drop_guest": lambda meeting: {"guest": invited(meeting)},
    "number_letter": lambda _: {"text": "005/7"}, "void_number": lambda _: {"reason": "Keliru"},
    "file_scan": lambda _: {"content": PDF, "name": "surat.pdf"}, "sign": lambda _: {"content": PDF},
    "add_photo": lambda _: {"upload": PHOTO, "caption": "Pembukaan"},
}  # fmt: skip


def test_every_state_of_the_model_is_tried() -> None:
    assert set(STATES) == {state for state, _ in Meeting.STATES}


@pytest.mark.parametrize("state", STATES)
def test_a_step_is_done_by_the_body_itself_in_its_states_alone(town: builders.City, state: str) -> None:
    meeting = STATES[state](town)
    if state in {"convened", "running"}:
        actions.add_item(actor=town.actor("ketua_rw"), meeting=meeting, title="Terbuka")
    before = (meeting.status, meeting.version)
    cast = {who: town.actor(who) for who in builders.CAST} | {"": PUBLIC}
    for who, actor in cast.items():
        shown = queries.steps(actor, meeting)
        for name in DEEDS:
            able = who == "ketua_rw" if name in rules.CHAIRS_ALONE else who in OWN
            assert (name in shown) == (able and state in rules.FLOW[name].sources), (who, name)
            if not able:
                with pytest.raises(Refused) as refused:
                    deed(name, actor, meeting)
                assert refused.value.code == "not_allowed", (who, name)
    meeting.refresh_from_db()
    assert (meeting.status, meeting.version) == before


@pytest.mark.parametrize("state", STATES)
def test_a_step_leads_where_the_flow_says_or_is_refused(town: builders.City, state: str) -> None:
    meeting, ketua = STATES[state](town), town.actor("ketua_rw")
    for name in DEEDS:
        with transaction.atomic():
            meeting.refresh_from_db()
            version = meeting.version
            if state in {"convened", "running"} and name != "close_minutes":
                actions.add_item(actor=ketua, meeting=meeting, title="Terbuka")
            if state in rules.FLOW[name].sources:
                deed(name, ketua, meeting)
                meeting.refresh_from_db()
                assert meeting.status == (rules.FLOW[name].target or state), name
                assert meeting.version > version, name
            else:
                with pytest.raises(Refused) as refused:
                    deed(name, ketua, meeting)
                assert refused.value.code == "wrong_step", name
            transaction.set_rollback(True)


def test_every_permission_of_the_flow_is_a_permission_that_somebody_has() -> None:
    given = set().union(*roles.ROLES.values())
    assert {step.permission for step in (*rules.FLOW.values(), *rules.ITEM_FLOW.values())} <= given
