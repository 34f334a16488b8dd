"""A matter is handed to a unit, which answers and says when it is done; and whose thing it is."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.reports import masking, queries, rules
from rembuk.coordination.reports.actions import course
from rembuk.coordination.reports.models import Answer, Owner, Report
from rembuk.foundation.files import actions as files
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution, Position
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused


@transaction.atomic
def assign(
    *, actor: Actor, report: Report, unit: Institution, position: Position | None = None, note: str = ""
) -> Report:
    """Hands it to a unit: the seat given, or whoever answers for the unit, becomes the holder."""
    holder = position or institutions.unit_office(unit)
    if holder.institution_id != unit.pk:
        raise Refused("wrong_unit", f"{holder} bukan jabatan di {unit}.", "position")
    # A musyawarah's matter has a unit's limit from here on.
    key = rules.TRACK[report.track].work_key or "reports.service.first_answer"
    changes = {"unit_id": unit.pk, **course.rule_clock(key, clock.now())}
    course.go(actor, "assign", report, changes=changes, holder=holder, details={"unit": str(unit)}, reason=note)
    return report


@transaction.atomic
def answer(*, actor: Actor, report: Report, text: str, number: str = "") -> Answer:
    """News of the work. After the first answer what remains is the limit of the whole."""
    given = _answer(actor, report, "answer", actor.office.title if actor.office else actor.name, text, number)
    changes: dict[str, object] = {"answered_at": report.answered_at or given.given_at}
    if report.status == "with_unit":
        changes |= {"stage_due": report.total_due, "stage_rule_id": report.total_rule_id,
                    "stage_started_at": report.received_at}  # fmt: skip
    course.go(actor, "answer", report, changes=changes, details={"answer": given.pk}, reason=given.text)
    return given


@transaction.atomic
def finish(*, actor: Actor, report: Report, text: str, photos: Sequence[Any] = ()) -> Report:
    """The unit says that it is done, and how; the reporter is asked whether it is. Never before its follow-ups are."""
    course.allow(actor, "finish", report)
    if decisions.still_open(queries.decision_ids(report)):
        raise Refused(
            "open_follow_ups", "Tindak lanjutnya belum selesai dicek. Laporan selesai sendiri begitu semuanya selesai."
        )
    given = _answer(actor, report, "answer", actor.office.title if actor.office else actor.name, text)
    changes = {"answered_at": report.answered_at or given.given_at,
               **course.rule_clock("reports.confirm.silence", clock.now())}  # fmt: skip
    course.go(actor, "finish", report, changes=changes, details={"answer": given.pk}, reason=given.text, allowed=True)
    for photo in photos:
        files.store_photo(
            actor=actor, owner_kind=Report.subject_kind, owner_id=report.pk, path=report.path, upload=photo
        )  # fmt: skip
    return report


@transaction.atomic
def record_letter(*, actor: Actor, report: Report, kind: str, who: str, text: str, number: str = "") -> Answer:
    """A letter to the owner outside the city, or what it answered. A city officer remains the holder."""
    if kind not in {"letter_sent", "letter_answer"}:
        raise Refused("wrong_kind", "Pilih: surat dikirim, atau surat balasan.", "kind")
    if not who.strip():
        raise Refused("no_owner", "Tuliskan kepada siapa suratnya, atau dari siapa balasannya.", "who")
    letter = _answer(actor, report, kind, masking.mask(who.strip()), text, number)
    course.go(actor, "record_letter", report, details={"letter": letter.pk, "kind": kind, "who": letter.who})
    return letter


@transaction.atomic
def set_owner(*, actor: Actor, report: Report, owner: str) -> Report:
    """Says whose thing it is that is broken."""
    if owner not in Owner.values:
        raise Refused("no_owner", "Pilih pemiliknya dari daftar.", "owner")
    course.go(actor, "set_owner", report, changes={"owner": owner})
    return report


@transaction.atomic
def copy_out(*, actor: Actor, report: Report, number: str = "") -> Report:
    """What was answered stands now in the system that the report came from too; `number` is what it has there."""
    now = clock.now()
    waiting = report.answers.filter(kind="answer", copied_at__isnull=True)
    details = {"source": report.source, "number": number.strip() or report.external_ref, "answers": waiting.count()}
    course.go(actor, "copy_out", report, changes={"copy_due": False}, details=details, silent=True)
    waiting.update(copied_at=now)
    return report


def _answer(actor: Actor, report: Report, kind: str, who: str, text: str, number: str = "") -> Answer:
    if not text.strip():
        raise Refused("empty", "Tuliskan kabarnya, satu kalimat saja cukup.", "text")
    given = Answer(report=report, kind=kind, who=who[:160], text=text.strip(), number=number, given_at=clock.now())
    given.save(force_insert=True)
    return given
