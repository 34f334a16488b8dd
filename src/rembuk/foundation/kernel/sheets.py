"""What imports of spreadsheets share: the cells of an XLSX's first sheet, and which rows have merged cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rembuk.foundation.kernel import workbook
from rembuk.foundation.kernel.errors import Refused

MAX_BYTES, MAX_MERGED, HEAD_WITHIN = 2_000_000, 10_000, 20
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNREADABLE = "Berkas ini bukan lembar XLSX yang utuh. Unduh lembarnya dari halaman ini, isi, lalu unggah lagi."


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows of cells from the top; `merged` are the places of rows (from 0) that have a merged cell."""

    rows: Sequence[Sequence[Any]]
    merged: frozenset[int]


def read(content: bytes, most: int) -> Cells:
    """At most so many rows. Raises Refused("too_large" | "unreadable")."""
    if len(content) > MAX_BYTES:
        raise Refused("too_large", f"Lembar lebih dari {MAX_BYTES // 1_000_000} MB.", "file")
    import python_calamine

    try:
        sheet = python_calamine.CalamineWorkbook.from_filelike(workbook.looked_over(content)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False, nrows=most + HEAD_WITHIN)
        ranges = sheet.merged_cell_ranges or ()
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - a foreign reader of foreign bytes: whatever it raises, the sheet is not readable
        raise Refused("unreadable", UNREADABLE, "file") from None
    if len(rows) >= most + HEAD_WITHIN or len(ranges) > MAX_MERGED:
        raise Refused("too_large", f"Paling banyak {most} baris sekali unggah.", "file")
    return Cells(rows, frozenset(row for (first, _), (last, _) in ranges for row in range(first, min(last, most) + 1)))


def text(value: Any) -> str:
    """A cell as it reads: whole numbers without a decimal point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())
