"""/rapat/jenis/: which meetings there are; Pemerintahan edits the rows."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rembuk.coordination.meetings import actions, queries, rules
from rembuk.coordination.meetings.forms import KindForm
from rembuk.coordination.meetings.models import Kind
from rembuk.foundation.institutions.queries import words
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal


@require_http_methods(["GET", "HEAD", "POST"])
def kinds(request: Asked) -> HttpResponse:
    """All rows, and a form for a new one."""
    _demand(request)
    if request.method == "POST" and "isi" in request.POST:
        messages.success(request, f"{actions.fill_first(request.actor)} jenis rapat awal ditambahkan.")
        return redirect("meetings:kinds")
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: Asked, key: str) -> HttpResponse:
    """One row: change or end it."""
    _demand(request)
    found = queries.kind(key)
    if found is None:
        raise Http404("no such kind")
    if request.method == "POST" and "tutup" in request.POST:
        actions.end_kind(actor=request.actor, kind=found)
        messages.success(request, f"“{found.label}” ditutup: tidak ada undangan baru lagi.")
        return redirect("meetings:kinds")
    return _edit(request, found)


def _edit(request: Asked, found: Kind | None) -> HttpResponse:
    form = KindForm(request.POST if request.method == "POST" else None, kind=found)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.set_kind(actor=request.actor, **form.told)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, f"“{row.label}” tersimpan; berlaku untuk undangan berikutnya.")
            return redirect("meetings:kinds")
    rows = [(row, _invited(row)) for row in queries.kinds(ended=True)]
    return render(
        request, "meetings/kinds.html", {"rows": rows, "form": form, "found": found}, status=422 if form.errors else 200
    )


def _invited(row: Kind) -> str:
    labels = words.role_labels()
    return ", ".join(labels.get(role, role).lower() for role in row.roles.split())


def _demand(request: Asked) -> None:
    if not rules.may_edit_kinds(request.actor):
        raise Refused("not_allowed", "Jenis rapat diatur oleh bagian Pemerintahan.")
