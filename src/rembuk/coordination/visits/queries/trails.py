"""The lines of visits in the trails of what they concern."""

import json
from collections.abc import Iterator

from django.db.models import QuerySet, UUIDField

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import masking
from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports.models import Report
from rembuk.coordination.visits import rules
from rembuk.coordination.visits.models import Visit
from rembuk.coordination.visits.queries import observing
from rembuk.coordination.visits.queries.one import ROW, sees
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.kernel.seams import TrailLine
from rembuk.foundation.web import links

MOST = 50


def _standing() -> QuerySet[Visit]:
    return Visit.objects.filter(status="noted").order_by("-noted_at", "-id")


_of_report = Prepared(
    lambda report: _standing().filter(reports__report=report).select_related(*ROW)[:MOST], report=UUIDField()
)


def of_report(report: Report) -> list[Visit]:
    """Who came to see what a report tells of, the newest first; without asking who may read it."""
    return _of_report(report=report.pk)


def office_lines(actor: Actor, subject: object) -> list[TrailLine]:
    """For those who see the report or follow-up; what was seen there only for those who may read the visit."""
    if isinstance(subject, Report) and reports.sees(actor, subject):
        rows = _of_report(report=subject.pk)
    elif isinstance(subject, FollowUp) and decisions.sees(actor, subject):
        rows = list(_standing().filter(work__follow_up=subject).select_related(*ROW)[:MOST])
        return [*(_line(row, sees(actor, row)) for row in rows), *_noted(actor, subject)]
    else:
        return []
    return [_line(row, sees(actor, row)) for row in rows]


def _noted(actor: Actor, subject: FollowUp) -> Iterator[TrailLine]:
    """What observers wrote of it, for those who may read that."""
    for row in observing.notes_on(actor, subject):
        url = links.each("visits:field_note")(row.code)
        yield TrailLine(row.noted_at, f"{row.title} menulis catatan pemantau", row.text, url)


def public_lines(report: Report) -> list[TrailLine]:
    """For everyone: which office came, and when. Never what it wrote.

    Read from the report's own journal, which a report from `public_report` brings along.
    """
    story: str | None = getattr(report, "story", None)
    if report.published_at is None or (story is not None and rules.CAME not in story):
        return []
    told = audit.told(story) if story else audit.story(Report.subject_kind, report.pk)
    came: dict[str, TrailLine] = {}
    for event in told:
        if event.verb in {rules.CAME, rules.UNCAME}:
            said = json.loads(event.body)["changes"]
            came.pop(said["visit"], None)
            if event.verb == rules.CAME:
                title = masking.without_rt(said["title"]) if report.category.blurs else said["title"]
                came[said["visit"]] = TrailLine(event.recorded_at, f"{title} datang ke tempat")
    return list(came.values())


def _line(row: Visit, is_read: bool) -> TrailLine:
    url = links.each("visits:detail")(row.code) if is_read else ""
    return TrailLine(row.noted_at, f"{row.title} datang ke tempat", row.seen if is_read else "", url)
