"""Marking a database as a demo. Only a database in which nothing has happened yet can become one."""

from datetime import datetime
from typing import Any

from rembuk.config import queries
from rembuk.config.models import Demo
from rembuk.foundation.kernel.errors import Refused


def mark_demo(*, seed: int, size: str, city: str, ends_at: datetime) -> Demo:
    """The first row of all."""
    if not queries.is_empty() or queries.demo() is not None:
        raise Refused("not_empty", "basis data ini sudah berisi; kota contoh hanya dibuat di basis data kosong")
    queries.is_demo.forget()
    return Demo.objects.create(seed=seed, size=size, city=city, ends_at=ends_at)


def finish_demo(*, sign_ins: list[dict[str, Any]]) -> None:
    """The last one: from now on it is served and never made again."""
    Demo.objects.update(sign_ins=sign_ins, finished=True)
