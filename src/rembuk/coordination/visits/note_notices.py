"""Who is told of an observer's note: the lurah and the camat of the place, Inspektorat, and whoever leads the work."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from django.urls import reverse

from rembuk.coordination.visits import observe_rules
from rembuk.coordination.visits.models import FieldNote
from rembuk.coordination.visits.queries import observing
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Notice, Told
from rembuk.foundation.territory.models import DIGITS

IN_CHARGE = {"kelurahan": 4 * DIGITS, "kecamatan": 3 * DIGITS}


def notices(told: Told) -> Iterable[Notice]:
    """Each office once; never the observers' own body."""
    note = observing.note_by_id(told.subject_id) if told.verb == observe_rules.OBSERVED else None
    if note is None:
        return []
    url = reverse("visits:field_note", args=[note.code])
    subject = f"Catatan pemantau tentang {note.about.code}"
    said = f"{note.title} menulisnya di {note.territory.label}. Yang dilihat ada di catatannya."
    seats = {seat.pk: seat for seat in _readers(note) if seat.institution_id != note.body_id}
    return [Notice(pk, None, subject, said, url) for pk in seats]


def _readers(note: FieldNote) -> Iterator[Position]:
    for level, depth in IN_CHARGE.items():
        if len(note.path) >= depth:
            try:
                yield institutions.responsible_at(note.path[:depth], level)
            except Refused:
                continue
    with suppress(Refused):
        yield institutions.named_office("inspektorat")
    yield from institutions.unit_offices(observing.leads(note)).values()
