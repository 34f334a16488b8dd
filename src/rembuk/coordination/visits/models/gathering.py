"""A rembuk: the mayor sits with a kelurahan, hears, and tells; each wish becomes something before the page closes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.coordination.decisions.models import Decision, FollowUp
from rembuk.coordination.meetings.models import AgendaItem, Meeting
from rembuk.coordination.reports.models import Report
from rembuk.coordination.visits.models.fridays import Stop
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.territory.models import Territory


class Gathering(models.Model):
    """A rembuk in a kelurahan on a day; `stop` where it stood in the year's plan. `led_by` is an office."""

    STATES: ClassVar = [("open", "berlangsung"), ("closed", "selesai"), ("cancelled", "batal")]
    subject_kind: ClassVar[str] = "visits.gathering"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=16, unique=True)
    stop = models.OneToOneField(Stop, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    led_by = models.CharField(max_length=160)
    place = models.CharField(max_length=160, blank=True)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=24, blank=True)
    kecamatan_id = models.UUIDField(null=True)
    kelurahan_id = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, choices=STATES, default="open")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["territory"], condition=Q(status="open"), name="visits_gathering_one_open"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kelurahan_id", "-opened_at", "-id"], name="visits_gathering_kel"),
            models.Index(fields=["-opened_at", "-id"], name="visits_gathering_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.territory_id}"


class Sitting(models.Model):
    """The meeting as which a rembuk is invited to, attended and minuted: letter, QR at the door and papers are its."""

    id = models.UUIDField(primary_key=True, default=new_id)
    gathering = models.OneToOneField(Gathering, on_delete=models.PROTECT, related_name="sitting")
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.gathering_id} {self.meeting_id}"


class Aspiration(models.Model):
    """What somebody said, in one line, and what it became. Who said it is sealed, and stands in no journal.

    `item` is how it stands in the minutes.
    """

    OUTCOMES: ClassVar = [
        ("report", "laporan"), ("follow_up", "tindak lanjut"), ("decision", "keputusan"),
        ("refused", "tidak dapat diterima"),
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="aspirations")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    speaker = models.BinaryField(null=True)
    rw = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    heard_at = models.DateTimeField()
    request_key = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="visits_aspiration_says"),
            models.UniqueConstraint(fields=["gathering", "number"], name="visits_aspiration_number"),
            models.UniqueConstraint(
                fields=["gathering", "request_key"], condition=~Q(request_key=""), name="visits_aspiration_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", report=None, decision=None, follow_up=None)
                | Q(outcome="report", report__isnull=False)
                | Q(outcome="decision", decision__isnull=False)
                | Q(outcome="follow_up", decision__isnull=False, follow_up__isnull=False)
                | (Q(outcome="refused") & ~Q(reason="")),
                name="visits_aspiration_became",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Tiding(models.Model):
    """A policy that the city wants told in every kelurahan, until it is taken off the list."""

    STATES: ClassVar = [("standing", "disampaikan"), ("ended", "sudah tidak")]
    subject_kind: ClassVar[str] = "visits.tiding"

    id = models.UUIDField(primary_key=True, default=new_id)
    text = models.CharField(max_length=240)
    path = models.CharField(max_length=24, blank=True)
    noted_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=STATES, default="standing")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="visits_tiding_says")]

    def __str__(self) -> str:
        return self.text


class TidingTold(models.Model):
    """That a policy was told at a rembuk, to an RW."""

    id = models.UUIDField(primary_key=True, default=new_id)
    tiding = models.ForeignKey(Tiding, on_delete=models.PROTECT, related_name="+", db_index=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="tidings")
    rw = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    told_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gathering", "tiding", "rw"], name="visits_tiding_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.tiding_id} {self.rw_id}"
