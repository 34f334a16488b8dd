"""SIPD: what goes out comes in as it was, its number is typed back once, its own columns are kept."""

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel import sheets as cells
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import actions, queries, sipd
from rembuk.planning.musrenbang.models import Filed, Proposal, Review, Round
from rembuk.planning.musrenbang.queries.budgets import costs_said
from rembuk.planning.musrenbang.sheets import Line
from rembuk.planning.musrenbang.tests import scene
from rembuk.planning.musrenbang.tests.climbing import agree, asked
from tests import builders

NEW: dict[str, Any] = {
    "ID Usulan": "880012", "Kode Rembuk": "", "Gagasan": "Saluran U-ditch 40", "Masalah": "Banjir.", "RW": 1,
    "RT": "001", "Volume": "60,5", "Satuan": "m", "Harga Satuan": "Rp 450.000,-", "Anggaran": "27.225.000",
    "Sumber Dana": "dana kelurahan", "Bidang": "sarana prasarana", "Anggota DPRD": "Anggota dapil 2",
    "Bidang Urusan": "Pekerjaan Umum",
}  # fmt: skip


def book(*rows: Mapping[str, Any], merged: str = "") -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "Usulan dari SIPD")
        for at, name in enumerate(rows[0]):
            sheet.write(1, at, name)
        for number, row in enumerate(rows, 2):
            for at, name in enumerate(rows[0]):
                sheet.write(number, at, row.get(name, ""))
        if merged:
            sheet.merge_range(merged, "1")
    return out.getvalue()


def back(town: builders.City, content: bytes, who: str = "lurah", *, look: bool = False) -> actions.FromSipd:
    lines = sipd.read(content).lines
    return actions.take_back(actor=town.actor(who), kelurahan=town.kelurahan, lines=lines, look=look)


def out(town: builders.City, found: Round, who: str = "lurah") -> bytes:
    return sipd.written(queries.sipd_rows(town.actor(who), found))


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=40).filter(str.strip)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=WORDS, problem=WORDS, place=WORDS, own=WORDS, volume=st.decimals(Decimal("0.01"), 300, places=2),
       point=st.none() | st.tuples(st.floats(-7, -6), st.floats(106, 107)),
       formula=st.sampled_from("=+-@' "))  # fmt: skip
def test_what_goes_out_comes_in_and_nothing_changes(
    found: Round, town: builders.City, title: str, problem: str, place: str, own: str, volume: Any,
    point: tuple[float, float] | None, formula: str,
) -> None:  # fmt: skip
    lat, lng = point or (None, None)
    row = scene.proposed(town, title=formula + title, problem=problem, place=place, volume=volume, lat=lat, lng=lng,
                         cost=max(1, int(volume * 450_000)))  # fmt: skip
    Filed.objects.create(proposal=row, round=found, told={"Latar Belakang": " ".join(own.split())})
    first, told = sipd.read(out(town, found)), Event.objects.count()
    done = actions.take_back(actor=town.actor("lurah"), kelurahan=town.kelurahan, lines=first.lines)
    assert (done.wrong, done.made, done.filed, done.same) == ([], [], [], len(first.lines))
    assert Event.objects.count() == told
    assert sipd.read(out(town, found)) == first


def test_a_sheet_that_says_nothing_new_is_compared_at_once(
    found: Round, town: builders.City, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        asked(town, title=f"Saluran {number}")
    lines = sipd.read(out(town, found)).lines
    # A savepoint for each row, and a fixed number for all.
    with django_assert_max_num_queries(2 * len(lines) + 20):
        done = actions.take_back(actor=town.actor("lurah"), kelurahan=town.kelurahan, lines=lines, look=True)
    assert (len(lines), done.same, done.wrong, done.filed) == (12, 12, [], [])


def test_numbers_come_back_by_file_once_and_sent_twice_is_once(found: Round, town: builders.City) -> None:
    one, two = scene.proposed(town), scene.proposed(town)
    sheet = book({"ID Usulan": 880012, "Kode Rembuk": one.code}, {"ID Usulan": "880013", "Kode Rembuk": two.code})
    assert len(back(town, sheet, look=True).filed) == 2
    assert not Filed.objects.exists()
    assert len(back(town, sheet).filed) == 2
    assert (len(back(town, sheet).filed), back(town, sheet).same) == (0, 2)
    assert dict(Filed.objects.values_list("proposal", "number")) == {one.pk: "880012", two.pk: "880013"}


@pytest.mark.parametrize(
    ("cells_", "words"),
    [({"ID Usulan": "88-12"}, "hanya angka"), ({"ID Usulan": "9" * 21}, "hanya angka"),
     ({"ID Usulan": "880099"}, "sudah dipakai MU-27"), ({"Kode Rembuk": "MU-27-XXXXX"}, "Usulan ini tidak ada"),
     ({"Anggaran": "Rp 12.500.000,-"}, "Anggaran di lembar"), ({"Gagasan": "Lain"}, "Gagasan di lembar"),
     ({"Volume": "12 m"}, "bukan volume")],
)  # fmt: skip
def test_a_wrong_row_is_named_and_nothing_is_kept(
    found: Round, town: builders.City, cells_: dict[str, str], words: str
) -> None:
    row, other, third = scene.proposed(town), scene.proposed(town), scene.proposed(town)
    actions.file_number(actor=town.actor("lurah"), proposal=third, number="880099")
    names = ("ID Usulan", "Kode Rembuk", "Gagasan", "Volume", "Anggaran")
    fine = dict.fromkeys(names, "") | {"ID Usulan": "1", "Kode Rembuk": other.code}
    done = back(town, book(fine, fine | {"ID Usulan": "2", "Kode Rembuk": row.code} | cells_))
    assert [one.row for one in done.wrong] == [4]
    assert words in done.wrong[0].why
    assert Filed.objects.count() == 1


def test_money_may_be_written_as_people_write_it(found: Round, town: builders.City) -> None:
    row = scene.proposed(town)
    done = back(town, book({"ID Usulan": "5", "Kode Rembuk": row.code.lower(), "Anggaran": "Rp 27.000.000,-",
                            "Volume": "60,00", "Harga Satuan": 450_000.0}))  # fmt: skip
    assert done.wrong == []
    assert [one.pk for one in done.filed] == [row.pk]


def test_what_was_born_in_sipd_is_a_proposal_with_its_number_and_columns(found: Round, town: builders.City) -> None:
    assert back(town, book(NEW)).wrong == []
    row = Proposal.objects.get()
    assert (row.cost, row.pokir, row.rt_id) == (27_225_000, "Anggota dapil 2", town.rt.pk)
    kept = Filed.objects.get(proposal=row)
    assert (kept.number, kept.told) == ("880012", {"Bidang Urusan": "Pekerjaan Umum"})
    again = back(town, book(NEW))
    assert (again.same, again.made, Proposal.objects.count()) == (1, [], 1)
    [line] = sipd.read(out(town, found)).lines
    assert (line.cells["kind"], line.cells["affair"]) == ("reses", "Pekerjaan Umum")


def test_merged_cells_and_sheets_of_others_are_refused(found: Round, town: builders.City) -> None:
    assert [one.row for one in sipd.read(book(NEW, NEW, NEW, merged="A3:A4")).wrong] == [3, 4]
    for content in (book({"Kode": "x", "RW": 1}), b"PK\x03\x04"):
        with pytest.raises(Refused):
            sipd.read(content)


def test_a_number_belongs_to_one_proposal_and_stays(found: Round, town: builders.City) -> None:
    one, two = scene.proposed(town), scene.proposed(town)
    actions.file_number(actor=town.actor("lurah"), proposal=one, number=" 77 001 ")
    actions.file_number(actor=town.actor("lurah"), proposal=one, number="77001")
    for row, number, code in ((one, "77002", "filed"), (two, "77001", "doubled"), (two, "", "no_number")):
        with pytest.raises(Refused) as refused:
            actions.file_number(actor=town.actor("lurah"), proposal=row, number=number)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        actions.file_number(actor=town.actor("ketua_rt"), proposal=two, number="5")
    assert refused.value.code == "not_allowed"
    with pytest.raises(Refused) as refused:
        actions.file_number(actor=town.actor("lurah_next"), proposal=two, number="5")
    assert refused.value.code == "not_found"
    assert any("ID 77001" in str(line) for line in queries.office_trail(town.actor("lurah"), one))


def test_the_page_to_copy_from_has_every_field_and_takes_the_number(found: Round, town: builders.City) -> None:
    row = scene.proposed(town, title="<b>Saluran</b>")
    lurah, page = builders.sign_in(Client(), "lurah"), f"/musrenbang/{row.code}/sipd/"
    shown = lurah.get(page).content.decode()
    assert "&lt;b&gt;Saluran&lt;/b&gt;</textarea>" in shown
    assert ">27000000</textarea>" in shown
    assert lurah.post(page, {"number": "12a"}).status_code == 422
    assert lurah.post(page, {"number": "990"}).status_code == 302
    assert "ID SIPD 990" in lurah.get(page).content.decode()
    assert builders.sign_in(Client(), "ketua_rt").get(page).status_code == 200
    assert builders.sign_in(Client(), "ketua_rt").post(page, {"number": "1"}).status_code == 403
    assert builders.sign_in(Client(), "lurah_next").get(page).status_code == 404


def test_a_look_first_then_all_of_it(found: Round, town: builders.City) -> None:
    lurah = builders.sign_in(Client(), "lurah")
    file = SimpleUploadedFile("sipd.xlsx", book(NEW), cells.MEDIA_TYPE)
    looked = lurah.post("/musrenbang/sipd/baca/", {"file": file})
    assert "1 usulan baru" in looked.content.decode()
    assert not Proposal.objects.exists()
    assert lurah.post("/musrenbang/sipd/simpan/", {"rows": looked.context["packed"]}).status_code == 302
    assert Filed.objects.get().number == "880012"
    assert sipd.read(lurah.get("/musrenbang/sipd/").content).lines[0].cells["number"] == "880012"
    assert builders.sign_in(Client(), "ketua_rt").get("/musrenbang/sipd/baca/").status_code == 403


def test_a_row_names_what_it_is_new_by(town: builders.City) -> None:
    assert sipd.new(Line(3, {"title": "a", "affair": "b", "number": "1"})).cells == {"title": "a"}


def test_a_reviewers_other_figures_become_rows_of_that_reviewer(found: Round, town: builders.City) -> None:
    builders.planners(town)
    row = agree(town, asked(town), "kelurahan")
    told = {"ID Usulan": "", "Kode Rembuk": row.code, "Volume Camat": "55,5", "Pagu Camat": "Rp 25.000.000,-",
            "Catatan Camat": "Cukup sampai gang 3", "SKPD menurut Camat": "Dinas Lingkungan Hidup",
            "Pagu TAPD": ""}  # fmt: skip
    looked = back(town, book(told), look=True)
    assert [one.office for one in looked.noted] == ["Camat, dicatat Lurah Melati Timur"]
    assert Review.objects.count() == 1
    done = back(town, book(told))
    assert (done.wrong, done.filed, len(done.noted)) == ([], [], 1)
    noted = Review.objects.get(verdict="noted")
    assert (noted.rung, noted.volume, noted.unit, noted.cost, str(noted.institution)) == (
        "kecamatan", Decimal("55.5"), "m", 25_000_000, "Dinas Lingkungan Hidup"
    )  # fmt: skip
    before = (row.status, row.cost, row.waits_at, row.handler_id)
    row.refresh_from_db()
    assert (row.status, row.cost, row.waits_at, row.handler_id) == before
    assert (back(town, book(told)).noted, back(town, book(told)).same) == ([], 1)
    first = sipd.read(out(town, found))
    done = actions.take_back(actor=town.actor("lurah"), kelurahan=town.kelurahan, lines=first.lines)
    assert (done.wrong, done.noted, done.same) == ([], [], 1)
    back(town, book({"Kode Rembuk": row.code, "ID Usulan": "", "Volume Camat": "50"}))
    last = Review.objects.filter(verdict="noted").latest("at", "id")
    assert (last.volume, last.cost, last.text) == (Decimal(50), 25_000_000, "Cukup sampai gang 3")
    shown = Client().get(f"/publik/usulan/{row.code}/").content.decode()
    assert "Dicatat dari SIPD pada tahap musrenbang kecamatan" in shown
    assert "Rp25.000.000" in shown
    actions.review(actor=town.actor("camat"), proposal=row, rung="kecamatan", verdict="refused", reason="Ditolak.")
    back(town, book({"Kode Rembuk": row.code, "ID Usulan": "", "Pagu Lurah": "26 000 000".replace(" ", ".")}))
    assert costs_said(Review.objects.filter(proposal=row)) == {row.pk: 25_000_000}, "the camat's, though noted before"
    assert sipd.said(queries.sipd_row(row))["refused_because"] == "Ditolak."
    assert any("Rp26.000.000" in str(line) for line in queries.office_trail(town.actor("lurah"), row))
    wrong = back(town, book({"Kode Rembuk": row.code, "ID Usulan": "", "Pagu Camat": "0"},
                            {"Kode Rembuk": row.code, "ID Usulan": "", "Pagu Camat": "", }
                            | {"Pagu Camat": "banyak"}))  # fmt: skip
    assert [one.row for one in wrong.wrong] == [3, 4]
    with pytest.raises(Refused) as refused:
        actions.review(actor=town.actor("camat"), proposal=asked(town), rung="kelurahan", verdict="noted", reason="x")
    assert refused.value.code in {"not_allowed", "no_verdict"}
