"""History from another system: what was answered there comes in closed, in its own time, and starts nothing here.

No clock runs for it, nobody is told, no figure of performance counts it; only its answer times are shown apart.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from rembuk.coordination.reports import masking, places, rules
from rembuk.coordination.reports.models import Basis, Category, Report, Status, Track, Wording
from rembuk.coordination.reports.queries import answer_times as queries
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit import rows
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution, Position
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory.models import Territory

BATCH = 500
# Who holds a report that no agency answered: the city's complaints officer.
NO_AGENCY = "petugas_kota"


@dataclass(frozen=True, slots=True)
class Imported:
    """A report as another system had it. `topic` and `agency` are that system's own words for them."""

    source: str
    external_ref: str
    category: Category
    text: str
    territory: Territory
    received_at: datetime
    answered_at: datetime | None = None
    unit: Institution | None = None
    topic: str = ""
    agency: str = ""
    publish: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows came in, and how many were here already under the same source and number."""

    imported: int
    already: int


@transaction.atomic
def receive_imported(
    *, actor: Actor, rows: Iterable[Imported], progress: Callable[[int], None] = lambda _: None
) -> Taken:  # fmt: skip
    """Takes in many rows, in batches; equal to calling it with each row alone. All come in, or none."""
    if not actor.holds("system", ""):
        raise Refused("not_allowed", "Riwayat dimasukkan dari baris perintah: rembuk import reports.")
    desk, stream, imported, already = Desk(), iter(rows), 0, 0
    while batch := list(islice(stream, BATCH)):
        new = list(_unknown(batch))
        _store(actor, desk.take(new))
        imported, already = imported + len(new), already + len(batch) - len(new)
        progress(imported + already)
    return Taken(imported, already)


def _unknown(batch: list[Imported]) -> Iterator[Imported]:
    """The rows that are not here yet; of two with the same number the first."""
    known = set(
        Report.objects.filter(
            source__in={row.source for row in batch}, external_ref__in=[row.external_ref for row in batch]
        ).values_list("source", "external_ref")
    )
    for row in batch:
        key = (row.source, row.external_ref)
        if key not in known:
            known.add(key)
            yield row


@dataclass
class Desk:
    """Looks places and offices up once, however many rows name them."""

    columns: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    letters: dict[UUID, str] = field(default_factory=dict)
    holders: dict[tuple[str, UUID | None], Position] = field(default_factory=dict)

    def take(self, rows: list[Imported]) -> list[tuple[Imported, Report, Wording]]:
        """The rows as reports that are over, each with its words."""
        units = {row.unit.pk for row in rows if row.unit} - {unit for _, unit in self.holders}
        self.holders.update({("", pk): seat for pk, seat in institutions.unit_offices(units).items()})
        return [self._take(row, code) for row, code in zip(rows, self._codes(rows), strict=True)]

    def _take(self, row: Imported, code: str) -> tuple[Imported, Report, Wording]:
        if row.answered_at and row.answered_at < row.received_at:
            raise Refused("negative", f"{row.external_ref} dijawab sebelum dilaporkan.", "answered_at")
        sealed = row.category.track == Track.SEALED
        holder, masked = self._holder(row), masking.mask(row.text)
        report = Report(
            code=code, category=row.category, track=row.category.track, title=masking.headline(masked),
            origin=rules.TERRITORY_STAGE[row.territory.level], handled_at=self._level(holder),
            climb_basis=Basis.IMPORTED, status=Status.CLOSED, holder=holder, body_id=holder.institution_id,
            unit=row.unit, is_private=sealed, source=row.source, external_ref=row.external_ref,
            received_at=row.received_at, occurred_at=row.received_at, answered_at=row.answered_at,
            closed_at=row.answered_at, news_at=row.answered_at or row.received_at,
            # In its own time, so that history does not stand on top of what is new.
            published_at=row.received_at if row.publish and not sealed else None, **self._place(row.territory),
        )  # fmt: skip
        return row, report, Wording(report=report, salt=chance.secret(16), text=row.text, masked=masked)

    def _place(self, territory: Territory) -> dict[str, Any]:
        """The columns by which it is listed."""
        if territory.pk not in self.columns:
            self.columns[territory.pk] = places.columns(territory, places.around(territory))
        return self.columns[territory.pk]

    def _holder(self, row: Imported) -> Position:
        """The named office of what is protected, the head of the agency, or the city's complaints officer."""
        named = row.category.office if row.category.track == Track.SEALED else "" if row.unit else NO_AGENCY
        key = (named, row.unit.pk if row.unit and not named else None)
        if key not in self.holders:
            of_unit = institutions.unit_office(row.unit) if row.unit and not named else None
            self.holders[key] = of_unit or institutions.named_office(named)
        return self.holders[key]

    @staticmethod
    def _level(holder: Position) -> str:
        """The level at which the holder's body stands."""
        return rules.TERRITORY_STAGE[holder.institution.territory.level]

    def _codes(self, rows: list[Imported]) -> list[str]:
        """As `receive` gives them, with the year in which it was reported; drawn again where one is taken."""
        codes: dict[int, str] = {}
        while missing := [number for number in range(len(rows)) if number not in codes]:
            drawn = {self._code(rows[number]): number for number in missing}
            taken = set(Report.objects.filter(code__in=list(drawn)).values_list("code", flat=True)) | set(
                codes.values()
            )
            codes.update({number: code for code, number in drawn.items() if code not in taken})
        return [codes[number] for number in range(len(rows))]

    def _code(self, row: Imported) -> str:
        if row.territory.pk not in self.letters:
            self.letters[row.territory.pk] = places.letters(row.territory, places.around(row.territory))
        return f"{self.letters[row.territory.pk]}-{clock.local(row.received_at):%y}-{chance.word(5)}"


def _store(actor: Actor, taken: list[tuple[Imported, Report, Wording]]) -> None:
    """The reports, their words outside the chain, and an event each."""
    reports = [report for _, report, _ in taken]
    rows.write(reports)
    rows.write([wording for _, _, wording in taken])
    audit.record_new(
        actor, reports, rules.FLOW["receive_imported"].event, changes={row[1].pk: _told(*row) for row in taken},
        occurred={report.pk: report.received_at for report in reports},
    )  # fmt: skip


def _told(row: Imported, report: Report, wording: Wording) -> dict[str, object]:
    return {
        "category": row.category.key, "track": report.track, "origin": report.origin, "handled_at": report.handled_at,
        "climb_basis": report.climb_basis, "holder": report.holder.title, "source": report.source,
        "external_ref": report.external_ref, "answered_at": report.answered_at, "topic": row.topic,
        "agency": row.agency, "private": report.is_private, "public": report.published_at is not None,
        "wording": audit.digest_of_words(wording.salt, row.text),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """What is kept of a file that was brought in: which one, what came of it, and which lines were left out, and why.

    `faults` counts the lines left out by kind and by the agency they name ("" for none); `lines` are the first of them.
    """

    source: str
    name: str
    sha256: str
    rows: int
    imported: int
    placed: int
    errors: int
    faults: dict[str, dict[str, int]]
    lines: list[list[object]]


@transaction.atomic
def note_import(*, actor: Actor, file: File) -> None:
    """Puts a file that was brought in into the journal; all files are one chain."""
    audit.record(
        actor, audit.Aside(queries.IMPORT_KIND, queries.IMPORTS), "reports.file_imported", changes=asdict(file)
    )
