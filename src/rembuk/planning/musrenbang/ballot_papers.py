"""The ballots of a session on paper: a serial, and boxes beside the numbers; with many proposals lines to write on."""

import json
from datetime import UTC
from pathlib import Path
from typing import Any

from rembuk.foundation.kernel import clock, text
from rembuk.planning.musrenbang import queries
from rembuk.planning.musrenbang.models import Session

SHEET = Path(__file__).with_name("ballot.typ")
# So many proposals have boxes on the ballot itself; beyond that they stand on a list that is printed once.
BOXES, LINES = 40, 15
ASKS = {
    "approval": "Beri tanda pada usulan yang Anda setujui", "points": "Bagi poin Anda di antara usulan",
    "ranking": "Beri angka 1 untuk yang paling Anda inginkan, 2 untuk berikutnya",
}  # fmt: skip


def sheet(found: Session) -> dict[str, Any]:
    """What stands on the papers."""
    lines = [[str(line.number), line.title, line.place] for line in queries.on_ballot(found)]
    return {
        "title": f"Surat suara sidang musrenbang {found.territory.label}", "round": str(found.round),
        "asks": _asks(found), "lines": lines, "boxes": len(lines) <= BOXES, "blanks": found.names_most or LINES,
        "form": found.ballot_form, "serials": [str(serial) for serial in queries.serials(found)],
        "made": f"Keadaan {text.moment(clock.now())}",
    }  # fmt: skip


def _asks(found: Session) -> str:
    said = ASKS[found.ballot_form]
    if found.points_each:
        said += f", semuanya paling banyak {found.points_each} poin"
    if found.names_most:
        said += f", paling banyak {found.names_most} usulan"
    secret = " Jangan tulis nama: surat suara ini rahasia." if found.is_secret else ""
    return f"{said}.{secret}"


def pdf(words: dict[str, Any]) -> bytes:
    """Draws them. People's words go in as data, so nothing they write is ever run."""
    import typst

    made: bytes = typst.compile(
        SHEET, root=SHEET.parent, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True,
        timestamp=clock.now().astimezone(UTC).replace(microsecond=0), sys_inputs={"data": json.dumps(words)},
    )  # fmt: skip
    return made
