"""The next deed on a report, from where it stands: who does it, when, and with which words."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from rembuk.config.demo import hours, names, words, works
from rembuk.config.demo.city import Made
from rembuk.config.demo.dice import between, choose, percent
from rembuk.config.demo.stories import Story
from rembuk.coordination.reports import actions as reports
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, Actor

Deed = Callable[[], Any]
Next = tuple[datetime, Deed]
# Which agency takes a theme.
UNITS = {
    "jalan": "DBMSDA", "saluran": "DBMSDA", "banjir": "DBMSDA", "sampah": "DLH", "pohon": "DLH", "lampu": "Dishub",
    "ketertiban": "Satpol PP",
    "keamanan": "Satpol PP", "air": "DBMSDA", "listrik": "Dishub", "kesehatan": "Dinkes", "sosial": "Dinsos",
    "layanan": "Disdukcapil", "fasilitas": "Disperkimtan", "hewan": "Satpol PP", "usul": "Disperkimtan",
}  # fmt: skip


def next_step(made: Made, story: Story) -> Next | None:
    """What comes next, or None where only time or a meeting moves it."""
    return STATES.get(str(story.report.status), _nothing)(made, story)


def _nothing(made: Made, story: Story) -> Next | None:
    return None


def _new(made: Made, story: Story) -> Next | None:
    now, report, will = clock.now(), story.report, story.will("new")
    who = made.holder(report)
    if will == "withdraw":
        return hours.sooner(now, 20, 60), lambda: reports.withdraw(
            actor=PUBLIC, report=report, reason="Sudah dibantu tetangga.", secret=story.secret
        )
    if who is None or will == "never" or (will == "sleep" and report.track == "neighbourhood"):
        return None
    when = _when(report, now, between(2, 30))
    if will == "return" and report.track != "sealed":
        return when, lambda: reports.return_for_completion(actor=who, report=report, question=choose(words.INCOMPLETE))
    if will == "refuse" and report.track == "neighbourhood":
        return when, lambda: reports.refuse(actor=who, report=report, reason=choose(words.REFUSED))
    return when, lambda: reports.acknowledge(actor=who, report=report)


def _when(report: Any, now: datetime, hours_on: int) -> datetime:
    """Officers in working hours, neighbours when they are home."""
    after = now + timedelta(hours=hours_on)
    return hours.evening(after) if report.handled_at in {"rt", "rw"} else hours.office(after)


# How many days later at the earliest and the latest; one to five where nothing is said.
SOON = {"urgent": (0, 1), "merge": (0, 2)}


def _deliberating(made: Made, story: Story) -> Next | None:
    report, now = story.report, clock.now()
    level = str(report.handled_at)
    will, who = story.will(level), made.holder(report)
    if who is None or will in {"sleep", "meet"}:
        return None
    low, high = SOON.get(will, (1, 5))
    # What the last Friday needs happens without delay.
    days = low if level in story.fixed else between(low, high)
    when = hours.evening(now, days) if level in {"rt", "rw"} else hours.office(now, days)
    deed = DELIBERATED.get(will)
    return (when, lambda: deed(made, story, who)) if deed else None


def _settle(made: Made, story: Story, who: Actor) -> None:
    reports.settle(
        actor=who, report=story.report, text=choose(words.MUFAKAT), witnesses=(names.person(), names.person())
    )


def _not_agreed(made: Made, story: Story, who: Actor) -> None:
    text = choose(words.NOT_AGREED)
    reports.deliberate(actor=who, report=story.report, text=text, witnesses=(names.person(), names.person()))
    reports.climb(actor=who, report=story.report, basis="deliberated", note=text)


def _urgent(made: Made, story: Story, who: Actor) -> None:
    reports.climb(
        actor=who, report=story.report, basis="urgent", note="Membahayakan orang lewat, tidak dapat menunggu rapat."
    )


def _merge(made: Made, story: Story, who: Actor) -> None:
    twin = made.twin(story.report)
    if twin is None:
        _settle(made, story, who)
    else:
        reports.merge(actor=who, report=story.report, into=twin, note="Tempat dan masalahnya sama.")


def _assign(made: Made, story: Story, who: Actor) -> None:
    reports.assign(
        actor=who,
        report=story.report,
        unit=made.units[UNITS.get(story.theme, "DBMSDA")],
        note="Mohon ditinjau bersama ketua RW.",
    )


def _budget(made: Made, story: Story, who: Actor) -> None:
    year, source = choose(((2026, "APBD kelurahan 2026"), (2026, "APBD perubahan 2026"), (2027, "RKPD 2027")))
    reports.await_budget(
        actor=who,
        report=story.report,
        year=year,
        source=source,
        note="Perlu perbaikan menyeluruh, di luar dana pemeliharaan.",
    )


def _refer(made: Made, story: Story, who: Actor) -> None:
    owner = {"listrik": "pln", "air": "pdam"}.get(story.theme) or choose(("provinsi", "developer_not_handed", "toll"))
    number = f"600.{between(1, 9)}/{between(10, 990)}/Kel"
    reports.refer(
        actor=who,
        report=story.report,
        owner=owner,
        note="Mohon diperiksa dan diperbaiki pada kesempatan pertama.",
        number=number,
    )


def _carry(made: Made, story: Story, who: Actor) -> None:
    reports.carry(actor=who, report=story.report, note="Dibawa ke musrenbang kelurahan.", year=2027)


def _follow(made: Made, story: Story, who: Actor) -> None:
    story.jobs.append(works.ask(made, story.report, story.theme, who, story.fixed.get("work", "")))


DELIBERATED: dict[str, Callable[[Made, Story, Actor], None]] = {
    "settle": _settle, "not_agreed": _not_agreed, "urgent": _urgent, "merge": _merge, "assign": _assign,
    "budget": _budget, "refer": _refer, "carry": _carry, "follow": _follow,
}  # fmt: skip


def _with_unit(made: Made, story: Story) -> Next | None:
    report, now = story.report, clock.now()
    if story.jobs:
        return None  # finished when they are
    who, will = made.holder(report), story.will("unit")
    if who is None or will == "sleep":
        return None
    if story.theme in {"listrik", "air"} and percent(50) and report.track != "sealed":
        return hours.office(now, 2), lambda: _refer(made, story, who)
    if story.times["unit"] == 1 or will == "answer":
        if story.times["unit"] > 4:
            return None
        return hours.office(now, between(1, 5)), lambda: reports.answer(
            actor=who, report=report, text=choose(words.ANSWERS)
        )
    return hours.office(now, between(2, 9)), lambda: reports.finish(
        actor=who, report=report, text=choose(words.FINISHED)
    )


def _settled(made: Made, story: Story) -> Next | None:
    report, now, will = story.report, clock.now(), story.will("settled")
    secret = {"secret": story.secret}
    if will == "confirm":
        return hours.sooner(now, 6, 120), lambda: reports.confirm(
            actor=PUBLIC, report=report, satisfied=True, remark=choose(words.SATISFIED), **secret
        )
    if will == "reopen":
        return hours.sooner(now, 30, 140), lambda: reports.reopen(
            actor=PUBLIC, report=report, remark=choose(words.NOT_SOLVED), **secret
        )
    return None


def _returned(made: Made, story: Story) -> Next | None:
    report, now = story.report, clock.now()
    if story.will("returned") == "silence":
        return None
    text = f"Di {choose(words.PLACES)}, rumah nomor {between(1, 40)}, saya ada di rumah sore hari."
    return hours.sooner(now, 8, 150), lambda: reports.complete(
        actor=PUBLIC, report=report, text=text, secret=story.secret
    )


def _referred(made: Made, story: Story) -> Next | None:
    report, now, who = story.report, clock.now(), made.holder(story.report)
    if who is None or story.times.get("referred"):
        return None
    story.times["referred"] = 1
    text = "Sudah kami jadwalkan pemeriksaan, petugas akan menghubungi ketua RT."
    name = str(report.get_owner_display())
    return hours.office(now, between(6, 15)), lambda: reports.record_letter(
        actor=who, report=report, kind="letter_answer", who=name, text=text
    )


STATES: dict[str, Callable[[Made, Story], Next | None]] = {
    "new": _new, "deliberating": _deliberating, "with_unit": _with_unit, "settled": _settled,
    "returned": _returned, "referred": _referred,
}  # fmt: skip
