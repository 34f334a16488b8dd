"""The sheet: once, with its PIN, and never from the database alone."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from rembuk.foundation.accounts import actions, queries, rules, tokens
from rembuk.foundation.accounts.models import Device, DeviceUser, Sheet, User
from rembuk.foundation.accounts.sessions import COOKIE
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return actions.add_people(actor=SYSTEM, names=["Slamet Riyanto"])[0]


@pytest.fixture
def sheet(person: User) -> actions.IssuedSheet:
    return actions.issue_sheet(actor=SYSTEM, user=person)


def wrong(pin: str) -> str:
    return f"{(int(pin) + 1) % 10**6:06d}"


def test_sheet_and_pin_remember_the_device(person: User, sheet: actions.IssuedSheet) -> None:
    signed = actions.sign_in_by_sheet(token=sheet.token, pin=sheet.pin)
    assert signed.user == person
    assert len(signed.secret) == 64  # 256 bits
    again = actions.sign_in_by_pin(device_secret=signed.secret, user_id=person.pk, pin=sheet.pin)
    assert again.device == signed.device


def test_the_code_may_be_typed_as_people_type(sheet: actions.IssuedSheet) -> None:
    typed = tokens.spaced(sheet.token).lower().replace(" ", "-")
    assert actions.sign_in_by_sheet(token=typed, pin=sheet.pin).user.name == "Slamet Riyanto"


def test_a_sheet_is_used_up(sheet: actions.IssuedSheet) -> None:
    actions.sign_in_by_sheet(token=sheet.token, pin=sheet.pin)
    with pytest.raises(Refused) as refused:
        actions.sign_in_by_sheet(token=sheet.token, pin=sheet.pin)
    assert refused.value.code == "no_sheet"


def test_a_new_sheet_ends_the_old_one(person: User, sheet: actions.IssuedSheet) -> None:
    actions.issue_sheet(actor=SYSTEM, user=person)
    assert queries.sheet(sheet.token) is None


def test_a_sheet_grows_old(sheet: actions.IssuedSheet) -> None:
    with clock.standing(clock.now() + timedelta(days=rules.SHEET_DAYS, seconds=1)):
        assert queries.sheet(sheet.token) is None


def test_a_sheet_stands_only_so_many_wrong_pins(sheet: actions.IssuedSheet) -> None:
    for _ in range(rules.SHEET_TRIES):
        with pytest.raises(Refused) as refused:
            actions.sign_in_by_sheet(token=sheet.token, pin=wrong(sheet.pin))
        assert refused.value.code == "wrong_pin"
    with pytest.raises(Refused) as refused:
        actions.sign_in_by_sheet(token=sheet.token, pin=sheet.pin)
    assert refused.value.code == "no_sheet"


def test_the_database_holds_neither_token_nor_pin_nor_secret(sheet: actions.IssuedSheet) -> None:
    signed = actions.sign_in_by_sheet(token=sheet.token, pin=sheet.pin)
    kept = [list(model.objects.values_list()) for model in (Sheet, Device, DeviceUser)]
    assert not [secret for secret in (sheet.token, sheet.pin, signed.secret) if f"'{secret}'" in str(kept)]


def test_a_stolen_database_does_not_give_the_pin_away(sheet: actions.IssuedSheet) -> None:
    """Every PIN hashed under everything that the database knows: none of them fits."""
    actions.sign_in_by_sheet(token=sheet.token, pin=sheet.pin)
    known = DeviceUser.objects.select_related("device").get()
    for guess in (known.device.secret_hash, str(known.device_id), str(known.user_id), ""):
        assert tokens.pin_digest(guess, sheet.pin) != known.pin_hash


def test_two_uses_of_the_last_use_are_one(sheet: actions.IssuedSheet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have read the sheet before either used it: the second finds nothing left."""
    stale = queries.sheet(sheet.token)
    actions.sign_in_by_sheet(token=sheet.token, pin=sheet.pin)
    assert stale is not None
    stale.refresh_from_db(fields=["failures"])
    monkeypatch.setattr(queries, "sheet", lambda token: stale)
    with pytest.raises(Refused) as refused:
        actions.sign_in_by_sheet(token=sheet.token, pin=sheet.pin)
    assert refused.value.code == "no_sheet"


def test_the_page_greets_asks_the_pin_and_sets_the_cookie(client: Client, sheet: actions.IssuedSheet) -> None:
    page = client.get(f"/masuk/lembar/{sheet.token}/")
    assert "Selamat datang, Slamet Riyanto" in page.content.decode()
    answer = client.post(f"/masuk/lembar/{sheet.token}/", {"pin": sheet.pin})
    assert (answer.status_code, answer.headers["Location"]) == (302, settings.LOGIN_REDIRECT_URL)
    cookie = answer.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", settings.HTTPS)


def test_on_https_the_cookie_is_secure(client: Client, sheet: actions.IssuedSheet, settings) -> None:  # type: ignore[no-untyped-def]
    settings.HTTPS = True
    answer = client.post(f"/masuk/lembar/{sheet.token}/", {"pin": sheet.pin})
    assert answer.cookies[COOKIE]["secure"] is True


def test_a_wrong_pin_stands_beside_its_field_and_takes_the_focus(client: Client, sheet: actions.IssuedSheet) -> None:
    answer = client.post(f"/masuk/lembar/{sheet.token}/", {"pin": wrong(sheet.pin)})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "PIN tidak cocok" in text
    assert "autofocus" in text
    assert 'href="#id_pin"' in text


def test_a_used_sheet_never_is_a_dead_end(client: Client) -> None:
    answer = client.get("/masuk/lembar/TIDAKADA/")
    assert answer.status_code == 410
    assert "lembar baru" in answer.content.decode()


def test_looking_at_the_link_uses_nothing_up(client: Client, sheet: actions.IssuedSheet) -> None:
    """Messengers fetch links for a preview."""
    for _ in range(20):
        client.get(f"/masuk/lembar/{sheet.token}/")
    assert queries.sheet(sheet.token) is not None


def test_the_door_explains_the_three_ways(client: Client) -> None:
    text = client.get("/masuk/").content.decode()
    assert [word for word in ("Lembar QR", "PIN enam angka", "Kata sandi dan kode") if word not in text] == []


def test_the_session_key_changes_at_sign_in(client: Client, sheet: actions.IssuedSheet) -> None:
    """Session fixation: a key known before is worth nothing afterwards."""
    client.cookies["sessionid"] = "planted"
    client.post(f"/masuk/lembar/{sheet.token}/", {"pin": sheet.pin})
    assert client.cookies["sessionid"].value != "planted"
    before = client.cookies["sessionid"].value
    assert before == client.session.session_key


@pytest.mark.parametrize(
    "outside", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_nobody_is_sent_elsewhere(client: Client, sheet: actions.IssuedSheet, outside: str) -> None:
    answer = client.post(f"/masuk/lembar/{sheet.token}/", {"pin": sheet.pin, "next": outside})
    assert answer.headers["Location"] == settings.LOGIN_REDIRECT_URL
