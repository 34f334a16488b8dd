"""Paper: the weekly sheet of an RW with what was typed of it, and what an office hands to its next holder."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.foundation.files.models import Document
from rembuk.foundation.institutions.models import Appointment, Institution, Position
from rembuk.foundation.kernel.chance import new_id


class Sheet(models.Model):
    """One page for an RW and a week (its Monday). Printed again it is the same page, line by line.

    `more` is how much waited besides what fits on a page.
    """

    subject_kind: ClassVar[str] = "home.sheet"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=16, unique=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    week = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=300)
    head = models.CharField(max_length=160)
    more = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "week"], name="home_sheet_once_a_week"),
        ]

    @property
    def path(self) -> str:
        """Its institution's path."""
        return self.institution.path

    def __str__(self) -> str:
        return f"Lembar {self.number}"


class SheetLine(models.Model):
    """A line as it was printed: `key` names the thing, `seen` is its version then. It is typed in once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="lines", db_index=False)
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    code = models.CharField(max_length=16)
    title = models.CharField(max_length=160)
    note = models.CharField(max_length=200, blank=True)
    deeds = models.JSONField(default=list)
    seen = models.PositiveIntegerField()
    typed_at = models.DateTimeField(null=True)
    typed_by = models.CharField(max_length=300, blank=True)
    deed = models.CharField(max_length=20, blank=True)
    written_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "order"], name="home_line_order"),
            models.UniqueConstraint(fields=["sheet", "key"], name="home_line_once"),
            models.CheckConstraint(
                condition=Q(typed_at__isnull=True, deed="") | (Q(typed_at__isnull=False) & ~Q(deed="")),
                name="home_line_typed_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.code}"


class Handover(models.Model):
    """The memori jabatan of a term that ends: what is open, as it stood when it was handed over or when the term ended.

    `content` is a list of sections with their items and the remarks of whoever leaves; empty while only asked for.
    """

    STATES: ClassVar = [
        ("asked", "belum diserahkan"), ("handed", "diserahkan"), ("made", "dibuat dari data"), ("read", "sudah dibaca"),
    ]  # fmt: skip
    subject_kind: ClassVar[str] = "home.handover"

    id = models.UUIDField(primary_key=True, default=new_id)
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=8, choices=STATES, default="asked")
    version = models.PositiveIntegerField(default=1)
    content = models.JSONField(default=list)
    remark = models.TextField(blank=True)
    by = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(null=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    read_by = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status="asked") | Q(made_at__isnull=False), name="home_handover_made"),
            models.CheckConstraint(condition=~Q(status="read") | Q(read_at__isnull=False), name="home_handover_read"),
        ]
        indexes: ClassVar = [models.Index(fields=["position", "status"], name="home_handover_seat")]

    @property
    def path(self) -> str:
        """Its position's path."""
        return self.position.path

    def __str__(self) -> str:
        return f"Memori jabatan {self.position.title}"
