"""A follow-up's whole life in words: the stages under way, and the lines of its trail."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.models import Cause, FollowUp, Status
from rembuk.coordination.decisions.queries.one import sees
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.audit.queries import Said
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import TrailLine
from rembuk.foundation.web import trail as dots
from rembuk.foundation.web.trail import Stage

DONE = {step.event: step.done for step in rules.FLOW.values()}
GOOD = frozenset({"decisions.inspected", "decisions.part_finished"})
WARN = frozenset({"decisions.sent_back", "decisions.climbed", "decisions.revoked", "decisions.answered"})
# Told to the lead alone.
PRIVATE = frozenset({"decisions.warned"})
# The program itself, or a reporter who stays unnamed.
UNSIGNED = frozenset({"decisions.climbed", "decisions.vouched", "decisions.warned"})
LABELS = ("Diputuskan", "Diterima", "Dikerjakan", "Dicek di lapangan", "Selesai")
UNDER_WAY = {
    Status.ASKED: 1, Status.ANSWERED: 1, Status.WORKING: 2, Status.WAITING_BUDGET: 2, Status.NOT_OUR_AUTHORITY: 2,
    Status.DONE: 3, Status.PASSED: 5,
}  # fmt: skip


def stages(found: FollowUp) -> tuple[Stage, ...]:
    """Where it stands, with what is owed next under it."""
    decided = text.short_day(found.decided_at)
    if found.status == Status.REVOKED:
        return dots.stages(2, (decided, ""), ("Diputuskan", "Dicabut"))
    now = UNDER_WAY[Status(found.status)]
    notes = [decided, "", "", "", ""]
    if now < len(notes):
        notes[now] = _until(found)
    return dots.stages(now, notes, LABELS)


def _until(found: FollowUp) -> str:
    if found.status == Status.WAITING_BUDGET:
        return f"anggaran {found.budget_year}, {found.budget_source}"
    if found.status == Status.NOT_OUR_AUTHORITY:
        return f"diserahkan ke {found.handed_to}"
    if found.status == Status.WORKING:
        return f"{found.percent}%, sampai {text.short_day(found.total_due)}"
    return f"paling lambat {text.short_day(found.stage_due)}" if found.stage_due else ""


def office_trail(actor: Actor, found: FollowUp) -> list[TrailLine]:
    """The lines for those who see it, newest first: who, in which office, with which words."""
    return open_lines(actor, found) if sees(actor, found) else []


def open_lines(actor: Actor, found: FollowUp) -> list[TrailLine]:
    """The same for whoever has asked already. The warning before a due date is the lead's own."""
    leads = rules.LEAD in rules.parties(actor, found)
    told = [event for event in _events(found) if leads or event.verb not in PRIVATE]
    return [_line(event, json.loads(event.body)) for event in told][::-1]


def _events(found: FollowUp) -> Iterable[Said]:
    return [event for event in audit.story(FollowUp.subject_kind, found.pk) if event.verb in DONE]


def _line(event: Said, body: dict[str, Any]) -> TrailLine:
    changes = body["changes"]
    told = [*details(event.verb, changes)]
    if event.words:
        told.append(event.words)
    if event.verb not in UNSIGNED and changes.get("as") != "reporter":
        told.append(", ".join(part for part in (body["who"], body["office"]) if part))
    elif changes.get("as") == "reporter":
        told.append("pelapor")
    tone = "good" if event.verb in GOOD else "warn" if event.verb in WARN else ""
    return TrailLine(event.recorded_at, DONE[event.verb], " · ".join(told), tone=tone)


def details(verb: str, changes: dict[str, Any]) -> list[str]:
    """How far, why not further, who does which part, until when and to whom."""
    found = []
    if verb == "decisions.made":
        found += _asked(changes)
    if "percent" in changes and isinstance(changes["percent"], list):
        found.append(f"{changes['percent'][1]}%")
    if changes.get("why"):
        found.append(f"kendala: {Cause(changes['why']).label}")
    if "task" in changes:
        found.append(f"{changes['who']}: {changes['task']}")
    if changes.get("people"):
        found.append(f"{changes['people']} orang, {changes['hours']} jam")
    if "photos" in changes:
        bare = len(changes["photos"]) - changes["with_place"]
        found.append(f"{len(changes['photos'])} foto{', tanpa data lokasi' if bare else ''}")
    return found + _where(verb, changes)


def _asked(changes: dict[str, Any]) -> list[str]:
    helped = [f"didukung {', '.join(changes['parts'])}"] if changes["parts"] else []
    return [f"dipimpin {changes['partner'] or changes['lead']}", *helped]


def _where(verb: str, changes: dict[str, Any]) -> list[str]:
    """Until when, and to whom."""
    found = []
    if "until" in changes:
        found.append(f"sampai {text.day(date.fromisoformat(changes['until']))}")
    if "lead_now" in changes:
        found.append(f"dari {changes['lead_was']} ke {changes['lead_now']}")
    if "budget_year" in changes:
        found.append(f"tahun {changes['budget_year'][1]}, {changes['budget_source'][1]}")
    if "handed_to" in changes:
        found.append(f"ke {changes['handed_to'][1]}")
    if verb == "decisions.climbed":
        found.append(f"ke {changes['to']}")
    return found
