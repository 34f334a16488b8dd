"""What reports lay on somebody's Hari ini: each with the two buttons that move it, made for what is shown only."""

from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from django.urls import reverse

from rembuk.coordination.reports import rules
from rembuk.coordination.reports.models import Status, Track
from rembuk.coordination.reports.queries.desk import NEVER, by_meeting, desk
from rembuk.coordination.reports.queries.life import until
from rembuk.coordination.reports.queries.lists import goes_on, sees_many_kelurahan
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import MANY, Task, Worklist
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import label, label_afar
from rembuk.foundation.web import links

SOON_DAYS = 3
# Which two buttons stand on Hari ini: what moves a matter, before what only writes it down.
FIRST_DEEDS = (
    "copy_out", "acknowledge", "tell", "end", "prevent", "disprove", "assign", "settle", "climb", "answer", "finish",
    "record_letter", "carry",
)  # fmt: skip
ANSWERED = frozenset(
    {Status.SETTLED, Status.CLOSED, Status.UNCONFIRMED, Status.REFUSED, Status.MERGED, Status.RETURNED,
     Status.AWAITING_BUDGET, Status.CARRIED, Status.REFERRED}
)  # fmt: skip
WAITS = {Track.INCIDENT: "perkembangan berikutnya", Track.WARNING: "hasilnya ditunggu"}
_CODE = "KODE"


def today(actor: Actor, most: int = MANY) -> Worklist:
    """What the actor's body has to do now, and what its neighbours say is solved."""
    work, settled, beside = desk(actor)
    rows = sorted([*work, *settled, *beside], key=lambda row: (not goes_on(row), row.stage_due or NEVER))
    now = clock.now()
    tasks = [_task(actor, row, now) for row in rows[:most]]
    return Worklist(tasks, max(0, len(rows) - most), "laporan", "reports:waiting")


def _task(actor: Actor, row: Any, now: datetime) -> Task:
    key = f"reports:{row.id}"
    page, where = links.each("reports:detail")(row.code), _where(actor, row)
    if row.status in ANSWERED and row.copy_due and rules.near(actor, row):
        copied = ((rules.FLOW["copy_out"].label, _step(row, "copy_out")),)
        return Task(f"Salin jawaban: {title_of(row)}", where, page, None, "belum ada di sistem asalnya", copied,
                    "soon", key)  # fmt: skip
    if row.status == Status.SETTLED:
        asked = (("Benar, selesai", _step(row, "confirm")), ("Belum", _step(row, "reopen")))
        return Task(f"Sudah selesaikah? {row.title}", where, page, row.stage_due, "dinyatakan selesai", asked,
                    "", key)  # fmt: skip
    buttons = _buttons(actor, row)
    return Task(title_of(row), where, page, row.stage_due, _until(row), buttons, _tone(row, now), key,
                first=goes_on(row))  # fmt: skip


def title_of(row: Any) -> str:
    """In a list, where others look over the shoulder, what is closed tells its code only."""
    if row.track == Track.WARNING:
        return f"Deteksi dini {row.code}"
    if row.is_private:
        return f"Laporan tertutup {row.code}"
    return f"Kejadian: {row.title}" if row.track == Track.INCIDENT else str(row.title)


def _buttons(actor: Actor, row: Any) -> tuple[tuple[str, str], ...]:
    # What waits here without being the actor's own body's is a vacant one's.
    vacant = not rules.near(actor, row)
    may = (name for name in FIRST_DEEDS if rules.may(actor, name, row, stands_in=vacant))
    return tuple((rules.FLOW[name].label, _step(row, name)) for name in islice(may, 2))


def _until(row: Any) -> str:
    """What runs out and when: “musyawarah RT, paling lambat rapat 4 Februari”."""
    if row.stage_due is None:
        return str(Status(row.status).label)
    due = until(row)
    if row.status == Status.NEW:
        return f"menunggu diterima, paling lambat {due}"
    if row.track in WAITS:
        return f"{WAITS[Track(row.track)]}, paling lambat {until(row)}"
    if row.status == Status.DELIBERATING:
        meets = "rapat " if by_meeting(row) else ""
        return f"musyawarah {territories.level_name(row.handled_at)}, paling lambat {meets}{due}"
    return f"{'menunggu kabar pertama' if row.answered_at is None else 'menunggu penyelesaian'}, paling lambat {due}"


def _tone(row: Any, now: datetime) -> str:
    if row.stage_due is None:
        return ""
    left = row.stage_due - now
    return "late" if left.total_seconds() < 0 else "soon" if left.days < SOON_DAYS else ""


def _where(actor: Actor, row: Any) -> str:
    if row.territory__level is None or row.track == Track.SEALED:
        return ""
    place = (row.territory__level, row.territory__name, row.territory__parent__name)
    return label_afar(*place, row.territory__parent__parent__name) if sees_many_kelurahan(actor) else label(*place)


def _step(row: Any, name: str) -> str:
    head, tail = _around(name)
    return f"{head}{row.code}{tail}"


@cache
def _around(name: str) -> tuple[str, str]:
    head, _, tail = reverse("reports:step", args=[_CODE, name]).partition(_CODE)
    return head, tail
