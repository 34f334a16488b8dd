"""The letter of invitation: as a tagged PDF, as a DOCX for the office's own system, and as a picture to hand on."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from rembuk.coordination.meetings import queries
from rembuk.coordination.meetings.models import Invitation, Meeting
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock, text

HERE = Path(__file__).parent
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPENING = "Dengan hormat, mengharap kehadiran Bapak/Ibu pada rapat yang akan diadakan pada:"
CLOSING = "Demikian undangan ini disampaikan. Atas perhatian dan kehadirannya diucapkan terima kasih."
# What stands where the office writes its number by hand.
OPEN = "....................."
# A picture on a phone: more items than these are on the page that it leads to.
MOST = 6


def sheet(found: Meeting) -> dict[str, Any]:
    """What the letter says, as finished Indonesian text."""
    said, number = queries.invitation(found), queries.number_of(found)
    invited = [(row.name, row.office) for row in queries.attendances(found) if row.position_id]
    invited += [(guest.name, guest.office) for guest in queries.guests(found)]
    leads = queries.chair_now(found)
    return {
        "letterhead": queries.letterhead(found.institution),
        "dated": f"{queries.city_name(found.institution)}, {text.day(said.dated)}",
        "head": _head(said, number.text if number else OPEN, len(invited)),
        "to": "Bapak/Ibu dalam daftar terlampir",
        "subject": _subject(said),
        "opening": said.opening or OPENING,
        "when": when(found),
        "agenda": agenda(found),
        "notes": [line.strip() for line in said.note.splitlines() if line.strip()],
        "closing": CLOSING,
        "signer": leads.title,
        "name": institutions.holder_name(leads) or OPEN,
        "copies": [line.strip() for line in said.copies.splitlines() if line.strip()],
        "invited": [[str(number), name, office] for number, (name, office) in enumerate(invited, 1)],
    }


def _subject(said: Invitation) -> str:
    return said.subject or f"Undangan {said.meeting.title}"


def _head(said: Invitation, number: str, invited: int) -> list[list[str]]:
    enclosure = said.enclosure or ("1 (satu) lembar" if invited else "-")
    return [["Nomor", number], ["Sifat", said.get_nature_display()], ["Lampiran", enclosure], ["Hal", _subject(said)]]


def when(found: Meeting) -> list[list[str]]:
    """Day, hour with its zone, place, matter."""
    zone = next(name for name, zone in clock.ZONES.items() if zone == clock.zone())
    return [
        ["Hari, tanggal", text.weekday(found.starts_at)], ["Pukul", f"{text.hour(found.starts_at)} {zone}"],
        ["Tempat", found.place], ["Acara", found.title],
    ]  # fmt: skip


def agenda(found: Meeting) -> list[str]:
    """The items with their minutes, then who speaks on what."""
    items = [f"{item.title} ({item.minutes} menit)" if item.minutes else item.title for item in queries.items(found)]
    return items + [f"Paparan {guest}: {guest.topic}" for guest in queries.guests(found) if guest.topic]


def pdf(found: Meeting) -> bytes:
    """The letter; the same words always give the same bytes."""
    day = datetime.combine(queries.letter_day(found), time(), UTC)
    return _drawn("letter.typ", sheet(found), format="pdf", pdf_standards="ua-1", timestamp=day)


def picture(found: Meeting) -> bytes:
    """A PNG for WhatsApp; nobody's name stands in it but the offices'."""
    items = [item.title for item in queries.items(found)]
    more = [f"dan {len(items) - MOST} butir lain"] if len(items) > MOST else []
    data = {
        "kind": "Undangan", "title": found.title, "when": when(found)[:3], "agenda": items[:MOST] + more,
        "from": f"{found.institution.name} · dipimpin {found.chair.title}",
    }  # fmt: skip
    return _drawn("card.typ", data, format="png", ppi=194.4)


def _drawn(name: str, data: Mapping[str, Any], **how: Any) -> bytes:
    import typst

    content = typst.compile(
        HERE / name, root=HERE, ignore_system_fonts=True, sys_inputs={"data": json.dumps(data)}, **how
    )
    return bytes(content)


def docx(found: Meeting) -> bytes:
    """The draft that the office edits, numbers and has signed."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    data = sheet(found)
    paper: Any = Document()
    paper.core_properties.title = data["subject"]
    paper.core_properties.author = found.institution.name
    paper.core_properties.created = paper.core_properties.modified = clock.now().replace(tzinfo=None, microsecond=0)
    paper.styles["Normal"].font.size = Pt(11.5)
    for line in data["letterhead"]:
        kop = paper.add_paragraph()
        kop.alignment = WD_ALIGN_PARAGRAPH.CENTER
        kop.paragraph_format.space_after = Pt(0)
        kop.add_run(line.upper()).bold = line == data["letterhead"][-1]
    paper.add_paragraph(data["dated"]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _pairs(paper, data["head"])
    paper.add_paragraph(f"Yth. {data['to']}")
    paper.add_paragraph(data["opening"])
    _pairs(paper, data["when"])
    if data["agenda"]:
        paper.add_paragraph("Yang dibahas:")
        for one in data["agenda"]:
            paper.add_paragraph(one, style="List Number")
    for one in [*data["notes"], data["closing"]]:
        paper.add_paragraph(one)
    signed = paper.add_paragraph(f"{data['signer']}\n\n\n\n{data['name']}")
    signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if data["copies"]:
        paper.add_paragraph("Tembusan:")
        for number, one in enumerate(data["copies"], 1):
            paper.add_paragraph(f"{number}. {one}")
    if data["invited"]:
        paper.add_page_break()
        paper.add_heading("Lampiran: daftar undangan", 2)
        _table(paper, [["No.", "Nama", "Jabatan"], *data["invited"]])
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _pairs(paper: Any, rows: Sequence[Sequence[str]]) -> None:
    table = paper.add_table(rows=0, cols=2)
    for label, said in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, f": {said}"


def _table(paper: Any, rows: Sequence[Sequence[str]]) -> None:
    table = paper.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for cell, said in zip(table.add_row().cells, row, strict=True):
            cell.text = said
