"""Bodies, their positions, and who holds them from when to when."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.foundation.accounts.models import User
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.territory.models import Territory


class Kind(models.Model):
    """A kind of body. `tier` is a territory level or opd.

    What this city calls it (LMK, LPM, LPMK; Dinas, Sudin) is a dated row of `regulations` under `word`, with its legal
    basis; `label` is what it was called first.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.CharField(max_length=30, unique=True)
    label = models.CharField(max_length=60)
    tier = models.CharField(max_length=10)
    version = models.PositiveIntegerField(default=1)
    subject_kind: ClassVar[str] = "institutions.kind"

    @property
    def path(self) -> str:
        """Kinds are the whole city's."""
        return ""

    @property
    def word(self) -> str:
        """The key of the rows that say what it is called."""
        return f"institutions.kind.{self.key}"

    def __str__(self) -> str:
        return self.label


class Institution(models.Model):
    """A body at a place: an RT, an RW, a kelurahan office, a Dinas. `ends` closes it."""

    subject_kind: ClassVar[str] = "institutions.institution"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="institutions")
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60, blank=True)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="institutions")
    ends = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "territory", "name"], name="institutions_name"),
        ]

    @property
    def path(self) -> str:
        """Its territory's path."""
        return self.territory.path

    def __str__(self) -> str:
        return self.short_name or self.name


class Position(models.Model):
    """A seat in an institution. `role` is a key of `roles.ROLES`; `rank` orders who steps in when one is vacant.

    A report's holder is a position, so it never loses its holder when a person leaves.
    """

    subject_kind: ClassVar[str] = "institutions.position"

    id = models.UUIDField(primary_key=True, default=new_id)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="positions")
    role = models.CharField(max_length=30)
    title = models.CharField(max_length=160)
    rank = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "title"], name="institutions_position_title"),
        ]

    @property
    def path(self) -> str:
        """Its institution's path."""
        return self.institution.territory.path

    def __str__(self) -> str:
        return self.title


class Appointment(models.Model):
    """A person in a position, by decree, from `starts` until `ends` (exclusive; empty = until further notice).

    `mandate`: definitive, acting (Plt), deputy (acts atas nama of the one who holds it) or operator.
    """

    MANDATES: ClassVar = [
        ("definitive", "Definitif"), ("acting", "Pelaksana tugas"), ("deputy", "Wakil, atas nama"),
        ("operator", "Operator, atas nama"),
    ]  # fmt: skip
    subject_kind: ClassVar[str] = "institutions.appointment"

    id = models.UUIDField(primary_key=True, default=new_id)
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="appointments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    mandate = models.CharField(max_length=10, choices=MANDATES, default="definitive")
    decree = models.CharField(max_length=120, blank=True)
    decree_on = models.DateField(null=True)
    starts = models.DateField()
    ends = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts")), name="institutions_term"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["position", "starts"], name="institutions_app_position"),
            models.Index(fields=["user", "starts"], name="institutions_app_user"),
            # Whose term ends, or has just ended.
            models.Index(fields=["ends"], condition=Q(ends__isnull=False), name="institutions_app_ends"),
        ]

    @property
    def path(self) -> str:
        """Its position's path."""
        return self.position.path

    @property
    def last_day(self) -> date | None:
        """The last day in office, as people say it."""
        return self.ends - timedelta(days=1) if self.ends else None

    def __str__(self) -> str:
        return f"{self.user}, {self.position}"


class Concern(models.Model):
    """A rule that an appointment strains (third term, double office), with the reason given; the camat reads it."""

    subject_kind: ClassVar[str] = "institutions.concern"

    id = models.UUIDField(primary_key=True, default=new_id)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="concerns")
    code = models.CharField(max_length=30)
    reason = models.TextField()
    noted_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    @property
    def path(self) -> str:
        """Its appointment's path."""
        return self.appointment.path

    def __str__(self) -> str:
        return f"{self.code}: {self.appointment}"


class Stamp(models.Model):
    """One row; `value` is drawn anew after every change of bodies, seats and terms: each process looks again."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.UUIDField(default=new_id)

    def __str__(self) -> str:
        return str(self.value)
