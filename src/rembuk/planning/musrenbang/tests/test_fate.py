"""The public pages: what became of a proposal, of an RW's five years, without a person and without a session."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.coordination.decisions import actions as work
from rembuk.coordination.decisions.tests import scene as works
from rembuk.foundation.files import actions as files
from rembuk.foundation.files import queries as file_queries
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import actions, queries
from rembuk.planning.musrenbang.actions import Figures, Line
from rembuk.planning.musrenbang.models import Round
from rembuk.planning.musrenbang.tests import scene
from rembuk.planning.musrenbang.tests.climbing import agree, asked, page
from tests import builders


def refused(town: builders.City, row: Any, built: Any, who: str) -> str:
    with pytest.raises(Refused) as caught:
        actions.link_work(actor=town.actor(who), proposal=row, follow_up=built)
    return caught.value.code


PLACE = "98.71.01.1001"


@pytest.fixture(autouse=True)
def _planners(town: builders.City, found: Round) -> None:
    builders.planners(town)


def test_everyone_reads_who_decided_what_and_why(town: builders.City, client: Client) -> None:
    row = agree(town, asked(town, problem="Hubungi Bu Sari 0812-3456-7890, air masuk rumah."), "kelurahan")
    figures = Figures(cost=25_000_000, institution=town.institution("opd_next"))
    actions.review(actor=town.actor("camat"), proposal=row, rung="kecamatan", verdict="agreed", figures=figures,
                   text="Volume dikurangi.")  # fmt: skip
    actions.review(actor=town.actor("kepala_opd_next"), proposal=row, rung="forum", verdict="refused",
                   reason="Sudah ada di rencana provinsi.")  # fmt: skip
    shown = page(client, f"/publik/usulan/{row.code.lower()}/")
    for words in ("Rp27.000.000", "Rp25.000.000, pengusul Rp27.000.000", "Sudah ada di rencana provinsi.",
                  "Tidak disetujui", "Dinas Lingkungan Hidup", "Camat Melati", "Volume dikurangi."):  # fmt: skip
        assert words in shown, words
    names = [part.person for part in builders.CAST.values()]
    assert [name for name in [*names, "0812", "Sari"] if name in shown] == []
    assert client.cookies.get("sessionid") is None


def test_budget_and_works_show_until_it_is_handed_over(town: builders.City, client: Client) -> None:
    row = agree(town, asked(town), "dpa")
    for amount in (20_000_000, 24_000_000):
        line = Line("1.03.06.2.01.0004 Saluran drainase", amount, 2027, program="1.03.06 Drainase")
        actions.set_budget(actor=town.actor("tapd"), proposal=row, stage="dpa", lines=[line])
    shown = page(client, f"/publik/usulan/{row.code}/")
    assert "Rp24.000.000" in shown
    assert "Rp20.000.000" not in shown
    agree(town, row, "built")
    assert "sudah diserahterimakan" in page(client, f"/publik/usulan/{row.code}/")


def test_what_builds_it_shows_its_photos_once_it_was_looked_at(town: builders.City, client: Client) -> None:
    row, built = agree(town, asked(town), "dpa"), works.finished(town)
    actions.link_work(actor=town.actor("kepala_opd"), proposal=row, follow_up=built)
    shown = page(client, f"/publik/usulan/{row.code}/")
    assert built.title in shown
    assert "sudah dicek" not in shown
    work.inspect(actor=town.actor("ketua_rw"), follow_up=built, remark="Air lancar.")
    files.draw(100)
    shown = page(client, f"/publik/usulan/{row.code}/")
    assert "sudah dicek" in shown
    assert "Foto hasil 1" in shown
    assert refused(town, row, works.made(town), "tapd") == "not_allowed"


def test_a_proposers_photos_are_public_once_somebody_looked_at_them(town: builders.City, client: Client) -> None:
    row = asked(town)
    lurah, detail = builders.sign_in(Client(), "lurah"), f"/musrenbang/{row.code}/"
    assert "Foto untuk warga" not in page(lurah, detail)
    wish = scene.wish(town, purse="unit", institution=town.institution("opd"))
    actions.amend(actor=town.actor("ketua_rt"), proposal=row, wish=wish,
                  photos=[works.photo(1), works.photo(2)])  # fmt: skip
    files.draw(100)
    place, house = file_queries.photos_of(row.subject_kind, row.pk)
    public = f"/publik/usulan/{row.code}/"
    assert "Foto 1 usulan" not in page(client, public)
    for who in ("ketua_rt", "ketua_rw", "lurah_next"):
        answer = builders.sign_in(Client(), who).post(f"{detail}show_photos/", {"shown": str(place.pk)})
        assert answer.status_code in {403, 404}, who
    shown = page(lurah, f"{detail}show_photos/")
    assert str(place.pk) in shown
    assert "checked" not in shown
    assert f"/berkas/foto/{house.pk}/samarkan/" in page(lurah, detail)
    assert lurah.post(f"{detail}show_photos/", {"shown": str(place.pk)}).status_code == 302
    files.draw(100)
    assert str(place.pk) in page(client, public)
    assert str(house.pk) not in page(client, public)
    assert client.get(f"/berkas/foto/{house.pk}/full/").status_code in {302, 403, 404}
    assert lurah.post(f"{detail}show_photos/", {}).status_code == 302
    assert str(place.pk) not in page(client, public)


def test_a_page_asks_little(town: builders.City, client: Client) -> None:
    row = agree(town, asked(town), "apbd")
    page(client, f"/publik/usulan/{row.code}/")
    with CaptureQueriesContext(connection) as made:
        first = client.get(f"/publik/usulan/{row.code}/")
    assert len(made) <= 3, [one["sql"][:80] for one in made]
    again = client.get(f"/publik/usulan/{row.code}/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/publik/usulan/MU-27-XXXXX/").status_code == 404


def test_an_rw_reads_its_years(town: builders.City, client: Client, found: Round) -> None:
    built = agree(town, asked(town, title="Pos ronda"), "built")
    kept = asked(town, title="Lampu gang")
    actions.review(
        actor=town.actor("lurah"), proposal=kept, rung="kelurahan", verdict="refused", reason="Sudah terang."
    )
    twin = asked(town, title="Pos ronda RW")
    into = asked(town, title="Pos keamanan")
    actions.merge(actor=town.actor("lurah"), proposal=twin, into=into)
    agree(town, queries.proposal(town.actor("lurah"), into.code), "rkpd")
    shown = page(client, f"/publik/usulan/wilayah/{PLACE}/1/")
    assert "4 diusulkan, 3 masuk rencana, 1 didanai, 1 dibangun" in shown
    assert "Sudah terang." in shown
    assert built.code in shown
    assert "4 diusulkan, 3 masuk rencana, 1 didanai, 1 dibangun" in page(client, f"/publik/usulan/wilayah/{PLACE}/")
    assert client.get(f"/publik/usulan/wilayah/{PLACE}/77/").status_code == 404
    assert client.get("/publik/usulan/wilayah/98.71/").status_code == 404


def test_a_code_opens_its_page(town: builders.City, client: Client) -> None:
    row = asked(town)
    assert (
        client.get("/publik/usulan/", {"kode": row.code.lower()}).headers["Location"] == f"/publik/usulan/{row.code}/"
    )
    assert "tidak ada" in page(client, "/publik/usulan/?kode=MU-27-22222")
    assert town.kelurahan.name in page(client, "/publik/usulan/")
