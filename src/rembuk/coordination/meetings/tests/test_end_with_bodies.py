"""What a closed body has called together is cancelled, and everybody who was invited is told."""

from datetime import time, timedelta

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.models import Meeting
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.notices.models import Message
from rembuk.foundation.territory import actions as territories
from tests import builders


def called(town: builders.City, who: str = "ketua_rt", body: str = "rt", days: int = 3) -> Meeting:
    return actions.convene(
        actor=town.actor(who), institution=town.institution(body), title=f"Rapat {days}", place=f"Balai {body}",
        starts_at=clock.now() + timedelta(days=days),
    )  # fmt: skip


def status(meeting: Meeting) -> str:
    return Meeting.objects.get(pk=meeting.pk).status


def tick() -> int:
    total = 0
    while done := actions.end_with_bodies(clock.now(), 1):
        total += done
    return total


def test_a_closed_body_meets_no_more_and_the_invited_are_told(town: builders.City) -> None:
    meeting, other = called(town), called(town, "ketua_rw", "rw")
    item = actions.add_item(actor=town.actor("ketua_rt"), meeting=meeting, title="Kerja bakti")
    actions.set_regular(actor=town.actor("ketua_rt"), institution=town.institution("rt"), weekday=2, week=1,
                        at=time(19, 30), place="Balai")  # fmt: skip
    assert tick() == 0
    institutions.close_institution(actor=SYSTEM, institution=town.institution("rt"), reason="Digabung.")
    assert tick() == 2
    assert (status(meeting), status(other)) == ("cancelled", "convened")
    item.refresh_from_db()
    assert item.outcome == "postponed"
    assert queries.regular(town.institution("rt")) is None
    while notices.bring_forward(1000):
        pass
    assert Message.objects.filter(subject=f"Rapat dibatalkan: {meeting.title}").exists()
    assert tick() == 0


def test_so_does_one_whose_place_was_merged(town: builders.City) -> None:
    meeting = called(town, "lurah", "kelurahan")
    territories.merge(actor=SYSTEM, olds=[town.kelurahan], into=town.kelurahan_next, on=clock.today(), basis="Perda 3")
    assert tick() == 1
    assert status(meeting) == "cancelled"


def test_what_goes_on_already_may_be_finished(town: builders.City) -> None:
    meeting = called(town, days=0)
    actions.start(actor=town.actor("ketua_rt"), meeting=meeting)
    institutions.close_institution(actor=SYSTEM, institution=town.institution("rt"))
    assert tick() == 0
    assert status(meeting) == "running"


def test_a_body_that_closes_later_still_meets_until_then(town: builders.City) -> None:
    meeting = called(town)
    institutions.close_institution(actor=SYSTEM, institution=town.institution("rt"),
                                   ends=clock.today() + timedelta(days=2))  # fmt: skip
    assert tick() == 0
    with clock.standing(clock.now() + timedelta(days=2)):
        assert tick() == 1
    assert status(meeting) == "cancelled"
