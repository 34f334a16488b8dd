"""A session compares the rules on its own proposals, binds the choice, and decides a purse at a time."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import actions, berita_acara, choice_rules, queries
from rembuk.planning.musrenbang.actions import Agreed
from rembuk.planning.musrenbang.choosing import checking
from rembuk.planning.musrenbang.models import Fate, Proposal, Round, Ruling, Session
from rembuk.planning.musrenbang.tests import hall, scene
from tests import builders

JUTA = scene.JUTA


def again(row: Proposal) -> Proposal:
    return Proposal.objects.get(pk=row.pk)


def asked(town: builders.City, price: int, title: str, **more: Any) -> Proposal:
    """One piece of something, at a price."""
    return scene.proposed(town, title=title, volume=Decimal(1), unit="unit", unit_price=price * JUTA, **more)


@pytest.fixture
def rows(found: Round, town: builders.City) -> list[Proposal]:
    """Four of the kelurahan's own money (there are 200 million), one asked of a unit."""
    return [
        asked(town, 120, "Saluran"), asked(town, 90, "Pos ronda"), asked(town, 70, "Lampu gang"),
        asked(town, 50, "Taman"), asked(town, 500, "Jembatan", purse="unit", institution=town.institution("opd")),
    ]  # fmt: skip


@pytest.fixture
def session(rows: list[Proposal], found: Round, town: builders.City) -> Session:
    """The kelurahan sits."""
    actions.order(actor=town.actor("ketua_rw"), round_=found, rw=town.rw, ids=[row.pk for row in rows])
    return actions.prepare_session(actor=town.actor("lurah"), round_=found, territory=town.kelurahan)


def decided(town: builders.City, session: Session, purse: str = "kelurahan", **more: Any) -> Ruling:
    given: dict[str, Any] = {"rule": "own_order", "seen": queries.case(session, purse).fingerprint}
    return actions.decide_session(actor=town.actor("lurah"), session=session, purse=purse, **(given | more))


def test_the_purses_are_chosen_from_apart(session: Session, town: builders.City, rows: list[Proposal]) -> None:
    own, unit = queries.instance(session, "kelurahan"), queries.instance(session, "unit")
    assert (own.budget, len(own.projects), own.groups) == (200 * JUTA, 4, ("RW 01", "RW 02"))
    assert [one.id for one in unit.projects] == [str(rows[4].pk)]
    assert unit.budget == 500 * JUTA


def test_a_purse_is_read_with_whom_its_decision_names(session: Session, town: builders.City) -> None:
    read = queries.case(session, "unit").rows.values()
    with CaptureQueriesContext(connection) as more:
        assert [row.handler or row.institution for row in read] == [town.institution("opd")] * len(read) != []
    assert not more.captured_queries


def test_what_is_decided_stands_on_the_ladder(session: Session, town: builders.City, rows: list[Proposal]) -> None:
    ruling = decided(town, session, onward=[rows[0].code], unit=town.institution("opd"), reason="Tahun depan lagi.")
    fates = {row.proposal_id: row for row in queries.choices(ruling)}
    assert [fates[row.pk].fate for row in rows[:4]] == [Fate.ONWARD, Fate.IN, Fate.IN, Fate.OUT]
    assert [again(row).status for row in rows] == ["proposed", "kelurahan", "kelurahan", "refused", "proposed"]
    assert fates[rows[3].pk].sentence == (
        "Tidak tertampung: biayanya Rp50.000.000, sisa pagu Rp40.000.000, kurang Rp10.000.000. Tahun depan lagi."
    )
    session.refresh_from_db()
    assert session.status == "prepared"
    decided(town, session, "unit")
    sent = again(rows[0])
    assert (sent.status, sent.goes_by, sent.purse) == ("kelurahan", "unit", "kelurahan")
    session.refresh_from_db()
    assert session.status == "decided"


def test_what_changed_since_the_comparison_is_refused_and_nothing_is_written(
    session: Session, town: builders.City, rows: list[Proposal]
) -> None:
    seen = queries.case(session, "kelurahan").fingerprint
    asked(town, 5, "Bangku")
    with pytest.raises(Refused) as refused:
        decided(town, session, seen=seen)
    assert refused.value.code == "stale_comparison"
    assert not Ruling.objects.exists()
    assert again(rows[0]).status == "proposed"


def test_own_money_first_and_each_purse_once(session: Session, town: builders.City) -> None:
    for purse, code in (("unit", "order"), ("lain", "no_purse")):
        with pytest.raises(Refused) as refused:
            decided(town, session, purse, seen="")
        assert refused.value.code == code
    decided(town, session)
    with pytest.raises(Refused) as refused:
        decided(town, session, seen="")
    assert refused.value.code == "again"


@pytest.mark.parametrize(
    "agreed", [Agreed(is_by_vote=True), Agreed(is_by_vote=True, votes_for=3, votes_against=3), Agreed(votes_for=3)]
)
def test_a_vote_has_numbers_and_a_majority(session: Session, town: builders.City, agreed: Agreed) -> None:
    with pytest.raises(Refused) as refused:
        decided(town, session, agreed=agreed)
    assert refused.value.code == "no_votes"


def test_only_the_office_of_the_place_decides(session: Session, town: builders.City) -> None:
    seen = queries.case(session, "kelurahan").fingerprint
    for who, code in (("lurah_next", "not_found"), ("ketua_rw", "not_allowed"), ("camat", "not_allowed")):
        with pytest.raises(Refused) as refused:
            actions.decide_session(
                actor=town.actor(who), session=session, purse="kelurahan", rule="own_order", seen=seen
            )
        assert refused.value.code == code


def test_ties_bind_every_rule(session: Session, town: builders.City, rows: list[Proposal]) -> None:
    lurah = town.actor("lurah")
    made = actions.tie(actor=lurah, session=session, kind="alternatives", proposals=[rows[0], rows[2]])
    actions.tie(actor=lurah, session=session, kind="together", proposals=[rows[1], rows[3]])
    case = queries.case(session, "kelurahan")
    chosen = set(case.columns[0].outcome.selected)
    assert chosen == {str(rows[2].pk)}
    assert not checking.breaches(case.instance, case.columns[0].outcome)
    actions.untie(actor=lurah, session=session, tie_id=made.pk)
    assert set(queries.case(session, "kelurahan").columns[0].outcome.selected) == {str(rows[0].pk), str(rows[2].pk)}


def test_limits_and_weights_of_the_round_bind(
    session: Session, found: Round, town: builders.City, rows: list[Proposal]
) -> None:
    keeper = town.actor("pemerintahan")
    actions.set_limit(actor=keeper, round_=found, purse="kelurahan", field="works", most=100 * JUTA)
    actions.set_weight(actor=keeper, round_=found, key="readiness", points=2)
    case = queries.case(session, "kelurahan")
    assert [column.key for column in case.columns] == ["own_order", "criteria"]
    assert all(column.outcome.cost <= 100 * JUTA for column in case.columns)
    assert case.instance.projects[0].marks["readiness"] == 80
    with pytest.raises(Refused) as refused:
        actions.set_limit(actor=town.actor("lurah"), round_=found, purse="kelurahan", most=1)
    assert refused.value.code == "not_allowed"


def test_ballots_choose_among_what_they_name(found: Round, town: builders.City) -> None:
    session = hall.voting(town, found, form="approval")
    with pytest.raises(Refused) as refused:
        decided(town, session, seen="")
    assert refused.value.code == "wrong_step"
    for serial, told in zip(hall.serials(session), ("1 2", "2", "2 3", ""), strict=False):
        hall.twice(town, session, serial, told)
    assert [column.key for column in queries.case(session, "kelurahan").columns] == ["own_order"]
    actions.close_voting(actor=town.actor("lurah"), session=session)
    case = queries.case(session, "kelurahan")
    assert [case.votes[name] for name in case.rows] == [1, 3, 1]
    assert [column.key for column in case.columns][:2] == ["own_order", "greedy_by_votes"]


def test_the_kecamatan_takes_what_went_up(session: Session, town: builders.City, rows: list[Proposal]) -> None:
    with pytest.raises(Refused) as refused:
        decided(town, session, onward=[rows[0].code])
    assert refused.value.code == "no_unit"
    decided(town, session, onward=[rows[0].code], unit=town.institution("opd"))
    decided(town, session, "unit")
    camat = town.actor("camat")
    above = actions.prepare_session(actor=camat, round_=session.round, territory=town.kecamatan)
    case = queries.case(above, "unit")
    assert {row.code for row in case.rows.values()} == {rows[0].code, rows[4].code}
    assert {one.group for one in case.instance.projects} == {town.kelurahan.name}
    ruling = actions.decide_session(actor=camat, session=above, purse="unit", rule="own_order", seen=case.fingerprint)
    assert ruling.spent == 620 * JUTA
    assert again(rows[4]).status == "kecamatan"


def test_what_is_decided_before_the_day_of_the_session_bears_its_own_day(
    session: Session, town: builders.City, rows: list[Proposal]
) -> None:
    lurah, now = town.actor("lurah"), clock.now()
    actions.sit(actor=lurah, session=session, starts_at=now + timedelta(days=4), place="Aula kelurahan")
    session.refresh_from_db()
    told = choice_rules.early(session, {1: "agreed", 2: ""})
    assert told.startswith(f"Sidang ini baru diadakan {text.day(now + timedelta(days=4))}, dan 1 dari 2 usulan belum")
    with pytest.raises(Refused) as refused:
        decided(town, session)
    assert (refused.value.code, refused.value.field) == ("too_early", "note")
    why = Agreed(note="Semua RW sudah bermusyawarah lebih awal.")
    decided(town, session, agreed=why)
    decided(town, session, "unit", agreed=why)
    session.refresh_from_db()
    said = str(berita_acara.sheet(session).blocks)
    assert f"({text.day(now)}), telah diadakan" in said
    assert "Usulan ke OPD: menurut aturan" in said
    assert session.meeting is not None
    session.meeting.starts_at = now
    assert choice_rules.early(session, {1: ""}) == ""
    assert "bertempat di Aula kelurahan, telah diadakan" in str(berita_acara.sheet(session).blocks)


def test_the_berita_acara_is_issued_once_with_its_annexes(
    session: Session, town: builders.City, rows: list[Proposal]
) -> None:
    decided(town, session, agreed=Agreed(is_by_vote=True, votes_for=20, votes_against=4))
    decided(town, session, "unit")
    lurah = town.actor("lurah")
    session.refresh_from_db()
    actions.send(actor=lurah, session=session, names=[("Siti Contoh", "RW 01")])
    made = actions.issue(actor=lurah, session=session)
    assert made.document.file.media_type == "application/pdf"
    with pytest.raises(Refused) as refused:
        actions.issue(actor=lurah, session=session)
    assert refused.value.code == "issued"
