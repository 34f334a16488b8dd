"""What institutions tell the rest: work, notices, rows for verify."""

import json
from datetime import timedelta

import pytest

from rembuk.foundation.audit.models import Event
from rembuk.foundation.institutions import actions, seams
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.seams import Notice, Told
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> builders.City:
    return builders.city()


def told(verb: str) -> list[Notice]:
    event = Event.objects.filter(verb=verb).order_by("-id")[0]
    body = json.loads(event.body)
    return list(
        seams.notices(
            Told(event.id, event.verb, event.subject_kind, event.subject_id, event.path, event.recorded_at, body)
        )
    )


def strain(town: builders.City) -> None:
    actions.appoint(
        actor=town.actor("lurah"), position=town.position("ketua_rt"), name="Budi", starts=builders.ENDS, reason="perlu"
    )


def test_a_new_office_greets_its_holder(town: builders.City) -> None:
    strain(town)
    [notice] = told("institutions.appointed")
    assert notice.user_id is not None
    assert "Ketua RT 001 RW 01" in notice.subject


def test_a_strained_rule_reaches_the_camat_of_the_place(town: builders.City) -> None:
    strain(town)
    [notice] = told("institutions.concern_noted")
    assert notice.position_id == town.position("camat").pk


def test_with_a_vacant_camat_it_reaches_whoever_acts(town: builders.City) -> None:
    strain(town)
    actions.end_appointment(actor=SYSTEM, appointment=town.cast["camat"], on=clock.today())
    [notice] = told("institutions.concern_noted")
    assert notice.position_id == town.position("kasi_kecamatan").pk


def test_the_reason_stands_outside_the_chain(town: builders.City) -> None:
    actions.appoint(
        actor=SYSTEM, position=town.position("ketua_rt"), name="Budi", starts=builders.ENDS, reason="kata rahasia"
    )
    assert not Event.objects.filter(body__contains="kata rahasia").exists()


def test_the_camats_day_shows_unread_notes(town: builders.City) -> None:
    assert list(seams.today(town.actor("camat"))) == []
    strain(town)
    [task] = seams.today(town.actor("camat"))
    assert task.title.startswith("1 catatan")
    assert list(seams.today(town.actor("camat_next"))) == []


def test_whoever_appoints_sees_which_terms_end(town: builders.City) -> None:
    actions.end_appointment(actor=SYSTEM, appointment=town.cast["ketua_rw"], on=clock.today() + timedelta(days=30))
    assert [task.title for task in seams.today(town.actor("lurah"))] == ["Masa jabatan Ketua RW 01 berakhir"]
    assert list(seams.today(town.actor("lurah_next"))) == []
    assert list(seams.today(town.actor("ketua_rt"))) == []


def test_every_row_agrees_with_its_last_event(town: builders.City) -> None:
    strain(town)
    actions.name_kind(actor=SYSTEM, kind=town.institution("lpm").kind, label="LPMK", starts=clock.today())
    actions.close_institution(actor=SYSTEM, institution=town.institution("rw_far"), reason="digabung")
    actions.end_appointment(actor=SYSTEM, appointment=town.cast["ketua_rw"], on=clock.today())
    for kind in seams.SUBJECTS:
        for pk, version, _ in kind.rows():
            last = Event.objects.filter(subject_kind=kind.kind, subject_id=pk).order_by("-seq")[0]
            assert json.loads(last.body)["version"] == version


def test_subjects_are_visible_in_ones_area_only(town: builders.City) -> None:
    strain(town)
    by_kind = {kind.kind: kind for kind in seams.SUBJECTS}
    term, body = town.cast["ketua_rt"].pk, town.institution("rt").pk
    for name, sees in (("lurah", True), ("camat", True), ("lurah_next", False), ("ketua_rw", True)):
        actor = town.actor(name)
        assert by_kind["institutions.appointment"].visible(actor, term) is sees
        assert by_kind["institutions.institution"].visible(actor, body) is sees
    assert by_kind["institutions.appointment"].visible(town.actor("ketua_rt"), term)
    assert "Slamet Riyanto" in by_kind["institutions.appointment"].title(term)
