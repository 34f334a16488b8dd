"""What sheets share: one is written from its columns; an XLSX is read as cells, and the head among them is found."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from rembuk.foundation.kernel import clock, workbook
from rembuk.foundation.kernel.errors import Refused

MAX_BYTES, MAX_MERGED, HEAD_WITHIN = 2_000_000, 10_000, 20
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNREADABLE = "Berkas ini bukan lembar Excel yang utuh. Unduh lembarnya dari halaman ini, isi, lalu unggah lagi."


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is called, how wide it is, by which name it is known here; whether rupiah, what may be chosen."""

    name: str
    width: int
    key: str
    money: bool = False
    choices: Sequence[str] = ()


def written(
    title: str,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, str | int]],
    *,
    most: int,
    frozen: int = 1,
) -> bytes:
    """An XLSX of one sheet: texts are texts, whatever they begin with. Choices are offered down to row `most`."""
    import xlsxwriter

    out = BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, {"in_memory": True, **never}) as book:
        book.set_properties({"title": title, "created": clock.now().replace(tzinfo=None)})
        sheet, bold = book.add_worksheet(name), book.add_format({"bold": True, "text_wrap": True})
        money, wrap = book.add_format({"num_format": "#,##0"}), book.add_format({"text_wrap": True})
        sheet.freeze_panes(1, frozen)
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column.name, bold)
            sheet.set_column(at, at, column.width, money if column.money else None)
            if column.choices:
                sheet.data_validation(1, at, most, at, {"validate": "list", "source": list(column.choices)})
        for number, row in enumerate(rows, 1):
            for at, column in enumerate(columns):
                value = row.get(column.key, "")
                if isinstance(value, int):
                    sheet.write_number(number, at, value)
                elif value:
                    sheet.write_string(number, at, value, wrap)
    return out.getvalue()


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


def head(
    rows: Sequence[Sequence[Any]], known: Mapping[str, str], enough: Collection[Set[str]], otherwise: str
) -> tuple[int, dict[str, int]]:
    """In which row the names of columns stand, and where each is by our name of it: the first with one set of `enough`.

    Raises Refused("no_columns") with the words of `otherwise`.
    """
    for number, values in enumerate(rows[:HEAD_WITHIN]):
        names = [text(value).casefold() for value in values]
        found = {known[name]: at for at, name in enumerate(names) if name in known}
        if any(found.keys() >= keys for keys in enough):
            return number, found
    raise Refused("no_columns", otherwise, "file")
