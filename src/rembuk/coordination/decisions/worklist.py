"""What follow-ups lay on somebody's Hari ini: each with the buttons that move it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from rembuk.coordination.decisions import queries, rules
from rembuk.coordination.decisions.models import FollowUp
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import MANY, Task, Worklist
from rembuk.foundation.territory.models import label_afar
from rembuk.foundation.web import links

# The two buttons of each party, by state where they differ.
BUTTONS = {
    "lead": ("tell", "finish"), "lead asked": ("accept", "answer"), "inspect": ("inspect", "send_back"),
    "decide": ("extend_allow", "extend_deny"), "decide answered": ("insist", "pass_on"),
    "help": ("take_part", "finish_part"), "help taken": ("finish_part",), "raised": (),
    "decide closed": ("pass_on", "revoke"),
}  # fmt: skip
PARTIES = {"lead": rules.LEAD, "inspect": rules.INSPECTOR, "decide": rules.DECIDER, "help": rules.HELPER}
SOON_DAYS = 3


def today(actor: Actor, most: int = MANY) -> Worklist:
    """What the actor's body has to do now; decided items whose work nobody has given out."""
    if actor.office is None or not takes_part(actor):
        return Worklist([])
    now = clock.now()
    items, rows = queries.decided_items(actor, now), _rows(actor)
    tasks = [_to_give(item) for item in items[:most]]
    tasks += [_task(row, now) for row in rows[: most - len(tasks)]]
    return Worklist(tasks, len(items) + len(rows) - len(tasks), "tindak lanjut", "decisions:list")


def takes_part(actor: Actor) -> bool:
    """Whether the actor's office has anything to do with follow-ups."""
    return any(actor.scope(permission) for permission in set(rules.PERMISSION.values()))


def _rows(actor: Actor) -> list[Any]:
    """What lies there as a party that the office has the right to be, soonest due first."""
    may = {key: bool(actor.scope(rules.PERMISSION[party])) for key, party in PARTIES.items()}
    return sorted((row for row in queries.desk(actor) if may.get(row.party, True)), key=_due)


def _due(row: Any) -> datetime:
    by_stage = row.party == "inspect" or row.status == "asked"
    return cast("datetime", row.stage_due if by_stage else row.total_due)


def _task(row: Any, now: datetime) -> Task:
    headless = row.party == "decide" and row.lead__ends is not None
    names = BUTTONS["decide closed"] if headless else BUTTONS.get(f"{row.party} {row.status}", BUTTONS[row.party])
    return Task(
        title_of(row), place(row), links.each("decisions:detail")(row.code), _due(row), _note(row, now),
        steps(row.code, names),
        tone(row, now), f"decisions:{row.id}",
    )  # fmt: skip


def steps(code: str, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The buttons of these steps: what each says, and where it leads."""
    return tuple((rules.FLOW[name].label, links.each("decisions:step", name)(code)) for name in names)


def raised(actor: Actor) -> list[Task]:
    """What climbed to the actor's seat because it is late, with what the office may do about it."""
    return [_on_board(actor, row) for row in queries.raised(actor)]


def _on_board(actor: Actor, row: Any) -> Task:
    decided = actor.office is not None and rules.may_decide(actor, row.body_id)
    names = ("pass_on", "revoke") if decided and row.status != "done" else ()
    if row.status in rules.FLOW["ask_news"].sources and row.news_asked_at is None:
        names = ("ask_news", *names)
    lead = row.partner_name or row.lead__short_name or row.lead__name
    told = f"{lead} memimpin · janji {text.short_day(row.total_due)}, naik {text.short_day(row.raised_at)}"
    if row.news_asked_at is not None:
        told = f"{told} · kabar ditanyakan {text.short_day(row.news_asked_at)}, belum dijawab"
    page = links.each("decisions:detail")(row.code)
    buttons = (*steps(row.code, names), ("Lihat", page))
    return Task(title_of(row), f"{row.code} · {place(row)}", page, note=told, buttons=buttons)


def why(row: FollowUp, now: datetime) -> str:
    """Why it proposes itself for a meeting, in one line."""
    if rules.without_news(row, now):
        state = f"tanpa kabar sejak {text.short_day(row.news_at)}"
    elif rules.is_late(row, now):
        state = f"lewat tenggat {text.short_day(row.total_due)}"
    else:
        state = f"janji rapat lalu, {row.get_status_display()}"
    return f"{row.code} · {row.partner_name or row.lead} · {state}"


def _note(row: Any, now: datetime) -> str:
    if row.party == "raised":
        return f"lewat batas {text.short_day(row.total_due)}, naik kepada Anda"
    if row.party == "inspect":
        return f"cek di lapangan, paling lambat {text.short_day(row.stage_due)}"
    if row.party == "decide" and row.lead__ends is not None:
        return "lembaga pemimpinnya sudah ditutup, pilih penggantinya"
    if row.party == "decide":
        return "menunggu jawaban Anda"
    if row.party == "help":
        return f"bagian Anda, tenggat {text.short_day(row.total_due)}"
    if row.status == "asked":
        return f"terima atau jawab, paling lambat {text.short_day(row.stage_due)}"
    if rules.without_news(row, now):
        return f"tanpa kabar sejak {text.short_day(row.news_at)}"
    return f"{row.percent}%, tenggat {text.short_day(row.total_due)}"


def _to_give(item: Any) -> Task:
    url = links.each("decisions:make_at_item")(item.id)
    return Task(
        f"Siapa mengerjakan? {item.title}", item.meeting__title, url, note="sudah diputuskan, belum dikerjakan",
        buttons=(("Buat tindak lanjut", url),), key=f"decisions.item:{item.id}",
    )  # fmt: skip


def buttons(actor: Actor, row: Any) -> tuple[str, ...]:
    """What the party as which it lies in a list may do, where the office has the right to."""
    party = PARTIES.get(row.party)
    if party is None or not actor.scope(rules.PERMISSION[party]):
        return ()
    return BUTTONS.get(f"{row.party} {row.part or row.status}", BUTTONS[row.party])


def title_of(row: Any) -> str:
    """In a list, where others look over the shoulder, what is closed tells its code only."""
    return f"Tindak lanjut tertutup {row.code}" if row.is_private else row.title


def place(row: Any) -> str:
    """Where it is done, of columns."""
    known = (row.territory__level, row.territory__name, row.territory__parent__name)
    where = label_afar(*known, row.territory__parent__parent__name)
    return f"{where}, {row.place}" if row.place else where


def place_of(row: FollowUp) -> str:
    """Where it is done, in one line."""
    where = row.territory.label_afar
    return f"{where}, {row.place}" if row.place else where


def tone(row: Any, now: datetime) -> str:
    """How urgent a row looks: red only for what a person must act on."""
    if row.status in rules.WAITING_STATES:
        return "info"
    if rules.is_late(row, now) or rules.without_news(row, now):
        return "late"
    return "soon" if (row.total_due - now).days < SOON_DAYS and row.status in rules.UNDER_WAY_STATES else ""
