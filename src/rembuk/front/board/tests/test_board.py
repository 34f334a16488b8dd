"""The board tells what was promised and what became of it, for one's own place only, and never by counting."""

import csv
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.coordination.decisions import actions, counting
from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.fresh import Fresh
from rembuk.foundation.tallies import actions as tallies
from rembuk.foundation.tallies.models import Count
from rembuk.foundation.territory import actions as territories
from rembuk.front.board import queries
from rembuk.front.board.queries import Figures
from tests import builders

pytestmark = pytest.mark.django_db
MOST = 7
LURAH, CAMAT, MAYOR = "lurah", "camat", "wali_kota"


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(chance, "digits", lambda count: "9" * count)
    # What another test left in this process is not of this city.
    monkeypatch.setattr(queries, "_held", Fresh(queries._stamp, queries._load))
    with clock.standing(scene.MORNING):
        yield


@pytest.fixture
def town(db: Any) -> builders.City:
    return builders.city()


def counted() -> None:
    while tallies.bring_forward(100):
        pass


def whole(name: str) -> Figures:
    counted()
    found = queries.whole(builders.actor_of(name))
    assert found is not None
    return found


def lines(name: str) -> dict[str, Figures]:
    counted()
    found = queries.board(builders.actor_of(name))
    assert found is not None
    return {line.label: line.figures for line in (*found.leads, *found.places)}


def page(name: str, address: str = "/papan/") -> str:
    counted()
    answer = builders.sign_in(Client(), name).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_late_and_without_news_come_with_the_days_and_need_no_event(town: builders.City) -> None:
    scene.accepted(town)
    assert whole(MAYOR) == Figures(under_way=1)
    with scene.later(days=8):
        assert whole(MAYOR) == Figures(under_way=1, silent=1)
    with scene.later(days=15):
        assert whole(MAYOR) == Figures(under_way=1, silent=1, late=1)


def test_kept_is_what_was_done_in_time_and_passed_whenever_it_was_inspected(town: builders.City) -> None:
    in_time = scene.finished(town)
    late = scene.accepted(town)
    with scene.later(days=20):
        actions.inspect(actor=town.actor("ketua_rw"), follow_up=scene.fresh(in_time))
        actions.finish(actor=town.actor("petugas_opd"), follow_up=scene.fresh(late), text="Sudah.",
                       photos=[scene.photo(2)])  # fmt: skip
        actions.inspect(actor=town.actor("ketua_rw"), follow_up=scene.fresh(late))
        assert whole(MAYOR) == Figures()
        found = lines(MAYOR)[str(town.institution("opd"))]
        assert (found.kept, found.later, found.promised) == (1, 1, 2)
    with scene.later(days=200):
        assert not lines(MAYOR)


def test_waiting_for_money_and_the_work_of_others_is_apart_from_late(town: builders.City) -> None:
    money, others = scene.accepted(town), scene.accepted(town)
    clerk = town.actor("petugas_opd")
    actions.await_budget(actor=clerk, follow_up=money, year=2027, source="APBD")
    actions.hand_over(actor=clerk, follow_up=others, to="Balai sungai", note="Sungai pusat.")
    with scene.later(days=300):
        found = lines(LURAH)[str(town.institution("opd"))]
        assert (found.late, found.silent, found.under_way, found.budget, found.others) == (0, 0, 0, 1, 1)


def test_where_nobody_promised_anything_no_figure_is_drawn(town: builders.City) -> None:
    assert "0 dari 0" not in page(MAYOR)


def test_each_sees_the_figures_of_their_own_place(town: builders.City) -> None:
    scene.made(town)
    assert [whole(name).under_way for name in (LURAH, CAMAT, MAYOR)] == [1, 1, 1]
    assert [whole(name).under_way for name in ("lurah_next", "camat_next")] == [0, 0]
    assert lines(LURAH)[town.rw.label].under_way == 1
    assert lines(CAMAT)[town.kelurahan.label].under_way == 1
    assert str(town.institution("opd")) not in lines("lurah_next")


def test_what_a_place_has_is_a_row_a_day_however_many_lead(town: builders.City) -> None:
    for lead in ("opd", "opd_next"):
        scene.made(town, lead=town.institution(lead), supports=())
    assert whole(MAYOR).under_way == 2
    rows = Count.objects.filter(path=town.kelurahan.path, kind=counting.altogether(counting.DUE))
    assert [row.amount for row in rows] == [2]


def test_what_is_passed_on_counts_with_the_new_lead(town: builders.City) -> None:
    row = scene.made(town)
    actions.pass_on(actor=town.actor("lurah"), follow_up=row, lead=town.institution("opd_next"), reason="Bukan PU.")
    found = lines(MAYOR)
    assert found[str(town.institution("opd_next"))].under_way == 1
    assert str(town.institution("opd")) not in found


def test_what_is_closed_to_the_public_counts_for_the_city_without_a_name(town: builders.City) -> None:
    closed = actions.decide(actor=town.actor("lurah"), text="Pendampingan.", is_private=True)
    scene.made(town, closed, territory=town.kelurahan, supports=())
    assert whole(LURAH) == whole(CAMAT) == Figures()
    assert whole(MAYOR) == Figures(under_way=1)
    assert {label for label, figures in lines(MAYOR).items() if figures.any} == {"Tertutup untuk umum"}


def test_work_of_a_merged_kelurahan_counts_with_what_took_over(town: builders.City) -> None:
    scene.made(town)
    before = whole(MAYOR)
    territories.merge(actor=SYSTEM, olds=[town.kelurahan], into=town.kelurahan_next, on=clock.today(), basis="Perda 3")
    assert whole(MAYOR) == before
    assert lines(MAYOR)[town.kelurahan_next.label].under_way == 1
    counted()
    tallies.rebuild()
    assert lines(MAYOR)[town.kelurahan_next.label].under_way == 1


def test_the_page_says_n_of_m_what_it_means_and_since_when(town: builders.City) -> None:
    scene.accepted(town)
    with scene.later(days=15):
        shown = page(MAYOR)
    assert "1 dari 1" in shown
    assert "sedikit" in shown
    assert "4 Feb" in shown
    assert "1 Desember 2025" in shown
    opd = town.institution("opd").pk
    assert f"/tindak-lanjut/wilayah/?pemimpin={opd}&amp;keadaan=tanpa_kabar" in shown
    assert re.search(r"<h2 id=\"arti\">", shown)


def test_the_list_behind_a_figure_holds_as_many_rows(town: builders.City) -> None:
    one, waiting = scene.accepted(town), scene.accepted(town)
    actions.await_budget(actor=town.actor("petugas_opd"), follow_up=waiting, year=2027, source="APBD")
    opd = town.institution("opd").pk
    with scene.later(days=15):
        for query in (f"pemimpin={opd}&keadaan=lewat", f"pemimpin={opd}&keadaan=tanpa_kabar",
                      "kelurahan=98.71.01.1001&keadaan=lewat"):  # fmt: skip
            shown = page(MAYOR, f"/tindak-lanjut/wilayah/?{query}")
            assert one.code in shown
            assert waiting.code not in shown
        assert waiting.code in page(MAYOR, f"/tindak-lanjut/wilayah/?pemimpin={opd}&keadaan=waiting_budget")
        assert one.code not in page(MAYOR, "/tindak-lanjut/wilayah/?kelurahan=98.71.01.1002&keadaan=lewat")
        assert one.code in page(MAYOR, "/tindak-lanjut/wilayah/?pemimpin=bukan-lembaga&keadaan=lewat")


def test_what_was_kept_and_what_others_lead_has_a_list_of_its_own(town: builders.City) -> None:
    kept, late = scene.finished(town), scene.accepted(town)
    actions.inspect(actor=town.actor("ketua_rw"), follow_up=scene.fresh(kept))
    rt = scene.made(town, lead=town.institution("rt"), supports=())
    with scene.later(days=20):
        actions.finish(actor=town.actor("petugas_opd"), follow_up=scene.fresh(late), text="Sudah.",
                       photos=[scene.photo(2)])  # fmt: skip
        actions.inspect(actor=town.actor("ketua_rw"), follow_up=scene.fresh(late))
        shown = page(MAYOR)
        area, since = "/tindak-lanjut/wilayah/", "sejak=2025-12-01"
        # The whole, one lead, and all leads but the city's units: as many rows as the figure says.
        asked = {
            f"keadaan=ditepati&{since}": {kept},
            f"pemimpin={town.institution('opd').pk}&keadaan=ditepati&{since}": {kept},
            "pemimpin=lain&keadaan=tanpa_kabar": {rt}, "pemimpin=lain&keadaan=lewat": {rt},
        }  # fmt: skip
        for query, wanted in asked.items():
            assert f'href="{area}?{query.replace("&", "&amp;")}"' in shown
            found = page(MAYOR, f"{area}?{query}")
            assert {row for row in (kept, late, rt) if row.code in found} == wanted, query
        assert "lembaga lain" in page(MAYOR, f"{area}?pemimpin=lain")
        assert kept.code not in page(MAYOR, f"{area}?keadaan=ditepati&sejak=2026-02-01")
        for nonsense in ("bukan-tanggal", "0001-01-01"):
            assert kept.code in page(MAYOR, f"{area}?keadaan=ditepati&sejak={nonsense}")


def test_what_climbed_stands_on_top_for_the_one_it_climbed_to(town: builders.City) -> None:
    row = scene.accepted(town)
    with scene.later(days=15):
        actions.climb(clock.now(), 10)
        assert row.code in page(MAYOR)
        assert "Naik kepada Anda" in page(MAYOR)
        assert "Naik kepada Anda" not in page(CAMAT)


def test_the_sheet_holds_the_same_and_no_formula(town: builders.City) -> None:
    harmful = institutions.add_institution(
        actor=SYSTEM, kind=town.institution("opd").kind, name='=HYPERLINK("x")', territory=town.kota
    )
    institutions.add_position(actor=SYSTEM, institution=harmful, role="kepala_opd", title="Kepala")
    scene.made(town, lead=harmful)
    scene.accepted(town)
    with scene.later(days=15):
        rows = list(csv.reader(page(MAYOR, "/papan/papan.csv").lstrip("\ufeff").splitlines()))
    assert ["seluruhnya", "Kota Arunika", "2", "2", "2", "0", "2", "0", "0", "0"] in rows
    assert '\'=HYPERLINK("x")' in {row[1] for row in rows if len(row) > 1}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize("name", ["ketua_rt", "ketua_rw", "kepala_opd", "lpm", "perlindungan"])
def test_others_have_no_board(town: builders.City, name: str) -> None:
    for address in ("/papan/", "/papan/papan.csv"):
        assert builders.sign_in(Client(), name).get(address).status_code == 403


def test_the_page_asks_a_fixed_number_of_questions(town: builders.City) -> None:
    client = builders.sign_in(Client(), MAYOR)
    counted()
    client.get("/papan/")
    asked = []
    for number in range(6):
        scene.made(town, lead=town.institution("opd_next" if number % 2 else "opd"))
        counted()
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/papan/").status_code == 200
        asked.append(len(caught))
    # What climbed, by lead, by place; with the session and the person, and whether what is kept still holds.
    assert set(asked) == {MOST}


def test_hari_ini_tells_what_is_silent_and_late(town: builders.City) -> None:
    scene.accepted(town)
    with scene.later(days=15):
        assert "Tindak lanjut tanpa kabar" in page(LURAH, "/hari-ini/")
        assert "Tindak lanjut lewat janji" not in page("kepala_opd", "/hari-ini/")
