"""A small export of an invented city, and the map that reads it, for the tests of the import."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from rembuk.coordination.reports.imports import Summary, import_reports

HEAD = ("no", "masuk", "dijawab", "isi", "topik", "instansi", "kec", "kel")
MAP = """
source = "kota"
city = "98.71"
zone = "WIB"
publish = {publish}

[columns]
id = "no"
received = "masuk"
answered = "dijawab"
text = "isi"
topic = "topik"
agency = "instansi"
kecamatan = "kec"
kelurahan = "kel"

[places.kecamatan]
"Mlati" = "Melati"

[places.kelurahan]
"Kenanga Baru" = "Kenanga/Kenanga Jaya"

[offices]
Kelurahan = "kelurahan"

[agencies]
"Dinas PU" = "Dinas Pekerjaan Umum"
"Dinas Taman" = {{ create = true, kind = "dinas" }}
{agencies}

[categories]
default = "aspirasi"
"Lampu" = "lampu"
"KDRT" = "kekerasan_rumah"
"""
GOOD = {
    "no": "1", "masuk": "2025-05-05T08:00:00", "dijawab": "2025-05-06T09:30:00", "isi": "Lampu gang padam.",
    "topik": "Lampu", "instansi": "Dinas PU", "kec": "Melati", "kel": "Melati Timur",
}  # fmt: skip


def row(**changes: str) -> dict[str, str]:
    """A good row, changed."""
    return {**GOOD, **changes}


def bring_in(
    folder: Path, rows: Sequence[Mapping[str, str]], *, agencies: str = "", publish: bool = False, dry_run: bool = False
) -> Summary:
    """Writes the file and the map, and brings them in; the errors go to errors.csv beside them."""
    (folder / "map.toml").write_text(MAP.format(agencies=agencies, publish=str(publish).lower()))
    with (folder / "file.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, HEAD)
        writer.writeheader()
        writer.writerows(rows)
    return import_reports(folder / "file.csv", folder / "map.toml", errors_path=folder / "errors.csv", dry_run=dry_run)


def errors(folder: Path) -> list[dict[str, str]]:
    """What was left out."""
    with (folder / "errors.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))
