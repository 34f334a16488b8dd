"""What the inbox offers to the other wings."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.seams import Measure, NavItem, Notice, Told
from rembuk.foundation.notices import queries

NAV = (NavItem("Kabar", "notices:inbox", "bell", 50),)
LINKS = (("inbox", "notices:inbox"),)


def day_closed(told: Told) -> Iterable[Notice]:
    """Each day's digest goes to Inspektorat: one that is kept only beside the journal proves nothing."""
    if told.verb != "audit.day_closed" or not settings.INSPEKTORAT_EMAIL:
        return
    changes = told.body["changes"]
    day = text.weekday(date.fromisoformat(changes["day"]))
    yield Notice(
        position_id=None, user_id=None, email=settings.INSPEKTORAT_EMAIL, url="", subject=f"Sidik harian {day}",
        text=f"Hari: {changes['day']}\nKejadian: {changes['events']}\nAkar: {changes['root']}\n"
        f"Sidik: {changes['hash']}\n\n"
        "Simpan surat ini. Sidik yang berbeda dari yang diterbitkan berarti catatan hari itu, atau sebelumnya, diubah.",
    )  # fmt: skip


def measures() -> Iterable[Measure]:
    """Letters that should be out by now, and those that nobody could send."""
    yield Measure(
        "letters_waiting", f"Letters that are due and not sent, counted up to {queries.MOST}.", queries.waiting()
    )
    yield Measure("letters_failed", f"Letters given up, counted up to {queries.MOST}.", queries.given_up())
