"""The rows of the file: read one at a time, each either a row that can come in or a fault with its line and reason."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from rembuk.coordination.reports.imports.mapping import Map
from rembuk.coordination.reports.models import Report
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.records import records

MOST_TEXT = 10_000
MOST_TOPIC = 200
REF_LENGTH = Report._meta.get_field("external_ref").max_length or 0
GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the map reads it. `line` is where it begins in the file."""

    line: int
    external_ref: str
    received_at: datetime
    answered_at: datetime | None
    text: str
    topic: str
    agency: str
    kecamatan: str
    kelurahan: str


@dataclass(eq=False)
class Fault(Exception):
    """Why a row is left out; `kind` is stable. `agency` is there for what is counted by agency."""

    kind: str
    reason: str
    line: int = 0
    ref: str = ""
    agency: str = ""


def clean(value: str) -> str:
    """A cell without what surrounds it; PostgreSQL keeps no NUL."""
    return value.replace("\x00", "").strip()


@dataclass
class Table:
    """A CSV file, plain or gzipped, read through a map."""

    path: Path
    map: Map
    seen: dict[str, int] = field(default_factory=dict)

    def survey(self) -> tuple[int, list[str]]:
        """How many rows there are, and the agencies that they name."""
        names: dict[str, None] = {}
        with self._open() as stream:
            lines = records(stream, self.map.delimiter, self.path.name)
            _, head = next(lines, (0, []))
            place, count = self._places(head).get("agency"), 0
            for _, values in lines:
                count += 1
                if place is not None and len(values) == len(head):
                    names[clean(values[place])] = None
        return count, [name for name in names if name]

    def rows(self) -> Iterator[Row | Fault]:
        """Every row, in the order of the file."""
        self.seen = {}
        with self._open() as stream:
            lines = records(stream, self.map.delimiter, self.path.name)
            _, head = next(lines, (0, []))
            places = self._places(head)
            for line, values in lines:
                try:
                    yield self._row(line, values, head, places)
                except Fault as fault:
                    fault.line = line
                    yield fault

    def _open(self) -> IO[str]:
        with self.path.open("rb") as raw:
            zipped = raw.read(2) == GZIP
        if zipped:
            return gzip.open(self.path, "rt", encoding=self.map.encoding, newline="")
        return self.path.open(encoding=self.map.encoding, newline="")

    def _places(self, head: list[str]) -> dict[str, int]:
        """Where each column that the map names stands."""
        if missing := [name for name in self.map.columns.values() if name not in head]:
            raise Refused(
                "no_column", f"{self.path.name} tidak punya kolom “{missing[0]}”. Kolomnya: {', '.join(head)}."
            )
        return {name: head.index(column) for name, column in self.map.columns.items()}

    def _row(self, line: int, values: list[str], head: list[str], places: dict[str, int]) -> Row:
        if len(values) != len(head):
            raise Fault("columns", f"{len(values)} kolom, seharusnya {len(head)}")
        said = {name: clean(values[place]) for name, place in places.items()}
        fault = {"ref": said["id"][:REF_LENGTH], "agency": said.get("agency", "")}
        try:
            self._check(line, said)
            received, answered = self._times(said)
        except Fault as found:
            found.ref, found.agency = fault["ref"], fault["agency"]
            raise
        return Row(
            line, said["id"], received, answered, said["text"], said.get("topic", "")[:MOST_TOPIC], fault["agency"],
            said.get("kecamatan", ""), said.get("kelurahan", ""),
        )  # fmt: skip

    def _check(self, line: int, said: dict[str, str]) -> None:
        ref = said["id"]
        if not ref:
            raise Fault("no_id", "nomor kosong")
        if len(ref) > REF_LENGTH:
            raise Fault("long_id", f"nomor lebih panjang dari {REF_LENGTH} huruf")
        if first := self.seen.get(ref):
            raise Fault("double", f"nomor sama dengan baris {first}")
        self.seen[ref] = line
        if not said["text"]:
            raise Fault("no_text", "teks kosong")
        if len(said["text"]) > MOST_TEXT:
            raise Fault("long_text", f"teks {len(said['text'])} huruf, paling banyak {MOST_TEXT}")

    def _times(self, said: dict[str, str]) -> tuple[datetime, datetime | None]:
        received = self._time(said["received"], "waktu lapor")
        answered = self._time(said["answered"], "waktu jawab") if said.get("answered") else None
        if answered and answered < received:
            hours = (answered - received).total_seconds() / 3600
            raise Fault("negative", f"dijawab sebelum dilaporkan ({hours:.2f} jam)")
        if max(received, answered or received) > clock.now():
            raise Fault("future", "waktunya belum terjadi")
        return received, answered

    def _time(self, text: str, what: str) -> datetime:
        """An instant; without an offset of its own it is the map's zone."""
        try:
            moment = self._parsed(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=self.map.zone)
        except (ValueError, OverflowError):
            raise Fault("bad_time", f"{what} tidak terbaca: “{text[:40]}”") from None

    def _parsed(self, text: str) -> datetime:
        if not self.map.time:
            return datetime.fromisoformat(text)
        return datetime.strptime(text, self.map.time)  # noqa: DTZ007 - the map's zone follows
