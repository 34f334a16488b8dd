"""What a body asked for comes before its next meeting: the promises of the last one first, then what is late."""

from datetime import timedelta

import pytest

from rembuk.coordination.decisions import actions, seams
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries as meeting_queries
from rembuk.coordination.meetings.models import Meeting
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from tests import builders


def promised(town: builders.City) -> FollowUp:
    """The kelurahan's last meeting decided it."""
    item = scene.decided(town)
    row = actions.make_at_item(actor=town.actor("lurah"), item=item, work=scene.work(town, supports=()))
    meetings.close_minutes(actor=town.actor("lurah"), meeting=Meeting.objects.get(pk=item.meeting_id))
    actions.accept(actor=town.actor("petugas_opd"), follow_up=scene.fresh(row))
    return scene.fresh(row)


def proposed(town: builders.City, who: str = "lurah", body: str = "kelurahan") -> list[tuple[str, bool]]:
    found = meeting_queries.proposed(town.actor(who), town.institution(body).pk)
    return [(proposal.title, proposal.urgent) for proposal in found]


def test_promises_of_the_last_meeting_then_the_silent_then_nothing_else(town: builders.City) -> None:
    scene.accepted(town, title="Berkabar", due=clock.today() + timedelta(days=60))
    scene.accepted(town, title="Diam", due=clock.today() + timedelta(days=60))
    promised(town)
    spoken = FollowUp.objects.get(title="Berkabar")
    with scene.later(days=6):
        actions.tell(actor=town.actor("petugas_opd"), follow_up=scene.fresh(spoken), text="Jalan.", percent=10)
    with scene.later(days=8):
        found = list(seams.agenda.proposals(town.actor("lurah"), town.institution("kelurahan").pk))
    assert [one.title for one in found] == ["Tindak lanjut: Keruk saluran 120 m", "Tindak lanjut: Diam"]
    assert [one.urgent for one in found] == [False, False]
    assert all("tanpa kabar" in one.why for one in found)


def test_what_is_late_is_urgent_and_stands_first(town: builders.City) -> None:
    promised(town)
    assert proposed(town) == [("Tindak lanjut: Keruk saluran 120 m", False)]
    with scene.later(days=15):
        assert proposed(town) == [("Tindak lanjut: Keruk saluran 120 m", True)]
        assert proposed(town, "lurah_next", "kelurahan_next") == []


def test_a_meeting_takes_it_and_it_is_not_proposed_twice(town: builders.City) -> None:
    row, lurah = promised(town), town.actor("lurah")
    body = town.institution("kelurahan")
    meeting = meetings.convene(
        actor=lurah, institution=body, title="Rapat", place="Aula", starts_at=clock.now() + timedelta(days=1)
    )  # fmt: skip
    item = meetings.take_proposal(actor=lurah, meeting=meeting, key=f"decisions:{row.pk}")
    assert row.code in item.why
    assert proposed(town) == []
    meetings.cancel(actor=lurah, meeting=Meeting.objects.get(pk=meeting.pk), reason="Hujan.")
    assert len(proposed(town)) == 1


def test_closed_work_is_not_spoken_of_and_what_is_done_neither(town: builders.City) -> None:
    secret = actions.decide(actor=town.actor("lurah"), text="Periksa iuran.", is_private=True)
    hidden = scene.made(town, secret, supports=())
    row = scene.finished(town)
    actions.inspect(actor=town.actor("ketua_rw"), follow_up=row)
    with scene.later(days=40):
        assert proposed(town) == []
        with pytest.raises(Refused):
            meetings.take_proposal(
                actor=town.actor("lurah"), meeting=scene.decided(town).meeting, key=f"decisions:{hidden.pk}"
            )
