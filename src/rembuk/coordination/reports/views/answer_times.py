"""How long agencies took to answer in the history that was brought in from another system."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from rembuk.coordination.reports.queries import answer_times as queries
from rembuk.foundation.kernel import text
from rembuk.foundation.web import filters
from rembuk.foundation.web.asked import Asked

# What the journal calls a fault, as people say it.
FAULTS = {
    "negative": "dijawab sebelum dilaporkan", "bad_time": "waktu tidak terbaca", "future": "waktu belum terjadi",
    "no_text": "teks kosong", "long_text": "teks terlalu panjang", "no_id": "nomor kosong",
    "long_id": "nomor terlalu panjang", "double": "nomor ganda", "columns": "kolom tidak lengkap",
    "agency": "instansi tidak dikenal", "place": "tempat tidak dikenal",
}  # fmt: skip
MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table, each figure written once."""

    name: str
    place: str
    answered: str
    median: str
    p90: str
    unanswered: str
    refused: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file with what was left out of it."""

    name: str
    source: str
    day: str
    placed: str
    faults: list[tuple[str, str]]
    lines: list[tuple[int, str, str]]


def answer_times(request: Asked) -> HttpResponse:
    """By agency: answered n of m, the middle and the ninetieth per cent, what has no answer, what was wrong."""
    actor = request.actor
    source = request.GET.get("sumber", "")
    found = queries.answer_times(actor, source)
    shown = {
        "rows": [_line(row) for row in found.agencies], "total": _line(found.total) if found.total else None,
        "files": [_file(file) for file in found.files],
        "links": filters.links(request, "sumber", [(name, name) for name in found.sources])
        if len(found.sources) > 1
        else [],
    }  # fmt: skip
    return render(request, "reports/answer_times.html", shown)


def _line(row: queries.AgencyTimes) -> Line:
    return Line(
        row.name, row.place, of(row.answered, row.count), hours(row.median), hours(row.p90),
        text.number(row.unanswered), text.number(row.refused),
    )  # fmt: skip


def _file(file: queries.ImportedFile) -> FileLine:
    faults = [(FAULTS.get(kind, kind), text.number(sum(counts.values()))) for kind, counts in file.faults.items()]
    lines = [(int(line), str(ref), FAULTS.get(str(kind), str(kind))) for line, ref, kind in file.lines[:MOST_LINES]]
    return FileLine(file.name, file.source, text.day(file.at), of(file.placed, file.rows), faults, lines)


def of(part: int, whole: int) -> str:
    """ "1.250 dari 1.304", on one line."""
    return f"{text.number(part)}\N{NO-BREAK SPACE}dari\N{NO-BREAK SPACE}{text.number(whole)}"


def hours(value: float | None) -> str:
    """ "104,1", or a dash where there is nothing to measure."""
    if value is None:
        return "–"
    whole, _, tenth = f"{value:.1f}".partition(".")
    return f"{text.number(int(whole))},{tenth}"
