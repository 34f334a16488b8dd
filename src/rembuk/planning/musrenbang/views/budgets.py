"""Budget lines by sheet: what waits for one out, and back in with a look at every row before anything is kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel import sheets as cells
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.downloads import saved
from rembuk.foundation.web.forms import apply_refusal
from rembuk.planning.musrenbang import actions, budget_sheet, forms, queries, rules, sheets


@never_cache
@require_safe
def budget_sheet_out(request: Asked) -> HttpResponse:
    """A row for each proposal in the plan or the budget; first those without a line."""
    content = budget_sheet.written(queries.awaiting_budget(request.actor))
    return saved(content, cells.MEDIA_TYPE, f"mata-anggaran-{clock.today():%Y-%m-%d}.xlsx")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def budget_back(request: Asked) -> HttpResponse:
    """What a filled sheet would note; nothing is kept before somebody has looked at it."""
    rules.demand_budget(request.actor)
    form = forms.SheetForm(request.POST or None, request.FILES or None)
    shown: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            found = budget_sheet.read(form.cleaned_data["file"].read(cells.MAX_BYTES + 1))
            done = actions.take_budget(actor=request.actor, lines=found.lines, look=True)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            wrong = sorted([*found.wrong, *done.wrong], key=lambda one: one.row)
            shown |= {"looked": True, "done": done, "wrong": wrong, "empty": found.there,
                      "packed": sheets.packed(found.lines)}  # fmt: skip
    return render(request, "musrenbang/budgets.html", shown, status=422 if form.errors else 200)


@require_POST
def budget_keep(request: Asked) -> HttpResponse:
    """All rows that were looked at, or none."""
    lines = sheets.unpacked(request.POST.get("rows", "[]"), budget_sheet.MOST)
    done = actions.take_budget(actor=request.actor, lines=lines)
    if done.wrong:
        shown = {"form": forms.SheetForm(), "looked": True, "done": done, "wrong": done.wrong}
        return render(request, "musrenbang/budgets.html", shown, status=422)
    messages.success(request, f"{len(done.noted)} mata anggaran dicatat.")
    return redirect("musrenbang:budget_back")
