"""Bahan rembuk on paper: one tagged PDF, drawn from what the page shows."""

import json
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

from rembuk.coordination.decisions.views.rows import Row
from rembuk.coordination.visits.queries.brief import SPAN, Brief
from rembuk.coordination.visits.rotation.urgency import sentence
from rembuk.foundation.kernel import text
from rembuk.foundation.territory import maps

SHEET = Path(__file__).with_name("brief.typ")
# A drawing outside a page has no stylesheet: the classes of the map as attributes.
DRESS = (
    ('class="map-area here"', 'fill="#e3efee" stroke="#083f3e" stroke-width="2"'),
    ('class="map-area"', 'fill="#f4f8f7" stroke="#5d7f7d" stroke-width="1"'),
    ('class="map-point late"', 'fill="#b3261e" stroke="#fff"'), ('class="map-point"', 'fill="#b3261e" stroke="#fff"'),
    ('class="map-name"', 'font-family="Libertinus Serif" font-size="11" text-anchor="middle" fill="#222"'),
    ("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '),
)  # fmt: skip


def drawing(found: Brief) -> str:
    """The kelurahan with its RW and what is open there; "" where no outline is known."""
    areas = [
        maps.Area(row.geometry, row.territory.label, tone="here" if row.territory_id == found.place.pk else "")
        for row in found.boundaries
    ]
    points = [maps.Point(row.public_lat, row.public_lng, row.title, tone="late") for row in found.points]
    desc = f"{max(len(areas) - 1, 0)} RW, {len(points)} laporan terbuka yang diumumkan"
    return maps.outline_svg(areas, points, title=f"Peta {found.place.label}", desc=desc, key="bahan") if areas else ""


def promise_line(row: Row) -> tuple[str, str]:
    """What was promised, and what became of it."""
    return row.title, f"{row.tag} · {row.note}"


def pdf(found: Brief, promises: Sequence[Row]) -> bytes:
    """Draws it. People's words go in as data, so nothing they write is ever run."""
    import typst

    drawn = drawing(found)
    for old, new in DRESS:
        drawn = drawn.replace(old, new)
    data = json.dumps(sheet(found, promises) | {"map": bool(drawn)})
    return typst.compile(
        SHEET, root=SHEET.parent, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True,
        timestamp=found.made_at.astimezone(UTC).replace(microsecond=0),
        sys_inputs={"data": data, "map": str(drawn)},
    )  # fmt: skip


def sheet(found: Brief, promises: Sequence[Row]) -> dict[str, Any]:
    """What stands on the sheet, as finished Indonesian text."""
    last = f"Rembuk terakhir {text.day(found.last.opened_at)}." if found.last else "Belum pernah ada rembuk di sini."
    return {
        "title": f"Bahan rembuk {found.place.label}", "made": f"Keadaan {text.moment(found.made_at)}", "last": last,
        "why": sentence(found.facts), "promises": [promise_line(row) for row in promises], "span": SPAN,
        "silent": [
            [row.body, str(row.work), str(row.reports), text.day(row.since) if row.since else ""]
            for row in found.silent
        ],
        "raised": [[row.label, str(row.now), row.change] for row in found.raised],
        "figures": [[row.label, row.value or "belum ada", row.source or "–"] for row in found.figures],
        "sample": any(row.is_sample for row in found.boundaries), "points": len(found.points),
    }  # fmt: skip
