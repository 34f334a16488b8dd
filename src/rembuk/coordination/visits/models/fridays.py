"""The rotation of the mayor's Fridays: a year's plan, where it stops, and when it pauses."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.territory.models import Territory


class Rotation(models.Model):
    """A plan of a year of Fridays. `told` is what the planner said of it, `fridays` the Fridays as they were then.

    One plan is published; one made anew takes its place from its first day, and the former holds until
    `replaced_on`. `year` and `number` are its name.
    """

    STATES: ClassVar = [
        ("asked", "sedang disusun"), ("draft", "rancangan"), ("failed", "tidak tersusun"), ("published", "diumumkan"),
        ("replaced", "diganti"), ("dropped", "tidak dipakai"),
    ]  # fmt: skip
    subject_kind: ClassVar[str] = "visits.rotation"

    id = models.UUIDField(primary_key=True, default=new_id)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    starts = models.DateField()
    ends = models.DateField()
    path = models.CharField(max_length=24, blank=True)
    status = models.CharField(max_length=10, choices=STATES, default="asked")
    version = models.PositiveIntegerField(default=1)
    asked_by = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    replaced_on = models.DateField(null=True)
    told = models.JSONField(default=dict)
    fridays = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="visits_rotation_span"),
            models.UniqueConstraint(fields=["year", "number"], name="visits_rotation_once"),
            models.UniqueConstraint(
                fields=["status"], condition=Q(status__in=("published", "asked")), name="visits_rotation_one"
            ),
        ]

    @property
    def code(self) -> str:
        """As it stands in the address: 2026-1."""
        return f"{self.year}-{self.number}"

    def __str__(self) -> str:
        return f"Giliran Jumat {self.code}"


class Stop(models.Model):
    """A kelurahan on a Friday of a plan: why then, whether a person put it there, from which date it moved.

    `deputy` is who goes in the mayor's place, by office.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="stops", db_index=False)
    date = models.DateField()
    seat = models.PositiveSmallIntegerField(default=1)
    kelurahan = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    is_fixed = models.BooleanField(default=False)
    urgency = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=400, blank=True)
    moved_from = models.DateField(null=True)
    deputy = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(seat__in=[1, 2]), name="visits_stop_seat"),
            models.UniqueConstraint(fields=["rotation", "date", "seat"], name="visits_stop_two_at_most"),
            models.UniqueConstraint(fields=["rotation", "kelurahan", "date"], name="visits_stop_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.kelurahan_id}"


class Pause(models.Model):
    """From when until when fewer Fridays are open: `most` places on each, 0 closes them."""

    KINDS: ClassVar = [
        ("fasting", "bulan puasa"), ("closed", "hari ditutup"), ("election", "masa tenang dan kampanye pemilu"),
    ]  # fmt: skip
    STATES: ClassVar = [("standing", "berlaku"), ("dropped", "dicabut")]
    subject_kind: ClassVar[str] = "visits.pause"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=10, choices=KINDS)
    first = models.DateField()
    last = models.DateField()
    most = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=160)
    path = models.CharField(max_length=24, blank=True)
    status = models.CharField(max_length=10, choices=STATES, default="standing")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="visits_pause_span"),
            models.CheckConstraint(condition=Q(most__lte=1), name="visits_pause_most"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first} {self.last}"
