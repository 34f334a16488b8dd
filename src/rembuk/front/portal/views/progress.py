"""What the OPD lead and what became of it, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.foundation.kernel import clock, text
from rembuk.foundation.web import filters
from rembuk.front.portal import progress

SILENT = "tanpa_kabar"


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The OPD that lead work, by name, each with n of m."""
    return render(request, "portal/units.html", {"lines": progress.lines(), "today": text.day(clock.today())})


@require_safe
def unit(request: HttpRequest, name: str) -> HttpResponse:
    """What one OPD leads, with its last news, or since when there is none."""
    silent = request.GET.get("keadaan") == SILENT
    found = progress.led(name, request.GET.get("sesudah", ""), silent=silent)
    if found is None:
        raise Http404
    stands = filters.links(request, "keadaan", [(SILENT, "Tanpa kabar")])
    shown = {"led": found, "silent": silent, "stands": stands, "today": text.day(clock.today())}
    return render(request, "portal/unit.html", shown)
