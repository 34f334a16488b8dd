"""The budget's lines as a spreadsheet: a row for each proposal in plan or budget, its last columns to be filled.

What is known stands in the first columns and is only read; a row whose last columns are empty says nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rembuk.foundation.kernel import sheets as cells
from rembuk.foundation.kernel.rupiah import rupiah
from rembuk.foundation.kernel.sheets import Column
from rembuk.planning.musrenbang.models import BudgetLine, Proposal
from rembuk.planning.musrenbang.sheets import MERGED, Read, Wrong, cell, lines_of

MOST = 2_000
STAGES = {label.casefold(): key for key, label in BudgetLine.STAGES} | {key: key for key, _ in BudgetLine.STAGES}
LABELS = dict(BudgetLine.STAGES)
# In which document a proposal is to be found, by its state.
WAITS_IN = {"rkpd": "rkpd", "kuappas": "kuappas", "apbd": "apbd", "dpa": "dpa", "contract": "dpa"}
COLUMNS = (
    Column("Kode", 13, "code"), Column("Usulan", 34, "title"), Column("Kelurahan", 18, "kelurahan"),
    Column("RW", 6, "rw"), Column("OPD", 26, "unit"), Column("Sumber dana", 16, "purse"),
    Column("Keadaan", 20, "status"), Column("Biaya pengusul", 16, "asked", money=True),
    Column("Biaya peninjau", 16, "said", money=True), Column("Mata anggaran tercatat", 40, "noted"),
    Column("Dokumen", 16, "stage", choices=list(LABELS.values())), Column("Tahun anggaran", 9, "year"),
    Column("Program", 28, "program"), Column("Kegiatan", 28, "kegiatan"), Column("Subkegiatan", 32, "subkegiatan"),
    Column("Rekening", 24, "account"), Column("Nilai", 16, "amount", money=True),
)  # fmt: skip
KNOWN = {column.name.casefold(): column.key for column in COLUMNS}
NEEDED = frozenset({"code", "stage", "year", "subkegiatan", "amount"})
FILLED = ("program", "kegiatan", "subkegiatan", "account", "amount")
NO_COLUMNS = "Kolom Kode, Dokumen, Tahun anggaran, Subkegiatan, dan Nilai harus ada. Unduh lembarnya dari halaman ini."


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal, its kelurahan, what its last reviewer says it costs, and the lines that it has so far."""

    proposal: Proposal
    kelurahan: str
    cost: int
    noted: Sequence[BudgetLine] = ()


def _said(row: Row) -> dict[str, str | int]:
    """What a row says of itself; the last columns are left to whoever fills them."""
    one, noted = row.proposal, "; ".join(f"{line}, {rupiah(line.amount)}" for line in row.noted)
    return {
        "code": one.code, "title": one.title, "kelurahan": row.kelurahan, "rw": cell(one, "rw"),
        "unit": str(one.handler or ""), "purse": cell(one, "purse"), "status": cell(one, "status"), "asked": one.cost,
        "said": row.cost, "noted": noted, "stage": LABELS[WAITS_IN[one.status]], "year": one.round.year,
    }  # fmt: skip


def written(rows: Iterable[Row]) -> bytes:
    """The sheet of these rows."""
    said = (_said(row) for row in rows)
    return cells.written("Mata anggaran usulan", "Mata anggaran", COLUMNS, said, most=MOST, frozen=2)


def read(content: bytes) -> Read:
    """The rows that somebody filled, those that cannot be read, and how many are still empty."""
    lines, wrong, empty = [], [], 0
    for line, is_merged in lines_of(content, MOST, KNOWN, [NEEDED], NO_COLUMNS):
        if is_merged:
            wrong.append(Wrong(line.row, line.cells.get("title", ""), MERGED))
        elif any(key in line.cells for key in FILLED):
            lines.append(line)
        elif "code" in line.cells:
            empty += 1
    return Read(lines, wrong, empty)
