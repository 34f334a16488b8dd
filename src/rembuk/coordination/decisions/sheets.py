"""The lines of the one page as a spreadsheet: written, filled in by hand, and read again.

What people type is text and stays text: nothing is a formula on its way out, and what comes back is read as it stands.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from rembuk.coordination.decisions import worklist as work
from rembuk.coordination.decisions.lines import Line, origin_of
from rembuk.coordination.decisions.models import Cause, Status
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel import sheets as cells
from rembuk.foundation.kernel.errors import Refused

# What a column is called, how wide it is, and by which name it is known here.
COLUMNS = (
    ("Kode", 13, "code"), ("Pekerjaan", 38, ""), ("Tempat", 34, ""), ("Keadaan", 24, ""), ("Tenggat", 12, ""),
    ("Persen", 9, "percent"), ("Kabar satu baris", 46, "text"), ("Kendala", 18, "cause"),
    ("Kabar berikutnya", 17, "next_on"), ("Terima (ya)", 12, "accept"), ("Jangan diubah", 14, "origin"),
)  # fmt: skip
AT = {key: place for place, (_, _, key) in enumerate(COLUMNS) if key}
KNOWN = {name.casefold(): key for name, _, key in COLUMNS if key}
NEEDED = frozenset({"code", "origin"})
NO_COLUMNS = "Kolom “Kode” dan “Jangan diubah” tidak ada. Unduh lembarnya dari halaman ini."
MAX_ROWS = 5_000
CAUSES = {str(label).casefold(): value for value, label in Cause.choices} | {value: value for value in Cause.values}
YES = frozenset({"ya", "y", "v", "x", "1", "true", "terima"})
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that could not be read, and why."""

    row: int
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Read:
    """The lines of a sheet in which anything was written, with the row of each; and what could not be read."""

    lines: Sequence[Line] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    wrong: Sequence[Wrong] = ()


def written(rows: Iterable[Any]) -> bytes:
    """The sheet of these lines."""
    import xlsxwriter

    out = BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    # A row is put away before the next: an institution's thousands of lines are not held in the worker.
    with xlsxwriter.Workbook(out, {"constant_memory": True, **never}) as book:
        book.set_properties({"title": "Tindak lanjut", "created": clock.now().replace(tzinfo=None)})
        sheet, bold = book.add_worksheet("Tindak lanjut"), book.add_format({"bold": True, "text_wrap": True})
        day, wrap = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"text_wrap": True})
        sheet.freeze_panes(1, 1)
        for place, (name, width, key) in enumerate(COLUMNS):
            sheet.write_string(0, place, name, bold)
            sheet.set_column(place, place, width, day if key == "next_on" else None, {"hidden": key == "origin"})
        last = 0
        for last, row in enumerate(rows, 1):
            _write(sheet, last, row, wrap)
        _guide(sheet, max(1, last))
    return out.getvalue()


def _write(sheet: Any, at: int, row: Any, wrap: Any) -> None:
    label, cause = str(Status(row.status).label), str(Cause(row.cause).label) if row.cause else ""
    due = f"{clock.local(row.total_due):%Y-%m-%d}"
    for place, said in enumerate((row.code, work.title_of(row), work.place(row), label, due)):
        sheet.write_string(at, place, said, wrap)
    sheet.write_number(at, AT["percent"], row.percent)
    sheet.write_string(at, AT["cause"], cause)
    sheet.write_string(at, AT["origin"], origin_of(row.version, row.percent, row.cause))


def _guide(sheet: Any, last: int) -> None:
    """What the program that opens it offers: causes from a list, percent within bounds."""
    causes = [str(label) for value, label in Cause.choices if value]
    for key, rule in (
        ("cause", {"validate": "list", "source": causes}),
        ("accept", {"validate": "list", "source": ["ya"]}),
        ("percent", {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100}),
    ):
        sheet.data_validation(1, AT[key], last, AT[key], {"ignore_blank": True, **rule})


def read(content: bytes) -> Read:
    """What was written in a sheet. Raises Refused where it is none of ours, or too large."""
    table = cells.read(content, MAX_ROWS).rows
    head, columns = cells.head(table, KNOWN, [NEEDED], NO_COLUMNS)
    lines: dict[str, Line] = {}
    rows: dict[str, int] = {}
    wrong: list[Wrong] = []
    for number, values in enumerate(table[head + 1 :], head + 2):
        told = {key: values[place] if place < len(values) else "" for key, place in columns.items()}
        code = str(told["code"]).strip().upper()
        if not code:
            continue
        if code in rows:
            wrong.append(Wrong(number, code, f"Kode ini sudah ada di baris {rows[code]}."))
            continue
        rows[code] = number
        try:
            line = _line(code, told)
        except Refused as refused:
            wrong.append(Wrong(number, code, refused.message))
        else:
            if line.touched:
                lines[code] = line
    return Read(list(lines.values()), rows, wrong)


def _line(code: str, told: Mapping[str, Any]) -> Line:
    origin = cells.text(told["origin"])
    before = [*origin.split(".", 2), "", ""]
    cause = cells.text(told["cause"]).casefold() if "cause" in told else before[2]
    if cause not in CAUSES:
        raise Refused("no_cause", f"Kendala “{cells.text(told['cause'])}” tidak ada di daftar.")
    percent = _percent(told["percent"]) if "percent" in told else before[1]
    next_on = _day(told.get("next_on", ""))
    accept = cells.text(told.get("accept", "")).casefold() in YES
    return Line(code, origin, percent, cells.text(told.get("text", "")), CAUSES[cause], next_on, accept)


def _percent(value: Any) -> str:
    """`60`, `60.0`, `"60"`, `"60%"`; a cell formatted as percent holds a fraction."""
    if isinstance(value, float) and 0 < value < 1:
        value = round(value * 100)
    return cells.text(value).removesuffix("%").strip()


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    said = cells.text(value)
    found = _DAY.fullmatch(said)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else said
