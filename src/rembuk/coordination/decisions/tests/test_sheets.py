"""The one page as a spreadsheet: out as text, in with a look first, saved once, wrong rows told with their reason."""

import csv
import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rembuk.coordination.decisions import actions, lines, queries, sheets
from rembuk.coordination.decisions.lines import Line, origin_of
from rembuk.coordination.decisions.models import FollowUp, News
from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.kernel import clock, workbook
from rembuk.foundation.kernel import sheets as cells
from rembuk.foundation.kernel.errors import Refused
from tests import builders

NAMES = [name for name, _, _ in sheets.COLUMNS]


def downloaded(who: str = "petugas_opd") -> list[list[Any]]:
    answer = builders.sign_in(Client(), who).get("/tindak-lanjut/lembar/")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return list(book.get_sheet_by_index(0).to_python())


def filled(table: list[list[Any]], **more: Any) -> bytes:
    """The sheet as somebody saves it, with other values in the row of a code."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        for at, values in enumerate(table):
            written = more.get(str(values[0]).replace("-", "_"), {})
            for place, value in enumerate(values):
                said = next((written[key] for key, column in sheets.AT.items() if column == place and key in written),
                            value)  # fmt: skip
                if isinstance(said, date):
                    sheet.write_datetime(at, place, said, day)
                elif isinstance(said, str):
                    sheet.write_string(at, place, said)
                else:
                    sheet.write(at, place, said)
    return out.getvalue()


def upload(content: bytes, who: str = "petugas_opd") -> Any:
    file = SimpleUploadedFile("tindak-lanjut.xlsx", content, cells.MEDIA_TYPE)
    return builders.sign_in(Client(), who).post("/tindak-lanjut/lembar/baca/", {"file": file})


def key(row: FollowUp) -> str:
    return row.code.replace("-", "_")


def test_the_sheet_has_every_line_with_the_causes_to_choose_from(town: builders.City) -> None:
    row = scene.accepted(town, title="=2+3", place="@depan masjid")
    table = downloaded()
    assert table[0] == NAMES
    assert table[1][:2] == [row.code, "=2+3"]
    assert table[1][sheets.AT["origin"]] == origin_of(row.version, 0, "")
    packed = zipfile.ZipFile(io.BytesIO(sheets.written(queries.all_lines(town.actor("petugas_opd"), 9))))
    drawn = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in drawn
    assert "pihak luar" in drawn
    assert 'type="list"' in drawn


def test_what_was_filled_in_is_looked_at_first_and_then_saved(town: builders.City) -> None:
    row, still = scene.accepted(town, title="Satu"), scene.accepted(town, title="Dua")
    soon = clock.today() + timedelta(days=3)
    more = {key(row): {"percent": 60, "text": "=HYPERLINK(1) kembali", "cause": "Cuaca", "next_on": soon}}
    seen = upload(filled(downloaded(), **more))
    shown = seen.content.decode()
    assert seen.status_code == 200
    assert "1 baris berubah · 0 ditolak" in shown
    assert News.objects.count() == 0
    assert f'name="t-{row.code}" value="=HYPERLINK(1) kembali"' in shown
    assert f'name="n-{row.code}" value="{soon.isoformat()}"' in shown
    assert still.code not in shown
    given = {"o": origin_of(row.version, 0, ""), "p": 60, "t": "=HYPERLINK(1) kembali", "c": "cuaca", "n": soon}
    saved = builders.sign_in(Client(), "petugas_opd").post(
        "/tindak-lanjut/", {f"{letter}-{row.code}": str(value) for letter, value in given.items()}
    )
    assert saved.status_code == 302
    assert (scene.fresh(row).percent, scene.fresh(row).cause) == (60, "cuaca")
    assert "'=" not in News.objects.get().text, "what was typed is text here too"


def test_the_same_sheet_again_adds_nothing(town: builders.City) -> None:
    row, asked = scene.accepted(town, title="Satu"), scene.made(town, title="Diminta")
    content = filled(downloaded(), **{key(row): {"text": "Jalan.", "percent": 30}, key(asked): {"accept": "ya"}})
    read = sheets.read(content)
    assert lines.save(town.actor("petugas_opd"), read.lines).count == 2
    again = upload(content).content.decode()
    assert "0 baris berubah · 0 ditolak · 2 sudah tersimpan sebelumnya" in again
    assert News.objects.count() == 1


def test_each_row_that_is_refused_says_why_and_the_rest_can_be_saved(town: builders.City) -> None:
    rows = [scene.accepted(town, title=f"Pekerjaan {number}") for number in range(5)]
    table = downloaded()
    table.append(["TL-26-ZZZZZ", *[""] * (len(NAMES) - 2), "1.0."])
    table.append(list(table[1]))
    content = filled(
        table,
        **{
            key(rows[0]): {"text": "Baik.", "percent": 10}, key(rows[1]): {"percent": 130, "text": "x"},
            key(rows[2]): {"cause": "malas", "text": "x"}, key(rows[3]): {"percent": 5},
            key(rows[4]): {"next_on": "31/31/2026", "text": "x"}, "TL_26_ZZZZZ": {"text": "Bukan kita."},
        },
    )  # fmt: skip
    shown = upload(content).content.decode()
    assert "1 baris berubah · 6 ditolak" in shown
    for why in ("Persen antara 0 dan 100", "Kendala “malas” tidak ada", "Tuliskan kabarnya", "tidak terbaca",
                "Kode ini sudah ada di baris 2", "tidak ada, atau bukan untuk Anda"):  # fmt: skip
        assert why in shown, why
    assert News.objects.count() == 0


@pytest.mark.parametrize(
    ("value", "percent"), [(60, "60"), (60.0, "60"), (0.6, "60"), ("60%", "60"), ("enam", "enam"), ("", ""), (1, "1")]
)
def test_percent_is_read_as_people_write_it(value: Any, percent: str) -> None:
    assert sheets._percent(value) == percent


@pytest.mark.parametrize(
    "value", ["27-1-2026", "27/01/2026", "2026-01-27", date(2026, 1, 27), scene.MORNING.replace(day=27)]
)
def test_days_are_read_as_people_write_them(value: Any) -> None:
    assert sheets._day(value) == "2026-01-27"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (workbook.MAX_UNPACKED + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unreadable"), (b"PK\x03\x04 rusak", "unreadable"), (b"kode;kabar\n1;2\n", "unreadable"),
        (filled([["Nama", "Alamat"], ["a", "b"]]), "no_columns"), (filled([]), "no_columns"),
        (b"x" * (cells.MAX_BYTES + 1), "too_large"), (bomb(), "too_large"),
        (filled([NAMES, ["TL-26-A"] * 11])[:-40], "unreadable"),
    ],
    ids=["empty", "broken", "csv", "other columns", "blank", "large", "bomb", "cut"],
)  # fmt: skip
def test_a_bad_file_is_a_clear_sentence(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        sheets.read(content)
    assert refused.value.code == code
    assert refused.value.message


def test_a_bad_upload_says_so_beside_its_field(town: builders.City) -> None:
    answer = upload(b"bukan lembar")
    assert answer.status_code == 422
    assert "bukan lembar Excel" in answer.content.decode()


def test_nobody_fills_in_the_lines_of_another(town: builders.City) -> None:
    row = scene.accepted(town)
    content = filled(downloaded(), **{key(row): {"text": "Bukan kami."}})
    for who in ("kepala_opd_next", "ketua_rt_next"):
        assert downloaded(who)[1:] == []
        assert "0 baris berubah · 1 ditolak" in upload(content, who).content.decode()


def test_untouched_rows_are_no_lines(town: builders.City) -> None:
    row = scene.accepted(town)
    actions.tell(actor=town.actor("petugas_opd"), follow_up=row, text="Jalan.", percent=40, cause="alat")
    assert sheets.read(filled(downloaded())).lines == []
    [line] = sheets.read(filled(downloaded(), **{key(row): {"cause": ""}})).lines
    assert line == Line(row.code, origin_of(scene.fresh(row).version, 40, "alat"), "40", "", "")


def test_the_rows_that_were_left_out_come_as_a_file_without_formulas(town: builders.City) -> None:
    told = json.dumps([[3, "TL-26-AAAAA", "=cmd|' /C calc'!A0"]])
    answer = builders.sign_in(Client(), "petugas_opd").post("/tindak-lanjut/lembar/ditolak/", {"rows": told})
    assert list(csv.reader(io.StringIO(answer.content.decode()))) == [
        ["baris", "kode", "alasan"], ["3", "TL-26-AAAAA", "'=cmd|' /C calc'!A0"],
    ]  # fmt: skip
    bad = builders.sign_in(Client(), "petugas_opd").post("/tindak-lanjut/lembar/ditolak/", {"rows": "{"})
    assert bad.status_code == 422
