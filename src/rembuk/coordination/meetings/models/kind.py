"""Which meetings there are: rows that the city edits."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.foundation.kernel.chance import new_id


class Kind(models.Model):
    """A kind of meeting: the tier whose bodies convene it, who must come, and what comes of it.

    `roles` and `papers` are words of `institutions.roles.ROLES` and `rules.PAPERS`, in the order of the list. A role is
    looked for in the body's area and in the offices above it. `quorum` is in percent of the invited; empty is the
    city's rule, zero is none. Members propose items until `closes_hours` before the beginning; it usually `lasts` so
    many minutes. `sheets` says for whom a bahan rapat is prepared. Of one that is `open_to_all` everyone is told when
    and where. The first in `order` is what a tier convenes by
    itself.
    """

    TIERS: ClassVar = [
        ("rt", "RT"), ("rw", "RW"), ("kelurahan", "kelurahan atau desa"), ("kecamatan", "kecamatan"),
        ("kota", "kota atau kabupaten"),
    ]  # fmt: skip
    SHEETS: ClassVar = [
        ("", "tidak ada"), ("institution", "satu lembar tiap perangkat daerah"),
        ("territory", "satu lembar tiap kecamatan dan kelurahan"),
    ]  # fmt: skip
    subject_kind: ClassVar[str] = "meetings.kind"

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=80)
    tier = models.CharField(max_length=10, choices=TIERS)
    roles = models.CharField(max_length=300)
    quorum = models.PositiveSmallIntegerField(null=True)
    papers = models.CharField(max_length=200, blank=True)
    votes = models.BooleanField(default=True)
    sheets = models.CharField(max_length=12, choices=SHEETS, blank=True)
    closes_hours = models.PositiveSmallIntegerField(default=24)
    lasts = models.PositiveSmallIntegerField(default=120, db_default=120)
    open_to_all = models.BooleanField(default=False, db_default=False)
    order = models.PositiveSmallIntegerField(default=0)
    ends = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["order", "label"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quorum__isnull=True) | Q(quorum__lte=100), name="meetings_kind_quorum"),
            models.CheckConstraint(condition=~Q(roles=""), name="meetings_kind_roles"),
        ]

    @property
    def path(self) -> str:
        """Kinds are the whole city's."""
        return ""

    def __str__(self) -> str:
        return self.label
