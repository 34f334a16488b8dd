"""/wilayah/: look up a place by name or code, present or former; its history, its map, and the deeds on it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import maps, queries, rules
from rembuk.foundation.territory.forms import FORMS
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal


@require_safe
def index(request: Asked) -> HttpResponse:
    """The search box, and the city served."""
    words, city = request.GET.get("q", "").strip()[:100], queries.served_or_none()
    if words:
        found = [(row, queries.way_to(row)[:-1], queries.took_over(row)) for row in queries.look_up(words)]
        return render(request, "territory/found.html", {"words": words, "found": found, "city": city})
    if city is None:
        return render(request, "territory/found.html", {"words": "", "found": [], "city": None})
    return redirect("territory:place", city.pk)


@require_safe
def place(request: Asked, pk: UUID) -> HttpResponse:
    """One territory."""
    row, actor = _place(pk), request.actor
    may_edit, after = rules.may_edit(actor, row.path), queries.took_over(row)
    children = queries.children(row)
    drawn, is_sample = _map(row, children)
    context = {
        "place": row, "way": queries.way_to(row)[:-1], "code": queries.code(row), "codes": queries.codes(row),
        "spellings": queries.spellings(row), "children": children, "came_from": queries.came_from(row),
        "took_over": after, "map": drawn, "is_sample": is_sample, "boundary": queries.boundary(row),
        "deeds": _deeds(row, succeeded=bool(after)) if may_edit else [],
        "orphans": queries.without_successor(row) if may_edit and row.is_served else [],
    }  # fmt: skip
    return render(request, "territory/place.html", context)


@require_http_methods(["GET", "POST"])
def deed(request: Asked, pk: UUID, step: str) -> HttpResponse:
    """One view serves every deed: the form knows the action."""
    row, actor = _place(pk), request.actor
    if step not in FORMS:
        raise Http404
    if not rules.may_edit(actor, row.path):
        raise PermissionDenied
    form = FORMS[step](row, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = form.do(actor)
            messages.success(request, f"{form.title}: tersimpan.")
            return redirect("territory:place", made.pk if isinstance(made, Territory) else pk)
        except Refused as refused:
            apply_refusal(form, refused)
    context = {"place": row, "form": form, "back": reverse("territory:place", args=[pk])}
    return render(request, "territory/deed.html", context, status=422 if form.is_bound else 200)


def _deeds(row: Territory, *, succeeded: bool) -> list[tuple[str, str]]:
    return [
        (FORMS[step].title, reverse("territory:deed", args=[row.pk, step]))
        for step in rules.steps(row, succeeded=succeeded)
        if step != "zone" or queries.zone_is_open()
    ]


def _map(row: Territory, children: list[Territory]) -> tuple[SafeString, bool]:
    """What lies below, else the place itself among its neighbours."""
    rows = queries.boundaries(children) or queries.boundaries([row, *queries.siblings(row)])
    areas = [
        maps.Area(one.geometry, one.territory.name, reverse("territory:place", args=[one.territory_id]),
                  "here" if one.territory_id == row.pk else "")
        for one in rows
    ]  # fmt: skip
    title, desc = f"Peta {row.label}", ", ".join(area.label for area in areas)
    return maps.outline_svg(areas, title=title, desc=desc, key="wilayah"), any(one.is_sample for one in rows)


def _place(pk: UUID) -> Territory:
    try:
        return queries.territory(pk)
    except Refused as refused:
        raise Http404 from refused
