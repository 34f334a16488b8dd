"""What every deed shares: one move, the clocks of a state, and what is told to the modules above."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from django.db.models import F

from rembuk.coordination.decisions import counting, queries, rules
from rembuk.coordination.decisions.models import Decision, FollowUp, Status
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel import clock, seams
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations


def allow(actor: Actor, name: str, follow_up: FollowUp) -> None:
    """Refuses who may not take the step, and a step that does not fit."""
    if rules.entitled(actor, name, follow_up) and rules.allows(name, follow_up, actor):
        return
    rules.demand(actor, name, follow_up, stands_in=queries.stands_in(actor))


def go(
    actor: Actor, name: str, follow_up: FollowUp, *, changes: Mapping[str, object] | None = None,
    details: Mapping[str, object] | None = None, reason: str = "", allowed: bool = False, silent: bool = False,
) -> None:  # fmt: skip
    """Takes the follow-up one step. `allowed` when the deed itself has the right, `silent` when it brings no news.

    A step to another state starts that state's clock, unless `changes` says otherwise.
    """
    if not allowed:
        allow(actor, name, follow_up)
    step, now = rules.FLOW[name], clock.now()
    fields: dict[str, object] = dict(changes or {})
    if step.target:
        due = fields.get("total_due", follow_up.total_due)
        fields = stage(step.target, now, cast("datetime", due)) | {"news_asked_at": None} | fields
    if not silent:
        fields["news_at"] = now
    after = counting.standing(follow_up, {**fields, "status": step.target or follow_up.status})
    told = {**(details or {}), "counted": [counting.standing(follow_up), after]}
    audit.move(actor, follow_up, step, changes=fields, details=told, reason=reason)
    follow_up._prefetched_objects_cache = {}  # type: ignore[attr-defined] # parts and letters may be others now


def stage(status: str, start: datetime, total_due: datetime) -> dict[str, object]:
    """The clock of a state: when it runs out with the row that says so, when news is owed, when it is late."""
    key = rules.STARTS_STAGE.get(status)
    if key is None:
        return {
            "stage_started_at": start, "stage_due": None, "stage_rule_id": None, "news_due": None, "climb_due": None,
            "warn_due": None,
        }  # fmt: skip
    due, pinned = regulations.limit(key, start)
    working = status == Status.WORKING
    return {
        "stage_started_at": start, "stage_due": due, "stage_rule_id": pinned.pk,
        "news_due": due if status in rules.UNDER_WAY_STATES else None,
        "climb_due": late_from(start, total_due) if working else due,
        "warn_due": warn_from(start, total_due) if status in rules.UNDER_WAY_STATES else None,
    }  # fmt: skip


def late_from(now: datetime, total_due: datetime) -> datetime:
    """When it goes one up: at the end of what was promised; what is late already, a step of the ladder from now."""
    return total_due if total_due > now else regulations.limit("decisions.climb", now)[0]


def warn_from(now: datetime, total_due: datetime) -> datetime | None:
    """The beginning of the day on which the lead is warned; None where that has passed."""
    days = regulations.number("decisions.warn", clock.local(now).date())
    at = total_due - timedelta(days=days + 1) + timedelta(seconds=1)
    return at if at > now else None


def hold(decision: Decision) -> None:
    """Waits for whoever moves the decision now, and reads it again: what is counted afterwards is counted once."""
    Decision.objects.filter(pk=decision.pk).update(version=F("version"))
    decision.refresh_from_db(fields=["version", "status"])


def close(actor: Actor, decision: Decision) -> None:
    """When nothing of a decision is open any more: fulfilled, or revoked where nothing of it was done."""
    hold(decision)
    rows = FollowUp.objects.filter(decision=decision)
    if decision.status != "standing" or rows.filter(status__in=rules.OPEN_STATES).exists():
        return
    name = "fulfil" if rows.filter(status=Status.PASSED).exists() else "withdraw"
    audit.move(actor, decision, rules.DECISION_FLOW[name])
    tell_above(actor, decision, "fulfilled" if name == "fulfil" else "revoked")


def tell_above(actor: Actor, decision: Decision, kind: str) -> None:
    """Lets the modules above follow, in the same transaction."""
    said = seams.Outcome(decision.item_id, kind, decision.text, decision_id=decision.pk)
    for follow in seams.OUTCOME:
        follow(actor, said)


def label(actor: Actor) -> str:
    """Who did it, and in which office, as it is kept."""
    return actor.label[:300]


def line(words: str, field: str, most: int, empty: str) -> str:
    """One line: no line breaks, not empty, not longer than fits."""
    said = " ".join(words.split())
    if not said:
        raise Refused("empty", empty, field)
    if len(said) > most:
        raise Refused("too_long", f"Cukup satu baris, paling panjang {most} huruf.", field)
    return said
