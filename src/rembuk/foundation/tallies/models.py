"""Running counts, so that no page counts a large table."""

from typing import ClassVar

from django.db import models


class Count(models.Model):
    """How many of `kind` stand in `state` at a territory (by path, each level its own row) on a day."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    path = models.CharField(max_length=24)
    day = models.DateField()
    amount = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["path", "kind", "state", "day"], name="tallies_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.day}: {self.amount}"
