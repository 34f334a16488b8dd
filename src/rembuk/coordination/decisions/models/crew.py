"""A link for a field crew without account: it takes photos of one follow-up, so many, until a day; it can be closed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rembuk.coordination.decisions.models.work import FollowUp
from rembuk.foundation.accounts.models import User
from rembuk.foundation.kernel.chance import new_id

MOST_PHOTOS = 50


class CrewLink(models.Model):
    """Whoever has the address may send photos: of its secret only the hash is kept, so it is shown once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="crew_links")
    secret_hash = models.CharField(max_length=64, unique=True)
    crew = models.CharField(max_length=80, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    office = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    most = models.PositiveSmallIntegerField()
    used = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(most__gte=1, most__lte=MOST_PHOTOS, used__lte=F("most")), name="decisions_crew_so_many"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("made_at")), name="decisions_crew_until"),
        ]

    def __str__(self) -> str:
        return self.crew or "regu lapangan"


class CrewSending(models.Model):
    """What came by a link at once. The phone's `key` keeps a sending single however often a bad network repeats it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    link = models.ForeignKey(CrewLink, on_delete=models.PROTECT, related_name="sendings", db_index=False)
    key = models.CharField(max_length=64)
    payload_hash = models.CharField(max_length=64)
    text = models.CharField(max_length=160, blank=True)
    photos = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["link", "key"], name="decisions_crew_sent_once")]

    def __str__(self) -> str:
        return f"{self.link}: {self.photos} foto"
