"""The daftar hadir on paper, ready for signatures: accounting wants the wet-signed sheet."""

import json
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from rembuk.coordination.meetings.models import Attendance, Meeting
from rembuk.foundation.kernel import clock, text

SHEET = Path(__file__).with_name("signing_sheet.typ")
FOR_GUESTS = 6


def pdf(meeting: Meeting, letterhead: Sequence[str], rows: Sequence[Attendance]) -> bytes:
    """Draws it, tagged; what people wrote goes in as data."""
    import typst

    return typst.compile(
        SHEET, root=SHEET.parent, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True,
        timestamp=clock.now().astimezone(UTC).replace(microsecond=0),
        sys_inputs={"data": json.dumps(sheet(meeting, letterhead, rows))},
    )  # fmt: skip


def sheet(meeting: Meeting, letterhead: Sequence[str], rows: Sequence[Attendance]) -> dict[str, object]:
    """What stands on it: names and offices, nothing of who has come."""
    named = [(row.name, row.office) for row in rows] + [("", "")] * FOR_GUESTS
    return {
        "title": meeting.title, "code": meeting.code, "letterhead": list(letterhead), "place": meeting.place,
        "day": text.weekday(meeting.starts_at), "at": text.hour(meeting.starts_at),
        "rows": [[str(number), name, office] for number, (name, office) in enumerate(named, 1)],
    }  # fmt: skip
