"""The import itself: one transaction through the actions, so that a list comes in whole or not at all."""

import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from rembuk.foundation.institutions import actions, queries
from rembuk.foundation.institutions.actions import NewAppointment, NewInstitution, NewPosition
from rembuk.foundation.institutions.imports import seats, table
from rembuk.foundation.institutions.imports.plan import Entry, Place, Plan, SeatKey, gives_way, level_of
from rembuk.foundation.institutions.imports.seats import Office
from rembuk.foundation.institutions.imports.table import Fault, Table
from rembuk.foundation.institutions.models import Appointment
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.records import disarmed, errors_file
from rembuk.foundation.territory import actions as shapes
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory

REASON = "impor daftar pengurus"
BATCH = 250
MOST_SHOWN = 10
Progress = Callable[[int, int], None]


@dataclass
class Summary:
    """What came of it. Named rows are `appointed` or `already`; with `errors` nothing came in."""

    rows: int = 0
    rw: int = 0
    rt: int = 0
    institutions: int = 0
    positions: int = 0
    appointed: int = 0
    ended: int = 0
    already: int = 0
    vacant: int = 0
    concerns: int = 0
    errors: int = 0
    errors_file: str = ""
    dry_run: bool = False
    seconds: float = 0.0
    ignored: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """One flat object, ready for `json.dumps`."""
        return asdict(self)

    def lines(self) -> list[str]:
        """The same for people."""
        if self.errors:
            return self._wrong()
        n = text.number
        made = f"{n(self.rw)} RW, {n(self.rt)} RT, {n(self.institutions)} lembaga, {n(self.positions)} jabatan"
        came = f"{n(self.appointed)} diangkat, {n(self.already)} sudah ada, {n(self.vacant)} tanpa nama"
        told = [
            f"{n(self.rows)} baris: {came}; {self.seconds:.0f} detik",
            f"Baru: {made}. Masa jabatan lama yang berakhir: {n(self.ended)}.",
        ]
        if self.concerns:
            told.append(
                f"{n(self.concerns)} catatan untuk camat (rangkap jabatan, periode, atau tanpa tanggal selesai)."
            )
        if self.ignored:
            told.append(f"Kolom yang tidak dibaca: {', '.join(self.ignored)}.")
        told += self.notes
        if self.dry_run:
            return [*told, "Hanya diperiksa: tidak ada yang ditulis."]
        return [*told, "Berikutnya, di layar: buka satu RW, lalu Cetak lembar masuk."] if self.appointed else told

    def _wrong(self) -> list[str]:
        more = self.errors - len(self.shown)
        return [
            f"{text.number(self.errors)} baris salah; tidak ada yang dimasukkan.", *self.shown,
            *([f"… dan {text.number(more)} lagi"] if more else []),
            f"Semuanya di {self.errors_file}. Perbaiki di Excel, simpan, lalu jalankan perintah yang sama.",
        ]  # fmt: skip


def import_institutions(
    path: Path | str, *, actor: Actor, errors_path: Path | str | None = None, dry_run: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Summary:  # fmt: skip
    """Makes what the list names and is not there: RW, RT, their bodies and seats, and whoever sits in them.

    With wrong rows nothing is written but `errors_path` (default: under REMBUK_HOME). Raises Refused where the file
    cannot be used at all.
    """
    started, file = time.monotonic(), Path(path)
    city = territories.served_or_none()
    if city is None:
        raise Refused("no_city", "Belum ada kota yang dilayani. Jalankan dulu: rembuk begin.")
    given = table.read(file)
    with transaction.atomic():
        plan = Plan(city)
        plan.make(given.rows)
        faults = sorted([*given.faults, *plan.faults], key=lambda fault: fault.line)
        done = Summary(len(given.rows) + len(given.faults), dry_run=dry_run, ignored=given.ignored, notes=plan.notes)
        if faults:
            _tell_faults(done, faults, given, Path(errors_path) if errors_path else errors_file(file))
        else:
            Run(actor, plan, done, progress).write()
        transaction.set_rollback(dry_run)
    done.seconds = round(time.monotonic() - started, 2)
    return done


def _tell_faults(done: Summary, faults: Sequence[Fault], given: Table, path: Path) -> None:
    """A line each, for the program in which the list was written."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=given.delimiter)
        writer.writerow(["baris", "jenis", "alasan", "perbaikan"])
        writer.writerows(disarmed([fault.line, fault.kind, fault.reason, fault.remedy] for fault in faults))
    done.errors, done.errors_file = len(faults), str(path)
    done.shown = [f"Baris {fault.line}: {fault.reason}. {fault.remedy}" for fault in faults[:MOST_SHOWN]]


@dataclass
class Run:
    """Writes a plan without faults: places, bodies, seats, terms, each in large steps."""

    actor: Actor
    plan: Plan
    done: Summary
    progress: Progress

    def write(self) -> None:
        """Everything that is missing."""
        self._places()
        self._bodies()
        self._seats()
        named = [entry for entry in self.plan.entries if entry.row.name]
        self.done.vacant = len(self.plan.entries) - len(named)
        self.done.already = sum(entry.there is not None for entry in named)
        self._appoint()

    def _places(self) -> None:
        there = self.plan.standing.places
        for level in ("rw", "rt"):
            new = [place for place in self.plan.wanted_places() if place not in there and level_of(place) == level]
            rows = [shapes.New(there[_above(place)], level, number=place[2] or place[1]) for place in new]
            made = shapes.add_many(actor=self.actor, rows=rows) if rows else []
            there.update(zip(new, made, strict=True))
            setattr(self.done, level, len(made))

    def _bodies(self) -> None:
        there = self.plan.standing.bodies
        new = [place for place in self.plan.wanted_places() if place not in there]
        kinds = {level: queries.kind(level) for level in {level_of(place) for place in new}}
        rows = [NewInstitution(kinds[level_of(place)], self._name(place), self._at(place)) for place in new]
        made = actions.add_institutions(actor=self.actor, rows=rows) if rows else []
        there.update(zip(new, made, strict=True))
        self.done.institutions = len(made)

    def _seats(self) -> None:
        there = self.plan.standing.seats
        new: dict[SeatKey, Office] = {}
        for key, office in self.plan.wanted_seats():
            if key not in there:
                new.setdefault(key, office)
        rows = [self._seat(place, office) for (place, _), office in new.items()]
        made = actions.add_positions(actor=self.actor, rows=rows) if rows else []
        there.update(zip(new, made, strict=True))
        self.done.positions = len(made)

    def _seat(self, place: Place, office: Office) -> NewPosition:
        title = seats.title(office, self._at(place), self.plan.standing.kelurahan[place[0]])
        return NewPosition(self.plan.standing.bodies[place], office.role, title, seats.rank(office, level_of(place)))

    def _at(self, place: Place) -> Territory:
        return self.plan.standing.places[place]

    def _name(self, place: Place) -> str:
        return seats.body_name(self._at(place), self.plan.standing.kelurahan[place[0]], level_of(place))

    def _appoint(self) -> None:
        """In batches; who stands in two rows is known once the first of them is written."""
        coming, made = self.plan.coming(), dict[int, Appointment]()
        first = [entry for entry in coming if entry.as_in is None]
        for group in (first, coming[len(first) :]):
            for start in range(0, len(group), BATCH):
                batch = group[start : start + BATCH]
                rows = [self._term(entry, made) for entry in batch]
                terms = actions.appoint_many(actor=self.actor, rows=rows)
                made.update(zip((id(entry) for entry in batch), terms, strict=True))
                self.done.concerns += sum(map(len, queries.concerns_of(terms).values()))
                self.progress(len(made), len(coming))
        self.done.appointed = len(made)
        before = self.plan.standing.terms
        self.done.ended = sum(gives_way(entry, term) for entry in coming for term in before.get(entry.seat, []))

    def _term(self, entry: Entry, made: dict[int, Appointment]) -> NewAppointment:
        row, root = entry.row, entry.as_in
        user = entry.known or (root.known or made[id(root)].user if root else None)
        if row.starts is None:
            raise AssertionError("a named row has its first day")
        return NewAppointment(
            self.plan.standing.seats[entry.seat], row.starts, user, "" if user else row.name, entry.office.mandate,
            row.decree, row.decree_on, row.ends, REASON, replaces=True,
        )  # fmt: skip


def _above(place: Place) -> Place:
    return (place[0], place[1], 0) if place[2] else (place[0], 0, 0)
