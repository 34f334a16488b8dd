"""The search box finds what one may see, and nothing next door."""

import pytest
from django.test import Client

from rembuk.coordination.reports import actions
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(db: object) -> str:
    town = builders.city()
    actions.fill_first(SYSTEM)
    got = actions.receive(actor=PUBLIC, category="drainase", text="Gorong-gorong ambles.", territory=town.rt)
    return got.report.code


@pytest.mark.parametrize(("name", "finds"), [("lurah", True), ("ketua_rt", True), ("lurah_next", False)])
def test_one_finds_what_one_may_see(code: str, name: str, finds: bool) -> None:
    phone = builders.sign_in(Client(), name)
    for words in ("ambles", code):
        assert (f"/laporan/{code}/" in phone.get("/cari/", {"q": words}).content.decode()) is finds


def test_one_letter_is_too_short_and_nothing_found_says_what_to_do(code: str) -> None:
    phone = builders.sign_in(Client(), "lurah")
    assert "dua huruf" in phone.get("/cari/?q=a").content.decode()
    assert "Coba kata lain" in phone.get("/cari/?q=jembatan+layang").content.decode()
