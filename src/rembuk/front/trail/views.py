"""A matter's whole life, across modules."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from rembuk.coordination.reports import actions
from rembuk.coordination.reports import queries as reports
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel import seams
from rembuk.foundation.web.asked import Asked
from rembuk.front.trail import casefile, queries


@require_safe
def looks(request: Asked) -> HttpResponse:
    """Who opened protected reports and reporters' names, for Inspektorat."""
    rows = queries.looks(request.actor, request.GET.get("sesudah", ""))
    return render(request, "trail/looks.html", {"rows": rows})


@require_safe
def trail(request: Asked, code: str) -> HttpResponse:
    """Everything that happened to a report, newest first, in every module that knows of it."""
    actor = request.actor
    report = reports.report(actor, code)
    if reports.is_sealed(report):
        actions.open_sealed(actor=actor, report=report)
    lines = [line for source in seams.TRAIL for line in source(actor, report)]
    lines.sort(key=lambda line: line.at, reverse=True)
    shown = {"report": report, "lines": lines, "steps": reports.steps(report), "facts": reports.facts(report),
             "may_save": casefile.may_save(actor)}  # fmt: skip
    return render(request, "trail/trail.html", shown)


@require_POST
def case(request: Asked, code: str) -> FileResponse:
    """The case as one ZIP, for those who watch over the journal; that it was saved stands in the journal."""
    actor = request.actor
    report = reports.report(actor, code)
    casefile.demand(actor)
    audit.record_look(actor, report, casefile.LOOK)
    return FileResponse(casefile.archive(report), as_attachment=True, filename=f"perkara-{report.code}.zip")
