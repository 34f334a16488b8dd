"""The public pages of proposals: what became of one, of all that an RW asked for, of a kelurahan's."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang import queries
from rembuk.planning.musrenbang.tones import TONES

# So many years have a file of their own.
YEARS = 5


@require_safe
def fate(request: HttpRequest, code: str) -> HttpResponse:
    """Where a proposal stands, who decided what and why, which money and which works build it."""
    found = queries.fate(code)
    if found is None:
        raise Http404
    title, address = found.title, reverse("musrenbang:fate", args=[found.row.code])
    shown = {
        "fate": found, "row": found.row, "tone": TONES[found.row.status], "address": address,
        "share": f"Usulan {title}: {found.state}. Nasibnya:", "preview_title": title, "preview_text": found.state,
    }  # fmt: skip
    return render(request, "musrenbang/fate.html", shown)


@require_safe
def fates(request: HttpRequest) -> HttpResponse:
    """A proposal by its code, or the kelurahan of the city."""
    code = request.GET.get("kode", "").replace(" ", "").upper()[:16]
    if code and queries.fate(code) is not None:
        return redirect("musrenbang:fate", code)
    city = territories.served()
    named = territories.open_codes(city)
    areas = [(above, [(named.get(one.pk, ""), one) for one in territories.children(above)])
             for above in territories.children(city)]  # fmt: skip
    return render(request, "musrenbang/fates.html", {"areas": areas, "code": code})


@require_safe
def fate_kelurahan(request: HttpRequest, place: str) -> HttpResponse:
    """What each RW of a kelurahan asked for in five years, in numbers."""
    found = kelurahan_of(place)
    shown = {"place": found, "code": place, "parts": queries.asked_in(found), "years": queries.rounds()[:YEARS],
             "votes": queries.votes_in(found)}  # fmt: skip
    return render(request, "musrenbang/fate_kelurahan.html", shown)


@require_safe
def fate_rw(request: HttpRequest, place: str, rw: int) -> HttpResponse:
    """All that an RW asked for in five years, and what became of it."""
    above = kelurahan_of(place)
    found = next((row for row in territories.children(above) if row.level == "rw" and row.number == rw), None)
    if found is None:
        raise Http404
    years = [(year, [(wish, TONES[wish.state]) for wish in year.wishes]) for year in queries.asked_by(found)]
    return render(request, "musrenbang/fate_rw.html", {"place": found, "above": above, "code": place, "years": years})


def kelurahan_of(code: str) -> Territory:
    """The kelurahan of a code; 404 where there is none."""
    found = territories.by_code(code)
    if found is None or found.level not in {"kelurahan", "desa"}:
        raise Http404
    return found
