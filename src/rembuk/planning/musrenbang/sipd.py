"""Proposals as SIPD has them: one table of columns in its order, from which the sheet, its reading and the page to copy
from are made.

A column is ours (what stands here is written out, and what comes back must say the same), the number that SIPD gave,
or only SIPD's (kept as it came, for the next sheet).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rembuk.foundation.kernel import rupiah
from rembuk.foundation.kernel import sheets as cells
from rembuk.planning.musrenbang import amounts
from rembuk.planning.musrenbang.models import BudgetLine, Proposal, Review, Verdict
from rembuk.planning.musrenbang.sheets import MERGED, Line, Read, Wrong, cell, lines_of

MOST = 2000
# Who reviews, as SIPD calls them, by the rung of the ladder.
REVIEWERS = (("kelurahan", "Lurah"), ("kecamatan", "Camat"), ("forum", "SKPD"), ("bappeda", "Mitra Bappeda"),
             ("tapd", "TAPD"))  # fmt: skip
LEVELS = {"rt": "RT", "rw": "RW"}


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal with what its row says besides: the names of its places, its number and what only SIPD asks."""

    proposal: Proposal
    places: Mapping[str, str]
    number: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    reviews: Mapping[str, Review] = field(default_factory=dict)
    ended_because: str = ""
    budget: BudgetLine | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """What it is called in SIPD, how wide it is, by which name it is known here, and what stands in it.

    Without `says` it is only SIPD's. `line` is its name on our own sheet, for a row that is new here.
    """

    name: str
    width: int
    key: str
    says: Callable[[Row], str | int] | None = None
    line: str = ""
    same: Callable[[str, str], bool] = lambda one, other: one.casefold() == other.casefold()
    money: bool = False


def _ours(key: str) -> Callable[[Row], str | int]:
    return lambda row: cell(row.proposal, key)


def _place(level: str) -> Callable[[Row], str]:
    return lambda row: row.places.get(level, "")


def _point(name: str) -> Callable[[Row], str]:
    def says(row: Row) -> str:
        value = getattr(row.proposal, name)
        return "" if value is None else repr(value)

    return says


def _read_alike(read: Callable[[str], Any]) -> Callable[[str, str], bool]:
    """Two cells that are read as the same amount, however they are written."""
    return lambda one, other: one == other or (bool(one) and bool(other) and read(one) == read(other))


def _review(rung: str, of: Callable[[Review], str | int]) -> Callable[[Row], str | int]:
    """What a reviewer said, as the last row of that rung has it."""
    return lambda row: of(row.reviews[rung]) if rung in row.reviews else ""


def _budget(name: str) -> Callable[[Row], str]:
    return lambda row: str(getattr(row.budget, name)) if row.budget else ""


def _words(one: Review) -> str:
    """A note, or why not; that something was only noted is no word of the reviewer's."""
    return one.text or (one.reason if one.verdict != Verdict.NOTED else "")


_money, _size = _read_alike(rupiah.read), _read_alike(amounts.volume)


def _number(one: str, other: str) -> bool:
    return one.lstrip("0") == other.lstrip("0")


COLUMNS = (
    Column("ID Usulan", 14, "number", lambda row: row.number),
    Column("Kode Rembuk", 13, "code", _ours("code")),
    Column("Tahun", 8, "year", lambda row: row.proposal.round.year),
    Column("Jenis", 9, "kind", lambda row: "reses" if row.proposal.pokir else "asmas"),
    Column("Pengusul", 26, "proposer", _ours("proposer"), "proposer"),
    Column("Tingkat Pengusul", 12, "level", lambda row: _level(row.proposal)),
    Column("Anggota DPRD", 20, "pokir", _ours("pokir"), "pokir"),
    Column("Kode Kamus", 12, "item_code", lambda row: row.proposal.item.code if row.proposal.item else ""),
    Column("Kamus Usulan", 28, "item", lambda row: row.proposal.item.name if row.proposal.item else ""),
    Column("Bidang Urusan", 22, "affair"),
    Column("Gagasan", 34, "title", _ours("title"), "title"),
    Column("Masalah", 40, "problem", _ours("problem"), "problem"),
    Column("Alamat", 26, "place", _ours("place"), "place"),
    Column("Kab/Kota", 16, "city", _place("city")),
    Column("Kecamatan", 16, "kecamatan", _place("kecamatan")),
    Column("Kelurahan", 16, "kelurahan", _place("kelurahan")),
    Column("RW", 6, "rw", _ours("rw"), "rw", _number),
    Column("RT", 6, "rt", _ours("rt"), "rt", _number),
    Column("Lintang", 12, "lat", _point("lat")),
    Column("Bujur", 12, "lng", _point("lng")),
    Column("Volume", 10, "volume", _ours("volume"), "volume", _size),
    Column("Satuan", 9, "unit", _ours("unit"), "unit"),
    Column("Koefisien", 12, "coefficient", lambda row: f"{cell(row.proposal, 'volume')} {row.proposal.unit}"),
    Column("Harga Satuan", 15, "unit_price", _ours("unit_price"), "unit_price", _money, money=True),
    Column("Anggaran", 16, "cost", _ours("cost"), "cost", _money, money=True),
    Column("Jenis Belanja", 18, "spending"),
    Column("SKPD Awal", 26, "institution", _ours("institution"), "institution"),
    Column("Sumber Dana", 16, "purse", _ours("purse"), "purse"),
    Column("Bidang", 22, "field", _ours("field"), "field"),
    Column("Status Tanah", 22, "land", _ours("land"), "land"),
    Column("Sertifikat Tanah", 18, "certificate"),
    Column("Detail Teknis", 26, "technical"),
    Column("Latar Belakang", 26, "background"),
    Column("Dasar Hukum", 22, "basis"),
    Column("Maksud", 22, "intent"),
    Column("Tujuan", 22, "aim"),
    Column("Penerima Manfaat", 12, "beneficiaries", _ours("beneficiaries"), "beneficiaries"),
    Column("Swadaya Orang", 10, "people", _ours("people"), "people"),
    Column("Swadaya Jam", 10, "hours", _ours("hours"), "hours"),
    Column("Swadaya Bahan", 20, "materials", _ours("materials"), "materials"),
    *(column for rung, who in REVIEWERS for column in (
        Column(f"Volume {who}", 10, f"{rung}_volume", _review(rung, lambda one: _plain(one.volume)), same=_size),
        Column(f"Pagu {who}", 16, f"{rung}_cost", _review(rung, lambda one: _whole(one.cost)), same=_money, money=True),
        Column(f"Catatan {who}", 26, f"{rung}_text", _review(rung, _words)),
    )),
    Column("Terverifikasi", 8, "is_checked", lambda row: _yes(bool(row.reviews))),
    Column("Dikembalikan", 8, "is_returned", lambda row: _yes(row.proposal.status == "returned")),
    Column("Ditolak", 8, "is_refused", lambda row: _yes(row.proposal.status == "refused")),
    Column("Alasan Ditolak", 26, "refused_because", lambda row: _reason(row, "refused")),
    Column("Dibatalkan", 8, "is_cancelled", lambda row: _yes(row.proposal.status == "cancelled")),
    Column("Alasan Dibatalkan", 26, "cancelled_because", lambda row: _reason(row, "cancelled")),
    Column("Status", 18, "status", _ours("status")),
    Column("Program", 26, "program", _budget("program")),
    Column("Kegiatan", 26, "kegiatan", _budget("kegiatan")),
    Column("Subkegiatan", 26, "subkegiatan", _budget("subkegiatan")),
    Column("Rekening Belanja", 20, "account", _budget("account")),
    *(Column(f"SKPD menurut {who}", 26, f"{rung}_unit", _review(rung, lambda one: str(one.institution or "")))
      for rung, who in REVIEWERS),
)  # fmt: skip
SHEET = [cells.Column(column.name, column.width, column.key, column.money) for column in COLUMNS]
KNOWN = {column.name.casefold(): column.key for column in COLUMNS}
# A row says whose it is by our code, or is new here with SIPD's number.
ENOUGH = ({"number", "code"}, {"number", "title"})
NO_COLUMNS = "Kolom “ID Usulan” dan “Kode Rembuk” harus ada. Unduh lembarnya dari halaman ini."
BY_KEY = {column.key: column for column in COLUMNS}
# What each reviewer says, in columns of its own.
PARTS = ("volume", "cost", "text", "unit")
REVIEWED = frozenset(f"{rung}_{part}" for rung, _ in REVIEWERS for part in PARTS)
# What the deeds look at themselves; and what is only shown, since it follows from the rest or changes by itself.
ASIDE = frozenset({"number", "code"})
SHOWN = frozenset({
    "status", "coefficient", "level", "is_checked", "is_returned", "is_refused", "is_cancelled", "refused_because",
    "cancelled_because",
})  # fmt: skip


def _plain(volume: Decimal | None) -> str:
    return "" if volume is None else f"{volume.normalize():f}".replace(".", ",")


def _whole(cost: int | None) -> str | int:
    return "" if cost is None else cost


def _yes(is_so: bool) -> str:
    return "ya" if is_so else "tidak"


def _reason(row: Row, status: str) -> str:
    """Why it came to an end, where it did in this way: the reason of the last reviewer who said so."""
    return row.ended_because if row.proposal.status == status else ""


def _level(row: Proposal) -> str:
    return LEVELS.get(row.proposer.territory.level, "Lembaga kelurahan")


def said(row: Row) -> dict[str, str | int]:
    """Every column of a proposal by our names."""
    return {column.key: column.says(row) if column.says else row.told.get(column.name, "") for column in COLUMNS}


def written(rows: Iterable[Row]) -> bytes:
    """The sheet of these proposals."""
    return cells.written("Usulan untuk SIPD", "Usulan SIPD", SHEET, map(said, rows), most=MOST, frozen=2)


def read(content: bytes) -> Read:
    """The rows of a sheet that says whose they are: our code, or SIPD's number. Raises Refused where it is none."""
    lines, wrong = [], []
    for line, is_merged in lines_of(content, MOST, KNOWN, ENOUGH, NO_COLUMNS):
        if is_merged:
            wrong.append(Wrong(line.row, line.cells.get("title", ""), MERGED))
        elif line.cells:
            lines.append(line)
    return Read(lines, wrong)


def other(row: Row, line: Line) -> str:
    """The first column of ours that a line says otherwise, as a sentence; "" where all is the same."""
    here = said(row)
    for column in COLUMNS:
        told = line.cells.get(column.key, "")
        if not told or column.says is None or column.key in ASIDE | SHOWN | REVIEWED:
            continue
        ours = cells.text(here[column.key])
        if not column.same(told, ours):
            return f"{column.name} di lembar “{told[:60]}”, di Rembuk “{ours[:60]}”. Ubah di Rembuk, bukan di lembar."
    return ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a line has of a reviewer that is not what stands here; a cell that it leaves empty is as it stands."""

    rung: str
    who: str
    volume: str
    cost: str
    text: str
    unit: str


def reviewed(row: Row, line: Line) -> list[Said]:
    """The reviewers of whom a line says otherwise."""
    here, found = said(row), []
    for rung, who in REVIEWERS:
        keys = [f"{rung}_{part}" for part in PARTS]
        ours = [cells.text(here[key]) for key in keys]
        told = [line.cells.get(key, "") for key in keys]
        pairs = zip(keys, told, ours, strict=True)
        if any(one and not BY_KEY[key].same(one, other) for key, one, other in pairs):
            found.append(Said(rung, who, *(one or other for one, other in zip(told, ours, strict=True))))
    return found


def own(line: Line) -> dict[str, str]:
    """What a line says in columns that are only SIPD's."""
    return {column.name: line.cells[column.key] for column in COLUMNS if not column.says and column.key in line.cells}


def new(line: Line) -> Line:
    """A line of SIPD as one of our own sheet."""
    ours = {column.line: line.cells[column.key] for column in COLUMNS if column.line and column.key in line.cells}
    return Line(line.row, ours)
