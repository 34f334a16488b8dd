"""What stands beside a report: words, musyawarah, answers, how an incident goes on, who joined, what carries it on."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.coordination.decisions.models import Decision
from rembuk.coordination.meetings.models import AgendaItem
from rembuk.coordination.reports.models.choices import Stage
from rembuk.coordination.reports.models.report import Report
from rembuk.foundation.accounts.models import User
from rembuk.foundation.kernel.chance import new_id


class Wording(models.Model):
    """The reporter's words, contact and name, outside the chain: sealed, erasable; the event holds their digest."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="wording")
    salt = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    masked = models.TextField(blank=True)
    sealed_name = models.BinaryField(null=True)
    sealed_contact = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Kata-kata {self.report_id}"


class Deliberation(models.Model):
    """A musyawarah on a report at a level: in a meeting (`item`), or a mufakat kecil with a text and two witnesses."""

    OUTCOMES: ClassVar = [
        ("", "dijadwalkan"), ("agreed", "mufakat"), ("voted", "pemungutan suara"), ("not_agreed", "belum mufakat"),
        ("postponed", "ditunda"),
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="deliberations")
    level = models.CharField(max_length=10, choices=Stage.choices)
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=OUTCOMES, blank=True)
    text = models.TextField(blank=True)
    witnesses = models.JSONField(default=list)
    held_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Musyawarah {self.get_level_display()} {self.report_id}"


class Answer(models.Model):
    """What a unit or an outside owner answered, or the letter sent to it."""

    KINDS: ClassVar = [("answer", "Jawaban unit"), ("letter_sent", "Surat dikirim"), ("letter_answer", "Surat balasan")]

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=14, choices=KINDS)
    who = models.CharField(max_length=160)
    text = models.TextField()
    number = models.CharField(max_length=80, blank=True)
    given_at = models.DateTimeField()
    copied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.report_id}"


class Situation(models.Model):
    """How an incident stands at a moment: one line and what is counted, never who. `is_last` ends it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="situations")
    line = models.CharField(max_length=280, blank=True)
    done = models.CharField(max_length=280, blank=True)
    needs = models.CharField(max_length=280, blank=True)
    dead = models.PositiveIntegerField(default=0)
    injured = models.PositiveIntegerField(default=0)
    displaced = models.PositiveIntegerField(default=0)
    who = models.CharField(max_length=160, blank=True)
    told_at = models.DateTimeField()
    is_last = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Perkembangan {self.report_id}"


class ReportDecision(models.Model):
    """A decision that carries the report on: it is finished when what the decision asks for is."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="decisions")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "decision"], name="reports_decision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.decision_id}"


class Supporter(models.Model):
    """Somebody who said "Ini sama, saya ikut": kept informed by an own code, no account needed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="joined")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    secret_hash = models.CharField(max_length=64, blank=True)
    joined_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Ikut {self.report_id}"


class Request(models.Model):
    """A key that makes sending twice the same as once: unique per sender, with the hash of what was sent."""

    id = models.UUIDField(primary_key=True, default=new_id)
    sender = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    payload_hash = models.CharField(max_length=64)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    secret = models.BinaryField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sender", "key"], name="reports_request_once")]

    def __str__(self) -> str:
        return self.key


class CalendarSeen(models.Model):
    """The stamp of the calendar by which open dues were last counted: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="reports_calendar_seen_once")]

    def __str__(self) -> str:
        return f"Kalender {self.stamp}"
