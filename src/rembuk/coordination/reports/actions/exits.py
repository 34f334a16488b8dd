"""The honest exits: each is a state of its own, says why, and is counted apart from what is done and what is late."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from rembuk.coordination.reports import masking
from rembuk.coordination.reports.actions import course, following
from rembuk.coordination.reports.models import Answer, Owner, Report, Status, Wording
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.files import actions as files
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

OUTSIDE = frozenset(set(Owner.values) - {Owner.UNKNOWN, Owner.KOTA, Owner.DEVELOPER_HANDED})


@transaction.atomic
def await_budget(*, actor: Actor, report: Report, year: int, source: str, note: str = "") -> Report:
    """It will be done with the money of a year; the year and the source are named."""
    if year < clock.today().year:
        raise Refused("past_year", "Tahun anggarannya sudah lewat.", "year")
    if not source.strip():
        raise Refused("no_source", "Sebutkan dari anggaran mana, misalnya “APBD, kegiatan kelurahan”.", "source")
    changes = {"budget_year": year, "budget_source": source.strip(), **course.NO_CLOCK}
    course.go(actor, "await_budget", report, changes=changes, reason=note)
    return report


@transaction.atomic
def carry(*, actor: Actor, report: Report, note: str, year: int | None = None) -> Report:
    """It is carried into a proposal of next year's plan."""
    _reason(note, "note", "Tuliskan usulan apa dan untuk musrenbang yang mana.")
    changes = {"budget_year": year or report.budget_year, **course.NO_CLOCK}
    course.go(actor, "carry", report, changes=changes, reason=note)
    return report


@transaction.atomic
def refer(*, actor: Actor, report: Report, owner: str, note: str, number: str = "") -> Report:
    """Not the city's to do: its owner is written to. The officer stays the holder until there is an answer."""
    if owner not in OUTSIDE:
        raise Refused("no_owner", "Pilih pemilik di luar kota: PLN, PDAM, balai, pengelola tol, pengembang, …", "owner")
    _reason(note, "note", "Tuliskan isi suratnya: apa yang diminta, kepada siapa.")
    course.go(actor, "refer", report, changes={"owner": owner, **course.NO_CLOCK}, reason=note)
    letter = Answer(
        report=report, kind="letter_sent", who=str(Owner(owner).label), text=note.strip(), number=number,
        given_at=clock.now(),
    )  # fmt: skip
    letter.save(force_insert=True)
    return report


@transaction.atomic
def refuse(*, actor: Actor, report: Report, reason: str) -> Report:
    """It cannot be taken on, and the reporter reads why."""
    _reason(reason, "reason", "Tuliskan alasannya; pelapor membacanya.")
    course.go(actor, "refuse", report, changes=_ended(), reason=reason)
    return report


@transaction.atomic
def return_for_completion(*, actor: Actor, report: Report, question: str) -> Report:
    """Asks the reporter for what is missing; after the limit it counts as withdrawn."""
    _reason(question, "question", "Tuliskan apa yang perlu dilengkapi.")
    changes = course.rule_clock("reports.completion", clock.now())
    course.go(actor, "return_for_completion", report, changes=changes, reason=question)
    return report


@transaction.atomic
def complete(*, actor: Actor, report: Report, text: str, secret: str = "", photos: Sequence[Any] = ()) -> Report:
    """The reporter adds what was missing; the body that holds it reads it anew before it is public."""
    _reason(text, "text", "Tuliskan yang ditanyakan.")
    course.allow(actor, "complete", report, secret)
    wording = Wording.objects.get(report=report)
    wording.text = f"{wording.text}\n\n{text.strip()}".strip()
    wording.masked = masking.mask(wording.text)
    wording.save(update_fields=["text", "masked"])
    course.hide_photos(actor, report)
    # New words are not public before somebody has read them.
    changes = {**_start(report), "published_at": None}
    course.go(actor, "complete", report, changes=changes, secret=secret, allowed=True,
              details={"wording": _digest(wording)})  # fmt: skip
    for photo in photos:
        files.store_photo(
            actor=actor, owner_kind=Report.subject_kind, owner_id=report.pk, path=report.path, upload=photo
        )  # fmt: skip
    return report


@transaction.atomic
def merge(*, actor: Actor, report: Report, into: Report, note: str = "") -> Report:
    """The same matter was reported before: its people are counted and told with those of the other."""
    target = into.merged_into or into
    if target.pk == report.pk or target.status in {Status.MERGED, Status.WITHDRAWN, Status.REFUSED}:
        raise Refused("wrong_target", "Pilih laporan lain yang masih berjalan.", "into")
    if target.is_private or report.is_private:
        raise Refused("private", "Laporan tertutup tidak digabung, supaya tetap tertutup.", "into")
    course.allow(actor, "merge", report)
    ended: dict[str, object] = {"merged_into_id": target.pk, **_ended()}
    people: dict[str, object] = {"supporters": target.supporters + report.supporters}
    moves = [
        (report, "merge", ended, {"into": target.code}, note),
        (target, "absorb", people, {"from_report": report.code}, ""),
    ]
    # Decisions first, as everywhere: what ends one of them now waits, and finds the report that absorbed.
    following.hold(report)
    # Always in one order, so that two who merge crosswise meet at the same row instead of waiting for each other.
    for row, name, changes, details, reason in sorted(moves, key=lambda move: move[0].pk):
        course.go(actor, name, row, changes=changes, details=details, reason=reason, allowed=True)
    following.hand_on(actor, report, target)
    # Whoever had been merged into this one comes along, so that one look finds everyone.
    Report.objects.filter(merged_into=report).update(merged_into=target)
    return report


@transaction.atomic
def withdraw(*, actor: Actor, report: Report, reason: str = "", secret: str = "") -> Report:
    """The reporter takes it back."""
    course.go(actor, "withdraw", report, changes=_ended(), reason=reason, secret=secret)
    return report


def _reason(text: str, field: str, message: str) -> None:
    if not text.strip():
        raise Refused("no_reason", message, field)


def _ended() -> dict[str, object]:
    return {"closed_at": clock.now(), **course.NO_CLOCK}


def _start(report: Report) -> dict[str, object]:
    return course.new_clock(report.track, report.handled_at, report.body, clock.now())


def _digest(wording: Wording) -> str:
    return audit.digest_of_words(wording.salt, wording.text)
