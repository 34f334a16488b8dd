"""A round's proposals as a spreadsheet: out, and in with a look at every row before anything is kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.foundation.kernel import sheets as cells
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.downloads import saved
from rembuk.foundation.web.forms import apply_refusal
from rembuk.planning.musrenbang import actions, forms, queries, rules, sheets


@never_cache
@require_safe
def sheet(request: Asked) -> HttpResponse:
    """All that the actor sees of the round."""
    if not rules.may_read(request.actor):
        raise Refused("not_allowed", "Lembar usulan dibuka oleh pemegang jabatan.")
    found = queries.newest()
    rows = queries.all_listed(request.actor, found) if found else []
    name = f"usulan-musrenbang-{found.year}.xlsx" if found else "usulan-musrenbang.xlsx"
    return saved(sheets.written(rows), cells.MEDIA_TYPE, name)


def own_kelurahan(request: Asked) -> Territory:
    """Whose sheet it is: that of the kelurahan in which the actor's office stands. Raises Refused("not_allowed")."""
    office = request.actor.office
    if office is not None and rules.brings(request.actor):
        place = territories.territory(office.territory_id)
        around = {**territories.ancestors(place), place.level: place}
        found = around.get("kelurahan") or around.get("desa")
        if found is not None:
            return found
    raise Refused("not_allowed", "Lembar usulan diunggah kelurahan atau RW.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read_sheet(request: Asked) -> HttpResponse:
    """What a filled sheet would bring, row by row; nothing is kept before somebody has looked at it."""
    place = own_kelurahan(request)
    rules.demand_open(queries.open_round())
    form = forms.SheetForm(request.POST or None, request.FILES or None)
    shown: dict[str, object] = {"form": form, "place": place}
    if request.method == "POST" and form.is_valid():
        try:
            found = sheets.read(form.cleaned_data["file"].read(cells.MAX_BYTES + 1))
            done = actions.bring_in(actor=request.actor, kelurahan=place, lines=found.lines, look=True)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            wrong = sorted([*found.wrong, *done.wrong], key=lambda one: one.row)
            shown |= {"looked": True, "made": done.made, "wrong": wrong, "there": found.there + len(done.there),
                      "packed": sheets.packed(found.lines)}  # fmt: skip
    return render(request, "musrenbang/sheet.html", shown, status=422 if form.errors else 200)


@require_POST
def keep_sheet(request: Asked) -> HttpResponse:
    """All rows that were looked at, or none."""
    place = own_kelurahan(request)
    lines = sheets.unpacked(request.POST.get("rows", "[]"))
    done = actions.bring_in(actor=request.actor, kelurahan=place, lines=lines)
    if done.wrong:
        shown = {"form": forms.SheetForm(), "place": place, "looked": True, "made": [], "wrong": done.wrong,
                 "there": len(done.there)}  # fmt: skip
        return render(request, "musrenbang/sheet.html", shown, status=422)
    messages.success(request, f"{len(done.made)} usulan masuk.")
    return redirect("musrenbang:list")
