"""What is looked over in an XLSX before a foreign reader gets it: a sheet of kilobytes may ask for gigabytes.

The reader lays out every cell between the first and the last that hold something, and copies a shared text into each
cell that names it; so two cells far apart, or a long text named often, end the process. It gets a workbook packed
anew, of nothing but the parts that were looked over.
"""

import re
import zipfile
from io import BytesIO
from xml.parsers import expat

from rembuk.foundation.kernel.errors import Refused

MAX_UNPACKED, MAX_PARTS = 20_000_000, 200
# Cells that the reader lays out, and signs that it copies.
MAX_CELLS, MAX_SIGNS = 2_000_000, 100_000_000
TOO_LARGE = "Isi lembar ini terlalu besar. Unduh lembar baru dari halaman ini."
_PART = re.compile(r"xl/[\w./-]+\.(?:xml|rels)|_rels/\.rels|\[Content_Types\]\.xml", re.ASCII)
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)


def looked_over(content: bytes) -> BytesIO:
    """The workbook of its readable parts. Raises Refused("too_large"); what is no archive raises as it likes."""
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as sent, zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as clean:
        parts = sent.infolist()
        # What is read of a part ends at the size that it states, so nothing inflates beyond the sum.
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Refused("too_large", TOO_LARGE, "file")
        seen = _Seen()
        for part in parts:
            if _PART.fullmatch(part.filename) and seen.take(text := sent.read(part)):
                clean.writestr(part.filename, text)
    if seen.rows * seen.columns > MAX_CELLS or seen.named * seen.longest > MAX_SIGNS:
        raise Refused("too_large", TOO_LARGE, "file")
    kept.seek(0)
    return kept


class _Seen:
    """How far the cells of all sheets reach, how many name a shared text, and how long the longest of those is."""

    def __init__(self) -> None:
        self.rows = self.columns = self.named = self.longest = 0

    def take(self, part: bytes) -> bool:
        """Whether a part is sound XML without a document type; what it holds is added."""
        self._place, self._inside, self._length = "", 0, 0
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self._signs, _refuse
        try:
            parser.Parse(part, True)
        except expat.ExpatError:
            return False
        return True

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "c":
            self._place = attributes.get("r", "")
            self.named += attributes.get("t") == "s"
        elif kind in {"v", "is", "f"}:
            self._reach()
        elif kind == "si":
            self._inside += 1

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "si":
            self._inside -= 1
            self._length *= bool(self._inside)

    def _signs(self, text: str) -> None:
        if self._inside:
            self._length += len(text)
            self.longest = max(self.longest, self._length)

    def _reach(self) -> None:
        """A cell that holds something: who does not say where it stands is no program that people use."""
        found = _PLACE.fullmatch(self._place)
        if found is None:
            _refuse()
        else:
            column = 0
            for letter in found[1]:
                column = column * 26 + ord(letter) - 64
            self.rows, self.columns = max(self.rows, int(found[2])), max(self.columns, column)


def _refuse(*_: object) -> None:
    raise Refused("too_large", TOO_LARGE, "file")
