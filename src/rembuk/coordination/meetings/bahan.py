"""The bahan rapat of all bodies as one tagged PDF."""

import json
from datetime import UTC
from itertools import groupby
from pathlib import Path
from typing import Any

from rembuk.coordination.meetings import queries, rules
from rembuk.coordination.meetings.models import Briefing, Meeting
from rembuk.coordination.meetings.queries import BodySheet
from rembuk.foundation.kernel import clock, seams, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.rupiah import rupiah

PAPER = Path(__file__).with_name("bahan.typ")


def pdf(actor: Actor, found: Meeting) -> bytes:
    """A sheet for each body, those that have not handed in with what the data say."""
    import typst

    content = typst.compile(
        PAPER, root=PAPER.parent, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True,
        timestamp=clock.now().astimezone(UTC).replace(microsecond=0),
        sys_inputs={"data": json.dumps(paper(actor, found))},
    )  # fmt: skip
    return bytes(content)


def paper(actor: Actor, found: Meeting) -> dict[str, Any]:
    """What stands on it, as finished Indonesian text."""
    rows, since = queries.body_sheets(found), queries.looked_back(found)
    handed = [row for row in rows if row.handed]
    return {
        "title": found.title,
        "when": f"{text.weekday(found.starts_at)}, pukul {text.hour(found.starts_at)}, {found.place}",
        "made": f"dibuat {text.moment(clock.now())}",
        "handed": f"{len(handed)} dari {len(rows)} sudah menyerahkan bahan. Data sejak {text.day(since)}.",
        "missing": [row.institution.name for row in rows if not row.handed],
        "sheets": [
            {"name": row.institution.name, "state": state(row), "words": _words(row.briefing),
             "sections": [{"label": label, "lines": [_cells(line) for line in lines]}
                          for label, lines in by_section(queries.lines_of(actor, row, since))]}
            for row in rows
        ],
    }  # fmt: skip


def by_section(lines: list[seams.Brief]) -> list[tuple[str, list[seams.Brief]]]:
    """Under their headings."""
    return [(rules.SECTIONS[section], list(rows)) for section, rows in groupby(lines, key=lambda line: line.section)]


def state(row: BodySheet) -> str:
    """Who handed it in, or that it is still to come."""
    if row.briefing.handed_at is None:
        return "belum diserahkan; yang tampil adalah data yang ada"
    return f"diserahkan {text.moment(row.briefing.handed_at)} oleh {row.briefing.handed_by}"


def _cells(line: seams.Brief) -> list[str]:
    return [line.title, line.note, rupiah(line.cost) if line.cost is not None else "-"]


def _words(row: Briefing) -> list[list[str]]:
    said = [["Kendala lain dan sebabnya", row.obstacles], ["Usulan tindak lanjut", row.proposal]]
    if row.budget is not None or row.realised is not None:
        said.append(["Anggaran", _money(row)])
    return [[label, words] for label, words in said if words]


def _money(row: Briefing) -> str:
    spent = rupiah(row.realised) if row.realised is not None else "belum diisi"
    whole = rupiah(row.budget) if row.budget is not None else "belum diisi"
    share = f" ({row.realised * 100 // row.budget}%)" if row.budget and row.realised is not None else ""
    return f"Anggaran {whole}, realisasi {spent}{share}"
