"""The pages: who may see and do what, with the outsider of equal rank next door."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from rembuk.foundation.accounts import actions as accounts
from rembuk.foundation.accounts import sessions
from rembuk.foundation.institutions import actions, queries, roles
from rembuk.foundation.institutions.models import Appointment
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> builders.City:
    return builders.city()


@pytest.fixture
def as_(monkeypatch: pytest.MonkeyPatch, client: Client, town: builders.City):  # type: ignore[no-untyped-def]
    """Signs in as one of the cast; the second factor has a test of its own."""
    monkeypatch.setattr(sessions, "shown_second_factor", lambda request: True)

    def enter(name: str) -> Client:
        client.force_login(town.user(name))
        return client

    return enter


def test_every_page_answers_those_it_is_for(town: builders.City, as_) -> None:  # type: ignore[no-untyped-def]
    term, seat, body = town.cast["ketua_rt"], town.position("ketua_rt"), town.institution("rt")
    pages = {
        "lurah": ["/lembaga/", f"/lembaga/di/{town.rw.pk}/", f"/lembaga/badan/{body.pk}/", "/lembaga/kosong/",
                  "/lembaga/berakhir/", f"/lembaga/jabatan/{seat.pk}/", f"/lembaga/jabatan/{seat.pk}/angkat/",
                  f"/lembaga/masa/{term.pk}/", f"/lembaga/masa/{term.pk}/akhiri/", f"/lembaga/masa/{term.pk}/lembar/",
                  f"/lembaga/masa/{term.pk}/atur-ulang/", "/lembaga/wakil/", "/lembaga/jabatan-saya/"],
        "camat": ["/lembaga/catatan/"],
        "pemerintahan": ["/lembaga/jenis/", f"/lembaga/di/{town.kelurahan.pk}/tambah/",
                         f"/lembaga/badan/{body.pk}/kursi/"],
    }  # fmt: skip
    for name, addresses in pages.items():
        client = as_(name)
        assert {page: status for page in addresses if (status := client.get(page).status_code) != 200} == {}


def test_the_neighbour_sees_nothing_and_may_nothing(town: builders.City, as_) -> None:  # type: ignore[no-untyped-def]
    term, seat, body = town.cast["ketua_rt"], town.position("ketua_rt"), town.institution("rt")
    hidden = [f"/lembaga/di/{town.rw.pk}/", f"/lembaga/badan/{body.pk}/", f"/lembaga/jabatan/{seat.pk}/",
              f"/lembaga/jabatan/{seat.pk}/angkat/", f"/lembaga/masa/{term.pk}/", f"/lembaga/masa/{term.pk}/akhiri/",
              f"/lembaga/masa/{term.pk}/lembar/", f"/lembaga/masa/{term.pk}/atur-ulang/"]  # fmt: skip
    for name in ("lurah_next", "camat_next", "ketua_rt_next"):
        client = as_(name)
        assert {page: status for page in hidden if (status := client.get(page).status_code) != 404} == {}
        assert {page: status for page in hidden[3:] if (status := client.post(page).status_code) != 404} == {}


@pytest.mark.parametrize("name", ["ketua_rt", "lpm", "kepala_opd", "wali_kota"])
def test_pages_of_other_offices_are_refused(town: builders.City, as_, name: str) -> None:  # type: ignore[no-untyped-def]
    client = as_(name)
    for page in ("/lembaga/jenis/", "/lembaga/catatan/", "/lembaga/berakhir/"):
        assert client.get(page).status_code == 403


def test_the_lurah_appoints_by_decree_and_prints_the_sheet(town: builders.City, as_) -> None:  # type: ignore[no-untyped-def]
    client, seat = as_("lurah"), town.position("ketua_rt")
    today = clock.today()
    answer = client.post(
        f"/lembaga/jabatan/{seat.pk}/angkat/",
        {"name": "Budi Hartono", "mandate": "definitive", "decree": "SK 9", "starts": today.isoformat(),
         "last_day": (today + timedelta(days=1000)).isoformat(), "replaces": "on"},
    )  # fmt: skip
    term = Appointment.objects.get(user__name="Budi Hartono")
    assert answer.headers["Location"] == f"/lembaga/masa/{term.pk}/"
    assert term.last_day == today + timedelta(days=1000)
    page = client.post(f"/lembaga/masa/{term.pk}/lembar/").content.decode()
    assert "<svg" in page
    assert "style=" not in page
    pin = re.search(r'class="pin">(\d{6})<', page)
    code = re.search(r'class="code">([A-Z0-9 ]+)<', page)
    assert pin
    assert code
    assert accounts.sign_in_by_sheet(token=code[1], pin=pin[1]).user == term.user


def test_a_concern_asks_for_its_reason_beside_the_field(town: builders.City, as_) -> None:  # type: ignore[no-untyped-def]
    client, seat = as_("lurah"), town.position("ketua_rt")
    data = {"name": "Budi Hartono", "mandate": "definitive", "starts": "2030-02-03"}
    answer = client.post(f"/lembaga/jabatan/{seat.pk}/angkat/", data)
    assert answer.status_code == 422
    assert 'href="#id_reason"' in answer.content.decode()
    answer = client.post(f"/lembaga/jabatan/{seat.pk}/angkat/", {**data, "reason": "Warga meminta"})
    assert answer.status_code == 302


def test_the_same_name_is_asked_about_so_that_a_second_office_is_noticed(town: builders.City, as_) -> None:  # type: ignore[no-untyped-def]
    client, seat = as_("lurah"), town.position("pamor")
    data = {"name": "slamet riyanto", "mandate": "definitive", "starts": "2030-02-03"}
    first = client.post(f"/lembaga/jabatan/{seat.pk}/angkat/", data)
    assert "Ketua RT 001 RW 01" in first.content.decode()
    assert 'name="person"' in first.content.decode()
    same = {**data, "starts": "2030-01-01", "person": str(town.user("ketua_rt").pk), "replaces": "on"}
    assert "merangkap jabatan" in client.post(f"/lembaga/jabatan/{seat.pk}/angkat/", same).content.decode()


def test_a_vacant_seat_says_who_stands_in(town: builders.City, as_) -> None:  # type: ignore[no-untyped-def]
    actions.end_appointment(actor=SYSTEM, appointment=town.cast["ketua_rt"], on=clock.today())
    text = as_("lurah").get(f"/lembaga/jabatan/{town.position('ketua_rt').pk}/").content.decode()
    assert "Sekretaris RT 001 RW 01 (Wahyu Nugroho)" in text


def test_a_sheet_for_somebody_higher_is_refused(town: builders.City, as_) -> None:  # type: ignore[no-untyped-def]
    """A sheet opens every office of a person: the kelurahan may not print one for an RT head who is also its camat."""
    actions.appoint(actor=SYSTEM, position=town.position("camat"), user=town.user("ketua_rt"), mandate="acting",
                    starts=clock.today())  # fmt: skip
    term = town.cast["ketua_rt"]
    assert as_("lurah").post(f"/lembaga/masa/{term.pk}/lembar/").status_code == 403
    assert as_("sekretaris_kelurahan").post(f"/lembaga/masa/{term.pk}/atur-ulang/").status_code == 403


def test_nobody_prints_a_sheet_for_the_one_above(town: builders.City, as_) -> None:  # type: ignore[no-untyped-def]
    for name, above in (("sekretaris_kelurahan", "lurah"), ("kasi", "lurah"), ("ketua_rw", "ketua_rt")):
        answer = as_(name).post(f"/lembaga/masa/{town.cast[above].pk}/lembar/")
        assert answer.status_code in {403, 404}


def test_the_kelurahans_secretary_helps_rt_and_rw_in(town: builders.City, as_) -> None:  # type: ignore[no-untyped-def]
    assert as_("sekretaris_kelurahan").post(f"/lembaga/masa/{town.cast['ketua_rt'].pk}/atur-ulang/").status_code == 200


def test_a_holder_names_an_operator_and_prints_the_sheet(town: builders.City, as_) -> None:  # type: ignore[no-untyped-def]
    client = as_("ketua_rt")
    client.post("/lembaga/wakil/", {"person": "baru", "name": "Sari Wulan", "mandate": "operator"})
    term = Appointment.objects.get(user__name="Sari Wulan")
    assert term.position == town.position("ketua_rt")
    assert client.post(f"/lembaga/masa/{term.pk}/lembar/").status_code == 200


def test_pemerintahan_keeps_the_citys_own_words(town: builders.City, as_) -> None:  # type: ignore[no-untyped-def]
    client = as_("pemerintahan")
    kind = queries.kind("lpm")
    assert f"/aturan/{kind.word}/" in client.get("/lembaga/jenis/").content.decode()
    new = {
        "value": "LPMK",
        "unit": "teks",
        "starts": clock.today(),
        "legal_basis": "Perda 4/2026",
        "certainty": "found",
    }
    assert client.post(f"/aturan/{kind.word}/", new).status_code == 302
    client.post("/lembaga/jenis/", {"label": "Suku Dinas", "key": "sudin", "tier": "opd", "certainty": "city"})
    assert queries.called(kind) == "LPMK"
    assert "LPMK" in client.get(f"/lembaga/badan/{town.institution('lpm').pk}/").content.decode()
    client.post(f"/lembaga/di/{town.kota.pk}/tambah/", {"kind": queries.kind("sudin").pk, "name": "Sudin Air"})
    made = queries.by_name("sudin air")
    assert made is not None
    client.post(f"/lembaga/badan/{made.pk}/kursi/", {"title": "Kepala Sudin Air", "role": "kepala_opd", "rank": 1})
    assert queries.unit_office(made).title == "Kepala Sudin Air"


def test_the_list_takes_a_fixed_number_of_queries(town: builders.City, as_, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    client = as_("lurah")
    client.get("/lembaga/")
    with django_assert_max_num_queries(14):
        assert client.get("/lembaga/").status_code == 200


def test_operators_have_no_deeds_that_the_office_lacks() -> None:
    for role in roles.ROLES:
        assert roles.permissions(role, "operator") <= roles.permissions(role, "definitive")


def test_sheets_for_all_who_never_signed_in(town: builders.City, as_) -> None:  # type: ignore[no-untyped-def]
    client = as_("lurah")
    known = accounts.issue_sheet(actor=SYSTEM, user=town.user("ketua_rt"))
    accounts.sign_in_by_sheet(token=known.token, pin=known.pin)
    page = client.post(f"/lembaga/di/{town.rw.pk}/lembar/").content.decode()
    names = set(re.findall(r"<h2>([^<]+)</h2>", page))
    assert names == {town.user(name).name for name in ("ketua_rw", "sekretaris_rw", "pamor", "sekretaris_rt",
                                                       "ketua_rt_next", "sekretaris_rt_next")}  # fmt: skip
    assert as_("lurah_next").post(f"/lembaga/di/{town.rw.pk}/lembar/").status_code == 404
    assert as_("ketua_rw").post(f"/lembaga/di/{town.rw.pk}/lembar/").content.decode().count("<article") == 0


def test_a_place_without_a_body_is_found_and_a_body_closed(town: builders.City, as_) -> None:  # type: ignore[no-untyped-def]
    client = as_("pemerintahan")
    client.post(f"/lembaga/badan/{town.institution('rt').pk}/tutup/", {"reason": "Digabung"})
    page = client.get(f"/lembaga/di/{town.rw.pk}/").content.decode()
    assert f"/lembaga/di/{town.rt.pk}/" in page
    assert "Slamet Riyanto" not in page
    assert as_("lurah").post(f"/lembaga/badan/{town.institution('rw').pk}/tutup/", {"reason": "x"}).status_code == 403
