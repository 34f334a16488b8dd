"""What follow-ups lay on somebody's Hari ini: each with the buttons that move it."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from rembuk.coordination.decisions import queries, rules
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.meetings.models import AgendaItem
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import MANY, Task, Worklist

# Which headings of the worklist are work of today, and the two buttons of each.
DEEDS = {
    "silent": ("accept", "tell"), "raised": (), "asked": ("accept", "answer"), "inspect": ("inspect", "send_back"),
    "decide": ("extend_allow", "insist"), "working": ("tell", "finish"), "help": ("take_part", "finish_part"),
}  # fmt: skip
NOTES = {
    "silent": "tanpa kabar sejak {news}", "raised": "lewat batas, naik kepada Anda",
    "asked": "terima atau jawab, paling lambat {stage}", "inspect": "cek di lapangan, paling lambat {stage}",
    "decide": "menunggu jawaban Anda", "working": "{percent}%, tenggat {due}", "help": "bagian Anda, tenggat {due}",
}  # fmt: skip
SOON_DAYS = 3


def today(actor: Actor, most: int = MANY) -> Worklist:
    """What the actor's body has to do now; decided items whose work nobody has given out."""
    if actor.office is None or not takes_part(actor):
        return Worklist([])
    tasks = [_to_give(item) for item in queries.decided_items(actor, clock.now())]
    tasks += _tasks(actor)
    return Worklist(tasks[:most], max(0, len(tasks) - most))


def takes_part(actor: Actor) -> bool:
    """Whether the actor's office has anything to do with follow-ups."""
    return any(actor.scope(permission) for permission in set(rules.PERMISSION.values()))


def _tasks(actor: Actor) -> Iterator[Task]:
    now = clock.now()
    for group in queries.worklist(actor):
        for row in group.rows if group.key in DEEDS else ():
            steps = {known.name for known in rules.steps_for(actor, row)}
            names = [name for name in DEEDS[group.key] if name in steps]
            due = row.stage_due if group.key in {"asked", "inspect"} else row.total_due
            yield Task(
                title_of(row), place_of(row), reverse("decisions:detail", args=[row.code]), due,
                NOTES[group.key].format(**_known(row)), tuple((rules.FLOW[n].label, _step(row, n)) for n in names),
                tone(row, now), f"decisions:{row.pk}",
            )  # fmt: skip


def _to_give(item: AgendaItem) -> Task:
    url = reverse("decisions:make_at_item", args=[item.pk])
    return Task(
        f"Siapa mengerjakan? {item.title}", item.meeting.title, url, note="sudah diputuskan, belum dikerjakan",
        buttons=(("Buat tindak lanjut", url),), key=f"decisions.item:{item.pk}",
    )  # fmt: skip


def title_of(row: FollowUp) -> str:
    """In a list, where others look over the shoulder, what is closed tells its code only."""
    return f"Tindak lanjut tertutup {row.code}" if row.is_private else row.title


def place_of(row: FollowUp) -> str:
    """Where it is done, in one line."""
    return f"{row.territory.label}, {row.place}" if row.place else row.territory.label


def tone(row: FollowUp, now: datetime) -> str:
    """How urgent a row looks: red only for what a person must act on."""
    if row.status in rules.WAITING_STATES:
        return "info"
    if rules.is_late(row, now) or rules.without_news(row, now):
        return "late"
    return "soon" if (row.total_due - now).days < SOON_DAYS and row.status in rules.UNDER_WAY_STATES else ""


def _known(row: FollowUp) -> dict[str, object]:
    return {
        "news": text.short_day(row.news_at), "stage": text.short_day(row.stage_due) if row.stage_due else "secepatnya",
        "due": text.short_day(row.total_due), "percent": row.percent,
    }  # fmt: skip


def _step(row: FollowUp, name: str) -> str:
    return reverse("decisions:step", args=[row.code, name])
