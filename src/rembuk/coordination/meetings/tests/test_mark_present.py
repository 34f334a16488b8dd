"""Who came: taps count once, guests do not count for the quorum, and a decision keeps those it rests on."""

from datetime import date, timedelta

import pytest
from django.test import Client

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from tests import builders


def test_twice_is_once(town: builders.City) -> None:
    meeting, _ = scene.running(town, here=0)
    row = queries.attendances(meeting)[0]
    for _ in range(2):
        actions.mark_present(actor=town.actor("ketua_rw"), meeting=meeting, attendance=row)
    assert queries.present(meeting) == 1


def test_by_position_or_by_row_is_the_same(town: builders.City) -> None:
    meeting, _ = scene.running(town, here=0)
    actions.mark_present(actor=town.actor("ketua_rw"), meeting=meeting, position=town.position("ketua_rt"))
    assert [row.position for row in queries.attendances(meeting) if row.arrived_at] == [town.position("ketua_rt")]


def test_a_guest_and_an_uninvited_office_do_not_count(town: builders.City) -> None:
    meeting, _ = scene.running(town, here=0)
    sekretaris = town.actor("sekretaris_rw")
    for _ in range(2):
        actions.mark_present(actor=sekretaris, meeting=meeting, name="Bu Darmi", office="warga RT 001")
    actions.mark_present(actor=sekretaris, meeting=meeting, position=town.position("lurah"))
    assert queries.present(meeting) == 0
    guests = [(row.name, row.office) for row in queries.attendances(meeting) if row.position_id is None]
    assert guests == [("Bu Darmi", "warga RT 001"), ("Indah Permata", "Lurah Melati Timur")]


def test_somebody_may_stand_in(town: builders.City) -> None:
    meeting, _ = scene.running(town, here=0)
    row = queries.attendances(meeting)[3]
    actions.mark_present(actor=town.actor("ketua_rw"), meeting=meeting, attendance=row, proxy="Yanti")
    assert [(r.proxy, r.arrived_at is not None) for r in queries.attendances(meeting)][3] == ("Yanti", True)


def test_the_name_is_that_of_who_holds_the_office_on_the_day(town: builders.City) -> None:
    meeting, _ = scene.running(town, here=0)
    institutions.end_appointment(
        actor=town.actor("lurah"), appointment=town.cast["ketua_rt"], on=clock.today(), reason="Pindah"
    )
    institutions.appoint(
        actor=town.actor("lurah"), position=town.position("ketua_rt"), name="Ganti Baru", mandate="definitive",
        decree="SK 2/2026", decree_on=clock.today(), starts=clock.today(), ends=date(2031, 1, 28),
    )  # fmt: skip
    actions.mark_present(actor=town.actor("ketua_rw"), meeting=meeting, position=town.position("ketua_rt"))
    assert "Ganti Baru" in {row.name for row in queries.attendances(meeting)}


def test_a_row_of_another_meeting_is_refused(town: builders.City) -> None:
    other = scene.convened(town, "ketua_rt", "rt")
    meeting, _ = scene.running(town, here=0)
    with pytest.raises(Refused) as refused:
        actions.mark_present(actor=town.actor("ketua_rw"), meeting=meeting, attendance=queries.attendances(other)[0])
    assert refused.value.code == "not_invited"


def test_a_presence_that_a_decision_rests_on_stays(town: builders.City) -> None:
    meeting, (item,) = scene.running(town, "Saluran", here=3)
    actions.decide(actor=town.actor("ketua_rw"), item=item, outcome="agreed", decision="Kerja bakti")
    row = queries.attendances(meeting)[0]
    with pytest.raises(Refused) as refused:
        actions.mark_absent(actor=town.actor("ketua_rw"), meeting=meeting, attendance=row)
    assert refused.value.code == "counted"
    assert queries.present(meeting) == 3


def test_a_wrong_tap_and_a_wrong_guest_are_taken_back(town: builders.City) -> None:
    meeting, _ = scene.running(town, here=2)
    ketua = town.actor("ketua_rw")
    guest = actions.mark_present(actor=ketua, meeting=meeting, name="Salah")
    actions.mark_absent(actor=ketua, meeting=meeting, attendance=guest)
    actions.mark_absent(actor=ketua, meeting=meeting, attendance=queries.attendances(meeting)[0])
    assert queries.present(meeting) == 1
    assert all(row.position_id for row in queries.attendances(meeting))


def test_no_name_enters_the_chain(town: builders.City) -> None:
    meeting, _ = scene.running(town, here=0)
    actions.mark_present(actor=town.actor("ketua_rw"), meeting=meeting, name="Bu Darmi", office="warga RT 001")
    assert not [event for event in audit.events(meeting.subject_kind, meeting.pk) if "Darmi" in event.body]


def test_who_never_came_stands_first_on_the_next_invitation(town: builders.City) -> None:
    meeting, (item,) = scene.running(town, "Saluran", here=3)
    missing = queries.attendances(meeting)[3]
    taker = town.actor("sekretaris_rw")
    actions.decide(actor=taker, item=item, outcome="postponed", decision="")
    assert queries.never_came(meeting.institution_id, meeting.kind_id) == set()
    actions.close_minutes(actor=taker, meeting=meeting)
    following = scene.convened(town, at=scene.EVENING + timedelta(days=7))
    assert queries.never_came(following.institution_id, following.kind_id) == {missing.position_id}
    ketua = builders.sign_in(Client(), "ketua_rw")
    form = ketua.get("/rapat/baru/").content.decode()
    told = form[form.index("Yang diundang</h2>") :]
    assert told.count("belum pernah hadir") == 1
    assert told.index(missing.name) < told.index(queries.attendances(following)[0].name)
    page = ketua.get(f"/rapat/{following.code}/").content.decode()
    told = page[page.index('id="kehadiran"') :]
    assert told.count("belum pernah hadir") == 1
    assert told.index(missing.name) < told.index(queries.attendances(following)[0].name)
