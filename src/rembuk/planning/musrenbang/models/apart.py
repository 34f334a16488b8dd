"""Two proposals that look alike and are not the same work: said once by the kelurahan, offered no more."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rembuk.foundation.kernel.chance import new_id
from rembuk.planning.musrenbang.models.proposal import Proposal


class Apart(models.Model):
    """A pair, the smaller id first."""

    id = models.UUIDField(primary_key=True, default=new_id)
    one = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="musrenbang_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="musrenbang_apart_two"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
