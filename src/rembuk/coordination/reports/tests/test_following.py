"""A report is carried on by follow-ups, and finished when they are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries as meeting_queries
from rembuk.coordination.reports import actions, queries, seams
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.tests.conftest import fresh
from rembuk.foundation.accounts.models import User
from rembuk.foundation.audit.queries import since
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.institutions import queries as offices
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.kernel.errors import Refused
from tests import builders

At = Callable[..., Received]


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No follow-up is drawn for the sample."""
    monkeypatch.setattr(chance, "digits", lambda count: "9" * count)


@pytest.fixture
def reporter(town: builders.City) -> Actor:
    """A resident with an account."""
    return offices.actor(User.objects.create(name="Sri Warga"))


def work(town: builders.City, **more: Any) -> Work:
    given: dict[str, Any] = {
        "title": "Keruk saluran",
        "lead": town.institution("rt"),
        "due": clock.today() + timedelta(days=7),
    }
    return Work(**(given | more))


def followed(at_work: At, town: builders.City, **more: Any) -> tuple[Report, FollowUp]:
    """A report of the RT with one follow-up that the RT leads."""
    report = fresh(at_work(**more).report)
    row = actions.follow_up(actor=town.actor("ketua_rt"), report=report, text="Kita keruk.", work=work(town))
    return fresh(report), scene.fresh(row)


def done(town: builders.City, row: FollowUp, by: str = "ketua_rt") -> FollowUp:
    """Accepted, and said to be done."""
    head = town.actor(by)
    decisions.accept(actor=head, follow_up=scene.fresh(row))
    decisions.finish(actor=head, follow_up=scene.fresh(row), text="Sudah.", photos=[scene.photo()])
    return scene.fresh(row)


def test_it_is_under_way_while_its_follow_ups_are(at_work: At, town: builders.City) -> None:
    report, row = followed(at_work, town)
    assert (report.status, report.stage_due) == ("with_unit", row.total_due)
    assert row.territory == town.rt
    assert {known.who for known in row.inspectors.all()} == {"RW 01"}


def test_it_is_finished_when_they_are_and_the_reporter_is_asked(at_work: At, town: builders.City) -> None:
    report, one = followed(at_work, town)
    two = actions.follow_up(actor=town.actor("ketua_rt"), report=report, text="", work=work(town, title="Pasang kisi"))
    assert one.decision_id == two.decision_id
    rw = town.actor("ketua_rw")
    decisions.inspect(actor=rw, follow_up=done(town, one))
    assert fresh(report).status == "with_unit"
    decisions.inspect(actor=rw, follow_up=done(town, two))
    assert fresh(report).status == "settled"
    assert verify(lambda count, total: None).ok


def test_nobody_finishes_it_by_hand_before(at_work: At, town: builders.City) -> None:
    report, lurah = fresh(at_work().report), town.actor("lurah")
    for who in ("ketua_rt", "ketua_rw"):
        actions.climb(actor=town.actor(who), report=report, basis="urgent", note="Mendesak.")
        report = fresh(report)
    actions.follow_up(actor=lurah, report=report, text="Dikerjakan.", work=work(town, lead=town.institution("opd")))
    with pytest.raises(Refused) as refused:
        actions.finish(actor=lurah, report=fresh(report), text="Sudah kok.")
    assert refused.value.code == "open_follow_ups"


def test_when_all_is_revoked_it_is_deliberated_again(at_work: At, town: builders.City) -> None:
    report, row = followed(at_work, town)
    decisions.revoke(actor=town.actor("ketua_rt"), follow_up=row, reason="Batal.")
    report = fresh(report)
    assert (report.status, report.holder) == ("deliberating", town.position("ketua_rt"))
    assert report.stage_due is not None


def test_what_a_meeting_decided_on_it_carries_it_on(at_work: At, town: builders.City) -> None:
    report, head = fresh(at_work().report), town.actor("ketua_rt")
    meeting = meetings.convene(
        actor=head, institution=town.institution("rt"), title="Rapat RT", place="Pos",
        starts_at=clock.now() + timedelta(hours=1),
    )  # fmt: skip
    item = meetings.take_proposal(actor=head, meeting=meeting, key=f"reports:{report.pk}")
    meetings.start(actor=head, meeting=meeting)
    for row in meeting_queries.attendances(meeting):
        meetings.mark_present(actor=head, meeting=meeting, attendance=row)
    meetings.decide(actor=head, item=item, outcome="agreed", decision="Kerja bakti Minggu.")
    assert fresh(report).status == "settled"
    made = decisions.make_at_item(actor=head, item=item, work=work(town))
    assert fresh(report).status == "with_unit"
    decisions.inspect(actor=town.actor("ketua_rw"), follow_up=done(town, made))
    assert fresh(report).status == "settled"


def test_the_reporter_may_inspect_and_is_told_at_each_step(at_work: At, town: builders.City, reporter: Actor) -> None:
    report, row = followed(at_work, town, actor=reporter)
    decisions.inspect(actor=reporter, follow_up=done(town, row))
    assert fresh(report).status == "settled"
    told = [notice.subject.partition(":")[0] for event in since(0, 0, 1000) for notice in seams.notices(event)
            if notice.user_id == reporter.user_id]  # fmt: skip
    heads = {
        "Ada tindak lanjut untuk laporan Anda", "Tindak lanjut laporan Anda diterima",
        "Dinyatakan selesai, sedang dicek", "Sudah dicek di lapangan", "Laporan Anda dinyatakan selesai",
    }  # fmt: skip
    assert heads <= set(told)


def test_its_trail_has_the_lines_of_its_work(at_work: At, town: builders.City) -> None:
    report, row = followed(at_work, town)
    titles = [line.title for line in seams.trail(town.actor("lurah"), report)]
    assert "Keruk saluran: Tindak lanjut dibuat" in titles
    assert queries.follow_ups(town.actor("lurah"), report) == [row]
    assert queries.follow_ups(town.actor("lurah_next"), report) == []


@pytest.mark.parametrize("who", ["ketua_rt_next", "ketua_rw", "lurah", "kepala_opd"])
def test_only_the_body_that_holds_it_gives_out_work(at_work: At, town: builders.City, who: str) -> None:
    report = fresh(at_work().report)
    with pytest.raises(Refused) as refused:
        actions.follow_up(actor=town.actor(who), report=report, text="Kerjakan.", work=work(town))
    assert refused.value.code in {"not_allowed", "not_found"}
    assert FollowUp.objects.count() == 0


def test_what_is_about_an_official_makes_closed_follow_ups(at_work: At, town: builders.City) -> None:
    report = fresh(at_work("pungutan", by="ketua_rw", passes_by=["ketua_rt"]).report)
    made = actions.follow_up(
        actor=town.actor("ketua_rw"), report=report, text="Periksa iuran.", work=work(town, lead=town.institution("rw"))
    )
    made = scene.fresh(made)
    assert made.is_private
    # Not the RT that it is about.
    assert {known.who for known in made.inspectors.all()} == {"Kelurahan Melati Timur"}


def test_what_waits_for_money_meanwhile_is_finished_all_the_same(at_work: At, town: builders.City) -> None:
    report, row = at_the_kelurahan(at_work, town)
    actions.await_budget(actor=town.actor("lurah"), report=report, year=2027, source="APBD")
    decisions.inspect(actor=town.actor("ketua_rw"), follow_up=done(town, row, "petugas_opd"))
    report = fresh(report)
    assert report.status == "settled"
    assert report.stage_due is not None
    actions.confirm(actor=town.actor("ketua_rt"), report=report, satisfied=True)
    assert fresh(report).status == "closed"


def test_what_waits_for_money_goes_on_waiting_when_the_decision_is_taken_back(at_work: At, town: builders.City) -> None:
    report, row = at_the_kelurahan(at_work, town)
    actions.await_budget(actor=town.actor("lurah"), report=report, year=2027, source="APBD")
    decisions.revoke(actor=town.actor("lurah"), follow_up=row, reason="Batal.")
    assert fresh(report).status == "awaiting_budget"


def at_the_kelurahan(at_work: At, town: builders.City) -> tuple[Report, FollowUp]:
    """A report that climbed to the lurah, who asked Dinas PU to lead."""
    report = fresh(at_work().report)
    for who in ("ketua_rt", "ketua_rw"):
        actions.climb(actor=town.actor(who), report=report, basis="urgent", note="Mendesak.")
        report = fresh(report)
    row = actions.follow_up(
        actor=town.actor("lurah"), report=report, text="Dikerjakan.", work=work(town, lead=town.institution("opd"))
    )
    return fresh(report), scene.fresh(row)


def test_a_report_that_is_merged_gives_its_work_to_the_one_that_absorbs(at_work: At, town: builders.City) -> None:
    report, row = followed(at_work, town)
    other = fresh(at_work().report)
    actions.merge(actor=town.actor("ketua_rt"), report=report, into=other)
    other = fresh(other)
    assert (fresh(report).status, other.status, other.stage_due) == ("merged", "with_unit", row.total_due)
    assert queries.follow_ups(town.actor("lurah"), other) == [row]
    with pytest.raises(Refused):
        actions.settle(actor=town.actor("ketua_rt"), report=other, text="Sepakat.", witnesses=("Ani", "Budi"))
    decisions.inspect(actor=town.actor("ketua_rw"), follow_up=done(town, row))
    assert (fresh(other).status, fresh(report).status) == ("settled", "merged")
    assert verify(lambda count, total: None).ok


def test_who_has_no_account_says_it_at_the_report(at_work: At, town: builders.City) -> None:
    """Their word is asked when others have looked; their *no* opens the report again, and new work can be decided."""
    received = at_work()
    report = fresh(received.report)
    row = actions.follow_up(actor=town.actor("ketua_rt"), report=report, text="Kita keruk.", work=work(town))
    assert "reporter" not in {known.kind for known in scene.fresh(row).inspectors.all()}
    decisions.inspect(actor=town.actor("ketua_rw"), follow_up=done(town, row))
    actions.confirm(
        actor=PUBLIC, report=fresh(report), satisfied=False, remark="Masih tersumbat.", secret=received.secret
    )
    assert fresh(report).status == "deliberating"
    again = actions.follow_up(actor=town.actor("ketua_rt"), report=fresh(report), text="Keruk lagi.", work=work(town))
    assert (fresh(report).status, again.decision_id == row.decision_id) == ("with_unit", False)
    assert scene.fresh(row).status == "passed"


def test_what_follow_ups_do_lies_on_no_desk_a_second_time(at_work: At, town: builders.City) -> None:
    head = town.actor("ketua_rt")

    def waits(report: Report) -> bool:
        return any(report.code in task.url for task in seams.today(head).tasks)

    alone = fresh(at_work().report)
    assert waits(alone)
    actions.follow_up(actor=head, report=alone, text="Kita keruk.", work=work(town))
    assert not waits(alone), "the follow-up asks for it, by its own clock"
