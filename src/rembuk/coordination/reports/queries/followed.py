"""What carries a report on: the decisions on it, and their follow-ups."""

from uuid import UUID

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports.models import Report, ReportDecision
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import TrailLine


def decision_ids(report: Report) -> list[UUID]:
    """The decisions on a report, oldest first."""
    return list(ReportDecision.objects.filter(report=report).order_by("id").values_list("decision_id", flat=True))


def carried_by(decision_id: UUID) -> list[UUID]:
    """The reports that a decision carries on."""
    return list(ReportDecision.objects.filter(decision=decision_id).order_by("id").values_list("report_id", flat=True))


def follow_ups(actor: Actor, report: Report) -> list[FollowUp]:
    """What is being done about a report, as far as the actor sees it, oldest first."""
    ids = decision_ids(report)
    return decisions.of_decisions(actor, ids) if ids else []


def work_lines(actor: Actor, report: Report) -> list[TrailLine]:
    """The lines of its follow-ups, for its trail across modules."""
    return [
        TrailLine(line.at, f"{row.title}: {line.title}", line.note, tone=line.tone)
        for row in follow_ups(actor, report)
        for line in decisions.open_lines(actor, row)
    ]
