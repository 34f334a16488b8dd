"""`rembuk import dictionary`: the city's list of standard items, from a spreadsheet saved as CSV.

All of it or nothing: with a wrong row nothing is written but the file that names each by its line. The same list again
changes nothing; a later one takes effect from its own dates.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock, rupiah
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.records import disarmed, errors_file, records
from rembuk.planning.musrenbang import actions, queries
from rembuk.planning.musrenbang.actions import Entry
from rembuk.planning.musrenbang.models import Field, Purse

NEEDED = ("kode", "nama", "satuan", "dana", "bidang")
PURSES = {"kelurahan": Purse.KELURAHAN, "dana kelurahan": Purse.KELURAHAN, "opd": Purse.UNIT,
          "usulan ke opd": Purse.UNIT}  # fmt: skip
FIELDS = {"sarana prasarana": Field.WORKS, "sarpras": Field.WORKS, "fisik": Field.WORKS,
          "pemberdayaan": Field.PEOPLE, "pemberdayaan masyarakat": Field.PEOPLE}  # fmt: skip
SHOWN = 10


@dataclass(slots=True)
class Imported:
    """What an import did."""

    rows: int = 0
    added: int = 0
    same: int = 0
    errors: int = 0
    errors_file: str = ""
    shown: list[str] = field(default_factory=list)
    dry_run: bool = False

    def lines(self) -> list[str]:
        """The same for a person."""
        if self.errors:
            more = self.errors - len(self.shown)
            return [f"{self.errors} baris salah; tidak ada yang dimasukkan.", *self.shown,
                    *([f"… dan {more} lagi"] if more else []), f"Semuanya di {self.errors_file}."]  # fmt: skip
        told = f"{self.rows} baris: {self.added} baru atau berubah, {self.same} sama"
        return [told, "Hanya diperiksa: tidak ada yang ditulis."] if self.dry_run else [told]


def import_dictionary(
    path: Path | str, *, actor: Actor, errors_path: Path | str | None = None, dry_run: bool = False
) -> Imported:
    """Reads the file whole, then writes it in one transaction. Raises Refused where it cannot be used at all."""
    file = Path(path)
    given = _read(file)
    done, wrong = Imported(len(given), dry_run=dry_run), []
    with transaction.atomic():
        for line, told in given:
            try:
                with transaction.atomic():
                    _keep(actor, told, done)
            except Refused as refused:
                wrong.append((line, refused.message))
        transaction.set_rollback(dry_run or bool(wrong))
    if wrong:
        done.added = done.same = 0
        _tell(done, wrong, Path(errors_path) if errors_path else errors_file(file))
    return done


def _read(file: Path) -> Sequence[tuple[int, Mapping[str, str]]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        table = iter(list(records(stream, ";" if first.count(";") > first.count(",") else ",", file.name)))
    _, head = next(table, (0, []))
    columns = [name.strip().lower().replace(" ", "_") for name in head]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise Refused("no_columns", f"Kolom {', '.join(missing)} tidak ada di {file.name}.")
    blank = dict.fromkeys(columns, "")
    return [(line, blank | {name: " ".join(value.split()) for name, value in zip(columns, values, strict=False)})
            for line, values in table if any(value.strip() for value in values)]  # fmt: skip


def _keep(actor: Actor, told: Mapping[str, str], done: Imported) -> None:
    entry = _entry(told)
    before = queries.last_of(entry.code)
    row = actions.set_item(actor=actor, entry=entry)
    if before is not None and row.pk == before.pk:
        done.same += 1
    else:
        done.added += 1


def _entry(told: Mapping[str, str]) -> Entry:
    low = _amount(told.get("harga", ""))
    high = _amount(told.get("harga_tertinggi", ""))
    purse, part = PURSES.get(told["dana"].casefold()), FIELDS.get(told["bidang"].casefold())
    if purse is None:
        raise Refused("no_purse", f"Dana “{told['dana']}” tidak dikenal: kelurahan atau opd.")
    if part is None:
        raise Refused("no_field", f"Bidang “{told['bidang']}” tidak dikenal: sarana prasarana atau pemberdayaan.")
    unit = told.get("opd", "")
    found = institutions.by_name(unit) if unit else None
    if unit and found is None:
        raise Refused("no_unit", f"OPD “{unit}” tidak ada di daftar lembaga.")
    starts = _day(told.get("mulai", "")) or date(clock.today().year, 1, 1)
    return Entry(
        told["kode"], told["nama"], told["satuan"], purse, part, starts, low, high or low, found,
        told.get("sumber", ""), _day(told.get("berakhir", "")),
    )  # fmt: skip


def _amount(said: str) -> int:
    return rupiah.read(said) if said else 0


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise Refused("no_day", f"Tanggal “{said}” tidak terbaca. Tulis seperti 2026-01-31.") from None


def _tell(done: Imported, wrong: Sequence[tuple[int, str]], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["baris", "alasan"])
        writer.writerows(disarmed(wrong))
    done.errors, done.errors_file = len(wrong), str(path)
    done.shown = [f"Baris {line}: {why}" for line, why in wrong[:SHOWN]]
