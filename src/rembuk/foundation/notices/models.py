"""What people are told: the inbox, and the deliveries outside it."""

from typing import ClassVar

from django.db import models

from rembuk.foundation.kernel.chance import new_id


class Message(models.Model):
    """A line in an inbox. It belongs to a position (whoever holds it) or to a person.

    `key` (event, recipient, subject) is unique: the inbox is exactly once.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.CharField(max_length=200, unique=True)
    position_id = models.UUIDField(null=True)
    user_id = models.UUIDField(null=True)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["position_id", "-made_at"], name="notices_position"),
            models.Index(fields=["user_id", "-made_at"], name="notices_user"),
        ]

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """A message on its way by a channel. Retried until `tries` runs out; a failure stays visible.

    What waits for the same address and the same `due_at` goes out as one, and always under the same Message-ID.
    `try_at` is when to try next; it starts as `due_at` and moves on with each attempt.
    """

    subject_kind: ClassVar[str] = "notices.delivery"

    STATES: ClassVar = [("waiting", "menunggu"), ("sent", "terkirim"), ("failed", "gagal")]

    id = models.UUIDField(primary_key=True, default=new_id)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="deliveries")
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    status = models.CharField(max_length=10, choices=STATES, default="waiting")
    url = models.CharField(max_length=300, blank=True)
    calendar = models.TextField(blank=True, default="", db_default="")
    urgent = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["status", "try_at"], name="notices_delivery_due"),
            models.Index(fields=["channel", "address", "due_at"], name="notices_delivery_together"),
        ]

    @property
    def path(self) -> str:
        """The whole city's."""
        return ""

    def __str__(self) -> str:
        return f"{self.channel} {self.subject}"
