"""A matter's whole life, across modules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.coordination.reports import actions
from rembuk.coordination.reports import queries as reports
from rembuk.foundation.kernel import seams
from rembuk.foundation.kernel.actor import Actor
from rembuk.front.trail import queries


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
    shown = {"report": report, "lines": lines, "steps": reports.steps(report), "facts": reports.facts(report)}
    return render(request, "trail/trail.html", shown)
