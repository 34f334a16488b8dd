"""The ministry's list: added once, brought up to date by a later one, never half; faults name line and reason."""

import csv
import gzip
import json
import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import actions, queries
from rembuk.foundation.territory.imports import Imported, import_territory
from rembuk.foundation.territory.models import Code, Territory

pytestmark = pytest.mark.django_db

HEAD = "kode,kode_induk,tingkat,nama,kodepos,lat,lng"
FIRST = f"""{HEAD}
32,,provinsi,Jawa Contoh,,,
32.75,32,kota,Kota Contoh,,-6.2,106.9
32.75.01,32.75,kecamatan,Taman,,,
32.75.01.1001,32.75.01,kelurahan,Melati,17111,,
32.75.01.1002,32.75.01,kelurahan,Kenanga,17112,,
32.75.01.2003,32.75.01,desa,Cempaka,17113,,
"""
LATER = f"""{HEAD}
32,,provinsi,Jawa Contoh,,,
32.75,32,kota,Kota Contoh,,,
32.75.01,32.75,kecamatan,Taman Sari,,,
32.75.01.1009,32.75.01,kelurahan,Puspa,,,
32.75.01.2003,32.75.01,desa,Cempaka,,,
"""
ON = date(2026, 1, 1)


@pytest.fixture
def write(tmp_path: Path) -> "Write":
    return Write(tmp_path)


class Write:
    """Writes a list and imports it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, text: str, name: str = "daftar.csv") -> Imported:
        path = self.folder / name
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return import_territory(path, actor=SYSTEM, on=ON)


def counts(done: Imported) -> tuple[int, int, int, int]:
    return done.added, done.renamed, done.gone, done.reopened


def test_the_first_list_adds_everything_and_the_same_again_nothing(write: Write) -> None:
    assert counts(write(FIRST)) == (6, 0, 0, 0)
    events = Event.objects.count()
    assert counts(write(FIRST, "daftar.csv.gz")) == (0, 0, 0, 0)
    assert Event.objects.count() == events == 6
    melati = queries.by_code("32.75.01.1001")
    assert melati is not None
    assert [row.name for row in queries.way_to(melati)] == ["Jawa Contoh", "Kota Contoh", "Taman", "Melati"]
    assert melati.starts is None


def test_a_later_list_brings_up_to_date(write: Write) -> None:
    write(FIRST)
    done = write(LATER)
    assert counts(done) == (1, 1, 2, 0)
    assert done.orphans == ["32.75.01.1001 Melati", "32.75.01.1002 Kenanga"]
    puspa, melati = queries.by_code("32.75.01.1009"), queries.by_code("32.75.01.1001")
    assert puspa is not None
    assert melati is not None
    assert (puspa.starts, melati.ends) == (ON, ON)
    city = queries.by_code("32.75")
    assert city is not None
    assert [row.name for row in queries.find("Taman", city)] == ["Taman Sari"]
    assert [row.name for row in queries.without_successor(city)] == ["Melati", "Kenanga"]
    assert counts(write(LATER)) == (0, 0, 0, 0)
    # Somebody reads the decree and says who took over; then the old name leads to the new one.
    for old in queries.without_successor(city):
        actions.succeed(actor=SYSTEM, old=old, new=puspa, basis="Perda 1/2026")
    assert queries.find("Melati", city) == [puspa]
    assert queries.without_successor(city) == []


def test_what_comes_back_is_the_same_territory(write: Write) -> None:
    write(FIRST)
    before = queries.by_code("32.75.01.1001")
    write(LATER)
    assert counts(write(FIRST)) == (0, 1, 1, 2)
    assert queries.by_code("32.75.01.1001") == before
    assert Territory.objects.count() == 7


def test_a_citys_own_list_makes_its_province_and_speaks_for_itself_only(write: Write) -> None:
    write(FIRST)
    lone = f"{HEAD}\n35.78,35,kota,Kota Lain,,,\n35.78.01,35.78,kecamatan,Pasar,,,\n"
    assert counts(write(lone)) == (2, 0, 0, 0)
    assert [row.name for row in queries.find("Jawa Timur")] == ["Jawa Timur"]
    assert Territory.objects.filter(ends__isnull=False).count() == 0


def test_columns_may_be_few_in_any_order_with_semicolons(write: Write) -> None:
    assert counts(write("\ufeffNAMA;Kode\nJawa Contoh;32\nKota Contoh;32.75\n")) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{HEAD}\n32,,provinsi,A,,,\n32.7,32,kota,B,,,\n", "Baris 3 (32.7): kode tidak berbentuk"),
        (f"{HEAD}\n32,,provinsi,A,,,\n32,,provinsi,B,,,\n", "Baris 3 (32): kode sama dengan baris 2"),
        (f"{HEAD}\n32,,provinsi, ,,,\n", "Baris 2 (32): nama kosong"),
        (f"{HEAD}\n32,,kota,A,,,\n", "Baris 2 (32): tingkat kota tidak cocok"),
        (f"{HEAD}\n32,,provinsi,A,,,\n32.75,33,kota,B,,,\n", "Baris 3 (32.75): kode_induk 33 bukan induk"),
        (f"{HEAD}\n32,,provinsi,A,,,\n32.75.01,32.75,kecamatan,B,,,\n", "Baris 3 (32.75.01): induknya 32.75 tidak ada"),
        ("kode,kelurahan\n", "kolom kode dan nama harus ada"),
        (f"{HEAD}\n", "tidak ada isi"),
    ],
)
def test_a_fault_names_line_and_reason_and_nothing_is_imported(text: str, said: str, write: Write) -> None:
    with pytest.raises(Refused) as refused:
        write(text)
    assert said in refused.value.message
    assert (Territory.objects.count(), Code.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_only_who_may_edit_imports(write: Write) -> None:
    write(FIRST)
    for name, actor in (("daftar.csv", PUBLIC), ("tidak-ada.csv", SYSTEM)):
        with pytest.raises(Refused) as refused:
            import_territory(write.folder / name, actor=actor, on=ON)
        assert refused.value.code in {"not_allowed", "no_file"}


def as_of_2018(shared_data: Path) -> dict[str, list[str]]:
    """Two cities' lists as they were, by undoing the changes that the data names; by city."""
    with (shared_data / "regions" / "perubahan_2018_ke_2025.csv").open() as file:
        changes = {row["kode"]: row for row in csv.DictReader(file)}
    lists: dict[str, list[str]] = {}
    for city in ("kota_prabumulih_16.74", "kota_surabaya_35.78"):
        lines = (shared_data / "regions" / f"{city}.csv").read_text().splitlines()
        code = city[-5:]
        kept = [lines[0]]
        for line in lines[1:]:
            fields = line.split(",")
            change = changes.get(fields[0], {"jenis": ""})
            if change["jenis"] == "ganti_nama":
                fields[3] = change["nama_2018"]
            if change["jenis"] != "baru":
                kept.append(",".join(fields))
        gone = (row for row in changes.values() if row["jenis"] == "hilang" and row["kode"].startswith(code))
        kept += [f"{row['kode']},{row['kode'][:8]},kelurahan,{row['nama_2018']},,," for row in gone]
        lists[city] = kept
    return lists


@pytest.mark.data
def test_two_real_cities_from_2018_to_2025(shared_data: Path, write: Write) -> None:
    for city, lines in as_of_2018(shared_data).items():
        write("\n".join(lines), f"{city}.csv")
        import_territory(shared_data / "regions" / f"{city}.csv", actor=SYSTEM, on=ON)
    prabumulih, surabaya = queries.by_code("16.74"), queries.by_code("35.78")
    assert prabumulih is not None
    assert surabaya is not None
    new = ("Tebing Tanah Puteh", "Arimbi Jaya", "Gunung Ibul Utara", "Sidogede")
    assert [queries.find(name, prabumulih)[0].starts for name in new] == [ON] * 4
    old_names = {"Pegirikan": "Pegirian", "Bringin": "Beringin", "Kejawaan Putih Tambak": "Kejawan Putih Tambak"}
    assert {old: queries.find(old, surabaya)[0].name for old in old_names} == old_names
    gone = queries.without_successor(surabaya)
    assert [row.name for row in gone] == ["Perak Timur", "Perak Utara"]
    (perak,) = queries.find("Tanjung Perak", surabaya)
    for old in gone:
        actions.succeed(actor=SYSTEM, old=old, new=perak, basis="Perda")
    assert queries.find("perak timur", surabaya) == queries.find("Kel. Perak Utara", surabaya) == [perak]
    old_code = queries.by_code("35.78.12.1004")
    assert old_code is not None
    assert queries.present(old_code) == [perak]
    # Two kelurahan of one city bear one name: only the kecamatan tells them apart.
    assert len(queries.find("Wonorejo", surabaya, "kelurahan")) == 2
    (rungkut,) = queries.find("Rungkut", surabaya, "kecamatan")
    assert [row.path[:9] == rungkut.path for row in queries.find("Wonorejo", rungkut)] == [True]


@pytest.mark.data
def test_the_whole_country(shared_data: Path, tmp_path: Path) -> None:
    # By its command and in a file, as a city does it: a database in memory takes minutes for so long a transaction.
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}

    def rembuk(*words: str) -> str:
        command = [sys.executable, "-m", "rembuk", *words]
        home = {**env, "REMBUK_HOME": str(tmp_path)}
        return subprocess.run(command, env=home, check=True, stdout=subprocess.PIPE, text=True).stdout

    path = str(shared_data / "regions" / "wilayah_indonesia.csv.gz")
    rembuk("keys")
    rembuk("migrate")
    first, again = (json.loads(rembuk("import", "territory", path, "--json", "-q").splitlines()[-1]) for _ in range(2))
    assert (first["added"], again["added"]) == (91571, 0)
    with sqlite3.connect(tmp_path / "rembuk.sqlite3") as database:
        for table in ("audit_event", "territory_code", "territory_territory"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (91571,)
        villages = database.execute("SELECT count(*) FROM territory_territory WHERE level = 'desa'").fetchone()
    assert villages == (75233 + 14,)
