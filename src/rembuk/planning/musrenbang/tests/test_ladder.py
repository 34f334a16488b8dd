"""The ladder: who speaks at which rung, what becomes of a proposal, and that nobody writes over its proposer."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from rembuk.foundation.audit import queries as audit
from rembuk.foundation.audit import verify
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import actions, ladder, queries, rules
from rembuk.planning.musrenbang.actions import Figures, Opinion
from rembuk.planning.musrenbang.models import Proposal, Review, Round, Rung, Status, Verdict
from rembuk.planning.musrenbang.tests import scene
from rembuk.planning.musrenbang.tests.climbing import WHO, agree, asked, speaker
from tests import builders

FIGURES = ("title", "problem", "volume", "unit", "unit_price", "cost", "purse", "institution_id", "beneficiaries",
           "people", "hours", "materials", "place", "land")  # fmt: skip


@pytest.fixture(autouse=True)
def _planners(town: builders.City, found: Round) -> None:
    builders.planners(town)


def refused(**told: object) -> str:
    with pytest.raises(Refused) as caught:
        actions.review(**told)  # type: ignore[arg-type]
    return caught.value.code


@pytest.mark.parametrize(
    ("purse", "rungs"),
    [("unit", list(Rung)), ("kelurahan", [rung for rung in Rung if rung not in {"forum", "bappeda"}])],
)
def test_each_purse_climbs_its_own_rungs_to_the_end(town: builders.City, purse: str, rungs: list[str]) -> None:
    row = agree(town, asked(town, purse), "built")
    assert [one.rung for one in queries.reviews(row)] == rungs
    assert (row.waits_at, Proposal.objects.get().status) == ("", "built")
    assert verify.verify().broken is None


def test_only_whose_turn_it_is_speaks(town: builders.City) -> None:
    row = asked(town)
    for rung in Rung:
        right = speaker(town, row, rung)
        for who in {*WHO.values(), "camat_next", "lurah_next", "kepala_opd_next", "ketua_rw", "petugas_kota"} - {right}:
            said = refused(actor=town.actor(who), proposal=row, rung=rung, verdict="agreed")
            assert said in {"not_allowed", "not_found"}, (rung, who)
        assert rules.rung_of(town.actor(right), row) == rung
        agree(town, row, rung)
        again = {"actor": town.actor(right), "proposal": row, "rung": rung, "verdict": "agreed"}
        assert refused(**again) in {"wrong_step", "not_allowed"}


def test_a_no_says_why_and_ends_it(town: builders.City) -> None:
    row = agree(town, asked(town), "kecamatan")
    told = {"actor": town.actor("kepala_opd"), "proposal": row, "rung": "forum", "verdict": "refused"}
    assert refused(**told, reason=" ") == "no_reason"
    made = actions.review(**told, reason="Jalan milik pengembang.")  # type: ignore[arg-type]
    row.refresh_from_db()
    assert (row.status, row.waits_at, made.reason) == ("refused", "", "Jalan milik pengembang.")
    said = audit.story(Proposal.subject_kind, row.pk)[-1]
    assert (said.verb, said.words) == ("musrenbang.refused", "Jalan milik pengembang.")


def test_what_was_sent_back_returns_to_the_rung_that_asked(town: builders.City, found: Round) -> None:
    row = agree(town, asked(town), "forum")
    actions.review(
        actor=town.actor("bappeda"), proposal=row, rung="bappeda", verdict="returned", reason="Titik keliru."
    )
    assert (row.status, row.waits_at) == ("returned", "bappeda")
    actions.close_round(actor=town.actor("pemerintahan"), round_=found)
    row = queries.proposal(town.actor("ketua_rt"), row.code)
    wish = scene.wish(town, purse="unit", institution=town.institution("opd"), place="depan masjid")
    actions.complete(actor=town.actor("ketua_rt"), proposal=row, wish=wish)
    row.refresh_from_db()
    assert (row.status, row.waits_at, row.place) == ("forum", "bappeda", "depan masjid")
    assert rules.rung_of(town.actor("bappeda"), row) == "bappeda"


def test_what_was_postponed_is_taken_up_by_the_same_rung_in_the_perubahan(town: builders.City) -> None:
    row = agree(town, asked(town), "kuappas")
    told = {"actor": town.actor("tapd"), "proposal": row, "rung": "apbd"}
    actions.review(**told, verdict="postponed", reason="Anggaran tidak cukup.")  # type: ignore[arg-type]
    assert refused(**told, verdict="postponed", reason="lagi") == "no_verdict"
    made = actions.review(**told, verdict="agreed", is_perubahan=True)  # type: ignore[arg-type]
    assert (row.status, row.waits_at, made.is_perubahan) == ("apbd", "dpa", True)


def test_a_promise_is_cancelled_never_refused(town: builders.City) -> None:
    row = agree(town, asked(town), "dpa")
    told = {"actor": town.actor("kepala_opd"), "proposal": row, "rung": "contract", "reason": "Lelang gagal."}
    assert refused(**told, verdict="refused") == "no_verdict"
    actions.review(**told, verdict="cancelled")  # type: ignore[arg-type]
    assert (row.status, row.waits_at) == ("cancelled", "")


def test_the_kecamatan_moves_it_to_a_unit(town: builders.City) -> None:
    row = agree(town, asked(town, "kelurahan"), "kelurahan")
    told = {"actor": town.actor("camat"), "proposal": row, "rung": "kecamatan", "verdict": "agreed"}
    assert refused(**told, figures=Figures(purse="unit")) == "no_unit"
    moved = Figures(purse="unit", institution=town.institution("opd"), cost=30_000_000, volume=Decimal(55))
    actions.review(**told, figures=moved)  # type: ignore[arg-type]
    row.refresh_from_db()
    assert (row.waits_at, row.purse, row.institution, row.cost) == ("forum", "kelurahan", None, 27_000_000)
    assert rules.rung_of(town.actor("kepala_opd"), row) == "forum"
    assert rules.visible(town.actor("kepala_opd"), row)


@pytest.mark.parametrize("figures", [Figures(cost=0), Figures(cost=-1), Figures(volume=Decimal(0)), Figures(purse="x")])
def test_figures_that_cannot_be_are_refused(town: builders.City, figures: Figures) -> None:
    row = asked(town)
    said = refused(actor=town.actor("lurah"), proposal=row, rung="kelurahan", verdict="agreed", figures=figures)
    assert said in {"no_cost", "no_volume", "no_purse"}
    assert not Review.objects.exists()


def test_many_at_once_are_all_or_none(town: builders.City, django_assert_max_num_queries: object) -> None:
    rows = [asked(town, title=f"Saluran {number}") for number in range(6)]
    lurah = town.actor("lurah")
    said = [Opinion(row) for row in rows[:4]] + [
        Opinion(rows[4], "refused", reason="Sudah dibangun."), Opinion(rows[5], "refused", reason="Bukan prioritas."),
    ]  # fmt: skip
    bad = [*said[:5], Opinion(rows[5], "refused")]
    with pytest.raises(Refused, match=rows[5].code):
        actions.review_all(actor=lurah, rung="kelurahan", opinions=bad)
    assert not Review.objects.exists()
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        actions.review_all(actor=lurah, rung="kelurahan", opinions=said)
    states = dict(Proposal.objects.values_list("pk", "status"))
    assert [states[row.pk] for row in rows] == ["kelurahan"] * 4 + ["refused"] * 2
    assert audit.story(Proposal.subject_kind, rows[4].pk)[-1].words == "Sudah dibangun."
    assert json.loads(audit.story(Proposal.subject_kind, rows[0].pk)[-1].body)["changes"]["waits_at"] == [
        "kelurahan", "kecamatan"]  # fmt: skip
    assert verify.verify().broken is None
    stale = [Opinion(queries.proposal(lurah, rows[0].code)), Opinion(rows[1])]
    actions.review(actor=town.actor("camat"), proposal=rows[1], rung="kecamatan", verdict="agreed")
    rows[1].version, rows[1].status, rows[1].waits_at = 2, "kelurahan", "kecamatan"
    with pytest.raises(Refused) as caught:
        actions.review_all(actor=town.actor("camat"), rung="kecamatan", opinions=stale)
    assert caught.value.code == "stale"
    assert Proposal.objects.get(pk=rows[0].pk).status == "kelurahan"


SAID = some.lists(
    some.tuples(
        some.sampled_from(list(Verdict)),
        some.none() | some.integers(1, 10**9),
        some.sampled_from(["", "unit", "kelurahan"]),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=SAID, purse=some.sampled_from(["unit", "kelurahan"]))
def test_no_walk_changes_what_the_proposer_wrote(
    town: builders.City, said: list[tuple[Verdict, int | None, str]], purse: str
) -> None:
    """Whatever is said in whatever order: figures stay, the state and the rung fit each other, nothing is lost."""
    row = asked(town, purse)
    before = {name: getattr(row, name) for name in FIGURES}
    kept = 0
    for verdict, cost, moved in said:
        if not row.waits_at:
            break
        who = town.actor(speaker(town, row, row.waits_at))
        figures = Figures(cost=cost, purse=moved, institution=town.institution("opd"))
        rung = Rung(row.waits_at)
        if rules.is_waiting(rung, row) and verdict in rules.verdicts(rung, row):
            actions.review(actor=who, proposal=row, rung=rung, verdict=verdict, figures=figures, reason="x")
            kept += 1
        else:
            said_no = refused(actor=who, proposal=row, rung=rung, verdict=verdict, figures=figures, reason="x")
            assert said_no in {"no_verdict", "wrong_step"}
        row = Proposal.objects.get(pk=row.pk)
        assert {name: getattr(row, name) for name in FIGURES} == before
        if row.status in ladder.ORDER:
            assert row.waits_at == ladder.above(Rung(row.status), rules.purse_of(row)) or row.waits_at in ladder.ORDER
    assert Review.objects.filter(proposal=row).count() == kept


def test_nothing_is_called_funded_before_the_dpa() -> None:
    words = ("danai", "dana", "anggarkan", "biaya")
    early = ladder.ORDER[: ladder.ORDER.index(Rung.DPA)]
    said = [str(Status(state).label) for state in (Status.PROPOSED, *early)]
    said += [text for key in early for text in (ladder.BY_KEY[key].label, ladder.BY_KEY[key].done)]
    assert [text for text in said if any(word in text.casefold() for word in words)] == []
    assert "didanai" in str(Status.DPA.label)
