"""What meetings offer to the worklist, the trail, the search, the files and the journal's check."""

from datetime import timedelta
from uuid import uuid4

import pytest

from rembuk.coordination.meetings import actions, queries, seams
from rembuk.coordination.meetings.models import AgendaItem, Kind, Meeting, Numbering, Regular
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel import clock
from tests import builders


def labels(town: builders.City, who: str, group: str = "work") -> list[tuple[str, str]]:
    """The worklist of somebody: what, and the button."""
    return [(task.title, task.buttons[0][0]) for task in seams.today(town.actor(who)) if task.group == group]


def test_today_offers_what_each_can_do(town: builders.City) -> None:
    meeting = scene.convened(town)
    assert labels(town, "ketua_rw") == [("Rapat Musyawarah RW", "Mulai")]
    assert labels(town, "ketua_rt") == [("Rapat Musyawarah RW", "Jawab undangan")]
    assert labels(town, "lurah") == labels(town, "ketua_rw_next") == []
    taker = town.actor("sekretaris_rw")
    actions.start(actor=taker, meeting=meeting)
    assert labels(town, "ketua_rw") == [("Rapat Musyawarah RW", "Lanjutkan notulen")]


def test_minutes_wait_for_the_chair_alone(town: builders.City) -> None:
    scene.minuted(town)
    assert labels(town, "ketua_rw") == [("Notulen menunggu persetujuan Anda: Musyawarah RW", "Baca dan setujui")]
    assert labels(town, "sekretaris_rw") == labels(town, "ketua_rt") == []


def test_a_meeting_of_next_week_is_no_work_yet_and_stands_in_the_calendar(town: builders.City) -> None:
    scene.convened(town, at=scene.EVENING + timedelta(days=2))
    scene.convened(town, at=scene.EVENING + timedelta(days=30))
    assert labels(town, "ketua_rw") == []
    assert labels(town, "ketua_rw", "agenda") == [("Rapat Musyawarah RW", "Siapkan agenda")]
    assert labels(town, "ketua_rt", "agenda") == [("Rapat Musyawarah RW", "Jawab undangan")]
    actions.answer(actor=town.actor("ketua_rt"), meeting=queries.meetings(town.actor("ketua_rt")).items[0], reply="yes")
    assert labels(town, "ketua_rt", "agenda") == [("Rapat Musyawarah RW", "Lihat undangan")]
    assert labels(town, "ketua_rw_next", "agenda") == labels(town, "lurah", "agenda") == []
    with clock.standing(scene.NOON + timedelta(days=1)):
        assert labels(town, "ketua_rw") == [("Rapat Musyawarah RW", "Mulai")]


def test_the_trail_tells_the_life_and_not_who_came(town: builders.City) -> None:
    meeting = scene.locked(town)
    told = [line.title for line in seams.trail(town.actor("lurah"), meeting)]
    assert told == [
        "Rapat diundang", "Butir agenda ditambah", "Butir agenda ditambah", "Rapat dimulai", "Hasil butir dicatat",
        "Hasil butir dicatat", "Notulen selesai ditulis", "Notulen disetujui ketua rapat dan dikunci",
    ]  # fmt: skip
    assert list(seams.trail(town.actor("lurah_next"), meeting)) == []
    assert list(seams.trail(town.actor("lurah"), meeting.institution)) == []


@pytest.mark.parametrize(("who", "allowed"), [("ketua_rt", True), ("lurah", True), ("lurah_next", False)])
def test_documents_open_for_area_and_invited(town: builders.City, who: str, allowed: bool) -> None:
    meeting = scene.locked(town)
    assert seams.access(town.actor(who), Meeting.subject_kind, meeting.pk) is allowed
    assert seams.access(town.actor(who), "reports.report", uuid4()) is None


def test_every_kind_of_subject_is_read_as_its_last_event_says(town: builders.City) -> None:
    from datetime import time

    meeting = scene.locked(town)
    body = town.institution("rw")
    actions.set_regular(actor=town.actor("ketua_rw"), institution=body, weekday=2, week=1, at=time(19), place="Balai")
    actions.set_numbering(actor=town.actor("ketua_rw"), institution=body, counts=False)
    assert {kind.kind for kind in seams.SUBJECTS} == {
        Meeting.subject_kind, AgendaItem.subject_kind, Regular.subject_kind, Kind.subject_kind,
        Numbering.subject_kind,
    }  # fmt: skip
    for kind in seams.SUBJECTS:
        rows = list(kind.rows())
        assert rows
        for pk, version, status in rows:
            last = audit.events(kind.kind, pk).last()
            assert last is not None
            assert f'"status":"{status}"' in last.body
            assert f'"version":{version}' in last.body
            sees = "pemerintahan" if kind.kind == Kind.subject_kind else "lurah"
            assert kind.visible(town.actor(sees), pk)
            assert not kind.visible(town.actor("lurah_next"), pk)
            assert kind.url(pk).startswith("/rapat/")
            assert kind.title(pk)
    assert queries.by_id(meeting.pk) == meeting


def told(town: builders.City, meeting: Meeting, verb: str) -> list[tuple[str, str]]:
    """Who is told of an event, by their seat, and where it leads."""
    seats = {town.position(name).pk: name for name in builders.CAST}
    event = next(e for e in audit.since(0, 0, 10_000) if e.verb == verb and e.subject_id == meeting.pk)
    return [(seats[n.position_id], n.url) for n in seams.notices(event) if n.position_id]


def test_the_invited_are_told_and_the_chair_is_asked(town: builders.City) -> None:
    meeting = scene.locked(town)
    page = f"/rapat/{meeting.code}/"
    everyone = ["ketua_rw", "sekretaris_rw", "ketua_rt", "ketua_rt_next"]
    assert told(town, meeting, "meetings.convened") == [(name, page) for name in everyone]
    assert told(town, meeting, "meetings.minuted") == [("ketua_rw", f"{page}setujui/")]
    assert told(town, meeting, "meetings.approved") == [(name, page) for name in everyone]
    assert told(town, meeting, "meetings.decided") == []
