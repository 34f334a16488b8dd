"""Whoever came comments on the minutes for three working days; the chair approves when each has its answer."""

from datetime import timedelta

import pytest

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.models import Comment
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.errors import Refused
from tests import builders


def test_whoever_came_comments_and_the_minute_taker_answers_before_the_lock(town: builders.City) -> None:
    meeting, chair = scene.minuted(town), town.actor("ketua_rw")
    said = actions.comment(actor=town.actor("ketua_rt"), meeting=meeting, text="Butir 1: hari Sabtu.")
    with pytest.raises(Refused) as refused:
        actions.approve(actor=chair, meeting=meeting)
    assert refused.value.code == "unanswered"
    actions.answer_comment(actor=town.actor("sekretaris_rw"), meeting=meeting, comment=said, answer="Sudah diubah.")
    with pytest.raises(Refused) as refused:
        actions.answer_comment(actor=chair, meeting=meeting, comment=said, answer="Lagi.")
    assert refused.value.code == "answered"
    assert actions.approve(actor=chair, meeting=meeting).code
    with pytest.raises(Refused) as refused:
        actions.comment(actor=town.actor("ketua_rt"), meeting=meeting, text="Terlambat.")
    assert refused.value.code == "wrong_step"


def test_the_time_is_three_working_days_by_the_rule(town: builders.City) -> None:
    meeting = scene.minuted(town)
    meeting.refresh_from_db()
    assert meeting.comments_until is not None
    assert meeting.comments_rule is not None
    assert text.weekday(meeting.comments_until) == "Senin, 2 Februari 2026"
    with clock.standing(meeting.comments_until - timedelta(seconds=1)):
        actions.comment(actor=town.actor("ketua_rt"), meeting=meeting, text="Masih bisa.")
    with clock.standing(meeting.comments_until + timedelta(seconds=1)), pytest.raises(Refused) as refused:
        actions.comment(actor=town.actor("ketua_rt"), meeting=meeting, text="Tidak bisa.")
    assert refused.value.code == "too_late"


def test_minutes_that_were_given_back_are_commented_on_anew(town: builders.City) -> None:
    meeting, chair = scene.minuted(town), town.actor("ketua_rw")
    actions.give_back(actor=chair, meeting=meeting, reason="Lengkapi.")
    with clock.standing(scene.NOON + timedelta(days=5)):
        actions.close_minutes(actor=chair, meeting=meeting)
        actions.comment(actor=town.actor("ketua_rt"), meeting=meeting, text="Sekarang tepat.")
    assert queries.unanswered(meeting) == 1


@pytest.mark.parametrize("who", ["lurah", "ketua_rw_next", "pamor", "wali_kota"])
def test_who_was_not_invited_does_not_comment(town: builders.City, who: str) -> None:
    meeting = scene.minuted(town)
    with pytest.raises(Refused) as refused:
        actions.comment(actor=town.actor(who), meeting=meeting, text="Saya juga.")
    assert refused.value.code == "not_allowed"
    assert not Comment.objects.exists()


def test_who_stayed_away_does_not_comment(town: builders.City) -> None:
    meeting, (item,) = scene.running(town, "Saluran", here=3)
    away = next(row for row in queries.attendances(meeting) if row.arrived_at is None)
    taker = town.actor("sekretaris_rw")
    actions.decide(actor=taker, item=item, outcome="postponed", decision="")
    actions.close_minutes(actor=taker, meeting=meeting)
    who = next(name for name, part in builders.CAST.items() if part.person == away.name)
    with pytest.raises(Refused) as refused:
        actions.comment(actor=town.actor(who), meeting=meeting, text="Menurut saya.")
    assert refused.value.code == "was_absent"
