"""What is said and seen of the work: news, evidence, inspection; more time; letters."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rembuk.coordination.decisions.models.crew import CrewSending
from rembuk.coordination.decisions.models.work import Cause, FollowUp
from rembuk.foundation.accounts.models import User
from rembuk.foundation.files.models import File
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.chance import new_id


class News(models.Model):
    """How far it is, in one line; why not further; when there will be more."""

    id = models.UUIDField(primary_key=True, default=new_id)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="news", db_index=False)
    body = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    office = models.CharField(max_length=300)
    percent = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=160)
    cause = models.CharField(max_length=12, choices=Cause.choices, blank=True)
    next_on = models.DateField()
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(text__contains="\n") & ~Q(text__contains="\r"), name="decisions_news_line"
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="decisions_news_percent"),
        ]
        indexes: ClassVar = [models.Index(fields=["follow_up", "-given_at", "-id"], name="decisions_news_newest")]

    def __str__(self) -> str:
        return f"{self.percent}%: {self.text}"


class Evidence(models.Model):
    """A photo that shows the work, with the fingerprint of what was sent. Time and place are what the phone says.

    Without place it is said so, neutrally: "tanpa data lokasi". It belongs to a round; it is never refused for being
    like another, nor for another place (`is_elsewhere`), which whoever inspects is told. `sending` where it came by the
    link of a crew.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="evidence")
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    round = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=300)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    claimed_at = models.DateTimeField(null=True)
    has_place = models.BooleanField(default=False)
    is_elsewhere = models.BooleanField(default=False, db_default=False)
    sending = models.ForeignKey(CrewSending, on_delete=models.PROTECT, null=True, related_name="evidence")
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(sha256=""), name="decisions_evidence_sha")]

    def __str__(self) -> str:
        return self.sha256[:12]


class Inspector(models.Model):
    """Who may say whether it is done, fixed when the follow-up is made: never the doer.

    A body (RT, RW, another institution), or whoever reported it: by account (`user`), or without one by the module
    that knows them.
    """

    KINDS: ClassVar = [("neighbourhood", "RT atau RW"), ("institution", "lembaga lain"), ("reporter", "pelapor")]

    id = models.UUIDField(primary_key=True, default=new_id)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="inspectors")
    kind = models.CharField(max_length=14, choices=KINDS)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="reporter", institution__isnull=True)
                | Q(kind__in=("neighbourhood", "institution"), institution__isnull=False, user__isnull=True),
                name="decisions_inspector_is_one",
            ),
            models.UniqueConstraint(fields=["follow_up", "institution"], name="decisions_inspector_once"),
            models.UniqueConstraint(fields=["follow_up", "user"], name="decisions_inspector_person"),
        ]

    @property
    def who(self) -> str:
        """As a page names them; a reporter stays unnamed."""
        return str(self.institution) if self.institution else "pelapor"

    def __str__(self) -> str:
        return self.who


class Inspection(models.Model):
    """What was found at the place, by another than the doer. Without remark nothing is sent back."""

    id = models.UUIDField(primary_key=True, default=new_id)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="inspections")
    inspector = models.ForeignKey(Inspector, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    is_good = models.BooleanField()
    office = models.CharField(max_length=300)
    remark = models.CharField(max_length=400, blank=True)
    inspected_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_good=True) | ~Q(remark=""), name="decisions_failed_says_why"),
            models.UniqueConstraint(fields=["follow_up", "round", "inspector"], name="decisions_inspected_once"),
        ]

    def __str__(self) -> str:
        return f"{self.office}: {'sesuai' if self.is_good else 'belum sesuai'}"


class Extension(models.Model):
    """More time, asked with a reason; only somebody else's yes gives it."""

    ANSWERS: ClassVar = [("", "menunggu jawaban"), ("allowed", "diberi"), ("denied", "tidak diberi")]

    id = models.UUIDField(primary_key=True, default=new_id)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="extensions")
    reason = models.CharField(max_length=400)
    old_due = models.DateTimeField()
    new_due = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_office = models.CharField(max_length=300)
    answer = models.CharField(max_length=8, choices=ANSWERS, blank=True)
    note = models.CharField(max_length=400, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    answered_office = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="decisions_extension_says_why"),
            models.CheckConstraint(condition=Q(new_due__gt=F("old_due")), name="decisions_extension_is_later"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False) & ~Q(answered_by=F("asked_by"))),
                name="decisions_extension_by_another",
            ),
            models.UniqueConstraint(fields=["follow_up"], condition=Q(answer=""), name="decisions_one_extension"),
        ]

    def __str__(self) -> str:
        return f"{self.get_answer_display()} {self.new_due}"


class Letter(models.Model):
    """A letter to a partner without an account, or what it answered."""

    KINDS: ClassVar = [("sent", "surat dikirim"), ("answer", "surat balasan")]

    id = models.UUIDField(primary_key=True, default=new_id)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=8, choices=KINDS)
    who = models.CharField(max_length=160)
    number = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    office = models.CharField(max_length=300)
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(who=""), name="decisions_letter_says"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.who}"
