"""The figures of a place: each with its day, its source and who stated it."""

from typing import ClassVar

from django.db import models

from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.territory.models import Territory
from rembuk.people.figures.rules import KINDS


class Figure(models.Model):
    """How many there were of a kind in a territory on a day, and who says so; said again for that day, it is corrected.

    `value` counts persons, families or things, see `rules.KINDS`.
    """

    subject_kind: ClassVar[str] = "figures.figure"

    id = models.UUIDField(primary_key=True, default=new_id)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    path = models.CharField(max_length=24)
    key = models.CharField(max_length=24)
    value = models.PositiveIntegerField()
    on = models.DateField()
    source = models.CharField(max_length=160)
    stated_by = models.CharField(max_length=200)
    stated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["territory", "key", "on"], name="figures_once")]

    @property
    def label(self) -> str:
        """What it is called."""
        return KINDS[self.key].label

    def __str__(self) -> str:
        return f"{self.label} {self.territory}, {self.on}"
