"""Every limit, bound, track and label of the city as a dated row with its legal basis."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.kernel.text import number


class Rule(models.Model):
    """What `key` means from `starts` until `ends` (exclusive; empty = open). Never edited: a new row takes over.

    `value` is text; `unit` says what it counts (`pukul` is a whole hour of the day, `ya_tidak` is ya or tidak).
    `certainty` is how firm the source is (found, weak, general, city: the city's own choice).
    """

    UNITS: ClassVar = [
        ("hari_kerja", "hari kerja"), ("hari_kalender", "hari kalender"), ("menit", "menit"), ("tahun", "tahun"),
        ("rupiah", "rupiah"), ("orang", "orang"), ("kali", "kali"), ("persen", "persen"), ("meter", "meter"),
        ("pukul", "pukul"), ("teks", "teks"), ("ya_tidak", "ya/tidak"),
    ]  # fmt: skip
    CERTAINTY: ClassVar = [
        ("found", "dibaca dari sumbernya"), ("weak", "sumber sekunder"), ("general", "pengetahuan umum"),
        ("city", "pilihan kota sendiri"),
    ]  # fmt: skip
    subject_kind: ClassVar[str] = "regulations.rule"

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.CharField(max_length=80)
    label = models.CharField(max_length=160)
    value = models.CharField(max_length=200)
    unit = models.CharField(max_length=16, choices=UNITS)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=240, blank=True)
    certainty = models.CharField(max_length=10, choices=CERTAINTY, default="city")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "starts"], name="regulations_rule_start"),
            models.UniqueConstraint(fields=["key"], condition=Q(ends__isnull=True), name="regulations_rule_open"),
        ]

    @property
    def path(self) -> str:
        """A rule holds in the whole city."""
        return ""

    def __str__(self) -> str:
        return f"{self.label}: {self.told}"

    @property
    def told(self) -> str:
        """The value with its unit, as a person says it: "14 hari kerja", "pukul 07.00", "ya"."""
        if self.unit in ("teks", "ya_tidak"):
            return self.value
        if self.unit == "pukul":
            return f"pukul {int(self.value):02d}.00"
        if self.unit == "rupiah":
            return f"Rp{number(int(self.value))}"
        return f"{number(int(self.value))} {self.get_unit_display()}"
