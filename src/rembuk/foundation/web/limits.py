"""Rate limits in the database, by the machine's time: the same for every process, and atomic without a lock."""

import hashlib

from django.db import connection

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused

# One statement on both databases: the first of a new window starts at one, the others add.
_HIT = """
    INSERT INTO web_limit (key, starts, hits) VALUES (%s, %s, 1)
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN web_limit.starts = excluded.starts THEN web_limit.hits + 1 ELSE 1 END,
        starts = excluded.starts
    RETURNING hits
"""

_FORGET = "DELETE FROM web_limit WHERE key IN (SELECT key FROM web_limit WHERE starts < %s LIMIT %s)"


def hit(key: str, per: int, seconds: int) -> bool:
    """Counts one more of `key` ("lapor:203.0.113.7") and says whether it is within `per` in a window of `seconds`.

    Call it outside the deed's transaction: a refused deed would take its own count back.
    """
    now = int(clock.machine_now().timestamp())
    with connection.cursor() as cursor:
        cursor.execute(_HIT, [_digest(key, seconds), now - now % seconds])
        return int(cursor.fetchone()[0]) <= per


def demand(key: str, per: int, seconds: int, message: str = "") -> None:
    """Like `hit`, but refuses with 429 and a sentence that says how long to wait."""
    if not hit(key, per, seconds):
        wait = f"{seconds // 60} menit" if seconds >= 60 else f"{seconds} detik"
        raise Refused("too_many", message or f"Terlalu sering dicoba. Tunggu sekitar {wait}, lalu coba lagi.")


def forget_old(limit: int = 10_000) -> int:
    """Removes counts of windows long past (the worker calls it daily); returns how many."""
    day_ago = int(clock.machine_now().timestamp()) - 86_400
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [day_ago, limit])
        return int(cursor.rowcount)


def _digest(key: str, seconds: int) -> str:
    return hashlib.sha256(f"{seconds}|{key}".encode()).hexdigest()
