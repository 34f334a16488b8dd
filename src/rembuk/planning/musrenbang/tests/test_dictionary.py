"""The dictionary as a CSV: all of it or nothing, wrong rows by line, again nothing new, a later list from its day."""

from datetime import date
from pathlib import Path

import pytest

from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import queries
from rembuk.planning.musrenbang.imports import Imported, import_dictionary
from rembuk.planning.musrenbang.models import Item
from tests import builders

HEAD = "Kode;Nama;Satuan;Harga;Harga tertinggi;OPD;Dana;Bidang;Mulai;Sumber\n"
ROW = 'SP.01;Saluran U-ditch 40;m;"Rp 400.000,-";500.000;;kelurahan;sarpras;2026-01-01;Daftar harga\n'
UNIT = "PJ.01;Lampu jalan;titik;1500000;;Dinas Pekerjaan Umum;opd;fisik;2026-01-01;\n"


def given(folder: Path, text: str, **more: bool) -> Imported:
    path = folder / "kamus.csv"
    path.write_text("\ufeff" + text.replace("\n", "\r\n"), encoding="utf-8")
    return import_dictionary(path, actor=SYSTEM, errors_path=folder / "salah.csv", **more)


def test_a_list_comes_in_and_again_changes_nothing(town: builders.City, tmp_path: Path) -> None:
    assert given(tmp_path, HEAD + ROW + UNIT).added == 2
    item, lamp = Item.objects.get(code="SP.01"), Item.objects.get(code="PJ.01")
    assert (item.price_low, item.price_high, item.purse, item.field) == (400_000, 500_000, "kelurahan", "works")
    assert (lamp.price_low, lamp.price_high, lamp.institution) == (1_500_000, 1_500_000, town.institution("opd"))
    again = given(tmp_path, HEAD + ROW + UNIT)
    assert (again.added, again.same, Item.objects.count()) == (0, 2, 2)


def test_a_later_list_holds_from_its_day(town: builders.City, tmp_path: Path) -> None:
    given(tmp_path, HEAD + ROW)
    given(tmp_path, HEAD + ROW.replace("400.000", "450.000").replace("2026-01-01", "2026-07-01"))
    assert [(row.price_low, row.ends) for row in queries.items_coded("SP.01")] == [
        (450_000, None), (400_000, date(2026, 7, 1)),
    ]  # fmt: skip
    assert [queries.item_called("sp.01", on).price_low for on in (date(2026, 6, 30), date(2026, 7, 1))] == [  # type: ignore[union-attr]
        400_000, 450_000,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("was", "wrong", "words"),
    [("500.000", "empat ratus", "bukan jumlah rupiah"), ("500.000", "300.000", "di bawah yang terendah"),
     (";m;", ";;", "Satuannya kosong"), ("kelurahan", "desa", "Dana “desa”"), ("sarpras", "lain", "Bidang “lain”"),
     ("2026-01-01", "1 Januari", "tidak terbaca"), ("500.000;;", "500.000;Dinas Bulan;", "tidak ada di daftar")],
)  # fmt: skip
def test_a_wrong_row_is_named_by_its_line_and_nothing_is_written(
    town: builders.City, tmp_path: Path, was: str, wrong: str, words: str
) -> None:
    done = given(tmp_path, HEAD + UNIT + ROW.replace(was, wrong))
    assert (done.errors, done.added, Item.objects.exists()) == (1, 0, False)
    assert done.shown[0].startswith("Baris 3: ")
    assert words in done.shown[0]
    assert words in (tmp_path / "salah.csv").read_text(encoding="utf-8-sig")


def test_a_look_writes_nothing(town: builders.City, tmp_path: Path) -> None:
    done = given(tmp_path, HEAD + ROW, dry_run=True)
    assert (done.added, Item.objects.exists()) == (1, False)


def test_a_list_without_its_columns_is_none(town: builders.City, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        given(tmp_path, "Kode;Nama\nA;B\n")
    assert "satuan, dana, bidang" in refused.value.message


@pytest.mark.parametrize("who", ["lurah", "ketua_rw", "camat", "kepala_opd"])
def test_only_its_keeper_brings_it_in(town: builders.City, tmp_path: Path, who: str) -> None:
    path = tmp_path / "kamus.csv"
    path.write_text(HEAD + ROW)
    done = import_dictionary(path, actor=town.actor(who), errors_path=tmp_path / "salah.csv")
    assert (done.errors, Item.objects.exists()) == (1, False)
