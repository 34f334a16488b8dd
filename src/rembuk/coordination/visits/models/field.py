"""Field visits: what was seen at a place, what it concerns, what was promised there, and who came along."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports.models import Report
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.territory.models import Territory

LEVELS = ("kecamatan", "kelurahan", "rw", "rt")


class Visit(models.Model):
    """Somebody in office went to a place. `title` is the office alone, for everyone; `office` names the person.

    `claimed_at` is what the phone says, `noted_at` when it came in. Where the phone was is sealed in `claims`.
    The same `request_key` of a visitor is the same visit, however often it is sent.
    """

    STATES: ClassVar = [("noted", "dicatat"), ("cancelled", "dibatalkan, salah catat")]
    subject_kind: ClassVar[str] = "visits.visit"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=16, unique=True)
    visitor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=160)
    office = models.CharField(max_length=300)
    seen = models.TextField()
    place = models.CharField(max_length=160, blank=True)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=24, blank=True)
    kecamatan_id = models.UUIDField(null=True)
    kelurahan_id = models.UUIDField(null=True)
    rw_id = models.UUIDField(null=True)
    rt_id = models.UUIDField(null=True)
    claims = models.BinaryField(null=True)
    claimed_at = models.DateTimeField(null=True)
    noted_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=STATES, default="noted")
    version = models.PositiveIntegerField(default=1)
    request_key = models.CharField(max_length=64, blank=True)
    payload_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(seen=""), name="visits_says_what_was_seen"),
            models.UniqueConstraint(
                fields=["visitor", "request_key"], condition=~Q(request_key=""), name="visits_sent_once"
            ),
        ]
        # A list by equality and newest first: one's own, and what lies in a place of each level; the city's has none.
        indexes: ClassVar = [
            models.Index(fields=["-noted_at", "-id"], name="visits_newest"),
            models.Index(fields=["visitor", "-noted_at", "-id"], name="visits_visitor"),
            *(models.Index(fields=[f"{level}_id", "-noted_at", "-id"], name=f"visits_{level}") for level in LEVELS),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class VisitReport(models.Model):
    """A report that was looked at; `is_new` where it was raised from what was seen."""

    id = models.UUIDField(primary_key=True, default=new_id)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="reports", db_index=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    is_new = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["visit", "report"], name="visits_report_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.report_id}"


class VisitWork(models.Model):
    """A follow-up that was looked at; `is_promise` where it was promised on the spot."""

    id = models.UUIDField(primary_key=True, default=new_id)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="work", db_index=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="+")
    is_promise = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["visit", "follow_up"], name="visits_work_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.follow_up_id}"


class Companion(models.Model):
    """A body whose people came along; they read the visit too."""

    id = models.UUIDField(primary_key=True, default=new_id)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="companions", db_index=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["visit", "institution"], name="visits_companion_once")]

    def __str__(self) -> str:
        return str(self.institution)
