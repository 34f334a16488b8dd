"""A report is carried on by follow-ups: made here or by a meeting, and finished when they are."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions import queries as decided
from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.decisions.models import Decision, FollowUp
from rembuk.coordination.reports import queries, rules
from rembuk.coordination.reports.actions import course
from rembuk.coordination.reports.models import Deliberation, Report, ReportDecision, Status, Track
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Outcome


@transaction.atomic
def follow_up(*, actor: Actor, report: Report, text: str, work: Work) -> FollowUp:
    """The office that holds the report decides what is done, and asks who leads for it."""
    course.allow(actor, "follow_up", report)
    if report.territory is None:
        raise Refused("no_place", "Laporan ini belum punya wilayah, jadi belum bisa ditindaklanjuti.")
    decision = _standing(actor, report)
    if decision is None:
        decision = decisions.decide(actor=actor, text=text, territory=report.territory, is_private=report.is_private)
        _link(report, decision.pk)
    return decisions.make(actor=actor, decision=decision, work=work)


def _standing(actor: Actor, report: Report) -> Decision | None:
    """What the actor's own body decided on it and still stands: further work belongs to it."""
    own = actor.office.institution_id if actor.office else None
    rows = (decided.decision_by_id(pk) for pk in queries.decision_ids(report))
    return next((row for row in rows if row and row.body_id == own and row.status == "standing"), None)


def _link(report: Report, decision_id: UUID) -> None:
    ReportDecision.objects.get_or_create(report=report, decision_id=decision_id)


@transaction.atomic
def followed(actor: Actor, outcome: Outcome) -> None:
    """What became of a decision moves the reports that it carries. The right to it was the decision's."""
    if outcome.decision_id is None:
        return
    if outcome.item_id is not None and outcome.kind == "followed":
        for held in Deliberation.objects.filter(item_id=outcome.item_id).select_related("report"):
            _link(held.report, outcome.decision_id)
    if outcome.kind == "passed":
        show_work(actor, outcome.decision_id)
        return
    for pk in queries.carried_by(outcome.decision_id):
        _move(actor, _held(pk), outcome)


def show_work(actor: Actor, decision_id: UUID) -> None:
    """Photos of what passed are as open as the reports it carries on: blurred for a home, and none of a closed one."""
    carried = [queries.by_id(pk) for pk in queries.carried_by(decision_id)]
    if carried and all(report is not None and report.published_at for report in carried):
        blurred = any(report.category.blurs for report in carried if report)
        decisions.publish_evidence(actor=actor, decision_id=decision_id, blurred=blurred)


def _held(pk: UUID) -> Report:
    """The report, after waiting for whoever moves it now: two of its decisions may end at the same moment."""
    Report.objects.filter(pk=pk).update(version=F("version"))
    report = queries.by_id(pk)
    if report is None:
        raise Refused("not_found", "Laporan itu tidak ada lagi.")
    return report


def _move(actor: Actor, report: Report, outcome: Outcome) -> None:
    now, ids = clock.now(), queries.decision_ids(report)
    if outcome.kind == "followed":
        _start(actor, report, ids, outcome)
    elif decided.still_open(ids):
        return
    elif outcome.kind == "fulfilled" and rules.allows("fulfil", report):
        # Also what waits for money meanwhile, or was written to its owner: the work is done and was seen. How an
        # incident or an early warning ends is said by whoever holds it.
        changes = {"answered_at": report.answered_at or now, **course.rule_clock("reports.confirm.silence", now)}
        course.go(actor, "fulfil", report, changes=changes, allowed=True)
    elif outcome.kind == "revoked" and report.status == Status.WITH_UNIT:
        clocks = course.working_clock(report, report.handled_at, report.body, now)
        course.go(actor, "resume", report, changes=clocks, allowed=True)


def hold(report: Report) -> None:
    """Waits for whoever ends or adds to one of its decisions now."""
    for pk in queries.decision_ids(report):
        decision = decided.decision_by_id(pk)
        if decision is not None:
            decisions.hold(decision)


@transaction.atomic
def hand_on(actor: Actor, report: Report, into: Report) -> None:
    """What was decided on a report that is merged carries the one that absorbs it, which is under way with it."""
    ids = queries.decision_ids(report)
    for pk in ids:
        _link(into, pk)
    last = decided.latest(ids)
    if last is not None and into.status in rules.FLOW["follow_up"].sources:
        changes = {"stage_due": last.total_due, "stage_rule_id": last.total_rule_id, "stage_started_at": clock.now()}
        details = {"decision": last.decision.code, "from_report": report.code}
        course.go(actor, "follow_up", into, changes=changes, details=details, allowed=True)


def _start(actor: Actor, report: Report, ids: list[UUID], outcome: Outcome) -> None:
    decision = decided.decision_by_id(outcome.decision_id) if outcome.decision_id else None
    last = decided.latest(ids)
    if decision is not None and report.reporter_id is not None:
        decisions.name_reporters(actor=actor, decision=decision, users=[report.reporter_id])
    if last is None or report.status not in rules.FLOW["follow_up"].sources:
        return
    # Until then the work is under way; the follow-ups have clocks of their own. An incident's next line is awaited
    # within the hour all the same.
    until = {"stage_due": last.total_due, "stage_rule_id": last.total_rule_id, "stage_started_at": clock.now()}
    changes = {} if report.track == Track.INCIDENT else until
    course.go(actor, "follow_up", report, changes=changes, details={"decision": decision.code if decision else ""},
              allowed=True)  # fmt: skip
