"""What every deed shares: one move with its dues told to the tallies, the seat that a level gives, the clocks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.meetings import queries as meetings
from rembuk.coordination.reports import proofs, queries, rules
from rembuk.coordination.reports.models import Basis, Report, Stage, Track
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.files import actions as files
from rembuk.foundation.files import queries as file_queries
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution, Position
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.regulations.models import Rule
from rembuk.foundation.territory.models import Territory


def allow(actor: Actor, name: str, report: Report, secret: str = "") -> None:
    """Refuses who may not take the step, and a step that does not fit."""
    by_secret = proofs.knows_secret(report, secret)
    if secret and not by_secret:
        raise Refused("wrong_secret", "Kode atau kata kunci tidak cocok.", "secret")
    if rules.may(actor, name, report, by_secret=by_secret):
        return
    rules.demand(actor, name, report, by_secret=by_secret, stands_in=queries.stands_in(actor, report))


def go(
    actor: Actor, name: str, report: Report, *, changes: Mapping[str, object] | None = None,
    unrecorded: Mapping[str, object] | None = None, details: Mapping[str, object] | None = None, reason: str = "",
    holder: Position | None = None, secret: str = "", allowed: bool = False, silent: bool = False,
) -> None:  # fmt: skip
    """Takes the report one step, to another `holder` if one is given.

    `allowed` when the deed itself has the right, `silent` when it brings no news.
    """
    if not allowed:
        allow(actor, name, report, secret)
    step = rules.of_track(name, report.track)
    fields = dict(changes or {})
    said = dict(details or {}) | counted(report) | apart(report, fields.get("passes_by", report.passes_by))
    if report.climb_basis == Basis.IMPORTED:
        # History counts in no figure of ours.
        said["imported"] = True
    if holder:
        fields |= held_by(holder)
        said["holder"] = holder.title
    if not silent:
        fields["news_at"] = clock.now()
    if name in rules.ANSWERS and report.external_ref:
        # Whoever reported elsewhere reads there what was answered here.
        fields["copy_due"] = True
    before = standing(report)
    after = _standing({**_fields(report), **fields, "status": step.target or fields.get("status", report.status)})
    audit.move(
        voice(actor, report, secret), report, step, changes=fields, unrecorded=unrecorded,
        details={**said, "from": before, "to": after}, reason=reason,
    )  # fmt: skip


def voice(actor: Actor, report: Report, secret: str = "") -> Actor:
    """Who the event names: never a reporter who wished to stay unknown, nor the person behind a secret."""
    hidden = report.is_anonymous or report.track == Track.SEALED
    if secret or (hidden and rules.is_reporter(actor, report)):
        return PUBLIC
    return actor


def apart(report: Report, passes_by: object) -> dict[str, object]:
    """Whether it counts for the city only, before and after the deed: a smaller figure would tell that there is one."""
    was, is_now = (report.track == Track.SEALED or bool(named) for named in (report.passes_by, passes_by))
    return {"apart": [was, is_now]} if was or is_now else {}


def counted(report: Report) -> dict[str, object]:
    """Incidents and early warnings are in no figure of reports."""
    return {"track": report.track} if report.track in rules.SWIFT_TRACKS else {}


def standing(report: Report) -> list[object]:
    """What the tallies count: the state, the days on which it runs out, had its last news and was received."""
    return _standing(_fields(report))


def _fields(report: Report) -> dict[str, Any]:
    return {name: getattr(report, name) for name in ("status", "stage_due", "news_at", "received_at")}


def _standing(fields: Mapping[str, Any]) -> list[object]:
    def day(value: datetime | None) -> str:
        return clock.local(value).date().isoformat() if value else ""

    return [str(fields["status"]), *(day(fields[name]) for name in ("stage_due", "news_at", "received_at"))]


def seat(territory: Territory, level: str, passes_by: list[str]) -> tuple[str, Position]:
    """The first level from `level` up whose holder the report does not pass by, and that holder's position."""
    while level:
        position = institutions.responsible(territory, level)
        if not _is_passed(position, passes_by):
            return level, position
        level = rules.next_level(level)
    return Stage.KOTA, institutions.named_office("inspektorat")


def _is_passed(position: Position, passes_by: list[str]) -> bool:
    if not passes_by:
        return False
    holder = institutions.holder(position)
    return bool({str(position.institution_id), str(holder.user_id) if holder else ""} & set(passes_by))


def held_by(position: Position) -> dict[str, object]:
    """The fields that say who holds the report."""
    return {"holder_id": position.pk, "body_id": position.institution_id}


def deliberation_clock(level: str, body: Institution, start: datetime) -> dict[str, object]:
    """A level's limit: the evening of its next regular meeting, at most N days; pinned."""
    limit, pinned = regulations.limit(f"reports.stage.{level}", start)
    meeting = meetings.next_regular(body, rules.day_after(start))
    return _clock(rules.due_after_meeting(start, meeting, limit), pinned, start)


def rule_clock(key: str, start: datetime) -> dict[str, object]:
    """A limit that is a row of the city's rules; pinned."""
    return _clock(*regulations.limit(key, start), start)


def total_clock(track: str, start: datetime, handling: str = "") -> dict[str, object]:
    """The limit of the whole, by track or by how a service complaint is handled; pinned."""
    key = f"reports.service.{handling}" if handling else rules.TRACK[track].total_key
    due, pinned = regulations.limit(key, start)
    return {"total_due": due, "total_rule_id": pinned.pk}


def _clock(due: datetime, pinned: Rule, start: datetime) -> dict[str, object]:
    return {"stage_due": due, "stage_rule_id": pinned.pk, "stage_started_at": start}


NO_CLOCK: Mapping[str, object] = {"stage_due": None, "stage_rule_id": None}


def new_clock(track: str, level: str, body: Institution, start: datetime) -> dict[str, object]:
    """The clock of what waits to be received."""
    key = rules.TRACK[track].new_key
    return rule_clock(key, start) if key else deliberation_clock(level, body, start)


def working_clock(report: Report, level: str, body: Institution, start: datetime) -> dict[str, object]:
    """The clock of the state in which the track's work is done."""
    key = rules.TRACK[report.track].work_key
    return rule_clock(key, start) if key else deliberation_clock(level, body, start)


def hide_photos(actor: Actor, report: Report) -> None:
    """Takes the photos, and those of the work on it, out of the public's sight together with the report."""
    for photo in file_queries.photos_of(Report.subject_kind, report.pk):
        files.hide(actor=actor, file=photo)
    for decision_id in queries.decision_ids(report):
        decisions.hide_evidence(actor=actor, decision_id=decision_id)
