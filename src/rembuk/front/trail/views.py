"""A matter's whole life, across modules."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from rembuk.coordination.reports import actions
from rembuk.coordination.reports import queries as reports
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel import seams
from rembuk.foundation.kernel.actor import Actor
from rembuk.front.trail import casefile, queries


@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who opened protected reports and reporters' names, for Inspektorat."""
    rows = queries.looks(request.actor, request.GET.get("sesudah", ""))  # type: ignore[attr-defined]
    return render(request, "trail/looks.html", {"rows": rows})


@require_safe
def trail(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that happened to a report, newest first, in every module that knows of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    report = reports.report(actor, code)
    if reports.is_sealed(report):
        actions.open_sealed(actor=actor, report=report)
    lines = [line for source in seams.TRAIL for line in source(actor, report)]
    lines.sort(key=lambda line: line.at, reverse=True)
    shown = {"report": report, "lines": lines, "steps": reports.steps(report), "facts": reports.facts(report),
             "may_save": casefile.may_save(actor)}  # fmt: skip
    return render(request, "trail/trail.html", shown)


@require_POST
def case(request: HttpRequest, code: str) -> FileResponse:
    """The case as one ZIP, for those who watch over the journal; that it was saved stands in the journal."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    report = reports.report(actor, code)
    casefile.demand(actor)
    audit.record_look(actor, report, casefile.LOOK)
    return FileResponse(casefile.archive(report), as_attachment=True, filename=f"perkara-{report.code}.zip")
