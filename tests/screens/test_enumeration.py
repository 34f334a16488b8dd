"""Whoever tries names and codes learns nothing from the answer, nor from the work behind it.

Work is counted and not timed: statements of the database, and hashes of passwords. What costs the same is told apart by
no clock, and the test hangs on no machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, get_hasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.foundation.accounts import actions as accounts
from rembuk.foundation.accounts import rules
from rembuk.foundation.kernel.actor import SYSTEM
from tests import builders
from tests.screens import subjects

pytestmark = pytest.mark.django_db
PASSWORD = "empat kata yang mudah diingat"
# What was typed is shown again, and tokens are as long as each other: so much may two pages differ.
NOISE = 40


@dataclass(frozen=True)
class Cost:
    """What a stranger sees, and what the answer cost."""

    status: int
    statements: int
    hashes: int


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each password that was hashed."""
    lines: list[str] = []
    kind = type(get_hasher())
    encode = kind.encode

    def counted(self: BasePasswordHasher, password: str, salt: str, *more: object) -> str:
        lines.append("hashed")
        made: str = encode(self, password, salt, *more)
        return made

    monkeypatch.setattr(kind, "encode", counted)
    return lines


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def town() -> builders.City:
    return builders.city_that_hears()


def told(hashed: list[str], method: str, address: str, form: dict[str, str] | None = None) -> tuple[Cost, int]:
    """What one request of a stranger costs, and how long its page is."""
    client = Client()
    before = len(hashed)
    with CaptureQueriesContext(connection) as asked:
        answer = getattr(client, method)(address, form)
    return Cost(answer.status_code, len(asked), len(hashed) - before), len(answer.content)


def alike(first: tuple[Cost, int], other: tuple[Cost, int]) -> None:
    """The same to whoever sent both."""
    assert first[0] == other[0]
    assert abs(first[1] - other[1]) <= NOISE


def test_a_password_of_nobody_costs_as_much_as_a_wrong_one(town: builders.City, hashed: list[str]) -> None:
    accounts.set_password(actor=SYSTEM, user=town.user("pemerintahan"), username="agus.salim", password=PASSWORD)

    def tried(name: str) -> tuple[Cost, int]:
        return told(hashed, "post", "/masuk/sandi/", {"login": name, "password": "bukan kata yang benar"})

    tried("hangat")  # what a process reads once
    known, unknown = tried("agus.salim"), tried("siapa.saja")
    assert known[0].hashes == 1
    alike(known, unknown)


def test_a_code_of_no_report_costs_as_much_as_a_wrong_secret(town: builders.City, hashed: list[str]) -> None:
    codes = [
        subjects.hear(town).report.code,
        subjects.hear(town, category="kekerasan_rumah").report.code,
        "XXX-26-ABCDE",
    ]

    def tried(code: str) -> tuple[Cost, int]:
        return told(hashed, "post", "/lacak/", {"code": code, "secret": "SALAH23456"})

    tried("YYY-26-ABCDE")
    heard, sealed, none = map(tried, codes)
    alike(heard, none)
    alike(sealed, none)


def test_a_report_that_is_not_public_costs_as_much_as_none(town: builders.City, hashed: list[str]) -> None:
    code = subjects.hear(town, category="kekerasan_rumah").report.code
    fresh = subjects.hear(town).report.code
    for address in ("/publik/{}/", "/open311/v2/requests/{}.json", "/lacak/{}/"):
        told(hashed, "get", address.format("YYY-26-ABCDE"))
        none = told(hashed, "get", address.format("XXX-26-ABCDE"))
        for known in (code, fresh):
            assert none[0].status == (302 if "lacak" in address else 404), (
                "to where the secret is asked for, or nowhere"
            )
            alike(told(hashed, "get", address.format(known)), none)


def test_a_sheet_that_is_dead_costs_as_much_as_none(town: builders.City, hashed: list[str]) -> None:
    sheet = accounts.issue_sheet(actor=SYSTEM, user=town.user("ketua_rt"))
    for _ in range(rules.SHEET_TRIES):
        Client().post(f"/masuk/lembar/{sheet.token}/", {"pin": "000000" if sheet.pin != "000000" else "111111"})
    other = sheet.token[::-1]
    assert other != sheet.token
    told(hashed, "post", "/masuk/", {"code": "SALAHSALAH"})
    alike(told(hashed, "get", f"/masuk/lembar/{sheet.token}/"), told(hashed, "get", f"/masuk/lembar/{other}/"))
    alike(*(told(hashed, "post", "/masuk/", {"code": token}) for token in (sheet.token, other)))


@pytest.mark.parametrize("address", ["/tindak-lanjut/regu/{}/", "/periksa/{}/"])
def test_what_never_was_costs_alike_however_it_looks(town: builders.City, hashed: list[str], address: str) -> None:
    told(hashed, "get", address.format("f" * 32))
    first, *others = (told(hashed, "get", address.format(word)) for word in ("f" * 32, "a" * 32, "0" * 16, "x"))
    for other in others:
        alike(first, other)
