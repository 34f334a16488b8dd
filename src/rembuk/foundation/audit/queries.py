"""Reading the journal: a subject's events, the days' digests, and the outbox for those who make something of events.

Whether an actor may read a subject's events is asked of the subject's own module, by its present row.
"""

import json
from collections.abc import Collection, Generator, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Aggregate, CharField, Count, Exists, OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.functions import TruncDate

from rembuk.foundation.audit import horizon
from rembuk.foundation.audit.models import ERASURE, Digest, Event, Reader, Words
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.kernel.seams import Told


def events(kind: str, subject_id: UUID) -> QuerySet[Event]:
    """A subject's events, oldest first, each with its words."""
    return Event.objects.filter(subject_kind=kind, subject_id=subject_id).select_related("words").order_by("seq")


def erased_silently() -> tuple[str, UUID, int] | None:
    """The first event whose words are gone without an event that tells of it: kind, subject and number."""
    told = Event.objects.filter(subject_kind=ERASURE, subject_id=OuterRef("pk"))
    rows = Words.objects.filter(~Exists(told), erased_at__isnull=False).order_by("pk")
    return rows.values_list("event__subject_kind", "event__subject_id", "event__seq").first()


class Said(NamedTuple):
    """What a trail tells of an event: `words` are the reason given, "" where there was none or it was erased."""

    verb: str
    recorded_at: datetime
    body: str
    words: str


_story = Prepared(
    lambda kind, subject: Event.objects.filter(subject_kind=kind, subject_id=subject)
    .order_by("seq")
    .values_list("verb", "recorded_at", "body", "words__text"),
    kind=CharField(), subject=UUIDField(),
)  # fmt: skip


def story(kind: str, subject_id: UUID) -> list[Said]:
    """A subject's events, oldest first, as far as a trail tells them."""
    return [Said(verb, at, body, words or "") for verb, at, body, words in _story(kind=kind, subject=subject_id)]


class _Listed(Aggregate):
    """Rows as one JSON list of lists, in no order."""

    template, output_field = "json_group_array(json_array(%(expressions)s))", CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same by its other names."""
        return self.as_sql(
            compiler, connection, template="json_agg(json_build_array(%(expressions)s))::text", **context
        )


def with_story(kind: str) -> Subquery:
    """For `annotate` on rows of a kind: what `told` reads, so that a page asks once for a subject and its story."""
    rows = Event.objects.filter(subject_kind=kind, subject_id=OuterRef("pk")).order_by().values("subject_id")
    return Subquery(rows.annotate(all=_Listed("seq", "verb", "recorded_at", "body", "words__text")).values("all"))


def told(listed: str | None) -> list[Said]:
    """The story of a row that was asked `with_story`, as `story` gives it."""
    rows = sorted(json.loads(listed)) if listed else []
    return [Said(verb, _moment(at), body, words or "") for _, verb, at, body, words in rows]


def _moment(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def deeds(
    who: str, office: str, kind: str, subjects: QuerySet[Any], verbs: Collection[str], since: datetime, until: datetime
) -> list[tuple[UUID, str, datetime]]:
    """What somebody did in an office on some subjects of a kind, by the names that the journal keeps; oldest first."""
    rows = Event.objects.filter(
        subject_kind=kind, subject_id__in=subjects, verb__in=verbs, recorded_at__gte=since, recorded_at__lt=until
    )  # fmt: skip
    told = rows.order_by("recorded_at", "id").values_list("subject_id", "verb", "recorded_at", "body")
    return [(pk, verb, at) for pk, verb, at, body in told if _by(body) == (who, office)]


def _by(body: str) -> tuple[str, str]:
    said = json.loads(body)
    return said["who"], said["office"]


def bounds(day: date) -> tuple[datetime, datetime]:
    """When a day of the city begins, and when the next."""
    start = datetime.combine(day, time.min, clock.zone())
    return start, datetime.combine(day + timedelta(days=1), time.min, clock.zone())


def hashes(day: date) -> Iterator[str]:
    """The hashes of the events recorded on a day, in the order in which its digest takes them."""
    return (value for _, found in hashes_by_day(day, day) for value in found)


def hashes_by_day(first: date, last: date) -> Generator[tuple[date, Iterator[str]]]:
    """Each of these days in turn with the hashes of its events, in the order in which its digest takes them; all of
    them are to be taken.

    One sweep: what was brought in at once lies anywhere, and to look it up day by day costs five times as much.
    """
    rows = Event.objects.filter(recorded_at__gte=bounds(first)[0], recorded_at__lt=bounds(last)[1]).order_by()
    by_day = rows.values(day=TruncDate("recorded_at", tzinfo=clock.zone())).annotate(count=Count("id"))
    counts = {row["day"]: row["count"] for row in by_day}
    found = rows.order_by("recorded_at", "hash").values_list("hash", flat=True).iterator(chunk_size=2000)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield day, islice(found, counts.get(day, 0))


def recorded_since(moment: datetime) -> dict[str, int]:
    """How many events of each kind were recorded from then on."""
    rows = Event.objects.filter(recorded_at__gte=moment).order_by("subject_kind").values_list("subject_kind")
    return dict(rows.annotate(count=Count("id")))


def standing(kind: str, ids: Collection[UUID]) -> dict[UUID, tuple[int, str]]:
    """Version and state of the rows of a kind, as `record` reads them; those that are not there are left out."""
    [model] = (one for one in apps.get_models() if getattr(one, "subject_kind", "") == kind)
    rows = model._base_manager.filter(pk__in=list(ids))
    if {"version", "status"} <= {field.attname for field in model._meta.concrete_fields}:
        return {pk: (version, status) for pk, version, status in rows.values_list("pk", "version", "status")}
    return {row.pk: (getattr(row, "version", 0), getattr(row, "status", "")) for row in rows}


def digests() -> QuerySet[Digest]:
    """The closed days, newest first; for anyone."""
    return Digest.objects.order_by("-day")


def first_day() -> date | None:
    """The day of the first event."""
    first = Event.objects.order_by("recorded_at").values_list("recorded_at", flat=True).first()
    return clock.local(first).date() if first else None


def export_digests() -> list[dict[str, Any]]:
    """What is published of all closed days, oldest first; `docs/periksa_sidik.py` reads it."""
    return [_published(digest) for digest in Digest.objects.order_by("day").iterator()]


def export_day(day: date) -> dict[str, Any]:
    """What is published of one closed day: its digest and the hashes of its events. No names, no words."""
    digest = Digest.objects.filter(day=day).first()
    if digest is None:
        raise Refused("not_closed", "Hari itu belum ditutup, atau sebelum pemasangan ini ada.")
    return {**_published(digest), "hashes": list(hashes(day))}


def _published(digest: Digest) -> dict[str, Any]:
    return {
        "day": digest.day.isoformat(), "events": digest.events, "root": digest.root,
        "previous": digest.previous, "hash": digest.hash,
    }  # fmt: skip


def looks(actor: Actor) -> QuerySet[Event]:
    """Who opened what is protected; for those who watch over the journal."""
    if not actor.scope("audit.view"):
        raise Refused("not_allowed", "Siapa membuka laporan terlindungi dibaca oleh Inspektorat.")
    # Said in the statement itself: of a given kind PostgreSQL does not know that the index of looks holds it.
    return Event.objects.extra(where=["subject_kind = 'audit.looks'"])


TOLD = ("id", "verb", "subject_kind", "subject_id", "path", "recorded_at", "body", "xid")


def since(xid: int, event_id: int, limit: int) -> list[Told]:
    """The next events after a position, in an order in which nothing can appear before what was read."""
    below = horizon.horizon()
    if below is None:
        return _told(Event.objects.filter(id__gt=event_id).order_by("id"), limit)
    rows = Event.objects.extra(where=["(xid, id) > (%s, %s)"], params=[xid, event_id])
    return _told(rows.filter(xid__lt=below).order_by("xid", "id"), limit)


def _told(rows: QuerySet[Event], limit: int) -> list[Told]:
    return [
        Told(number, verb, kind, subject, path, at, json.loads(body), xid)
        for number, verb, kind, subject, path, at, body, xid in rows.values_list(*TOLD)[:limit]
    ]


def position(name: str) -> tuple[int, int]:
    """How far a consumer has read."""
    return Reader.objects.filter(name=name).values_list("xid", "event_id").first() or (0, 0)


def unread(now: datetime) -> dict[str, float]:
    """For each consumer the age in seconds of the first event that it has not read; 0 where it has read all."""
    found = {}
    for name, xid, event_id in Reader.objects.order_by("name").values_list("name", "xid", "event_id"):
        first = next(iter(since(xid, event_id, 1)), None)
        found[name] = max(0.0, (now - first.recorded_at).total_seconds()) if first else 0.0
    return found


def owns_journal() -> bool:
    """Whether the role that asks could take the triggers away: there is one role for everything, or it is SQLite."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = 'audit_event'::regclass"
        )
        return bool(cursor.fetchone()[0])
