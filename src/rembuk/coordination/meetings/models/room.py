"""Where bodies meet, as far as the database has to know."""

from typing import ClassVar

from django.db import models

from rembuk.foundation.kernel.chance import new_id


class Room(models.Model):
    """The words by which a place is called. Whoever convenes there changes the row first, so of two who convene at the
    same moment the second waits and finds the meeting of the first."""

    id = models.UUIDField(primary_key=True, default=new_id)
    words = models.CharField(max_length=160, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["words"]

    def __str__(self) -> str:
        return self.words
