"""Observers write what they saw by the checklist of the day; it is read by those who can do something about it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rembuk.coordination.decisions import queries as work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.decisions.tests.scene import refused
from rembuk.coordination.visits import actions, seams
from rembuk.coordination.visits.models import FieldNote, Question
from rembuk.coordination.visits.queries import observing
from rembuk.coordination.visits.tests import field
from rembuk.coordination.visits.tests.test_screens import page
from rembuk.foundation.audit import verify
from rembuk.foundation.files import queries as files
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions import roles
from rembuk.foundation.kernel import clock
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.notices import queries as inboxes
from tests import builders

SEEN = "Tutup saluran sudah terpasang, tepinya belum diplester."


@pytest.fixture(autouse=True)
def councils(town: builders.City) -> None:
    """An expert council here and one next door."""
    builders.observers(town)


@pytest.fixture
def asked(town: builders.City) -> list[Question]:
    """Two questions since today."""
    keeper = town.actor("pemerintahan")
    return [
        actions.ask_question(actor=keeper, text=said) for said in ("Papan nama proyek terpasang?", "Aman dilewati?")
    ]


def answered(questions: list[Question], answer: str = "yes") -> dict[UUID, tuple[str, str]]:
    return {row.pk: (answer, "dilihat dari jalan") for row in questions}


def observed(town: builders.City, questions: list[Question], about: Any = None, **more: Any) -> FieldNote:
    given: dict[str, Any] = {"text": SEEN, "answers": answered(questions), **more}
    return actions.observe(actor=town.actor("pemantau"), about=about or scene.accepted(town), **given)


def told(town: builders.City, who: str) -> int:
    while notices.bring_forward(1000):
        pass
    return sum("Catatan pemantau" in one.subject for one in inboxes.inbox(town.actor(who)))


def test_it_keeps_what_was_seen_and_answered(town: builders.City, asked: list[Question]) -> None:
    work = scene.accepted(town)
    note = observed(town, asked, work, photos=[scene.photo()], claimed_at=clock.now() - timedelta(hours=1))
    kept = observing.note(town.actor("pemantau"), note.code)
    assert (kept.follow_up, kept.visit, kept.territory, kept.kelurahan_id) == (work, None, town.rw, town.kelurahan.pk)
    assert [(row.question.text, row.answer) for row in observing.answers(kept)] == [
        ("Papan nama proyek terpasang?", "yes"), ("Aman dilewati?", "yes"),
    ]  # fmt: skip
    (photo,) = files.photos_of(FieldNote.subject_kind, note.pk)
    assert files.file(town.actor("lurah"), photo.pk)
    assert files.file(town.actor("lurah_next"), photo.pk) is None
    assert verify.verify().broken is None


def test_it_is_read_by_those_who_can_do_something_about_it(town: builders.City, asked: list[Question]) -> None:
    note = observed(town, asked)
    for who in ("pemantau", "lurah", "camat", "inspektorat", "kepala_opd"):
        assert observing.note(town.actor(who), note.code) == note, who
        assert [row.pk for row in observing.notes(town.actor(who))] == [note.pk], who
    for who in ("pemantau_next", "lurah_next", "camat_next", "kepala_opd_next", "ketua_rw", "lpm", "kasi", "ketua_rt"):
        assert refused(observing.note, actor=town.actor(who), code=note.code) == "not_found", who
        assert not list(observing.notes(town.actor(who))), who
    readers = ("lurah", "camat", "inspektorat", "kepala_opd")
    assert [told(town, who) for who in readers] == [1] * 4
    assert [told(town, who) for who in ("ketua_rw", "lurah_next", "pemantau", "pemantau_next")] == [0] * 4


def test_on_a_visit_it_is_read_by_whoever_leads_what_was_promised_there(
    town: builders.City, asked: list[Question]
) -> None:
    promise = actions.Promise("Keruk saluran", clock.today() + timedelta(days=5), town.institution("opd"))
    visit = field.noted(town, promise=promise)
    note = observed(town, asked, visit)
    assert observing.note(town.actor("kepala_opd"), note.code).visit == visit
    assert [row.pk for row in observing.notes_on(town.actor("lurah"), visit)] == [note.pk]
    assert not observing.notes_on(town.actor("ketua_rw"), visit)


def test_sent_twice_is_one_note(town: builders.City, asked: list[Question]) -> None:
    work = scene.accepted(town)
    first = observed(town, asked, work, request_key="a" * 32)
    assert observed(town, asked, work, request_key="a" * 32) == first
    assert (
        refused(observed, town=town, questions=asked, about=work, request_key="a" * 32, text="Lain.") == "other_payload"
    )
    assert FieldNote.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "code"), [({"text": " "}, "empty"), ({"answers": {}}, "unanswered")]
)  # fmt: skip
def test_what_is_refused(town: builders.City, asked: list[Question], more: dict[str, Any], code: str) -> None:
    assert refused(observed, town=town, questions=asked, **more) == code
    assert not FieldNote.objects.exists()


def test_an_answer_is_one_of_three(town: builders.City, asked: list[Question]) -> None:
    assert refused(observed, town=town, questions=asked, answers=answered(asked, "maybe")) == "unanswered"


@pytest.mark.parametrize("who", ["pemantau_next", "lurah", "ketua_rw", "kepala_opd", "camat"])
def test_only_observers_of_the_place_write(town: builders.City, asked: list[Question], who: str) -> None:
    work = scene.accepted(town)
    given = {"about": work, "text": SEEN, "answers": answered(asked)}
    assert refused(actions.observe, actor=town.actor(who), **given) == "not_allowed"


def test_a_question_ends_and_what_was_answered_stays(town: builders.City, asked: list[Question]) -> None:
    note, keeper = observed(town, asked), town.actor("pemerintahan")
    actions.end_question(actor=keeper, question=observing.question(asked[0].pk))
    assert [row.pk for row in observing.questions()] == [asked[1].pk]
    assert len(observing.answers(note)) == 2
    later = observed(town, asked[1:])
    assert len(observing.answers(later)) == 1
    assert refused(actions.end_question, actor=keeper, question=asked[0]) == "stale"
    assert refused(actions.ask_question, actor=keeper, text=" aman dilewati? ") == "again"
    assert refused(actions.ask_question, actor=keeper, text=" ") == "empty"
    for who in ("pemantau", "lurah", "inspektorat"):
        assert refused(actions.ask_question, actor=town.actor(who), text="Baru?") == "not_allowed"
    assert verify.verify().broken is None


def test_an_observer_changes_nothing(town: builders.City) -> None:
    """Of all deeds only the note is theirs, and no task on Hari ini."""
    assert roles.ROLES["pemantau"] == {"decisions.view", "visits.view", "visits.observe"}
    pemantau = town.actor("pemantau")
    assert not list(seams.today(pemantau))
    assert refused(actions.note, actor=pemantau, seen=SEEN, territory=town.rt) == "not_allowed"


def test_the_pages(town: builders.City, asked: list[Question]) -> None:
    work, visit = scene.accepted(town), field.noted(town)
    pemantau, lurah = (builders.sign_in(Client(), who) for who in ("pemantau", "lurah"))
    shown = page(pemantau, "/kunjungan/pantau/")
    assert all(f"/kunjungan/pantau/baru/{code}/" in shown for code in (work.code, visit.code))
    assert pemantau.get(f"/kunjungan/pantau/?code={work.code.lower()}").status_code == 302
    there = f"/kunjungan/pantau/baru/{work.code}/"
    assert all(row.text in page(pemantau, there) for row in asked)
    sent: dict[str, Any] = {f"answer_{row.pk.hex}": "unseen" for row in asked}
    assert pemantau.post(there, {"text": SEEN}).status_code == 422
    sent |= {"text": SEEN, "photos": SimpleUploadedFile("a.jpg", scene.photo(), "image/jpeg")}
    answer = pemantau.post(there, sent)
    note = FieldNote.objects.get()
    assert answer.headers["Location"] == f"/kunjungan/pantau/{note.code}/"
    for client in (pemantau, lurah):
        told_to = page(client, f"/kunjungan/pantau/{note.code}/")
        assert all(words in told_to for words in (SEEN, asked[0].text, "tidak terlihat", work.code))
    assert note.code in page(lurah, "/kunjungan/pantau/")
    assert lurah.get(there).status_code == 403
    assert there in page(pemantau, f"/tindak-lanjut/{work.code}/")
    assert there not in page(lurah, f"/tindak-lanjut/{work.code}/")
    assert builders.sign_in(Client(), "lurah_next").get(f"/kunjungan/pantau/{note.code}/").status_code == 404


def test_the_trail_of_the_work_tells_it_to_those_who_may_read_it(town: builders.City, asked: list[Question]) -> None:
    work = scene.accepted(town)
    note = observed(town, asked, work)
    lines = {who: list(seams.trail(town.actor(who), work)) for who in ("lurah", "kepala_opd", "ketua_rw", "lurah_next")}
    assert [len(line) for line in lines.values()] == [1, 1, 0, 0]
    assert (lines["lurah"][0].note, lines["lurah"][0].url) == (SEEN, f"/kunjungan/pantau/{note.code}/")


def test_what_is_closed_to_the_public_is_not_offered(town: builders.City) -> None:
    work = scene.accepted(town)
    FollowUp.objects.filter(pk=work.pk).update(is_private=True)
    assert not observing.to_observe(town.actor("pemantau"))


def test_the_checklist_is_kept_by_pemerintahan(town: builders.City) -> None:
    keeper = builders.sign_in(Client(), "pemerintahan")
    for status in (302, 422):
        assert keeper.post("/kunjungan/pantau/daftar-periksa/", {"text": "Aman dilewati?"}).status_code == status
    (row,) = observing.questions()
    assert keeper.post(f"/kunjungan/pantau/daftar-periksa/{row.pk}/cabut/").status_code == 302
    assert "Pernah ditanyakan" in page(builders.sign_in(Client(), "pemantau"), "/kunjungan/pantau/daftar-periksa/")


def test_who_only_observes_is_asked_for_no_work(town: builders.City) -> None:
    office = town.actor("pemantau").office
    assert office is not None
    for name in ("lurah", "camat", "wali_kota"):
        asks = town.actor(name).office
        assert asks is not None
        asking = institutions.institution(asks.institution_id)
        assert asking is not None
        asked = work.candidates(asking)
        assert asked
        assert office.institution_id not in {one.pk for one in asked}
