"""What this database is: a city's own, or a demo city made from a seed."""

from typing import ClassVar

from django.db import models

from rembuk.foundation.kernel.chance import new_id


class Demo(models.Model):
    """The mark of a demo database; at most one row. A city's own database never has it.

    `finished` is false while the city is being made: a build that was cut off is made anew.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    only = models.BooleanField(default=True, unique=True)
    seed = models.BigIntegerField()
    size = models.CharField(max_length=20)
    city = models.CharField(max_length=16)
    ends_at = models.DateTimeField()
    sign_ins = models.JSONField(default=list)
    finished = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(only=True), name="config_demo_only_one")]

    def __str__(self) -> str:
        return f"Kota contoh, benih {self.seed}"
