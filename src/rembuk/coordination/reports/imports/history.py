"""The import itself: one transaction, so that a file comes in whole or not at all, whatever stops it.

Batches with a bookmark would let others write in between; but a killed import would leave part of a year standing,
and answer times over part of a year are wrong without looking wrong. A year of complaints takes seconds.
"""

import contextlib
import csv
import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from rembuk.coordination.reports import actions
from rembuk.coordination.reports.imports import mapping
from rembuk.coordination.reports.imports.agencies import Agencies
from rembuk.coordination.reports.imports.mapping import Map
from rembuk.coordination.reports.imports.places import Places
from rembuk.coordination.reports.imports.table import Fault, Row, Table
from rembuk.coordination.reports.models import Category
from rembuk.coordination.reports.queries import categories
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.institutions import queries as bodies
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.records import disarmed, errors_file
from rembuk.foundation.territory import actions as territory
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.territory.rules import fold

Progress = Callable[[int, int], None]
PLACED = frozenset({"kelurahan", "desa"})
# How many lines left out the journal keeps; the errors file has them all.
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that nothing here bears, on how many rows, and what it may mean."""

    name: str
    rows: int
    suggestions: list[str]
    level: str = ""


def _line(unknown: Unknown) -> str:
    best, *others = unknown.suggestions or [""]
    maybe = f", mungkin juga: {', '.join(others)}" if others else "" if best else ", tidak ada yang mirip"
    return f"{_quoted(unknown.name)} = {_quoted(best)}  # {unknown.rows} baris{maybe}"


def _quoted(name: str) -> str:
    """A TOML string: JSON's escapes are TOML's."""
    return json.dumps(name, ensure_ascii=False)


@dataclass
class Summary:
    """What came of it. `rows` = `imported` + `already` + `errors`; `placed` are those of them with a kelurahan."""

    source: str
    rows: int = 0
    imported: int = 0
    already: int = 0
    placed: int = 0
    errors: int = 0
    seconds: float = 0.0
    dry_run: bool = False
    unknown_agencies: list[Unknown] = field(default_factory=list)
    unknown_places: list[Unknown] = field(default_factory=list)
    topics_by_default: dict[str, int] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    errors_file: str = ""

    def as_json(self) -> dict[str, Any]:
        """One flat object, ready for `json.dumps`."""
        return asdict(self)

    def lines(self) -> list[str]:
        """The same for people."""
        number = text.number
        took = f"{number(self.placed)} berkelurahan; {self.seconds:.0f} detik"
        came = f"{number(self.imported)} masuk, {number(self.already)} sudah ada, {number(self.errors)} salah"
        told = [f"{number(self.rows)} baris: {came}; {took}"]
        if self.dry_run:
            told.append("Hanya diperiksa: tidak ada yang ditulis.")
        if self.made:
            told.append(
                f"Lembaga baru: {len(self.made)} ({', '.join(self.made[:5])}{', …' if len(self.made) > 5 else ''})."
            )
        if self.topics_by_default:
            rows = number(sum(self.topics_by_default.values()))
            told.append(f"{len(self.topics_by_default)} topik tidak disebut peta ({rows} baris) masuk jenis bawaan.")
        if self.errors_file:
            told.append(f"Baris yang salah dan alasannya: {self.errors_file}")
        if self.unknown_agencies or self.unknown_places:
            told += ["Nama yang belum dikenal. Salin ke peta, perbaiki, lalu jalankan lagi:", "", self.to_paste()]
        return told

    def to_paste(self) -> str:
        """The unknown names as lines of a map: the best suggestion in place, the others behind it."""
        tables = {"agencies": self.unknown_agencies}
        for level in ("kecamatan", "kelurahan"):
            tables[f"places.{level}"] = [unknown for unknown in self.unknown_places if unknown.level == level]
        said = []
        for name, unknowns in tables.items():
            if unknowns:
                said += [f"[{name}]", *(_line(unknown) for unknown in unknowns), ""]
        return "\n".join(said)


def import_reports(
    path: Path | str, map_path: Path | str, *, errors_path: Path | str | None = None, dry_run: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Summary:  # fmt: skip
    """Brings a file in by its map, and writes the lines left out to `errors_path` (default: under REMBUK_HOME).

    With `dry_run` everything is done and then undone. Raises Refused where the map or the file cannot be used.
    """
    started, file = time.monotonic(), Path(path)
    given = mapping.read(Path(map_path))
    table = Table(file, given)
    total, agencies = table.survey()
    with transaction.atomic():
        run = Run(given, table, _city(given.city))
        run.agencies.find(agencies)
        run.read(lambda done: progress(done, total))
        if run.summary.imported and not dry_run:
            actions.note_import(actor=SYSTEM, file=run.file())
        # Still inside: where the errors cannot be written, nothing comes in.
        errors = write_errors(run.faults, Path(errors_path) if errors_path else errors_file(file)) if run.faults else ""
        transaction.set_rollback(dry_run)
    summary = run.summary
    summary.dry_run, summary.errors_file = dry_run, str(errors)
    summary.seconds = round(time.monotonic() - started, 2)
    return summary


def write_errors(faults: list[Fault], path: Path) -> Path:
    """A line each: where in the file, which number, and why."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["baris", "nomor", "jenis", "alasan"])
        writer.writerows(disarmed([fault.line, fault.ref, fault.kind, fault.reason] for fault in faults))
    return path


def _city(code: str) -> Territory:
    """The city that the map speaks of; a new installation serves it from now on."""
    place, served = territories.by_code(code), territories.served_or_none()
    if place is None:
        raise Refused("no_city", f"Wilayah {code} belum ada di sini. Jalankan dulu: rembuk import territory.")
    if served is None:
        return territory.serve(actor=SYSTEM, territory=place)
    if served.pk != place.pk:
        raise Refused("other_city", f"Peta ini untuk {place.name}, sedangkan pemasangan ini melayani {served.name}.")
    return served


@dataclass
class Run:
    """One reading of a file."""

    map: Map
    table: Table
    city: Territory
    faults: list[Fault] = field(default_factory=list)
    topics: Counter[str] = field(default_factory=Counter)
    refused: dict[str, Counter[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.summary = Summary(self.map.source)
        self.places = Places(self.map, self.city)
        self._kinds()
        self.agencies = Agencies(SYSTEM, self.map, self.city, self.places)
        self.categories = self._categories()

    def _kinds(self) -> None:
        """Kinds of body: the first rows of a new city, and what the map adds to them."""
        institutions.fill_first(SYSTEM)
        known = {kind.key for kind in bodies.kinds()}
        for key, said in self.map.kinds.items():
            if key not in known:
                institutions.add_kind(actor=SYSTEM, key=key, label=said.get("label", ""), tier=said.get("tier", ""))

    def _categories(self) -> dict[str, Category]:
        """What reports are about: first rows and the map's own; and the offices that hold what no agency does."""
        actions.fill_first(actor=SYSTEM)
        found = {category.key: category for category in categories(ended=True)}
        for key, said in self.map.new_categories.items():
            if key not in found:
                found[key] = actions.set_category(
                    actor=SYSTEM, key=key, label=said.get("label", ""), group=said.get("group", ""),
                    track=said.get("track", ""), blurs=bool(said.get("blurs")), office=said.get("office", ""),
                    order=len(found),
                )  # fmt: skip
        wanted = {self.map.default_category, *self.map.categories.values()}
        if missing := sorted(wanted - set(found)):
            raise Refused(
                "bad_map", f"Peta impor: jenis “{missing[0]}” tidak ada. Yang ada: {', '.join(sorted(found))}."
            )
        offices = {found[key].office for key in wanted} - {""}
        self.agencies.named_offices(offices | {"petugas_kota"})
        return found

    def read(self, progress: Callable[[int], None]) -> None:
        """Every row: what is right comes in, what is not becomes a fault."""
        taken = actions.receive_imported(
            actor=SYSTEM, rows=self._rows(), progress=lambda done: progress(done + len(self.faults))
        )
        told = self.summary
        told.imported, told.already, told.errors = taken.imported, taken.already, len(self.faults)
        told.rows = taken.imported + taken.already + len(self.faults)
        told.made, told.topics_by_default = self.agencies.made, dict(self.topics.most_common())
        told.unknown_agencies = [
            Unknown(name, rows, self.agencies.suggestions(name)) for name, rows in self.agencies.unknown.most_common()
        ]
        told.unknown_places = [
            Unknown(name, rows, self.places.suggestions(level, name, above), level)
            for (level, name, above), rows in self.places.unknown.most_common()
        ]

    def _rows(self) -> Iterator[actions.Imported]:
        for row in self.table.rows():
            try:
                if isinstance(row, Fault):
                    raise row
                yield self._imported(row)
            except Fault as fault:
                self._leave_out(fault, row)

    def _imported(self, row: Row) -> actions.Imported:
        unit, place = self.agencies.unit(row.agency), self.places.place(row.kecamatan, row.kelurahan)
        category = self.map.categories.get(fold(row.topic))
        if category is None and row.topic:
            self.topics[row.topic] += 1
        self.summary.placed += place.level in PLACED
        return actions.Imported(
            source=self.map.source, external_ref=row.external_ref, text=row.text, territory=place, unit=unit,
            category=self.categories[category or self.map.default_category], received_at=row.received_at,
            answered_at=row.answered_at, topic=row.topic, agency=row.agency, publish=self.map.publish,
        )  # fmt: skip

    def _leave_out(self, fault: Fault, row: Row | Fault) -> None:
        if isinstance(row, Row):
            fault.line, fault.ref = row.line, row.external_ref
        self.faults.append(fault)
        unit = None
        if fault.kind == "negative":
            with contextlib.suppress(Fault):
                unit = self.agencies.unit(fault.agency)
        self.refused.setdefault(fault.kind, Counter())[str(unit.pk) if unit else ""] += 1

    def file(self) -> actions.File:
        """What the journal keeps of it."""
        told = self.summary
        return actions.File(
            source=told.source, name=self.table.path.name, rows=told.rows, imported=told.imported, placed=told.placed,
            sha256=hashlib.sha256(self.table.path.read_bytes()).hexdigest(), errors=told.errors,
            faults={kind: dict(counts) for kind, counts in self.refused.items()},
            lines=[[fault.line, fault.ref, fault.kind] for fault in self.faults[:MOST_LINES]],
        )  # fmt: skip
