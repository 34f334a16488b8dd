"""What the machine needs for itself: the shared cache and the limits. Nobody's words."""

from django.db import models


class Cached(models.Model):
    """The table of Django's database cache, as a model so that migrations make it on every database."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "web_cache"

    def __str__(self) -> str:
        return self.cache_key


class Limit(models.Model):
    """How often something was done in the present window; `key` is a digest, never an address or a name."""

    key = models.CharField(max_length=64, primary_key=True)
    starts = models.BigIntegerField(db_index=True)
    hits = models.PositiveIntegerField()

    class Meta:
        db_table = "web_limit"

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.hits}"
