"""The search box finds what one may see, and nothing next door."""

import pytest
from django.test import Client

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.reports import actions
from rembuk.coordination.reports.queries import lists
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.front.search import queries
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(db: object) -> str:
    town = builders.city_that_hears()
    got = actions.receive(actor=PUBLIC, category="drainase", text="Gorong-gorong ambles.", territory=town.rt)
    return got.report.code


@pytest.mark.parametrize(("name", "finds"), [("lurah", True), ("ketua_rt", True), ("lurah_next", False)])
def test_one_finds_what_one_may_see(code: str, name: str, finds: bool) -> None:
    phone = builders.sign_in(Client(), name)
    for words in ("ambles", code):
        assert (f"/laporan/{code}/" in phone.get("/cari/", {"q": words}).content.decode()) is finds


@pytest.mark.parametrize("words", ["AMBLESNYA", "gorong", "ambles gorong-gorong", "gòrong", "mengambleskan"])
def test_case_accents_affixes_and_words_said_twice_do_not_stand_in_the_way(code: str, words: str) -> None:
    for name, finds in (("lurah", True), ("lurah_next", False)):
        page = builders.sign_in(Client(), name).get("/cari/", {"q": words}).content.decode()
        assert (f"/laporan/{code}/" in page) is finds, name
    assert f"/laporan/{code}/" not in builders.sign_in(Client(), "lurah").get("/cari/?q=gedung").content.decode()


def test_a_code_finds_however_it_is_written_and_however_old(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # As if a thousand newer ones stood before it.
    monkeypatch.setattr(lists, "CAP", 0)
    lurah, outsider = (builders.sign_in(Client(), name) for name in ("lurah", "lurah_next"))
    assert f"/laporan/{code}/" not in lurah.get("/cari/?q=ambles").content.decode()
    for typed in (code, code.lower(), code.replace("-", " ")):
        assert f"/laporan/{code}/" in lurah.get("/cari/", {"q": typed}).content.decode()
        assert f"/laporan/{code}/" not in outsider.get("/cari/", {"q": typed}).content.decode()


def test_one_letter_is_too_short_and_nothing_found_says_what_to_do(code: str) -> None:
    phone = builders.sign_in(Client(), "lurah")
    assert "dua huruf" in phone.get("/cari/?q=a").content.decode()
    assert "Coba kata lain" in phone.get("/cari/?q=jembatan+layang").content.decode()


def test_a_follow_up_is_found_by_its_code_and_by_words_among_what_one_sees(db: object) -> None:
    with clock.standing(scene.MORNING):
        town = builders.city()
        row = scene.made(town, supports=())
        closed = decisions.decide(actor=town.actor("lurah"), text="Pendampingan.", is_private=True)
        hidden = scene.made(town, closed, title="Dampingi keluarga", territory=town.kelurahan, supports=())

        def found(name: str, words: str) -> list[str]:
            return [hit.url.split("/")[2] for hit in queries.found(town.actor(name), words)]

        for words in (row.code, row.code.lower().replace("-", " "), "keruk saluran", "pengerukan"):
            assert found("lurah", words) == found("kepala_opd", words) == [row.code]
            assert found("lurah_next", words) == found("kepala_opd_next", words) == []
        assert found("camat", hidden.code) == found("camat", "dampingi") == []
        assert found("kepala_opd", hidden.code) == [hidden.code]
