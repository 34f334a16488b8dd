"""What became of one's part: for the person and the lurah, and for nobody else."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rembuk.foundation.web.asked import Asked
from rembuk.front.home import queries, rules


@require_safe
def parts(request: Asked) -> HttpResponse:
    """A lurah's list, by place; who takes a part comes to their own page."""
    actor = request.actor
    if rules.takes_part(actor) and actor.office is not None:
        return redirect("home:part", actor.office.appointment_id)
    if not rules.oversees_parts(actor):
        raise Http404("no such page")
    return render(request, "home/parts.html", {"rows": queries.parts(actor)})


@require_safe
def part(request: Asked, appointment_id: UUID) -> HttpResponse:
    """The counts of one person, each with what was counted."""
    actor = request.actor
    found = queries.part(actor, appointment_id)
    if found is None:
        raise Http404("no such page")
    shown = {"term": found, "figures": queries.figures(found), "since": queries.since(found),
             "is_lurah": rules.oversees_parts(actor)}  # fmt: skip
    return render(request, "home/part.html", shown)
