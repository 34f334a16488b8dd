"""What files of CSV share: records with their lines, where those that were left out are told, cells that do no harm."""

import csv
import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused


def records(stream: Iterable[str], delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line where it begins; empty lines are no records.

    Raises Refused("unreadable") with the line where the file `name` stops making sense.
    """
    csv.field_size_limit(2**31 - 1)
    reader, line = csv.reader(stream, delimiter=delimiter), 1
    try:
        for values in reader:
            if values:
                yield line, values
            line = reader.line_num + 1
    except (csv.Error, UnicodeDecodeError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Refused("unreadable", f"{name} tidak terbaca setelah baris {line - 1}: {error}.") from None


def errors_file(source: Path) -> Path:
    """Where the wrong records of a file are told unless somebody chose another place: REMBUK_HOME/imports."""
    folder = clock.home() / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{source.name}.errors.csv"


def guarded(value: object) -> str:
    """A value for a CSV that a spreadsheet opens: what would be a formula is text."""
    said = str(value)
    return f"'{said}" if said[:1] in {"=", "+", "-", "@", "\t", "\r"} else said


def disarmed(rows: Iterable[Iterable[object]]) -> Iterator[list[str]]:
    """Rows for a CSV, every cell of them guarded."""
    return ([guarded("" if cell is None else cell) for cell in row] for row in rows)
