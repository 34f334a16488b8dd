"""A body decides, insists, and takes back."""

from django.db import transaction

from rembuk.coordination.decisions import queries, rules
from rembuk.coordination.decisions.actions import course
from rembuk.coordination.decisions.models import Decision, FollowUp
from rembuk.coordination.meetings.models import AgendaItem
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory.models import Territory

# The outcomes of an item that ask for work.
DECIDED = ("agreed", "voted")


@transaction.atomic
def decide(
    *, actor: Actor, item: AgendaItem | None = None, text: str = "", territory: Territory | None = None,
    is_private: bool = False,
) -> Decision:  # fmt: skip
    """Writes a decision down: what a meeting agreed on an item, or what the actor's own office decides."""
    body = _body(actor, item)
    if not rules.may_decide(actor, body.pk) and body.pk not in queries.stands_in(actor):
        raise Refused("not_allowed", "Hanya lembaga yang memutuskan yang membuat tindak lanjutnya.")
    now = clock.now()
    said = (text or (item.decision if item else "")).strip()
    if not said:
        raise Refused("empty", "Tulis apa yang diputuskan.", "text")
    place = territory or body.territory
    if not place.path.startswith(body.path):
        raise Refused("elsewhere", f"Tempatnya di luar wilayah {body}.", "territory")
    decision = Decision(
        code=f"KP-{clock.local(now):%y}-{chance.word(6)}", item=item, body=body, office=course.label(actor), text=said,
        territory=place, path=place.path, is_private=is_private,
        decided_at=item.decided_at if item and item.decided_at else now,
    )  # fmt: skip
    decision.save(force_insert=True)
    audit.record(
        actor, decision, rules.DECISION_FLOW["decide"].event,
        changes={"code": decision.code, "body": str(body), "item": item.pk if item else None}, reason=said,
    )  # fmt: skip
    return decision


def _body(actor: Actor, item: AgendaItem | None) -> Institution:
    if item is not None:
        if item.outcome not in DECIDED or item.hand_up:
            raise Refused("not_decided", "Butir ini belum diputuskan mufakat atau pemungutan suara di rapat ini.")
        return item.meeting.institution
    body = institutions.institution(actor.office.institution_id) if actor.office else None
    if body is None:
        raise Refused("not_allowed", "Keputusan dibuat oleh pemegang jabatan.")
    return body


@transaction.atomic
def insist(*, actor: Actor, follow_up: FollowUp, reason: str) -> FollowUp:
    """The lead answered instead of accepting; whoever decided still asks it, with a clock that starts anew."""
    if not reason.strip():
        raise Refused("no_reason", "Tuliskan mengapa tetap diminta.", "reason")
    course.go(actor, "insist", follow_up, reason=reason)
    return follow_up


@transaction.atomic
def revoke(*, actor: Actor, follow_up: FollowUp, reason: str) -> FollowUp:
    """Takes a follow-up back, also with work under way: what was done and shown of it stays on record."""
    if not reason.strip():
        raise Refused("no_reason", "Tuliskan alasannya; semua yang ikut membacanya.", "reason")
    course.allow(actor, "revoke", follow_up)
    course.hold(follow_up.decision)
    _end(actor, follow_up, reason)
    course.close(actor, follow_up.decision)
    return follow_up


@transaction.atomic
def withdraw(*, actor: Actor, decision: Decision, reason: str) -> Decision:
    """Takes a whole decision back: every follow-up of it that is still open ends with it."""
    if not reason.strip():
        raise Refused("no_reason", "Tuliskan alasannya; semua yang ikut membacanya.", "reason")
    if not rules.may_withdraw(actor, decision) and decision.body_id not in queries.stands_in(actor):
        raise Refused("not_allowed", "Hanya lembaga yang memutuskan yang mencabut keputusannya.")
    course.hold(decision)
    if decision.status != "standing":
        raise Refused("wrong_step", f"Keputusan ini {decision.get_status_display()}; tidak bisa dicabut lagi.")
    for follow_up in queries.open_of(decision):
        _end(actor, follow_up, reason)
    if queries.has_passed(decision):
        course.close(actor, decision)
        return decision
    audit.move(actor, decision, rules.DECISION_FLOW["withdraw"], reason=reason)
    course.tell_above(actor, decision, "revoked")
    return decision


def _end(actor: Actor, follow_up: FollowUp, reason: str) -> None:
    details = {"was": follow_up.status, "percent": follow_up.percent}
    changes = {"ended_at": clock.now()}
    course.go(actor, "revoke", follow_up, changes=changes, details=details, reason=reason, allowed=True)
