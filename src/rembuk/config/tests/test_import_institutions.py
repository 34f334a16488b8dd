"""`rembuk import institutions`: a kelurahan's list comes in whole or not at all, and once."""

import csv
import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from rembuk.config import beginning, cli
from rembuk.config.cli import start
from rembuk.foundation.audit.models import Event, Words
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.institutions import actions, imports
from rembuk.foundation.institutions import queries as bodies
from rembuk.foundation.institutions.models import Appointment, Concern, Institution, Position
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import actions as shapes
from rembuk.foundation.territory import imports as lists
from rembuk.foundation.territory import queries as places
from rembuk.foundation.territory import sample
from rembuk.foundation.territory.models import Territory
from tests.support.tools import ROOT

EXAMPLE = ROOT / "examples" / "contoh-pengurus.csv"
HEAD = "kode kelurahan,RW,RT,jabatan,nama,nomor SK,tanggal SK,mulai,selesai,merangkap"
HERE = "32.75.04.1005"
NOW = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)
TERM = "149/1/2025,10-01-2025,01-02-2025,31-01-2030,"


@pytest.fixture(scope="module")
def new_city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Bekasi's kecamatan and kelurahan, and what `rembuk begin` makes; nothing below. Made once, taken back at last."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.standing(NOW):
        lists.import_territory(sample.FILE, actor=SYSTEM)
        day = date(2026, 1, 2)
        people = {seat.role: beginning.Person(f"Orang {seat.role}", "821/1", day) for seat in beginning.FIRST}
        beginning.begin(beginning.Plan("32.75", "", people))
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def a_new_city(new_city: None, db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As it was made, for each test."""
    monkeypatch.setattr(start, "django", lambda **_: None)
    monkeypatch.setenv("REMBUK_HOME", str(tmp_path))
    with clock.standing(NOW):
        yield


def listed(folder: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    """A file of these rows."""
    path = folder / "pengurus.csv"
    path.write_bytes("\r\n".join([head, *rows, ""]).encode(encoding))
    return path


def bring(path: Path, **more: Any) -> imports.Summary:
    """The import itself."""
    return imports.import_institutions(path, actor=SYSTEM, **more)


def title(words: str) -> Position:
    """A seat."""
    return Position.objects.get(title=words)


def sits(words: str) -> str:
    """Who holds a seat today."""
    return bodies.holder_name(title(words))


def picture() -> list[int]:
    """How much there is of everything."""
    return [model.objects.count() for model in (Territory, Institution, Position, Appointment, Concern, Event)]


def faults(done: imports.Summary) -> list[tuple[str, str]]:
    """Lines and kinds of the errors file; each row of it says what to do."""
    with Path(done.errors_file).open(encoding="utf-8-sig", newline="") as stream:
        text = stream.read()
    rows = list(csv.DictReader(text.splitlines(), delimiter=";" if ";" in text.splitlines()[0] else ","))
    assert all(row["alasan"] and row["perbaikan"] for row in rows)
    return [(row["baris"], row["jenis"]) for row in rows]


def test_the_example_on_a_new_installation(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", "institutions", str(EXAMPLE), "--json", "-q"]) == 0
    said = json.loads(capsys.readouterr().out)
    kelurahan = places.by_code(HERE)
    assert kelurahan is not None
    assert [place.label for place in places.subtree(kelurahan, "rw", "rt").select_related("parent")] == [
        "RW 01", "RT 001 / RW 01", "RT 002 / RW 01", "RT 003 / RW 01", "RW 02", "RT 001 / RW 02", "RT 002 / RW 02",
    ]  # fmt: skip
    counted = {key: said[key] for key in ("rows", "rw", "rt", "institutions", "appointed", "vacant", "errors")}
    assert counted == {"rows": 14, "rw": 2, "rt": 5, "institutions": 8, "appointed": 13, "vacant": 1, "errors": 0}
    assert sits("Lurah Kayuringinjaya") == "Wahyu Sastranegara"
    assert sits("Kasi Ekonomi dan Pembangunan Kayuringinjaya") == "Nurhayati Siregar"
    assert sits("Ketua RT 002 / RW 01 Kayuringinjaya") == "Dewa Gunarsa"
    assert sits("Ketua RT 003 / RW 01 Kayuringinjaya") == ""
    assert title("Sekretaris RT 003 / RW 01 Kayuringinjaya").role == "sekretaris_rt"
    term = bodies.holder(title("Ketua RW 01 Kayuringinjaya"))
    assert term is not None
    assert (term.decree, term.decree_on, term.starts, term.last_day) == (
        "149/12/2023", date(2023, 3, 15), date(2023, 4, 1), date(2028, 3, 31),
    )  # fmt: skip
    both = Appointment.objects.filter(user__name="Yohana Parera").values_list("position__title", "user")
    assert {name for name, _ in both} == {"Ketua RW 02 Kayuringinjaya", "Ketua RT 002 / RW 02 Kayuringinjaya"}
    assert len({user for _, user in both}) == 1
    assert [(row.code, row.reason) for row in Concern.objects.all()] == [("double_office", "impor daftar pengurus")]
    assert bodies.responsible(term.position.institution.territory, "rw") == term.position
    assert verify().ok


def test_treasurers_and_the_board_beside_the_kelurahan_come_in_too(tmp_path: Path) -> None:
    rows = [
        f"{HERE},01,,ketua,Marzuki Hardjono,{TERM}", f"{HERE},01,,bendahara,Titin Anshori,{TERM}",
        f"{HERE},01,002,Bendahara RT,Dewa Gunarsa,{TERM}", f"{HERE},,,Ketua LPM,Retno Lumbantobing,{TERM}",
        f"{HERE},,,Bendahara LPM Kayuringinjaya,Nyoman Sudirja,{TERM}",
        f"{HERE},,,Anggota LPM 1,Wulan Pattiasina,{TERM}",
        f"{HERE},,,anggota LPM 2,,,,,,",
    ]  # fmt: skip
    done = bring(listed(tmp_path, *rows))
    assert (done.errors, done.appointed, done.vacant) == (0, 6, 1)
    assert title("Bendahara RW 01 Kayuringinjaya").role == "bendahara"
    assert sits("Bendahara RT 002 / RW 01 Kayuringinjaya") == "Dewa Gunarsa"
    board = Institution.objects.get(name="LPM Kayuringinjaya")
    assert board.kind.key == "lpm"
    seats = board.positions.order_by("rank", "title").values_list("title", "role")
    assert list(seats) == [
        ("Ketua LPM Kayuringinjaya", "lpm"), ("Bendahara LPM Kayuringinjaya", "lpm"),
        ("Anggota LPM Kayuringinjaya 1", "lpm"), ("Anggota LPM Kayuringinjaya 2", "lpm"),
    ]  # fmt: skip
    assert sits("Ketua LPM Kayuringinjaya") == "Retno Lumbantobing"
    # The head of the RW is still who acts for it, and the same file again adds nothing.
    body = title("Bendahara RW 01 Kayuringinjaya").institution
    assert bodies.responsible(body.territory, "rw").title == "Ketua RW 01 Kayuringinjaya"
    before = picture()
    again = bring(listed(tmp_path, *rows))
    assert (again.appointed, again.already, again.errors) == (0, 6, 0)
    assert picture() == before


def test_of_the_board_an_unknown_word_is_a_fault(tmp_path: Path) -> None:
    done = bring(listed(tmp_path, f"{HERE},,,Penasihat LPM,Retno Lumbantobing,{TERM}"))
    assert faults(done) == [("2", "office")]
    assert not Institution.objects.filter(kind__key="lpm").exists()


def test_then_the_secretary_prints_the_sheets_of_one_rw() -> None:
    bring(EXAMPLE)
    held = bodies.holder(title("Sekretaris Kelurahan Kayuringinjaya"))
    assert held is not None
    secretary = bodies.actor(held.user)
    waiting = bodies.without_device(secretary, title("Ketua RW 01 Kayuringinjaya").institution.territory)
    sheets = actions.invite_many(actor=secretary, appointments=waiting)
    assert {sheet.appointment.user.name for sheet in sheets} == {
        "Sutrisno Wibawa", "Maya Tambunan", "Rahmat Ginting", "Ani Kusmayadi", "Dewa Gunarsa",
    }  # fmt: skip


def test_twice_adds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    bring(EXAMPLE)
    before = picture()
    done = bring(EXAMPLE)
    assert (done.already, done.appointed, done.notes) == (13, 0, [])
    assert picture() == before


def test_a_new_ketua_ends_the_old_term(tmp_path: Path) -> None:
    seat = "Ketua RT 001 / RW 03 Kayuringinjaya"
    first = listed(tmp_path, f"{HERE},3,1,ketua,Tono Baskara,149/1/2021,,01-02-2021,31-01-2026,")
    bring(first)
    bring(listed(tmp_path, f"{HERE},RW 03,RT 001,Ketua RT,Sri Handayani,149/9/2026,,15-01-2026,,"))
    old, new = Appointment.objects.filter(position=title(seat)).order_by("starts")
    assert (old.user.name, old.ends, new.user.name) == ("Tono Baskara", date(2026, 1, 15), "Sri Handayani")
    assert sits(seat) == "Sri Handayani"
    assert [(row.code, row.reason) for row in Concern.objects.all()] == [("no_end", "impor daftar pengurus")]
    assert {words.text for words in Words.objects.all()} >= {"impor daftar pengurus"}
    before = picture()
    again = bring(listed(tmp_path, f"{HERE},3,1,ketua,Tono Baskara,149/1/2021,,01-02-2021,31-01-2026,"))
    assert (again.already, again.notes) == (1, [])
    assert picture() == before


def test_who_is_elected_again_stays_one_person(tmp_path: Path) -> None:
    bring(listed(tmp_path, f"{HERE},3,1,ketua,Tono Baskara,1/2020,,01-02-2020,31-01-2025,"))
    bring(listed(tmp_path, f"{HERE},3,1,ketua,TONO  BASKARA,1/2025,,01-02-2025,31-01-2030,"))
    terms = Appointment.objects.filter(position=title("Ketua RT 001 / RW 03 Kayuringinjaya"))
    assert terms.count() == 2
    assert len(set(terms.values_list("user", flat=True))) == 1


def test_one_name_is_two_people_unless_the_list_says_so(tmp_path: Path) -> None:
    rows = [f"{HERE},3,{rt},ketua,Budi Utomo,{TERM}" for rt in (1, 2)]
    done = bring(listed(tmp_path, *rows), dry_run=True)
    assert len(done.notes) == 1
    assert "Baris 2 dan 3" in done.notes[0]
    assert not Appointment.objects.filter(user__name="Budi Utomo").exists()
    bring(listed(tmp_path, *(f"{row}ya" for row in rows)))
    assert len(set(Appointment.objects.filter(user__name="Budi Utomo").values_list("user", flat=True))) == 1
    assert Concern.objects.filter(code="double_office").count() == 1


def test_somebody_known_may_be_given_a_second_office(tmp_path: Path) -> None:
    bring(listed(tmp_path, f"{HERE},3,1,ketua,Budi Utomo,{TERM}"))
    bring(listed(tmp_path, f"{HERE},3,,sekretaris,Budi Utomo,{TERM}ya"))
    assert len(set(Appointment.objects.filter(user__name="Budi Utomo").values_list("user", flat=True))) == 1
    assert Concern.objects.filter(code="double_office").count() == 1


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (f",1,1,ketua,Tono,{TERM}", "no_kelurahan"),
        (f"Kayuringin Raya,1,1,ketua,Tono,{TERM}", "kelurahan"),
        (f"31.71.01.1001,1,1,ketua,Tono,{TERM}", "kelurahan"),
        (f"{HERE},,1,ketua,Tono,{TERM}", "no_rw"),
        (f"{HERE},satu,1,ketua,Tono,{TERM}", "bad_number"),
        (f"{HERE},1,000,ketua,Tono,{TERM}", "bad_number"),
        (f"{HERE},1,1,penasihat,Tono,{TERM}", "office"),
        (f"{HERE},1,1,Ketua Karang Taruna,Tono,{TERM}", "office"),
        (f"{HERE},,,,Tono,{TERM}", "office"),
        (f"{HERE},1,1,ketua,Tono,1/2025,,,,", "no_date"),
        (f"{HERE},1,1,ketua,Tono,1/2025,,31-02-2025,,", "bad_date"),
        (f"{HERE},1,1,ketua,Tono,1/2025,,01-02-2025,01-02-2024,", "bad_term"),
        (f"{HERE},1,1,ketua,Tono 3275041234567890,{TERM}", "bad_name"),
        (f"{HERE},1,1,ketua,Tono,{TERM}mungkin", "bad_same"),
        (f"{HERE},1,1,ketua,Tono,{TERM}ya", "same"),
        (f"{HERE},9,9,ketua,Siapa Saja,{TERM}", "double"),
    ],
)
def test_a_wrong_row_stops_the_whole_list(tmp_path: Path, row: str, kind: str) -> None:
    before = picture()
    done = bring(listed(tmp_path, f"{HERE},9,9,ketua,Sri Handayani,{TERM}", row))
    assert faults(done) == [("3", kind)]
    assert (done.errors, done.appointed) == (1, 0)
    assert picture() == before


def test_a_ketua_of_the_same_day_is_no_successor(tmp_path: Path) -> None:
    bring(listed(tmp_path, f"{HERE},9,9,ketua,Sri Handayani,{TERM}"))
    done = bring(listed(tmp_path, f"{HERE},9,9,ketua,Sri Handayati,{TERM}"))
    assert faults(done) == [("2", "held")]
    assert "Sri Handayani" in done.lines()[1]


def test_the_command_says_what_is_wrong_and_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, errors = listed(tmp_path, f"{HERE},,1,ketua,Tono,{TERM}"), tmp_path / "salah.csv"
    assert cli.main(["import", "institutions", str(path), "--errors", str(errors), "-q"]) == 1
    said = capsys.readouterr().out
    assert "Baris 2: RT 1 tanpa RW. Isi nomor RW-nya." in said
    assert str(errors) in said
    assert cli.main(["import", "institutions", str(path), "--json", "-q"]) == 1
    assert json.loads(capsys.readouterr().out)["errors"] == 1


@pytest.mark.parametrize(
    ("mark", "delimiter"), [("utf-8-sig", ","), ("utf-8-sig", ";"), ("utf-8", ";"), ("cp1252", ";")]
)
def test_a_file_as_excel_writes_it(tmp_path: Path, mark: str, delimiter: str) -> None:
    rows = ["Kayuringinjaya,3,1,,André Pané,149/1/2025,2025-01-10,2025/02/01,,", ",,,,,,,,,"]
    rows[0] = rows[0].replace("2025/02/01", "1/2/2025")
    path = listed(
        tmp_path, *(row.replace(",", delimiter) for row in rows), encoding=mark,
        head=HEAD.replace("kode kelurahan", "Kelurahan").replace(",", delimiter),
    )  # fmt: skip
    assert bring(path).rows == 1
    term = bodies.holder(title("Ketua RT 001 / RW 03 Kayuringinjaya"))
    assert term is not None
    assert (term.user.name, term.starts, term.decree_on) == ("André Pané", date(2025, 2, 1), date(2025, 1, 10))


def test_other_columns_are_not_read(tmp_path: Path) -> None:
    done = bring(listed(tmp_path, f"{HERE},3,1,ketua,Tono,{TERM},3275040101700001", head=f"{HEAD},NIK"))
    assert done.ignored == ["NIK"]
    assert not Event.objects.filter(body__contains="3275040101700001").exists()


@pytest.mark.parametrize(
    ("text", "code"), [("nama,jabatan\nTono,ketua\n", "no_column"), (f"{HEAD}\n", "empty"), ("PK\x00\x03", "no_file")]
)
def test_a_file_that_is_no_list(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "pengurus.csv"
    path.write_text(text)
    with pytest.raises(Refused) as refused:
        bring(path)
    assert refused.value.code == code


def test_what_was_made_on_screens_is_found(tmp_path: Path) -> None:
    kelurahan = places.by_code(HERE)
    assert kelurahan is not None
    office = actions.add_institution(
        actor=SYSTEM, kind=bodies.kind("kelurahan"), name="Kantor Kelurahan", territory=kelurahan
    )
    seat = actions.add_position(actor=SYSTEM, institution=office, role="kasi", title="Kepala Seksi Pembangunan")
    shapes.add(actor=SYSTEM, parent=kelurahan, level="rw", number=3)
    rows = [f"{HERE},,,Kasi Pembangunan,Bagas Lumenta,{TERM}", f"{HERE},3,,Plt Ketua,Tono Baskara,{TERM}"]
    done = bring(listed(tmp_path, *rows))
    assert (done.rw, done.institutions) == (0, 1)
    assert bodies.holder_name(seat) == "Bagas Lumenta"
    term = bodies.holder(title("Ketua RW 03 Kayuringinjaya"))
    assert term is not None
    assert term.mandate == "acting"


def test_a_thousand_rt_within_seconds(tmp_path: Path, django_assert_max_num_queries: Any) -> None:
    rows = [f"{HERE},{rw},{rt},ketua,Orang {rw} Nomor {rt},{TERM}" for rw in range(1, 51) for rt in range(1, 21)]
    start = time.process_time()
    with django_assert_max_num_queries(200):
        done = bring(listed(tmp_path, *rows))
    seconds = time.process_time() - start
    print(f"{done.rows} rows in {seconds:.2f} s")
    assert (done.rt, done.rw, done.appointed) == (1000, 50, 1000)
    assert seconds < 8
