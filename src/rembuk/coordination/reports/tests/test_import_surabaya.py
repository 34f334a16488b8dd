"""A real city's year: 5,939 complaints onto its real territory, placed by two name columns; codes only judge."""

import csv
import gzip
import statistics
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from rembuk.coordination.reports import queries
from rembuk.coordination.reports.imports import Summary, import_reports
from rembuk.coordination.reports.models import Report, Status
from rembuk.coordination.reports.queries.answer_times import AgencyTimes, answer_times
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.territory import actions as territory
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.imports import import_territory
from rembuk.foundation.territory.models import Territory
from tests.support.tools import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.data]

MAP = ROOT / "examples" / "surabaya.toml"
RATE = 1000
# Merged into Tanjung Perak; the source has no code for them.
MERGED = {"Perak Timur", "Perak Utara"}


@pytest.fixture
def city(shared_data: Path) -> Territory:
    """Surabaya as it is, served."""
    import_territory(shared_data / "regions" / "kota_surabaya_35.78.csv", actor=SYSTEM)
    found = territories.by_code("35.78")
    assert found is not None
    return territory.serve(actor=SYSTEM, territory=found)


@pytest.fixture
def file(shared_data: Path) -> Path:
    """The export."""
    return shared_data / "pengaduan" / "surabaya_keluhan_2022.csv.gz"


def rows_of(file: Path) -> list[dict[str, str]]:
    """The file, read on its own."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def done(city: Territory, file: Path, tmp_path: Path) -> Summary:
    """The import by the map that stands in the repository."""
    return import_reports(file, MAP, errors_path=tmp_path / "errors.csv")


def reader_of(city: Territory) -> Actor:
    """Somebody who sees the whole city's reports."""
    return Actor(user_id=None, name="Pembaca", grants=frozenset({("reports.view", city.path)}))


def hours(row: dict[str, str]) -> float:
    """Computed from the file alone."""
    times = [datetime.fromisoformat(row[name]) for name in ("waktu_lapor", "waktu_tanggapan")]
    return (times[1] - times[0]).total_seconds() / 3600


def test_the_year_comes_in_whole_but_for_its_own_errors(done: Summary, file: Path, tmp_path: Path) -> None:
    rows = rows_of(file)
    negative = [row for row in rows if row["waktu_tanggapan"] and hours(row) < 0]
    assert (done.rows, done.imported, done.errors) == (len(rows), len(rows) - len(negative), len(negative))
    assert (done.unknown_agencies, done.unknown_places) == ([], [])
    with (tmp_path / "errors.csv").open(newline="", encoding="utf-8") as stream:
        errors = list(csv.DictReader(stream))
    lines = {row["id"]: number for number, row in enumerate(rows, start=2)}
    assert {(int(row["baris"]), row["nomor"]) for row in errors} == {(lines[row["id"]], row["id"]) for row in negative}


def test_places_are_found_by_the_two_name_columns(done: Summary, file: Path) -> None:
    rows = rows_of(file)
    placed = {row.external_ref: row for row in Report.objects.select_related("territory")}
    codes = dict(codes_of())
    with_code = [row for row in rows if row["kode_kelurahan"] and row["id"] in placed]
    right = [row for row in with_code if codes.get(placed[row["id"]].kelurahan_id) == row["kode_kelurahan"]]
    assert len(right) / len(with_code) >= 0.98
    for name, code in (("Wonorejo Rungkut", "35.78.03.1005"), ("Wonorejo Tegalsari", "35.78.05.1005")):
        given = [row["id"] for row in rows if row["kelurahan"] == name and row["id"] in placed]
        assert given
        assert {codes[placed[ref].kelurahan_id] for ref in given} == {code}
    perak = [row["id"] for row in rows if row["kelurahan"] in MERGED and row["id"] in placed]
    assert perak
    assert {codes[placed[ref].kelurahan_id] for ref in perak} == {"35.78.12.1006"}
    # A row that names only its kecamatan stands there.
    only = [row for row in rows if row["kecamatan"] and not row["kelurahan"] and row["id"] in placed]
    assert only
    assert all(placed[row["id"]].kelurahan_id is None and placed[row["id"]].kecamatan_id for row in only)
    assert done.placed == sum(1 for row in placed.values() if row.kelurahan_id)


def codes_of() -> Iterator[tuple[object, str]]:
    """The official code of each kelurahan."""
    city = territories.by_code("35.78")
    assert city is not None
    for place in territories.subtree(city, "kelurahan"):
        yield place.pk, territories.code(place)


def test_the_same_file_twice_adds_nothing(done: Summary, file: Path, tmp_path: Path) -> None:
    before = Report.objects.count()
    again = import_reports(file, MAP, errors_path=tmp_path / "again.csv")
    assert (again.imported, again.already, again.errors) == (0, done.imported, done.errors)
    assert (again.placed, again.made, Report.objects.count()) == (done.placed, [], before)


def test_history_is_closed_and_the_journal_holds(done: Summary, file: Path) -> None:
    assert set(Report.objects.values_list("status", "climb_basis", "stage_due", "total_due")) == {
        (Status.CLOSED, "imported", None, None)
    }
    assert not Report.objects.filter(published_at__isnull=False).exists()
    without = sum(1 for row in rows_of(file) if not row["instansi"])
    assert Report.objects.filter(unit=None).count() == without
    assert verify().broken is None


@pytest.mark.bench
def test_a_thousand_rows_a_second(done: Summary) -> None:
    print(f"{done.rows} rows in {done.seconds} s: {done.rows / done.seconds:.0f} rows/s")
    assert done.rows / done.seconds >= RATE


def test_answer_times_are_those_of_the_file(done: Summary, city: Territory, file: Path) -> None:
    given: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of(file):
        given[row["instansi"]].append(row)
    shown = {row.unit_id: row for row in answer_times(reader_of(city)).agencies}
    units = dict(Report.objects.values_list("external_ref", "unit_id"))
    seen = set()
    for name, rows in given.items():
        good = [row for row in rows if not row["waktu_tanggapan"] or hours(row) >= 0]
        times = shown[units[good[0]["id"]]]
        seen.add(times.unit_id)
        check_times(name, times, good, refused=len(rows) - len(good))
    assert seen == set(shown)


def check_times(name: str, times: AgencyTimes, rows: list[dict[str, str]], refused: int) -> None:
    """One agency's figures against its rows in the file."""
    waits = [hours(row) for row in rows if row["waktu_tanggapan"]]
    assert (times.count, times.answered, times.unanswered, times.refused) == (
        len(rows), len(waits), len(rows) - len(waits), refused,
    ), name  # fmt: skip
    if not waits:
        assert times.median is None
        assert times.p90 is None
        return
    ninetieth = statistics.quantiles(waits, n=10, method="inclusive")[8] if len(waits) > 1 else waits[0]
    assert times.median == pytest.approx(statistics.median(waits)), name
    assert times.p90 == pytest.approx(ninetieth), name


def test_a_protected_topic_is_closed_to_others(done: Summary, city: Territory) -> None:
    sealed = Report.objects.filter(category__track="sealed")
    assert sealed.exists()
    assert set(sealed.values_list("is_private", "holder__role")) == {(True, "perlindungan")}
    seen = {row.pk for row in queries.reports(reader_of(city), size=10_000)}
    assert seen
    assert not seen & set(sealed.values_list("pk", flat=True))
