"""A proposal as SIPD knows it: its number there, and what SIPD asks for and nobody else does."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.foundation.kernel.chance import new_id
from rembuk.planning.musrenbang.models.proposal import Proposal
from rembuk.planning.musrenbang.models.round import Round


class Filed(models.Model):
    """`number` is typed back once; `told` holds SIPD's own columns by their names, as they came."""

    id = models.UUIDField(primary_key=True, default=new_id)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="filed")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=20, blank=True)
    told = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "number"], condition=~Q(number=""), name="musrenbang_filed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.proposal_id}"
