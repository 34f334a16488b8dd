"""The screen on which a kelurahan sees which proposals ask for the same, and merges them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.web.asked import Asked
from rembuk.planning.musrenbang import actions, queries, rules

MOST = 100


@require_http_methods(["GET", "HEAD", "POST"])
def alike(request: Asked, territory_id: UUID) -> HttpResponse:
    """The groups of a kelurahan; what is ticked becomes one, or is known from now on as not the same."""
    actor, found = request.actor, queries.newest()
    kelurahan = territories.territory(territory_id)
    if kelurahan.level not in {"kelurahan", "desa"} or not actor.holds(rules.VIEW, kelurahan.path) or found is None:
        raise Refused("not_found", "Usulan kelurahan ini tidak ada, atau bukan untuk Anda.")
    if not actor.holds(rules.REVIEW, kelurahan.path):
        raise Refused("not_allowed", "Usulan serupa diperiksa kelurahan.")
    refused = ""
    if request.method == "POST":
        rows = [queries.proposal(actor, code) for code in request.POST.getlist("usulan")[:MOST]]
        if request.POST.get("deed") == "apart":
            actions.tell_apart(actor=actor, proposals=rows)
            messages.success(request, "Dicatat: bukan pekerjaan yang sama. Tidak ditawarkan lagi.")
            return redirect("musrenbang:alike", kelurahan.pk)
        into = next((row for row in rows if row.code == request.POST.get("induk")), None)
        if into is not None and len(rows) > 1:
            actions.merge_all(actor=actor, proposals=rows, into=into)
            said = f"{len(rows)} usulan digabung menjadi {into.code}. Semua pengusul tetap tercatat."
            messages.success(request, said)
            return redirect("musrenbang:alike", kelurahan.pk)
        refused = "Belum digabung. Centang paling sedikit dua usulan, juga yang namanya dipakai."
    return render(request, "musrenbang/alike.html", {
        "kelurahan": kelurahan, "refused": refused, "ticked": request.POST.getlist("usulan"),
        "named": request.POST.get("induk"), "round": found, "offers": queries.alike(found, kelurahan),
        "merges": found.status == "open",
    }, status=422 if refused else 200)  # fmt: skip
