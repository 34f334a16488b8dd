"""The door, tried by somebody who means ill: guessing, replaying, planting a session, another host's name."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from rembuk.coordination.reports import actions as reports
from rembuk.foundation.accounts import actions as accounts
from rembuk.foundation.accounts import rules, sessions
from rembuk.foundation.accounts.models import Device, DeviceUser, User
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.notices import actions as notices
from tests import builders
from tests.screens import subjects

pytestmark = pytest.mark.django_db
HOME = "/hari-ini/"
ADDRESSES = [f"198.51.100.{n}" for n in range(1, 60)]


@pytest.fixture
def town() -> builders.City:
    return builders.city()


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def wrong(pin: str) -> str:
    """Another PIN."""
    return f"{(int(pin) + 1) % 1_000_000:06d}"


def known(town: builders.City, who: str, client: Client) -> accounts.IssuedSheet:
    """A phone on which one of the cast signed in by sheet and out again."""
    sheet = accounts.issue_sheet(actor=SYSTEM, user=town.user(who))
    client.post(f"/masuk/lembar/{sheet.token}/", {"pin": sheet.pin})
    client.post("/masuk/keluar/")
    return sheet


def pin(client: Client, town: builders.City, who: str, digits: str, address: str = "198.51.100.1") -> str:
    """Tries a PIN; what the page says ("" for in)."""
    told = {"person": str(town.user(who).pk), "pin": digits}
    answer = client.post(
        "/masuk/pin/", told, REMOTE_ADDR=address, headers={"X-Forwarded-For": f"203.0.113.9, {address}"}
    )
    return "" if answer.status_code == 302 and answer.headers["Location"] == HOME else answer.content.decode()


def test_a_pin_is_guessed_no_faster_from_many_addresses(town: builders.City) -> None:
    phone = Client()
    sheet = known(town, "ketua_rt", phone)
    said = [pin(phone, town, "ketua_rt", wrong(sheet.pin), address) for address in ADDRESSES]
    assert sum("PIN tidak cocok" in text for text in said) == rules.FREE_TRIES
    assert "Terlalu sering salah" in pin(phone, town, "ketua_rt", sheet.pin, "192.0.2.77"), "the right one waits too"


def test_a_guesser_locks_nobody_else_behind_the_same_address(town: builders.City) -> None:
    phone, neighbour, counter = Client(), Client(), Client()
    sheet, other = known(town, "ketua_rt", phone), known(town, "ketua_rt_next", neighbour)
    clerk, head = known(town, "petugas_loket", counter), known(town, "lurah", counter)
    for _ in range(40):
        pin(phone, town, "ketua_rt", wrong(sheet.pin))
        pin(counter, town, "lurah", wrong(head.pin))
    assert pin(neighbour, town, "ketua_rt_next", other.pin) == ""
    assert pin(counter, town, "petugas_loket", clerk.pin) == "", "the same computer, another person"
    second = Client()
    new = accounts.issue_sheet(actor=SYSTEM, user=town.user("ketua_rt"))
    assert second.post(f"/masuk/lembar/{new.token}/", {"pin": new.pin}).status_code == 302, (
        "a sheet opens another phone"
    )


@pytest.mark.parametrize("cookie", ["", "x", "0" * 64, "a" * 5000, "'; DROP TABLE accounts_device; --", "\u00e9"])
def test_without_the_phones_secret_no_pin_is_even_judged(town: builders.City, cookie: str) -> None:
    phone, thief = Client(), Client()
    sheet = known(town, "ketua_rt", phone)
    devices = Device.objects.count()
    thief.cookies[sessions.COOKIE] = cookie
    answer = thief.post("/masuk/pin/", {"person": str(town.user("ketua_rt").pk), "pin": sheet.pin})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/masuk/")
    assert Device.objects.count() == devices
    assert DeviceUser.objects.get(user=town.user("ketua_rt")).failures == 0, "nor does it count against its owner"


def test_the_own_phone_opens_nobody_elses_office(town: builders.City) -> None:
    mine, theirs = Client(), Client()
    known(town, "pamor", mine)
    sheet = known(town, "lurah", theirs)
    told = {"person": str(town.user("lurah").pk), "pin": sheet.pin}
    assert mine.post("/masuk/pin/", told).headers["Location"] == "/masuk/"
    assert "_auth_user_id" not in mine.session


def test_a_sheet_is_dead_after_ten_guesses_from_ten_addresses(town: builders.City) -> None:
    sheet = accounts.issue_sheet(actor=SYSTEM, user=town.user("ketua_rt"))
    for address in ADDRESSES[: rules.SHEET_TRIES]:
        answer = Client().post(f"/masuk/lembar/{sheet.token}/", {"pin": wrong(sheet.pin)}, REMOTE_ADDR=address)
        assert answer.status_code == 422
    late = Client()
    late.post(f"/masuk/lembar/{sheet.token}/", {"pin": sheet.pin})
    assert "_auth_user_id" not in late.session


def test_a_sheet_that_was_used_up_or_replaced_is_replayed_in_vain(town: builders.City) -> None:
    term = town.cast["ketua_rt"]
    first = institutions.invite(actor=town.actor("lurah"), appointment=term)
    path, form = f"/masuk/lembar/{first.code.replace(' ', '')}/", {"pin": first.pin}
    came = [Client().post(path, form).status_code for _ in range(first.uses + 3)]
    assert came == [302] * first.uses + [410] * 3
    second = institutions.invite(actor=town.actor("lurah"), appointment=term)
    third = institutions.reset(actor=town.actor("lurah"), appointment=term)
    for old in (first, second):
        answer = Client().post(f"/masuk/lembar/{old.code.replace(' ', '')}/", {"pin": old.pin})
        assert answer.status_code == 410
    # The PIN of one sheet does not open the link of another.
    mixed = Client()
    mixed.post(f"/masuk/lembar/{third.code.replace(' ', '')}/", {"pin": second.pin})
    assert "_auth_user_id" not in mixed.session


def by_sheet(client: Client, town: builders.City) -> None:
    sheet = accounts.issue_sheet(actor=SYSTEM, user=town.user("ketua_rt"))
    assert client.post(f"/masuk/lembar/{sheet.token}/", {"pin": sheet.pin}).status_code == 302


def by_pin(client: Client, town: builders.City) -> None:
    other = Client()
    sheet = known(town, "ketua_rt", other)
    client.cookies[sessions.COOKIE] = other.cookies[sessions.COOKIE].value
    assert pin(client, town, "ketua_rt", sheet.pin) == ""


@pytest.mark.parametrize("enter", [by_sheet, by_pin])
def test_a_planted_session_is_worth_nothing_after_the_sign_in(
    town: builders.City, enter: Callable[[Client, builders.City], None]
) -> None:
    thief, victim = Client(), Client()
    by_sheet_of = accounts.issue_sheet(actor=SYSTEM, user=town.user("pamor"))
    thief.post(f"/masuk/lembar/{by_sheet_of.token}/", {"pin": by_sheet_of.pin})
    planted = thief.cookies["sessionid"].value
    victim.cookies["sessionid"] = planted
    token = victim.get("/masuk/").cookies.get("csrftoken")
    enter(victim, town)
    assert victim.cookies["sessionid"].value != planted
    assert victim.session["_auth_user_id"] == str(town.user("ketua_rt").pk)
    thief.cookies["sessionid"] = planted
    assert thief.get(HOME).headers["Location"].startswith("/masuk/"), "neither the victim's office nor the own one"
    assert token is None or victim.cookies["csrftoken"].value != token.value


def test_the_next_person_at_the_counter_inherits_nothing(town: builders.City) -> None:
    counter = Client()
    clerk, head = known(town, "petugas_loket", counter), known(town, "lurah", counter)
    assert pin(counter, town, "lurah", head.pin) == ""
    first = counter.cookies["sessionid"].value
    session = counter.session
    session["portal.own"] = session["office"] = "the lurah's"
    session.save()
    assert pin(counter, town, "petugas_loket", clerk.pin) == ""
    assert counter.cookies["sessionid"].value != first
    assert "the lurah's" not in str(dict(counter.session))
    back = Client()
    back.cookies["sessionid"] = first
    assert back.get(HOME).status_code == 302


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "evil.test:80", "localhost@evil.test", "", "a b"])
@pytest.mark.parametrize("path", ["/", "/masuk/", "/publik/", "/tidak-ada/"])
def test_another_hosts_name_is_refused_in_plain_words(town: builders.City, host: str, path: str) -> None:
    answer = Client(raise_request_exception=False, HTTP_HOST=host).get(path)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "Permintaan tidak terbaca" in text
    assert 'lang="id"' in text
    assert "evil" not in text + str(answer.headers)


def test_a_forwarded_host_is_no_host_of_ours(town: builders.City) -> None:
    headers = {"X-Forwarded-Host": "evil.test", "X-Forwarded-Server": "evil.test", "Forwarded": "host=evil.test"}
    for path in ("/", "/masuk/", HOME, "/publik/"):
        answer = Client().get(path, headers=headers)
        assert "evil" not in answer.content.decode() + str(answer.headers), path


def test_links_on_paper_in_letters_and_for_wa_bear_the_citys_own_address(town: builders.City, settings: Any) -> None:
    settings.PUBLIC_URL = "https://rembuk.arunika.test"
    reports.fill_first(SYSTEM)
    report = subjects.hear(town).report
    reports.acknowledge(actor=town.actor("ketua_rt"), report=report)
    visitor = Client(HTTP_HOST="127.0.0.1:8999")
    lurah = builders.sign_in(Client(HTTP_HOST="127.0.0.1:8999"), "lurah")
    pages = {
        "sheet": lurah.post(f"/lembaga/masa/{town.cast['ketua_rt'].pk}/lembar/"),
        "trail": visitor.get(f"/publik/{report.code}/"),
        "detail": lurah.get(f"/laporan/{report.code}/"),
        "home": visitor.get("/"),
    }
    for name, answer in pages.items():
        text = answer.content.decode()
        assert answer.status_code == 200, name
        assert "127.0.0.1" not in text, name
        assert ":8999" not in text + str(answer.headers), name
        assert ("rembuk.arunika.test" in text) or name == "home", name
    invitation = institutions.invite(actor=town.actor("lurah"), appointment=town.cast["ketua_rw"])
    assert invitation.link.startswith("https://rembuk.arunika.test/masuk/lembar/")
    assert invitation.home == "https://rembuk.arunika.test/"
    User.objects.filter(pk=town.user("ketua_rt").pk).update(email="rt@arunika.test")
    notices.bring_forward(1000)
    with clock.standing(clock.now() + timedelta(days=3)):
        notices.deliver(1000)
    letters = [str(letter.body) for letter in mail.outbox]
    assert letters
    assert not [text for text in letters if "https://rembuk.arunika.test/" not in text or "localhost" in text]


@pytest.mark.parametrize("path", ["//evil.test/", "//evil.test/masuk/", "/\\evil.test/", "///evil.test/publik/"])
def test_a_path_that_looks_like_a_host_becomes_no_link(town: builders.City, path: str) -> None:
    answer = Client().get("/", PATH_INFO=path)
    assert not re.search(r"""["'=]\s*(?:https?:)?//evil""", answer.content.decode() + str(answer.headers))
