"""What may be reported: the rows that Pemerintahan edits."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rembuk.coordination.reports import actions, queries
from rembuk.coordination.reports.forms import CategoryForm
from rembuk.coordination.reports.models import Category
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.forms import apply_refusal


def categories(request: HttpRequest) -> HttpResponse:
    """All rows, and a form for a new one."""
    _demand(request)
    return _edit(request, None)


def category(request: HttpRequest, key: str) -> HttpResponse:
    """One row: change or end it."""
    _demand(request)
    found = queries.category(key)
    if found is None:
        raise Refused("not_found", "Jenis itu tidak ada.")
    if request.method == "POST" and "end" in request.POST:
        actions.end_category(actor=request.actor, category=found)  # type: ignore[attr-defined]
        messages.success(request, f"“{found.label}” ditutup: tidak ada laporan baru lagi di bawahnya.")
        return redirect("reports:categories")
    return _edit(request, found)


def _edit(request: HttpRequest, found: Category | None) -> HttpResponse:
    form = CategoryForm(request.POST if request.method == "POST" else None, category=found)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.set_category(actor=request.actor, **form.arguments())  # type: ignore[attr-defined]
            except Refused as refused:
                apply_refusal(form, refused)
            else:
                messages.success(request, "Jenis laporan tersimpan.")
                return redirect("reports:categories")
    rows: Any = queries.categories(ended=True)
    return render(request, "reports/categories.html", {"rows": rows, "form": form, "found": found}, status=status)


def _demand(request: HttpRequest) -> None:
    if not request.actor.scope("reports.categories"):  # type: ignore[attr-defined]
        raise Refused("not_allowed", "Jenis laporan diatur oleh Pemerintahan.")
