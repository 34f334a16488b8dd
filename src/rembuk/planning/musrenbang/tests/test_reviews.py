"""The reviewers' pages: what waits at one's rung, a line each, many at once; one proposal with all that was said."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import actions, queries, rules
from rembuk.planning.musrenbang.models import Proposal, Review, Round, Rung
from rembuk.planning.musrenbang.tests import hall
from rembuk.planning.musrenbang.tests.climbing import agree, asked, page
from tests import builders


@pytest.fixture(autouse=True)
def _planners(town: builders.City, found: Round) -> None:
    builders.planners(town)


def signed(who: str) -> Client:
    return builders.sign_in(Client(), who)


def test_a_camat_saves_many_lines_at_once(town: builders.City) -> None:
    rows = [agree(town, asked(town, title=f"Saluran {number}"), "kelurahan") for number in range(3)]
    camat, codes = signed("camat"), [row.code for row in rows]
    shown = page(camat, "/musrenbang/tinjau/")
    assert all(code in shown for code in codes)
    told = {"baris": codes, "simpan": "1", f"keputusan-{codes[0]}": "agreed", f"biaya-{codes[0]}": "Rp 25.000.000,-",
            f"volume-{codes[0]}": "55,5", f"keputusan-{codes[1]}": "refused"}  # fmt: skip
    bad = camat.post("/musrenbang/tinjau/", told)
    assert bad.status_code == 422
    kept = bad.content.decode()
    assert f"{codes[1]}: tuliskan alasannya" in kept
    assert 'value="Rp 25.000.000,-"' in kept
    assert Review.objects.filter(rung="kecamatan").count() == 0
    assert camat.post("/musrenbang/tinjau/", {**told, f"kata-{codes[1]}": "Sudah dibangun."}).status_code == 302
    states = dict(Proposal.objects.values_list("code", "status"))
    assert [states[code] for code in codes] == ["kecamatan", "refused", "kelurahan"]
    made = Review.objects.get(rung="kecamatan", verdict="agreed")
    assert (made.cost, str(made.volume), made.unit) == (25_000_000, "55.50", "m")
    assert codes[0] in page(signed("kepala_opd"), "/musrenbang/tinjau/")
    assert codes[2] not in page(signed("kepala_opd"), "/musrenbang/tinjau/")


def test_ticked_ones_are_agreed_with_one_text(town: builders.City) -> None:
    rows = [agree(town, asked(town, title=f"Saluran {number}"), "kelurahan") for number in range(3)]
    codes = [row.code for row in rows]
    told = {"baris": codes, "centang": codes[:2], "kata": "Sesuai tema.", "setujui": "1"}
    assert signed("camat").post("/musrenbang/tinjau/", told).status_code == 302
    assert list(Review.objects.filter(rung="kecamatan").values_list("text", flat=True)) == ["Sesuai tema."] * 2
    assert signed("camat").post("/musrenbang/tinjau/", {"baris": codes, "setujui": "1"}).status_code == 422


@pytest.mark.parametrize("who", ["ketua_rt", "ketua_rw", "inspektorat", "pemerintahan", "petugas_kota"])
def test_who_has_no_rung_has_no_page(town: builders.City, who: str) -> None:
    assert signed(who).get("/musrenbang/tinjau/").status_code == 403


def test_a_rung_of_another_office_is_not_reached(town: builders.City) -> None:
    row = agree(town, asked(town), "kelurahan")
    told = {"baris": [row.code], "simpan": "1", f"keputusan-{row.code}": "agreed"}
    for who in ("camat_next", "kepala_opd", "tapd", "lurah"):
        assert signed(who).post("/musrenbang/tinjau/", told).status_code in {403, 404, 422}, who
    assert Proposal.objects.get().status == "kelurahan"


def test_one_proposal_with_all_that_was_said(town: builders.City) -> None:
    row = agree(town, asked(town), "kecamatan")
    opd = signed("kepala_opd")
    assert "Tinjau" in page(opd, f"/musrenbang/{row.code}/")
    assert "Lurah Melati Timur" in page(opd, f"/musrenbang/tinjau/{row.code}/")
    there = str(town.institution("opd_next").pk)
    assert opd.post(f"/musrenbang/tinjau/{row.code}/", {"verdict": "postponed"}).status_code == 422
    told = {"verdict": "agreed", "cost": "20 juta"}
    assert opd.post(f"/musrenbang/tinjau/{row.code}/", told).status_code == 422
    done = opd.post(
        f"/musrenbang/tinjau/{row.code}/", {"verdict": "agreed", "cost": "20.000.000", "institution": there}
    )
    assert done.status_code == 302
    row.refresh_from_db()
    assert (row.status, row.cost, row.handler) == ("forum", 27_000_000, town.institution("opd_next"))
    assert opd.get(f"/musrenbang/tinjau/{row.code}/").status_code in {403, 404}


def test_budget_and_work_are_noted_on_their_pages(town: builders.City) -> None:
    row = agree(town, asked(town), "dpa")
    told = {"stage": "dpa", "year": "2027", "subkegiatan": "1.03.06.2.01.0004 Saluran", "amount": "24.000.000"}
    assert signed("tapd").post(f"/musrenbang/{row.code}/set_budget/", told).status_code == 302
    assert signed("tapd").post(f"/musrenbang/{row.code}/set_budget/", {**told, "year": "2020"}).status_code == 422
    assert "Rp24.000.000" in page(Client(), f"/publik/usulan/{row.code}/")
    assert signed("kepala_opd").post(f"/musrenbang/{row.code}/link_work/", {"follow_up": "XX"}).status_code == 422
    assert signed("lurah").get(f"/musrenbang/{row.code}/link_work/").status_code == 403


def test_a_list_of_many_asks_a_fixed_number(town: builders.City) -> None:
    camat, counts = signed("camat"), []
    for number in range(4):
        agree(town, asked(town, title=f"Saluran {number}"), "kelurahan")
        page(camat, "/musrenbang/tinjau/")
        with CaptureQueriesContext(connection) as made:
            page(camat, "/musrenbang/tinjau/")
        counts.append(len(made))
    assert len(set(counts)) == 1


def test_each_rung_lists_what_waits_there_and_nothing_else(town: builders.City, found: Round) -> None:
    own, unit = asked(town, "kelurahan"), asked(town)
    offices = ("lurah", "camat", "kepala_opd", "bappeda", "tapd", "kepala_opd_next", "lurah_next", "camat_next")
    for rung in Rung:
        for who in offices:
            actor = town.actor(who)
            turns = {turn for row in (own, unit) if (turn := rules.rung_of(actor, row))}
            assert set(queries.waiting_for(actor)) == {(2027, turn) for turn in turns}, (who, rung)
            assert all(queries.waiting(actor, turn, found).items for turn in turns)
        for row in (own, unit):
            if row.waits_at == rung:
                agree(town, row, rung)


def test_what_a_session_decides_is_not_decided_beside_it(town: builders.City, found: Round) -> None:
    session, lurah = hall.prepared(town, found, 1), signed("lurah")
    row, to = Proposal.objects.get(), f'href="/musrenbang/sidang/{session.pk}/"'
    lines = {"baris": [row.code], "simpan": "1", f"keputusan-{row.code}": "agreed"}
    ticks = {"baris": [row.code], "centang": [row.code], "setujui": "1"}
    address = "/musrenbang/tinjau/?tahap=kelurahan&tahun=2027"
    for path, told in ((address, lines), (address, ticks), (f"/musrenbang/tinjau/{row.code}/", {"verdict": "agreed"})):
        shown = page(lurah, path)
        assert to in shown
        assert "Simpan" not in shown
        answer = lurah.post(path, told)
        assert answer.status_code == 422
        assert to in answer.content.decode()
    assert to in page(lurah, f"/musrenbang/{row.code}/")
    row.refresh_from_db()
    assert (row.status, Review.objects.count()) == ("proposed", 0)
    with pytest.raises(Refused) as refused:
        actions.review(actor=town.actor("lurah"), proposal=row, rung="kelurahan", verdict="refused", reason="Pagu.")
    assert refused.value.code == "in_session"
    seen = queries.case(session, "kelurahan").fingerprint
    actions.decide_session(actor=town.actor("lurah"), session=session, purse="kelurahan", rule="own_order", seen=seen)
    row.refresh_from_db()
    assert row.status == "kelurahan"
    agree(town, row, "kecamatan")
