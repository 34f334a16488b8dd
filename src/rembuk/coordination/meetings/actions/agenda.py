"""What a meeting will speak of: what proposes itself, what is added by hand, and in which order."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from rembuk.coordination.meetings import queries, rules
from rembuk.coordination.meetings.actions.steps import enter, enter_invited, touch
from rembuk.coordination.meetings.models import AgendaItem, Meeting, Suggestion
from rembuk.foundation.audit.actions import move, record
from rembuk.foundation.kernel import clock, seams, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

# Where the orders of removed items lie: out of the way of those that stand.
ASIDE = 10_000
LONGEST = 480


@transaction.atomic
def take_proposal(*, actor: Actor, meeting: Meeting, key: str) -> AgendaItem:
    """Puts what proposed itself on the agenda, and tells the module or the member that it came from."""
    enter(actor, "take_proposal", meeting)
    if key.startswith(rules.MEMBER):
        return _take_suggestion(actor, meeting, key)
    for source in seams.AGENDA:
        proposal = next((p for p in source.proposals(actor, meeting.institution_id) if p.key == key), None)
        if proposal is not None:
            touch(actor, "take_proposal", meeting, {"key": key})
            if AgendaItem.objects.filter(meeting=meeting, key=key).exists():
                raise Refused("already_taken", "Usulan itu sudah ada di agenda rapat ini.")
            item = _append(actor, meeting, proposal.title, key=key, why=proposal.why)
            source.take(actor, item.pk, key)
            return item
    raise _gone()


def _gone() -> Refused:
    return Refused("no_proposal", "Usulan itu tidak menunggu rapat lagi: sudah selesai, atau diambil rapat lain.")


def _take_suggestion(actor: Actor, meeting: Meeting, key: str) -> AgendaItem:
    touch(actor, "take_proposal", meeting, {"key": key})
    found = queries.suggestion(meeting, key)
    if found is None:
        raise _gone()
    item = _append(actor, meeting, found.title, key=key, why=found.why, by=found.who)
    Suggestion.objects.filter(pk=found.pk).update(status="taken", item=item)
    return item


@transaction.atomic
def take_all(*, actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    """Takes whatever proposes itself, in the order to speak of it; what members propose is chosen one by one."""
    found = [p for p in queries.proposals(actor, meeting) if p.group != "member"]
    return [take_proposal(actor=actor, meeting=meeting, key=p.key) for p in found]


@transaction.atomic
def propose_item(*, actor: Actor, meeting: Meeting, title: str, why: str = "") -> Suggestion:
    """One of the invited proposes an item, until the list closes."""
    row = enter_invited(actor, "propose_item", meeting)
    if not title.strip():
        raise Refused("no_title", "Tulis apa yang perlu dibahas.", "title")
    if clock.now() > queries.closes_at(meeting):
        closed = text.moment(queries.closes_at(meeting))
        raise Refused("closed", f"Usulan sudah ditutup {closed}. Sampaikan langsung kepada pengundang.", "title")
    touch(actor, "propose_item", meeting)
    made = Suggestion(meeting=meeting, position=row.position, who=actor.label[:300], title=title.strip()[:200],
                      why=why.strip()[:200], made_at=clock.now())  # fmt: skip
    made.save(force_insert=True)
    return made


@transaction.atomic
def decline_proposal(*, actor: Actor, meeting: Meeting, key: str, reason: str) -> Suggestion:
    """Does not take what a member proposed; the member reads why."""
    enter(actor, "decline_proposal", meeting)
    if not reason.strip():
        raise Refused("no_reason", "Tulis mengapa tidak diambil: dibaca yang mengusulkan.", "reason")
    touch(actor, "decline_proposal", meeting, {"key": key})
    found = queries.suggestion(meeting, key)
    if found is None:
        raise _gone()
    found.status, found.reason = "declined", reason.strip()[:400]
    found.save(update_fields=["status", "reason"])
    return found


@transaction.atomic
def time_item(*, actor: Actor, meeting: Meeting, item: AgendaItem, minutes: int | None) -> AgendaItem:
    """Gives an item its minutes."""
    enter(actor, "time_item", meeting)
    if minutes is not None and not 1 <= minutes <= LONGEST:
        raise Refused("bad_minutes", f"Antara 1 dan {LONGEST} menit.", "minutes")
    if item.meeting_id != meeting.pk:
        raise Refused("no_item", "Butir itu tidak ada di rapat ini.")
    touch(actor, "time_item", meeting, {"item": item.pk, "minutes": minutes})
    AgendaItem.objects.filter(pk=item.pk).update(minutes=minutes)
    item.minutes = minutes
    return item


@transaction.atomic
def add_item(*, actor: Actor, meeting: Meeting, title: str) -> AgendaItem:
    """Adds an item by hand."""
    enter(actor, "add_item", meeting)
    if not title.strip():
        raise Refused("no_title", "Tulis apa yang akan dibahas.", "title")
    touch(actor, "add_item", meeting)
    return _append(actor, meeting, title.strip())


def _append(actor: Actor, meeting: Meeting, title: str, key: str = "", why: str = "", by: str = "") -> AgendaItem:
    last = AgendaItem.objects.filter(meeting=meeting, removed_at__isnull=True).aggregate(last=Max("order"))["last"] or 0
    item = AgendaItem.objects.create(meeting=meeting, order=last + 1, key=key, title=title[:200], why=why[:200], by=by)
    record(actor, item, "meetings.item_listed", changes={"order": item.order, "key": key})
    return item


@transaction.atomic
def order_item(*, actor: Actor, meeting: Meeting, item_id: UUID, up: bool) -> None:
    """Moves an item one place up or down; at the end of the list nothing happens."""
    enter(actor, "order_item", meeting)
    touch(actor, "order_item", meeting, {"item": item_id, "up": up})
    items = list(queries.items(meeting))
    place = next((number for number, item in enumerate(items) if item.pk == item_id), None)
    if place is None:
        raise Refused("no_item", "Butir itu tidak ada di rapat ini.")
    other = place - 1 if up else place + 1
    if not 0 <= other < len(items):
        return
    here, there = items[place], items[other]
    # Orders are unique within a meeting, so one steps aside first.
    AgendaItem.objects.filter(pk=here.pk).update(order=items[-1].order + 1)
    AgendaItem.objects.filter(pk=there.pk).update(order=here.order)
    AgendaItem.objects.filter(pk=here.pk).update(order=there.order)


@transaction.atomic
def rename_item(*, actor: Actor, meeting: Meeting, item: AgendaItem, title: str) -> AgendaItem:
    """Calls an item by a better name, until the meeting begins."""
    _enter_before(actor, meeting, item)
    if not title.strip():
        raise Refused("no_title", "Tulis apa yang akan dibahas.", "title")
    move(actor, item, rules.ITEM_FLOW["rename_item"], changes={"title": title.strip()[:200]})
    return item


@transaction.atomic
def remove_item(*, actor: Actor, meeting: Meeting, item: AgendaItem) -> None:
    """Takes an item off the agenda, until the meeting begins; what had proposed itself proposes itself again."""
    _enter_before(actor, meeting, item)
    touch(actor, "order_item", meeting, {"item": item.pk, "removed": True})
    gone = AgendaItem.objects.filter(meeting=meeting, removed_at__isnull=False).count()
    place, changes = item.order, {"removed_at": clock.now(), "key": ""}
    move(actor, item, rules.ITEM_FLOW["remove_item"], changes=changes, unrecorded={"order": ASIDE + gone})
    Suggestion.objects.filter(item=item).update(status="waiting", item=None)
    for row in queries.items(meeting):
        if row.order > place:
            AgendaItem.objects.filter(pk=row.pk).update(order=row.order - 1)


def _enter_before(actor: Actor, meeting: Meeting, item: AgendaItem) -> None:
    enter(actor, "add_item", meeting)
    if meeting.status != "convened":
        raise Refused("wrong_step", "Rapat sudah dimulai: butirnya diberi hasil, tidak diubah atau dihapus lagi.")
    if item.meeting_id != meeting.pk:
        raise Refused("no_item", "Butir itu tidak ada di rapat ini.")
