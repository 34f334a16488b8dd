"""Convening invites a body's positions, pins the quorum, and takes what proposes itself."""

from datetime import date, datetime, time, timedelta

import pytest

from rembuk.coordination.meetings import actions, queries, rules
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import actions as regulations
from tests import builders

INVITED = {
    "rt": {"ketua_rt", "sekretaris_rt"},
    "rw": {"ketua_rw", "sekretaris_rw", "ketua_rt", "ketua_rt_next"},
    "kelurahan": {
        "lurah", "sekretaris_kelurahan", "kasi", "ketua_rw", "ketua_rw_next", "lpm", "pamor", "pamor_next",
    },
    "kecamatan": {"camat", "kasi_kecamatan", "lurah", "lurah_next"},
    "kota": {"wali_kota", "petugas_kota", "camat", "camat_next", "kepala_opd", "kepala_opd_next"},
}  # fmt: skip
CHIEFS = {"rt": "ketua_rt", "rw": "ketua_rw", "kelurahan": "lurah", "kecamatan": "camat", "kota": "wali_kota"}


@pytest.mark.parametrize("body", INVITED)
def test_each_tier_invites_its_own_and_those_below(town: builders.City, body: str) -> None:
    meeting = scene.convened(town, CHIEFS[body], body)
    names = {builders.CAST[name].person for name in INVITED[body]}
    assert {row.name for row in queries.attendances(meeting)} == names
    assert meeting.chair == town.position(CHIEFS[body])


@pytest.mark.parametrize("body", INVITED)
def test_the_outsider_next_door_may_not(town: builders.City, body: str) -> None:
    outsider = f"{CHIEFS[body]}_next" if f"{CHIEFS[body]}_next" in builders.CAST else "pemerintahan"
    with pytest.raises(Refused) as refused:
        scene.convened(town, outsider, body)
    assert refused.value.code == "not_allowed"
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("who", ["ketua_rt", "lurah", "camat", "wali_kota", "pamor", "inspektorat"])
def test_nobody_convenes_another_level(town: builders.City, who: str) -> None:
    with pytest.raises(Refused) as refused:
        scene.convened(town, who, "rw")
    assert refused.value.code == "not_allowed"


def test_a_dinas_is_invited_and_does_not_invite(town: builders.City) -> None:
    with pytest.raises(Refused) as refused:
        scene.convened(town, "kepala_opd", "opd")
    assert refused.value.code == "not_allowed"


@pytest.mark.parametrize(
    ("invited", "percent", "needed"),
    [(24, 50, 13), (25, 50, 13), (4, 50, 3), (2, 50, 2), (1, 50, 1), (24, 66, 16), (3, 100, 3), (0, 50, 1)],
)
def test_quorum_is_more_than_the_rule_of_the_invited(invited: int, percent: int, needed: int) -> None:
    assert rules.quorum(invited, percent) == needed


def test_the_city_changes_the_quorum_and_old_meetings_keep_theirs(town: builders.City) -> None:
    before = scene.convened(town)
    regulations.set_rule(
        actor=SYSTEM, key=rules.QUORUM_RULE, label="Kuorum", value="75", unit="persen", starts=date(2026, 1, 29),
        legal_basis="Perwal contoh", certainty="city",
    )  # fmt: skip
    with clock.standing(scene.NOON + timedelta(days=1)):
        after = scene.convened(town, at=scene.EVENING + timedelta(days=1))
    before.refresh_from_db()
    assert (before.quorum, after.quorum) == (3, 4)


def test_a_vacant_seat_is_not_invited(town: builders.City) -> None:
    institutions.end_appointment(
        actor=town.actor("lurah"), appointment=town.cast["ketua_rt_next"], on=clock.today(), reason="Pindah"
    )
    assert len(queries.attendances(scene.convened(town))) == scene.RW_INVITED - 1


def test_a_body_without_officers_is_convened_by_the_level_above(town: builders.City) -> None:
    for name in ("ketua_rt", "sekretaris_rt"):
        institutions.end_appointment(
            actor=town.actor("lurah"), appointment=town.cast[name], on=clock.today(), reason="Pindah"
        )
    assert town.institution("rt") in queries.bodies(town.actor("ketua_rw"))
    meeting = scene.convened(town, "ketua_rw", "rt")
    assert meeting.chair == town.position("ketua_rw")
    assert [row.position for row in queries.attendances(meeting)] == [town.position("ketua_rw")]
    assert meeting.quorum == 1


def test_the_secretary_leads_while_the_head_is_vacant(town: builders.City) -> None:
    institutions.end_appointment(
        actor=town.actor("lurah"), appointment=town.cast["ketua_rt"], on=clock.today(), reason="Pindah"
    )
    assert scene.convened(town, "sekretaris_rt", "rt").chair == town.position("sekretaris_rt")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": " "}, "no_title"),
        ({"place": ""}, "no_place"),
        ({"starts_at": scene.EVENING - timedelta(days=1)}, "past"),
        ({"starts_at": datetime(9999, 12, 31, 23, 30, tzinfo=clock.ZONES["WIB"])}, "too_far"),
    ],
)
def test_an_invitation_without_title_place_or_future_is_refused(
    town: builders.City, wrong: dict[str, object], code: str
) -> None:
    fields = {"title": "Rapat", "place": "Balai", "starts_at": scene.EVENING, **wrong}
    with pytest.raises(Refused) as refused:
        actions.convene(actor=town.actor("ketua_rw"), institution=town.institution("rw"), **fields)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_a_body_meets_once_at_an_hour_unless_the_first_was_cancelled(town: builders.City) -> None:
    first = scene.convened(town)
    with pytest.raises(Refused) as refused:
        scene.convened(town)
    assert refused.value.code == "twice"
    actions.cancel(actor=town.actor("ketua_rw"), meeting=first, reason="Hujan")
    assert scene.convened(town).status == "convened"


def test_only_the_present_rapat_rutin_of_the_body_can_be_named(town: builders.City) -> None:
    ketua, body = town.actor("ketua_rw"), town.institution("rw")
    old = actions.set_regular(actor=ketua, institution=body, weekday=2, week=4, at=time(19, 30), place="Balai")
    new = actions.set_regular(actor=ketua, institution=body, weekday=2, week=5, at=time(19, 30), place="Balai")
    fields = {"institution": body, "title": "Rutin", "starts_at": scene.EVENING, "place": "Balai"}
    old.refresh_from_db()
    with pytest.raises(Refused) as refused:
        actions.convene(actor=ketua, regular=old, **fields)  # type: ignore[arg-type]
    assert refused.value.code == "not_regular"
    assert actions.convene(actor=ketua, regular=new, **fields).regular == new  # type: ignore[arg-type]


def test_ticked_proposals_become_the_agenda_in_their_order(town: builders.City) -> None:
    with scene.upper(scene.proposal(1), scene.proposal(2)) as above:
        meeting = actions.convene(
            actor=town.actor("ketua_rw"), institution=town.institution("rw"), title="Rapat", starts_at=scene.EVENING,
            place="Balai", keys=["test:2", "test:1"],
        )  # fmt: skip
    assert [(item.order, item.key) for item in queries.items(meeting)] == [(1, "test:2"), (2, "test:1")]
    assert [key for _, key in above.taken] == ["test:2", "test:1"]
