"""`record` writes an event; `move` takes an aggregate one step further. Both run in the caller's transaction.

`close_days` seals what was recorded, `read_on` lets a consumer go on from where it was.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Any, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Max, Min

from rembuk.foundation.audit import horizon, merkle, queries, rows
from rembuk.foundation.audit.models import ERASURE, LOOKS, Digest, Event, Reader, Words
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.flow import Step
from rembuk.foundation.kernel.seams import Told

RETRIES = 5
BATCH = 500
# How far the clocks of several machines may be apart when a day is closed.
GRACE = timedelta(minutes=2)
PATIENCE = 2.0


class Subject(Protocol):
    """What audit needs to know of a row: a model with these fields and a `subject_kind` such as "reports.report"."""

    @property
    def subject_kind(self) -> str: ...

    @property
    def pk(self) -> Any: ...

    @property
    def path(self) -> str: ...


# What JSON writes by itself, and nearly all that is ever told; what inherits from it is looked at.
AS_IT_IS = frozenset({str, int, bool, float, NoneType})


def canonical(value: object) -> str:
    """The text that is hashed: JSON with sorted keys, no spaces, UTC instants with microseconds."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: object) -> object:
    if type(value) in AS_IT_IS:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = [_plain(v) for v in value]
        return sorted(items, key=str) if isinstance(value, (set, frozenset)) else items
    return value


def digest_of_words(salt: str, text: str) -> str:
    """What the chain keeps of erasable words."""
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def record(
    actor: Actor,
    subject: Subject,
    verb: str,
    *,
    changes: Mapping[str, object] | None = None,
    reason: str = "",
    occurred_at: datetime | None = None,
) -> Event:
    """Appends an event to the subject's chain. `verb` is `<module>.<deed done>`, e.g. "reports.climbed".

    `reason` is kept as erasable words beside the event. Raises Refused("busy") when others keep being first.
    """
    xid = horizon.own_transaction()
    for attempt in range(RETRIES):
        last = Event.objects.filter(subject_kind=subject.subject_kind, subject_id=subject.pk).order_by("-seq").first()
        event, words = _event(actor, subject, verb, last.seq if last else 0, last.hash if last else "", changes or {},
                              reason, occurred_at, xid)  # fmt: skip
        try:
            with transaction.atomic():
                event.save(force_insert=True)
        except IntegrityError:
            if attempt == RETRIES - 1:
                raise Refused("busy", "Sedang diubah orang lain. Muat ulang halaman, lalu coba lagi.") from None
            continue
        if words:
            words.event = event
            words.save(force_insert=True)
        return event
    raise AssertionError("unreachable")


def record_new(
    actor: Actor,
    subjects: Iterable[Subject],
    verb: str,
    *,
    changes: Mapping[UUID, Mapping[str, object]] | None = None,
    occurred: Mapping[UUID, datetime] | None = None,
    reasons: Mapping[UUID, str] | None = None,
) -> int:
    """First events of many new subjects, written in batches; equal to `record` on each. Returns how many."""
    told, when, why = changes or {}, occurred or {}, reasons or {}
    made = [
        _event(actor, one, verb, 0, "", told.get(one.pk, {}), why.get(one.pk, ""), when.get(one.pk), 0)
        for one in subjects
    ]
    rows.write([event for event, _ in made], horizon.own_said())
    _keep_words([(event, words) for event, words in made if words])
    return len(made)


def _keep_words(pairs: Sequence[tuple[Event, Words]]) -> None:
    """The reasons of events that were written in a batch and so do not know their ids."""
    for start in range(0, len(pairs), BATCH):
        part = pairs[start : start + BATCH]
        kinds, subjects = {event.subject_kind for event, _ in part}, [event.subject_id for event, _ in part]
        steps = {event.seq for event, _ in part}
        found = Event.objects.filter(subject_kind__in=kinds, subject_id__in=subjects, seq__in=steps)
        told = found.values_list("pk", "subject_kind", "subject_id", "seq")
        ids = {(kind, subject, seq): pk for pk, kind, subject, seq in told}
        for event, words in part:
            words.event_id = ids[event.subject_kind, event.subject_id, event.seq]
    rows.write([words for _, words in pairs])


def _event(
    actor: Actor, subject: Subject, verb: str, seq: int, previous: str, changes: Mapping[str, object], reason: str,
    occurred_at: datetime | None, xid: int,
) -> tuple[Event, Words | None]:  # fmt: skip
    now = clock.now()
    content: dict[str, object] = {
        "at": now, "verb": verb, "kind": subject.subject_kind, "id": subject.pk, "seq": seq + 1, "path": subject.path,
        "who": actor.name, "office": actor.office.title if actor.office else "", "on_behalf": actor.on_behalf,
        "version": getattr(subject, "version", 0), "status": getattr(subject, "status", ""),
        "changes": changes, "previous": previous,
    }  # fmt: skip
    if occurred_at:
        content["occurred_at"] = occurred_at
    words = None
    if reason:
        words = Words(salt=chance.secret(16), text=reason)
        content["reason"] = digest_of_words(words.salt, reason)
    body = canonical(content)
    event = Event(
        xid=xid, subject_kind=subject.subject_kind, subject_id=subject.pk, seq=seq + 1, verb=verb,
        path=subject.path, recorded_at=now, body=body, hash=hashlib.sha256(body.encode()).hexdigest(),
    )  # fmt: skip
    return event, words


def move(
    actor: Actor,
    subject: Any,
    step: Step,
    *,
    changes: Mapping[str, object] | None = None,
    unrecorded: Mapping[str, object] | None = None,
    details: Mapping[str, object] | None = None,
    reason: str = "",
) -> Event:
    """Takes `subject` one step: checks its state, updates it only if nobody was first, and records the event.

    `changes` are model fields set and recorded; `unrecorded` are set and kept out of the chain (personal words);
    `details` are recorded only. Raises Refused("wrong_step") or Refused("stale").
    """
    if subject.status not in step.sources:
        raise Refused("wrong_step", f"“{step.label}” tidak bisa lagi dilakukan: keadaannya sudah berubah.")
    seen = subject.version
    fields = {**(changes or {}), **(unrecorded or {}), "version": seen + 1}
    if step.target:
        fields["status"] = step.target
    if not type(subject).objects.filter(pk=subject.pk, version=seen).update(**fields):
        raise Refused("stale", "Sudah lebih dulu diubah orang lain. Muat ulang halaman untuk melihat keadaan terbaru.")
    before = {name: getattr(subject, name, None) for name in changes or {}}
    for name, value in fields.items():
        setattr(subject, name, value)
    told = {name: [before[name], value] for name, value in (changes or {}).items() if before[name] != value}
    return record(actor, subject, step.event, changes={**told, **(details or {})}, reason=reason)


def move_all(
    actor: Actor,
    subjects: Sequence[Any],
    step: Step,
    *,
    changes: Mapping[str, object] | None = None,
    details: Mapping[UUID, Mapping[str, object]] | None = None,
    reasons: Mapping[UUID, str] | None = None,
) -> int:
    """Takes many rows of one model the same step with the same `changes`, in few statements: all of them or none.

    Equal to `move` on each, with `details` and `reasons` of its own. Raises Refused("wrong_step" | "stale" | "busy").
    """
    if any(one.status not in step.sources for one in subjects):
        raise Refused("wrong_step", f"“{step.label}” tidak bisa lagi dilakukan: keadaannya sudah berubah.")
    told, why, fields = details or {}, reasons or {}, dict(changes or {})
    if step.target:
        fields["status"] = step.target
    for version in sorted({one.version for one in subjects}):
        _update(type(subjects[0]), [one.pk for one in subjects if one.version == version], version, fields)
    last, made = _last(subjects), []
    for one in subjects:
        changed = {name: [getattr(one, name), value] for name, value in (changes or {}).items()
                   if getattr(one, name) != value}  # fmt: skip
        for name, value in (*fields.items(), ("version", one.version + 1)):
            setattr(one, name, value)
        seq, before = last.get(one.pk, (0, ""))
        made.append(_event(actor, one, step.event, seq, before, {**changed, **told.get(one.pk, {})},
                           why.get(one.pk, ""), None, 0))  # fmt: skip
    try:
        with transaction.atomic():
            rows.write([event for event, _ in made], horizon.own_said())
    except IntegrityError:
        raise Refused("busy", "Sedang diubah orang lain. Muat ulang halaman, lalu coba lagi.") from None
    _keep_words([(event, words) for event, words in made if words])
    return len(made)


def _update(model: Any, ids: Sequence[Any], version: int, fields: Mapping[str, object]) -> None:
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        taken = model.objects.filter(pk__in=part, version=version).update(**fields, version=version + 1)
        if taken != len(part):
            raise Refused(
                "stale", "Sudah lebih dulu diubah orang lain. Muat ulang halaman untuk melihat keadaan terbaru."
            )


def _last(subjects: Sequence[Any]) -> dict[UUID, tuple[int, str]]:
    """The number and the hash of each one's last event."""
    found: dict[UUID, tuple[int, str]] = {}
    for start in range(0, len(subjects), BATCH):
        ids = [one.pk for one in subjects[start : start + BATCH]]
        said = Event.objects.filter(subject_kind=subjects[0].subject_kind, subject_id__in=ids)
        for subject, seq, value in said.order_by("subject_id", "seq").values_list("subject_id", "seq", "hash"):
            found[subject] = (seq, value)
    return found


@dataclass(frozen=True)
class Aside:
    """A subject without a table: what the journal says about reading and erasing has a chain of its own."""

    subject_kind: str
    pk: UUID
    path: str = ""


def record_look(actor: Actor, subject: Subject, what: str) -> Event:
    """Notes that somebody read what is sensitive, chained on the reader's own day, never on the person read."""
    looks = Aside(LOOKS, uuid5(NAMESPACE_URL, f"rembuk:looks:{actor.user_id}:{clock.today()}"))
    return record(
        actor, looks, "audit.looked", changes={"what": what, "subject": f"{subject.subject_kind}:{subject.pk}"}
    )


@transaction.atomic
def erase_words(*, actor: Actor, event: Event, permission: str = "audit.erase") -> None:
    """Blanks the words and the salt beside an event, as the law asks; the chain keeps a digest that tells nothing."""
    if not actor.holds(permission, at=event.path):
        raise Refused("not_allowed", "Penghapusan kata-kata hanya oleh petugas yang berwenang.")
    if not Words.objects.filter(event=event, erased_at__isnull=True).update(text="", salt="", erased_at=clock.now()):
        raise Refused("no_words", "Tidak ada kata-kata yang dapat dihapus pada kejadian ini.")
    erased = {"kind": event.subject_kind, "subject": event.subject_id, "seq": event.seq}
    words = Words.objects.get(event=event)
    record(actor, Aside(ERASURE, words.pk, event.path), "audit.words_erased", changes=erased)


@transaction.atomic
def erase_words_of(*, actor: Actor, subject: Subject, permission: str = "audit.erase") -> int:
    """The same for all events of a subject; a deed such as a takedown names the permission that it asks for itself."""
    spoken = queries.events(subject.subject_kind, subject.pk).filter(words__erased_at__isnull=True, words__isnull=False)
    for event in spoken:
        erase_words(actor=actor, event=event, permission=permission)
    return len(spoken)


def close_days(now: datetime) -> int:
    """Makes the digests of all days that are over, empty ones too, and returns how many.

    A day is closed only when nothing of it can still become visible: a transaction begun after its end is over, and
    so is every older one. Where an older one runs on, the day waits for the next call.
    """
    newest = queries.digests().first()
    day = newest.day + timedelta(days=1) if newest else queries.first_day()
    last = clock.local(now - GRACE).date() - timedelta(days=1)
    if day is None or day > last or not _all_older_are_over():
        return 0
    closed = 0
    for one in _rooted(day, last):
        try:
            with transaction.atomic():
                newest = _close(*one, newest.hash if newest else "", now)
        except IntegrityError:
            return closed  # another worker closes them
        closed += 1
    return closed


def _all_older_are_over() -> bool:
    """Waits a little until every transaction older than this call is over, and says whether that came."""
    mark, until = horizon.own_transaction(), time.monotonic() + PATIENCE
    while (below := horizon.horizon()) is not None and below <= mark:
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _rooted(first: date, last: date) -> list[tuple[date, merkle.Tree]]:
    """Each of these days with the tree of its events; many at once take longer than a page may."""
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL cursor_tuple_fraction = 1")
        return [(day, merkle.tree(hashes)) for day, hashes in queries.hashes_by_day(first, last)]


def _close(day: date, tree: merkle.Tree, previous: str, now: datetime) -> Digest:
    root = tree.root()
    digest = Digest.objects.create(
        day=day, events=tree.count, root=root, previous=previous, closed_at=now,
        hash=merkle.link(day.isoformat(), tree.count, root, previous),
    )  # fmt: skip
    told = {"day": day, "events": tree.count, "root": root, "hash": digest.hash}
    record(SYSTEM, digest, "audit.day_closed", changes=told)
    return digest


def read_on(*, name: str, limit: int, take: Callable[[list[Told]], None]) -> int:
    """Hands the next events to `take` and moves the consumer's position, in one transaction: each event exactly once.

    Returns how many; 0 also when another worker was first.
    """
    if not queries.since(*queries.position(name), 1):
        return 0
    with transaction.atomic():
        reader, _ = Reader.objects.get_or_create(name=name)
        told = queries.since(reader.xid, reader.event_id, limit)
        seen = Reader.objects.filter(pk=reader.pk, xid=reader.xid, event_id=reader.event_id)
        if not told or not seen.update(xid=told[-1].xid, event_id=told[-1].id):
            return 0
        take(told)
        return len(told)


@transaction.atomic
def restored() -> None:
    """After a restore, as the owner of the tables: transaction numbers of another server mean nothing here.

    All events count as old (xid 0), and each consumer goes on before the first event that it had not read. It may meet
    events again: the inbox knows its keys, tallies are rebuilt.
    """
    for reader in Reader.objects.all():
        unread = Event.objects.extra(where=["(xid, id) > (%s, %s)"], params=[reader.xid, reader.event_id])
        first = unread.aggregate(first=Min("id"))["first"]
        reader.event_id = first - 1 if first else Event.objects.aggregate(last=Max("id"))["last"] or 0
        reader.xid = 0
        reader.save()
    Event.objects.filter(xid__gt=0).update(xid=0)


@transaction.atomic
def read_again(*, name: str) -> None:
    """Sets a consumer back to the first event."""
    Reader.objects.update_or_create(name=name, defaults={"xid": 0, "event_id": 0})
