"""The rows of the file: read whole, each either a row that can come in or a fault with its line, reason and remedy."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions.imports.seats import of_board
from rembuk.foundation.institutions.models import Appointment
from rembuk.foundation.kernel import sheets
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.records import records
from rembuk.foundation.territory.rules import fold, local_number

# Column → how its head may be written, folded.
COLUMNS = {
    "kelurahan": ("kodekelurahan", "kelurahan", "namakelurahan", "kode", "desa"),
    "rw": ("rw",), "rt": ("rt",), "office": ("jabatan",), "name": ("nama", "namapengurus", "namalengkap"),
    "decree": ("nomorsk", "nosk", "sk"), "decree_on": ("tanggalsk", "tglsk"),
    "starts": ("mulai", "mulaimenjabat", "tmt"), "ends": ("selesai", "sampai", "berakhir"),
    "same": ("merangkap",),
}  # fmt: skip
READ = {name for names in COLUMNS.values() for name in names}
DEMANDED = {"kelurahan": "kelurahan", "rw": "RW", "rt": "RT", "name": "nama"}
NAME_LENGTH = User._meta.get_field("name").max_length or 0
DECREE_LENGTH = Appointment._meta.get_field("decree").max_length or 0
DATES = (re.compile(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})"),
         re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"))  # fmt: skip
YEARS = range(1945, 2100)
MOST = 20_000  # rows of a sheet
YES, NO = frozenset({"ya", "y"}), frozenset({"", "-", "tidak", "t"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was meant. `ends` is the first day no longer in office; `same`: it is one person with another row."""

    line: int
    kelurahan: str
    rw: int | None
    rt: int | None
    office: str
    name: str
    decree: str
    decree_on: date | None
    starts: date | None
    ends: date | None
    same: bool

    @property
    def level(self) -> str:
        """Of the body in which the seat stands."""
        if self.rt or self.rw:
            return "rt" if self.rt else "rw"
        return "lpm" if of_board(self.office) else "kelurahan"


@dataclass(eq=False)
class Fault(Exception):
    """Why a row cannot come in, and what to do about it; `kind` is stable."""

    kind: str
    reason: str
    remedy: str
    line: int = 0


@dataclass
class Table:
    """The file: its rows and faults in order, its delimiter, and the columns that are left alone."""

    delimiter: str = ","
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def read(path: Path) -> Table:
    """The first sheet of an XLSX, or a CSV as Excel writes it: commas or semicolons, with or without its mark, in UTF-8
    or the old Windows letters."""
    data = _data(path)
    if data.startswith(b"PK"):
        table, said = Table(";"), _sheet(data, path)
    else:
        text = _text(data, path)
        header = text.partition("\n")[0]
        table = Table(";" if header.count(";") > header.count(",") else ",")
        said = records(io.StringIO(text, newline=""), table.delimiter, path.name)
    # Excel keeps rows of nothing but delimiters below a list.
    lines = ((line, values) for line, values in said if any(value.strip() for value in values))
    _, head = next(lines, (1, []))
    places = _places(head, path)
    table.ignored = [name.strip() for name in head if name.strip() and fold(name) not in READ]
    for line, values in lines:
        cells = {name: values[place].strip() if place < len(values) else "" for name, place in places.items()}
        try:
            table.rows.append(_row(line, cells))
        except Fault as fault:
            fault.line = line
            table.faults.append(fault)
    if not table.rows and not table.faults:
        raise Refused("empty", f"{path.name} tidak berisi apa-apa di bawah judul kolomnya.")
    return table


def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused("no_file", f"{path.name} tidak terbaca: {error}.") from error


def _sheet(data: bytes, path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet by the number that Excel shows; a day reads as year, month and day."""
    try:
        cells = sheets.read(data, MOST)
    except Refused as refused:
        if refused.code != "unreadable":
            raise
        raise Refused("no_file", f"{path.name} bukan lembar Excel yang utuh. Di Excel: simpan sekali lagi.") from None
    for number, row in enumerate(cells.rows, 1):
        yield number, [value.strftime("%Y-%m-%d") if isinstance(value, date) else sheets.text(value) for value in row]


def _text(data: bytes, path: Path) -> str:
    if b"\x00" in data:
        raise Refused("no_file", f"{path.name} bukan CSV. Di Excel: Simpan sebagai, lalu pilih XLSX atau CSV UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _places(head: Sequence[str], path: Path) -> dict[str, int]:
    """Where each column stands; a kelurahan's code comes before its name."""
    folded = [fold(name) for name in head]
    found = {
        column: folded.index(next(name for name in names if name in folded))
        for column, names in COLUMNS.items()
        if set(names) & set(folded)
    }
    if missing := [name for column, name in DEMANDED.items() if column not in found]:
        there = ", ".join(name.strip() for name in head)
        raise Refused("no_column", f"{path.name} tidak punya kolom {', '.join(missing)}. Kolomnya: {there}.")
    return found


def _row(line: int, cells: dict[str, str]) -> Row:
    if not cells["kelurahan"]:
        raise Fault("no_kelurahan", "kelurahan kosong", "Isi kode atau nama kelurahannya.")
    rw, rt = _number(cells["rw"], "rw"), _number(cells["rt"], "rt")
    if rt and not rw:
        raise Fault("no_rw", f"RT {rt} tanpa RW", "Isi nomor RW-nya.")
    name, decree = " ".join(cells["name"].split()), " ".join(cells.get("decree", "").split())
    _check_words(name, decree)
    decree_on, starts = _date(cells.get("decree_on", ""), "tanggal SK"), _date(cells.get("starts", ""), "mulai")
    last, starts = _date(cells.get("ends", ""), "selesai"), starts or decree_on
    if name and starts is None:
        remedy = "Isi kolom mulai, atau tanggal SK bila masa jabatan mulai hari itu."
        raise Fault("no_date", "tidak ada tanggal mulai", remedy)
    if starts and last and last < starts:
        raise Fault("bad_term", "selesai sebelum mulai", "Perbaiki salah satu tanggalnya.")
    return Row(
        line, cells["kelurahan"], rw, rt, cells.get("office", ""), name, decree, decree_on, starts,
        last + timedelta(days=1) if last else None, _yes(cells.get("same", "")),
    )  # fmt: skip


def _check_words(name: str, decree: str) -> None:
    if len(name) > NAME_LENGTH:
        raise Fault("bad_name", f"nama lebih dari {NAME_LENGTH} huruf", "Tulis nama satu orang saja.")
    if name and not any(letter.isalpha() for letter in name):
        raise Fault("bad_name", "nama tanpa huruf", "Tulis namanya, atau kosongkan bila belum ada orangnya.")
    if sum(letter.isdigit() for letter in name) > 5:
        raise Fault("bad_name", "nama berisi nomor", "Tulis namanya saja; NIK dan nomor HP tidak dicatat di sini.")
    if len(decree) > DECREE_LENGTH:
        raise Fault("long_decree", f"nomor SK lebih dari {DECREE_LENGTH} huruf", "Tulis nomornya saja.")


def _number(value: str, level: str) -> int | None:
    """2 for "2", "02" or "RW 02"; None where there is none."""
    if value in {"", "-"}:
        return None
    found = local_number(value if value.lower().startswith(level) else f"{level} {value}")
    if found is None or found[0] != level or found[1] == 0:
        label = level.upper()
        raise Fault("bad_number", f"{label} “{value[:20]}” bukan nomor", f"Tulis nomor {label} saja, misalnya 03.")
    return found[1]


def _date(value: str, what: str) -> date | None:
    if value in {"", "-"}:
        return None
    found = next((match for shape in DATES if (match := shape.fullmatch(value))), None)
    try:
        read = date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        read = None
    if read is None or read.year not in YEARS:
        raise Fault("bad_date", f"{what} “{value[:20]}” bukan tanggal", "Tulis hari-bulan-tahun, misalnya 31-12-2025.")
    return read


def _yes(value: str) -> bool:
    if value.lower() in YES | NO:
        return value.lower() in YES
    raise Fault("bad_same", f"merangkap “{value[:20]}” tidak dimengerti", "Isi ya, atau kosongkan.")
