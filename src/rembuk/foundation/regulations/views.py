"""/aturan/: the city's figures with their history; Pemerintahan gives a new value from a date on."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import actions, queries, rules
from rembuk.foundation.regulations.forms import RuleForm
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal


@require_safe
def rows(request: Asked) -> HttpResponse:
    """What holds today, and what starts later."""
    today = clock.today()
    context = {
        "groups": queries.held(today), "coming": queries.coming(today), "may_edit": rules.may_edit(request.actor),
        "missing": rules.may_edit(request.actor) and queries.lacks_first_rows(),
    }  # fmt: skip
    return render(request, "regulations/rows.html", context)


@require_http_methods(["GET", "POST"])
def rule(request: Asked, key: str) -> HttpResponse:
    """One figure: its history, and the form for a new value."""
    history = queries.history(key)
    if not history:
        raise Http404
    may_edit, form = rules.may_edit(request.actor), RuleForm.of(history[0], request.POST or None)
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        if form.is_valid():
            try:
                row = actions.set_rule(actor=request.actor, key=key, **form.cleaned_data)
                messages.success(request, f"{row.label}: {row.told} mulai {text.day(row.starts)}.")
                return redirect("regulations:rule", key)
            except Refused as refused:
                apply_refusal(form, refused)
    today = clock.today()
    context = {"history": history, "newest": history[0], "today": today, "form": form, "may_edit": may_edit}
    return render(request, "regulations/rule.html", context, status=422 if form.is_bound else 200)


@require_POST
def withdraw(request: Asked, pk: UUID) -> HttpResponse:
    """Takes back a row that has not started."""
    if not rules.may_edit(request.actor):
        raise PermissionDenied
    row = queries.row(pk)
    if row is None:
        raise Http404
    try:
        actions.withdraw_rule(actor=request.actor, rule=row)
        messages.success(request, "Perubahan ditarik. Nilai sebelumnya tetap berlaku.")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("regulations:rule", row.key)


@require_POST
def fill(request: Asked) -> HttpResponse:
    """Adds the first rows that the city lacks."""
    if not rules.may_edit(request.actor):
        raise PermissionDenied
    messages.success(request, f"{actions.fill_first(request.actor)} aturan awal ditambahkan.")
    return redirect("regulations:rows")
