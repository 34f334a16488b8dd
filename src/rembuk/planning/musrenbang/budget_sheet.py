"""The budget's lines as a spreadsheet: one row for each proposal that waits for one, its last columns to be filled.

What is known stands in the first columns and is only read; a row whose last columns are empty says nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel import sheets as cells
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.rupiah import rupiah
from rembuk.planning.musrenbang.models import BudgetLine, Proposal
from rembuk.planning.musrenbang.sheets import MERGED, Line, Read, Wrong, cell

MOST = 2_000
STAGES = {label.casefold(): key for key, label in BudgetLine.STAGES} | {key: key for key, _ in BudgetLine.STAGES}
LABELS = dict(BudgetLine.STAGES)
# In which document a proposal is to be found, by its state.
WAITS_IN = {"rkpd": "rkpd", "kuappas": "kuappas", "apbd": "apbd", "dpa": "dpa", "contract": "dpa"}
# What a column is called, how wide it is, and by which name it is known here.
COLUMNS = (
    ("Kode", 13, "code"), ("Usulan", 34, "title"), ("Kelurahan", 18, "kelurahan"), ("RW", 6, "rw"), ("OPD", 26, "unit"),
    ("Sumber dana", 16, "purse"), ("Keadaan", 20, "status"), ("Biaya pengusul", 16, "asked"),
    ("Biaya peninjau", 16, "said"), ("Mata anggaran sebelumnya", 40, "before"), ("Dokumen", 16, "stage"),
    ("Tahun anggaran", 9, "year"), ("Program", 28, "program"), ("Kegiatan", 28, "kegiatan"),
    ("Subkegiatan", 32, "subkegiatan"), ("Rekening", 24, "account"), ("Nilai", 16, "amount"),
)  # fmt: skip
BY_NAME = {name.casefold(): key for name, _, key in COLUMNS}
NEEDED = frozenset({"code", "stage", "year", "subkegiatan", "amount"})
FILLED = ("program", "kegiatan", "subkegiatan", "account", "amount")
MONEY = frozenset({"asked", "said", "amount"})


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal that waits, its kelurahan, what its last reviewer says it costs, and its newest line so far."""

    proposal: Proposal
    kelurahan: str
    cost: int
    before: BudgetLine | None = None


def _said(row: Row) -> dict[str, str | int]:
    """What a row says of itself; the last columns are left to whoever fills them."""
    one, before = row.proposal, row.before
    last = f"{before}, {rupiah(before.amount)}" if before else ""
    return {
        "code": one.code, "title": one.title, "kelurahan": row.kelurahan, "rw": cell(one, "rw"),
        "unit": str(one.handler or ""), "purse": cell(one, "purse"), "status": cell(one, "status"), "asked": one.cost,
        "said": row.cost, "before": last, "stage": LABELS[WAITS_IN[one.status]], "year": one.round.year,
    }  # fmt: skip


def written(rows: Iterable[Row]) -> bytes:
    """The sheet of these rows: texts are texts, whatever they begin with."""
    import xlsxwriter

    out = BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, {"in_memory": True, **never}) as book:
        book.set_properties({"title": "Mata anggaran usulan", "created": clock.now().replace(tzinfo=None)})
        sheet, bold = book.add_worksheet("Mata anggaran"), book.add_format({"bold": True, "text_wrap": True})
        money, wrap = book.add_format({"num_format": "#,##0"}), book.add_format({"text_wrap": True})
        sheet.freeze_panes(1, 2)
        for at, (name, width, key) in enumerate(COLUMNS):
            sheet.write_string(0, at, name, bold)
            sheet.set_column(at, at, width, money if key in MONEY else None)
        for number, row in enumerate(rows, 1):
            said = _said(row)
            for at, (_, _, key) in enumerate(COLUMNS):
                value = said.get(key, "")
                if isinstance(value, int):
                    sheet.write_number(number, at, value)
                elif value:
                    sheet.write_string(number, at, value, wrap)
        at = next(place for place, (_, _, key) in enumerate(COLUMNS) if key == "stage")
        sheet.data_validation(1, at, MOST, at, {"validate": "list", "source": list(LABELS.values())})
    return out.getvalue()


def read(content: bytes) -> Read:
    """The rows that somebody filled, those that cannot be read, and how many are still empty."""
    table = cells.read(content, MOST)
    head, columns = _head(table.rows)
    lines, wrong, empty = [], [], 0
    for number, values in enumerate(table.rows[head + 1 :], head + 2):
        told = {key: cells.text(values[at]) if at < len(values) else "" for key, at in columns.items()}
        if number - 1 in table.merged:
            wrong.append(Wrong(number, told.get("title", ""), MERGED))
        elif any(told.get(key) for key in FILLED):
            lines.append(Line(number, {key: value for key, value in told.items() if value}))
        elif told["code"]:
            empty += 1
    return Read(lines, wrong, empty)


def _head(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """In which row the names of the columns stand, and where each is."""
    for number, values in enumerate(rows[: cells.HEAD_WITHIN]):
        names = [" ".join(str(value).split()).casefold() for value in values]
        found = {BY_NAME[name]: at for at, name in enumerate(names) if name in BY_NAME}
        if found.keys() >= NEEDED:
            return number, found
    raise Refused("no_columns", "Kolom Kode, Dokumen, Tahun anggaran, Subkegiatan, dan Nilai harus ada. "
                                "Unduh lembarnya dari halaman ini.", "file")  # fmt: skip
