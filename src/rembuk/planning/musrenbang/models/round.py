"""A year's musrenbang: its stages, its two purses, and how much lies in each."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.territory.models import Territory


class Purse(models.TextChoices):
    """Whose money: the kelurahan's own, which the lurah spends, or a unit's, which is only asked for."""

    KELURAHAN = "kelurahan", "dana kelurahan"
    UNIT = "unit", "usulan ke OPD"


class Field(models.TextChoices):
    WORKS = "works", "sarana prasarana"
    PEOPLE = "people", "pemberdayaan masyarakat"


class Round(models.Model):
    """The musrenbang for the plan of a `year`. Proposals are taken while it is open."""

    STATES: ClassVar = [("prepared", "disiapkan"), ("open", "menerima usulan"), ("closed", "penerimaan ditutup")]
    subject_kind: ClassVar[str] = "musrenbang.round"

    id = models.UUIDField(primary_key=True, default=new_id)
    year = models.PositiveSmallIntegerField(unique=True)
    theme = models.CharField(max_length=200)
    path = models.CharField(max_length=24, blank=True)
    status = models.CharField(max_length=10, choices=STATES, default="prepared")
    version = models.PositiveIntegerField(default=1)
    prepared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(theme=""), name="musrenbang_round_theme"),
            models.UniqueConstraint(fields=["status"], condition=Q(status="open"), name="musrenbang_round_one_open"),
        ]

    def __str__(self) -> str:
        return f"Musrenbang {self.year}"


class Stage(models.Model):
    """From when until when a stage of the round lasts."""

    KEYS: ClassVar = [
        ("intake", "usulan RT dan RW"), ("kelurahan", "musrenbang kelurahan"), ("kecamatan", "musrenbang kecamatan"),
        ("forum", "forum perangkat daerah"), ("kota", "musrenbang kota"), ("rkpd", "penetapan RKPD"),
        ("kuappas", "kesepakatan KUA-PPAS"), ("apbd", "penetapan APBD"), ("dpa", "penetapan DPA"),
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="stages", db_index=False)
    key = models.CharField(max_length=10, choices=KEYS)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "key"], name="musrenbang_stage_once"),
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="musrenbang_stage_span"),
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()} {self.starts}"


class Ceiling(models.Model):
    """How much a kelurahan has from a purse for a field; without a kelurahan: each one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ceilings", db_index=False)
    kelurahan = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    purse = models.CharField(max_length=10, choices=Purse.choices)
    field = models.CharField(max_length=8, choices=Field.choices)
    amount = models.PositiveBigIntegerField()
    legal_basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "kelurahan", "purse", "field"], condition=Q(kelurahan__isnull=False),
                name="musrenbang_ceiling_once",
            ),
            models.UniqueConstraint(
                fields=["round", "purse", "field"], condition=Q(kelurahan__isnull=True),
                name="musrenbang_ceiling_everywhere",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="musrenbang_ceiling_some"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_purse_display()}, {self.get_field_display()}"
