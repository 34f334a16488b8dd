"""The letter of invitation: what it says, its number, and the signed one that comes back."""

import re
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from rembuk.coordination.meetings import queries, rules
from rembuk.coordination.meetings.actions.steps import enter, touch
from rembuk.coordination.meetings.models import Counter, Invitation, Meeting, Number, Numbering
from rembuk.foundation.audit.actions import record
from rembuk.foundation.files import actions as files
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

RESERVED = "Nomor itu sudah dipakai surat lain lembaga ini tahun ini."


@transaction.atomic
def write_invitation(
    *, actor: Actor, meeting: Meeting, nature: str = "biasa", enclosure: str = "", subject: str = "",
    opening: str = "", note: str = "", copies: str = "", dated: date | None = None,
) -> Invitation:  # fmt: skip
    """What the letter says; the latest words hold until the signed letter is filed."""
    enter(actor, "write_invitation", meeting)
    if nature not in dict(Invitation.NATURES):
        raise Refused("no_nature", "Pilih sifat surat.", "nature")
    before = Invitation.objects.filter(meeting=meeting).first()
    if before is not None and before.scan_id:
        raise Refused("signed", "Surat bertanda tangan sudah disimpan; isinya tidak diubah lagi.")
    touch(actor, "write_invitation", meeting)
    words = {"nature": nature, "enclosure": enclosure.strip(), "subject": subject.strip(), "opening": opening.strip(),
             "note": note.strip(), "copies": copies.strip(), "dated": dated or clock.today()}  # fmt: skip
    found, _ = Invitation.objects.update_or_create(meeting=meeting, defaults=words)
    return found


@transaction.atomic
def set_numbering(
    *, actor: Actor, institution: Institution, counts: bool, pattern: str = "", last: int | None = None
) -> Numbering:
    """From the office's own system, or counted by Rembuk. Numbers that were given stay.

    `last` is the last number that the office gave this year: counting goes on from there, never back.
    """
    chair = queries.chair(institution)
    own = rules.of_body(actor, institution.pk, chair.institution_id)
    if not (own and actor.holds("meetings.regular", institution.path)):
        raise Refused("not_allowed", "Hanya pengurus lembaga ini yang menetapkan penomoran suratnya.")
    pattern = pattern.strip()
    if counts and pattern.count("{nomor}") != 1:
        raise Refused("no_place", "Tulis tempat nomornya sekali sebagai {nomor}, misalnya 005/{nomor}/{tahun}.",
                      "pattern")  # fmt: skip
    if set(re.findall(r"{[^}]*}", pattern)) - {"{nomor}", "{tahun}"}:
        raise Refused("bad_pattern", "Hanya {nomor} dan {tahun} yang diganti.", "pattern")
    row = Numbering.objects.filter(institution=institution).first() or Numbering(institution=institution, version=0)
    row.counts, row.pattern, row.version = counts, pattern, row.version + 1
    row.save()
    if last is not None:
        Counter.objects.get_or_create(institution=institution, year=clock.today().year)
        behind = Counter.objects.filter(institution=institution, year=clock.today().year, last__lt=last)
        behind.update(last=last)
    record(actor, row, "meetings.numbering_set", changes={"counts": counts, "pattern": pattern, "last": last})
    return row


@transaction.atomic
def number_letter(*, actor: Actor, meeting: Meeting, text: str = "", after: int | None = None) -> Number:
    """Gives the letter its number: `text` from the office's own system, or counted here, the next one or (`after`) as
    an insertion behind a number that was given."""
    enter(actor, "number_letter", meeting)
    if queries.number_of(meeting) is not None:
        raise Refused("numbered", "Surat ini sudah bernomor. Batalkan dulu nomornya bila keliru.", "text")
    numbering = queries.numbering(meeting.institution)
    year = queries.letter_day(meeting).year
    number = Number(institution=meeting.institution, year=year, meeting=meeting, taken_at=clock.now())
    touch(actor, "number_letter", meeting)
    if numbering is not None and numbering.counts:
        number.serial, number.suffix = _inserted(meeting, year, after) if after else (_next(meeting, year), "")
        number.text = rules.numbered(numbering.pattern, number.serial, number.suffix, year)
    elif text.strip():
        number.text = text.strip()[:80]
    else:
        raise Refused("no_number", "Tulis nomor dari sistem surat kantor.", "text")
    try:
        with transaction.atomic():
            number.save(force_insert=True)
    except IntegrityError:
        raise Refused("reserved", RESERVED, "text") from None
    return number


def _next(meeting: Meeting, year: int) -> int:
    """The one place that waits for another: the update holds the row until this transaction ends."""
    Counter.objects.get_or_create(institution=meeting.institution, year=year)
    mine = Counter.objects.filter(institution=meeting.institution, year=year)
    mine.update(last=F("last") + 1)
    return mine.values_list("last", flat=True).get()


def _inserted(meeting: Meeting, year: int, after: int) -> tuple[int, str]:
    """The next free letter behind a number: 12.a, 12.b …"""
    mine = Counter.objects.filter(institution=meeting.institution, year=year)
    mine.update(last=F("last"))
    given = Number.objects.filter(institution=meeting.institution, year=year, serial=after)
    taken = set(given.values_list("suffix", flat=True))
    if "" not in taken:
        raise Refused(
            "no_such_number", f"Nomor {after} belum pernah diberikan; sisipan menyusul nomor yang ada.", "after"
        )
    free = next((letter for letter in rules.SUFFIXES if letter not in taken), "")
    if not free:
        raise Refused("full", f"Sisipan nomor {after} sudah habis.", "after")
    return after, free


@transaction.atomic
def void_number(*, actor: Actor, meeting: Meeting, reason: str) -> Number:
    """Takes the number off the letter; it stays in the book with its reason and is not given again."""
    enter(actor, "void_number", meeting)
    found = queries.number_of(meeting)
    if found is None:
        raise Refused("no_number", "Surat ini belum bernomor.")
    if not reason.strip():
        raise Refused("no_reason", "Tulis mengapa nomor dibatalkan: tetap tercatat di buku nomor.", "reason")
    touch(actor, "void_number", meeting, {"text": found.text})
    found.voided_at, found.reason = clock.now(), reason.strip()[:240]
    found.save(update_fields=["voided_at", "reason"])
    return found


@transaction.atomic
def file_scan(*, actor: Actor, meeting: Meeting, content: bytes, name: str) -> Invitation:
    """Keeps the signed letter (a PDF) as it went out."""
    enter(actor, "file_scan", meeting)
    touch(actor, "file_scan", meeting)
    found, _ = Invitation.objects.get_or_create(meeting=meeting, defaults={"dated": clock.today()})
    found.scan = files.store_document(
        actor=actor, owner_kind=meeting.subject_kind, owner_id=meeting.pk, path=meeting.path, content=content,
        name=name, media_type="application/pdf",
    )  # fmt: skip
    found.save(update_fields=["scan"])
    return found
