"""What each reviewer of the ladder said, and what followed in budgets and works: rows that are only added."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.coordination.decisions.models import FollowUp
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.chance import new_id
from rembuk.planning.musrenbang.models.proposal import Proposal
from rembuk.planning.musrenbang.models.round import Purse


class Rung(models.TextChoices):
    """Where a proposal is looked at, in the order of the ladder; a yes gives it the state of the same name."""

    KELURAHAN = "kelurahan", "musrenbang kelurahan"
    KECAMATAN = "kecamatan", "musrenbang kecamatan"
    FORUM = "forum", "forum perangkat daerah"
    BAPPEDA = "bappeda", "Bappeda"
    TAPD = "tapd", "TAPD"
    RKPD = "rkpd", "RKPD"
    KUAPPAS = "kuappas", "KUA-PPAS"
    APBD = "apbd", "APBD"
    DPA = "dpa", "DPA"
    CONTRACT = "contract", "kontrak"
    BUILT = "built", "serah terima (BAST)"


class Verdict(models.TextChoices):
    AGREED = "agreed", "disetujui"
    POSTPONED = "postponed", "ditunda"
    REFUSED = "refused", "tidak disetujui"
    RETURNED = "returned", "dikembalikan"
    CANCELLED = "cancelled", "dibatalkan"
    # Only figures: what a reviewer said elsewhere, noted by whoever brings it; it moves nothing.
    NOTED = "noted", "dicatat dari SIPD"


class Review(models.Model):
    """A reviewer's own verdict, figures and words. A figure that is empty is as it was before.

    The proposer's figures stay on the proposal. `office` is read by everyone: it holds no name. `purse` says whose
    money is asked from here on, "" where that stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    rung = models.CharField(max_length=10, choices=Rung.choices)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    is_perubahan = models.BooleanField(default=False)
    volume = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    unit = models.CharField(max_length=30, blank=True)
    cost = models.PositiveBigIntegerField(null=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    purse = models.CharField(max_length=10, choices=Purse.choices, blank=True)
    text = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    office = models.CharField(max_length=300)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verdict="agreed") | ~Q(reason=""), name="musrenbang_review_reason"),
            models.CheckConstraint(
                condition=(Q(cost__isnull=True) | Q(cost__gt=0)) & (Q(volume__isnull=True) | Q(volume__gt=0)),
                name="musrenbang_review_figures",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["proposal", "at", "id"], name="musrenbang_review_of")]

    def __str__(self) -> str:
        return f"{self.get_rung_display()}: {self.get_verdict_display()}"


class BudgetLine(models.Model):
    """Where a proposal stands in a budget document; a correction ends a row and adds one."""

    STAGES: ClassVar = [("rkpd", "RKPD"), ("kuappas", "KUA-PPAS"), ("apbd", "APBD"), ("dpa", "DPA"),
                        ("perubahan", "Perubahan APBD")]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="budget_lines", db_index=False)
    stage = models.CharField(max_length=10, choices=STAGES)
    year = models.PositiveSmallIntegerField()
    program = models.CharField(max_length=240, blank=True)
    kegiatan = models.CharField(max_length=240, blank=True)
    subkegiatan = models.CharField(max_length=240)
    account = models.CharField(max_length=120, blank=True)
    amount = models.PositiveBigIntegerField()
    office = models.CharField(max_length=300)
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0) & ~Q(subkegiatan=""), name="musrenbang_budget_says"),
            models.UniqueConstraint(
                fields=["proposal", "stage", "year", "subkegiatan", "account"], condition=Q(ended_at__isnull=True),
                name="musrenbang_budget_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.year} {self.subkegiatan}"


class Building(models.Model):
    """A follow-up that builds what was asked for."""

    id = models.UUIDField(primary_key=True, default=new_id)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="buildings", db_index=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "follow_up"], name="musrenbang_building_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.follow_up_id}"
