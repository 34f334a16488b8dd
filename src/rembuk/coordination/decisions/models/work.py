"""A decision, the work that it asks for, and who helps with which part."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rembuk.coordination.meetings.models import AgendaItem
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions.models import Institution, Position
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.regulations.models import Rule
from rembuk.foundation.territory.models import Territory


class Status(models.TextChoices):
    """Where a follow-up stands. What waits for money or lies with others is honest, and never counted as late."""

    ASKED = "asked", "menunggu diterima"
    ANSWERED = "answered", "dijawab, menunggu pemberi tugas"
    WORKING = "working", "dikerjakan"
    WAITING_BUDGET = "waiting_budget", "menunggu anggaran"
    NOT_OUR_AUTHORITY = "not_our_authority", "bukan wewenang kota"
    DONE = "done", "dinyatakan selesai, menunggu dicek"
    PASSED = "passed", "selesai, lolos cek lapangan"
    REVOKED = "revoked", "dicabut"


class Priority(models.TextChoices):
    NORMAL = "normal", "biasa"
    HIGH = "high", "penting"
    URGENT = "urgent", "mendesak"


class Cause(models.TextChoices):
    """Why it does not go on as it should."""

    NONE = "", "tidak ada kendala"
    BUDGET = "anggaran", "anggaran"
    AUTHORITY = "kewenangan", "kewenangan"
    WEATHER = "cuaca", "cuaca"
    TOOLS = "alat", "alat"
    OUTSIDE = "pihak_luar", "pihak luar"
    OTHER = "lain", "lain"


class Partner(models.TextChoices):
    """Who works along without an account: a city officer holds it, letter and answer are kept."""

    NONE = "", "tidak ada"
    BABINSA = "babinsa", "Babinsa"
    BHABINKAMTIBMAS = "bhabinkamtibmas", "Bhabinkamtibmas"
    PLN = "pln", "PLN"
    PDAM = "pdam", "PDAM"
    PROVINSI = "provinsi", "dinas provinsi"
    BALAI = "balai", "balai sungai atau balai pusat"
    OTHER = "lain", "mitra lain"


class Decision(models.Model):
    """What was decided, by which body: from an item of a meeting, or by an office on a matter that it holds.

    It has no origin column but the meeting's item: what it is about (a report) links to it from above. `is_private`
    comes with a matter that is closed to the public: then only those who take part see it.
    """

    STATES: ClassVar = [
        ("standing", "berlaku"), ("fulfilled", "semua tindak lanjutnya selesai"), ("revoked", "dicabut"),
    ]  # fmt: skip
    subject_kind: ClassVar[str] = "decisions.decision"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=16, unique=True)
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=300)
    text = models.TextField()
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=24, blank=True)
    is_private = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=STATES, default="standing")
    decided_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="decisions_decision_says")]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:60]}"


class FollowUp(models.Model):
    """A piece of work that a decision asks for: one body leads it, any may help, others say whether it is done.

    `holder` is the seat that must act: the lead's, or a city officer's where a `partner` without an account leads.
    Two clocks with their pinned rules: `stage_due` (accept, next news, inspect) and `total_due` (what was promised).
    `news_due` is when the next news is owed; `warn_due` when its lead is warned in private, `climb_due` when it goes
    one up to `raised_to`. `round` counts how often it was sent back: each needs evidence of its own.
    `needs_more` says that the reporter's word alone is not enough. `decided_at` is the decision's own: no work is
    due before it was decided.
    """

    subject_kind: ClassVar[str] = "decisions.follow_up"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=16, unique=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="follow_ups")
    title = models.CharField(max_length=160)
    place = models.CharField(max_length=160, blank=True)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=24, blank=True)
    kecamatan_id = models.UUIDField(null=True)
    kelurahan_id = models.UUIDField(null=True)
    rw_id = models.UUIDField(null=True)
    rt_id = models.UUIDField(null=True)
    is_private = models.BooleanField(default=False)

    body = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    lead = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    partner = models.CharField(max_length=16, choices=Partner.choices, blank=True)
    partner_name = models.CharField(max_length=160, blank=True)
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    cost = models.BigIntegerField(null=True)
    needs_more = models.BooleanField(default=False)

    status = models.CharField(max_length=18, choices=Status.choices, default=Status.ASKED)
    version = models.PositiveIntegerField(default=1)
    percent = models.PositiveSmallIntegerField(default=0)
    cause = models.CharField(max_length=12, choices=Cause.choices, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    budget_year = models.PositiveSmallIntegerField(null=True)
    budget_source = models.CharField(max_length=120, blank=True)
    handed_to = models.CharField(max_length=160, blank=True)

    decided_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    stage_started_at = models.DateTimeField()
    stage_due = models.DateTimeField(null=True)
    stage_rule = models.ForeignKey(Rule, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    total_due = models.DateTimeField()
    total_rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+", db_index=False)
    news_at = models.DateTimeField()
    news_due = models.DateTimeField(null=True)
    news_asked_at = models.DateTimeField(null=True)
    warn_due = models.DateTimeField(null=True)
    climb_due = models.DateTimeField(null=True)
    raised_to = models.ForeignKey(Position, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    raised_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="decisions_percent"),
            models.CheckConstraint(
                condition=Q(total_due__gt=F("decided_at")) & Q(asked_at__gte=F("decided_at")),
                name="decisions_due_after_decision",
            ),
            models.CheckConstraint(
                condition=~Q(status="waiting_budget") | (Q(budget_year__isnull=False) & ~Q(budget_source="")),
                name="decisions_budget_named",
            ),
            models.CheckConstraint(
                condition=~Q(status="not_our_authority") | ~Q(handed_to=""), name="decisions_owner_named"
            ),
            models.CheckConstraint(condition=Q(partner="") | ~Q(partner_name=""), name="decisions_partner_named"),
            models.CheckConstraint(
                condition=~Q(status__in=("done", "passed")) | (Q(finished_at__isnull=False) & Q(percent=100)),
                name="decisions_done_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("passed", "revoked"), ended_at__isnull=False)
                | (~Q(status__in=("passed", "revoked")) & Q(ended_at__isnull=True)),
                name="decisions_ended",
            ),
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="decisions_cost"),
        ]
        indexes: ClassVar = [
            # An institution's worklist: the longest without news first.
            models.Index(fields=["lead", "status", "news_due", "id"], name="decisions_lead"),
            # What owes no news, soonest due first.
            models.Index(fields=["lead", "status", "total_due", "id"], name="decisions_lead_due"),
            models.Index(fields=["body", "status", "news_due", "id"], name="decisions_body"),
            # What a body leads, the newest news first, for everyone; what else a search looks through in that order.
            models.Index(fields=["lead", "-news_at", "-id"], name="decisions_lead_news"),
            models.Index(fields=["-news_at", "-id"], name="decisions_newest"),
            models.Index(fields=["body", "-news_at", "-id"], name="decisions_body_news"),
            models.Index(fields=["kelurahan_id", "-news_at", "-id"], name="decisions_kel_news"),
            models.Index(fields=["kecamatan_id", "-news_at", "-id"], name="decisions_kec_news"),
            models.Index(fields=["kelurahan_id", "status", "total_due", "id"], name="decisions_kel"),
            models.Index(fields=["kecamatan_id", "status", "total_due", "id"], name="decisions_kec"),
            models.Index(fields=["rw_id", "status", "total_due", "id"], name="decisions_rw"),
            models.Index(fields=["rt_id", "status", "total_due", "id"], name="decisions_rt"),
            models.Index(fields=["status", "total_due", "id"], name="decisions_status"),
            # What climbed to an office, longest there first.
            models.Index(
                fields=["raised_to", "raised_at", "id"], condition=Q(raised_to__isnull=False), name="decisions_raised"
            ),
            models.Index(fields=["climb_due"], condition=Q(climb_due__isnull=False), name="decisions_climbs"),
            models.Index(fields=["warn_due"], condition=Q(warn_due__isnull=False), name="decisions_warns"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class CalendarSeen(models.Model):
    """The stamp of the calendar by which open dues of follow-ups were last counted: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="decisions_calendar_seen_once")]

    def __str__(self) -> str:
        return f"Kalender {self.stamp}"


class Part(models.Model):
    """What a body (or a partner) in support does of a follow-up. Gotong royong is a part like any: who, how long.

    Its deeds are steps of the follow-up, which also keeps their line of audit.
    """

    STATES: ClassVar = [
        ("asked", "diminta"),
        ("taken", "dikerjakan"),
        ("finished", "selesai"),
        ("excused", "tidak jadi"),
    ]

    id = models.UUIDField(primary_key=True, default=new_id)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="parts")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    partner = models.CharField(max_length=16, choices=Partner.choices, blank=True)
    partner_name = models.CharField(max_length=160, blank=True)
    task = models.CharField(max_length=200)
    is_mutual = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=STATES, default="asked")
    people = models.PositiveIntegerField(null=True)
    hours = models.PositiveSmallIntegerField(null=True)
    materials = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(institution__isnull=False, partner="")
                | (Q(institution__isnull=True) & ~Q(partner="") & ~Q(partner_name="")),
                name="decisions_part_of_one",
            ),
            models.CheckConstraint(condition=~Q(task=""), name="decisions_part_has_task"),
            models.CheckConstraint(
                condition=Q(is_mutual=False)
                | ~Q(status="finished")
                | Q(people__isnull=False, hours__isnull=False, people__gt=0, hours__gt=0),
                name="decisions_mutual_counted",
            ),
            models.CheckConstraint(
                condition=~Q(status="finished") | Q(finished_at__isnull=False), name="decisions_part_finished"
            ),
            models.UniqueConstraint(fields=["follow_up", "institution"], name="decisions_part_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["institution", "status"], name="decisions_part_body")]

    @property
    def who(self) -> str:
        """The body, or the partner by name."""
        return str(self.institution) if self.institution else self.partner_name

    def __str__(self) -> str:
        return f"{self.who}: {self.task}"
