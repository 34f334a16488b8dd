"""What follows a meeting: photos of it, what those who were there say of the minutes, and the papers as issued."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rembuk.coordination.meetings.models.meeting import Meeting
from rembuk.foundation.files.models import Document, File
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.kernel.chance import new_id


class Photo(models.Model):
    """A photo of the meeting with its caption."""

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="photos")
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(caption=""), name="meetings_photo_says")]

    def __str__(self) -> str:
        return self.caption


class Comment(models.Model):
    """What somebody who was there says of the minutes before they are locked, and what was done about it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="comments")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=300)
    text = models.TextField()
    made_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="meetings_comment_answer"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Paper(models.Model):
    """A part of a meeting's bundle as it was issued: the bytes are kept once and served as they are.

    `part` is a key of `bundle.parts.PARTS`; `source` is the SHA-256 of what the paper says. The same words are never
    drawn twice; other words (a photo more) are a paper of their own, and the older one can still be checked.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    part = models.CharField(max_length=20)
    source = models.CharField(max_length=64)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "part", "source"], name="meetings_paper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.meeting}"
