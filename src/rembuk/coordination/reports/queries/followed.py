"""What carries a report on: the decisions on it, and their follow-ups."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import UUIDField

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions.models import FollowUp, Status
from rembuk.coordination.reports import masking
from rembuk.coordination.reports.models import Report, ReportDecision
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared
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


@dataclass(frozen=True, slots=True)
class Work:
    """What anyone may read of a report's follow-ups: their lines, and how many are done and looked at."""

    lines: list[TrailLine]
    done: int
    whole: int

    @property
    def said(self) -> str:
        """How far the whole is, in one sentence."""
        return f"{self.done} dari {self.whole} pekerjaan selesai dan dicek" if self.whole else ""


NO_WORK = Work([], 0, 0)
_open_work = Prepared(
    lambda report: decisions.public_work(ReportDecision.objects.filter(report=report).values("decision")),
    report=UUIDField(),
)


def public_work(report: Report) -> Work:
    """The public follow-ups of a report from `public_report`, which says whether there is anything to ask for."""
    if report.published_at is None or not getattr(report, "is_carried", False):
        return NO_WORK
    rows, wide = _open_work(report=report.pk), report.category.blurs
    lines = [
        TrailLine(line.at, _shown(f"{row.title}: {line.title}", wide), _shown(line.note, wide), tone=line.tone)
        for row in rows
        for line in decisions.public_lines(row.story)
    ]
    asked = [row.status for row in rows if row.status != Status.REVOKED]
    return Work(lines, asked.count(Status.PASSED), len(asked))


def _shown(words: str, wide: bool) -> str:
    masked = masking.mask(words)
    return masking.without_rt(masked) if wide else masked
