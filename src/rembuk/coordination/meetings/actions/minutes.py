"""What became of each item, and the lock: discussed, decided, closed, given back, approved."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from rembuk.coordination.meetings import berita_acara, queries, rules, signing
from rembuk.coordination.meetings.actions.pen import write_with_pen
from rembuk.coordination.meetings.actions.steps import STALE, enter, hold_open, note_outcome, touch
from rembuk.coordination.meetings.models import AgendaItem, Meeting
from rembuk.foundation.audit.actions import move
from rembuk.foundation.files import actions as files
from rembuk.foundation.files.models import Document
from rembuk.foundation.kernel import chance, clock, seams
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


@transaction.atomic
def discuss(
    *, actor: Actor, item: AgendaItem, discussion: str, decision: str | None = None,
    drafted: Mapping[str, str] | None = None, seen: int | None = None,
) -> AgendaItem:  # fmt: skip
    """Keeps what was said so far. The decision's words may change until the outcome is noted.

    `drafted` is what stands in the rows of follow-ups, so that whoever takes over finds it.
    """
    _enter_item(actor, "discuss", item, seen)
    hold_open(item.meeting)
    write_with_pen(actor, item)
    changes: dict[str, object] = {"discussion": discussion.strip()}
    if decision is not None and not item.outcome:
        changes["decision"] = decision.strip()
    if drafted is not None:
        changes["drafted"] = dict(drafted) or None
    if all(getattr(item, name) == value for name, value in changes.items()):
        return item
    move(actor, item, rules.ITEM_FLOW["discuss"], unrecorded=changes)
    return item


@transaction.atomic
def dictate(*, actor: Actor, item: AgendaItem, decision: str) -> AgendaItem:
    """What was decided on another page stands under its item, after what is written there; nobody's pen is taken."""
    enter(actor, "decide", item.meeting)
    hold_open(item.meeting)
    _enter_item(actor, "decide", item, None)
    words = "\n".join(part for part in (item.decision.strip(), decision.strip()) if part)
    move(actor, item, rules.ITEM_FLOW["discuss"], unrecorded={"decision": words})
    return item


@transaction.atomic
def decide(
    *,
    actor: Actor,
    item: AgendaItem,
    outcome: str,
    decision: str,
    hand_up: bool = False,
    reason: str = "",
    votes: Sequence[int] | None = None,
    seen: int | None = None,
    work: Any = None,
) -> AgendaItem:
    """Notes how an item ended, for good, and lets what it is about follow in the same transaction.

    `work` is the rows of follow-ups that were written with the decision (see `kernel.seams.ItemWork`).
    """
    _enter_item(actor, "decide", item, seen)
    meeting = item.meeting
    if outcome == "voted" and meeting.kind is not None and not meeting.kind.votes:
        raise Refused("no_voting", f"{meeting.kind} tidak memungut suara; catat mufakat atau belum mufakat.", "outcome")
    touch(actor, "decide", meeting, {"item": item.pk, "order": item.order, "outcome": outcome})
    write_with_pen(actor, item)
    rules.check_outcome(
        outcome, decision=decision, reason=reason, hand_up=hand_up, votes=votes, present=queries.present(meeting),
        quorum=meeting.quorum, top=rules.group(meeting.institution.kind.tier) == rules.TOP,
    )  # fmt: skip
    note_outcome(actor, item, outcome, decision=decision, reason=reason, hand_up=hand_up, votes=votes)
    _ask(actor, item, work)
    return item


@transaction.atomic
def ask_work(*, actor: Actor, item: AgendaItem, work: Any) -> None:
    """Further follow-ups of an item that was decided, while the meeting goes on."""
    enter(actor, "decide", item.meeting)
    hold_open(item.meeting)
    write_with_pen(actor, item)
    item.refresh_from_db(fields=["outcome", "decision", "hand_up", "decided_at"])
    _ask(actor, item, work)


def _ask(actor: Actor, item: AgendaItem, work: Any) -> None:
    if work is None or not work.is_written:
        return
    if not rules.asks_work(item.outcome, hand_up=item.hand_up):
        raise Refused(
            "not_decided", "Tindak lanjut hanya untuk butir yang diputuskan di sini: kosongkan barisnya, atau pilih "
            "mufakat atau suara.", "outcome",
        )  # fmt: skip
    for kept in seams.ITEM_WORK:
        kept.make(actor, item, work)
    AgendaItem.objects.filter(pk=item.pk).update(drafted=None)


def _enter_item(actor: Actor, name: str, item: AgendaItem, seen: int | None) -> None:
    """An item's deeds are its meeting's: the same people, the same body."""
    enter(actor, "decide", item.meeting)
    item.refresh_from_db(fields=["version", "outcome", "removed_at", "discussion", "decision", "drafted", "order"])
    if seen is not None and seen != item.version:
        raise Refused("stale", STALE)
    if item.status not in rules.ITEM_FLOW[name].sources:
        raise Refused("already_decided", "Hasil butir ini sudah dicatat dan sudah diteruskan; tidak bisa dicatat lagi.")


@transaction.atomic
def close_minutes(*, actor: Actor, meeting: Meeting, seen: int | None = None) -> Meeting:
    """Ends the meeting: every item has an outcome, and the chair is asked to approve."""
    enter(actor, "close_minutes", meeting, seen)
    items = queries.items(meeting)
    if not items:
        raise Refused("no_items", "Belum ada butir yang dibahas. Tambah butir, atau batalkan rapat sebelum dimulai.")
    undecided = [str(item.order) for item in items if not item.outcome]
    if undecided:
        raise Refused("undecided", f"Butir {', '.join(undecided)} belum punya hasil. Catat hasilnya, atau “ditunda”.")
    unmade = [str(item.order) for item in items if item.drafted and rules.asks_work(item.outcome, hand_up=item.hand_up)]
    if unmade:
        raise Refused(
            "unmade", f"Tindak lanjut pada butir {', '.join(unmade)} sudah diketik tetapi belum dibuat. Tekan “Tambah "
            "tindak lanjut” di sana, atau kosongkan barisnya lalu simpan.",
        )  # fmt: skip
    until, rule = queries.comments_end(clock.now())
    move(
        actor, meeting, rules.FLOW["close_minutes"], details={"present": queries.present(meeting)},
        unrecorded={"comments_until": until, "comments_rule": rule},
    )  # fmt: skip
    return meeting


@transaction.atomic
def give_back(*, actor: Actor, meeting: Meeting, reason: str, seen: int | None = None) -> Meeting:
    """The chair wants the text put right first; outcomes stay as they were noted."""
    enter(actor, "give_back", meeting, seen)
    if not reason.strip():
        raise Refused("no_reason", "Tulis apa yang perlu diperbaiki.", "reason")
    move(actor, meeting, rules.FLOW["give_back"], reason=reason.strip())
    return meeting


@transaction.atomic
def approve(*, actor: Actor, meeting: Meeting, seen: int | None = None) -> Document:
    """The chair approves: the text is locked by its hash and the berita acara is issued, once."""
    enter(actor, "approve", meeting, seen)
    if open_ := queries.unanswered(meeting):
        raise Refused("unanswered", f"{open_} tanggapan belum dijawab. Jawab dulu, atau kembalikan ke notulis.")
    meeting.approved_by, meeting.locked_at = actor.label, clock.now()
    minutes = queries.minutes(meeting)
    text_hash = rules.text_hash(minutes)
    code = chance.word(8)
    move(
        actor, meeting, rules.FLOW["approve"], changes={"text_hash": text_hash},
        unrecorded={"locked_at": meeting.locked_at, "approved_by": meeting.approved_by},
    )  # fmt: skip
    signs, digest = signing.signing(), queries.latest_digest()
    content = signs.sign(berita_acara.pdf(minutes, text_hash=text_hash, code=code, digest=digest, note=signs.note))
    file = files.store_document(
        actor=actor, owner_kind=meeting.subject_kind, owner_id=meeting.pk, path=meeting.path, content=content,
        name=f"berita-acara-{meeting.code}.pdf", media_type="application/pdf",
    )  # fmt: skip
    document = files.issue(actor=actor, file=file, title=f"Berita acara {meeting.title}"[:200], code=code)
    Meeting.objects.filter(pk=meeting.pk).update(document=document)
    meeting.document = document
    return document
