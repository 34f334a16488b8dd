"""The pages under /musrenbang/: rounds, dictionary, the form with its help, a proposal and its steps, an RW's order."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.coordination.decisions.tests import scene as pictures
from rembuk.foundation.files import queries as files
from rembuk.planning.musrenbang import actions, queries
from rembuk.planning.musrenbang.models import Proposal, Round
from rembuk.planning.musrenbang.tests import scene
from tests import builders


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def signed(who: str) -> Client:
    return builders.sign_in(Client(), who)


def typed(town: builders.City, **more: Any) -> dict[str, Any]:
    return {
        "title": "Saluran U-ditch 40", "problem": "Banjir setiap hujan.", "kelurahan": str(town.kelurahan.pk),
        "rw": "1", "rt": "1", "volume": "60", "unit_price": "Rp 450.000,-", "land": "city", "request_key": "k" * 20,
        **more,
    }  # fmt: skip


def test_the_keeper_prepares_and_opens_a_round_on_screen(town: builders.City) -> None:
    keeper = signed("pemerintahan")
    answer = keeper.post("/musrenbang/putaran/", {"year": 2027, "theme": "Sehat"})
    assert answer.headers["Location"] == "/musrenbang/putaran/2027/"
    stage = {"key": "intake", "starts": "2026-01-12", "ends": "2026-01-31"}
    assert keeper.post("/musrenbang/putaran/2027/set_stage/", stage).status_code == 302
    ceiling = {"purse": "kelurahan", "field": "works", "amount": "Rp 200.000.000,-"}
    assert keeper.post("/musrenbang/putaran/2027/set_ceiling/", ceiling).status_code == 302
    assert keeper.post("/musrenbang/putaran/2027/set_ceiling/", {**ceiling, "amount": "12,5 juta"}).status_code == 422
    assert keeper.post("/musrenbang/putaran/2027/open_round/").status_code == 302
    shown = page(signed("ketua_rt"), "/musrenbang/putaran/2027/")
    assert all(words in shown for words in ("Rp200.000.000", "31 Januari 2026", "menerima usulan"))


def test_outside_a_round_one_reads_when_the_next_one_opens_and_where_else_to_go(town: builders.City) -> None:
    head = signed("ketua_rt")
    shown = page(head, "/musrenbang/baru/")
    assert all(words in shown for words in ("belum ditetapkan", 'href="/musrenbang/"', 'href="/laporan/terima/"'))
    assert head.post("/musrenbang/baru/", typed(town)).status_code == 422
    keeper = town.actor("pemerintahan")
    coming = actions.prepare(actor=keeper, year=2028, theme="Terang")
    actions.set_stage(actor=keeper, round_=coming, key="intake", starts=date(2026, 2, 2), ends=date(2026, 2, 20))
    shown = page(head, "/musrenbang/baru/")
    assert "Senin, 2 Februari 2026" in shown
    assert "Jumat, 20 Februari 2026" in shown
    assert signed("kepala_opd").get("/musrenbang/baru/").status_code == 403


def test_the_dictionary_keeps_what_held_before(town: builders.City) -> None:
    scene.item(town)
    keeper = signed("pemerintahan")
    told = {"code": "SP.01", "name": "Saluran U-ditch 40", "unit": "m", "price_low": "450.000", "purse": "kelurahan",
            "field": "works", "starts": "2026-02-01"}  # fmt: skip
    assert keeper.post("/musrenbang/kamus/SP.01/", told).status_code == 302
    assert keeper.post("/musrenbang/kamus/SP.01/", {**told, "starts": "2026-01-15"}).status_code == 422
    shown = page(keeper, "/musrenbang/kamus/SP.01/")
    assert "Rp400.000 sampai Rp500.000" in shown
    assert [row.ends for row in queries.items_coded("SP.01")] == [None, date(2026, 2, 1)]
    assert "SP.01" in page(signed("ketua_rt"), "/musrenbang/kamus/?cari=ditch+saluran")


def test_a_phone_proposes_with_the_dictionarys_unit_and_sum(found: Round, town: builders.City) -> None:
    scene.item(town, institution=town.institution("opd"))
    photo = SimpleUploadedFile("a.jpg", pictures.photo(), "image/jpeg")
    answer = signed("ketua_rt").post("/musrenbang/baru/", typed(town, photos=photo))
    row = Proposal.objects.get()
    assert answer.headers["Location"] == f"/musrenbang/{row.code}/"
    assert (row.unit, row.cost, row.purse, row.institution) == ("m", 27_000_000, "kelurahan", town.institution("opd"))
    assert len(files.photos_of(Proposal.subject_kind, row.pk)) == 1
    assert "Rp27.000.000" in page(signed("ketua_rt"), f"/musrenbang/{row.code}/")


@pytest.mark.parametrize(
    ("more", "words"),
    [({"volume": "banyak"}, "bukan volume"), ({"unit_price": "12,5 juta"}, "bukan jumlah rupiah"),
     ({"unit_price": "Rp 450.000.000,-"}, "melebihi pagu"), ({"rt": "77"}, "tidak ada di"),
     ({"title": "Gapura"}, "Pilih sumber dananya")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_lost(
    found: Round, town: builders.City, more: dict[str, str], words: str
) -> None:
    scene.item(town)
    answer = signed("ketua_rt").post("/musrenbang/baru/", {**typed(town, place="gang tiga"), **more})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert words in shown
    assert "gang tiga" in shown
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_help_says_what_is_odd_and_saves_nothing(found: Round, town: builders.City, headers: dict[str, str]) -> None:
    scene.item(town)
    told = typed(town, unit_price="4.500.000", cost="27.000.000", land="", periksa="1")
    answer = signed("ketua_rt").post("/musrenbang/baru/", told, headers=headers)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert all(words in shown for words in ("jauh di atas kamus", "Rp270.000.000", "milik siapa"))
    assert ("Banjir setiap hujan." in shown) is not bool(headers)
    assert not Proposal.objects.exists()


def test_from_paper_the_rt_of_the_place_proposes(found: Round, town: builders.City) -> None:
    scene.item(town)
    assert signed("petugas_loket").post("/musrenbang/baru/", typed(town, pokir="Bu Dewan")).status_code == 302
    row = Proposal.objects.get()
    assert (row.proposer, row.is_from_paper, row.pokir) == (town.institution("rt"), True, "Bu Dewan")


def test_steps_have_pages(found: Round, town: builders.City) -> None:
    row, other = scene.proposed(town), scene.proposed(town, "ketua_rw", "rw")
    lurah, rt = signed("lurah"), signed("ketua_rt")
    back = {"reason": "Volume belum jelas."}
    assert lurah.post(f"/musrenbang/{row.code}/return_for_completion/", back).status_code == 302
    assert "Volume belum jelas." in page(rt, f"/musrenbang/{row.code}/")
    filled = page(rt, f"/musrenbang/{row.code}/complete/")
    assert "Air masuk ke halaman" in filled
    told = typed(town, unit="m", purse="kelurahan", field="works")
    assert rt.post(f"/musrenbang/{row.code}/complete/", told).status_code == 302
    assert lurah.post(f"/musrenbang/{row.code}/merge/", {"into": "MU-27-00000"}).status_code == 422
    assert lurah.post(f"/musrenbang/{row.code}/merge/", {"into": other.code}).status_code == 302
    assert row.code in page(lurah, f"/musrenbang/{other.code}/")
    assert lurah.post(f"/musrenbang/{row.code}/part/").status_code == 302
    assert lurah.post(f"/musrenbang/{row.code}/withdraw/", back).status_code == 302
    assert lurah.post(f"/musrenbang/{row.code}/withdraw/", back).status_code == 409


def test_an_rw_orders_by_buttons(found: Round, town: builders.City) -> None:
    first, second = scene.proposed(town), scene.proposed(town, "ketua_rw", "rw", title="Pos ronda")
    client, url = signed("ketua_rw"), f"/musrenbang/urutan/{town.rw.pk}/"
    assert "2 belum diurutkan" in page(client, url)
    assert client.post(url, {"naik": str(second.pk)}).status_code == 302
    assert [row.pk for row in queries.ordered(found, town.rw)] == [second.pk, first.pk]
    part = client.post(url, {"turun": str(second.pk)}, headers={"HX-Request": "true"}).content.decode()
    assert part.index(first.code) < part.index(second.code)
    assert "<html" not in part


def test_the_most_wanted_of_many_becomes_the_first_at_one_press(found: Round, town: builders.City) -> None:
    rows = [scene.proposed(town, title=f"Pos ronda {number}") for number in range(4)]
    client, url = signed("ketua_rw"), f"/musrenbang/urutan/{town.rw.pk}/"
    before = [row.pk for row in queries.ordered(found, town.rw)]
    assert page(client, url).count("Jadikan nomor 1</button>") == len(rows) - 2
    assert client.post(url, {"atas": str(before[3])}).status_code == 302
    assert [row.pk for row in queries.ordered(found, town.rw)] == [before[3], *before[:3]]


def test_the_list_asks_a_fixed_number_of_queries(found: Round, town: builders.City) -> None:
    client, counts = signed("lurah"), []
    scene.proposed(town)
    page(client, "/musrenbang/?dana=kelurahan")
    for number in range(8):
        with CaptureQueriesContext(connection) as asked:
            assert "Saluran" in page(client, "/musrenbang/?dana=kelurahan")
        counts.append(len(asked))
        scene.proposed(town, title=f"Saluran {number}")
    assert len(set(counts)) == 1
