"""More time, with somebody else's yes; money that must come first; work that is not the city's."""

from datetime import date

from django.db import IntegrityError, transaction

from rembuk.coordination.decisions import queries, rules
from rembuk.coordination.decisions.actions import course
from rembuk.coordination.decisions.models import Extension, FollowUp
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations

YEARS_AHEAD = 10


@transaction.atomic
def extend_ask(*, actor: Actor, follow_up: FollowUp, until: date, reason: str) -> Extension:
    """Asks for more time. Until somebody else says yes, what was promised stands."""
    if not reason.strip():
        raise Refused("no_reason", "Tuliskan mengapa perlu waktu lagi.", "reason")
    course.allow(actor, "extend_ask", follow_up)
    if actor.user_id is None:
        raise Refused("not_allowed", "Waktu diminta oleh pemimpin pekerjaannya.")
    now = clock.now()
    longest, _ = regulations.limit("decisions.total", now)
    due = rules.end_of(until)
    if due <= follow_up.total_due or due <= now:
        raise Refused("not_later", "Pilih hari sesudah tenggat yang sekarang.", "until")
    if due > longest:
        raise Refused("due_too_far", f"Paling lama sampai {clock.local(longest):%d-%m-%Y}.", "until")
    row = Extension(
        follow_up=follow_up, reason=reason.strip()[:400], old_due=follow_up.total_due, new_due=due, asked_at=now,
        asked_by_id=actor.user_id, asked_office=course.label(actor),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused("asked_already", "Permintaan waktu yang tadi masih menunggu jawaban.") from None
    course.go(actor, "extend_ask", follow_up, details={"until": until}, reason=reason, allowed=True)
    return row


@transaction.atomic
def extend_allow(*, actor: Actor, follow_up: FollowUp, note: str = "") -> Extension:
    """Gives the time that was asked for; the whole clock moves, and the lead is warned and climbs by the new one."""
    row = _answered(actor, "extend_allow", follow_up, "allowed", note)
    now, due = clock.now(), row.new_due
    changes = {
        "total_due": due, "warn_due": course.warn_from(now, due), "climb_due": course.late_from(now, due),
    }  # fmt: skip
    details = {"until": clock.local(due).date()}
    course.go(actor, "extend_allow", follow_up, changes=changes, details=details, reason=note, allowed=True)
    return row


@transaction.atomic
def extend_deny(*, actor: Actor, follow_up: FollowUp, note: str) -> Extension:
    """What was promised stands, and why."""
    if not note.strip():
        raise Refused("no_reason", "Tuliskan mengapa waktunya tidak ditambah.", "note")
    row = _answered(actor, "extend_deny", follow_up, "denied", note)
    course.go(actor, "extend_deny", follow_up, reason=note, allowed=True)
    return row


def _answered(actor: Actor, name: str, follow_up: FollowUp, answer: str, note: str) -> Extension:
    course.allow(actor, name, follow_up)
    row = queries.asked_extension(follow_up)
    if row is None:
        raise Refused("wrong_step", "Tidak ada permintaan waktu yang menunggu.")
    if actor.user_id is None or actor.user_id == row.asked_by_id:
        raise Refused("own_request", "Yang meminta waktu tidak boleh memberinya sendiri. Minta rekan Anda menjawab.")
    row.answer, row.note, row.answered_at = answer, note.strip()[:400], clock.now()
    row.answered_by_id, row.answered_office = actor.user_id, course.label(actor)
    row.save(update_fields=["answer", "note", "answered_at", "answered_by", "answered_office"])
    return row


@transaction.atomic
def await_budget(*, actor: Actor, follow_up: FollowUp, year: int, source: str, note: str = "") -> FollowUp:
    """Honest: there is no money for it this year. From which year and which source; it is not counted as late."""
    if not source.strip():
        raise Refused("no_source", "Tuliskan sumber anggarannya.", "source")
    this_year = clock.today().year
    if not this_year <= year <= this_year + YEARS_AHEAD:
        raise Refused("no_year", "Tahun anggarannya mulai tahun ini, paling jauh sepuluh tahun.", "year")
    changes = {"budget_year": year, "budget_source": source.strip()[:120], "cause": "anggaran"}
    course.go(actor, "await_budget", follow_up, changes=changes, reason=note)
    return follow_up


@transaction.atomic
def hand_over(*, actor: Actor, follow_up: FollowUp, to: str, note: str) -> FollowUp:
    """Honest: it is not the city's to do. To whom it was brought; the lead remains the holder and keeps the letters."""
    if not to.strip():
        raise Refused("no_owner", "Tuliskan kepada siapa diserahkan.", "to")
    if not note.strip():
        raise Refused("no_reason", "Tuliskan mengapa bukan wewenang kota.", "note")
    changes = {"handed_to": to.strip()[:160], "cause": "kewenangan"}
    course.go(actor, "hand_over", follow_up, changes=changes, reason=note)
    return follow_up


@transaction.atomic
def resume(*, actor: Actor, follow_up: FollowUp, note: str = "") -> FollowUp:
    """The money came, or it is the city's after all: work goes on, by the promise that stands."""
    course.go(actor, "resume", follow_up, changes={"cause": ""}, reason=note)
    return follow_up
