"""Two meetings clash where their spans overlap: a room is refused, people who are called twice are told of."""

from datetime import timedelta

import pytest
from django.test import Client

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.models import Kind, Meeting
from rembuk.coordination.meetings.tests import scene
from rembuk.coordination.meetings.views.clashes import spoken
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from tests import builders


def convene(town: builders.City, who: str, body: str, minutes: int = 0, place: str = "Aula kelurahan") -> Meeting:
    return actions.convene(
        actor=town.actor(who), institution=town.institution(body), title=f"Rapat {body}", place=place,
        starts_at=scene.EVENING + timedelta(minutes=minutes),
    )  # fmt: skip


@pytest.mark.parametrize(("minutes", "clashes"), [(-121, False), (-119, True), (0, True), (119, True), (120, False)])
def test_a_room_is_taken_as_long_as_the_meeting_usually_lasts(town: builders.City, minutes: int, clashes: bool) -> None:
    convene(town, "lurah", "kelurahan")
    if not clashes:
        assert convene(town, "ketua_rw", "rw", minutes).status == "convened"
        return
    with pytest.raises(Refused) as refused:
        convene(town, "ketua_rw", "rw", minutes)
    assert refused.value.code == "room_taken"
    assert "sudah dipakai pukul 19.30 sampai kira-kira 21.30: Rapat kelurahan" in refused.value.message


def test_whose_room_it_is_learns_whoever_may_not_read_what_is_held_there(town: builders.City) -> None:
    convene(town, "lurah", "kelurahan", -600)
    convene(town, "ketua_rw", "rw")
    with pytest.raises(Refused) as refused:
        convene(town, "ketua_rw_next", "rw_next")
    assert "sampai kira-kira 21.30: RW 01" in refused.value.message


def test_its_agenda_says_better_how_long(town: builders.City) -> None:
    first, lurah = convene(town, "lurah", "kelurahan"), town.actor("lurah")
    item = actions.add_item(actor=lurah, meeting=first, title="Saluran")
    actions.time_item(actor=lurah, meeting=first, item=item, minutes=45)
    second = convene(town, "ketua_rw", "rw", 45)
    actions.cancel(actor=town.actor("ketua_rw"), meeting=second, reason="Diundur.")
    actions.time_item(actor=lurah, meeting=first, item=item, minutes=180)
    with pytest.raises(Refused):
        convene(town, "ketua_rw", "rw", 170)


def test_a_kind_that_takes_longer_holds_the_room_longer(town: builders.City) -> None:
    Kind.objects.filter(pk=queries.kind_for(town.institution("rw")).pk).update(lasts=240)
    convene(town, "lurah", "kelurahan", 200)
    with pytest.raises(Refused):
        convene(town, "ketua_rw", "rw")


def test_one_body_does_not_meet_twice_in_one_room_either(town: builders.City) -> None:
    convene(town, "lurah", "kelurahan")
    with pytest.raises(Refused) as refused:
        convene(town, "lurah", "kelurahan", 30)
    assert refused.value.code == "room_taken"
    assert convene(town, "lurah", "kelurahan", 30, place="Ruang lurah").status == "convened"


def test_a_meeting_that_is_over_holds_nothing(town: builders.City) -> None:
    scene.minuted(town)
    with clock.standing(scene.EVENING):
        assert convene(town, "sekretaris_rw", "rw", 30, place="Balai RW").status == "convened"


def test_people_who_are_called_twice_are_told_of_and_called_all_the_same(town: builders.City) -> None:
    first = convene(town, "ketua_rw", "rw", place="Balai RW")
    lurah = builders.sign_in(Client(), "lurah")
    local = clock.local(scene.EVENING + timedelta(minutes=90))
    sent = {"title": "Rapat koordinasi", "day": f"{local:%Y-%m-%d}", "at": f"{local:%H:%M}", "place": "Aula kelurahan"}
    shown = lurah.post("/rapat/baru/", sent, follow=True).content.decode()
    second = Meeting.objects.get(title="Rapat koordinasi")
    head = town.actor("ketua_rw").name
    assert f"Pada jam yang sama {head} juga diundang ke “Rapat rw”" in shown
    assert [(clash.meeting, clash.names) for clash in queries.called_twice(second)] == [(first, (head,))]
    asked = builders.sign_in(Client(), "ketua_rw").get(f"/rapat/{second.code}/jawab/").content.decode()
    assert "Pada jam itu Anda juga diundang ke “Rapat rw”" in asked
    assert "bersamaan" not in builders.sign_in(Client(), "ketua_rw_next").get(
        f"/rapat/{second.code}/jawab/"
    ).content.decode()  # fmt: skip
    actions.answer(actor=town.actor("ketua_rw"), meeting=first, reply="no")
    assert not queries.called_twice(second)


def test_whoever_sits_in_two_seats_is_called_twice(town: builders.City) -> None:
    """The lurah acts next door as well, where the seat is vacant."""
    first = convene(town, "lurah", "kelurahan")
    second = convene(town, "lurah_next", "kelurahan_next", 30, place="Aula sebelah")
    assert not queries.called_twice(second)
    seat = town.position("lurah_next")
    institutions.end_appointment(actor=SYSTEM, appointment=town.cast["lurah_next"], on=clock.today(), reason="Pindah.")
    next_door = town.actor("camat_next")
    with clock.standing(scene.NOON + timedelta(days=1)):
        institutions.appoint(actor=SYSTEM, position=seat, user=town.user("lurah"), mandate="acting",
                             starts=clock.today(), decree="SK 1", decree_on=clock.today())  # fmt: skip
        [clash] = queries.called_twice(second)
        assert clash.meeting == first
        # Whoever may not read the other meeting learns only that there is one, and when.
        assert spoken(town.actor("camat"), clash).startswith("“Rapat kelurahan” Kelurahan")
        assert spoken(next_door, clash) == "rapat lain, pukul 19.30 sampai kira-kira 21.30"
