"""A kelurahan merges proposals that ask for the same: offered in groups, all or none, nobody counted twice."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import actions, queries
from rembuk.planning.musrenbang.models import Proposal, Round, Status
from rembuk.planning.musrenbang.tests import scene
from tests import builders


def both(town: builders.City, **more: Any) -> tuple[Proposal, Proposal]:
    """The RT asks for a drain in Jalan Melati, and so does its RW, for the whole of it."""
    street = {"place": "Jl. Melati", **more}
    return (
        scene.proposed(town, title="Perbaikan saluran", beneficiaries=120, **street),
        scene.proposed(town, "ketua_rw", "rw", title="Bangun got", territory=town.rw, beneficiaries=90, **street),
    )


def again(row: Proposal) -> Proposal:
    return Proposal.objects.get(pk=row.pk)


def url(town: builders.City) -> str:
    return f"/musrenbang/serupa/{town.kelurahan.pk}/"


def signed(who: str) -> Client:
    return builders.sign_in(Client(), who)


def test_the_kelurahan_sees_why_they_are_alike_and_makes_them_one(found: Round, town: builders.City) -> None:
    rt, rw = both(town)
    lone = scene.proposed(town, title="Pos ronda", place="Jl. Melati")
    lurah = signed("lurah")
    assert url(town) in lurah.get("/musrenbang/").content.decode()
    shown = lurah.get(url(town)).content.decode()
    assert "Pekerjaan yang sama (saluran) di RW" in shown
    assert "Jl./Gg. Melati" in shown
    assert "bersama 120 jiwa" in shown
    assert lone.code not in shown
    answer = lurah.post(url(town), {"usulan": [rt.code, rw.code], "induk": rw.code})
    assert answer.headers["Location"] == url(town)
    assert (again(rt).status, again(rt).merged_into) == (Status.MERGED, rw)
    assert (again(rw).status, again(rw).beneficiaries_together, again(rw).beneficiaries) == ("proposed", 120, 90)
    assert [one.proposer for one in queries.merged(rw)] == [town.institution("rt")]
    assert "Tidak ada usulan serupa" in lurah.get(url(town)).content.decode()


def test_what_cannot_be_merged_is_said_beside_its_ticks(found: Round, town: builders.City) -> None:
    rt, rw = both(town)
    answer = signed("lurah").post(url(town), {"usulan": [rt.code], "induk": rw.code})
    shown = answer.content.decode()
    assert (answer.status_code, "Belum digabung" in shown) == (422, True)
    assert f'value="{rt.code}" checked' in shown
    assert f'value="{rw.code}" checked' not in shown
    assert f'<option value="{rw.code}" selected' in shown
    assert again(rt).status == again(rw).status == Status.PROPOSED


def test_who_took_others_in_already_takes_in_the_rest(found: Round, town: builders.City) -> None:
    rt, rw = both(town)
    actions.merge(actor=town.actor("lurah"), proposal=rt, into=rw)
    third = scene.proposed(town, title="saluran air", place="Jl Melati", beneficiaries=150)
    (offer,) = queries.alike(found, town.kelurahan)
    assert [row.code for row in offer.rows] == [rw.code, third.code]
    assert offer.merged.beneficiaries == 150
    assert len(offer.merged.proposers) == 2
    actions.merge_all(actor=town.actor("lurah"), proposals=offer.rows, into=offer.rows[0])
    assert again(rw).beneficiaries_together == 150
    actions.part(actor=town.actor("lurah"), proposal=again(third))
    assert again(rw).beneficiaries_together == 120
    actions.part(actor=town.actor("lurah"), proposal=again(rt))
    assert again(rw).beneficiaries_together is None


def test_a_group_is_merged_whole_or_not_at_all(found: Round, town: builders.City) -> None:
    rt, rw = both(town)
    gone = scene.proposed(town, title="saluran air", place="Jl. Melati")
    actions.withdraw(actor=town.actor("ketua_rt"), proposal=gone, reason="Sudah diperbaiki warga.")
    answer = signed("lurah").post(url(town), {"usulan": [rt.code, gone.code, rw.code], "induk": rw.code})
    assert answer.status_code == 409
    assert {again(row).status for row in (rt, rw)} == {"proposed"}
    assert signed("lurah").post(url(town), {"usulan": [rt.code], "induk": rw.code}).status_code == 422


def test_a_proposal_that_one_group_has_taken_is_refused_to_another(found: Round, town: builders.City) -> None:
    rt, rw = both(town)
    other, third = both(town)
    actions.merge_all(actor=town.actor("lurah"), proposals=[rt, rw], into=rw)
    answer = signed("lurah").post(url(town), {"usulan": [other.code, rt.code, third.code], "induk": third.code})
    assert answer.status_code == 409
    assert (again(rt).merged_into, again(other).status, again(third).status) == (rw, "proposed", "proposed")


@pytest.mark.parametrize("ticked", [[], [0], [1], [0, 0]])
def test_one_is_not_merged_with_itself(found: Round, town: builders.City, ticked: list[int]) -> None:
    rows = both(town)
    with pytest.raises(Refused, match="paling sedikit dua"):
        actions.merge_all(actor=town.actor("lurah"), proposals=[rows[at] for at in ticked], into=rows[0])
    assert {again(row).status for row in rows} == {"proposed"}


@pytest.mark.parametrize(("who", "status"), [("lurah_next", 404), ("pamor", 404), ("lpm", 403), ("kasi", 200)])
def test_only_the_kelurahan_of_the_place_looks_through(
    found: Round, town: builders.City, who: str, status: int
) -> None:
    rt, rw = both(town)
    client = signed(who)
    assert client.get(url(town)).status_code == status
    answer = client.post(url(town), {"usulan": [rt.code, rw.code], "induk": rw.code})
    assert answer.status_code == (302 if status == 200 else status)
    assert (again(rt).status == "merged") == (status == 200)


def test_groups_are_read_in_a_fixed_number_of_queries(found: Round, town: builders.City) -> None:
    client, counts = signed("lurah"), []
    for number in range(4):
        both(town, place=f"Jl. Kenanga {number + 1}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(town)).status_code == 200
        counts.append(len(asked))
    assert len(set(counts[1:])) == 1


def test_what_is_not_the_same_work_is_offered_no_more(found: Round, town: builders.City) -> None:
    rt, rw = both(town)
    third = scene.proposed(town, title="saluran air", place="Jl Melati", beneficiaries=150)
    lurah = signed("lurah")
    assert "Bukan pekerjaan yang sama" in lurah.get(url(town)).content.decode()
    assert lurah.post(url(town), {"usulan": [rt.code], "deed": "apart"}).status_code == 422
    answer = lurah.post(url(town), {"usulan": [rt.code, third.code], "deed": "apart"})
    assert answer.headers["Location"] == url(town)
    pairs = [{row.code for row in offer.rows} for offer in queries.alike(found, town.kelurahan)]
    assert pairs
    assert not any({rt.code, third.code} <= pair for pair in pairs)
    lurah.post(url(town), {"usulan": [rt.code, rw.code, third.code], "deed": "apart"})
    assert queries.alike(found, town.kelurahan) == []
    assert again(rt).status == Status.PROPOSED


def test_only_the_kelurahan_says_that_they_are_not_the_same(found: Round, town: builders.City) -> None:
    with pytest.raises(Refused, match="bukan untuk jabatan"):
        actions.tell_apart(actor=town.actor("ketua_rt"), proposals=both(town))
