"""Who must sign in, in which office one acts, and the counter computer."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.foundation.accounts import actions as accounts
from rembuk.foundation.accounts import sessions
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions import actions, queries
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from tests import builders

pytestmark = pytest.mark.django_db
PAGE = "/lembaga/wakil/"


@pytest.fixture
def town() -> builders.City:
    return builders.city()


def enter(client: Client, town: builders.City, name: str) -> accounts.SignedIn:
    sheet = accounts.issue_sheet(actor=SYSTEM, user=town.user(name))
    secret = client.cookies[sessions.COOKIE].value if sessions.COOKIE in client.cookies else ""
    signed = accounts.sign_in_by_sheet(token=sheet.token, pin=sheet.pin, device_secret=secret)
    client.cookies[sessions.COOKIE] = signed.secret
    client.post("/masuk/pin/", {"person": str(signed.user.pk), "pin": sheet.pin})
    return signed


def test_a_stranger_is_asked_to_sign_in_and_comes_back(client: Client, town: builders.City) -> None:
    assert client.get(PAGE).headers["Location"] == "/masuk/?next=/lembaga/wakil/".replace(
        "/lembaga/wakil/", "%2Flembaga%2Fwakil%2F"
    )


def test_an_address_that_does_not_exist_asks_nobody_to_sign_in(client: Client, town: builders.City) -> None:
    assert client.get("/lembaga/tidak-ada/").status_code == 404


def test_htmx_is_sent_whole(client: Client, town: builders.City) -> None:
    answer = client.get(PAGE, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"][:7]) == (204, "/masuk/")


def test_the_only_office_needs_no_choice(client: Client, town: builders.City) -> None:
    enter(client, town, "ketua_rt")
    assert client.get(PAGE).status_code == 200


def second_office(town: builders.City) -> None:
    actions.appoint(
        actor=SYSTEM, position=town.position("pamor"), user=town.user("ketua_rt"), mandate="acting",
        starts=clock.today(),
    )  # fmt: skip


def test_several_offices_are_chosen_among(client: Client, town: builders.City) -> None:
    second_office(town)
    enter(client, town, "ketua_rt")
    assert client.get(PAGE).headers["Location"].startswith("/lembaga/jabatan-saya/")
    _, second = queries.offices_of(town.user("ketua_rt"))
    answer = client.post(f"/lembaga/jabatan-saya/{second.pk}/", {"next": PAGE})
    assert answer.headers["Location"] == PAGE
    assert second.position.title in client.get(PAGE).content.decode()


def test_nobody_chooses_an_office_of_somebody_else(client: Client, town: builders.City) -> None:
    enter(client, town, "ketua_rt")
    assert client.post(f"/lembaga/jabatan-saya/{town.cast['lurah'].pk}/").status_code == 404


def test_an_office_that_ended_lets_go_at_once(client: Client, town: builders.City) -> None:
    enter(client, town, "ketua_rt")
    actions.end_appointment(actor=SYSTEM, appointment=town.cast["ketua_rt"], on=clock.today())
    answer = client.get(PAGE, follow=True)
    assert "Tidak ada jabatan yang berjalan" in answer.content.decode()


def test_the_counter_computer_switches_persons_by_pin(client: Client, town: builders.City) -> None:
    first = enter(client, town, "lurah")
    client.post("/masuk/loket/", {"label": "Loket 1"})
    assert f'data-account="{first.user.pk}"' in client.get(PAGE).content.decode()
    client.post("/masuk/ganti/")
    assert client.get(PAGE).status_code == 302
    assert 'data-account=""' in client.get("/masuk/").content.decode()
    second = enter(client, town, "petugas_loket")
    assert second.device == first.device
    assert f'data-account="{second.user.pk}"' in client.get("/lembaga/jabatan-saya/").content.decode()
    assert client.session.get_expiry_age() <= sessions.COUNTER_SECONDS


def test_a_session_carries_nothing_over_to_the_next_person(client: Client, town: builders.City) -> None:
    second_office(town)
    enter(client, town, "ketua_rt")
    client.post(f"/lembaga/jabatan-saya/{queries.offices_of(town.user('ketua_rt'))[1].pk}/")
    enter(client, town, "lurah")
    assert "office" not in client.session


@pytest.mark.parametrize("address", [PAGE, "/lapor/"])
def test_what_one_person_wrote_is_not_sent_by_the_next(client: Client, town: builders.City, address: str) -> None:
    enter(client, town, "ketua_rt")
    wrote = {name: {"X-Account": str(town.user(name).pk)} for name in ("ketua_rt", "lurah")}
    assert client.post(address, headers=wrote["lurah"]).status_code == 401
    assert client.post(address, headers=wrote["ketua_rt"]).status_code != 401
    client.logout()
    assert client.post(address, headers=wrote["lurah"]).status_code != 401, "asked to sign in, as ever"


def test_only_offices_set_up_a_counter(client: Client, town: builders.City) -> None:
    enter(client, town, "ketua_rt")
    answer = client.post("/masuk/loket/", {"label": "Milik saya"})
    assert answer.status_code == 403


def test_a_sheet_is_not_printed_for_an_office_that_is_still_to_come(town: builders.City) -> None:
    """Whoever prints it could wait with it until the person is in office."""
    head = town.cast["ketua_rt"]
    actions.invite(actor=town.actor("lurah"), appointment=head)
    actions.appoint(actor=SYSTEM, position=town.position("camat_next"), user=head.user, mandate="acting",
                    starts=clock.today() + timedelta(days=7))  # fmt: skip
    for deed in (actions.invite, actions.reset):
        with pytest.raises(Refused) as refused:
            deed(actor=town.actor("lurah"), appointment=head)
        assert refused.value.code == "not_allowed"


def test_deputies_and_operators_act_in_somebodys_name(town: builders.City) -> None:
    lurah = town.actor("lurah")
    deputy = actions.delegate(actor=lurah, position=town.position("lurah"), mandate="deputy", name="Rini Astuti")
    actor = queries.actor(deputy.user)
    assert actor.label == "Rini Astuti atas nama Indah Permata, Lurah Melati Timur"
    assert actor.holds("meetings.chair", at=town.kelurahan.path)
    operator = actions.delegate(actor=lurah, position=town.position("lurah"), mandate="operator", name="Sari Wulan")
    helper = queries.actor(operator.user)
    assert not helper.holds("meetings.chair", at=town.kelurahan.path)
    assert not helper.holds("institutions.appoint", at=town.kelurahan.path)
    assert helper.holds("reports.answer", at=town.kelurahan.path)


def test_building_the_actor_takes_a_fixed_number_of_queries(town: builders.City, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    user = town.user("lurah")
    with django_assert_num_queries(1):
        assert queries.actor(user).signed_in
    for position in ("ketua_rt", "ketua_rt_next", "ketua_rw", "ketua_rw_next"):
        actions.appoint(
            actor=SYSTEM, position=town.position(position), user=user, mandate="acting", starts=clock.today()
        )
    with django_assert_num_queries(1):
        queries.actor(user)


def test_acting_office_ends_by_itself(town: builders.City) -> None:
    actions.appoint(
        actor=SYSTEM, position=town.position("pamor"), user=town.user("lpm"), mandate="acting", starts=clock.today(),
        ends=clock.today() + timedelta(days=2),
    )  # fmt: skip
    assert len(queries.offices_of(town.user("lpm"))) == 2
    with clock.standing(clock.now() + timedelta(days=2)):
        assert len(queries.offices_of(town.user("lpm"))) == 1


def test_a_page_reads_the_person_together_with_the_offices(client: Client, town: builders.City) -> None:
    enter(client, town, "ketua_rt")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGE).status_code == 200
    assert not [one["sql"] for one in asked if 'FROM "accounts_user"' in one["sql"]]


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "lain"}])
def test_who_may_no_longer_sign_in_is_out_at_the_next_page(
    client: Client, town: builders.City, change: dict[str, Any]
) -> None:
    enter(client, town, "ketua_rt")
    assert client.get(PAGE).status_code == 200
    User.objects.filter(pk=town.user("ketua_rt").pk).update(**change)
    assert client.get(PAGE).headers["Location"].startswith("/masuk/")
