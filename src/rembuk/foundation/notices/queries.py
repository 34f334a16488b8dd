"""What somebody is told, and what is on its way."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.notices import rules
from rembuk.foundation.notices.models import Delivery, Message
from rembuk.foundation.regulations import queries as regulations

MANY = 100
MOST = 10_000
LATEST = 3


def inbox(actor: Actor, count: int = MANY) -> list[Message]:
    """The newest messages to the actor's office and person, newest first."""
    newest = {row.pk: row for branch in branches(actor) for row in branch.order_by("-made_at", "-id")[:count]}
    return sorted(newest.values(), key=lambda row: (row.made_at, row.pk), reverse=True)[:count]


def _newest(**whose: Any) -> QuerySet[Message, Any]:
    newest = Message.objects.filter(**whose).order_by("-made_at", "-id")
    return newest.values_list("id", "subject", "url", "made_at", "read_at")[:LATEST]


_latest = Prepared(
    lambda seat, user: [_newest(position_id=seat), _newest(user_id=user)], seat=UUIDField(), user=UUIDField()
)


def latest(actor: Actor) -> list[Any]:
    """The first few of `inbox`, as the columns that a line shows."""
    if actor.office is None or actor.user_id is None:
        return inbox(actor, LATEST)
    newest = {row.id: row for row in _latest(seat=actor.office.position_id, user=actor.user_id)}
    return sorted(newest.values(), key=lambda row: (row.made_at, row.id), reverse=True)[:LATEST]


def branches(actor: Actor) -> list[QuerySet[Message]]:
    """The same without an end: what the office was told and what the person was, for a page that merges them."""
    found = []
    if actor.office:
        found.append(Message.objects.filter(position_id=actor.office.position_id))
    if actor.user_id:
        found.append(Message.objects.filter(user_id=actor.user_id))
    return found or [Message.objects.none()]


def message(actor: Actor, message_id: UUID) -> Message | None:
    """A message of the actor's own inbox."""
    found = (branch.filter(pk=message_id).first() for branch in branches(actor))
    return next((row for row in found if row), None)


def unread(actor: Actor) -> int:
    """How many are unread, counted up to a hundred."""
    return min(MANY, sum(branch.filter(read_at__isnull=True)[:MANY].count() for branch in branches(actor)))


def deliveries(actor: Actor, status: str) -> QuerySet[Delivery]:
    """What is on its way, was sent or failed."""
    if not rules.may_see_deliveries(actor):
        return Delivery.objects.none()
    return Delivery.objects.filter(status=status)


def failed(actor: Actor) -> int:
    """How many deliveries failed, for those who mind them, counted up to a hundred."""
    return deliveries(actor, "failed")[:MANY].count()


def waiting() -> int:
    """How many deliveries are due and not sent; /metrics tells it."""
    return Delivery.objects.filter(status="waiting", try_at__lte=clock.now())[:MOST].count()


def given_up() -> int:
    """How many deliveries failed for good; /metrics tells it."""
    return Delivery.objects.filter(status="failed")[:MOST].count()


def hours() -> rules.Hours:
    """The city's hours today. A city that has no such row has no quiet hours and no digest: all goes out at once."""
    return rules.Hours(_hour("notices.quiet_from"), _hour("notices.quiet_until"), _hour("notices.digest_hour"))


def _hour(key: str) -> int | None:
    try:
        return regulations.number(key, clock.today())
    except Refused:
        return None
