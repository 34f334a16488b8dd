"""A report and what it is about."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rembuk.coordination.reports.models.choices import Basis, Handling, Owner, Stage, Status, Track
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions.models import Institution, Position
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.regulations.first_rows import STARTS
from rembuk.foundation.regulations.models import Rule
from rembuk.foundation.territory.models import Territory


class Category(models.Model):
    """What a report under `key` is about and which way it goes, from `starts` until `ends` (exclusive; empty = open).

    A row's name, group, track, office and blurring are never edited: a new row takes over, and what came in under the
    one before keeps it. `blurs` hides point and photo of home and social matters; `unit` answers by default; `office`
    is the named office that holds sealed reports. `certainty` as in `regulations.Rule`.
    """

    OFFICES: ClassVar = [
        ("perlindungan", "Perlindungan perempuan dan anak"), ("inspektorat", "Inspektorat"),
        ("petugas_kota", "Petugas pengaduan kota"),
    ]  # fmt: skip
    subject_kind: ClassVar[str] = "reports.category"

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    group = models.CharField(max_length=60)
    track = models.CharField(max_length=16, choices=Track.choices)
    office = models.CharField(max_length=20, choices=OFFICES, blank=True)
    blurs = models.BooleanField(default=False)
    unit = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    starts = models.DateField(default=STARTS, db_default=STARTS)
    ends = models.DateField(null=True)
    legal_basis = models.CharField(max_length=240, blank=True, default="", db_default="")
    certainty = models.CharField(max_length=10, choices=Rule.CERTAINTY, default="city", db_default="city")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "starts"], name="reports_category_start"),
            models.UniqueConstraint(fields=["key"], condition=Q(ends__isnull=True), name="reports_category_open"),
            models.CheckConstraint(condition=~Q(track="sealed") | ~Q(office=""), name="reports_sealed_has_office"),
        ]

    @property
    def path(self) -> str:
        """Categories are the whole city's."""
        return ""

    def holds(self, on: date) -> bool:
        """Whether it is the row for what comes in on a day."""
        return self.starts <= on and (self.ends is None or on < self.ends)

    def __str__(self) -> str:
        return self.label


class Keyword(models.Model):
    """Words that suggest a category, and at times whose thing it is; kept in lower case, single spaces between."""

    id = models.UUIDField(primary_key=True, default=new_id)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="keywords", db_index=False)
    words = models.CharField(max_length=60)
    owner = models.CharField(max_length=24, choices=Owner.choices, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["category", "words"], name="reports_keyword_once")]

    def __str__(self) -> str:
        return self.words


# The public list's filters, each with its order in one index.
PUBLIC_ORDERS = {
    "reports_public": [],
    "reports_public_status": ["status"],
    "reports_public_cat": ["category"],
    "reports_public_kec": ["kecamatan_id"],
    "reports_public_kec_cat": ["kecamatan_id", "category"],
    "reports_public_kel": ["kelurahan_id"],
    "reports_public_kel_status": ["kelurahan_id", "status"],
    "reports_public_kel_cat": ["kelurahan_id", "category"],
}
# What does not wait for a meeting: incidents and early warnings, few beside all the rest.
SWIFT = (Track.INCIDENT.value, Track.WARNING.value)
SWIFT_ORDERS = {
    "reports_swift": [], "reports_swift_kec": ["kecamatan_id"], "reports_swift_kel": ["kelurahan_id"],
}  # fmt: skip
# What is past the limit of the whole, by state and longest past first; history from elsewhere has no such limit.
WHOLE_ORDERS = {
    "reports_whole": [], "reports_whole_kec": ["kecamatan_id"], "reports_whole_kel": ["kelurahan_id"],
    "reports_whole_unit": ["unit"],
}  # fmt: skip


class Report(models.Model):
    """A problem, complaint or aspiration. See the law of the module in `rules.py`.

    `origin` is the level where it arose, `handled_at` the level that has it now; `holder` the position that must act,
    and `body` its institution, so that a list of what a body holds is one indexed equality. `title` and `place` are
    public wording (masked); the reporter's own words stand in `Wording`. Coordinates are WGS84 degrees; `public_lat`
    and `public_lng` are what anyone may see. `is_private` reports (sealed, or about an official) are never public and
    are seen by the body that holds them only; `passes_by` has the ids of the bodies and persons they pass by.

    `claimed_at` is what a phone without network says, `received_at` is when it came in, and deadlines run from it.
    `stage_due` is when the present state runs out: a level's deliberation, a unit's answer, the wait for the reporter.
    `stage_due` and `total_due` are pinned to the rules that gave them. `handling` is which limit of the whole a service
    complaint was given; `copy_due` says that an answer has not gone yet into the system that the report came from.
    `occurred_at` is since when an incident goes on, or when history from elsewhere took place.
    """

    subject_kind: ClassVar[str] = "reports.report"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=16, unique=True)
    track = models.CharField(max_length=16, choices=Track.choices)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="reports", db_index=False)
    title = models.CharField(max_length=160)
    place = models.CharField(max_length=160, blank=True)
    owner = models.CharField(max_length=24, choices=Owner.choices, default=Owner.UNKNOWN)

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=24, blank=True)
    kecamatan_id = models.UUIDField(null=True)
    kelurahan_id = models.UUIDField(null=True)
    rw_id = models.UUIDField(null=True)
    rt_id = models.UUIDField(null=True)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    public_lat = models.FloatField(null=True)
    public_lng = models.FloatField(null=True)

    status = models.CharField(max_length=16, choices=Status.choices, default=Status.NEW)
    version = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=10, choices=Stage.choices)
    handled_at = models.CharField(max_length=10, choices=Stage.choices)
    climb_basis = models.CharField(max_length=12, choices=Basis.choices, blank=True)
    holder = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="held_reports")
    body = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="reports", db_index=False)
    passes_by = models.JSONField(default=list)
    is_private = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)

    received_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    occurred_at = models.DateTimeField(null=True)
    stage_started_at = models.DateTimeField(null=True)
    stage_due = models.DateTimeField(null=True)
    stage_rule = models.ForeignKey(Rule, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    total_due = models.DateTimeField(null=True)
    total_rule = models.ForeignKey(Rule, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    news_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    source = models.CharField(max_length=20, default="rembuk")
    external_ref = models.CharField(max_length=60, blank=True)
    secret_hash = models.CharField(max_length=64, blank=True)
    reporter = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="reports", db_index=False)
    is_anonymous = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    handling = models.CharField(max_length=12, choices=Handling.choices, blank=True, default="", db_default="")
    copy_due = models.BooleanField(default=False, db_default=False)
    budget_year = models.PositiveSmallIntegerField(null=True)
    budget_source = models.CharField(max_length=120, blank=True)
    supporters = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(handled_at=F("origin")) | ~Q(climb_basis=""), name="reports_climb_has_basis"
            ),
            models.UniqueConstraint(
                fields=["source", "external_ref"], condition=~Q(external_ref=""), name="reports_external_once"
            ),
            models.CheckConstraint(
                condition=~Q(track="sealed") | (Q(published_at__isnull=True) & Q(is_private=True)),
                name="reports_sealed_never_public",
            ),
            models.CheckConstraint(
                condition=Q(is_private=False) | Q(published_at__isnull=True), name="reports_private_never_public"
            ),
            models.CheckConstraint(
                condition=~Q(status="awaiting_budget") | (Q(budget_year__isnull=False) & ~Q(budget_source="")),
                name="reports_budget_named",
            ),
        ]
        # Foreign keys that begin an index here, or that nobody looks up by, have none of their own.
        indexes: ClassVar = [
            models.Index(fields=["-received_at", "-id"], name="reports_newest"),
            models.Index(fields=["status", "-received_at", "-id"], name="reports_status"),
            models.Index(fields=["kelurahan_id", "status", "-received_at", "-id"], name="reports_kel_status"),
            # With what a kelurahan's kinds of matters are counted by, so that no row need be read for it.
            models.Index(
                fields=["kelurahan_id", "-received_at", "-id", "category", "is_private"], name="reports_kel"
            ),
            models.Index(fields=["kecamatan_id", "status", "-received_at", "-id"], name="reports_kec_status"),
            models.Index(fields=["kecamatan_id", "-received_at", "-id"], name="reports_kec"),
            models.Index(fields=["rw_id", "-received_at", "-id"], name="reports_rw"),
            models.Index(fields=["rt_id", "-received_at", "-id"], name="reports_rt"),
            models.Index(fields=["body", "status", "stage_due"], name="reports_body_due"),
            models.Index(fields=["body", "-received_at", "-id"], name="reports_body"),
            models.Index(fields=["unit", "status", "-received_at", "-id"], name="reports_unit_status"),
            models.Index(fields=["unit", "-received_at", "-id"], name="reports_unit"),
            models.Index(fields=["reporter", "-received_at", "-id"], name="reports_reporter"),
            models.Index(fields=["category", "territory", "-received_at"], name="reports_recurring"),
            models.Index(fields=["status", "stage_due"], name="reports_due"),
            *(models.Index(fields=[*fields, "-published_at", "-id"], condition=Q(published_at__isnull=False), name=name)
              for name, fields in PUBLIC_ORDERS.items()),
            *(models.Index(fields=[*fields, "status", "total_due", "id"], name=name,
                           condition=Q(is_private=False, total_due__isnull=False))
              for name, fields in WHOLE_ORDERS.items()),
            *(models.Index(fields=["track", *fields, "-received_at", "-id"], condition=Q(track__in=SWIFT), name=name)
              for name, fields in SWIFT_ORDERS.items()),
            models.Index(fields=["track", "status", "stage_due"], condition=Q(track__in=SWIFT),
                         name="reports_swift_due"),
            models.Index(fields=["body", "stage_due"], condition=Q(copy_due=True), name="reports_copies"),
            # What a body has not ended and was heard of longest ago.
            models.Index(fields=["body", "news_at", "id"], condition=Q(closed_at__isnull=True),
                         name="reports_body_news"),
            # What is open around a point.
            models.Index(fields=["lat", "lng"], condition=Q(closed_at__isnull=True, is_private=False),
                         name="reports_open_box"),
            models.Index(fields=["public_lat", "public_lng"], condition=Q(published_at__isnull=False),
                         name="reports_public_box"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
