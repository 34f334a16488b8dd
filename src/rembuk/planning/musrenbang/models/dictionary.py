"""The dictionary of standard items: what may be asked for, in which unit, at which price, of whom."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.chance import new_id
from rembuk.planning.musrenbang.models.round import Field, Purse


class Item(models.Model):
    """A standard item as it holds from `starts` until `ends` (exclusive); a change is a new row of the same code.

    The price of a unit lies between `price_low` and `price_high`; both 0 where the list gives none.
    """

    subject_kind: ClassVar[str] = "musrenbang.item"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    unit = models.CharField(max_length=30)
    price_low = models.PositiveBigIntegerField(default=0)
    price_high = models.PositiveBigIntegerField(default=0)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    purse = models.CharField(max_length=10, choices=Purse.choices)
    field = models.CharField(max_length=8, choices=Field.choices)
    starts = models.DateField()
    ends = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=24, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "starts"], name="musrenbang_item_from"),
            models.UniqueConstraint(fields=["code"], condition=Q(ends__isnull=True), name="musrenbang_item_holds"),
            models.CheckConstraint(condition=Q(price_low__lte=F("price_high")), name="musrenbang_item_prices"),
            models.CheckConstraint(condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                                   name="musrenbang_item_span"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name="") & ~Q(unit=""), name="musrenbang_item_says"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["name", "id"], name="musrenbang_item_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"
