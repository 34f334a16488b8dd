"""When a body meets, what is on the agenda, who came, what was agreed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.coordination.meetings.models.kind import Kind
from rembuk.foundation.accounts.models import User
from rembuk.foundation.files.models import Document
from rembuk.foundation.institutions.models import Institution, Position
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.regulations.models import Rule


class Regular(models.Model):
    """A body's rapat rutin: the `week`-th `weekday` of the month (0 Monday … 6; week 0 = every week, 5 = the last)."""

    subject_kind: ClassVar[str] = "meetings.regular"

    id = models.UUIDField(primary_key=True, default=new_id)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="regulars")
    weekday = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()
    at = models.TimeField()
    place = models.CharField(max_length=160, blank=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["institution"], condition=Q(ended_at__isnull=True), name="meetings_one_regular"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6) & Q(week__lte=5), name="meetings_regular_day"),
        ]

    @property
    def path(self) -> str:
        """Its institution's path."""
        return self.institution.path

    def __str__(self) -> str:
        return f"Rapat rutin {self.institution}"


class Deviation(models.Model):
    """A day on which a rapat rutin is not held as usual: at another time or place, or (no `starts_at`) not at all."""

    id = models.UUIDField(primary_key=True, default=new_id)
    regular = models.ForeignKey(Regular, on_delete=models.PROTECT, related_name="deviations")
    day = models.DateField()
    starts_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=160, blank=True)
    reason = models.CharField(max_length=240)

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regular", "day"], name="meetings_deviation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.regular} {self.day}"


class Meeting(models.Model):
    """A meeting of an institution, from convening to the locked minutes.

    `quorum` is how many of the invited must be present, by the rule of the day it was convened. `minuted_by` and
    `approved_by` are names and offices as they were. `document` is the berita acara stored at lock; `text_hash` is the
    SHA-256 of the minutes as locked. Whoever came comments on the minutes until `comments_until`. `sequence` counts
    changes of time and place, for calendars. The ids of its places serve the lists: its institution's path cannot order
    them.
    """

    STATES: ClassVar = [
        ("convened", "Diundang"), ("running", "Berlangsung"), ("minuted", "Menunggu persetujuan ketua rapat"),
        ("locked", "Disetujui dan dikunci"), ("cancelled", "Dibatalkan"),
    ]  # fmt: skip
    subject_kind: ClassVar[str] = "meetings.meeting"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=20, unique=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="meetings")
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, null=True, related_name="meetings")
    regular = models.ForeignKey(Regular, on_delete=models.PROTECT, null=True, related_name="meetings")
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=160)
    status = models.CharField(max_length=12, choices=STATES, default="convened")
    chair = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="chaired")
    minute_taker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    minuted_by = models.CharField(max_length=300, blank=True)
    approved_by = models.CharField(max_length=300, blank=True)
    quorum = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)
    text_hash = models.CharField(max_length=64, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    sequence = models.PositiveIntegerField(default=0, db_default=0)
    comments_until = models.DateTimeField(null=True)
    comments_rule = models.ForeignKey(Rule, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kecamatan_id = models.UUIDField(null=True)
    kelurahan_id = models.UUIDField(null=True)
    rw_id = models.UUIDField(null=True)
    rt_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status="locked") | (~Q(text_hash="") & Q(locked_at__isnull=False)), name="meetings_locked"
            ),
            models.UniqueConstraint(
                fields=["institution", "starts_at"], condition=~Q(status="cancelled"), name="meetings_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["institution", "starts_at", "id"], name="meetings_institution"),
            models.Index(fields=["starts_at", "id"], name="meetings_city"),
            models.Index(fields=["status", "starts_at", "id"], name="meetings_in_a_state"),
            models.Index(fields=["kind", "starts_at", "id"], name="meetings_of_a_kind"),
            models.Index(fields=["kecamatan_id", "starts_at", "id"], name="meetings_kecamatan"),
            models.Index(fields=["kelurahan_id", "starts_at", "id"], name="meetings_kelurahan"),
            models.Index(fields=["rw_id", "starts_at", "id"], name="meetings_rw"),
            models.Index(fields=["rt_id", "starts_at", "id"], name="meetings_rt"),
            models.Index(fields=["chair", "status"], name="meetings_chair"),
        ]

    @property
    def path(self) -> str:
        """Its institution's path."""
        return self.institution.path

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """A butir of the agenda: its discussion, and how it ended.

    `outcome`: "" (open), agreed (mufakat), voted, not_agreed (needs `reason`), postponed. `hand_up` says that the body
    passes the matter on to the level above instead of settling it. `minutes` is the time given to it, `by` the member
    who proposed it. `removed_at`: taken off before the meeting; the row stays, for its line of audit does. `drafted` is
    the rows of follow-ups that were typed under it and are not made yet, field by field as they were typed.
    """

    OUTCOMES: ClassVar = [
        ("", "belum dibahas"), ("agreed", "mufakat"), ("voted", "pemungutan suara"), ("not_agreed", "belum mufakat"),
        ("postponed", "ditunda"),
    ]  # fmt: skip
    subject_kind: ClassVar[str] = "meetings.agenda_item"

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200)
    why = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=300, blank=True, default="", db_default="")
    minutes = models.PositiveSmallIntegerField(null=True)
    discussion = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, choices=OUTCOMES, blank=True)
    hand_up = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    votes_for = models.PositiveSmallIntegerField(null=True)
    votes_against = models.PositiveSmallIntegerField(null=True)
    votes_blank = models.PositiveSmallIntegerField(null=True)
    drafted = models.JSONField(null=True)
    decided_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "order"], name="meetings_item_order"),
            models.UniqueConstraint(fields=["meeting", "key"], condition=~Q(key=""), name="meetings_item_key"),
            models.CheckConstraint(condition=~Q(outcome="not_agreed") | ~Q(reason=""), name="meetings_item_reason"),
            models.CheckConstraint(
                condition=~Q(outcome="voted") | Q(votes_for__gt=models.F("votes_against")), name="meetings_item_votes"
            ),
        ]
        # Whether what was postponed stands on a later agenda.
        indexes: ClassVar = [models.Index(fields=["key"], name="meetings_item_again")]

    @property
    def path(self) -> str:
        """Its meeting's path."""
        return self.meeting.path

    @property
    def status(self) -> str:
        """Its outcome, open or removed: the state that the audit line keeps."""
        return "removed" if self.removed_at else self.outcome or "open"

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"


class Attendance(models.Model):
    """Who is invited to a meeting, and whether they came. A guest has no position and does not count for the quorum.

    `proxy` is who came in their place; `reply` is what was answered to the invitation, `stand_in` whom they send.
    """

    REPLIES: ClassVar = [("", "belum menjawab"), ("yes", "akan hadir"), ("no", "tidak hadir"), ("sends", "diwakili")]

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    office = models.CharField(max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    proxy = models.CharField(max_length=120, blank=True)
    reply = models.CharField(max_length=6, choices=REPLIES, blank=True, default="", db_default="")
    stand_in = models.CharField(max_length=120, blank=True, default="", db_default="")
    replied_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["order", "id"]
        indexes: ClassVar = [models.Index(fields=["position", "meeting"], name="meetings_invited")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "position"], condition=Q(position__isnull=False),
                                    name="meetings_attendance_once"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Pen(models.Model):
    """Who writes a meeting's minutes now: one person, for as long as they go on writing. `item` is what they are at."""

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="pen")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name
