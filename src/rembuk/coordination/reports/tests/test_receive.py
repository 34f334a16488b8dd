"""A matter is heard: once, by its place, by the right track, with nothing personal where it does not belong."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rembuk.coordination.reports import actions, queries
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report, Request, Wording
from rembuk.coordination.reports.tests.conftest import MORNING, fresh
from rembuk.foundation.audit.models import Event, Words
from rembuk.foundation.files.models import File
from rembuk.foundation.files.tests import samples
from rembuk.foundation.kernel import chance
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.kernel.errors import Refused
from tests import builders

Hear = Callable[..., Received]


def test_a_neighbourhood_matter_starts_where_it_arose(heard: Hear, town: builders.City) -> None:
    report = fresh(heard().report)
    assert (report.status, report.origin, report.handled_at, report.climb_basis) == ("new", "rt", "rt", "")
    assert report.holder == town.position("ketua_rt")
    assert report.body == town.institution("rt")
    assert (report.rt_id, report.rw_id, report.kelurahan_id) == (town.rt.pk, town.rw.pk, town.kelurahan.pk)
    assert report.kecamatan_id == town.kecamatan.pk


def test_a_service_matter_goes_to_its_unit_and_says_why(heard: Hear, town: builders.City) -> None:
    category = queries.category("lampu")
    assert category is not None
    category.unit = town.institution("opd")
    category.save()
    report = fresh(heard("lampu").report)
    assert (report.track, report.handled_at, report.climb_basis) == ("service", "kota", "direct")
    assert report.holder == town.position("kepala_opd")


def test_a_service_matter_without_a_unit_goes_to_the_citys_officer(heard: Hear, town: builders.City) -> None:
    assert fresh(heard("lampu").report).holder == town.position("petugas_kota")


@pytest.mark.parametrize(
    ("category", "office"),
    [
        ("kekerasan_seksual", "perlindungan"),
        ("kekerasan_rumah", "perlindungan"),
        ("anak", "perlindungan"),
        ("pemerasan", "inspektorat"),
    ],
)
def test_sealed_categories_go_straight_to_the_named_office(
    heard: Hear, town: builders.City, category: str, office: str
) -> None:
    report = fresh(heard(category).report)
    assert (report.track, report.is_private, report.holder) == ("sealed", True, town.position(office))


def test_a_reporter_may_seal_any_matter(heard: Hear, town: builders.City) -> None:
    report = fresh(heard(sealed=True).report)
    assert (report.track, report.holder) == ("sealed", town.position("petugas_kota"))


def test_code_tells_place_and_year(heard: Hear) -> None:
    code = heard().report.code
    assert code.startswith("MLR-26-")
    assert len(code) == len("KYJ-26-7K3QM")


def test_the_same_key_gives_the_first_answer(heard: Hear) -> None:
    first = heard(request_key="k" * 32, contact="0812")
    again = heard(request_key="k" * 32, contact="0812")
    assert (again.report.pk, again.secret) == (first.report.pk, first.secret)
    assert Report.objects.count() == 1


def test_the_same_key_with_other_words_is_refused(heard: Hear) -> None:
    heard(request_key="k" * 32)
    with pytest.raises(Refused) as refused:
        heard(request_key="k" * 32, text="Lain sama sekali.")
    assert refused.value.code == "other_payload"


def test_a_new_key_is_not_asked_after_and_a_known_one_answers_though_the_office_is_gone(
    heard: Hear, town: builders.City
) -> None:
    actor = town.actor("lpm")
    with CaptureQueriesContext(connection) as asked:
        first = heard("dini_runtuh", actor=actor, request_key="k" * 32)
    table = Request._meta.db_table
    assert [one["sql"].split()[0] for one in asked if table in one["sql"]] == ["INSERT"]
    later = Actor(user_id=actor.user_id, name=actor.name)
    assert heard("dini_runtuh", actor=later, request_key="k" * 32).report.pk == first.report.pk
    with pytest.raises(Refused) as refused:
        heard("dini_runtuh", actor=later, request_key="n" * 32)
    assert (refused.value.code, Report.objects.count()) == ("not_allowed", 1)


def test_the_same_key_with_the_same_photo_keeps_it_once(heard: Hear) -> None:
    for _ in range(2):
        heard(request_key="k" * 32, photos=[samples.photo()])
    told = Event.objects.filter(subject_id__in=[Report.objects.get().pk, File.objects.get().pk])
    assert sorted(told.values_list("verb", flat=True)) == ["files.stored", "reports.received"]


def test_keys_belong_to_their_sender(heard: Hear, town: builders.City) -> None:
    heard(request_key="k" * 32)
    heard(request_key="k" * 32, actor=town.actor("ketua_rt"))
    assert Report.objects.count() == 2


def test_another_systems_number_comes_in_once(heard: Hear, town: builders.City) -> None:
    first = heard(source="LAPOR", external_ref="555", actor=town.actor("petugas_kota"))
    with pytest.raises(Refused) as refused:
        heard(source="LAPOR", external_ref="555", actor=town.actor("petugas_kota"))
    assert refused.value.code == "double"
    assert first.report.code in refused.value.message


def test_nothing_is_heard_without_words_or_place(heard: Hear, town: builders.City) -> None:
    with pytest.raises(Refused, match="Tuliskan") as empty:
        heard(text="  ")
    assert empty.value.code == "empty"
    with pytest.raises(Refused) as placeless:
        actions.receive(actor=PUBLIC, category="drainase", text="Ada.")
    assert placeless.value.code == "no_place"


def test_personal_words_stay_out_of_the_chain(heard: Hear) -> None:
    told = {
        "text": "Pak Sumarno, 0812-3456-7890, membuang sampah.",
        "on_behalf_name": "Rina Melati",
        "contact": "0899 1234 5678",
    }
    report = heard(**told).report
    bodies = " ".join(Event.objects.values_list("body", flat=True)) + " ".join(
        Words.objects.values_list("text", flat=True)
    )
    # Whole numbers: four digits alone turn up in a digest by chance.
    assert not any(
        word in bodies for word in ("Sumarno", "3456-7890", "081234567890", "Rina", "1234 5678", "089912345678")
    )
    wording = Wording.objects.get(report=report)
    assert b"Rina" not in bytes(wording.sealed_name or b"")
    assert "Sumarno" not in fresh(report).title
    assert "Sumarno" not in wording.masked


@pytest.mark.parametrize("more", [{"anonymous": True}, {"sealed": True}])
def test_who_wishes_to_stay_unknown_is_not_in_the_chain(heard: Hear, town: builders.City, more: dict[str, Any]) -> None:
    report = heard(actor=town.actor("kasi"), **more).report
    event = Event.objects.get(subject_id=report.pk)
    assert town.user("kasi").name not in event.body


def test_the_secret_is_stored_as_a_keyed_hash_only(heard: Hear) -> None:
    got = heard(request_key="k" * 32)
    report = fresh(got.report)
    assert got.secret not in report.secret_hash
    assert got.secret.encode() not in bytes(Request.objects.get().secret or b"")
    assert queries.with_secret(report.code, got.secret) == report
    assert queries.with_secret(report.code, got.secret.lower()) == report
    assert queries.with_secret(report.code, "SALAH23456") is None


def test_deadlines_run_from_receipt_not_from_what_the_phone_claims(heard: Hear) -> None:
    report = fresh(heard(claimed_at=MORNING.replace(day=1)).report)
    assert (report.received_at, report.stage_started_at) == (MORNING, MORNING)
    assert report.stage_rule is not None
    assert report.total_rule is not None


def test_a_code_that_is_taken_is_drawn_again(heard: Hear, monkeypatch: pytest.MonkeyPatch) -> None:
    first = heard().report
    real, drawn = chance.word, iter([first.code[-5:]])
    monkeypatch.setattr(chance, "word", lambda count: next(drawn, "") or real(count) if count == 5 else real(count))
    second = heard(text="Got lain mampet.").report
    assert next(drawn, None) is None
    assert second.code != first.code
    assert Wording.objects.filter(report=second).count() == 1


def test_a_photo_that_is_refused_leaves_nothing(heard: Hear) -> None:
    with pytest.raises(Refused, match="bukan foto"):
        heard(photos=[b"<svg>"])
    assert not Report.objects.exists()
    assert not Event.objects.filter(verb="reports.received").exists()


def test_it_takes_few_statements(heard: Hear, django_assert_max_num_queries: Any) -> None:
    heard(photos=[samples.photo()])
    # Four of them are savepoints, six write.
    with django_assert_max_num_queries(18):
        got = heard(photos=[samples.photo(90, 90)])
    assert got.report.code
