"""A proposal: what an RT, an RW or an organisation asks the musrenbang for, in its own figures."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports.models import Report
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang.models.dictionary import Item
from rembuk.planning.musrenbang.models.round import Field, Purse, Round


class Status(models.TextChoices):
    PROPOSED = "proposed", "diusulkan"
    RETURNED = "returned", "perlu dilengkapi"
    WITHDRAWN = "withdrawn", "ditarik pengusul"
    MERGED = "merged", "digabung"
    KELURAHAN = "kelurahan", "prioritas kelurahan"
    KECAMATAN = "kecamatan", "disepakati kecamatan"
    FORUM = "forum", "disepakati perangkat daerah"
    BAPPEDA = "bappeda", "lolos Bappeda"
    TAPD = "tapd", "lolos TAPD"
    RKPD = "rkpd", "tercantum di RKPD"
    KUAPPAS = "kuappas", "tercantum di KUA-PPAS"
    APBD = "apbd", "tercantum di APBD"
    DPA = "dpa", "didanai (DPA)"
    CONTRACT = "contract", "sedang dikerjakan"
    BUILT = "built", "sudah diserahterimakan"
    POSTPONED = "postponed", "ditunda"
    REFUSED = "refused", "tidak disetujui"
    CANCELLED = "cancelled", "dibatalkan"


class Land(models.TextChoices):
    UNKNOWN = "", "belum tahu"
    CITY = "city", "tanah pemerintah kota"
    FACILITY = "facility", "fasum atau fasos yang sudah diserahkan"
    DEVELOPER = "developer", "milik pengembang, belum diserahkan"
    PRIVATE = "private", "tanah warga"
    OTHER = "other", "milik instansi lain"


class Proposal(models.Model):
    """The proposer's own words and figures; a reviewer's stand beside them, in rows of their own, never in their place.

    `title` is the work in a few words; `rank` the place in its RW's own order, empty until the RW has ordered.
    `waits_at` is the rung of the ladder whose turn it is, or that sent it back; "" when the ladder is done with it.
    `handler` is the unit that is asked now and `goes_by` whose money, as the last reviewer said ("": as proposed).
    """

    subject_kind: ClassVar[str] = "musrenbang.proposal"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=16, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="proposals", db_index=False)
    proposer = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    office = models.CharField(max_length=300)
    is_from_paper = models.BooleanField(default=False)
    pokir = models.CharField(max_length=120, blank=True)

    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=160)
    problem = models.TextField()
    purse = models.CharField(max_length=10, choices=Purse.choices)
    field = models.CharField(max_length=8, choices=Field.choices)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    volume = models.DecimalField(max_digits=12, decimal_places=2)
    unit = models.CharField(max_length=30)
    unit_price = models.PositiveBigIntegerField()
    cost = models.PositiveBigIntegerField()
    land = models.CharField(max_length=10, choices=Land.choices, blank=True)
    beneficiaries = models.PositiveIntegerField(null=True)
    people = models.PositiveIntegerField(null=True)
    hours = models.PositiveIntegerField(null=True)
    materials = models.CharField(max_length=200, blank=True)

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.CharField(max_length=160, blank=True)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    path = models.CharField(max_length=24)
    rt_id = models.UUIDField(null=True)
    rw_id = models.UUIDField(null=True)
    kelurahan_id = models.UUIDField()
    kecamatan_id = models.UUIDField(null=True)

    rank = models.PositiveSmallIntegerField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    beneficiaries_together = models.PositiveIntegerField(null=True)
    came_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="asked_again")
    waits_at = models.CharField(max_length=10, blank=True, default="kelurahan", db_default="kelurahan")
    handler = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    goes_by = models.CharField(max_length=10, choices=Purse.choices, blank=True, default="", db_default="")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    version = models.PositiveIntegerField(default=1)
    noted_at = models.DateTimeField()
    request_key = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(problem=""), name="musrenbang_proposal_says"),
            models.CheckConstraint(
                condition=Q(cost__gt=0) & Q(unit_price__gt=0) & Q(volume__gt=Decimal(0)) & ~Q(unit=""),
                name="musrenbang_proposal_costs",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="musrenbang_proposal_merged",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="musrenbang_proposal_not_itself"),
            models.UniqueConstraint(
                fields=["round", "request_key"], condition=~Q(request_key=""), name="musrenbang_proposal_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["round", "status", "-noted_at", "-id"], name="musrenbang_prop_city"),
            models.Index(fields=["round", "kecamatan_id", "status", "-noted_at", "-id"], name="musrenbang_prop_kec"),
            models.Index(fields=["round", "kelurahan_id", "status", "-noted_at", "-id"], name="musrenbang_prop_kel"),
            models.Index(fields=["round", "rw_id", "status", "-noted_at", "-id"], name="musrenbang_prop_rw"),
            models.Index(fields=["round", "rt_id", "status", "-noted_at", "-id"], name="musrenbang_prop_rt"),
            models.Index(fields=["round", "handler", "status", "-noted_at", "-id"], name="musrenbang_prop_handler"),
            models.Index(fields=["round", "waits_at", "status", "-noted_at", "-id"], name="musrenbang_prop_waits"),
            models.Index(fields=["round", "proposer", "status", "-noted_at", "-id"], name="musrenbang_prop_body"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def whose(self) -> str:
        """Where it lies and who asks for it; once where the body bears the name of the place."""
        where, who = self.territory.label, str(self.proposer)
        return who if f"{who} ".startswith(f"{where} ") else f"{where} · {who}"


class Asked(models.Model):
    """What a proposal came from: a report or a follow-up that waits for money."""

    id = models.UUIDField(primary_key=True, default=new_id)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="asked")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="+")
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(report__isnull=False, follow_up__isnull=True)
                | Q(report__isnull=True, follow_up__isnull=False),
                name="musrenbang_asked_one",
            ),
            models.UniqueConstraint(
                fields=["proposal", "report"], condition=Q(report__isnull=False), name="musrenbang_asked_report"
            ),
            models.UniqueConstraint(
                fields=["proposal", "follow_up"], condition=Q(follow_up__isnull=False), name="musrenbang_asked_work"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.report_id or self.follow_up_id}"
