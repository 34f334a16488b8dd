"""A session: who prepares and runs it, what comes before it, quotas, and what is said of each proposal."""

from datetime import timedelta

import pytest
from django.test import Client

from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries as halls
from rembuk.foundation.audit import verify
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import actions, queries, seams, session_rules
from rembuk.planning.musrenbang.actions import Agreed, Sent
from rembuk.planning.musrenbang.models import Round
from rembuk.planning.musrenbang.tests import hall, scene
from tests import builders


@pytest.mark.parametrize("who", ["camat", "lurah_next", "ketua_rw", "petugas_loket", "lpm", "pemerintahan"])
def test_a_session_is_prepared_by_the_office_of_its_place(found: Round, town: builders.City, who: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.prepare_session(actor=town.actor(who), round_=found, territory=town.kelurahan)
    assert refused.value.code == "not_allowed"


def test_there_is_one_session_of_a_place_and_a_round(found: Round, town: builders.City) -> None:
    hall.prepared(town, found)
    with pytest.raises(Refused) as refused:
        actions.prepare_session(actor=town.actor("kasi"), round_=found, territory=town.kelurahan)
    assert refused.value.code == "again"


def test_proposals_come_under_numbers_that_stay(found: Round, town: builders.City) -> None:
    lurah, session = town.actor("lurah"), hall.prepared(town, found)
    rows = [matter.proposal for matter in queries.matters(session)]
    assert [(matter.number, matter.proposal.title) for matter in queries.matters(session)] == [
        (1, "Saluran 1"), (2, "Saluran 2"), (3, "Saluran 3")
    ]  # fmt: skip
    actions.merge(actor=lurah, proposal=rows[1], into=rows[0])
    late = scene.proposed(town, "ketua_rw", "rw", title="Pos ronda")
    assert (actions.renew_list(actor=lurah, session=session), actions.renew_list(actor=lurah, session=session)) == (
        1,
        0,
    )
    assert ([row.number for row in queries.matters(session)], queries.gathered(session)) == ([1, 2, 3, 4], {1: 1})
    assert queries.matter(session, 4).proposal == late
    assert queries.numbers(session) == [1, 3, 4]


def test_quotas_are_shown_when_unmet_and_refuse_nobody(found: Round, town: builders.City) -> None:
    session = hall.sent(town, hall.prepared(town, found), seats=24, women=5)
    assert [(quota.least, quota.missing) for quota in queries.quotas(session)] == [(8, 3), (1, 1)]
    hall.sent(town, session, seats=24, women=8, disabled=1)
    assert not any(quota.missing for quota in queries.quotas(session))


@pytest.mark.parametrize("wrong", [(2, 3, 0), (2, 0, 3), (-1, 0, 0), (300, 0, 0)])
def test_what_a_delegation_cannot_be(found: Round, town: builders.City, wrong: tuple[int, int, int]) -> None:
    session = hall.prepared(town, found)
    with pytest.raises(Refused) as refused:
        hall.sent(town, session, *wrong)
    assert refused.value.code == "no_number"
    assert not queries.delegations(session)


def test_the_next_kelurahans_bodies_send_nobody(found: Round, town: builders.City) -> None:
    session, stranger = hall.prepared(town, found), Sent(town.institution("kelurahan_next"), 2)
    with pytest.raises(Refused) as refused:
        actions.set_delegations(actor=town.actor("lurah"), session=session, sent=[stranger])
    assert refused.value.code == "elsewhere"


def test_each_is_spoken_of_and_the_next_one_is_shown(found: Round, town: builders.City) -> None:
    lurah, session = town.actor("lurah"), hall.prepared(town, found)
    shown = []
    for number, talk, note in (
        (1, "agreed", ""),
        (3, "changed", "Cukup 40 m."),
        (2, "postponed", "Lahan sengketa."),
    ):
        actions.discuss(actor=lurah, session=session, number=number, talk=talk, note=note)
        shown.append(session.shown)
    assert shown == [2, 2, None]
    assert [(row.talk, row.note) for row in queries.matters(session)] == [
        ("agreed", ""), ("postponed", "Lahan sengketa."), ("changed", "Cukup 40 m.")
    ]  # fmt: skip
    assert queries.numbers(session) == [1, 3]
    assert verify.verify(lambda *_: None).broken is None


@pytest.mark.parametrize(("talk", "code"), [("changed", "no_note"), ("postponed", "no_note"), ("", "no_talk")])
def test_what_is_changed_or_put_off_says_why(found: Round, town: builders.City, talk: str, code: str) -> None:
    session = hall.prepared(town, found)
    with pytest.raises(Refused) as refused:
        actions.discuss(actor=town.actor("lurah"), session=session, number=1, talk=talk, note="  ")
    assert refused.value.code == code


def test_a_number_that_is_not_of_this_session_is_not_spoken_of(found: Round, town: builders.City) -> None:
    session = hall.prepared(town, found)
    with pytest.raises(Refused) as refused:
        actions.discuss(actor=town.actor("lurah"), session=session, number=9, talk="agreed")
    assert refused.value.code == "not_found"


def test_a_session_is_a_meeting_that_was_called_or_is_called_now(found: Round, town: builders.City) -> None:
    lurah, session = town.actor("lurah"), hall.prepared(town, found)
    with pytest.raises(Refused) as refused:
        actions.sit(actor=lurah, session=session)
    assert refused.value.code == "no_day"
    meeting = actions.sit(actor=lurah, session=session, starts_at=clock.now() + timedelta(days=3), place="Aula")
    assert (meeting.kind and meeting.kind.key, session.meeting) == ("musrenbang_kelurahan", meeting)
    assert actions.sit(actor=lurah, session=session) == meeting
    assert [item.title for item in halls.items(meeting)] == ["Pembahasan usulan Musrenbang 2027"]
    meetings.cancel(actor=lurah, meeting=meeting, reason="Banjir.")
    session = queries.session(lurah, session.pk)
    assert actions.sit(actor=lurah, session=session, starts_at=clock.now() + timedelta(days=4)) != meeting


def test_who_follows_a_session(found: Round, town: builders.City) -> None:
    session = hall.prepared(town, found)
    for who in ("ketua_rt", "ketua_rw_next", "lpm", "camat", "pemerintahan"):
        assert session_rules.visible(town.actor(who), session.path), who
    for who in ("lurah_next", "kepala_opd"):
        assert not session_rules.visible(town.actor(who), session.path), who


def test_what_a_session_asks_of_its_office_today(found: Round, town: builders.City) -> None:
    keeper, lurah, clerk = town.actor("pemerintahan"), town.actor("lurah"), town.actor("petugas_loket")
    day = clock.today()

    def titles(who: str) -> list[str]:
        return [task.title for task in seams.today(town.actor(who)) if task.key.startswith("musrenbang")]

    assert titles("lurah") == []
    actions.set_stage(actor=keeper, round_=found, key="kelurahan", starts=day + timedelta(days=5),
                      ends=day + timedelta(days=9))  # fmt: skip
    assert titles("lurah") == titles("kasi") == ["Siapkan sidang musrenbang, mulai 25 Januari 2026"]
    assert titles("petugas_loket") == titles("camat") == titles("ketua_rw") == []
    session = hall.prepared(town, found)
    assert titles("lurah") == []
    actions.sit(actor=lurah, session=session, starts_at=clock.now() + timedelta(hours=2), place="Aula")
    assert titles("lurah") == ["Sidang musrenbang hari ini, pukul 11.00"]
    hall.sent(town, session)
    actions.set_ballots(actor=lurah, session=session, form="approval")
    actions.open_voting(actor=lurah, session=session)
    actions.hand_out(actor=lurah, session=session, handed={town.institution("rw").pk: 4})
    one, two, *_ = hall.serials(session)
    for serial in (one, two):
        actions.type_ballot(actor=clerk, session=session, serial=serial, told="1")
    assert (titles("kasi"), titles("petugas_loket")) == (["2 surat suara menunggu ketikan kedua"], [])
    actions.type_ballot(actor=town.actor("kasi"), session=session, serial=one, told="2")
    assert "1 surat suara beda ketikan" in titles("lurah")


def test_a_session_asks_to_be_decided_and_then_for_its_paper(found: Round, town: builders.City) -> None:
    lurah, session = town.actor("lurah"), hall.prepared(town, found)

    def titles(who: str = "lurah") -> list[str]:
        return [task.title for task in seams.today(town.actor(who)) if task.key.startswith("musrenbang")]

    actions.sit(actor=lurah, session=session, starts_at=clock.now() + timedelta(hours=2), place="Aula")
    session.refresh_from_db()
    assert session.meeting is not None
    session.meeting.starts_at = clock.now() - timedelta(days=1)
    session.meeting.save(update_fields=["starts_at"])
    assert titles() == ["Putuskan hasil sidang musrenbang"]
    seen = queries.case(session, "kelurahan").fingerprint
    actions.decide_session(actor=lurah, session=session, purse="kelurahan", rule="own_order", seen=seen)
    assert titles() == ["Terbitkan berita acara musrenbang"]
    assert titles("petugas_loket") == []
    session.refresh_from_db()
    actions.issue(actor=lurah, session=session)
    assert titles() == []


def test_after_the_session_no_rw_is_asked_for_its_order(found: Round, town: builders.City) -> None:
    lurah, head, session = town.actor("lurah"), town.actor("ketua_rw"), hall.prepared(town, found)
    late = scene.proposed(town, "ketua_rw", "rw")
    actions.return_for_completion(actor=lurah, proposal=late, reason="Volume?")
    key = f"musrenbang.order:{found.pk}"
    assert key in [task.key for task in seams.today(head)]
    seen = queries.case(session, "kelurahan").fingerprint
    actions.decide_session(actor=lurah, session=session, purse="kelurahan", rule="own_order", seen=seen)
    assert key not in [task.key for task in seams.today(head)]
    with pytest.raises(Refused) as refused:
        actions.order(actor=head, round_=found, rw=town.rw, ids=[late.pk])
    assert refused.value.code == "too_late"


def test_a_proposals_trail_tells_what_its_session_said(found: Round, town: builders.City) -> None:
    session = hall.prepared(town, found, 1)
    actions.discuss(actor=town.actor("lurah"), session=session, number=1, talk="changed", note="Cukup 40 m.")
    head = town.actor("ketua_rt")
    lines = queries.office_trail(head, queries.matter(session, 1).proposal)
    assert (lines[0].title, lines[0].note) == (
        "Dibahas dalam sidang Kelurahan Melati Timur", "disepakati dengan catatan · Cukup 40 m."
    )  # fmt: skip


def test_the_meeting_leads_to_its_session_and_its_minutes_tell_the_decision(found: Round, town: builders.City) -> None:
    lurah, session = town.actor("lurah"), hall.prepared(town, found, 1)
    meeting = actions.sit(actor=lurah, session=session, starts_at=clock.now(), place="Aula")
    page = builders.sign_in(Client(), "lurah").get(f"/rapat/{meeting.code}/").content.decode()
    assert f'href="/musrenbang/sidang/{session.pk}/"' in page
    assert list(seams.held(town.actor("lurah_next"), meeting)) == []
    meetings.start(actor=lurah, meeting=meeting)
    [item] = halls.items(meeting)
    meetings.discuss(actor=town.actor("kasi"), item=item, discussion="Dibahas satu per satu.", decision="Setuju.")
    seen = queries.case(session, "kelurahan").fingerprint
    vote = Agreed(is_by_vote=True, votes_for=9, votes_against=2)
    actions.decide_session(actor=lurah, session=session, purse="kelurahan", rule="own_order", seen=seen, agreed=vote)
    [item] = halls.items(meeting)
    assert item.decision.startswith("Setuju.\nDana kelurahan")
    for said in ("9 setuju dan 2 tidak setuju", "Pagu Rp200.000.000, terpakai Rp27.000.000, sisa Rp173.000.000"):
        assert said in item.decision
    assert (item.discussion, item.outcome) == ("Dibahas satu per satu.", "")


def test_a_wish_of_an_rw_for_its_whole_ground_names_it_once(found: Round, town: builders.City) -> None:
    whole = scene.proposed(town, "ketua_rw", "rw", territory=town.rw, title="Pos ronda")
    part = scene.proposed(town, "ketua_rw", "rw", territory=town.rt, title="Saluran")
    assert (whole.whose, part.whose) == (town.rw.label, f"{town.rt.label} · {town.rw.label}")
