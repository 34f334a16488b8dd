"""Proposals: who writes them for whom, what is refused, what they keep, and the steps of the proposer."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import actions, queries
from rembuk.planning.musrenbang.models import Proposal, Round
from rembuk.planning.musrenbang.tests import scene
from tests import builders


def refusal(*args: Any, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        scene.proposed(*args, **more)
    assert not Proposal.objects.exists()
    return refused.value.code


def test_an_rt_proposes_in_its_own_figures(found: Round, town: builders.City) -> None:
    row = scene.proposed(town)
    kept = Proposal.objects.get()
    assert (kept.status, kept.proposer, kept.cost, kept.rank) == ("proposed", town.institution("rt"), 27_000_000, None)
    assert (kept.rt_id, kept.rw_id, kept.kelurahan_id) == (town.rt.pk, town.rw.pk, town.kelurahan.pk)
    assert (kept.people, kept.hours, kept.materials, kept.is_from_paper) == (10, 40, "pasir dari warga", False)
    assert row.code.startswith("MU-27-")
    assert Event.objects.filter(subject_id=row.pk).count() == 1


@pytest.mark.parametrize(
    ("who", "body", "paper"),
    [("ketua_rt", "rt", False), ("ketua_rw", "rw", False), ("ketua_rw", "rt", True), ("lurah", "rt", True),
     ("petugas_loket", "rw", True), ("lpm", "lpm", False), ("kasi", "lpm", True)],
)  # fmt: skip
def test_one_writes_for_ones_body_and_from_paper_for_others(
    found: Round, town: builders.City, who: str, body: str, paper: bool
) -> None:
    assert scene.proposed(town, who, body).is_from_paper is paper


@pytest.mark.parametrize(
    ("who", "body"),
    [("ketua_rt", "rt_next"), ("ketua_rt", "rw"), ("ketua_rw_next", "rt"), ("lpm", "rt"), ("lurah_next", "rt"),
     ("pamor", "rw"), ("kepala_opd", "opd"), ("pemerintahan", "rt")],
)  # fmt: skip
def test_nobody_writes_for_whom_they_do_not_speak(found: Round, town: builders.City, who: str, body: str) -> None:
    assert refusal(town, who, body) == "not_allowed"


@pytest.mark.parametrize(
    ("more", "code"),
    [({"cost": 0}, "cost"), ({"cost": -5}, "cost"), ({"volume": Decimal(0)}, "volume"), ({"unit": " "}, "unit"),
     ({"unit_price": 0, "cost": 5}, "price"), ({"cost": 201 * scene.JUTA}, "ceiling"), ({"title": " "}, "empty"),
     ({"problem": ""}, "empty"), ({"purse": "apbn"}, "no_purse"), ({"land": "bulan"}, "no_land")],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_whole(
    found: Round, town: builders.City, more: dict[str, Any], code: str
) -> None:
    assert refusal(town, **more) == code


def test_the_place_is_in_the_proposers_kelurahan(found: Round, town: builders.City) -> None:
    assert refusal(town, territory=town.rt_far) == "elsewhere"
    assert refusal(town, territory=town.kecamatan) == "elsewhere"


def test_doubled_sending_is_one_proposal(found: Round, town: builders.City) -> None:
    first = scene.proposed(town, request_key="k1")
    assert scene.proposed(town, request_key="k1", title="Lain") == first
    assert Proposal.objects.count() == 1


def test_without_an_open_round_nothing_is_proposed(town: builders.City) -> None:
    assert refusal(town) == "closed"
    found = scene.opened(town)
    actions.close_round(actor=town.actor("pemerintahan"), round_=found)
    assert refusal(town) == "closed"


def test_after_the_last_day_only_the_kelurahan_still_writes(found: Round, town: builders.City) -> None:
    with clock.standing(scene.MORNING + timedelta(days=12)):
        assert refusal(town) == "too_late"
        assert scene.proposed(town, "lurah").is_from_paper


def test_the_proposer_changes_what_stands(found: Round, town: builders.City) -> None:
    row = scene.proposed(town)
    actions.amend(actor=town.actor("ketua_rt"), proposal=row, wish=scene.wish(town, volume=Decimal("50.5")))
    kept = Proposal.objects.get()
    assert (kept.volume, kept.cost, kept.version) == (Decimal("50.50"), 22_725_000, 2)
    with pytest.raises(Refused) as refused:
        actions.amend(actor=town.actor("ketua_rt_next"), proposal=kept, wish=scene.wish(town))
    assert refused.value.code == "not_found"


def test_what_goes_back_is_completed(found: Round, town: builders.City) -> None:
    row = scene.proposed(town)
    with pytest.raises(Refused):
        actions.return_for_completion(actor=town.actor("lurah"), proposal=row, reason=" ")
    actions.return_for_completion(actor=town.actor("lurah"), proposal=row, reason="Volume belum jelas.")
    assert [one.pk for one in queries.returned_to(row.proposer_id)] == [row.pk]
    actions.complete(actor=town.actor("ketua_rt"), proposal=row, wish=scene.wish(town))
    assert Proposal.objects.get().status == "proposed"


def test_the_proposer_withdraws_with_a_reason(found: Round, town: builders.City) -> None:
    row = scene.proposed(town)
    with pytest.raises(Refused) as refused:
        actions.withdraw(actor=town.actor("ketua_rt"), proposal=row, reason="")
    assert refused.value.code == "no_reason"
    actions.withdraw(actor=town.actor("ketua_rt"), proposal=row, reason="Sudah dikerjakan warga.")
    assert Proposal.objects.get().status == "withdrawn"


def test_a_closed_round_stands_still(found: Round, town: builders.City) -> None:
    row = scene.proposed(town)
    actions.close_round(actor=town.actor("pemerintahan"), round_=found)
    row = queries.proposal(town.actor("ketua_rt"), row.code)
    with pytest.raises(Refused) as refused:
        actions.amend(actor=town.actor("ketua_rt"), proposal=row, wish=scene.wish(town))
    assert refused.value.code == "closed"


@pytest.mark.parametrize(
    ("who", "sees"),
    [("ketua_rt", True), ("ketua_rw", True), ("lurah", True), ("camat", True), ("pemerintahan", True),
     ("kepala_opd", True), ("ketua_rt_next", False), ("ketua_rw_next", False), ("lurah_next", False),
     ("kepala_opd_next", False), ("perlindungan", False)],
)  # fmt: skip
def test_who_sees_a_proposal_lists_it(found: Round, town: builders.City, who: str, sees: bool) -> None:
    row = scene.proposed(town, institution=town.institution("opd"))
    actor = town.actor(who)
    assert queries.is_seen(actor, row.pk) is sees
    assert [one.id for one in queries.listed(actor, found)] == ([row.pk] if sees else [])
    assert [one.pk for one in queries.all_listed(actor, found)] == ([row.pk] if sees else [])
    assert [one.pk for one in queries.matching(actor, row.code)] == ([row.pk] if sees else [])
    assert [one.pk for one in queries.matching(actor, "saluran ditch")] == ([row.pk] if sees else [])
