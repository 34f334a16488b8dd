"""What does not wait for a meeting: incidents and early warnings, each with a short form and a list."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.reports import queries
from rembuk.coordination.reports.forms import IncidentForm, WarningForm
from rembuk.coordination.reports.forms import incident as send_incident
from rembuk.coordination.reports.forms import warning as send_warning
from rembuk.coordination.reports.models import Track
from rembuk.coordination.reports.queries.swift import SEEN_BY
from rembuk.coordination.reports.views.lists import rows_of
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal


@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: Asked) -> HttpResponse:
    """The numbers to call first, then the short form; once sent, its page with the text to pass on."""
    actor = request.actor
    form = IncidentForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            report = send_incident(actor, form).report
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, f"Kejadian tercatat dan sudah sampai ke {report.holder.title}.")
            sees = queries.sees(actor, report)
            return redirect("reports:detail", report.code) if sees else redirect("reports:incidents")
    shown = {"form": form, "calls": queries.calls()}
    return render(request, "reports/incident.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def warning(request: Asked) -> HttpResponse:
    """A note of what could become a problem; only the line of the place reads it."""
    actor = request.actor
    if not queries.may_note(actor):
        raise Refused("not_allowed", "Deteksi dini dicatat oleh LMK, RW, Pamor, dan kelurahan.")
    form = WarningForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            report = send_warning(actor, form).report
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, f"Tercatat. Dipegang {report.holder.title}, dan tidak diumumkan.")
            return redirect("reports:detail", report.code)
    return render(request, "reports/warning.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def incidents(request: Asked) -> HttpResponse:
    """The incidents that the actor sees."""
    return _list(request, Track.INCIDENT, "reports/incidents.html", {"calls": queries.calls()})


@require_safe
def warnings(request: Asked) -> HttpResponse:
    """The early warnings that the actor noted or that the law shows them."""
    actor = request.actor
    may_note = queries.may_note(actor)
    held = actor.scope("reports.acknowledge") or actor.scope(SEEN_BY[Track.WARNING])
    if not may_note and not held:
        raise Refused("not_allowed", "Deteksi dini dibaca oleh yang mencatatnya dan pimpinan wilayahnya.")
    return _list(request, Track.WARNING, "reports/warnings.html", {"may_note": may_note})


def _list(request: Asked, track: Track, template: str, more: dict[str, Any]) -> HttpResponse:
    actor = request.actor
    page = queries.swift(actor, track, request.GET.get("sesudah", ""))
    return render(request, template, {"rows": page, "list": rows_of(actor, page), **more})
