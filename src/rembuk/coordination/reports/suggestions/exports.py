"""Complaints of another system as texts and offices, for `rembuk evaluate`: a CSV, zipped or not."""

import csv
import gzip
import io
import zlib
from pathlib import Path

from rembuk.coordination.reports.suggestions.lessons import Lesson
from rembuk.foundation.kernel.errors import Refused

# What the columns may be called.
TEXT = ("teks", "text", "isi", "aduan", "laporan")
LABEL = ("instansi", "agency", "unit", "opd", "label")
# Offices of a place are one class each: the report's own territory says which one.
OF_PLACES = ("Kelurahan", "Kecamatan")
GZIP = b"\x1f\x8b"


def rows(path: Path) -> list[Lesson]:
    """Every row with a text and an office; Refused("no_column") or ("unreadable") otherwise."""
    try:
        content = path.read_bytes()
        text = (gzip.decompress(content) if content.startswith(GZIP) else content).decode("utf-8-sig")
        csv.field_size_limit(2**31 - 1)
        reader = csv.DictReader(io.StringIO(text, newline=""))
        said, label = _column(path, reader, TEXT), _column(path, reader, LABEL)
        found = [Lesson(row[said] or "", folded(row[label] or "")) for row in reader]
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error) as error:
        raise Refused("unreadable", f"{path.name} tidak terbaca: {error}.") from None
    kept = [row for row in found if row.text.strip() and row.label]
    if not kept:
        raise Refused("empty", f"{path.name} tidak memuat satu pun teks dengan instansinya.")
    return kept


def folded(name: str) -> str:
    """“Kelurahan Melati” is the class Kelurahan."""
    name = " ".join(name.split())
    first = name.split(" ", 1)[0]
    return first if first in OF_PLACES else name


def _column(path: Path, reader: "csv.DictReader[str]", names: tuple[str, ...]) -> str:
    for name in reader.fieldnames or ():
        if name.strip().lower() in names:
            return name
    raise Refused("no_column", f"{path.name} tidak punya kolom {' atau '.join(names[:2])}.")
