"""What a meeting decides moves the report; one that has moved on is left alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings.models import AgendaItem, Meeting
from rembuk.coordination.reports import actions, queries, seams
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Deliberation, Report
from rembuk.coordination.reports.tests.conftest import fresh
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Outcome
from tests import builders

At = Callable[..., Received]


@pytest.fixture
def on_agenda(town: builders.City, at_work: At) -> Callable[..., tuple[Report, Any]]:
    """A report of an RT on the agenda of its meeting."""

    def put(report: Report | None = None) -> tuple[Report, Any]:
        report = report or at_work().report
        actor = town.actor("ketua_rt")
        meeting = meetings.convene(
            actor=actor, institution=town.institution("rt"), title="Rapat RT", place="Balai RT",
            starts_at=clock.now() + timedelta(days=2), keys=[f"reports:{report.pk}"],
        )  # fmt: skip
        return report, AgendaItem.objects.get(meeting=meeting)

    return put


def decide(town: builders.City, item: Any, kind: str, *, hand_up: bool = False, reason: str = "Biaya kurang.") -> None:
    actions.decided(town.actor("ketua_rt"), Outcome(item.pk, kind, "Disepakati kerja bakti.", reason, hand_up))


def test_it_proposes_itself_and_is_taken_once(town: builders.City, at_work: At, on_agenda: Any) -> None:
    report = at_work().report
    actor, body = town.actor("ketua_rt"), town.institution("rt")
    assert [row.key for row in seams.agenda.proposals(actor, body.pk)] == [f"reports:{report.pk}"]
    on_agenda(report)
    assert list(seams.agenda.proposals(actor, body.pk)) == []
    assert Deliberation.objects.get(report=report).item is not None


def test_what_is_taken_off_the_agenda_waits_for_another_meeting(town: builders.City, on_agenda: Any) -> None:
    report, item = on_agenda()
    actor, body = town.actor("ketua_rt"), town.institution("rt")
    meetings.remove_item(actor=actor, meeting=item.meeting, item=item)
    assert [row.key for row in seams.agenda.proposals(actor, body.pk)] == [f"reports:{report.pk}"]
    assert queries.deliberations(report) == []
    meetings.take_proposal(actor=actor, meeting=item.meeting, key=f"reports:{report.pk}")
    assert [held.outcome for held in queries.deliberations(report)] == [""]


@pytest.mark.parametrize("kind", ["agreed", "voted"])
def test_agreement_settles(town: builders.City, on_agenda: Any, kind: str) -> None:
    report, item = on_agenda()
    decide(town, item, kind)
    assert fresh(report).status == "settled"
    assert Deliberation.objects.get(item=item).outcome == kind


@pytest.mark.parametrize(("kind", "hand_up"), [("not_agreed", False), ("agreed", True), ("voted", True)])
def test_without_agreement_or_handed_up_it_climbs(
    town: builders.City, on_agenda: Any, kind: str, hand_up: bool
) -> None:
    report, item = on_agenda()
    decide(town, item, kind, hand_up=hand_up)
    report = fresh(report)
    assert (report.status, report.handled_at, report.climb_basis) == ("deliberating", "rw", "deliberated")


def test_postponed_keeps_it_and_proposes_it_again(town: builders.City, on_agenda: Any) -> None:
    report, item = on_agenda()
    decide(town, item, "postponed")
    report = fresh(report)
    assert (report.status, report.handled_at) == ("deliberating", "rt")
    assert [row.pk for row in queries.awaiting_deliberation(town.institution("rt").pk)] == [report.pk]


def test_a_cancelled_meeting_gives_it_back(town: builders.City, on_agenda: Any) -> None:
    report, item = on_agenda()
    Meeting.objects.filter(pk=item.meeting_id).update(status="cancelled")
    assert [row.pk for row in queries.awaiting_deliberation(town.institution("rt").pk)] == [report.pk]


def test_what_has_moved_on_is_recorded_and_left_alone(town: builders.City, on_agenda: Any) -> None:
    report, item = on_agenda()
    actions.climb(actor=town.actor("ketua_rt"), report=report, basis="urgent", note="Mendesak.")
    decide(town, item, "agreed")
    report = fresh(report)
    assert (report.status, report.handled_at) == ("deliberating", "rw")
    assert Deliberation.objects.get(item=item).outcome == "agreed"


def test_a_decision_is_not_turned_round(town: builders.City, on_agenda: Any) -> None:
    report, item = on_agenda()
    decide(town, item, "agreed")
    with pytest.raises(Refused) as refused:
        decide(town, item, "not_agreed")
    assert refused.value.code == "already_decided"
    assert fresh(report).status == "settled"


def test_another_bodys_meeting_cannot_take_it(town: builders.City, at_work: At) -> None:
    report = at_work().report
    with pytest.raises(Refused):
        meetings.convene(
            actor=town.actor("ketua_rw"), institution=town.institution("rw"), title="Rapat RW", place="Balai",
            starts_at=clock.now() + timedelta(days=2), keys=[f"reports:{report.pk}"],
        )  # fmt: skip
    assert not Deliberation.objects.exists()


def test_other_items_do_not_concern_reports(town: builders.City, on_agenda: Any) -> None:
    _, item = on_agenda()
    other = meetings.add_item(actor=town.actor("ketua_rt"), meeting=item.meeting, title="Iuran")
    decide(town, other, "agreed")
    assert Deliberation.objects.count() == 1
