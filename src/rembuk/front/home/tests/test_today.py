"""Hari ini: work first, with the buttons that do it; the three big deeds for RT and RW."""

import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.coordination.reports import actions
from rembuk.foundation.calendar import queries as calendar
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.queries import vacancy
from rembuk.foundation.kernel import clock, fresh, seams
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.territory import queries
from rembuk.foundation.territory.models import Territory
from rembuk.front.home.queries import todo
from rembuk.planning.musrenbang import queries as musrenbang
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(db: object) -> str:
    town = builders.city_that_hears()
    got = actions.receive(actor=PUBLIC, category="drainase", text="Gorong-gorong ambles.", territory=town.rt)
    return got.report.code


def own_rt() -> Territory:
    office = builders.actor_of("ketua_rt").office
    assert office
    return queries.territory(office.territory_id)


def page(name: str) -> str:
    answer = builders.sign_in(Client(), name).get("/hari-ini/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_rt_head_sees_three_deeds_and_what_waits(code: str) -> None:
    shown = page("ketua_rt")
    for words in ("Laporkan", "Sudah beres di sini", "Minta bantuan RW", "Gorong-gorong ambles"):
        assert words in shown
    assert f"/laporan/{code}/acknowledge/" in shown


def test_the_neighbour_has_nothing_of_it(code: str) -> None:
    assert "Gorong-gorong ambles" not in page("ketua_rt_next")


@pytest.mark.parametrize("name", [name for name in builders.CAST if not name.endswith(("_next", "_far"))])
def test_everyone_in_office_has_a_page_that_says_what_waits_or_that_nothing_does(code: str, name: str) -> None:
    shown = page(name)
    assert "menunggu" in shown.lower()


def test_work_that_is_due_first_stands_first(code: str) -> None:
    with clock.standing(clock.now() - timedelta(days=2)):
        actions.receive(actor=PUBLIC, category="sampah", text="Sampah menumpuk.", territory=own_rt())
    shown = page("ketua_rt")
    assert shown.index("Sampah menumpuk") < shown.index("Gorong-gorong ambles")


# What the page may ask for each: the parts of a desk are one statement. With it stand the session, the person, the
# offices, and what the one before left.
MOST = {"lurah": 13, "ketua_rt": 12, "kepala_opd": 9}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["lurah", "ketua_rt", "kepala_opd"])
def test_the_page_asks_a_fixed_number_of_questions(code: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # On a slow machine a second passes between two pages, and what is kept is looked after again.
    moment = time.monotonic()
    for module in (fresh, vacancy):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: moment))
    # What another test left in this process is not of this city.
    for kept in (
        calendar.calendar,
        queries.known,
        queries.index,
        regulations.rows_now,
        vacancy.answers,
        musrenbang.rounds_now,
    ):
        kept.forget()
    client = builders.sign_in(Client(), name)
    office = builders.actor_of("kepala_opd").office
    unit = institutions.institution(office.institution_id) if office else None

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/hari-ini/").status_code == 200
        return [query["sql"] for query in caught]

    # The first builds what is kept.
    few = min((asked() for _ in range(3)), key=len)
    for number in range(15):
        got = actions.receive(actor=PUBLIC, category="sampah", text=f"Sampah {number} menumpuk.", territory=own_rt())
        actions.acknowledge(actor=builders.actor_of("ketua_rt"), report=got.report)
        if name != "ketua_rt":
            for who in ("ketua_rt", "ketua_rw"):
                actions.climb(actor=builders.actor_of(who), report=got.report, basis="urgent", note="Mendesak.")
        if unit and name == "kepala_opd":
            actions.assign(actor=builders.actor_of("lurah"), report=got.report, unit=unit)
    assert "lagi</a>" in client.get("/hari-ini/").content.decode(), "more than fits"
    many = min((asked() for _ in range(3)), key=len)
    assert len(many) == len(few) <= MOST[name], "\n".join([str(len(few)), *many])


def test_what_does_not_fit_leads_to_the_list_that_holds_it(code: str) -> None:
    def wing(called: str, page: str, count: int, due: int) -> Callable[[Actor, int], seams.Worklist]:
        at = clock.now() + timedelta(days=due)
        tasks = [seams.Task(f"{called} {number}", "", "/", due=at) for number in range(count)]
        return lambda actor, most: seams.Worklist(tasks[:most], max(0, count - most), called, page)

    before = tuple(seams.TODAY)
    seams.TODAY.fill(wing("laporan", "reports:waiting", 15, 1), wing("tindak lanjut", "decisions:list", 2, 0),
                     wing("usulan", "musrenbang:list", 4, 2))  # fmt: skip
    try:
        found = todo.today(builders.actor_of("lurah"))
        shown = page("lurah")
    finally:
        seams.TODAY.fill(*before)
    assert [(one.count, one.called) for one in found.more] == [(5, "laporan"), (4, "usulan")]
    assert (len(found.work), found.count) == (12, 21)
    for path, words in (("/laporan/menunggu/", "5 laporan lagi"), ("/musrenbang/", "4 usulan lagi")):
        assert f'href="{path}">{words}</a>' in shown
    assert "tindak lanjut lagi" not in shown
