"""Draws a sheet: as a tagged PDF that is issued, or as a DOCX for those who must edit it."""

import base64
import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.urls import reverse

from rembuk.coordination.meetings.berita_acara import qr
from rembuk.coordination.meetings.bundle.blocks import Sheet
from rembuk.foundation.files import store
from rembuk.foundation.web import share

HERE = Path(__file__).parent
# Wider pictures are drawn smaller: on paper nobody sees the difference, and the file stays small enough to send on.
WIDEST = 1100


def pdf(sheet: Sheet, *, code: str, note: str, at: datetime) -> bytes:
    """The paper under its code; the same words always give the same bytes. `note` says what the mark is worth."""
    import typst

    address = share.absolute(reverse("files:check", args=[code]))
    data = {
        "title": sheet.title, "about": sheet.about, "letterhead": sheet.letterhead, "blocks": sheet.blocks,
        "landscape": sheet.landscape, "code": code, "address": address, "note": note,
    }  # fmt: skip
    pictures = {one["sha256"]: _picture(one) for one in sheet.blocks if one["kind"] == "photo"}
    content = typst.compile(
        HERE / "paper.typ",
        root=HERE,
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        timestamp=at.astimezone(UTC).replace(microsecond=0),
        sys_inputs={"data": json.dumps(data), "qr": qr(address), **pictures},
    )
    return bytes(content)


def _picture(one: dict[str, Any]) -> str:
    """A stored picture as an SVG that holds it: what typst is handed is text."""
    from PIL import Image

    content = store.read(one["sha256"])
    if one["width"] > WIDEST:
        with Image.open(BytesIO(content)) as image:
            image.draft("RGB", (WIDEST, WIDEST))
            image.thumbnail((WIDEST, WIDEST))
            small = BytesIO()
            image.convert("RGB").save(small, "JPEG", quality=80)
        content = small.getvalue()
    size = f'width="{one["width"]}" height="{one["height"]}"'
    held = base64.b64encode(content).decode()
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:image/jpeg;base64,{held}"/></svg>'


def docx(sheet: Sheet, at: datetime) -> bytes:
    """The same words to edit: it is no issued paper, and says so."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paper = Document()
    paper.core_properties.title = f"{sheet.title} {sheet.about}"[:255]
    paper.core_properties.author = sheet.letterhead[-1]
    paper.core_properties.created = paper.core_properties.modified = at.replace(tzinfo=None, microsecond=0)
    paper.core_properties.language = "id-ID"
    for line in [*map(str.upper, sheet.letterhead), sheet.title.upper(), sheet.about]:
        middle = paper.add_paragraph()
        middle.alignment = WD_ALIGN_PARAGRAPH.CENTER
        middle.paragraph_format.space_after = Pt(0)
        middle.add_run(line).bold = line in {sheet.letterhead[-1].upper(), sheet.title.upper()}
    paper.add_paragraph()
    for one in sheet.blocks:
        WRITTEN[one["kind"]](paper, one)
    paper.add_paragraph("Salinan untuk disunting. Yang berlaku adalah PDF yang diterbitkan.")
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _text(paper: Any, one: dict[str, Any]) -> None:
    for line in one["lines"]:
        paper.add_paragraph(line)


def _list(paper: Any, one: dict[str, Any]) -> None:
    for number, said in enumerate(one["rows"], 1):
        paper.add_paragraph(f"{number}. {said}")


def _pairs(paper: Any, one: dict[str, Any]) -> None:
    table = paper.add_table(rows=0, cols=2)
    for label, said in one["rows"]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, f": {said}"


def _table(paper: Any, one: dict[str, Any]) -> None:
    table = paper.add_table(rows=0, cols=len(one["head"]), style="Table Grid")
    for row in [one["head"], *one["rows"]]:
        for cell, said in zip(table.add_row().cells, row, strict=True):
            cell.text = said


def _photo(paper: Any, one: dict[str, Any]) -> None:
    from docx.shared import Cm

    paper.add_picture(BytesIO(store.read(one["sha256"])), width=Cm(14))
    paper.add_paragraph(one["caption"])


def _signatures(paper: Any, one: dict[str, Any]) -> None:
    table = paper.add_table(rows=1, cols=len(one["who"]))
    for cell, (title, name) in zip(table.rows[0].cells, one["who"], strict=True):
        cell.text = f"{title}\n\n\n\n{name}"


WRITTEN = {
    "heading": lambda paper, one: paper.add_heading(one["text"], 2),
    "item": lambda paper, one: paper.add_heading(one["text"], 3),
    "text": _text, "list": _list, "pairs": _pairs, "table": _table, "photo": _photo, "signatures": _signatures,
}  # fmt: skip
