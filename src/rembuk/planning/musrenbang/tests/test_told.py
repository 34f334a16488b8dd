"""What reviewers find on Hari ini, what proposers are told at each rung, and how last year's wish returns."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from rembuk.foundation.audit import queries as audit
from rembuk.foundation.audit import verify
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Notice, Task
from rembuk.planning.musrenbang import actions, queries, seams
from rembuk.planning.musrenbang.models import Proposal, Round
from rembuk.planning.musrenbang.tests import scene
from rembuk.planning.musrenbang.tests.climbing import agree, asked, page
from tests import builders


@pytest.fixture(autouse=True)
def _planners(town: builders.City, found: Round) -> None:
    builders.planners(town)


def told(verb: str) -> list[Notice]:
    return [notice for event in audit.since(0, 0, 1000) if event.verb == verb for notice in seams.notices(event)]


def titles(town: builders.City, who: str) -> list[str]:
    return [task.title for task in waits(town, who)]


def waits(town: builders.City, who: str) -> list[Task]:
    """What stands on Hari ini of proposals; sessions have tests of their own."""
    return [task for task in seams.today(town.actor(who)) if "usulan" in task.title and "idang" not in task.title]


def test_hari_ini_says_what_waits_at_whose_rung_until_when(town: builders.City, found: Round) -> None:
    actions.set_stage(actor=town.actor("pemerintahan"), round_=found, key="kecamatan", starts=date(2026, 2, 2),
                      ends=date(2026, 2, 13))  # fmt: skip
    rows = [agree(town, asked(town, title=f"Saluran {number}"), "kelurahan") for number in range(2)]
    [task] = waits(town, "camat")
    assert task.title == "2 usulan menunggu tinjauan"
    assert task.due is not None
    assert task.due.date() == date(2026, 2, 13)
    assert [titles(town, who) for who in ("lurah", "kepala_opd", "bappeda", "camat_next", "wali_kota")] == [[]] * 5
    for row in rows:
        agree(town, row, "bappeda")
    assert titles(town, "tapd") == ["2 usulan menunggu tinjauan"]
    assert titles(town, "wali_kota") == titles(town, "camat") == []
    for row in rows:
        agree(town, row, "apbd")
    [task] = waits(town, "tapd")
    assert (task.title, [label for label, _ in task.buttons]) == ("2 usulan menunggu dicatat di DPA", ["Catat"])


def test_what_a_desk_put_off_is_not_late_there(town: builders.City, found: Round) -> None:
    rows = [agree(town, asked(town, title=f"Saluran {number}"), "kelurahan") for number in range(2)]
    actions.review(actor=town.actor("camat"), proposal=rows[0], rung="kecamatan", verdict="postponed", reason="Nanti.")
    assert titles(town, "camat") == ["1 usulan menunggu tinjauan"]
    camat = builders.sign_in(Client(), "camat")
    waiting, put_off = (page(camat, f"/musrenbang/tinjau/{rest}") for rest in ("", "?keadaan=ditunda"))
    assert (rows[0].code in waiting, rows[1].code in waiting) == (False, True)
    assert (rows[0].code in put_off, rows[1].code in put_off) == (True, False)
    told = {"baris": [rows[0].code], "simpan": "1", f"keputusan-{rows[0].code}": "agreed"}
    assert camat.post("/musrenbang/tinjau/?keadaan=ditunda", told).status_code == 302
    assert Proposal.objects.get(pk=rows[0].pk).status == "kecamatan"


def test_an_empty_desk_says_from_where_it_is_filled(town: builders.City) -> None:
    camat, tapd = (page(builders.sign_in(Client(), who), "/musrenbang/tinjau/") for who in ("camat", "tapd"))
    assert "sesudah disetujui pada tahap musrenbang kelurahan" in camat
    assert "Lihat sidang kelurahan" in camat
    assert "sesudah disetujui pada tahap Bappeda atau musrenbang kecamatan" in tapd
    assert "Lihat sidang kelurahan" not in tapd


def test_who_asked_is_told_at_each_rung_with_the_reason(town: builders.City) -> None:
    twin, row = asked(town), scene.proposed(town, "ketua_rw", "rw", purse="unit", title="Saluran RW",
                                            institution=town.institution("opd"))  # fmt: skip
    actions.merge(actor=town.actor("lurah"), proposal=twin, into=row)
    row = agree(town, queries.proposal(town.actor("lurah"), row.code), "kecamatan")
    actions.review(
        actor=town.actor("kepala_opd"), proposal=row, rung="forum", verdict="refused", reason="Ada proyek provinsi."
    )
    assert [len(told(f"musrenbang.agreed_{rung}")) for rung in ("kelurahan", "kecamatan")] == [2, 2]
    heads = {town.position("ketua_rw").pk, town.position("ketua_rt").pk}
    last = told("musrenbang.refused")
    assert {notice.position_id for notice in last} == heads
    assert all("Ada proyek provinsi." in notice.text for notice in last)
    # Whoever asked for much reads in each line what it is about.
    assert {notice.subject for notice in last} == {
        f"Usulan tidak disetujui: {title}" for title in (row.title, twin.title)
    }


def test_the_year_after_it_returns_with_one_tap(town: builders.City, found: Round, client: Client) -> None:
    scene.item(town)
    row = asked(town, item=queries.item_called("SP.01"))
    actions.review(actor=town.actor("lurah"), proposal=row, rung="kelurahan", verdict="refused", reason="Pagu habis.")
    rt = builders.sign_in(Client(), "ketua_rt")
    again = f"/musrenbang/{row.code}/ask_again/"
    assert "Usulkan lagi" not in page(rt, f"/musrenbang/{row.code}/")
    assert rt.post(again).status_code == 422
    actions.close_round(actor=town.actor("pemerintahan"), round_=found)
    scene.opened(town, year=2028)
    assert "Usulkan lagi tahun ini" in page(rt, f"/musrenbang/{row.code}/")
    assert builders.sign_in(Client(), "ketua_rt_next").post(again).status_code == 404
    made_at = rt.post(again).headers["Location"]
    made = Proposal.objects.get(round__year=2028)
    assert made_at == f"/musrenbang/{made.code}/"
    assert (made.came_from_id, made.cost, made.status, made.waits_at) == (row.pk, row.cost, "proposed", "kelurahan")
    assert "Pernah diusulkan untuk rencana 2027" in page(client, f"/publik/usulan/{made.code}/")
    assert made.code in page(client, f"/publik/usulan/{row.code}/")
    with pytest.raises(Refused, match=made.code):
        actions.ask_again(actor=town.actor("ketua_rt"), proposal=queries.proposal(town.actor("ketua_rt"), row.code))
    assert verify.verify().broken is None


def test_what_stands_against_asking_again_is_put_right_in_the_whole_form(
    town: builders.City, found: Round, client: Client
) -> None:
    row = asked(town, "kelurahan", title="Saluran gang Melati", place="depan musala")
    named: Any = asked(town, title="Lampu gang", item=scene.item(town))
    for one in (row, named):
        actions.review(actor=town.actor("lurah"), proposal=one, rung="kelurahan", verdict="refused", reason="Pagu.")
    actions.close_round(actor=town.actor("pemerintahan"), round_=found)
    rt, again = builders.sign_in(Client(), "ketua_rt"), f"/musrenbang/{row.code}/ask_again/"
    closed = rt.post(again)
    assert (closed.status_code, "sedang tidak dibuka" in closed.content.decode()) == (409, True)
    scene.opened(town, year=2028, ceiling=25_000_000)
    actions.end_item(actor=town.actor("pemerintahan"), item=named.item, on=clock.today())
    for path, words in ((again, "melebihi pagu kelurahan"), (f"/musrenbang/{named.code}/ask_again/", "tidak ada lagi")):
        shown = rt.post(path)
        assert shown.status_code == 422
        assert words in shown.content.decode()
        assert 'aria-invalid="true"' in shown.content.decode()
    form = rt.post(again).context["form"]
    assert set(form.errors) == {"cost"}
    assert not Proposal.objects.filter(round__year=2028).exists()
    told = dict(form.data) | {"cost": "Rp 24.000.000,-", "volume": "nihil"}
    wrong = rt.post(again, told)
    assert wrong.status_code == 422
    assert "depan musala" in wrong.content.decode()
    assert "Usulkan lagi" in rt.post(again, {**told, "periksa": "1"}).content.decode()
    made_at = rt.post(again, {**told, "volume": "53,3"}).headers["Location"]
    made = Proposal.objects.get(round__year=2028)
    assert made_at == f"/musrenbang/{made.code}/"
    assert (made.came_from_id, made.cost, made.title, made.proposer_id) == (
        row.pk, 24_000_000, "Saluran gang Melati", row.proposer_id
    )  # fmt: skip
    assert made.code in page(client, f"/publik/usulan/{row.code}/")
    refused = rt.post(again)
    assert (refused.status_code, made.code in refused.content.decode()) == (422, True)


@pytest.mark.parametrize("until", ["dpa", "contract", "built"])
def test_what_is_funded_is_not_asked_for_again(town: builders.City, until: str) -> None:
    row: Any = agree(town, asked(town), until)
    with pytest.raises(Refused) as caught:
        actions.ask_again(actor=town.actor("ketua_rt"), proposal=row)
    assert caught.value.code == "wrong_step"


def test_what_a_rung_sent_back_asks_its_proposer_when_the_round_is_closed(town: builders.City, found: Round) -> None:
    row = agree(town, asked(town), "kelurahan")
    actions.review(actor=town.actor("camat"), proposal=row, rung="kecamatan", verdict="returned", reason="Titik?")
    actions.close_round(actor=town.actor("pemerintahan"), round_=found)
    assert titles(town, "ketua_rt") == [f"Lengkapi usulan: {row.title}"]
    assert len(told("musrenbang.sent_back")) == 1
