"""What goes before a meeting: what members propose, who else is invited, and by which letter."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.coordination.meetings.models.meeting import AgendaItem, Meeting
from rembuk.foundation.files.models import File
from rembuk.foundation.institutions.models import Institution, Position
from rembuk.foundation.kernel.chance import new_id


class Suggestion(models.Model):
    """An item that one of the invited proposes. The convener takes it, or declines it with a reason."""

    STATES: ClassVar = [("waiting", "menunggu"), ("taken", "diambil ke agenda"), ("declined", "tidak diambil")]

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="suggestions")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=300)
    title = models.CharField(max_length=200)
    why = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=STATES, default="waiting")
    reason = models.CharField(max_length=400, blank=True)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(status="declined") | ~Q(reason=""), name="meetings_declined_reason"),
        ]

    def __str__(self) -> str:
        return self.title


class Guest(models.Model):
    """Somebody without an account who is invited by letter: a partner, or a speaker with a topic and material."""

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField(max_length=120)
    office = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    topic = models.CharField(max_length=200, blank=True)
    material = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "name", "office"], name="meetings_guest_once"),
            models.CheckConstraint(condition=Q(material__isnull=True) | ~Q(topic=""), name="meetings_material_topic"),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.office) if part)


class Briefing(models.Model):
    """A body's sheet of the bahan rapat: `lines` are what the data said when it was handed in, the rest is its own."""

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="briefings")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    lines = models.JSONField(default=list)
    obstacles = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    budget = models.BigIntegerField(null=True)
    realised = models.BigIntegerField(null=True)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "institution"], name="meetings_briefing_once"),
            models.CheckConstraint(
                condition=(Q(budget__isnull=True) | Q(budget__gte=0)) & (Q(realised__isnull=True) | Q(realised__gte=0)),
                name="meetings_briefing_money",
            ),
        ]

    def __str__(self) -> str:
        return f"Bahan {self.institution}"
