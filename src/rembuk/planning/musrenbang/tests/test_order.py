"""An RW's own order, and what the kelurahan merges and parts."""

from datetime import date

import pytest

from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import actions, queries
from rembuk.planning.musrenbang.models import Proposal, Round
from rembuk.planning.musrenbang.tests import scene
from tests import builders


def three(town: builders.City) -> list[Proposal]:
    return [scene.proposed(town, title=f"Saluran {number}") for number in (1, 2, 3)]


def test_an_rw_puts_its_own_in_order(found: Round, town: builders.City) -> None:
    one, two, last = three(town)
    actions.order(actor=town.actor("ketua_rw"), round_=found, rw=town.rw, ids=[last.pk, one.pk, two.pk])
    assert [row.title[-1] for row in queries.ordered(found, town.rw)] == ["3", "1", "2"]
    assert queries.unordered(found, town.rw.pk) == (3, 0)
    scene.proposed(town, "ketua_rw", "rw")
    assert queries.unordered(found, town.rw.pk) == (4, 1)
    assert queries.ordered(found, town.rw)[-1].rank is None


@pytest.mark.parametrize("who", ["ketua_rt", "ketua_rw_next", "lpm", "lurah_next", "kepala_opd"])
def test_nobody_else_does(found: Round, town: builders.City, who: str) -> None:
    rows = three(town)
    with pytest.raises(Refused) as refused:
        actions.order(actor=town.actor(who), round_=found, rw=town.rw, ids=[row.pk for row in rows])
    assert refused.value.code == "not_allowed"


def test_an_order_names_each_of_its_proposals_once(found: Round, town: builders.City) -> None:
    one, two, last = (row.pk for row in three(town))
    for ids in ([one, two], [one, two, two], [one, two, last, last], [one, two, town.rw.pk]):
        with pytest.raises(Refused) as refused:
            actions.order(actor=town.actor("ketua_rw"), round_=found, rw=town.rw, ids=ids)
        assert refused.value.code == "stale"


def test_merged_ones_keep_proposer_and_figures_and_are_served_once(found: Round, town: builders.City) -> None:
    row, other = scene.proposed(town, beneficiaries=120), scene.proposed(town, "ketua_rw", "rw", beneficiaries=300)
    actions.merge(actor=town.actor("lurah"), proposal=row, into=other)
    kept = Proposal.objects.get(pk=row.pk)
    assert (kept.status, kept.merged_into, kept.cost) == ("merged", other, 27_000_000)
    assert kept.proposer == town.institution("rt")
    other = queries.proposal(town.actor("ketua_rw"), other.code)
    assert (other.beneficiaries, other.beneficiaries_together) == (300, 300)
    assert [one.pk for one in queries.merged(other)] == [row.pk]
    actions.part(actor=town.actor("lurah"), proposal=kept)
    other.refresh_from_db()
    assert (Proposal.objects.get(pk=row.pk).status, other.beneficiaries_together) == ("proposed", None)


def test_two_groups_do_not_claim_one(found: Round, town: builders.City) -> None:
    row, other, third = three(town)
    lurah = town.actor("lurah")
    actions.merge(actor=lurah, proposal=row, into=other)
    for again, into, code in ((row, third, "wrong_step"), (third, row, "wrong_step"), (other, third, "gathered"),
                              (third, third, "itself")):  # fmt: skip
        again.refresh_from_db()
        into.refresh_from_db()
        with pytest.raises(Refused) as refused:
            actions.merge(actor=lurah, proposal=again, into=into)
        assert refused.value.code == code
    assert Proposal.objects.filter(status="merged").count() == 1


def test_what_was_asked_last_year_is_known_with_its_fate(found: Round, town: builders.City) -> None:
    keeper = town.actor("pemerintahan")
    item = scene.item(town)
    row = scene.proposed(town, item=item)
    actions.close_round(actor=keeper, round_=found)
    following = actions.prepare(actor=keeper, year=2028, theme="Lanjut")
    actions.set_stage(actor=keeper, round_=following, key="intake", starts=scene.FROM, ends=date(2026, 12, 31))
    actions.open_round(actor=keeper, round_=following)
    again = scene.proposed(town, item=item)
    said = [finding.sentence for finding in queries.findings(again)]
    assert said == [f"Pernah diusulkan: {row.code} untuk tahun 2027, diusulkan."]


def test_prices_of_the_same_item_elsewhere_are_held_against_it(found: Round, town: builders.City) -> None:
    item = scene.item(town, price_low=0, price_high=0)
    for _ in range(2):
        scene.proposed(town, item=item)
    dear = scene.proposed(town, item=item, unit_price=1_000_000)
    [finding] = queries.findings(dear)
    assert (finding.key, "Rp450.000" in finding.sentence) == ("elsewhere", True)
