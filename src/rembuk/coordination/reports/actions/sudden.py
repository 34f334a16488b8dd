"""Incidents and early warnings: how one goes on, how it ends, and what becomes of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from rembuk.coordination.reports import queries
from rembuk.coordination.reports.actions import course
from rembuk.coordination.reports.actions.hearing import Received, receive
from rembuk.coordination.reports.models import Category, Report, Situation, Track
from rembuk.foundation.files import actions as files
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

VICTIMS = ("dead", "injured", "displaced")
LONGEST = 280


@transaction.atomic
def tell(
    *, actor: Actor, report: Report, line: str, done: str = "", needs: str = "", dead: int = 0, injured: int = 0,
    displaced: int = 0, photos: Sequence[Any] = (),
) -> Situation:  # fmt: skip
    """How it stands now, in one line, with what is counted; the next line is awaited within the hour."""
    course.allow(actor, "tell", report)
    victims = {"dead": dead, "injured": injured, "displaced": displaced}
    situation = _situation(actor, report, line, done, needs, victims)
    changes = (
        {} if report.status == "new" else course.working_clock(report, report.handled_at, report.body, clock.now())
    )
    details = {"situation": situation.pk, **victims, "more": _more(report, situation)}
    course.go(actor, "tell", report, changes=changes, details=details, reason=situation.line, allowed=True)
    for photo in photos:
        files.store_photo(
            actor=actor, owner_kind=Report.subject_kind, owner_id=report.pk, path=report.path, upload=photo
        )  # fmt: skip
    return situation


@transaction.atomic
def end(
    *, actor: Actor, report: Report, line: str, done: str = "", needs: str = "", dead: int = 0, injured: int = 0,
    displaced: int = 0,
) -> Report:  # fmt: skip
    """It is over: how it stands in the end. The kelurahan's next meeting looks back at it."""
    course.allow(actor, "end", report)
    victims = {"dead": dead, "injured": injured, "displaced": displaced}
    situation = _situation(actor, report, line, done, needs, victims, is_last=True)
    course.go(actor, "end", report, changes=_ended(), details={"situation": situation.pk, **victims},
              reason=situation.line, allowed=True)  # fmt: skip
    return report


@transaction.atomic
def go_on(*, actor: Actor, report: Report, reason: str) -> Report:
    """It was said to be over, or not so, by mistake: it goes on, and the next line is awaited within the hour."""
    if not reason.strip():
        raise Refused("no_reason", "Tuliskan mengapa dibuka lagi; semua yang menanganinya membacanya.", "reason")
    course.allow(actor, "go_on", report)
    clocks = course.working_clock(report, report.handled_at, report.body, clock.now())
    course.go(actor, "go_on", report, changes={"closed_at": None, **clocks}, reason=reason, allowed=True)
    return report


@transaction.atomic
def come_true(*, actor: Actor, report: Report, text: str) -> Report:
    """What was warned of did happen."""
    return _outcome(actor, "come_true", report, text)


@transaction.atomic
def disprove(*, actor: Actor, report: Report, text: str) -> Report:
    """Looked into, and it is not so."""
    return _outcome(actor, "disprove", report, text)


@transaction.atomic
def prevent(*, actor: Actor, report: Report, text: str) -> Report:
    """What was warned of was kept from happening."""
    return _outcome(actor, "prevent", report, text)


@transaction.atomic
def raise_report(*, actor: Actor, report: Report, category: Category | str, text: str, place: str = "") -> Received:
    """A report like any other is made of an early warning, in words of its own: the warning stays closed to others."""
    course.allow(actor, "raise_report", report)
    if report.territory is None:
        raise Refused("no_place", "Catatan ini belum punya wilayah.")
    found = queries.category(category) if isinstance(category, str) else category
    if found is None or not found.holds(clock.today()) or found.track == Track.WARNING:
        raise Refused("no_category", "Pilih jenis laporannya dari daftar.", "category")
    got = receive(actor=actor, category=found, text=text, territory=report.territory, place=place)
    course.go(actor, "raise_report", report, details={"raised": got.report.code}, allowed=True)
    return got


def _outcome(actor: Actor, name: str, report: Report, text: str) -> Report:
    if not text.strip():
        raise Refused("no_reason", "Tuliskan apa yang ditemukan di lapangan.", "text")
    course.go(actor, name, report, changes=_ended(), reason=text)
    return report


def _ended() -> dict[str, object]:
    return {"closed_at": clock.now(), **course.NO_CLOCK}


def _situation(
    actor: Actor, report: Report, line: str, done: str, needs: str, victims: Mapping[str, int], is_last: bool = False
) -> Situation:
    if not line.strip():
        raise Refused("empty", "Tuliskan keadaannya sekarang, satu baris saja.", "line")
    if min(victims.values()) < 0:
        raise Refused("negative", "Jumlahnya tidak boleh kurang dari nol.", "dead")
    situation = Situation(
        report=report, line=line.strip()[:LONGEST], done=done.strip()[:LONGEST], needs=needs.strip()[:LONGEST],
        who=(actor.office.title if actor.office else actor.name)[:160], told_at=clock.now(), is_last=is_last, **victims,
    )  # fmt: skip
    situation.save(force_insert=True)
    return situation


def _more(report: Report, now: Situation) -> bool:
    """Whether more people are hit than the line before said: that does not wait for the morning."""
    before = Situation.objects.filter(report=report).exclude(pk=now.pk).order_by("told_at", "id").last()
    return before is None or any(getattr(now, name) > getattr(before, name) for name in VICTIMS)
