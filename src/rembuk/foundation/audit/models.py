"""The line of audit: append-only events, the erasable words beside them, the digests over a day, and its readers."""

from typing import ClassVar

from django.db import models

from rembuk.foundation.kernel.chance import new_id

# The kind under which looks at what is protected are chained, by reader and day.
LOOKS = "audit.looks"
# That words were erased, chained by the words.
ERASURE = "audit.erasure"


class Event(models.Model):
    """One deed on one subject. `body` is canonical JSON (UTC microseconds as text, sorted keys) and `hash` its SHA-256.

    `body` holds the hash of the subject's previous event, names as they were, and no personal words. `xid` is
    PostgreSQL's transaction id (0 on SQLite), by which consumers read in an order that does not change.
    """

    id = models.BigAutoField(primary_key=True)
    xid = models.BigIntegerField(default=0)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=60)
    path = models.CharField(max_length=24, blank=True)
    recorded_at = models.DateTimeField()
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "seq"], name="audit_event_seq"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["recorded_at"], name="audit_event_recorded"),
            models.Index(fields=["xid", "id"], name="audit_event_xid"),
            # Who looked at what is protected, the newest first: a few among millions.
            models.Index(
                fields=["-recorded_at", "-id"], condition=models.Q(subject_kind=LOOKS), name="audit_event_looks"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id} #{self.seq}"


class Words(models.Model):
    """The words of a reason, outside the chain: the event holds SHA-256(salt + text). Erasing blanks both."""

    id = models.UUIDField(primary_key=True, default=new_id)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="words")
    salt = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Kata-kata untuk kejadian {self.event_id}"


class Digest(models.Model):
    """The Merkle root over the events recorded on one day (empty days too), chained to the day before."""

    subject_kind: ClassVar[str] = "audit.digest"

    id = models.UUIDField(primary_key=True, default=new_id)
    day = models.DateField(unique=True)
    events = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    closed_at = models.DateTimeField()

    @property
    def path(self) -> str:
        """A day is the whole city's."""
        return ""

    def __str__(self) -> str:
        return f"Sidik {self.day}"


class Reader(models.Model):
    """How far a consumer of events has read: (xid, event id), an order that is stable on PostgreSQL too."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=40, unique=True)
    xid = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
