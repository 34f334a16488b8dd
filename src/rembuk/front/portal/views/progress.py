"""What the OPD lead and what became of it, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.foundation.kernel import clock, text
from rembuk.front.portal import progress


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The OPD that lead work, by name, each with n of m."""
    return render(request, "portal/units.html", {"lines": progress.lines(), "today": text.day(clock.today())})


@require_safe
def unit(request: HttpRequest, name: str) -> HttpResponse:
    """What one OPD leads, with its last news, or since when there is none."""
    found = progress.led(name, request.GET.get("sesudah", ""))
    if found is None:
        raise Http404
    return render(request, "portal/unit.html", {"led": found, "today": text.day(clock.today())})
