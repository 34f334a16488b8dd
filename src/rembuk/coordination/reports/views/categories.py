"""What may be reported: the rows that Pemerintahan edits."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from rembuk.coordination.reports import actions, queries
from rembuk.coordination.reports.forms import CategoryForm, KeywordForm
from rembuk.coordination.reports.models import Category
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal


def categories(request: Asked) -> HttpResponse:
    """All rows, and a form for a new one."""
    _demand(request)
    return _edit(request, None)


def category(request: Asked, key: str) -> HttpResponse:
    """One kind with its history: change it from a day on, or end it. What is changed is the newest row."""
    _demand(request)
    found = next(iter(queries.category_history(key)), None)
    if found is None:
        raise Refused("not_found", "Jenis itu tidak ada.")
    if request.method == "POST" and "end" in request.POST:
        actions.end_category(actor=request.actor, category=found)
        messages.success(request, f"“{found.label}” ditutup: tidak ada laporan baru lagi di bawahnya.")
        return redirect("reports:categories")
    if request.method == "POST" and "drop" in request.POST:
        return _drop(request, found)
    if request.method == "POST" and "words" in request.POST:
        return _add(request, found)
    return _edit(request, found)


def _add(request: Asked, found: Category) -> HttpResponse:
    form = KeywordForm(request.POST)
    if form.is_valid():
        try:
            actions.add_keyword(actor=request.actor, category=found, **form.cleaned_data)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, "Kata kunci tersimpan; saran memakainya mulai sekarang.")
            return redirect("reports:category", found.key)
    return _page(request, found, CategoryForm(category=found), form, 422)


def _drop(request: Asked, found: Category) -> HttpResponse:
    try:
        row = queries.keyword(found, UUID(request.POST["drop"]))
    except ValueError:
        row = None
    if row is None:
        raise Refused("not_found", "Kata kunci itu sudah tidak ada.")
    actions.drop_keyword(actor=request.actor, keyword=row)
    messages.success(request, f"“{row.words}” dihapus dari kata kunci.")
    return redirect("reports:category", found.key)


def _edit(request: Asked, found: Category | None) -> HttpResponse:
    form = CategoryForm(request.POST if request.method == "POST" else None, category=found)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = actions.set_category(actor=request.actor, **form.arguments())
            except Refused as refused:
                apply_refusal(form, refused)
            else:
                messages.success(request, f"“{row.label}” tersimpan, berlaku sejak {text.day(row.starts)}.")
                return redirect("reports:categories")
    return _page(request, found, form, KeywordForm(), status)


def _page(request: Asked, found: Category | None, form: CategoryForm, adding: KeywordForm, status: int) -> HttpResponse:
    rows = queries.category_history(found.key) if found else queries.categories(ended=True)
    words = queries.keywords_of(found) if found else []
    shown = {"rows": rows, "form": form, "found": found, "words": words, "adding": adding, "today": clock.today()}
    return render(request, "reports/categories.html", shown, status=status)


def _demand(request: Asked) -> None:
    if not request.actor.scope("reports.categories"):
        raise Refused("not_allowed", "Jenis laporan diatur oleh Pemerintahan.")
