"""Proposals as a spreadsheet: written in stable columns, and read row by row into what the deeds take.

What people type is text and stays text. A row that has a code stands here already and is left alone.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from rembuk.foundation.kernel import sheets as cells
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.sheets import Column
from rembuk.planning.musrenbang.models import Field, Land, Proposal, Purse

MOST = 500
WRITTEN_MOST = 5_000
COLUMNS = (
    Column("Kode", 13, "code"), Column("Pengusul", 24, "proposer"), Column("RW", 6, "rw"), Column("RT", 6, "rt"),
    Column("Urutan", 8, "rank"), Column("Pekerjaan", 34, "title"), Column("Masalah", 40, "problem"),
    Column("Patokan tempat", 26, "place"), Column("Volume", 10, "volume"), Column("Satuan", 9, "unit"),
    Column("Harga satuan", 15, "unit_price", money=True), Column("Biaya", 16, "cost", money=True),
    Column("Sumber dana", 16, "purse", choices=[str(label) for label in Purse.labels]),
    Column("Bidang", 22, "field", choices=[str(label) for label in Field.labels]), Column("OPD", 26, "institution"),
    Column("Tanah", 26, "land", choices=[str(label) for label in Land.labels]),
    Column("Penerima manfaat", 12, "beneficiaries"), Column("Swadaya orang", 10, "people"),
    Column("Swadaya jam", 10, "hours"), Column("Swadaya bahan", 22, "materials"), Column("Pokir", 18, "pokir"),
    Column("Keadaan", 16, "status"),
)  # fmt: skip
KNOWN = {column.name.casefold(): column.key for column in COLUMNS}
NEEDED = frozenset({"rw", "title", "problem", "volume", "unit_price"})
NUMBERS = frozenset({"unit_price", "cost", "beneficiaries", "people", "hours", "rank"})
NO_COLUMNS = "Kolom RW, Pekerjaan, Masalah, Volume, dan Harga satuan harus ada. Unduh lembarnya dari halaman ini."
PURSES = {str(label).casefold(): value for value, label in Purse.choices}
FIELDS = {str(label).casefold(): value for value, label in Field.choices}
LANDS = {str(label).casefold(): value for value, label in Land.choices} | {"": ""}
MERGED = "Ada sel yang digabung di baris ini. Pisahkan sel itu, lalu isi tiap barisnya."


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it was written: its number on the sheet, and its cells by our names."""

    row: int
    cells: Mapping[str, str]

    @property
    def key(self) -> str:
        """The same words have the same key: a sheet sent twice is one."""
        said = json.dumps(dict(sorted(self.cells.items())), ensure_ascii=False)
        return "lembar:" + hashlib.sha256(said.encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that cannot be taken, and why."""

    row: int
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Read:
    """The new rows of a sheet, those that cannot be read, and how many stand here already."""

    lines: Sequence[Line]
    wrong: Sequence[Wrong]
    there: int = 0


def written(rows: Iterable[Proposal]) -> bytes:
    """The sheet of these proposals."""
    said = ({column.key: cell(row, column.key) for column in COLUMNS} for row in rows)
    return cells.written("Usulan musrenbang", "Usulan", COLUMNS, said, most=WRITTEN_MOST)


def cell(row: Proposal, key: str) -> str | int:
    """What stands in a column: numbers as numbers, a volume as it is read again, codes and words as text."""
    if key in NUMBERS:
        value = getattr(row, key)
        return value if value is not None else ""
    if key in {"rw", "rt"}:
        return _number(row, key)
    if key == "volume":
        return f"{row.volume.normalize():f}".replace(".", ",")
    if key in {"purse", "field", "land", "status"}:
        return str(getattr(row, f"get_{key}_display")())
    return str(getattr(row, key) or "")


def _number(row: Proposal, level: str) -> str:
    place = row.territory
    around = place if place.level == level else place.parent if level == "rw" and place.level == "rt" else None
    return str(around.number) if around is not None and around.number else ""


def read(content: bytes) -> Read:
    """The rows that were written into a sheet. Raises Refused where it is none of ours, or too large."""
    lines, wrong, there = [], [], 0
    for line, is_merged in lines_of(content, MOST, KNOWN, [NEEDED], NO_COLUMNS):
        if is_merged:
            wrong.append(Wrong(line.row, line.cells.get("title", ""), MERGED))
        elif line.cells.get("code"):
            there += 1
        elif line.cells:
            lines.append(line)
    return Read(lines, wrong, there)


def lines_of(
    content: bytes, most: int, known: Mapping[str, str], enough: Collection[Set[str]], otherwise: str
) -> Iterator[tuple[Line, bool]]:
    """Each row below the head with the cells that hold something, and whether some of them are merged."""
    table = cells.read(content, most)
    head, columns = cells.head(table.rows, known, enough, otherwise)
    for number, values in enumerate(table.rows[head + 1 :], head + 2):
        said = {key: cells.text(values[at]) for key, at in columns.items() if at < len(values)}
        yield Line(number, {key: value for key, value in said.items() if value}), number - 1 in table.merged


def packed(lines: Sequence[Line]) -> str:
    """The rows as they travel with the page that shows them."""
    return json.dumps([[line.row, dict(line.cells)] for line in lines], ensure_ascii=False)


def unpacked(said: str, most: int = MOST) -> list[Line]:
    """The same again; whoever sends something else is told so."""
    try:
        rows = [(int(row), {str(key): str(value) for key, value in told.items()}) for row, told in json.loads(said)]
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise Refused("unreadable", "Baris-barisnya tidak terbaca. Unggah lembarnya sekali lagi.") from None
    if len(rows) > most:
        raise Refused("too_large", f"Paling banyak {most} baris sekali unggah.")
    return [Line(row, told) for row, told in rows]
