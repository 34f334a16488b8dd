"""A deputy or operator is a new name, or somebody who already works in the same body; both names stand in the event."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from rembuk.foundation.accounts.models import User
from rembuk.foundation.audit.actions import record
from rembuk.foundation.institutions import actions, queries
from rembuk.foundation.institutions.models import Appointment
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from tests import builders

pytestmark = pytest.mark.django_db
PAGE = "/lembaga/wakil/"


@pytest.fixture
def town() -> builders.City:
    return builders.city()


@pytest.fixture
def lurah(town: builders.City) -> Client:
    return builders.sign_in(Client(), "lurah")


def asked(town: builders.City, who: str, **more: str) -> dict[str, str]:
    return {"person": str(town.user(who).pk), "name": "", "mandate": "deputy", **more}


def deputies(town: builders.City, seat: str = "lurah") -> list[str]:
    rows = Appointment.objects.filter(position=town.position(seat), mandate__in=["deputy", "operator"])
    return [row.user.name for row in rows]


def test_the_form_offers_those_of_the_same_body_and_nobody_else(town: builders.City, lurah: Client) -> None:
    page = lurah.get(PAGE).content.decode()
    for name in ("sekretaris_kelurahan", "kasi", "petugas_loket"):
        assert f'value="{town.user(name).pk}"' in page, name
    for name in ("lurah", "lurah_next", "sekretaris_kelurahan_next", "ketua_rt", "camat", "lpm"):
        assert f'value="{town.user(name).pk}"' not in page, name
    assert f"{town.user('kasi')}, {town.position('kasi')}" in page


def test_the_secretary_becomes_deputy_with_the_account_they_have(town: builders.City, lurah: Client) -> None:
    people, secretary = User.objects.count(), town.user("sekretaris_kelurahan")
    assert lurah.post(PAGE, asked(town, "sekretaris_kelurahan")).headers["Location"] == PAGE
    assert User.objects.count() == people
    assert deputies(town) == [secretary.name]
    assert [office.position for office in queries.offices_of(secretary)] == [
        town.position("sekretaris_kelurahan"), town.position("lurah"),
    ]  # fmt: skip


def test_both_names_stand_in_what_they_do(town: builders.City, lurah: Client) -> None:
    lurah.post(PAGE, asked(town, "sekretaris_kelurahan"))
    secretary = town.user("sekretaris_kelurahan")
    told = []
    for office in queries.offices_of(secretary):
        actor = queries.actor(secretary, office.pk)
        event = record(actor, town.institution("kelurahan"), "institutions.looked_after")
        told.append({key: json.loads(event.body)[key] for key in ("who", "on_behalf", "office")})
    assert told == [
        {"who": "Lukman Hakim", "on_behalf": "", "office": "Sekretaris Kelurahan"},
        {"who": "Lukman Hakim", "on_behalf": "Indah Permata", "office": "Lurah Melati Timur"},
    ]


def test_they_choose_the_office_in_which_they_act(town: builders.City, lurah: Client) -> None:
    lurah.post(PAGE, asked(town, "sekretaris_kelurahan"))
    browser = builders.sign_in(Client(), "sekretaris_kelurahan")
    assert browser.get("/hari-ini/").headers["Location"].startswith("/lembaga/jabatan-saya/")
    deputy = Appointment.objects.get(mandate="deputy")
    browser.post(f"/lembaga/jabatan-saya/{deputy.pk}/")
    assert "atas nama" in browser.get("/lembaga/jabatan-saya/").content.decode()
    assert browser.get("/hari-ini/").status_code == 200


@pytest.mark.parametrize("who", ["lurah_next", "ketua_rt", "camat", "lurah", "perlindungan"])
def test_who_is_not_of_the_body_cannot_be_named(town: builders.City, lurah: Client, who: str) -> None:
    assert lurah.post(PAGE, asked(town, who)).status_code == 422
    with pytest.raises(Refused) as refused:
        actions.delegate(
            actor=town.actor("lurah"), position=town.position("lurah"), mandate="deputy", user=town.user(who)
        )
    assert refused.value.code == "not_colleague"
    assert deputies(town) == []


def test_whose_term_is_over_cannot_be_named(town: builders.City) -> None:
    actions.end_appointment(actor=town.actor("camat"), appointment=town.cast["kasi"], on=clock.today())
    with pytest.raises(Refused):
        actions.delegate(
            actor=town.actor("lurah"), position=town.position("lurah"), mandate="operator", user=town.user("kasi")
        )


def ended(town: builders.City, on: date) -> None:
    actions.end_appointment(actor=town.actor("camat"), appointment=town.cast["lurah"], on=on)


def replaced(town: builders.City, on: date) -> None:
    actions.appoint(actor=town.actor("camat"), position=town.position("lurah"), name="Endang", starts=on, replaces=True)


@pytest.mark.parametrize("goes", [ended, replaced])
@pytest.mark.parametrize("mandate", ["deputy", "operator"])
def test_whoever_was_named_goes_with_the_one_who_named_them(
    town: builders.City, goes: Callable[[builders.City, date], None], mandate: str
) -> None:
    """Nobody acts in the name of a holder who has not named them."""
    seat = town.position("lurah")
    made = actions.delegate(actor=town.actor("lurah"), position=seat, mandate=mandate, name="Rini")
    assert queries.actor(made.user).holds("reports.answer", at=town.kelurahan.path)
    last = clock.today() + timedelta(days=3)
    goes(town, last)
    assert queries.offices_of(made.user)
    with clock.standing(clock.now() + timedelta(days=3)):
        assert queries.offices_of(made.user) == []


def test_a_term_that_ends_by_itself_takes_them_along(town: builders.City) -> None:
    last = clock.today() + timedelta(days=30)
    ended(town, last)
    for ends in (None, last + timedelta(days=1)):
        made = actions.delegate(
            actor=town.actor("lurah"), position=town.position("lurah"), mandate="operator", name="Rini", ends=ends
        )
        assert made.ends == last


def test_who_goes_on_in_the_seat_keeps_them(town: builders.City) -> None:
    seat, lurah = town.position("lurah"), town.user("lurah")
    made = actions.delegate(actor=town.actor("lurah"), position=seat, mandate="operator", name="Rini")
    # Somebody acts for a while, and names somebody too.
    acting = actions.appoint(
        actor=town.actor("camat"), position=seat, user=town.user("kasi"), mandate="acting", starts=clock.today()
    )
    actions.end_appointment(actor=town.actor("camat"), appointment=acting, on=clock.today() + timedelta(days=1))
    # Then a term of the same person follows the last one.
    actions.appoint(actor=town.actor("camat"), position=seat, user=lurah, starts=clock.today() + timedelta(days=2),
                    replaces=True)  # fmt: skip
    with clock.standing(clock.now() + timedelta(days=3)):
        assert [office.pk for office in queries.offices_of(made.user)] == [made.pk]


def test_a_body_is_closed_with_those_who_act_in_somebodys_name(town: builders.City) -> None:
    made = actions.delegate(actor=town.actor("lurah"), position=town.position("lurah"), mandate="deputy", name="Rini")
    actions.close_institution(actor=SYSTEM, institution=town.institution("kelurahan"))
    assert queries.offices_of(made.user) == []


def test_nobody_is_named_twice(town: builders.City, lurah: Client) -> None:
    lurah.post(PAGE, asked(town, "kasi"))
    page = lurah.get(PAGE).content.decode()
    assert f'value="{town.user("kasi").pk}"' not in page
    assert lurah.post(PAGE, asked(town, "kasi", mandate="operator")).status_code == 422
    assert deputies(town) == [town.user("kasi").name]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (lambda town: {"mandate": "deputy"}, "Pilih orangnya, atau pilih orang lain."),
        (lambda town: {"person": "baru", "mandate": "deputy"}, "Tulis namanya."),
        (lambda town: asked(town, "kasi", name="Sari Wulan"), "Anda sudah memilih orang di atas."),
    ],
)
def test_it_is_clear_who_is_meant(
    town: builders.City, lurah: Client, form: Callable[[builders.City], dict[str, str]], said: str
) -> None:
    answer = lurah.post(PAGE, form(town))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert deputies(town) == []


def test_where_nobody_else_works_a_name_is_enough(town: builders.City) -> None:
    browser = builders.sign_in(Client(), "pamor")
    for name in ("ketua_rw", "sekretaris_rw"):
        actions.end_appointment(actor=town.actor("lurah"), appointment=town.cast[name], on=clock.today())
    assert 'name="person"' not in browser.get(PAGE).content.decode()
    assert browser.post(PAGE, {"name": "Sari Wulan", "mandate": "operator"}).status_code == 302
    assert deputies(town, "pamor") == ["Sari Wulan"]


def test_the_sheet_of_who_has_an_office_of_their_own_stays_with_those_above(town: builders.City) -> None:
    browser = builders.sign_in(Client(), "ketua_rt")
    browser.post(PAGE, asked(town, "sekretaris_rt"))
    browser.post(PAGE, {"person": "baru", "name": "Sari Wulan", "mandate": "operator"})
    colleague, new = Appointment.objects.filter(position=town.position("ketua_rt")).order_by("starts", "id")[1:]
    assert f"/lembaga/masa/{colleague.pk}/lembar/" not in browser.get(f"/lembaga/masa/{colleague.pk}/").content.decode()
    assert f"/lembaga/masa/{new.pk}/lembar/" in browser.get(f"/lembaga/masa/{new.pk}/").content.decode()
