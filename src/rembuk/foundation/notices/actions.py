"""Telling people: the inbox exactly once, what goes out of it at least once.

Making and sending notices follows from deeds that are in the journal already, so only what a person does to a delivery
is recorded.
"""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rembuk.foundation.accounts import queries as accounts
from rembuk.foundation.accounts.models import User
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import NOTICES, Notice, Told
from rembuk.foundation.notices import channels, queries, rules
from rembuk.foundation.notices.models import Delivery, Message

READER = "notices"
LEFT = "Jabatannya sudah tidak dipegang orang yang dituju."
log = logging.getLogger(__name__)


def bring_forward(limit: int) -> int:
    """Makes messages and deliveries of the next events and returns how many events were read."""
    return audit.read_on(name=READER, limit=limit, take=_tell)


def _tell(told: list[Told]) -> None:
    notices = {_key(event, notice): (event, notice) for event in told for source in NOTICES for notice in source(event)}
    # After a restore events are read again; what was told stays told.
    for key in Message.objects.filter(key__in=notices).values_list("key", flat=True):
        del notices[key]
    holders = institutions.holders({n.position_id for _, n in notices.values() if n.position_id})
    now, hours = clock.now(), queries.hours()
    for key, (_, notice) in notices.items():
        message = Message.objects.create(
            key=key, position_id=notice.position_id, user_id=notice.user_id, subject=_headline(notice.subject),
            text=notice.text, url=notice.url, urgent=notice.urgent, made_at=now,
        )  # fmt: skip
        holder = holders.get(notice.position_id) if notice.position_id else None
        due = hours.due(now, urgent=notice.urgent)
        for channel, address in _addresses(notice, holder.user if holder else None):
            Delivery.objects.create(
                message=message, channel=channel, address=address, subject=message.subject, text=message.text,
                url=message.url, urgent=notice.urgent, due_at=due, try_at=due, calendar=notice.calendar,
            )  # fmt: skip


def _headline(subject: str) -> str:
    """One line: of several a letter has no head, and whoever typed them would keep everybody else untold."""
    return " ".join(subject.split())[:200]


def _key(event: Told, notice: Notice) -> str:
    """By the event's place in its chain, which stays the same wherever the database is moved."""
    to = notice.position_id or notice.user_id or notice.email
    said = hashlib.sha256(f"{notice.subject}|{notice.url}".encode()).hexdigest()[:16]
    return f"{event.subject_kind}:{event.subject_id}:{event.body['seq']}:{to}:{said}"[:200]


def _addresses(notice: Notice, holder: User | None) -> Iterable[tuple[str, str]]:
    """Where a notice goes besides the inbox: an address it names itself, or where its person is reached."""
    if notice.email:
        yield channels.Email.key, notice.email
        return
    user = holder if notice.position_id else accounts.user(notice.user_id) if notice.user_id else None
    if user:
        for channel in channels.channels():
            if address := channel.address(user):
                yield channel.key, address


def deliver(limit: int) -> int:
    """Sends what is due, at most `limit` parcels, and returns how many were tried.

    Several workers may do it at once: a parcel is claimed before it is sent, and one whose worker died is tried again.
    """
    now, tried = clock.now(), 0
    due = Delivery.objects.filter(status="waiting", try_at__lte=now).order_by("try_at", "id")
    done: set[UUID] = set()
    for delivery in list(due[:limit]):
        if delivery.pk not in done:
            together = _together(delivery, now)
            done |= {other.pk for other in together}
            together = _for_who_sits_there(together)
            if together and _claim(together, now):
                _send(together)
                tried += 1
    return tried


def _together(delivery: Delivery, now: datetime) -> list[Delivery]:
    """What goes out with it: alone where it is urgent, else everything for the address that is due at that time."""
    waiting = Delivery.objects.filter(status="waiting", try_at__lte=now).select_related("message")
    if delivery.urgent:
        return list(waiting.filter(pk=delivery.pk))
    same = {"channel": delivery.channel, "address": delivery.address, "due_at": delivery.due_at, "urgent": False}
    return list(waiting.filter(**same).order_by("id"))


def _for_who_sits_there(deliveries: list[Delivery]) -> list[Delivery]:
    """What was written to an office goes to whoever holds it when the letter leaves, not to whoever held it before.

    The others are addressed anew, and go out with the next parcel; where nobody is reached they have failed.
    """
    seats = {row.message.position_id for row in deliveries if row.message and row.message.position_id}
    if not seats:
        return deliveries
    holders, known = institutions.holders(seats), {one.key: one for one in channels.channels()}
    stays = []
    for row in deliveries:
        seat, channel = row.message.position_id if row.message else None, known.get(row.channel)
        holder = holders.get(seat) if seat else None
        address = channel.address(holder.user) if channel and holder else ""
        if seat is None or channel is None or address == row.address:
            stays.append(row)
        else:
            anew = {"address": address} if address else {"status": "failed", "error": LEFT}
            Delivery.objects.filter(pk=row.pk, status="waiting", address=row.address).update(**anew)
    return stays


def _claim(deliveries: list[Delivery], now: datetime) -> bool:
    """Takes them for this worker; whoever comes second finds them moved on."""
    ids = [delivery.pk for delivery in deliveries]
    mine = Delivery.objects.filter(pk__in=ids, status="waiting", try_at__lte=now)
    return mine.update(tries=F("tries") + 1, try_at=now + rules.LEASE) == len(ids)


def _send(deliveries: list[Delivery]) -> None:
    first = deliveries[0]
    rows = Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries])
    try:
        channel = next((one for one in channels.channels() if one.key == first.channel), None)
        if channel is None:
            raise Refused("no_channel", f"Saluran “{first.channel}” tidak dipasang.")
        channel.send(channels.parcel(deliveries))
    except Exception as error:  # noqa: BLE001 - a channel is foreign code: whatever it raises is a failed delivery
        log.warning("a delivery by %s failed: %s", first.channel, type(error).__name__)
        again = queries.hours().again(clock.now(), first.tries + 1, urgent=first.urgent)
        told = f"{type(error).__name__}: {error}"[:300]
        if again:
            rows.update(error=told, try_at=again)
        else:
            rows.update(error=told, status="failed")
        return
    rows.update(status="sent", sent_at=clock.now(), error="")


@transaction.atomic
def retry(*, actor: Actor, delivery: Delivery) -> None:
    """Sends a failed delivery once more."""
    if not rules.may_retry(actor):
        raise Refused("not_allowed", "Kirim ulang hanya oleh bagian yang mengurus pemberitahuan.")
    now = clock.now()
    failed = Delivery.objects.filter(pk=delivery.pk, status="failed", version=delivery.version)
    if not failed.update(status="waiting", tries=0, try_at=now, error="", version=delivery.version + 1):
        raise Refused("stale", "Kiriman ini sudah tidak gagal. Muat ulang halaman.")
    delivery.refresh_from_db()
    audit.record(actor, delivery, "notices.retried", changes={"channel": delivery.channel})


def mark_read(*, actor: Actor, message: Message) -> None:
    """Notes that the actor has seen a message of the own inbox."""
    for branch in queries.branches(actor):
        branch.filter(pk=message.pk, read_at__isnull=True).update(read_at=clock.now())


def mark_all_read(*, actor: Actor) -> int:
    """Empties the list of what is new, and returns how many there were."""
    return sum(branch.filter(read_at__isnull=True).update(read_at=clock.now()) for branch in queries.branches(actor))
