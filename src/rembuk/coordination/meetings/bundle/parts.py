"""The parts of a meeting's bundle: what each is called, and who makes it.

An issued part is a PDF that is stored once under a code; the others are made when they are asked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.urls import reverse
from django.utils.text import slugify

from rembuk.coordination.meetings import letter, queries
from rembuk.coordination.meetings.bundle import activities, paper, words
from rembuk.coordination.meetings.bundle.blocks import Sheet
from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.meetings.queries import Record
from rembuk.foundation.files import store
from rembuk.foundation.files.models import Document
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.web import share


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part that can be drawn: the SHA-256 of what it says, and its PDF under a code, with a note, at a time."""

    source: str
    pdf: Callable[[str, str, datetime], bytes]


@dataclass(frozen=True, slots=True)
class Issued:
    """`once`: what it says was fixed with the minutes, so one paper is enough for ever. None is nothing to draw."""

    label: str
    draw: Callable[[Record], Drawn | None]
    once: bool = False


@dataclass(frozen=True, slots=True)
class Free:
    """A part that is made anew each time: to edit, or to hand on."""

    label: str
    ending: str
    media_type: str
    make: Callable[[Record], bytes]


def _sheet(
    say: Callable[[Record], Sheet], needs: Callable[[Record], object] = bool
) -> Callable[[Record], Drawn | None]:
    def draw(record: Record) -> Drawn | None:
        if not needs(record):
            return None
        said = say(record)
        return Drawn(said.source(), lambda code, note, at: paper.pdf(said, code=code, note=note, at=at))

    return draw


def _invitation(record: Record) -> Drawn | None:
    """The signed letter where it was kept, else the letter as it was written here."""
    said = queries.invitation(record.meeting)
    if said.scan is not None:
        kept = said.scan.served_sha256
        return Drawn(kept, lambda code, note, at: store.read(kept))
    if said._state.adding and not record.number:
        return None
    return Drawn("once", lambda code, note, at: letter.pdf(record.meeting))


ISSUED: Mapping[str, Issued] = {
    "undangan": Issued("Surat undangan", _invitation, once=True),
    "daftar-hadir": Issued("Daftar hadir", _sheet(words.attendance), once=True),
    "notulen": Issued("Notulen", _sheet(words.minutes), once=True),
    "foto": Issued("Foto kegiatan", _sheet(words.photos, lambda record: record.photos)),
    "tindak-lanjut": Issued("Tabel tindak lanjut", _sheet(words.follow_ups)),
    "laporan": Issued("Laporan kegiatan", _sheet(words.report)),
}
FREE: Mapping[str, Free] = {
    "notulen-docx": Free("Notulen untuk disunting", "docx", letter.DOCX,
                         lambda record: paper.docx(words.minutes(record), clock.now())),
    "laporan-docx": Free("Laporan kegiatan untuk disunting", "docx", letter.DOCX,
                         lambda record: paper.docx(words.report(record), clock.now())),
    "ringkasan-wa": Free("Ringkasan untuk WhatsApp", "txt", "text/plain; charset=utf-8",
                         lambda record: words.whatsapp(record).encode()),
}  # fmt: skip
# What is issued besides: the berita acara at lock, and the one that was signed by hand.
SIGNED, SIGNED_LABEL = "bertanda-tangan", "Berita acara bertanda tangan"


def missing(record: Record, only: str = "") -> Iterator[tuple[str, Drawn]]:
    """What is not issued yet as it stands now."""
    held = queries.papers(record.meeting)
    for key, part in ISSUED.items():
        if (only and key != only) or (part.once and key in held):
            continue
        drawn = part.draw(record)
        if drawn is not None and (key not in held or held[key].source != drawn.source):
            yield key, drawn


def issued(found: Meeting) -> list[tuple[str, str, Document | None]]:
    """Key, label and newest document of each issued part, in the order of the bundle."""
    held = queries.papers(found)
    rows = [(key, part.label, held[key].document if key in held else None) for key, part in ISSUED.items()]
    rows.insert(3, ("berita-acara", "Berita acara", found.document))
    return rows + ([(SIGNED, SIGNED_LABEL, held[SIGNED].document)] if SIGNED in held else [])


def lists(actor: Actor, record: Record) -> Iterator[tuple[str, bytes]]:
    """The month's activities of each civil servant of the actor's own office who came."""
    found = record.meeting
    for row, position in queries.civil_servants(actor, found):
        did = queries.month_of(position, row.name, found.starts_at)
        month = clock.local(found.starts_at)
        name = f"kegiatan-{slugify(row.name)}-{month:%Y-%m}.xlsx"
        yield name, activities.written(row.name, row.office, found.starts_at, did)


def zipped(actor: Actor, record: Record) -> bytes:
    """Everything in one file, with a list of what is in it; the issued papers are the bytes that were issued."""
    found, out = record.meeting, BytesIO()
    files: list[tuple[str, bytes, str]] = []
    held = [(key, document) for key, _, document in issued(found) if document is not None]
    for number, (key, document) in enumerate(held, 1):
        files.append((f"{number}-{key}.pdf", store.read(document.file.served_sha256), document.code))
    files += [(f"{key.removesuffix('-docx')}.{part.ending}", part.make(record), "") for key, part in FREE.items()]
    files += [(f"e-kinerja/{name}", content, "") for name, content in lists(actor, record)]
    with ZipFile(out, "w") as made:
        for name, content in (("0-isi-berkas.txt", contents(found, files).encode()), *((n, c) for n, c, _ in files)):
            entry = ZipInfo(
                f"rapat-{found.code}/{name}", clock.local(found.locked_at or found.starts_at).timetuple()[:6]
            )
            entry.compress_type = ZIP_STORED if name.endswith(("pdf", "docx", "xlsx")) else ZIP_DEFLATED
            made.writestr(entry, content)
    return out.getvalue()


def contents(found: Meeting, files: Sequence[tuple[str, bytes, str]]) -> str:
    """What is in the bundle, and where each issued paper can be checked."""
    lines = [f"Berkas rapat: {found.title}", f"Kode rapat: {found.code}", ""]
    for name, content, code in files:
        lines += [name, f"  SHA-256 {sha256(content).hexdigest()}"]
        lines += [f"  Periksa keaslian: {share.absolute(reverse('files:check', args=[code]))}"] if code else []
    return "\n".join(lines) + "\n"
