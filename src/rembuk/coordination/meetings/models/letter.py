"""The letter of invitation, and the numbers of an office's letters."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.coordination.meetings.models.meeting import Meeting
from rembuk.foundation.files.models import File
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.chance import new_id


class Invitation(models.Model):
    """What the letter of a meeting says besides the meeting itself. `scan` is the signed one, as it went out."""

    NATURES: ClassVar = [("biasa", "Biasa"), ("penting", "Penting"), ("segera", "Segera"), ("rahasia", "Rahasia")]

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="invitation")
    nature = models.CharField(max_length=8, choices=NATURES, default="biasa")
    enclosure = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=160, blank=True)
    opening = models.TextField(blank=True)
    note = models.TextField(blank=True)
    copies = models.TextField(blank=True)
    dated = models.DateField()
    scan = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"Undangan {self.meeting}"


class Numbering(models.Model):
    """How a body's letters get their numbers: from the office's own system, or (`counts`) by Rembuk without a gap.

    `pattern` has {nomor} and {tahun}, such as "005/{nomor}/Kel.MT/{tahun}".
    """

    subject_kind: ClassVar[str] = "meetings.numbering"

    id = models.UUIDField(primary_key=True, default=new_id)
    institution = models.OneToOneField(Institution, on_delete=models.PROTECT, related_name="+")
    counts = models.BooleanField(default=False)
    pattern = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(counts=False) | Q(pattern__contains="{nomor}"), name="meetings_pattern"),
        ]

    @property
    def path(self) -> str:
        """Its institution's path."""
        return self.institution.path

    def __str__(self) -> str:
        return f"Penomoran {self.institution}"


class Counter(models.Model):
    """The last number of a body in a year. Taking one updates this row, so two at once wait for each other."""

    id = models.UUIDField(primary_key=True, default=new_id)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "year"], name="meetings_counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.year}: {self.last}"


class Number(models.Model):
    """A number that a letter has. One that was counted has a `serial` (12), an insertion a `suffix` (12.a) too.

    `text` is what stands on the letter. A voided number stays, with its reason: it is never given again.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField(null=True)
    suffix = models.CharField(max_length=2, blank=True)
    text = models.CharField(max_length=80)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="numbers")
    taken_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering: ClassVar = ["year", "serial", "suffix"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["institution", "year", "serial", "suffix"], condition=Q(serial__isnull=False),
                name="meetings_serial_once",
            ),
            models.UniqueConstraint(fields=["institution", "year", "text"], name="meetings_number_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(voided_at__isnull=True), name="meetings_letter_number_once"
            ),
            models.CheckConstraint(condition=Q(voided_at__isnull=True) | ~Q(reason=""), name="meetings_voided_reason"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text
