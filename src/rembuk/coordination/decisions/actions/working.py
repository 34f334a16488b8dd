"""The lead accepts or answers, tells how far it is, and keeps the letters of a partner without account."""

from datetime import date, datetime

from django.db import transaction

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.actions import course
from rembuk.coordination.decisions.models import Cause, FollowUp, Letter, News, Status
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations

NEWS = 160


@transaction.atomic
def accept(*, actor: Actor, follow_up: FollowUp, note: str = "") -> FollowUp:
    """The lead takes it on; the next news is owed from now."""
    course.go(actor, "accept", follow_up, reason=note.strip())
    return follow_up


@transaction.atomic
def answer(*, actor: Actor, follow_up: FollowUp, text: str) -> FollowUp:
    """Instead of accepting: why not, or not so. Whoever decided insists, passes it on, or revokes."""
    if not text.strip():
        raise Refused("empty", "Tuliskan jawabannya: mengapa belum bisa diterima.", "text")
    course.go(actor, "answer", follow_up, reason=text)
    return follow_up


@transaction.atomic
def tell(
    *, actor: Actor, follow_up: FollowUp, text: str, percent: int | None = None, cause: str = "",
    next_on: date | None = None,
) -> News:  # fmt: skip
    """One line of news: how far, what stands in the way, and when there will be more.

    Only the lead says how far the whole is; a helper's news leaves the figure as it stands.
    """
    said = course.line(text, "text", NEWS, "Tuliskan kabarnya, satu baris saja cukup.")
    course.allow(actor, "tell", follow_up)
    if cause not in Cause.values:
        raise Refused("no_cause", "Pilih kendalanya dari daftar.", "cause")
    leads = rules.acts_for(actor, follow_up.lead_id, rules.LEAD)
    reached = percent if percent is not None and leads else follow_up.percent
    if not 0 <= reached <= 100:
        raise Refused("percent", "Persen antara 0 dan 100.", "percent")
    now = clock.now()
    latest, pinned = regulations.limit("decisions.stage.news", now)
    due = _next(next_on, latest)
    row = News(
        follow_up=follow_up, body_id=actor.office.institution_id if actor.office else None, office=course.label(actor),
        percent=reached, text=said, cause=cause, next_on=clock.local(due).date(), given_at=now,
    )  # fmt: skip
    row.save(force_insert=True)
    changes: dict[str, object] = {"percent": reached}
    if leads:
        # A helper's line is news, but the lead still owes its own.
        changes |= {"cause": cause, "news_asked_at": None}
        if follow_up.status == Status.WORKING:
            changes |= {"stage_started_at": now, "stage_due": due, "stage_rule_id": pinned.pk, "news_due": due}
    course.go(actor, "tell", follow_up, changes=changes, details={"next": row.next_on, "why": cause}, reason=said,
              allowed=True)  # fmt: skip
    return row


@transaction.atomic
def ask_news(*, actor: Actor, follow_up: FollowUp, note: str = "") -> FollowUp:
    """Whoever keeps watch asks how it stands: the lead is told, once until there is news; no clock moves."""
    changes = {"news_asked_at": clock.now()}
    course.go(actor, "ask_news", follow_up, changes=changes, reason=note.strip(), silent=True)
    return follow_up


def _next(wanted: date | None, latest: datetime) -> datetime:
    """When there will be more: the day that was named, at the latest what the city allows."""
    if wanted is None:
        return latest
    if wanted < clock.today():
        raise Refused("next_past", "Kabar berikutnya paling cepat hari ini.", "next_on")
    due = rules.end_of(wanted)
    if due > latest:
        limit = clock.local(latest)
        raise Refused("next_too_far", f"Kabar berikutnya paling lambat {limit:%d-%m-%Y}.", "next_on")
    return due


@transaction.atomic
def write(*, actor: Actor, follow_up: FollowUp, kind: str, who: str, text: str, number: str = "") -> Letter:
    """Keeps a letter to a partner without account, or its answer; the city's officer remains the holder."""
    if kind not in dict(Letter.KINDS):
        raise Refused("no_kind", "Pilih: surat dikirim, atau surat balasan.", "kind")
    if not who.strip():
        raise Refused("no_one", "Tuliskan kepada siapa suratnya, atau dari siapa balasannya.", "who")
    if not text.strip():
        raise Refused("empty", "Tuliskan isi suratnya.", "text")
    course.allow(actor, "write", follow_up)
    row = Letter(follow_up=follow_up, kind=kind, who=who.strip()[:160], number=number.strip()[:80], text=text.strip(),
                 office=course.label(actor), kept_at=clock.now())  # fmt: skip
    row.save(force_insert=True)
    course.go(actor, "write", follow_up, details={"letter": row.pk, "kind": kind, "who": row.who}, allowed=True)
    return row
