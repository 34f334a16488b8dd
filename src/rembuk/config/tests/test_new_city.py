"""`rembuk new-city`: a correct, empty city with its officers from a sheet, or nothing; and what it lacks."""

import argparse
import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from rembuk.config import opening
from rembuk.config.cli import new_city, start
from rembuk.foundation.audit.models import Event
from rembuk.foundation.institutions.models import Appointment, Institution, Position
from rembuk.foundation.kernel import seal
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.regulations.models import Rule
from rembuk.foundation.territory import imports, queries
from tests.support.tools import ROOT

pytestmark = pytest.mark.django_db
EXAMPLE = ROOT / "examples" / "contoh-pengurus.csv"
BEKASI = ROOT / "src" / "rembuk" / "foundation" / "territory" / "bekasi.csv"


@pytest.fixture(autouse=True)
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Loaded, with keys of its own, and with the list of places."""
    monkeypatch.setattr(start, "django", lambda **_: None)
    seal.make_ring(tmp_path / "ring.json")
    monkeypatch.setenv("REMBUK_KEYS", str(tmp_path / "ring.json"))
    imports.import_territory(BEKASI, actor=SYSTEM)
    queries.zone.forget()
    yield
    queries.zone.forget()


def rows() -> list[list[Any]]:
    """The example as a spreadsheet's cells: numbers are numbers, days are days."""
    given = csv.reader(EXAMPLE.read_text(encoding="utf-8-sig").splitlines(), delimiter=delimiter())
    return [[cell(value) for value in row] for row in given]


def delimiter() -> str:
    head = EXAMPLE.read_text(encoding="utf-8-sig").splitlines()[0]
    return ";" if ";" in head else ","


def cell(value: str) -> Any:
    parts = value.split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        year, month, day = parts if len(parts[0]) == 4 else parts[::-1]
        return date(int(year), int(month), int(day))
    return int(value) if value.isdigit() else value


def sheet(path: Path, cells: list[list[Any]]) -> Path:
    """An XLSX as Excel writes it."""
    with xlsxwriter.Workbook(path) as book:
        page, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(cells):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, column, value, day)
                else:
                    page.write(number, column, value)
    return path


def run(officers: Path | None, errors: Path | None = None) -> int:
    """Types the command."""
    parser = argparse.ArgumentParser()
    new_city.arguments(parser)
    words = ["--city", "32.75", "--pemerintahan", "Dewi Anggraini", "821/1/2026", "2026-01-02",
             "--inspektorat", "Bagus Prakoso", "821/2/2026", "2026-01-02"]  # fmt: skip
    words += ["--officers", str(officers)] if officers else []
    return new_city.run(parser.parse_args([*words, *(["--errors", str(errors)] if errors else [])]))


def test_a_city_begins_with_everybody_of_the_sheet_and_is_told_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.EMAIL_BACKEND = "rembuk.foundation.notices.mail.OutboxBackend"
    assert run(sheet(tmp_path / "pengurus.xlsx", rows())) == 0
    said = capsys.readouterr().out
    assert "14 baris: 13 diangkat" in said
    assert queries.served().name
    assert Rule.objects.filter(legal_basis="").count() == 0, "each limit has its legal basis"
    assert Appointment.objects.count() == 13 + 2
    lacking = said.partition("Sebelum dibuka untuk umum:")[2]
    for words in ("petugas perlindungan", "petugas pengaduan kota", "batas wilayah", "server surel", "lurah di"):
        assert words in lacking
    assert "Kepala Bagian Pemerintahan (" not in lacking
    assert run(sheet(tmp_path / "lagi.xlsx", rows())) == 0
    assert "0 diangkat, 13 sudah ada" in capsys.readouterr().out


def test_a_sheet_says_the_same_as_the_csv(tmp_path: Path) -> None:
    assert run(EXAMPLE) == 0
    events = Event.objects.count()
    assert run(sheet(tmp_path / "pengurus.xlsx", rows())) == 0
    assert Event.objects.count() == events


def test_with_a_wrong_row_there_is_no_city_either_and_the_line_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = rows()
    place = cells[0].index("jabatan")
    cells[3][place] = "bupati"
    assert run(sheet(tmp_path / "pengurus.xlsx", cells), tmp_path / "salah.csv") == 1
    said = capsys.readouterr().out
    assert "Baris 4: " in said
    assert "tidak ada yang ditulis" in said
    assert "PIN" not in said, "no sheet of somebody who is not there"
    assert "\n4;" in (tmp_path / "salah.csv").read_text(encoding="utf-8-sig")
    counts = [kind.objects.count() for kind in (Rule, Institution, Position, Appointment)]
    assert counts == [0, 0, 0, 0]
    assert queries.served_or_none() is None


def test_what_is_there_is_not_said_to_lack(settings: Any) -> None:
    assert run(None) == 0
    before = opening.lacking()
    settings.HTTPS, settings.EMAIL_BACKEND = True, "django.core.mail.backends.smtp.EmailBackend"
    settings.INSPEKTORAT_EMAIL = "inspektorat@kota.test"
    gone = set(before) - set(opening.lacking())
    assert len(gone) >= 2
    assert not any("surel" in line or "https" in line for line in opening.lacking())
