"""Whoever keeps watch over a promise asks how it stands: the lead is told once, and answers with one line of news."""

import pytest
from django.test import Client

from rembuk.coordination.decisions import actions, rules, worklist
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel import clock
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.notices import queries as inboxes
from tests import builders


@pytest.fixture
def row(town: builders.City) -> FollowUp:
    return scene.accepted(town)


def ask(town: builders.City, row: FollowUp, who: str = "wali_kota") -> str:
    return scene.refused(actions.ask_news, actor=town.actor(who), follow_up=scene.fresh(row), note="Sampai mana?")


def told(town: builders.City, who: str) -> list[str]:
    while notices.bring_forward(1000):
        pass
    return [f"{one.subject} {one.text}" for one in inboxes.inbox(town.actor(who))]


def test_the_lead_is_told_who_asks_and_nobody_else_is(town: builders.City, row: FollowUp) -> None:
    assert ask(town, row) == ""
    assert [line for line in told(town, "kepala_opd") if "Wali Kota Arunika menanyakan kabarnya" in line]
    assert not [line for who in ("lurah", "lpm", "camat") for line in told(town, who) if "Kabar ditanyakan" in line]


def test_it_is_asked_once_until_there_is_news(town: builders.City, row: FollowUp) -> None:
    assert [ask(town, row), ask(town, row, "camat")] == ["", "wrong_step"]
    actions.tell(actor=town.actor("petugas_opd"), follow_up=scene.fresh(row), text="Alat datang besok.", percent=20)
    assert ask(town, row, "camat") == ""


def test_a_helpers_line_does_not_answer_for_the_lead(town: builders.City) -> None:
    row = scene.made(town)
    actions.accept(actor=town.actor("petugas_opd"), follow_up=row)
    ask(town, row)
    actions.tell(actor=town.actor("lpm"), follow_up=scene.fresh(row), text="Kami siap.")
    assert scene.fresh(row).news_asked_at is not None
    actions.tell(actor=town.actor("petugas_opd"), follow_up=scene.fresh(row), text="Mulai besok.")
    assert scene.fresh(row).news_asked_at is None


def test_a_step_to_another_state_answers_it(town: builders.City, row: FollowUp) -> None:
    ask(town, row)
    actions.finish(actor=town.actor("petugas_opd"), follow_up=scene.fresh(row), text="Sudah.", photos=[scene.photo()])
    assert scene.fresh(row).news_asked_at is None


def test_it_moves_no_clock_and_is_no_news(town: builders.City, row: FollowUp) -> None:
    names = ("news_at", "news_due", "stage_due", "total_due", "climb_due", "warn_due", "percent")
    with scene.later(days=3):
        before = scene.fresh(row)
        ask(town, row)
        after = scene.fresh(row)
    assert [getattr(after, name) for name in names] == [getattr(before, name) for name in names]
    assert after.version == before.version + 1
    assert "decisions.news_asked" in [said.verb for said in audit.story(FollowUp.subject_kind, row.pk)]


@pytest.mark.parametrize(
    ("who", "code"),
    [("petugas_opd", "not_allowed"), ("lpm", "not_allowed"), ("ketua_rw", "not_allowed"),
     ("inspektorat", "not_allowed"),
     ("camat_next", "not_found"), ("lurah_next", "not_found"), ("kasi", ""), ("camat", ""), ("petugas_kota", "")],
)  # fmt: skip
def test_only_who_keeps_watch_over_the_place_may_ask(town: builders.City, row: FollowUp, who: str, code: str) -> None:
    assert ask(town, row, who) == code


def test_what_is_closed_is_asked_by_whom_it_was_raised_to_and_by_who_decided(town: builders.City) -> None:
    closed = actions.decide(actor=town.actor("lurah"), text="Pendampingan.", is_private=True)
    row = scene.made(town, closed, supports=(), inspectors=[town.institution("kecamatan")])
    assert ask(town, row, "petugas_kota") == "not_found"
    assert "ask_news" in [step.name for step in rules.steps_for(town.actor("lurah"), row)]
    FollowUp.objects.filter(pk=row.pk).update(raised_to=town.position("wali_kota"), raised_at=clock.now())
    assert ask(town, row) == ""


def test_the_board_asks_and_then_says_since_when(town: builders.City, row: FollowUp) -> None:
    mayor = builders.sign_in(Client(), "wali_kota")
    with scene.later(days=15):
        actions.climb(clock.now(), 10)
        page = mayor.get("/papan/").content.decode()
        address = f"/tindak-lanjut/{row.code}/ask_news/"
        assert f'href="{address}" aria-label="Tanyakan kabar: {row.title}"' in page
        assert mayor.get(address).status_code == 200
        assert mayor.post(address, {"note": ""}).status_code == 302
        page = mayor.get("/papan/").content.decode()
        assert address not in page
        assert "kabar ditanyakan 4 Feb 2026, belum dijawab" in page
        assert mayor.post(address, {"note": ""}).status_code in {403, 409, 422}
    assert [task.buttons[-1][0] for task in worklist.raised(town.actor("wali_kota"))] == ["Lihat"]


def test_the_leads_own_page_says_that_it_was_asked(town: builders.City, row: FollowUp) -> None:
    ask(town, row)
    opd = builders.sign_in(Client(), "petugas_opd")
    assert "kabar ditanyakan 20 Jan 2026" in opd.get("/tindak-lanjut/").content.decode()
    assert "kabar ditanyakan" in opd.get(f"/tindak-lanjut/{row.code}/").content.decode()
