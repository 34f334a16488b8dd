"""Budget lines by sheet: what waits for one goes out, is filled, and comes in row by row or not at all."""

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel import sheets as cells
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import actions, budget_sheet, ladder, queries
from rembuk.planning.musrenbang.models import BudgetLine, Proposal, Round
from rembuk.planning.musrenbang.sheets import Line
from rembuk.planning.musrenbang.tests.climbing import agree, asked, page
from tests import builders

HEAD = [column.name for column in budget_sheet.COLUMNS]
SUB = "1.03.06.2.01.0004 Saluran drainase"


@pytest.fixture
def funded(town: builders.City, found: Round) -> list[Proposal]:
    """One in the DPA, one in the RKPD, and one that is only asked for."""
    builders.planners(town)
    rows = [agree(town, asked(town, title="Saluran"), "dpa"), agree(town, asked(town, title="Lampu"), "rkpd")]
    return [*rows, asked(town, title="Taman")]


def sheet(town: builders.City) -> list[list[Any]]:
    """What goes out, as a table with its head."""
    content = budget_sheet.written(queries.awaiting_budget(town.actor("tapd")))
    return [list(row) for row in cells.read(content, budget_sheet.MOST).rows]


def filled(row: list[Any], **more: Any) -> list[Any]:
    given = {"Program": "1.03.06 Drainase", "Subkegiatan": SUB, "Nilai": "Rp 24.000.000,-"} | more
    return [given.get(name, row[at]) for at, name in enumerate(HEAD)]


def book(*rows: list[Any]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        page = made.add_worksheet()
        for number, row in enumerate([HEAD, *rows]):
            page.write_row(number, 0, row)
    return out.getvalue()


def taken(town: builders.City, *rows: list[Any], who: str = "tapd", look: bool = False) -> actions.Budgeted:
    return actions.take_budget(actor=town.actor(who), lines=budget_sheet.read(book(*rows)).lines, look=look)


def test_what_waits_goes_out_and_comes_back_as_lines(town: builders.City, funded: list[Proposal]) -> None:
    head, *rows = sheet(town)
    assert head == HEAD
    said = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert {code: (row["Dokumen"], row["Tahun anggaran"]) for code, row in said.items()} == {
        funded[0].code: ("DPA", 2027), funded[1].code: ("RKPD", 2027)
    }  # fmt: skip
    at = {row[0]: row for row in rows}
    first, second = at[funded[0].code], at[funded[1].code]
    lines = (filled(first), filled(first, Subkegiatan="1.03.06.2.01.0005 Pompa", Nilai=5_000_000), second)
    assert [one.where for one in taken(town, *lines, look=True).noted] == ["DPA 2027", "DPA 2027"]
    assert not BudgetLine.objects.exists()
    assert len(taken(town, *lines).noted) == 2
    assert sorted(BudgetLine.objects.values_list("proposal", "stage", "amount")) == [
        (funded[0].pk, "dpa", 5_000_000), (funded[0].pk, "dpa", 24_000_000)
    ]  # fmt: skip
    told = Event.objects.count()
    again = taken(town, *lines)
    assert (again.noted, again.same, Event.objects.count()) == ([], 2, told)
    assert [row[0] for row in sheet(town)[1:]] == [funded[1].code, funded[0].code]
    assert len(taken(town, filled(second, Nilai="1.000")).noted) == 1
    assert f"RKPD 2027 {SUB}, Rp1.000" in str(sheet(town))
    assert taken(town, filled(second, Nilai=0)).noted[0].line.amount == 0
    assert not BudgetLine.objects.filter(proposal=funded[1], ended_at=None).exists()


def test_what_has_a_line_stands_last_and_may_get_another(town: builders.City, funded: list[Proposal]) -> None:
    taken(town, filled(sheet(town)[1], Kode=funded[0].code, Dokumen="DPA"))
    told = Event.objects.count()
    first, again = sheet(town)[1:]
    assert (first[0], again[0]) == (funded[1].code, funded[0].code)
    assert f"DPA 2027 {SUB}, Rp24.000.000" in again
    assert budget_sheet.read(book(first, again)).lines == []
    assert len(taken(town, filled(again, Subkegiatan="1.03.06.2.01.0005 Pompa", Nilai=5_000_000)).noted) == 1
    assert Event.objects.count() == told + 1
    assert f"DPA 2027 {SUB}, Rp24.000.000; DPA 2027 1.03.06.2.01.0005 Pompa, Rp5.000.000" in sheet(town)[2]


@pytest.mark.parametrize(
    ("state", "known"),
    [("proposed", ""), ("postponed", ""), ("tapd", ""), ("rkpd", "rkpd"), ("kuappas", "rkpd kuappas"),
     ("apbd", "rkpd kuappas apbd perubahan"), ("dpa", "rkpd kuappas apbd dpa perubahan"),
     ("built", "rkpd kuappas apbd dpa perubahan")],
)  # fmt: skip
def test_a_document_is_known_from_its_rung_on(state: str, known: str) -> None:
    assert ladder.documents(state) == known.split()


def test_nothing_is_noted_in_a_document_that_a_proposal_has_not_reached(
    town: builders.City, funded: list[Proposal]
) -> None:
    row = filled(sheet(town)[2], Kode=funded[1].code, Dokumen="DPA")
    [wrong] = taken(town, row).wrong
    assert wrong.why == "Usulan ini baru tercantum di RKPD, belum di DPA. Catat tahapnya dulu."
    shown = page(builders.sign_in(Client(), "tapd"), f"/musrenbang/{funded[1].code}/set_budget/")
    assert 'value="rkpd" selected' in shown
    assert 'value="dpa"' not in shown
    assert not BudgetLine.objects.exists()


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"Nilai": ""}, "Nilainya belum diisi"), ({"Nilai": "dua juta"}, "bukan jumlah rupiah"),
    ({"Dokumen": "Renja"}, "tidak dikenal"), ({"Tahun anggaran": 2020}, "2027 atau sesudahnya"),
    ({"Subkegiatan": ""}, "subkegiatannya"), ({"Kode": "MU-27-XXXXX"}, "tidak ada"), ({}, "dua kali"),
    ({"Nilai": 0, "Subkegiatan": "lain"}, "lebih dari nol"),
)  # fmt: skip


def test_wrong_rows_are_named_and_nothing_is_kept(town: builders.City, funded: list[Proposal]) -> None:
    row = sheet(town)[1]
    done = taken(town, filled(row), *(filled(row, **told) for told, _ in WRONG))
    assert [one.row for one in done.wrong] == list(range(3, 3 + len(WRONG)))
    for one, (_, words) in zip(done.wrong, WRONG, strict=True):
        assert words in one.why
    assert not BudgetLine.objects.exists()


def test_what_is_only_asked_for_has_no_line_and_others_note_none(town: builders.City, funded: list[Proposal]) -> None:
    row = filled(sheet(town)[1], Kode=funded[2].code)
    assert "tidak bisa dilakukan" in taken(town, row).wrong[0].why
    for who in ("lurah", "camat", "kepala_opd", "pemerintahan", "ketua_rt"):
        with pytest.raises(Refused) as refused:
            actions.take_budget(actor=town.actor(who), lines=[Line(2, {"code": funded[0].code})])
        assert refused.value.code == "not_allowed"


def test_the_screen_shows_every_row_before_it_keeps_one(town: builders.City, funded: list[Proposal]) -> None:
    tapd = builders.sign_in(Client(), "tapd")
    assert "/musrenbang/anggaran/" in page(tapd, "/musrenbang/")
    out = tapd.get("/musrenbang/anggaran/lembar/")
    assert out.headers["Content-Disposition"].endswith('.xlsx"')
    row = sheet(town)[1]
    bad = SimpleUploadedFile("a.xlsx", book(filled(row, Nilai="x"), sheet(town)[2]), cells.MEDIA_TYPE)
    shown = tapd.post("/musrenbang/anggaran/", {"file": bad}).content.decode()
    assert "Baris 2" in shown
    assert "Simpan 1" not in shown
    good = SimpleUploadedFile("a.xlsx", book(filled(row)), cells.MEDIA_TYPE)
    looked = tapd.post("/musrenbang/anggaran/", {"file": good})
    assert "Simpan 1 mata anggaran" in looked.content.decode()
    assert tapd.post("/musrenbang/anggaran/simpan/", {"rows": looked.context["packed"]}).status_code == 302
    assert "Rp24.000.000" in page(Client(), f"/publik/usulan/{row[0]}/")
    assert tapd.post("/musrenbang/anggaran/", {"file": SimpleUploadedFile("a", b"x")}).status_code == 422
    assert builders.sign_in(Client(), "lurah").get("/musrenbang/anggaran/").status_code == 403


def test_the_sheet_asks_a_fixed_number(town: builders.City, funded: list[Proposal]) -> None:
    def asks() -> int:
        with CaptureQueriesContext(connection) as made:
            sheet(town)
        return len(made)

    asks()
    few = asks()
    agree(town, asked(town, title="Gapura"), "rkpd")
    assert asks() == few
