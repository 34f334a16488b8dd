"""Proposals as a spreadsheet: written in stable columns, and read row by row into what the deeds take.

What people type is text and stays text. A row that has a code stands here already and is left alone.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel import sheets as cells
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang.models import Field, Land, Proposal, Purse

# What a column is called, how wide it is, and by which name it is known here.
COLUMNS = (
    ("Kode", 13, "code"), ("Pengusul", 24, "proposer"), ("RW", 6, "rw"), ("RT", 6, "rt"), ("Urutan", 8, "rank"),
    ("Pekerjaan", 34, "title"), ("Masalah", 40, "problem"), ("Patokan tempat", 26, "place"), ("Volume", 10, "volume"),
    ("Satuan", 9, "unit"), ("Harga satuan", 15, "unit_price"), ("Biaya", 16, "cost"), ("Sumber dana", 16, "purse"),
    ("Bidang", 22, "field"), ("OPD", 26, "institution"), ("Tanah", 26, "land"),
    ("Penerima manfaat", 12, "beneficiaries"), ("Swadaya orang", 10, "people"), ("Swadaya jam", 10, "hours"),
    ("Swadaya bahan", 22, "materials"), ("Pokir", 18, "pokir"), ("Keadaan", 16, "status"),
)  # fmt: skip
BY_NAME = {name.casefold(): key for name, _, key in COLUMNS}
NEEDED = ("rw", "title", "problem", "volume", "unit_price")
NUMBERS = frozenset({"unit_price", "cost", "beneficiaries", "people", "hours", "rank"})
MOST = 500
WRITTEN_MOST = 5_000
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
    import xlsxwriter

    out = BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, {"in_memory": True, **never}) as book:
        book.set_properties({"title": "Usulan musrenbang", "created": clock.now().replace(tzinfo=None)})
        sheet, bold = book.add_worksheet("Usulan"), book.add_format({"bold": True, "text_wrap": True})
        money, wrap = book.add_format({"num_format": "#,##0"}), book.add_format({"text_wrap": True})
        sheet.freeze_panes(1, 1)
        for at, (name, width, key) in enumerate(COLUMNS):
            sheet.write_string(0, at, name, bold)
            sheet.set_column(at, at, width, money if key in {"unit_price", "cost"} else None)
        for number, row in enumerate(rows, 1):
            for at, (_, _, key) in enumerate(COLUMNS):
                value = cell(row, key)
                if isinstance(value, int):
                    sheet.write_number(number, at, value)
                elif value:
                    sheet.write_string(number, at, value, wrap)
        for key, labels in (("purse", Purse.labels), ("field", Field.labels), ("land", Land.labels)):
            at = next(place for place, (_, _, name) in enumerate(COLUMNS) if name == key)
            listed = {"validate": "list", "source": [str(label) for label in labels], "ignore_blank": True}
            sheet.data_validation(1, at, WRITTEN_MOST, at, listed)
    return out.getvalue()


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
    table = cells.read(content, MOST)
    head, columns = _head(table.rows)
    lines, wrong, there = [], [], 0
    for number, values in enumerate(table.rows[head + 1 :], head + 2):
        told = {key: cells.text(values[at]) if at < len(values) else "" for key, at in columns.items()}
        if number - 1 in table.merged:
            wrong.append(Wrong(number, told.get("title", ""), MERGED))
        elif told.get("code"):
            there += 1
        elif any(told.values()):
            lines.append(Line(number, {key: value for key, value in told.items() if value}))
    return Read(lines, wrong, there)


def _head(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """In which row the names of the columns stand, and where each is."""
    for number, values in enumerate(rows[: cells.HEAD_WITHIN]):
        names = [" ".join(str(value).split()).casefold() for value in values]
        found = {BY_NAME[name]: at for at, name in enumerate(names) if name in BY_NAME}
        if all(key in found for key in NEEDED):
            return number, found
    raise Refused("no_columns", "Kolom RW, Pekerjaan, Masalah, Volume, dan Harga satuan harus ada. "
                                "Unduh lembarnya dari halaman ini.", "file")  # fmt: skip


def packed(lines: Sequence[Line]) -> str:
    """The rows as they travel with the page that shows them."""
    return json.dumps([[line.row, dict(line.cells)] for line in lines], ensure_ascii=False)


def unpacked(said: str, most: int = MOST) -> list[Line]:
    """The same again; whoever sends something else is told so."""
    try:
        rows = [(int(row), {str(key): str(value) for key, value in told.items()}) for row, told in json.loads(said)]
    except (ValueError, TypeError, AttributeError):
        raise Refused("unreadable", "Baris-barisnya tidak terbaca. Unggah lembarnya sekali lagi.") from None
    if len(rows) > most:
        raise Refused("too_large", f"Paling banyak {most} baris sekali unggah.")
    return [Line(row, told) for row, told in rows]
