"""What carries a report on: the decisions on it, and their follow-ups."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import UUIDField

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions.models import Decision, FollowUp, Status
from rembuk.coordination.reports import masking
from rembuk.coordination.reports.models import Report, ReportDecision
from rembuk.foundation.audit.queries import Said
from rembuk.foundation.files import queries as files
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


def carried_on(report: Report) -> list[Decision | FollowUp]:
    """The decisions on a report and all their follow-ups, whoever asks: for those who see its whole journal."""
    decided = list(Decision.objects.filter(pk__in=decision_ids(report)).order_by("id"))
    return [*decided, *FollowUp.objects.filter(decision__in=decided).order_by("id")]


def work_lines(actor: Actor, report: Report) -> list[TrailLine]:
    """The lines of its follow-ups, for its trail across modules."""
    return [
        TrailLine(line.at, f"{row.title}: {line.title}", line.note, tone=line.tone)
        for row in follow_ups(actor, report)
        for line in decisions.open_lines(actor, row)
    ]


@dataclass(frozen=True, slots=True)
class Piece:
    """A follow-up as everyone may read it: where it stands, who leads it, its last news, photos of what was done."""

    title: str
    lead: str
    status: str
    percent: int
    budget_year: int | None
    total_due: datetime
    news_due: datetime | None
    told: str
    told_at: datetime | None
    photos: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class Work:
    """What anyone may read of a report's follow-ups: each of them, and the lines of their lives."""

    pieces: list[Piece] = field(default_factory=list)
    lines: list[TrailLine] = field(default_factory=list)

    @property
    def said(self) -> str:
        """How far the whole is, in one sentence."""
        asked = [one.status for one in self.pieces if one.status != Status.REVOKED]
        return f"{asked.count(Status.PASSED)} dari {len(asked)} pekerjaan selesai dan dicek" if asked else ""


NO_WORK = Work()
_open_work = Prepared(
    lambda report: decisions.public_work(ReportDecision.objects.filter(report=report).values("decision")),
    report=UUIDField(),
)


def public_work(report: Report) -> Work:
    """The public follow-ups of a report from `public_report`, which says whether there is anything to ask for."""
    if report.published_at is None or not getattr(report, "is_carried", False):
        return NO_WORK
    return reporter_work(report)


def reporter_work(report: Report) -> Work:
    """The same for whoever reported it; what is closed to the public stays with those who take part."""
    wide = report.category.blurs
    told = [(row, decisions.public_story(row.story)) for row in _open_work(report=report.pk)]
    lines = [
        TrailLine(line.at, _shown(f"{row.title}: {line.title}", wide), _shown(line.note, wide), tone=line.tone)
        for row, story in told
        for line in decisions.public_lines(story)
    ]
    return Work([_piece(row, story, wide) for row, story in told], lines)


def _piece(row: Any, story: Sequence[Said], wide: bool) -> Piece:
    news = decisions.newest_news(story)
    return Piece(
        _shown(row.title, wide), row.partner_name or row.lead__short_name or row.lead__name, row.status, row.percent,
        row.budget_year, row.total_due, row.news_due, _shown(news.words, wide) if news else "",
        news.recorded_at if news else None, files.photo_ids(row.photos),
    )  # fmt: skip


def _shown(words: str, wide: bool) -> str:
    masked = masking.mask(words)
    return masking.without_rt(masked) if wide else masked
