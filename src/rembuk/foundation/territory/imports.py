"""`rembuk import territory`: the ministry's list of codes and names, brought up to date by each later file.

Columns kode and nama; kode_induk and tingkat are checked where the file has them; others are left alone. The file
speaks for the codes at and under its topmost ones: a city's own file says nothing about other cities.
"""

import csv
import gzip
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from django.db import transaction

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import actions, queries, rules
from rembuk.foundation.territory.models import Code, Level, Territory
from rembuk.foundation.territory.provinces import PROVINCES

MOST_ERRORS = 20
MOST_LEAVING = 40
LEVELS = {
    "provinsi": Level.PROVINSI, "kabupaten": Level.KABUPATEN, "kota": Level.KOTA, "kecamatan": Level.KECAMATAN,
    "kelurahan": Level.KELURAHAN, "desa": Level.DESA, "desa_adat": Level.DESA, "desa adat": Level.DESA,
}  # fmt: skip
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file."""

    line: int
    code: str
    level: str
    name: str


@dataclass(slots=True)
class Imported:
    """What an import did. `orphans` are gone, and nobody has said yet who took over from them."""

    rows: int = 0
    added: int = 0
    renamed: int = 0
    gone: int = 0
    reopened: int = 0
    orphans: list[str] = field(default_factory=list)


def import_territory(
    path: Path | str, *, actor: Actor, progress: Progress = lambda _done, _total: None, on: date | None = None,
    basis: str = "", shrink: bool = False,
) -> Imported:  # fmt: skip
    """Reads the file whole, then writes it in one transaction: all of it or nothing. Again adds nothing.

    Raises Refused("bad_rows") naming lines and reasons. `on` is the day from which changes hold (default today).
    A file that would end many codes is likely a part of a list: Refused("shrinks") unless `shrink`.
    """
    if not rules.may_edit(actor):
        raise Refused("not_allowed", "Hanya bagian Pemerintahan yang mengimpor wilayah.")
    rows = read(Path(path))
    with transaction.atomic():
        return _apply(actor, rows, progress, on or clock.today(), basis or f"Impor {Path(path).name}", shrink=shrink)


def read(path: Path) -> list[Row]:
    """The rows of a CSV, gzipped or not, with commas or semicolons; every fault with its line."""
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise Refused("no_file", f"{path.name} tidak terbaca: {error}.") from error
    header = text.partition("\n")[0]
    lines = csv.DictReader(io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ",")
    names = [name.strip().lower() for name in lines.fieldnames or []]
    if not {"kode", "nama"} <= set(names):
        raise Refused("bad_header", f"Baris 1: kolom kode dan nama harus ada; yang ada: {', '.join(names)}.")
    lines.fieldnames = names
    rows: list[Row] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for fields in lines:
        row, fault = _row(lines.line_num, fields, seen)
        rows.append(row)
        faults += [f"Baris {row.line} ({row.code or 'tanpa kode'}): {fault}"] if fault else []
    if not rows:
        faults = ["Baris 2: tidak ada isi"]
    _refuse(faults)
    return rows


def _row(line: int, fields: dict[str, str | None], seen: dict[str, int]) -> tuple[Row, str]:
    code, name = (fields.get("kode") or "").strip(), " ".join((fields.get("nama") or "").split())
    level, given = rules.official_level(code), (fields.get("tingkat") or "").strip().lower()
    above = (fields.get("kode_induk") or "").strip()
    row = Row(line, code, level, name)
    if not level:
        return row, "kode tidak berbentuk PP.KK.CC.DDDD"
    if code in seen:
        return row, f"kode sama dengan baris {seen[code]}"
    seen[code] = line
    if not name or len(name) > 120:
        return row, "nama kosong atau lebih dari 120 huruf"
    if given and LEVELS.get(given) != level:
        return row, f"tingkat {given} tidak cocok dengan kode, yang menunjuk {level}"
    if "kode_induk" in fields and above != rules.parent_code(code):
        return row, f"kode_induk {above or 'kosong'} bukan induk kode ini"
    return row, ""


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        more = f" dan {len(faults) - MOST_ERRORS} lagi" if len(faults) > MOST_ERRORS else ""
        raise Refused("bad_rows", "\n".join(faults[:MOST_ERRORS]) + more)


def _apply(
    actor: Actor, rows: list[Row], progress: Progress, on: date, basis: str, *, shrink: bool
) -> Imported:  # fmt: skip
    done, codes = Imported(rows=len(rows)), {row.code for row in rows}
    roots = sorted({row.code for row in rows if rules.parent_code(row.code) not in codes})
    above = _above_roots(actor, rows, codes, basis)
    known = queries.code_rows(roots)
    here = {row.code: place for row, place in known if row.ends is None}
    closed = {row.code: place for row, place in sorted(known, key=_closing) if row.ends is not None}
    first_time, leaving = not known, sorted(here.keys() - codes, key=lambda code: (-len(code), code))
    if len(leaving) > max(MOST_LEAVING, len(here) // 10) and not shrink:
        told = f"Berkas ini mengakhiri {len(leaving)} dari {len(here)} kode, mungkin hanya sebagian daftar."
        raise Refused("shrinks", f"{told} Bila memang begitu, impor dengan --shrink.")
    for code in leaving:
        actions.close(actor=actor, territory=here[code], on=on, basis=basis, emptied=False)
        done.gone += 1
        done.orphans.append(f"{code} {here[code].name}")
    new = []
    for row in sorted(rows, key=lambda row: len(row.code)):
        place = here.get(row.code)
        if place is None and row.code in closed and closed[row.code].name == row.name and closed[row.code].ends:
            place = closed[row.code]
            actions.reopen(actor=actor, territory=place, name=row.name, code=row.code, basis=basis)
            done.reopened += 1
        elif place is None:
            new.append(row)
        elif place.name != row.name:
            actions.rename(actor=actor, territory=place, name=row.name, on=on, basis=basis)
            done.renamed += 1
        if place is not None:
            above[row.code] = place
    done.added = _add(actor, new, above, None if first_time else on, basis, progress)
    return done


def _closing(pair: tuple[Code, Territory]) -> date:
    return pair[0].ends or date.max


def _add(
    actor: Actor, rows: Sequence[Row], above: dict[str, Territory], starts: date | None, basis: str, progress: Progress
) -> int:  # fmt: skip
    """Adds level by level, so that each finds its parent; `above` grows as it goes."""
    added, total = 0, len(rows)
    for length in sorted({len(row.code) for row in rows}):
        level = [row for row in rows if len(row.code) == length]
        wanted = [
            actions.New(above.get(rules.parent_code(row.code)), row.level, row.name, None, row.code, starts, basis)
            for row in level
        ]
        made = actions.add_many(actor=actor, rows=wanted, progress=partial(_onward, progress, added, total))
        above.update(zip((row.code for row in level), made, strict=True))
        added += len(made)
    return added


def _onward(progress: Progress, before: int, total: int, count: int) -> None:
    progress(before + count, total)


def _above_roots(actor: Actor, rows: Sequence[Row], codes: set[str], basis: str) -> dict[str, Territory]:
    """The territories just above the file's topmost codes; a province is made where only a city's file is given."""
    found: dict[str, Territory] = {}
    faults = []
    for row in rows:
        code = rules.parent_code(row.code)
        if not code or code in codes or code in found:
            continue
        place = queries.by_code(code)
        if place is None and code in PROVINCES:
            name = PROVINCES[code]
            place = actions.add(actor=actor, parent=None, level=Level.PROVINSI, name=name, code=code, basis=basis)
        if place is None:
            faults.append(f"Baris {row.line} ({row.code}): induknya {code} tidak ada di berkas maupun di sini")
        else:
            found[code] = place
    _refuse(faults)
    return found
