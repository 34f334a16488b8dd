"""The PIN: only on the device, with a back-off per person and device, and never per address."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from rembuk.foundation.accounts import actions, rules, sessions
from rembuk.foundation.accounts.models import DeviceUser, User
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused


def enter(name: str = "Slamet Riyanto", secret: str = "") -> tuple[User, actions.SignedIn, str]:
    person = actions.add_people(actor=SYSTEM, names=[name])[0]
    sheet = actions.issue_sheet(actor=SYSTEM, user=person)
    return person, actions.sign_in_by_sheet(token=sheet.token, pin=sheet.pin, device_secret=secret), sheet.pin


def refused_code(secret: str, person: User, pin: str) -> str:
    try:
        actions.sign_in_by_pin(device_secret=secret, user_id=person.pk, pin=pin)
    except Refused as refused:
        return refused.code
    return "in"


def bad(pin: str) -> str:
    return f"{(int(pin) + 1) % 10**6:06d}"


@pytest.mark.django_db
def test_a_pin_without_its_device_is_nothing() -> None:
    person, signed, pin = enter()
    assert refused_code("", person, pin) == "no_device"
    assert refused_code("0" * 64, person, pin) == "no_device"
    _, elsewhere, _ = enter("Tumirah Lestari")
    assert refused_code(elsewhere.secret, person, pin) == "no_device"
    assert refused_code(signed.secret, person, pin) == "in"


@pytest.mark.django_db
def test_wrong_pins_make_one_wait_and_the_right_one_waits_too(monkeypatch: pytest.MonkeyPatch) -> None:
    person, signed, pin = enter()
    assert [refused_code(signed.secret, person, bad(pin)) for _ in range(3)] == ["wrong_pin"] * 3
    assert refused_code(signed.secret, person, pin) == "wait"
    later = clock.machine_now() + rules.FIRST_WAIT + timedelta(seconds=1)
    monkeypatch.setattr(clock, "machine_now", lambda: later)
    assert refused_code(signed.secret, person, pin) == "in"
    assert DeviceUser.objects.get(user=person).failures == 0


@pytest.mark.django_db
def test_the_wait_is_by_machine_time_and_not_by_the_citys(monkeypatch: pytest.MonkeyPatch) -> None:
    person, signed, pin = enter()
    for _ in range(3):
        refused_code(signed.secret, person, bad(pin))
    with clock.standing(clock.now() + timedelta(days=30)):
        assert refused_code(signed.secret, person, pin) == "wait"


@pytest.mark.django_db
def test_one_person_waiting_keeps_nobody_else_out() -> None:
    person, signed, pin = enter()
    other, same, other_pin = enter("Tumirah Lestari", signed.secret)
    assert same.secret == signed.secret
    for _ in range(4):
        refused_code(signed.secret, person, bad(pin))
    assert refused_code(signed.secret, other, other_pin) == "in"


@pytest.mark.django_db
def test_guesses_at_the_same_time_cannot_share_one_count(monkeypatch: pytest.MonkeyPatch) -> None:
    from rembuk.foundation.accounts import queries

    person, signed, pin = enter()
    stale = queries.known_on(signed.device, person.pk)
    refused_code(signed.secret, person, bad(pin))
    monkeypatch.setattr(queries, "known_on", lambda device, user_id: stale)
    assert refused_code(signed.secret, person, pin) == "busy"


@pytest.mark.django_db(transaction=True)
def test_a_wrong_pin_stays_counted_after_the_refusal() -> None:
    person, signed, pin = enter()
    refused_code(signed.secret, person, bad(pin))
    connection.close()
    assert DeviceUser.objects.get(user=person).failures == 1


@pytest.mark.django_db
def test_a_lock_is_a_line_of_audit() -> None:
    person, signed, pin = enter()
    for _ in range(3):
        refused_code(signed.secret, person, bad(pin))
    assert Event.objects.filter(subject_id=person.pk, verb="accounts.pin_locked").count() == 1


@given(st.integers(0, 60), st.integers(0, 60))
def test_waiting_only_grows_and_ends_at_an_hour(one: int, other: int) -> None:
    few, many = sorted((one, other))
    assert rules.wait_after(few) <= rules.wait_after(many) <= rules.LONGEST_WAIT


@pytest.mark.parametrize("pin", ["123456", "654321", "111111", "890123", "12345", "1234567", "12a456", "٣٤٥٦٧٨"])
def test_weak_pins_are_refused(pin: str) -> None:
    assert rules.weakness(pin)


def test_an_ordinary_pin_is_fine() -> None:
    assert rules.weakness("204719") == ""


@pytest.mark.django_db
def test_a_pin_of_ones_own_replaces_the_printed_one() -> None:
    person, signed, pin = enter()
    actor = Actor(user_id=person.pk, name=person.name)
    actions.change_pin(actor=actor, device_secret=signed.secret, pin="204719")
    assert refused_code(signed.secret, person, pin) == "wrong_pin"
    assert refused_code(signed.secret, person, "204719") == "in"
    with pytest.raises(Refused) as refused:
        actions.change_pin(actor=actor, device_secret=signed.secret, pin="123456")
    assert refused.value.code == "weak_pin"


@pytest.mark.django_db
def test_the_door_lists_who_is_known_here(client: Client) -> None:
    person, signed, pin = enter()
    assert person.name not in client.get("/masuk/").content.decode()
    client.cookies[sessions.COOKIE] = signed.secret
    assert person.name in client.get("/masuk/").content.decode()
    answer = client.post("/masuk/pin/", {"person": str(person.pk), "pin": pin, "next": "/lembaga/wakil/"})
    assert answer.headers["Location"] == "/lembaga/wakil/"


@pytest.mark.django_db
def test_a_reset_ends_sessions_devices_and_pins(client: Client) -> None:
    person, signed, pin = enter()
    client.cookies[sessions.COOKIE] = signed.secret
    client.post("/masuk/pin/", {"person": str(person.pk), "pin": pin})
    assert client.get("/masuk/perangkat/").status_code == 200
    sheet = actions.reset(actor=SYSTEM, user=person)
    assert client.get("/masuk/perangkat/").status_code == 302
    assert refused_code(signed.secret, person, pin) == "no_device"
    assert actions.sign_in_by_sheet(token=sheet.token, pin=sheet.pin).user == person


@pytest.mark.django_db
def test_a_reset_leaves_others_on_a_shared_device() -> None:
    person, signed, _ = enter()
    other, _, other_pin = enter("Tumirah Lestari", signed.secret)
    actions.reset(actor=SYSTEM, user=person)
    assert refused_code(signed.secret, other, other_pin) == "in"


@pytest.mark.django_db
def test_forgetting_a_lost_phone_ends_its_session_and_not_this_one(client: Client) -> None:
    person, phone, _ = enter()
    sheet = actions.issue_sheet(actor=SYSTEM, user=person)
    here = actions.sign_in_by_sheet(token=sheet.token, pin=sheet.pin)
    lost = Client()
    lost.cookies[sessions.COOKIE], client.cookies[sessions.COOKIE] = phone.secret, here.secret
    first = DeviceUser.objects.get(device=phone.device)
    lost.force_login(person)
    client.force_login(person)
    client.post(f"/masuk/perangkat/{first.device_id}/lupakan/")
    assert lost.get("/masuk/perangkat/").status_code == 302
    assert client.get("/masuk/perangkat/").status_code == 200


@pytest.mark.django_db
def test_nobody_forgets_somebody_elses_device() -> None:
    _, signed, _ = enter()
    other, _, _ = enter("Tumirah Lestari")
    with pytest.raises(Refused) as refused:
        actions.forget(actor=Actor(user_id=other.pk, name=other.name), device_id=signed.device.pk)
    assert refused.value.code == "no_device"


@pytest.mark.django_db
def test_signing_out_is_by_post_and_keeps_the_device(client: Client) -> None:
    person, signed, _ = enter()
    client.cookies[sessions.COOKIE] = signed.secret
    client.force_login(person)
    assert client.get("/masuk/keluar/").status_code == 405
    client.post("/masuk/keluar/")
    assert "_auth_user_id" not in client.session
    assert person.name in client.get("/masuk/").content.decode()
