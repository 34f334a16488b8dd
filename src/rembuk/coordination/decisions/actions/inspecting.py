"""Others than the doer look at the place, and say whether it is so."""

from django.db import IntegrityError, transaction

from rembuk.coordination.decisions import queries, rules
from rembuk.coordination.decisions.actions import course
from rembuk.coordination.decisions.models import FollowUp, Inspection, Inspector
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.kernel.errors import Refused


@transaction.atomic
def inspect(*, actor: Actor, follow_up: FollowUp, remark: str = "") -> FollowUp:
    """It is done as asked. Where more than the reporter's word is needed, theirs is kept and others still look."""
    row = _look(actor, "inspect", follow_up, is_good=True, remark=remark)
    voice = _voice(actor, row.inspector)
    details = {"as": row.inspector.kind, "round": row.round}
    if row.inspector.kind == "reporter" and follow_up.needs_more:
        course.go(voice, "vouch", follow_up, details=details, reason=remark, allowed=True)
        return follow_up
    course.hold(follow_up.decision)
    course.go(voice, "inspect", follow_up, changes={"ended_at": clock.now()}, details=details, reason=remark,
              allowed=True)  # fmt: skip
    course.tell_above(voice, follow_up.decision, "passed")
    course.close(voice, follow_up.decision)
    return follow_up


@transaction.atomic
def send_back(*, actor: Actor, follow_up: FollowUp, remark: str) -> FollowUp:
    """It is not as asked: back to the lead with what is missing. The clock of the whole runs on."""
    if not remark.strip():
        raise Refused("no_reason", "Tuliskan apa yang belum sesuai; yang mengerjakan membacanya.", "remark")
    row = _look(actor, "send_back", follow_up, is_good=False, remark=remark)
    details = {"as": row.inspector.kind, "round": row.round}
    changes = {"round": follow_up.round + 1, "finished_at": None, "finished_by_id": None}
    course.go(_voice(actor, row.inspector), "send_back", follow_up, changes=changes, details=details, reason=remark,
              allowed=True)  # fmt: skip
    return follow_up


def _voice(actor: Actor, inspector: Inspector) -> Actor:
    """Who the event names: never the person behind a report."""
    return PUBLIC if inspector.kind == "reporter" else actor


def _look(actor: Actor, name: str, follow_up: FollowUp, *, is_good: bool, remark: str) -> Inspection:
    course.allow(actor, name, follow_up)
    inspector = rules.inspector_of(actor, follow_up.inspectors.all())
    if inspector is None:
        raise Refused("not_allowed", "Anda tidak termasuk yang boleh mengecek pekerjaan ini.")
    if queries.gave_evidence(actor, follow_up):
        raise Refused("doer", "Anda ikut mengirim foto buktinya, jadi orang lain yang mengecek.")
    return _keep(actor, follow_up, inspector, is_good=is_good, remark=remark)


def _keep(actor: Actor, follow_up: FollowUp, inspector: Inspector, *, is_good: bool, remark: str) -> Inspection:
    office = "pelapor" if inspector.kind == "reporter" else course.label(actor)
    row = Inspection(
        follow_up=follow_up, inspector=inspector, round=follow_up.round, is_good=is_good, office=office,
        remark=" ".join(remark.split())[:400], inspected_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused("again", "Hasil cek Anda sudah dicatat.") from None
    return row
