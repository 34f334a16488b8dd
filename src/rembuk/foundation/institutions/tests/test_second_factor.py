"""Password and app for those who see many people's data; everything else of allauth is closed."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from rembuk.foundation.accounts import actions as accounts
from rembuk.foundation.kernel import rotation, seal
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from tests import builders

pytestmark = pytest.mark.django_db
PASSWORD = "empat kata yang mudah diingat"
OFFICE_PAGE = "/lembaga/"


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def town() -> builders.City:
    return builders.city()


STEP, ENOUGH = 30, 3  # seconds


def code_of(secret: str) -> str:
    """The app's code, which is good for at least as long as it takes to send it."""
    left = STEP - time.time() % STEP
    if left < ENOUGH:
        time.sleep(left)
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // STEP)))


def enter_by_sheet(client: Client, town: builders.City, name: str) -> str:
    sheet = accounts.issue_sheet(actor=SYSTEM, user=town.user(name))
    return client.post(f"/masuk/lembar/{sheet.token}/", {"pin": sheet.pin, "next": OFFICE_PAGE}).headers["Location"]


def set_up(client: Client, town: builders.City) -> str:
    """The whole way of a new administrator; returns the app's secret."""
    enter_by_sheet(client, town, "pemerintahan")
    client.post("/masuk/kata-sandi/", {"username": "agus.salim", "password": PASSWORD, "again": PASSWORD})
    asked = client.get("/masuk/kode/pasang/")
    assert asked.headers["Location"].startswith("/masuk/sandi/ulang/")
    client.post("/masuk/sandi/ulang/", {"password": PASSWORD, "next": "/masuk/kode/pasang/"})
    page = client.get("/masuk/kode/pasang/").content.decode()
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert found
    client.post("/masuk/kode/pasang/", {"code": code_of(found[1])})
    return found[1]


def test_a_sheet_alone_does_not_open_such_an_office(client: Client, town: builders.City) -> None:
    enter_by_sheet(client, town, "pemerintahan")
    answer = client.get(OFFICE_PAGE)
    assert answer.headers["Location"].startswith("/masuk/pengaman/")
    assert "Buat kata sandi" in client.get("/masuk/pengaman/").content.decode()


@pytest.mark.parametrize("name", ["perlindungan", "petugas_kota", "wali_kota", "inspektorat"])
def test_nor_any_office_that_opens_names_in_the_whole_city(client: Client, town: builders.City, name: str) -> None:
    enter_by_sheet(client, town, name)
    for page in ("/hari-ini/", "/laporan/", "/cari/?q=a"):
        assert client.get(page).headers["Location"].startswith("/masuk/pengaman/")


def test_other_offices_need_no_password(client: Client, town: builders.City) -> None:
    assert enter_by_sheet(client, town, "lurah") == OFFICE_PAGE
    assert client.get(OFFICE_PAGE).status_code == 200


def test_password_app_and_code_open_it(client: Client, town: builders.City) -> None:
    secret = set_up(client, town)
    assert client.get(OFFICE_PAGE).status_code == 302
    answer = client.post("/masuk/kode/ulang/", {"code": code_of(secret), "next": OFFICE_PAGE})
    assert answer.headers["Location"] == OFFICE_PAGE
    assert client.get(OFFICE_PAGE).status_code == 200


def sign_in(client: Client, password: str = PASSWORD) -> str:
    answer = client.post("/masuk/sandi/", {"login": "agus.salim", "password": password})
    return str(answer.headers.get("Location", ""))


def test_next_time_password_and_code(client: Client, town: builders.City) -> None:
    secret = set_up(client, town)
    client.post("/masuk/keluar/")
    assert sign_in(client) == "/masuk/kode/"
    assert client.get(OFFICE_PAGE).headers["Location"].startswith("/masuk/?")
    client.post("/masuk/kode/", {"code": code_of(secret)})
    assert client.get(OFFICE_PAGE).status_code == 200


def test_a_code_works_once(client: Client, town: builders.City) -> None:
    secret = set_up(client, town)
    client.post("/masuk/keluar/")
    sign_in(client)
    code = code_of(secret)
    client.post("/masuk/kode/", {"code": code})
    thief = Client()
    sign_in(thief)
    thief.post("/masuk/kode/", {"code": code})
    assert thief.get(OFFICE_PAGE).status_code == 302


def test_a_used_code_is_not_forgotten_under_a_flood_of_others(client: Client, town: builders.City) -> None:
    """Somebody who makes the program remember a thousand other things cannot make it forget a used code."""
    secret = set_up(client, town)
    for _ in range(3):  # where thirty seconds end in between, once more
        client.post("/masuk/keluar/")
        sign_in(client)
        code = code_of(secret)
        client.post("/masuk/kode/", {"code": code})
        for number in range(1000):
            cache.set(f"allauth:rl:login_failed:{number}", [1], 300)
        thief = Client()
        sign_in(thief)
        thief.post("/masuk/kode/", {"code": code})
        assert thief.get(OFFICE_PAGE).status_code == 302
        if code == code_of(secret):
            return
    pytest.fail("the clock ran over three times")


def test_a_used_code_opens_no_second_lock_either(client: Client, town: builders.City) -> None:
    secret = set_up(client, town)
    client.post("/masuk/keluar/")
    sign_in(client)
    code = code_of(secret)
    client.post("/masuk/kode/", {"code": code})
    again = client.post("/masuk/kode/ulang/", {"code": code, "next": OFFICE_PAGE})
    assert again.status_code == 200
    assert client.post("/masuk/kode/ulang/", {"code": f"{code[:3]} {code[3:]}"}).status_code == 200, "nor in two groups"


def test_a_session_half_signed_in_and_planted_is_finished_for_nobody_else(client: Client, town: builders.City) -> None:
    """Whoever knows the password alone gets no further by having its owner type the code into the same session."""
    secret = set_up(client, town)
    client.post("/masuk/keluar/")
    thief = Client()
    assert sign_in(thief) == "/masuk/kode/"
    planted = thief.cookies["sessionid"].value
    client.cookies["sessionid"] = planted
    client.post("/masuk/kode/", {"code": code_of(secret)})
    assert client.get(OFFICE_PAGE).status_code == 200
    assert client.cookies["sessionid"].value != planted
    assert thief.get(OFFICE_PAGE).status_code == 302


def test_codes_cannot_be_guessed_one_after_the_other(client: Client, town: builders.City) -> None:
    secret = set_up(client, town)
    client.post("/masuk/keluar/")
    for n in range(12):
        sign_in(client)
        client.post("/masuk/kode/", {"code": f"{n:06d}"}, REMOTE_ADDR=f"198.51.100.{n}")
    client.post("/masuk/kode/", {"code": code_of(secret)}, REMOTE_ADDR="192.0.2.1")
    assert client.get(OFFICE_PAGE).status_code == 302


def test_the_limit_is_per_account_and_not_per_address(client: Client, town: builders.City) -> None:
    set_up(client, town)
    client.post("/masuk/keluar/")
    for _ in range(5):
        sign_in(client, "salah")
    assert sign_in(client) == ""
    other = town.user("inspektorat")
    accounts.set_password(actor=SYSTEM, user=other, username="dedi", password=PASSWORD)
    assert client.post("/masuk/sandi/", {"login": "dedi", "password": PASSWORD}).status_code == 302


def test_the_apps_secret_lies_sealed(client: Client, town: builders.City) -> None:
    secret = set_up(client, town)
    rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    assert [row for row in rows if secret in str(row.data)] == []
    assert rows.count() == 1


def test_a_reset_takes_password_and_app_away(client: Client, town: builders.City) -> None:
    set_up(client, town)
    accounts.reset(actor=SYSTEM, user=town.user("pemerintahan"))
    client.post("/masuk/keluar/")
    assert sign_in(client) == ""
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(("password", "why"), [("pendek", "12"), ("password1234", "umum"), ("482910573829", "angka")])
def test_weak_passwords_are_refused(client: Client, town: builders.City, password: str, why: str) -> None:
    enter_by_sheet(client, town, "pemerintahan")
    answer = client.post("/masuk/kata-sandi/", {"username": "agus.salim", "password": password, "again": password})
    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_a_password_is_changed_only_after_a_code(client: Client, town: builders.City) -> None:
    set_up(client, town)
    assert client.get("/masuk/kata-sandi/").headers["Location"] == "/masuk/pengaman/"


CLOSED = ("account_signup", "account_logout", "account_email", "account_reset_password", "account_change_password")


@pytest.mark.parametrize("name", CLOSED)
def test_the_rest_of_allauth_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_pages_are_indonesian_and_ours(client: Client, town: builders.City) -> None:
    text = client.get("/masuk/sandi/").content.decode()
    assert "Masuk dengan kata sandi" in text
    assert 'data-account="' in text


def test_codes_work_on_after_the_keys_were_changed_and_the_old_one_dropped(
    client: Client, town: builders.City, settings: Any, tmp_path: Path
) -> None:
    settings.KEY_RING_FILE = tmp_path / "ring.json"
    seal.make_ring(settings.KEY_RING_FILE)
    secret = set_up(client, town)
    recovery = RecoveryCodes.activate(town.user("pemerintahan"))
    codes = recovery.generate_codes()
    recovery.validate_code(codes[0])
    seal.add_key(settings.KEY_RING_FILE)
    assert rotation.reseal() == 2
    assert rotation.reseal() == 0, "a second time there is nothing to do"
    assert seal.drop_old_keys(settings.KEY_RING_FILE) == ("k1",)
    client.post("/masuk/keluar/")
    sign_in(client)
    client.post("/masuk/kode/", {"code": code_of(secret)})
    assert client.get(OFFICE_PAGE).status_code == 200
    kept = RecoveryCodes(Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES))
    assert [kept.validate_code(code) for code in codes[:2]] == [False, True], "what was used stays used"


def test_an_apps_secret_that_does_not_open_stops_it_by_name(
    client: Client, town: builders.City, settings: Any, tmp_path: Path
) -> None:
    settings.KEY_RING_FILE = tmp_path / "ring.json"
    seal.make_ring(settings.KEY_RING_FILE)
    set_up(client, town)
    seal.add_key(settings.KEY_RING_FILE)
    row = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    other = "11" if row.data["secret"].endswith("00") else "00"
    Authenticator.objects.filter(pk=row.pk).update(data={"secret": row.data["secret"][:-2] + other})
    with pytest.raises(Refused) as refused:
        rotation.reseal()
    assert (refused.value.code, f"mfa_authenticator baris {row.pk}" in refused.value.message) == ("bad_seal", True)
