"""What decisions offer to the slots: `config/seams.py` fills them in."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.decisions import actions, counting, item_rows, month, queries, rules, worklist
from rembuk.coordination.decisions.models import Decision, FollowUp
from rembuk.coordination.decisions.notices import notices
from rembuk.coordination.decisions.worklist import today
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import (
    AgendaSource,
    Found,
    ItemWork,
    Move,
    NavItem,
    Proposal,
    SubjectKind,
    Tally,
    Ticker,
    Told,
    TrailLine,
)

__all__ = [
    "LINKS", "NAV", "SUBJECTS", "access", "agenda", "briefs", "climbs", "deeds", "item_work", "moved", "notices",
    "recounts", "search", "tallies", "today", "trail", "warnings", "weeks", "work",
]  # fmt: skip

NAV = (NavItem("Tindak lanjut", "decisions:list", "check", 40, permission="decisions.work"),)
# A meeting's page leads from a decided item to the work that it asks for.
LINKS = (("work_of_item", "decisions:make_at_item"),)

warnings = Ticker("diingatkan sebelum tenggat", actions.warn)
climbs = Ticker("tindak lanjut diteruskan ke atas", actions.climb)
weeks = Ticker("ringkasan awal pekan untuk pemimpin pekerjaan", actions.tell_week)
recounts = Ticker("batas tindak lanjut dihitung ulang", actions.recount)

PREFIX = "decisions"


def _proposals(actor: Actor, institution_id: UUID) -> Sequence[Proposal]:
    """What became of what this body asked for: promises of its last meeting first, then what is late or silent."""
    now = clock.now()
    return [
        Proposal(f"{PREFIX}:{row.pk}", f"Tindak lanjut: {row.title}", worklist.why(row, now),
                 reverse("decisions:detail", args=[row.code]), urgent=rules.is_late(row, now), group=group)
        for group, row in queries.to_discuss(institution_id, now)
        if queries.sees(actor, row)
    ]  # fmt: skip


def _take(actor: Actor, item_id: UUID, key: str) -> None:
    """The item's key says what it is about; nothing of the follow-up changes by being spoken of."""
    if queries.by_id(UUID(key.removeprefix(f"{PREFIX}:"))) is None:
        raise Refused("not_found", "Tindak lanjut itu tidak ada lagi.")


agenda = AgendaSource(PREFIX, _proposals, _take)
briefs = queries.briefs
deeds = month.deeds
item_work = ItemWork(item_rows.rows, item_rows.make)
work = queries.of_items


def trail(actor: Actor, subject: object) -> Iterable[TrailLine]:
    """The lines of a follow-up's own life."""
    return queries.office_trail(actor, subject) if isinstance(subject, FollowUp) else []


def tallies(told: Sequence[Told]) -> Iterable[Tally]:
    """The running counts of follow-ups, by place and lead: see `counting`."""
    counted = [one for one in told if one.subject_kind == FollowUp.subject_kind and "counted" in one.body["changes"]]
    # Where they lie now, for a recount after territories moved.
    paths = queries.paths_of({one.subject_id for one in counted})
    for one in counted:
        path = paths.get(one.subject_id) or one.path
        before, after = one.body["changes"]["counted"]
        yield from counting.counts(path, before, -1)
        yield from counting.counts(path, after, 1)


def search(actor: Actor, words: str) -> Iterable[Found]:
    """Follow-ups that the actor sees with all the words in code, title or place."""
    return [
        Found(worklist.title_of(row), f"{row.code} · {row.get_status_display()} · {row.partner_name or row.lead}",
              reverse("decisions:detail", args=[row.code]), row.asked_at)
        for row in queries.matching(actor, words)
    ]  # fmt: skip


def moved(actor: Actor, moves: Sequence[Move]) -> None:
    """Territories got other parents: what is done there stands in the lists of the new ones."""
    actions.move_places(actor=actor, moves=moves)


def access(actor: Actor, owner_kind: str, owner_id: UUID) -> bool | None:
    """Who may see its photos: whoever sees the follow-up. None where it is not one's."""
    return queries.is_seen(actor, owner_id) if owner_kind == FollowUp.subject_kind else None


def _url(pk: UUID) -> str:
    found = queries.by_id(pk)
    return reverse("decisions:detail", args=[found.code]) if found else ""


def _title(pk: UUID) -> str:
    found = queries.by_id(pk)
    return f"{found.code} {found.title}" if found else ""


def _decision_seen(actor: Actor, pk: UUID) -> bool:
    found = queries.decision_by_id(pk)
    return found is not None and queries.sees_decision(actor, found)


def _decision_url(pk: UUID) -> str:
    found = queries.decision_by_id(pk)
    return reverse("decisions:decision", args=[found.code]) if found else ""


def _decision_title(pk: UUID) -> str:
    found = queries.decision_by_id(pk)
    return f"Keputusan {found.code}" if found else ""


SUBJECTS = (
    SubjectKind(FollowUp.subject_kind, queries.rows, queries.is_seen, _url, _title),
    SubjectKind(Decision.subject_kind, queries.decision_rows, _decision_seen, _decision_url, _decision_title),
)
