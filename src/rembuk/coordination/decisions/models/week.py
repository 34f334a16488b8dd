"""What a leading body was told at the beginning of a week: once, whatever the tick does."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.chance import new_id


class WeekTold(models.Model):
    """A body's figures of a week, told or with nothing to tell; without a body the week itself, when all were told."""

    subject_kind: ClassVar[str] = "decisions.week"

    id = models.UUIDField(primary_key=True, default=new_id)
    monday = models.DateField()
    body = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+")
    silent = models.PositiveIntegerField(default=0)
    due = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["monday", "body"], name="decisions_week_once"),
            models.UniqueConstraint(fields=["monday"], condition=Q(body=None), name="decisions_week_over"),
        ]

    @property
    def path(self) -> str:
        """Where the body stands."""
        return self.body.path if self.body else ""

    def __str__(self) -> str:
        return f"{self.monday} {self.body or 'selesai'}"
