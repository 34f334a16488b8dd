"""An RW's sheet is printed, and what was written on it is typed in, in its head's name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import chance, clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.front.home import deeds, queries, rules
from rembuk.front.home.deeds import NOTE, Written
from rembuk.front.home.models import Sheet, SheetLine


@transaction.atomic
def make_sheet(*, actor: Actor, institution: Institution) -> Sheet:
    """The sheet of this week: what waits for the RW now; made before in this week, it is that one."""
    rules.demand_make(actor, institution)
    week, now = rules.monday(clock.today()), clock.now()
    if known := queries.current(institution, week):
        return known
    drafted, more = queries.draft(institution)
    sheet = Sheet(
        number=f"L{clock.local(now):%y}-{chance.word(6)}", institution=institution, week=week, made_at=now,
        made_by=actor.label[:300], head=institutions.holder_name(queries.seat(institution)), more=more,
    )  # fmt: skip
    try:
        with transaction.atomic():
            sheet.save(force_insert=True)
    except IntegrityError:
        # Two printed at the same moment: both get the one that was first.
        known = queries.current(institution, week)
        if known is None:
            raise Refused("busy", "Coba sekali lagi.") from None
        return known
    rows = [
        SheetLine(sheet=sheet, order=order, key=line.key, code=line.row.code, title=line.title[:160],
                  note=line.note[:200], deeds=line.deeds, seen=line.row.version)
        for order, line in enumerate(drafted, 1)
    ]  # fmt: skip
    SheetLine.objects.bulk_create(rows)
    audit.record(actor, sheet, "home.sheet_made", changes={"number": sheet.number, "lines": len(rows), "more": more})
    return sheet


def make_sheets(*, actor: Actor) -> Sequence[Sheet]:
    """Those of every RW of the actor, to be printed in one go. Each is its own deed: what is made stays."""
    return [make_sheet(actor=actor, institution=body) for body in queries.rw_bodies(actor)]


@transaction.atomic
def type_line(*, actor: Actor, line: SheetLine, deed: str, on: date, said: Written) -> SheetLine:
    """What was ticked and written becomes the ordinary deed, by who types and in the name of the RW's head.

    A line is typed once. What its deed refuses is not typed: it can be kept as a note.
    """
    sheet = line.sheet
    rules.demand_type(actor, sheet)
    if deed != NOTE and deed not in line.deeds:
        raise Refused("no_deed", "Kotak itu tidak ada pada baris ini.", "deed")
    if not rules.monday(clock.local(sheet.made_at).date()) <= on <= clock.today():
        raise Refused("no_day", "Tanggalnya sejak minggu lembar dicetak, paling akhir hari ini.", "on")
    label = actor.label[:300]
    typed = {"typed_at": clock.now(), "typed_by": label, "deed": deed, "written_on": on}
    if not SheetLine.objects.filter(pk=line.pk, typed_at__isnull=True).update(**typed):
        raise Refused("typed", "Baris ini sudah diketik.")
    if deed == NOTE:
        if not said.words.strip():
            raise Refused("empty", "Ketik apa yang ditulis di baris ini.", "words")
    else:
        _do(actor, line, deed, on, said)
    line.refresh_from_db()
    changes = {"number": sheet.number, "line": line.order, "code": line.code, "deed": deed, "on": on}
    audit.record(queries.typist(actor, sheet), sheet, "home.line_typed", changes=changes, reason=said.words)
    return line


def _do(actor: Actor, line: SheetLine, deed: str, on: date, said: Written) -> None:
    row = queries.thing(line.key)
    if row is None:
        raise Refused("not_found", "Yang tertulis di baris ini tidak ada lagi.")
    words = said.words.strip()
    if words and on != clock.today():
        words = f"{words} (ditulis {text.short_day(on)})"
    deeds.do(queries.typist(actor, line.sheet), deed, row, replace(said, words=words))
