"""The month's activities of a civil servant as a spreadsheet, to be taken over into e-Kinerja."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.meetings.queries import Month
from rembuk.foundation.kernel import clock, text

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    ("No.", 5), ("Tanggal", 13), ("Pukul", 8), ("Kegiatan", 46), ("Peran", 18), ("Tempat", 30), ("Penyelenggara", 34),
    ("Bukti", 34),
)  # fmt: skip


def written(name: str, office: str, day: datetime, month: Month) -> bytes:
    """A row for each meeting and each deed beside them, by day; what people typed is text and stays text."""
    import xlsxwriter

    out = BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, {"in_memory": True, **never}) as book:
        title = f"Kegiatan {text.month(clock.local(day).date())}"
        book.set_properties({"title": title, "author": name, "created": clock.now().replace(tzinfo=None)})
        sheet, bold = book.add_worksheet("Kegiatan"), book.add_format({"bold": True, "text_wrap": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for at, said in enumerate((title, name, office)):
            sheet.write_string(at, 0, said, bold)
        for place, (label, width) in enumerate(COLUMNS):
            sheet.write_string(4, place, label, bold)
            sheet.set_column(place, place, width)
        sheet.freeze_panes(5, 0)
        for number, (_, row) in enumerate(sorted(_rows(month, name), key=lambda row: row[0]), 1):
            for place, said in enumerate((str(number), *row)):
                sheet.write_string(4 + number, place, said, wrap)
    return out.getvalue()


def _rows(month: Month, name: str) -> Iterator[tuple[datetime, tuple[str, ...]]]:
    for one in month.meetings:
        yield one.starts_at, _row(one, name)
    for deed in month.deeds:
        yield deed.at, (_day(deed.at), text.hour(deed.at), deed.title, deed.part, deed.place, deed.body, deed.proof)


def _day(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d}"


def _row(one: Meeting, name: str) -> tuple[str, ...]:
    proof = f"Berita acara, kode periksa {one.document.code}" if one.document else "Notulen belum dikunci"
    did, part = _part(one, name)
    return (
        _day(one.starts_at), text.hour(one.starts_at), f"{did} {one.title}",
        part, one.place, one.institution.name, proof,
    )  # fmt: skip


def _part(one: Meeting, name: str) -> tuple[str, str]:
    """What somebody did at a meeting, and as what."""
    if one.approved_by.startswith(f"{name},"):
        return "Memimpin", "Pemimpin rapat"
    return ("Menulis notulen", "Notulis") if one.minuted_by.startswith(f"{name},") else ("Mengikuti", "Peserta")
