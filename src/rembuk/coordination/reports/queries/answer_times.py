"""How long agencies took to answer, from the history that was brought in; and the files that it came from.

Everything is one pass over the imported reports and one look at their journal. What is reported here since stands in
the figures of the city's own work and is not mixed in.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from rembuk.coordination.reports.models import Basis, Report
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories

# All files that were brought in have one chain of events.
IMPORT_KIND = "reports.import"
IMPORTS = uuid5(NAMESPACE_URL, "rembuk:reports:imports")
WITHOUT_AGENCY = "Tanpa instansi"


@dataclass(frozen=True, slots=True)
class AgencyTimes:
    """One agency: how many reports it was given, how many it answered, and how long that took, in hours."""

    unit_id: UUID | None
    name: str
    place: str
    count: int
    answered: int
    median: float | None
    p90: float | None
    refused: int

    @property
    def unanswered(self) -> int:
        """Without a recorded answer: left out of the times."""
        return self.count - self.answered


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file as it was last brought in."""

    source: str
    name: str
    at: datetime
    rows: int
    placed: int
    errors: int
    faults: dict[str, dict[str, int]]
    lines: list[list[Any]]


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """The whole page: every agency by the number of its reports, the sum of them, the files and the sources."""

    agencies: list[AgencyTimes] = field(default_factory=list)
    total: AgencyTimes | None = None
    files: list[ImportedFile] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


def may_see_answer_times(actor: Actor) -> bool:
    """Those who see the reports of the whole city."""
    city = territories.served_or_none()
    return city is not None and actor.holds("reports.view", at=city.path)


def has_history(actor: Actor) -> bool:
    """Whether to offer the page: there is imported history, and the actor may see it. Costs one look at an index."""
    return may_see_answer_times(actor) and audit.events(IMPORT_KIND, IMPORTS).exists()


def answer_times(actor: Actor, source: str = "") -> AnswerTimes:
    """Answer times by agency, of one source or of all."""
    if not may_see_answer_times(actor):
        raise Refused("not_allowed", "Waktu jawab seluruh kota dilihat oleh jabatan tingkat kota.")
    files = imported_files()
    sources = sorted({file.source for file in files})
    files = [file for file in files if source in ("", file.source)]
    refused = Counter[str]()
    for file in files:
        refused.update(file.faults.get("negative", {}))
    counts, waits = _waits(sources if not source else [source])
    units = {unit.pk: unit for unit in _units([*counts, *refused])}
    rows = [_times(units.get(pk) if pk else None, pk, counts[pk], waits.get(pk, []), refused) for pk in counts]
    rows.sort(key=lambda row: (row.unit_id is None, -row.count, row.name, row.place))
    every = [wait for some in waits.values() for wait in some]
    total = _row(None, "Semua", "", counts.total(), every, refused.total()) if rows else None
    return AnswerTimes(rows, total, files, sources)


def _waits(sources: Iterable[str]) -> tuple[Counter[UUID | None], dict[UUID | None, list[float]]]:
    """How many reports each agency was given, and the hours it took for each that it answered."""
    rows = Report.objects.filter(source__in=list(sources), climb_basis=Basis.IMPORTED).exclude(external_ref="")
    counts: Counter[UUID | None] = Counter()
    waits: dict[UUID | None, list[float]] = {}
    for unit, received, answered in rows.values_list("unit_id", "received_at", "answered_at").iterator():
        counts[unit] += 1
        if answered:
            waits.setdefault(unit, []).append((answered - received).total_seconds() / 3600)
    return counts, waits


def _units(keys: Iterable[UUID | str | None]) -> Iterator[Institution]:
    wanted = {UUID(str(key)) for key in keys if key}
    return Institution.objects.filter(pk__in=wanted).select_related("kind", "territory__parent").iterator()


def _times(
    unit: Institution | None, pk: UUID | None, count: int, waits: list[float], refused: Counter[str]
) -> AgencyTimes:
    name, place = (unit.name, _place(unit)) if unit else (WITHOUT_AGENCY, "")
    return _row(pk, name, place, count, waits, refused[str(pk or "")])


def _place(unit: Institution) -> str:
    """Two kelurahan may bear one name: the kecamatan tells them apart."""
    parent = unit.territory.parent
    return parent.label if parent and unit.kind.tier == "kelurahan" else ""


def _row(pk: UUID | None, name: str, place: str, count: int, waits: list[float], refused: int) -> AgencyTimes:
    ordered = sorted(waits)
    return AgencyTimes(pk, name, place, count, len(ordered), _at(ordered, 0.5), _at(ordered, 0.9), refused)


def _at(ordered: Sequence[float], share: float) -> float | None:
    """The value below which this share lies, between two neighbours where it falls between them."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def imported_files() -> list[ImportedFile]:
    """Every file that was brought in, newest first, as its last import left it."""
    last: dict[str, ImportedFile] = {}
    for event in audit.events(IMPORT_KIND, IMPORTS):
        said = json.loads(event.body)["changes"]
        last[said["sha256"]] = ImportedFile(
            said["source"], said["name"], event.recorded_at, said["rows"], said["placed"], said["errors"],
            said["faults"], said["lines"],
        )  # fmt: skip
    return sorted(last.values(), key=lambda file: file.at, reverse=True)
