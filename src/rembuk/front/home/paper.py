"""The weekly sheets of RW as one tagged PDF, a page each: the same sheets always give the same bytes."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.urls import reverse

from rembuk.foundation.kernel import text
from rembuk.foundation.web import share
from rembuk.front.home.deeds import TABLE
from rembuk.front.home.models import Sheet, SheetLine

TYPST = Path(__file__).with_name("sheet.typ")
# So much of a title and of a note stays on one line of paper.
TITLE, NOTE = 64, 92


def pdf(sheets: Sequence[tuple[Sheet, Sequence[SheetLine]]]) -> bytes:
    """Draws them in this order. People's words go in as data, so nothing they write is ever run."""
    import typst

    made_at = max(sheet.made_at for sheet, _ in sheets)
    return typst.compile(
        TYPST,
        root=TYPST.parent,
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        timestamp=made_at.astimezone(UTC).replace(microsecond=0),  # typst takes no finer one
        sys_inputs={"data": json.dumps([_page(sheet, lines) for sheet, lines in sheets])},
    )


def _page(sheet: Sheet, lines: Iterable[SheetLine]) -> dict[str, Any]:
    address = share.absolute(reverse("home:sheet", args=[sheet.number]))
    place = sheet.institution.territory.parent
    rows = [_line(line) for line in lines]
    return {
        "body": str(sheet.institution), "place": place.label if place else "", "number": sheet.number,
        "week": f"Minggu {text.day(sheet.week)} sampai {text.day(sheet.week + timedelta(days=6))}",
        "made": f"Dicetak {text.moment(sheet.made_at)} oleh {sheet.made_by}",
        "head": sheet.head, "lines": rows, "more": f"dan {text.number(sheet.more)} lagi" if sheet.more else "",
        "address": address, "qr": qr(address),
    }  # fmt: skip


def _line(line: SheetLine) -> dict[str, Any]:
    known = TABLE[line.key.partition(":")[0]]
    return {
        "order": line.order, "code": line.code, "title": _short(line.title, TITLE), "note": _short(line.note, NOTE),
        "boxes": [known[name].label for name in line.deeds if name in known],
    }  # fmt: skip


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def qr(address: str) -> str:
    """The address as an SVG picture."""
    import segno

    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=4, border=2, xmldecl=False)
    return drawn.getvalue().decode()
