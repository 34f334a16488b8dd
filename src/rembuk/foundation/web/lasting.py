"""The shared cache, which keeps what it was given until its time is over."""

from typing import Any

from django.core.cache.backends.db import DatabaseCache


class LastingCache(DatabaseCache):
    """Used codes and counts of wrong tries lie here: a flood of others must not drive them out before their time.

    What grows under a flood is a table of short rows that run out within minutes, and nothing else.
    """

    def _cull(self, db: str, cursor: Any, now: Any, num: int) -> None:
        """Removes what has run out; never, for the sake of room, what has not."""
        super()._cull(db, cursor, now, min(num, self._max_entries))  # type: ignore[misc]
