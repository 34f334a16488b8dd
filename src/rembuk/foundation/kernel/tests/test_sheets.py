"""Spreadsheets that somebody built to bring the program down: kilobytes that ask for gigabytes."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from rembuk.foundation.kernel import sheets, workbook
from rembuk.foundation.kernel.errors import Refused

SHEET, SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
Change = Callable[[bytes], bytes]


def book(*cells: tuple[int, int, object], merged: int = 0) -> bytes:
    """A workbook with these cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for row, column, value in cells:
            sheet.write(row, column, value)
        for number in range(merged):
            sheet.merge_range(0, number * 2, 400, number * 2 + 1, "x")
    return out.getvalue()


def changed(name: str, change: Change, given: bytes = b"") -> bytes:
    """A workbook in which one part was rewritten by hand."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(given or book((0, 0, "a")))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part.filename, change(text) if part.filename == name else text)
    return out.getvalue()


def in_cells(more: str) -> Change:
    return lambda text: text.replace(b"</sheetData>", more.encode() + b"</sheetData>")


def far() -> bytes:
    """Two cells in opposite corners: 17 thousand million between them."""
    return book((0, 0, "a"), (1_048_575, 16_383, "b"))


def far_behind_a_comment() -> bytes:
    return changed(SHEET, in_cells('<!-- "<c r=" --><row><c r="XFD1048576" t="n"><v>1</v></c></row>'))


def far_and_small() -> bytes:
    return changed(SHEET, in_cells('<row><c r="xfd1048576" t="n"><v>1</v></c></row>'))


def far_by_its_row_alone() -> bytes:
    return changed(SHEET, in_cells('<row r="1048576"><c t="n"><v>1</v></c></row>'))


def inflated() -> bytes:
    return changed(SHEET, in_cells("<!--" + " " * workbook.MAX_UNPACKED + "-->"))


def inflated_and_denied() -> bytes:
    """Says of its part that it is small."""
    told = inflated()
    big = max(part.file_size for part in zipfile.ZipFile(io.BytesIO(told)).infolist())
    return told.replace(struct.pack("<I", big), struct.pack("<I", 100))


def one_long_text_in_every_cell() -> bytes:
    named = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(2, 5000))
    long = changed(SHARED, lambda text: text.replace(b"<t>a</t>", b"<t>" + b"a" * 1_000_000 + b"</t>"))
    return changed(SHEET, in_cells(named), long)


def one_long_text_in_nested_parts() -> bytes:
    named = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(2, 5000))
    text = "".join(f"<si><r><t>{'a' * 1000}</t></r>" for _ in range(1000)) + "</si>" * 1000
    long = changed(SHARED, lambda old: old.replace(b"<si><t>a</t></si>", text.encode()))
    return changed(SHEET, in_cells(named), long)


def many_merged() -> bytes:
    ranges = '<mergeCells count="1">' + '<mergeCell ref="A1:B400"/>' * 20_000 + "</mergeCells>"
    return changed(SHEET, lambda text: text.replace(b"</sheetData>", b"</sheetData>" + ranges.encode()))


def laughing() -> bytes:
    """A text that names a text that names a text."""
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    kind = f'<!DOCTYPE x [<!ENTITY e0 "ha">{names}]>'
    return changed(SHARED, lambda text: text.replace(b"<sst", kind.encode() + b"<sst").replace(b">a<", b">&e8;<"))


BOMBS = [far, far_behind_a_comment, far_and_small, far_by_its_row_alone, inflated, inflated_and_denied,
         one_long_text_in_every_cell, one_long_text_in_nested_parts, many_merged, laughing]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_sheet_that_asks_for_too_much_is_refused_before_it_is_laid_out(bomb: Callable[[], bytes]) -> None:
    with pytest.raises(Refused) as refused:
        sheets.read(bomb(), 500)
    assert refused.value.code in {"too_large", "unreadable"}


def of_another_format() -> bytes:
    """An OpenDocument sheet, whose cells say how often they are repeated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", "<x/>")
    return out.getvalue()


@pytest.mark.parametrize("given", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + book((0, 0, "a"))[8:],
                                   of_another_format()])  # fmt: skip
def test_what_is_no_xlsx_is_refused(given: bytes) -> None:
    with pytest.raises(Refused) as refused:
        sheets.read(given, 500)
    assert refused.value.code == "unreadable"


def test_an_honest_sheet_reads_as_before() -> None:
    found = sheets.read(book((0, 0, "RW"), (1, 1, 2), (499, 30, "=1+1 <b>"), merged=3), 500)
    assert (len(found.rows), found.rows[1][1], found.rows[499][30]) == (500, 2, 0)
    assert 0 in found.merged


def test_a_cell_that_holds_nothing_reaches_nowhere() -> None:
    """Who coloured a whole column has cells down to its end."""
    assert len(sheets.read(changed(SHEET, in_cells('<row r="1048576"><c r="XFD1048576" s="0"/></row>')), 500).rows) == 1


COLUMNS = (sheets.Column("Kode", 8, "code"), sheets.Column("Nilai", 8, "amount", money=True),
           sheets.Column("Dana", 8, "purse", choices=["A", "B"]))  # fmt: skip
KNOWN = {column.name.casefold(): column.key for column in COLUMNS}


def test_what_is_written_is_read_as_it_was_and_no_text_becomes_a_formula() -> None:
    rows: list[dict[str, str | int]] = [{"code": "=1+1", "amount": 0}, {"code": "https://x", "purse": "0012"}]
    found = sheets.read(sheets.written("Judul", "Lembar", COLUMNS, rows, most=10), 10)
    assert [list(row) for row in found.rows] == [
        ["Kode", "Nilai", "Dana"], ["=1+1", 0, ""], ["https://x", "", "0012"]
    ]  # fmt: skip


def test_the_head_is_the_first_row_with_enough_columns_whatever_stands_above_and_between() -> None:
    rows = [["Kode usulan"], ["Kode"], ["x", " NILAI\n", "Kode "], ["Kode", "Nilai", "Dana"]]
    assert sheets.head(rows, KNOWN, [{"code", "amount"}], "?") == (2, {"amount": 1, "code": 2})
    assert sheets.head(rows, KNOWN, [{"code", "purse"}, {"code"}], "?") == (1, {"code": 0})


def test_without_a_head_the_sheet_is_refused_with_what_to_do() -> None:
    low = [[""]] * sheets.HEAD_WITHIN + [["Kode"]]
    with pytest.raises(Refused, match="Unduh lembarnya") as refused:
        sheets.head(low, KNOWN, [{"code"}], "Unduh lembarnya.")
    assert (refused.value.code, refused.value.field) == ("no_columns", "file")
