"""A sheet of proposals: out and in without loss, refusals by row, all or nothing, a sheet sent twice is one."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rembuk.foundation.kernel import sheets as cells
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import actions, queries, sheets
from rembuk.planning.musrenbang.models import Proposal, Round
from rembuk.planning.musrenbang.sheets import Line
from rembuk.planning.musrenbang.tests import scene
from tests import builders

FINE: dict[str, Any] = {
    "RW": 1, "RT": "001", "Pekerjaan": "Saluran U-ditch 40", "Masalah": "Banjir.", "Volume": "60,5", "Satuan": "m",
    "Harga satuan": "Rp 450.000,-", "Biaya": "", "Sumber dana": "dana kelurahan", "Bidang": "sarana prasarana",
}  # fmt: skip


def book(*rows: Mapping[str, Any], merged: str = "") -> bytes:
    """As somebody fills it in; `merged` is a range of cells."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "Usulan Kelurahan Melati Timur")
        for at, name in enumerate(FINE):
            sheet.write(1, at, name)
        for number, row in enumerate(rows, 2):
            for at, name in enumerate(FINE):
                sheet.write(number, at, row.get(name, ""))
        if merged:
            sheet.merge_range(merged, "1")
    return out.getvalue()


def sent(client: Client, content: bytes) -> Any:
    file = SimpleUploadedFile("usulan.xlsx", content, cells.MEDIA_TYPE)
    return client.post("/musrenbang/lembar/baca/", {"file": file})


@pytest.fixture
def lurah(town: builders.City) -> Client:
    return builders.sign_in(Client(), "lurah")


def test_a_look_first_then_all_of_it(found: Round, lurah: Client) -> None:
    looked = sent(lurah, book(FINE, {**FINE, "RT": "", "Biaya": 27_000_000.0}))
    assert looked.status_code == 200
    assert "2 usulan baru" in looked.content.decode()
    assert not Proposal.objects.exists()
    rows = looked.context["packed"]
    assert lurah.post("/musrenbang/lembar/simpan/", {"rows": rows}).status_code == 302
    assert [row.cost for row in Proposal.objects.order_by("id")] == [27_225_000, 27_000_000]
    assert lurah.post("/musrenbang/lembar/simpan/", {"rows": rows}).status_code == 302
    assert Proposal.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [({"Harga satuan": "12,5 juta"}, "bukan jumlah rupiah"), ({"Volume": ""}, "bukan volume"),
     ({"Satuan": ""}, "Satuannya belum diisi"), ({"Biaya": "0"}, "harus lebih dari nol"),
     ({"Biaya": "Rp 900.000.000,-"}, "melebihi pagu"), ({"RW": 77}, "RW 77 RT 1 tidak ada"),
     ({"Sumber dana": "APBN"}, "“APBN” tidak ada di pilihannya"), ({"Masalah": ""}, "Tulis masalahnya"),
     ({"RW": "", "RT": ""}, "Isi RW"), ({"Pekerjaan": ""}, "Tulis pekerjaan"), ({"RW": "R1"}, "bukan bilangan"),
     ({"Biaya": -500_000}, "bukan jumlah rupiah"), ({"Harga satuan": 10**18}, "terlalu besar"),
     ({"Pekerjaan": "x" * 161}, "paling banyak 160 huruf"), ({"Satuan": "m" * 31}, "paling banyak 30 huruf"),
     ({"Masalah": "y" * 2001}, "paling banyak 2000 huruf"), ({"Volume": -3}, "Volumenya harus lebih dari nol")],
)  # fmt: skip
def test_a_wrong_row_is_named_and_nothing_is_kept(
    found: Round, lurah: Client, change: dict[str, Any], words: str
) -> None:
    shown = sent(lurah, book(FINE, {**FINE, **change})).content.decode()
    assert "Baris 4" in shown
    assert words in shown
    assert "Simpan 1 usulan" not in shown
    lines = sheets.read(book(FINE, {**FINE, **change})).lines
    assert lurah.post("/musrenbang/lembar/simpan/", {"rows": sheets.packed(lines)}).status_code == 422
    assert not Proposal.objects.exists()


def test_money_and_places_are_read_as_people_write_them(found: Round, town: builders.City) -> None:
    lines = sheets.read(book({**FINE, "Biaya": "Rp 12.500.000,-", "RW": "RW 01", "RT": "rt. 1"})).lines
    [row] = actions.bring_in(actor=town.actor("lurah"), kelurahan=town.kelurahan, lines=lines).made
    assert (row.cost, row.territory_id) == (12_500_000, town.rt.pk)


def test_merged_cells_are_named_by_row(found: Round, lurah: Client) -> None:
    shown = sent(lurah, book(FINE, FINE, FINE, merged="A3:A4")).content.decode()
    assert "Baris 3" in shown
    assert "Baris 4" in shown
    assert "Baris 5" not in shown
    assert "sel yang digabung" in shown


def test_what_goes_out_comes_in_as_it_was(found: Round, town: builders.City, lurah: Client) -> None:
    row = scene.proposed(town, title="=1+1 Gapura", institution=town.institution("opd"), pokir="Bu Dewan")
    read = sheets.read(lurah.get("/musrenbang/lembar/").content)
    assert (read.there, list(read.lines)) == (1, [])
    columns = [column.key for column in sheets.COLUMNS if column.key != "code"]
    told = {key: cells.text(value) for key in columns if (value := sheets.cell(row, key))}
    actions.withdraw(actor=town.actor("ketua_rt"), proposal=row, reason="Salin.")
    done = actions.bring_in(actor=town.actor("lurah"), kelurahan=town.kelurahan, lines=[Line(2, told)])
    [copy] = done.made
    same = ("title", "problem", "volume", "unit", "unit_price", "cost", "purse", "field", "institution_id", "land",
            "beneficiaries", "people", "hours", "materials", "pokir", "territory_id", "proposer_id")  # fmt: skip
    assert [getattr(copy, name) for name in same] == [getattr(row, name) for name in same]


def test_who_sees_nothing_gets_an_empty_sheet(found: Round, town: builders.City) -> None:
    scene.proposed(town)
    answer = builders.sign_in(Client(), "lurah_next").get("/musrenbang/lembar/")
    assert sheets.read(answer.content).there == 0


@pytest.mark.parametrize("who", ["ketua_rt", "lpm", "camat", "kepala_opd", "pemerintahan"])
def test_others_bring_no_sheet(found: Round, town: builders.City, who: str) -> None:
    assert sent(builders.sign_in(Client(), who), book(FINE)).status_code == 403


def test_an_rw_brings_only_its_own(found: Round, town: builders.City) -> None:
    lines = sheets.read(book(FINE, {**FINE, "RW": 2, "RT": ""})).lines
    done = actions.bring_in(actor=town.actor("ketua_rw"), kelurahan=town.kelurahan, lines=lines)
    assert [one.row for one in done.wrong] == [4]
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "unreadable"), (b"PK\x03\x04", "unreadable"), (b"x" * 2_000_001, "too_large")]
)
def test_what_is_no_sheet_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        sheets.read(content)
    assert refused.value.code == code


@pytest.mark.parametrize("said", ["x", "[1]", '[["a", {}]]', '[[1, "b"]]', "{}x", "[" * 9000])
def test_rows_that_were_tampered_with_are_refused(said: str) -> None:
    with pytest.raises(Refused):
        sheets.unpacked(said)


def test_the_newest_proposals_are_offered_by_rw_and_order(found: Round, town: builders.City) -> None:
    first, second = scene.proposed(town), scene.proposed(town)
    actions.order(actor=town.actor("ketua_rw"), round_=found, rw=town.rw, ids=[second.pk, first.pk])
    assert [row.pk for row in queries.all_listed(town.actor("lurah"), found)] == [second.pk, first.pk]
