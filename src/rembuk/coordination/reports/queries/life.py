"""A report's whole life in words: the stages, the facts under its title, and the lines of its trail."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from rembuk.coordination.reports import masking, rules
from rembuk.coordination.reports.models import (
    Answer,
    Basis,
    Deliberation,
    Handling,
    Owner,
    Report,
    Situation,
    Status,
    Track,
)
from rembuk.coordination.reports.queries import lists
from rembuk.coordination.reports.queries.figures import unsure
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.audit.queries import Said
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import TrailLine
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web import trail as stages
from rembuk.foundation.web.trail import Stage as Dot

STATES, OWNERS = dict(Status.choices), dict(Owner.choices)
DONE = {step.event: step.done for step in rules.FLOW.values()}
# Told to those who work on it, not on the page for everyone.
INNER = frozenset(
    {"reports.masked", "reports.recounted", "reports.absorbed", "reports.owner_set", "reports.told",
     "reports.copied_out", "reports.reviewed"}
)  # fmt: skip
# How an incident stood in the end is told on its page, to those who work on it.
UNTOLD = frozenset({"reports.ended", "reports.disproved", "reports.went_on"})
GOOD = frozenset({"reports.settled", "reports.finished", "reports.fulfilled", "reports.confirmed",
                  "reports.ended", "reports.prevented"})  # fmt: skip
WARN = frozenset({"reports.refused", "reports.reopened", "reports.lapsed", "reports.returned",
                  "reports.taken_down", "reports.came_true", "reports.went_on"})  # fmt: skip
# Deeds of the reporter or the program: no office stands behind them.
UNSIGNED = frozenset(
    {"reports.received", "reports.completed", "reports.withdrawn", "reports.joined", "reports.lapsed",
     "reports.closed_unconfirmed", "reports.expired", "reports.recounted", "reports.absorbed", "reports.fulfilled",
     "reports.resumed", "reports.reviewed"}
)  # fmt: skip
NEIGHBOURHOOD = ("Dilaporkan", "Diterima", "Musyawarah", "Tindak lanjut", "Pelapor membenarkan")
SWIFT = {
    Track.INCIDENT: ("Dilaporkan", "Diterima", "Ditangani", "Berakhir"),
    Track.WARNING: ("Dicatat", "Diterima", "Diperiksa", "Hasilnya"),
}
SERVICE = ("Dilaporkan", "Diterima", "Dikerjakan unit", "Pelapor membenarkan")
# What happens at each stage of a neighbourhood matter, for those who have not reported yet.
TOLD = (
    "dengan foto atau kata",
    "dibaca, lalu diumumkan",
    "di RT, RW, lalu {}",
    "unit bekerja",
    "atau dibuka lagi",
)
UNDER_WAY = {
    Status.NEW: 1, Status.RETURNED: 1, Status.DELIBERATING: 2, Status.WITH_UNIT: 3, Status.AWAITING_BUDGET: 3,
    Status.CARRIED: 3, Status.REFERRED: 3, Status.SETTLED: 4, Status.CLOSED: 5, Status.UNCONFIRMED: 5,
}  # fmt: skip
ENDS = frozenset({Status.REFUSED, Status.MERGED, Status.WITHDRAWN})


def way() -> tuple[Dot, ...]:
    """The way of a neighbourhood matter, in the words of every report's own trail."""
    return stages.way(NEIGHBOURHOOD, [words.format(territories.level_name("kelurahan").lower()) for words in TOLD])


def steps(report: Report) -> tuple[Dot, ...]:
    """The stages of its track, what stands under each, and the one under way."""
    received = f"{text.short_day(report.received_at)}{_from(report)}"
    if report.status in ENDS:
        return stages.stages(2, (received, ""), ("Dilaporkan", _capital(STATES[report.status])))
    if report.track in SWIFT:
        return _swift(report, received)
    now = UNDER_WAY[Status(report.status)]
    if report.track == Track.NEIGHBOURHOOD:
        notes = [received, _due(report, 1, now), _level(report, now), _unit(report, now), _due(report, 4, now)]
        return stages.stages(now, notes, NEIGHBOURHOOD)
    now -= now > 2
    return stages.stages(now, [received, _due(report, 1, now), _unit(report, now + 1), _due(report, 3, now)], SERVICE)


def _swift(report: Report, received: str) -> tuple[Dot, ...]:
    now = {Status.NEW: 1, Status.WITH_UNIT: 2}.get(Status(report.status), 4)
    waits = f"paling lambat {until(report)}" if report.stage_due else ""
    notes = [received, waits if now == 1 else "", waits if now == 2 else "", STATES[report.status] if now == 4 else ""]
    return stages.stages(now, notes, SWIFT[Track(report.track)])


def until(row: Any, day: Callable[[datetime], str] = text.day) -> str:
    """When the stage runs out: by the minute where its limit counts minutes. Of a report, or of a row of `desk`."""
    rule = row.stage_rule if isinstance(row, Report) else regulations.pinned(row.stage_rule_id)
    if rule is not None and rule.unit == "menit":
        same = clock.local(row.stage_due).date() == clock.today()
        return f"pukul {text.hour(row.stage_due)}" if same else text.moment(row.stage_due)
    return f"{day(row.stage_due)}{unsure(row)}"


def _from(report: Report) -> str:
    place = _wide(report)
    return f" · {place.label}" if place and not report.is_private else ""


def _wide(report: Report) -> Territory | None:
    """Its place; of home and social matters the RW, never the RT."""
    place = report.territory
    return place.parent if place and report.category.blurs and report.rt_id and place.parent else place


def _holder(report: Report, public: bool) -> str:
    title = report.holder.title
    return masking.without_rt(title) if public and report.category.blurs else title


def _due(report: Report, at: int, now: int) -> str:
    if at != now:
        return ""
    waits = {1: "paling lambat", 3: "menunggu jawaban, sampai", 4: "menunggu jawaban, sampai"}[at]
    return f"{waits} {text.short_day(report.stage_due)}{unsure(report)}" if report.stage_due else ""


def _level(report: Report, now: int) -> str:
    if now < 2:
        return ""
    level = territories.level_name(report.handled_at)
    if now != 2 or not report.stage_due:
        return level
    return f"{level}, sampai {text.short_day(report.stage_due)}{unsure(report)}"


def _unit(report: Report, now: int) -> str:
    if now < 3:
        return ""
    told = {Status.AWAITING_BUDGET: f"anggaran {report.budget_year}", Status.CARRIED: "masuk usulan",
            Status.REFERRED: "sudah disurati"}.get(Status(report.status))  # fmt: skip
    if told or report.status != Status.WITH_UNIT or not report.stage_due:
        return told or (str(report.unit) if report.unit else "")
    due = f"sampai {text.short_day(report.stage_due)}{unsure(report)}"
    return f"{report.unit}, {due}" if report.unit else due


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def facts(report: Report, public: bool = False) -> list[str]:
    """Short facts for the line under the title."""
    where = public_place(report) if public else _place(report)
    found = [where] if where else []
    found.append(f"{report.category.group} › {report.category.label}")
    if report.track in SWIFT:
        found += [f"sejak {text.moment(report.occurred_at)}"] if report.occurred_at else []
    else:
        found.append(f"pemilik: {OWNERS[report.owner]}")
    found.append(f"pemegang: {_holder(report, public)}")
    if report.supporters > 1:
        found.append(f"{report.supporters} orang melapor")
    return found


def public_place(report: Report) -> str:
    """Where it is, for everyone: of home and social matters not nearer than the RW."""
    place = _wide(report)
    return (place.label_afar if place else "") if report.category.blurs else _place(report)


def public_holder(report: Report) -> str:
    """Which office must act, for everyone."""
    return str(report.unit) if report.status == Status.WITH_UNIT and report.unit else _holder(report, public=True)


def _place(report: Report) -> str:
    where = report.territory.label_afar if report.territory else ""
    return f"{where}, {report.place}" if where and report.place else where


def public_trail(report: Report) -> list[TrailLine]:
    """The lines that anyone may read, newest first: offices, never persons; words masked."""
    if report.published_at is None:
        return []
    return reporter_trail(report)


def reporter_trail(report: Report) -> list[TrailLine]:
    """What the reporter reads of a report, public or not."""
    return [
        _line(event, json.loads(event.body), public=True, wide=report.category.blurs)
        for event in _events(report)
        if event.verb not in INNER
    ][::-1]  # fmt: skip


def office_trail(actor: Actor, report: Report) -> list[TrailLine]:
    """The lines for those who work on it, newest first: who, in which office, with which words."""
    if not lists.sees(actor, report):
        return []
    return [_line(event, json.loads(event.body), public=False) for event in _events(report)][::-1]


def _events(report: Report) -> Iterable[Said]:
    """Those that a trail tells; of a report from `public_report` they came with it."""
    came: str | None = getattr(report, "story", None)
    story = audit.told(came) if came else audit.story(Report.subject_kind, report.pk)
    return [event for event in story if event.verb in DONE]


def _line(event: Said, body: dict[str, Any], *, public: bool, wide: bool = False) -> TrailLine:
    told: list[str] = []
    if event.verb not in UNSIGNED:
        told.append(body["office"] if public else ", ".join(part for part in (body["who"], body["office"]) if part))
    elif not public and event.verb == "reports.received" and body["office"]:
        told.append(f"oleh {body['who']}, {body['office']}")
    told += [masking.mask(part) if public else part for part in _details(event.verb, body["changes"])]
    if event.words and not (public and event.verb in UNTOLD):
        told.append(masking.mask(event.words) if public else event.words)
    tone = "good" if event.verb in GOOD else "warn" if event.verb in WARN else ""
    note = " · ".join(part for part in told if part)
    title = _title(event.verb, body["changes"])
    return TrailLine(event.recorded_at, title, masking.without_rt(note) if wide else note, tone=tone)


def _title(verb: str, changes: dict[str, Any]) -> str:
    if verb in {"reports.climbed", "reports.lapsed"} and "handled_at" in changes:
        return f"Diteruskan ke {territories.level_name(changes['handled_at'][1])}"
    if verb == "reports.deliberated":
        return f"Musyawarah {territories.level_name(changes['level'])}"
    if verb == "reports.settled":
        return f"Mufakat di {territories.level_name(changes['level'])}"
    if verb == "reports.assigned":
        return f"Diserahkan ke {changes['unit']}"
    return DONE[verb]


OUTCOMES = dict(Deliberation.OUTCOMES)
COUNTED = (("dead", "meninggal"), ("injured", "luka"), ("displaced", "mengungsi"))


def _details(verb: str, changes: dict[str, Any]) -> list[str]:
    found = []
    if verb in {"reports.climbed", "reports.lapsed"}:
        found.append(str(Basis(changes["basis"]).label))
    if "outcome" in changes:
        found.append(OUTCOMES[changes["outcome"]])
    if changes.get("witnesses"):
        found.append(f"{changes['witnesses']} saksi")
    if "holder" in changes:
        found.append(f"pemegang: {changes['holder']}")
    if "into" in changes:
        found.append(f"ke {changes['into']}")
    if "budget_year" in changes and changes["budget_year"][1]:
        found.append(f"tahun {changes['budget_year'][1]}")
    if "budget_source" in changes:
        found.append(str(changes["budget_source"][1]))
    found += _later_details(verb, changes)
    if verb == "reports.letter_recorded":
        found.append(f"{dict(Answer.KINDS)[changes['kind']]}: {changes['who']}")
    return found


def completed_at(report: Report) -> datetime | None:
    """When the reporter last completed it; None where nothing was missing."""
    found = [event.recorded_at for event in _events(report) if event.verb == rules.FLOW["complete"].event]
    return found[-1] if found else None


ANSWERS = frozenset(rules.FLOW[name].event for name in rules.ANSWERS)
# The words of these are the answer itself; of the others what was done stands before them.
PLAIN = frozenset({rules.FLOW["answer"].event, rules.FLOW["finish"].event})


def last_answer(report: Report) -> str:
    """What whoever reported it was told last, in the words of the trail: to be copied to where it came from."""
    told = [event for event in _events(report) if event.verb in ANSWERS]
    if not told:
        return ""
    event = told[-1]
    if event.verb in PLAIN:
        return event.words
    changes = json.loads(event.body)["changes"]
    parts = [_title(event.verb, changes), *(part for part in _details(event.verb, changes)), event.words]
    return ". ".join(masking.mask(part).strip().rstrip(".") for part in parts if part.strip()) + "."


def answers(report: Report) -> list[Answer]:
    """Answers and letters, newest first."""
    return list(Answer.objects.filter(report=report).order_by("-given_at", "-id"))


def _later_details(verb: str, changes: dict[str, Any]) -> list[str]:
    """Of complaints, incidents and early warnings."""
    found = [f"{changes[name]} orang {label}" for name, label in COUNTED if changes.get(name)]
    if verb == "reports.copied_out":
        found.append(f"{changes['source']} {changes['number']}".strip())
    if "raised" in changes:
        found.append(str(changes["raised"]))
    if "handling" in changes:
        found.append(str(Handling(changes["handling"][1]).label))
    return found


def situations(report: Report) -> list[Situation]:
    """How an incident went on, newest first."""
    return list(Situation.objects.filter(report=report).order_by("-told_at", "-id"))


def deliberations(report: Report) -> list[Deliberation]:
    """Its musyawarah, newest first."""
    rows = Deliberation.objects.filter(report=report, item__removed_at__isnull=True)
    return list(rows.select_related("item__meeting").order_by("-held_at", "-id"))
