"""A matter is deliberated: settled with witnesses or in a meeting, or taken one level up with a basis."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from rembuk.coordination.meetings.models import AgendaItem
from rembuk.coordination.reports import rules
from rembuk.coordination.reports.actions import course
from rembuk.coordination.reports.models import Basis, Deliberation, Report, Status
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Outcome
from rembuk.foundation.regulations import queries as regulations

HELD = ("agreed", "voted", "not_agreed")
SETTLES = ("agreed", "voted")
# Why a person may take a matter up; "lapsed" is the clock's, "direct" and "imported" are given on arrival.
BY_PEOPLE = (Basis.DELIBERATED, Basis.URGENT, Basis.CONFLICT)


@transaction.atomic
def deliberate(
    *, actor: Actor, report: Report, text: str, witnesses: Sequence[str] = (), outcome: str = "not_agreed"
) -> Deliberation:
    """Records a musyawarah outside a meeting that did not settle the matter: no agreement yet, or postponed."""
    if outcome not in {"not_agreed", "postponed"}:
        raise Refused("wrong_outcome", "Kalau sudah mufakat, pilih “Selesaikan dengan mufakat”.", "outcome")
    _say(text)
    held = _hold(report, outcome, text, _names(witnesses))
    course.go(actor, "deliberate", report, details=_told(held), reason=text)
    return held


@transaction.atomic
def settle(*, actor: Actor, report: Report, text: str, witnesses: Sequence[str] = ()) -> Report:
    """Mufakat kecil: a small matter is settled on the spot, with what was agreed and who saw it."""
    _say(text)
    course.allow(actor, "settle", report)
    names = _names(witnesses)
    needed = _witnesses_needed()
    if len(names) < needed:
        raise Refused(
            "witnesses", f"Mufakat kecil perlu {needed} saksi. Tulis nama mereka, satu per baris.", "witnesses"
        )
    _settle(actor, report, _hold(report, "agreed", text, names))
    return report


@transaction.atomic
def climb(*, actor: Actor, report: Report, basis: str, note: str = "", witnesses: Sequence[str] = ()) -> Report:
    """Takes the matter one level up: deliberated here without agreement, urgent, or about whoever holds it.

    With its witnesses a musyawarah that is not on record yet is recorded by the way: `note` is what came of it.
    """
    if basis not in BY_PEOPLE:
        raise Refused("basis", "Sebutkan dasarnya: sudah dimusyawarahkan, mendesak, atau menyangkut pejabat.", "basis")
    course.allow(actor, "climb", report)
    if basis == Basis.DELIBERATED and not deliberated_here(report):
        names = _names(witnesses)
        if report.status != Status.DELIBERATING or not note.strip() or len(names) < _witnesses_needed():
            raise Refused(
                "not_deliberated",
                "Musyawarahkan dulu di sini. Tulis hasilnya dan dua saksinya, baru diteruskan.",
                "basis",
            )
        deliberate(actor=actor, report=report, text=note, witnesses=names)
    if basis != Basis.DELIBERATED and not note.strip():
        raise Refused("no_reason", "Tuliskan alasannya; pelapor dan tingkat di atas membacanya.", "note")
    _climb(actor, "climb", report, basis, note)
    return report


def _witnesses_needed() -> int:
    return regulations.number("reports.small.witnesses", clock.today())


def deliberated_here(report: Report) -> bool:
    """Whether a musyawarah was held since the matter came to this level."""
    held = Deliberation.objects.filter(report=report, level=report.handled_at, outcome__in=HELD)
    return held.filter(held_at__gte=report.stage_started_at or report.received_at).exists()


def _climb(actor: Actor, name: str, report: Report, basis: str, note: str) -> None:
    """One level up, past those whom the matter concerns; the new stage counts from now."""
    now = clock.now()
    changes: dict[str, object] = {"climb_basis": basis, "is_urgent": report.is_urgent or basis == Basis.URGENT}
    if basis == Basis.CONFLICT:
        course.hide_photos(actor, report)
        # What is said of an official is no longer anybody's to read but the body's that holds it.
        holder = institutions.holder(report.holder)
        person = {str(holder.user_id)} if holder else set()
        passes_by = sorted({*report.passes_by, str(report.body_id), *person})
        changes |= {"passes_by": passes_by, "is_private": True, "published_at": None, "public_lat": None,
                    "public_lng": None}  # fmt: skip
    else:
        passes_by = report.passes_by
    if report.territory is None:
        raise Refused("no_place", "Laporan ini belum punya wilayah, jadi belum bisa diteruskan.")
    level, holder_next = course.seat(report.territory, rules.next_level(report.handled_at), passes_by)
    body = holder_next.institution
    clock_there = (
        course.new_clock(report.track, level, body, now) if report.status == Status.NEW
        else course.working_clock(report, level, body, now)
    )  # fmt: skip
    changes |= {"handled_at": level, **clock_there}
    course.go(actor, name, report, changes=changes, holder=holder_next, details={"basis": basis}, reason=note,
              allowed=True)  # fmt: skip


def _settle(actor: Actor, report: Report, held: Deliberation) -> None:
    changes = course.rule_clock("reports.confirm.silence", clock.now()) | {
        "answered_at": report.answered_at or clock.now()
    }
    course.go(actor, "settle", report, changes=changes, details=_told(held), reason=held.text, allowed=True)


def _hold(report: Report, outcome: str, text: str, witnesses: Sequence[str]) -> Deliberation:
    held = Deliberation(
        report=report, level=report.handled_at, outcome=outcome, text=text.strip(), witnesses=list(witnesses),
        held_at=clock.now(),
    )  # fmt: skip
    held.save(force_insert=True)
    return held


def _told(held: Deliberation) -> dict[str, object]:
    """What the chain keeps: never the witnesses' names nor the words."""
    return {"level": held.level, "outcome": held.outcome, "witnesses": len(held.witnesses), "deliberation": held.pk}


def _say(text: str) -> None:
    if not text.strip():
        raise Refused("empty", "Tuliskan apa yang dibicarakan dan hasilnya.", "text")


def _names(witnesses: Sequence[str]) -> list[str]:
    """Different names only: one person cannot witness twice."""
    kept: dict[str, str] = {}
    for name in witnesses:
        if name.strip():
            kept.setdefault(" ".join(name.casefold().split()), name.strip())
    return list(kept.values())


@transaction.atomic
def take(*, actor: Actor, item_id: UUID, report: Report) -> Deliberation:
    """A meeting takes the matter onto its agenda; the meeting must be of the body that holds it."""
    item = AgendaItem.objects.select_related("meeting__institution").get(pk=item_id)
    looks_back = report.status == Status.ENDED and _at_home(item, report)
    if item.meeting.institution_id != report.body_id and not looks_back:
        raise Refused("not_here", "Laporan ini sekarang dipegang tingkat lain.")
    planned = Deliberation(report=report, level=report.handled_at, item=item)
    planned.save(force_insert=True)
    return planned


def _at_home(item: AgendaItem, report: Report) -> bool:
    """Whether it is the kelurahan's own meeting: there an incident is looked back at, whoever held it."""
    return item.meeting.institution.territory_id == report.kelurahan_id


@transaction.atomic
def decided(actor: Actor, outcome: Outcome) -> None:
    """What a meeting decided on an agenda item moves its report. The right to decide was the meeting's."""
    if outcome.decision_id is not None:
        return
    held = Deliberation.objects.filter(item_id=outcome.item_id).select_related("report", "item__meeting").first()
    if held is None:
        return
    if held.outcome in HELD and outcome.kind != held.outcome:
        raise Refused("already_decided", "Butir ini sudah diputuskan dan laporannya sudah bergerak.")
    again = held.outcome in HELD
    held.outcome, held.text, held.held_at = outcome.kind, outcome.text or outcome.reason, clock.now()
    held.save(update_fields=["outcome", "text", "held_at"])
    report = held.report
    meeting = held.item.meeting if held.item else None
    if report.status == Status.ENDED and outcome.kind != "postponed" and not again:
        course.go(actor, "review", report, details=_told(held), reason=held.text, allowed=True)
    moved_on = report.status != Status.DELIBERATING or meeting is None or meeting.institution_id != report.body_id
    if again or moved_on or outcome.kind not in {*HELD, "postponed"}:
        return
    if outcome.kind in SETTLES and not outcome.hand_up:
        _settle(actor, report, held)
        return
    course.go(actor, "deliberate", report, details=_told(held), reason=held.text, allowed=True)
    if outcome.kind != "postponed" and rules.next_level(report.handled_at):
        _climb(actor, "climb", report, Basis.DELIBERATED, outcome.reason or outcome.text)
