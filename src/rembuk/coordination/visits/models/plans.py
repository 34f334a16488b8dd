"""Field visits that are planned: the day, who goes along, the places, and what became of each of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports.models import Report
from rembuk.coordination.visits.models.field import Visit
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions.models import Institution, Position
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.territory.models import Territory


class Plan(models.Model):
    """Where somebody in office means to go on a day. It belongs to the seat: whoever holds it then goes.

    The same `request_key` of a seat is the same plan, however often it is sent.
    """

    STATES: ClassVar = [("planned", "direncanakan"), ("done", "selesai"), ("cancelled", "dibatalkan")]
    subject_kind: ClassVar[str] = "visits.plan"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=16, unique=True)
    seat = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=160)
    purpose = models.CharField(max_length=160)
    day = models.DateField()
    path = models.CharField(max_length=24, blank=True)
    planned_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True)
    status = models.CharField(max_length=10, choices=STATES, default="planned")
    version = models.PositiveIntegerField(default=1)
    request_key = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(purpose=""), name="visits_plan_has_purpose"),
            models.CheckConstraint(condition=~Q(status="cancelled") | ~Q(reason=""), name="visits_plan_says_why"),
            models.UniqueConstraint(
                fields=["seat", "request_key"], condition=~Q(request_key=""), name="visits_plan_sent_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["seat", "-day", "-id"], name="visits_plan_seat"),
            # What time alone asks about: days that are over, and nobody was reminded.
            models.Index(
                fields=["day"], condition=Q(status="planned", reminded_at__isnull=True), name="visits_plan_due"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.purpose}"


class Fellow(models.Model):
    """A seat whose holder goes along."""

    id = models.UUIDField(primary_key=True, default=new_id)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="fellows", db_index=False)
    seat = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "seat"], name="visits_fellow_once")]

    def __str__(self) -> str:
        return str(self.seat)


class PlanPlace(models.Model):
    """A place of a plan: a report, a follow-up, or a spot that somebody wants to see; and what became of going there.

    `what` says what is to be seen at a spot; a report or a follow-up has its own title. `order` is how it was noted,
    not how one walks.
    """

    FATES: ClassVar = [("open", "belum didatangi"), ("seen", "sudah dilihat"), ("missed", "tidak sampai")]

    id = models.UUIDField(primary_key=True, default=new_id)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="places", db_index=False)
    order = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=160, blank=True)
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(FollowUp, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=160, blank=True)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=24, blank=True)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    fate = models.CharField(max_length=8, choices=FATES, default="open")
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "order"], name="visits_place_order"),
            models.UniqueConstraint(fields=["plan", "report"], name="visits_place_report_once"),
            models.UniqueConstraint(fields=["plan", "follow_up"], name="visits_place_work_once"),
            models.CheckConstraint(
                condition=~Q(what="") | Q(report__isnull=False) | Q(follow_up__isnull=False), name="visits_place_is_of"
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lng__isnull=True) | Q(lat__isnull=False, lng__isnull=False),
                name="visits_place_point",
            ),
            models.CheckConstraint(condition=~Q(fate="missed") | ~Q(reason=""), name="visits_place_says_why"),
        ]
        # Territories that move take their places along.
        indexes: ClassVar = [models.Index(fields=["path"], name="visits_place_path")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.order}"


class CheckIn(models.Model):
    """Somebody stood at a place of a plan; once each. Time is that of receipt, what the phone says is sealed beside."""

    id = models.UUIDField(primary_key=True, default=new_id)
    place = models.ForeignKey(PlanPlace, on_delete=models.PROTECT, related_name="check_ins", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=160)
    office = models.CharField(max_length=300)
    came_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claims = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["place", "user"], name="visits_came_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.place_id}"


class PlanVisit(models.Model):
    """What was written at a place of a plan; several of those who went may write."""

    id = models.UUIDField(primary_key=True, default=new_id)
    place = models.ForeignKey(PlanPlace, on_delete=models.PROTECT, related_name="visits")
    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="planned")

    def __str__(self) -> str:
        return f"{self.place_id} {self.visit_id}"
