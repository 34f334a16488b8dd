"""Figures of many kelurahan from a CSV file: kode, angka, nilai, per, sumber, and rw. All of it or nothing."""

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.records import disarmed, errors_file, records
from rembuk.foundation.territory import queries as territories
from rembuk.people.figures import actions, queries, rules

COLUMNS = ("kode", "angka", "nilai", "per", "sumber")
NAMES = {name.lower(): kind.key for kind in rules.KINDS.values() for name in (kind.key, kind.label)}


@dataclass
class Done:
    """How many figures were stated, or which lines are wrong and where they are told."""

    stated: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)
    told_in: str = ""

    def lines(self) -> list[str]:
        """For people."""
        if not self.errors:
            return [f"{self.stated} angka dicatat"]
        first = [f"baris {line}: {why}" for line, why in self.errors[:20]]
        return [*first, f"Tidak ada yang dicatat. {len(self.errors)} baris salah, semuanya di {self.told_in}"]


def import_figures(path: Path, *, actor: Actor) -> Done:
    """Reads the file to its end before anything stays; wrong lines go to a file with their reasons."""
    done = Done()
    with path.open(encoding="utf-8-sig", newline="") as stream, transaction.atomic():
        rows = records(stream, ",", path.name)
        _, head = next(rows, (1, []))
        names = [name.strip().lower() for name in head]
        if missing := [name for name in COLUMNS if name not in names]:
            raise Refused("columns", f"{path.name}: kolom {', '.join(missing)} tidak ada di baris pertama.")
        for line, values in rows:
            try:
                _state(actor, dict(zip(names, (value.strip() for value in values), strict=False)))
                done.stated += 1
            except Refused as refused:
                done.errors.append((line, refused.message))
        if done.errors:
            transaction.set_rollback(True)
    if done.errors:
        done.told_in = str(_tell(path, done.errors))
    return done


def _state(actor: Actor, row: dict[str, str]) -> None:
    place = territories.by_code(row.get("kode", ""))
    if place is None:
        raise Refused("no_place", f"tidak ada kelurahan dengan kode {row.get('kode') or '(kosong)'}")
    rw = row.get("rw", "")
    if rw and not (rw.isascii() and rw.isdigit()):
        raise Refused("no_place", f"rw “{rw}” bukan nomor RW")
    place = queries.part(place, int(rw) if rw else None)
    key = NAMES.get(row.get("angka", "").lower())
    if key is None:
        raise Refused("no_kind", f"angka “{row.get('angka', '')}” tidak dikenal; pakai salah satu: {', '.join(NAMES)}")
    digits = row.get("nilai", "").replace(".", "")
    if not digits.isdecimal() or not digits.isascii():
        raise Refused("no_number", f"nilai “{row.get('nilai', '')}” bukan bilangan bulat")
    try:
        on = date.fromisoformat(row.get("per", ""))
    except ValueError:
        raise Refused("no_date", f"tanggal “{row.get('per', '')}” harus seperti 2025-12-31") from None
    actions.state(actor=actor, territory=place, key=key, value=int(digits), on=on, source=row.get("sumber", ""))


def _tell(path: Path, errors: list[tuple[int, str]]) -> Path:
    told = errors_file(path)
    with told.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(disarmed([("baris", "alasan"), *errors]))
    return told
