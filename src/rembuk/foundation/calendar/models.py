"""Days on which the offices do not work, and the decree that says so."""

from typing import ClassVar

from django.db import models

from rembuk.foundation.kernel.chance import new_id


class Day(models.Model):
    """A day that differs from its weekday: a holiday, a joint leave (cuti bersama), or a working Saturday."""

    KINDS: ClassVar = [("holiday", "Hari libur"), ("joint_leave", "Cuti bersama"), ("working", "Hari kerja pengganti")]
    subject_kind: ClassVar[str] = "calendar.day"

    id = models.UUIDField(primary_key=True, default=new_id)
    date = models.DateField(unique=True)
    kind = models.CharField(max_length=12, choices=KINDS)
    name = models.CharField(max_length=120)
    basis = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    @property
    def path(self) -> str:
        """The calendar is the whole city's."""
        return ""

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class Decree(models.Model):
    """The joint decree (SKB) of a year. Dues that reach into a year without one are `sementara`."""

    subject_kind: ClassVar[str] = "calendar.decree"

    id = models.UUIDField(primary_key=True, default=new_id)
    year = models.PositiveSmallIntegerField(unique=True)
    number = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    @property
    def path(self) -> str:
        """The calendar is the whole city's."""
        return ""

    def __str__(self) -> str:
        return f"SKB {self.year}"


class Stamp(models.Model):
    """One row; `value` is drawn anew at every change, so that each process knows that what it holds is old."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.UUIDField(default=new_id)

    def __str__(self) -> str:
        return str(self.value)
