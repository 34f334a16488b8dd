"""SIPD: a sheet out, and back in with a look at every row; and a page to copy a proposal from, field by field."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.foundation.kernel import sheets as cells
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.downloads import saved
from rembuk.foundation.web.forms import apply_refusal
from rembuk.planning.musrenbang import actions, forms, queries, rules, sheets, sipd
from rembuk.planning.musrenbang.views.sheets import own_kelurahan


@never_cache
@require_safe
def sipd_sheet(request: Asked) -> HttpResponse:
    """All that the actor sees of the newest round, in SIPD's columns."""
    if not rules.may_read(request.actor):
        raise Refused("not_allowed", "Lembar SIPD dibuka oleh pemegang jabatan.")
    found = queries.newest()
    rows = queries.sipd_rows(request.actor, found) if found else []
    name = f"sipd-usulan-{found.year}.xlsx" if found else "sipd-usulan.xlsx"
    return saved(sipd.written(rows), cells.MEDIA_TYPE, name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sipd_back(request: Asked) -> HttpResponse:
    """What a sheet from SIPD would bring; nothing is kept before somebody has looked at it."""
    place = own_kelurahan(request)
    form = forms.SheetForm(request.POST or None, request.FILES or None)
    shown: dict[str, object] = {"form": form, "place": place}
    if request.method == "POST" and form.is_valid():
        try:
            found = sipd.read(form.cleaned_data["file"].read(cells.MAX_BYTES + 1))
            done = actions.take_back(actor=request.actor, kelurahan=place, lines=found.lines, look=True)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            wrong = sorted([*found.wrong, *done.wrong], key=lambda one: one.row)
            shown |= {"looked": True, "done": done, "wrong": wrong, "packed": sheets.packed(found.lines)}
    return render(request, "musrenbang/sipd.html", shown, status=422 if form.errors else 200)


@require_POST
def sipd_keep(request: Asked) -> HttpResponse:
    """All rows that were looked at, or none."""
    place = own_kelurahan(request)
    lines = sheets.unpacked(request.POST.get("rows", "[]"), sipd.MOST)
    done = actions.take_back(actor=request.actor, kelurahan=place, lines=lines)
    if done.wrong:
        shown = {"form": forms.SheetForm(), "place": place, "looked": True, "done": done, "wrong": done.wrong}
        return render(request, "musrenbang/sipd.html", shown, status=422)
    messages.success(request, f"{len(done.filed)} usulan tercatat, {len(done.made)} usulan baru dari SIPD.")
    return redirect("musrenbang:list")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def copy_page(request: Asked, code: str) -> HttpResponse:
    """A proposal in the order of SIPD's form, each field to be copied; its number there is typed back once."""
    found = queries.proposal(request.actor, code)
    row = queries.sipd_row(found)
    files = rules.may_file(request.actor, found)
    form = forms.NumberForm(request.POST or None) if files and not row.number else None
    if request.method == "POST":
        rules.demand_file(request.actor, found)
        if form is None:
            raise Refused("filed", f"Usulan ini sudah ber-ID {row.number} di SIPD.")
        if form.is_valid():
            try:
                actions.file_number(actor=request.actor, proposal=found, number=form.cleaned_data["number"])
            except Refused as refused:
                apply_refusal(form, refused)
            else:
                messages.success(request, f"ID SIPD {found.code} tercatat.")
                return redirect("musrenbang:copy", found.code)
    said = sipd.said(row)
    fields = [(column.name, said[column.key]) for column in sipd.COLUMNS
              if column.key not in sipd.ASIDE and said[column.key] != ""]  # fmt: skip
    shown = {"row": found, "number": row.number, "fields": fields, "form": form}
    return render(request, "musrenbang/copy.html", shown, status=422 if form is not None and form.errors else 200)
