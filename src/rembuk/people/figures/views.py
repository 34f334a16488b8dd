"""/angka/: the figures of the kelurahan in one's area, each with its day and its source."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal
from rembuk.people.figures import actions, queries, rules
from rembuk.people.figures.forms import FigureForm


@require_safe
def places(request: Asked) -> HttpResponse:
    """One line a kelurahan; who has only one goes to its page."""
    rows = queries.lines(request.actor)
    if len(rows) == 1:
        return redirect("figures:place", rows[0].code)
    return render(request, "figures/places.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: Asked, code: str) -> HttpResponse:
    """The newest figures of a kelurahan, what was said before, and a form for those who keep them."""
    actor = request.actor
    found = queries.place(actor, code)
    editor = rules.may_state(actor, found.path)
    if request.method == "POST" and not editor:
        raise Refused("not_allowed", "Angka wilayah diisi oleh kelurahan, kecamatan, atau bagian Pemerintahan.")
    form = FigureForm(
        request.POST or None, initial={"key": request.GET.get("angka", ""), "rw": request.GET.get("rw", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            told = form.cleaned_data
            actions.state(actor=actor, territory=queries.part(found, told.pop("rw")), **told)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, "Angka dicatat.")
            return redirect("figures:place", code)
    parts = queries.parts(found)
    counted = [one for one in parts if one.some]
    shown = {
        "place": found, "code": code, "known": queries.known(found), "history": queries.history(found),
        "has_parts": bool(parts), "parts": counted, "silent": len(parts) - len(counted),
        "form": form, "may_state": editor,
    }  # fmt: skip
    return render(request, "figures/place.html", shown, status=422 if form.errors else 200)
