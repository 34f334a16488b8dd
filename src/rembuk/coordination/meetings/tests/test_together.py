"""Two people at the same moment, in two real PostgreSQL transactions: rules over sets hold."""

import threading
from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.db import connection, transaction

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.models import Meeting, Regular
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.files import queries as files
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from tests import builders

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage() -> builders.City:
    """The city, committed."""
    with clock.standing(scene.NOON):
        return builders.city()


def overlapping(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """Runs `first` and, before it commits, begins `second` in another transaction. "done" or why it was refused."""
    ended: dict[int, str] = {}
    begun, did = threading.Event(), threading.Event()

    def run(number: int, deed: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                if number == 1:
                    did.wait(10)
                    begun.set()
                deed()
                if number == 0:
                    did.set()
                    begun.wait(10)
                    # The second one is now under way; it waits for this row until we commit.
                    threading.Event().wait(0.3)
            ended[number] = "done"
        except Refused as refused:
            ended[number] = refused.code
        finally:
            did.set()
            connection.close()

    threads = [threading.Thread(target=run, args=(n, deed)) for n, deed in enumerate((first, second))]
    with clock.standing(scene.EVENING):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    return [ended[0], ended[1]]


def again(meeting: Meeting) -> Meeting:
    """The meeting as another process has it in hand."""
    return Meeting.objects.select_related("institution__kind", "institution__territory", "chair").get(pk=meeting.pk)


def test_two_items_get_two_places(stage: builders.City) -> None:
    with clock.standing(scene.NOON):
        meeting = scene.convened(stage)
    ketua, sekretaris = stage.actor("ketua_rw"), stage.actor("sekretaris_rw")
    one, two = again(meeting), again(meeting)
    assert overlapping(
        lambda: actions.add_item(actor=ketua, meeting=one, title="Satu"),
        lambda: actions.add_item(actor=sekretaris, meeting=two, title="Dua"),
    ) == ["done", "done"]
    assert [(item.order, item.title) for item in queries.items(meeting)] == [(1, "Satu"), (2, "Dua")]


def test_two_moves_of_the_agenda_leave_each_order_once(stage: builders.City) -> None:
    with clock.standing(scene.NOON):
        meeting = scene.convened(stage)
        ketua = stage.actor("ketua_rw")
        rows = [actions.add_item(actor=ketua, meeting=meeting, title=f"Butir {n}") for n in range(3)]
    one, two = again(meeting), again(meeting)
    assert overlapping(
        lambda: actions.order_item(actor=ketua, meeting=one, item_id=rows[0].pk, up=False),
        lambda: actions.order_item(actor=ketua, meeting=two, item_id=rows[2].pk, up=True),
    ) == ["done", "done"]
    found = queries.items(meeting)
    assert [item.order for item in found] == [1, 2, 3]
    assert [item.pk for item in found] == [rows[1].pk, rows[2].pk, rows[0].pk]


def test_a_proposal_is_taken_once(stage: builders.City) -> None:
    with clock.standing(scene.NOON):
        meeting = scene.convened(stage)
    ketua = stage.actor("ketua_rw")
    one, two = again(meeting), again(meeting)
    with scene.upper(scene.proposal(1)) as above:
        # The other process still sees the proposal: what was taken is not committed yet.
        above.taken = type("Forgetful", (list,), {"__iter__": lambda self: iter(())})()
        ended = overlapping(
            lambda: actions.take_proposal(actor=ketua, meeting=one, key="test:1"),
            lambda: actions.take_proposal(actor=ketua, meeting=two, key="test:1"),
        )
    assert ended == ["done", "already_taken"]
    assert len(queries.items(meeting)) == 1


def test_a_decision_and_a_withdrawn_presence_do_not_miss_each_other(stage: builders.City) -> None:
    with clock.standing(scene.NOON):
        meeting, _ = scene.running(stage, "Saluran", here=3)
    ketua, row = stage.actor("ketua_rw"), queries.attendances(meeting)[0]
    one, two = again(meeting), queries.items(again(meeting))[0]
    assert overlapping(
        lambda: actions.mark_absent(actor=ketua, meeting=one, attendance=row),
        lambda: actions.decide(actor=ketua, item=two, outcome="agreed", decision="Ya"),
    ) == ["done", "no_quorum"]
    assert queries.present(meeting) == 2
    assert queries.items(meeting)[0].outcome == ""


def test_two_taps_at_once_are_both_counted(stage: builders.City) -> None:
    with clock.standing(scene.NOON):
        meeting, _ = scene.running(stage, here=0)
    rows, ketua = queries.attendances(meeting), stage.actor("ketua_rw")
    one, two = again(meeting), again(meeting)
    assert overlapping(
        lambda: actions.mark_present(actor=ketua, meeting=one, attendance=rows[0]),
        lambda: actions.mark_present(actor=ketua, meeting=two, attendance=rows[1]),
    ) == ["done", "done"]
    assert queries.present(meeting) == 2


def test_an_item_that_comes_while_the_meeting_ends_is_not_lost_undecided(stage: builders.City) -> None:
    with clock.standing(scene.NOON):
        meeting, (item,) = scene.running(stage, "Saluran")
        ketua = stage.actor("ketua_rw")
        actions.decide(actor=ketua, item=item, outcome="postponed", decision="")
    one, two = again(meeting), again(meeting)
    assert overlapping(
        lambda: actions.add_item(actor=ketua, meeting=one, title="Susulan"),
        lambda: actions.close_minutes(actor=ketua, meeting=two),
    ) == ["done", "stale"]
    meeting.refresh_from_db()
    assert meeting.status == "running"


def test_words_that_come_while_the_meeting_ends_are_refused_not_swallowed(stage: builders.City) -> None:
    with clock.standing(scene.NOON):
        meeting, (item,) = scene.running(stage, "Saluran")
        ketua = stage.actor("ketua_rw")
        actions.decide(actor=ketua, item=item, outcome="postponed", decision="")
    one, two = again(meeting), queries.items(again(meeting))[0]
    assert overlapping(
        lambda: actions.close_minutes(actor=ketua, meeting=one),
        lambda: actions.discuss(actor=ketua, item=two, discussion="Terlambat"),
    ) == ["done", "wrong_step"]


def test_minutes_are_approved_once(stage: builders.City) -> None:
    with clock.standing(scene.NOON):
        meeting = scene.minuted(stage)
    ketua = stage.actor("ketua_rw")
    one, two = again(meeting), again(meeting)
    ended = overlapping(
        lambda: actions.approve(actor=ketua, meeting=one), lambda: actions.approve(actor=ketua, meeting=two)
    )
    assert ended == ["done", "stale"]
    assert len(files.files_of(Meeting.subject_kind, meeting.pk)) == 1


def test_a_body_is_convened_once_for_an_hour(stage: builders.City) -> None:
    assert overlapping(lambda: scene.convened(stage), lambda: scene.convened(stage)) == ["done", "twice"]
    assert Meeting.objects.count() == 1


def test_a_room_is_given_once_for_an_hour(stage: builders.City) -> None:
    def convene(who: str, body: str, minutes: int = 0, place: str = "Aula kelurahan") -> Meeting:
        return actions.convene(
            actor=stage.actor(who), institution=stage.institution(body), title="Rapat", place=place,
            starts_at=scene.EVENING + timedelta(minutes=minutes),
        )  # fmt: skip

    ended = overlapping(
        lambda: convene("lurah", "kelurahan"), lambda: convene("ketua_rw", "rw", 45, " aula  KELURAHAN ")
    )
    assert ended == ["done", "room_taken"]
    with clock.standing(scene.NOON):
        later = convene("ketua_rw", "rw", 120)
    first, second = Meeting.objects.get(institution=stage.institution("kelurahan")), again(later)
    place, at = "Aula kelurahan", scene.EVENING + timedelta(minutes=240)
    ended = overlapping(
        lambda: actions.reschedule(actor=stage.actor("lurah"), meeting=again(first), starts_at=at, place=place),
        lambda: actions.reschedule(actor=stage.actor("ketua_rw"), meeting=second, starts_at=at, place=place),
    )
    assert ended == ["done", "room_taken"]


def test_a_body_has_one_rapat_rutin(stage: builders.City) -> None:
    def set_it(weekday: int) -> Regular:
        return actions.set_regular(
            actor=stage.actor("ketua_rw"), institution=stage.institution("rw"), weekday=weekday, week=1, at=time(19),
            place="Balai",
        )  # fmt: skip

    assert overlapping(lambda: set_it(1), lambda: set_it(2)) == ["done", "stale"]
    with clock.standing(scene.NOON):
        assert overlapping(lambda: set_it(3), lambda: set_it(4)) == ["done", "stale"]
    assert [row.weekday for row in Regular.objects.filter(ended_at__isnull=True)] == [3]
