"""What the OPD lead and what became of it, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.coordination.reports import queries as reports
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.web import filters, tables
from rembuk.front.portal import progress

SILENT = "tanpa_kabar"
FIGURES = ("angka", "jumlah", "dari", "arti", "per")
UNITS = ("opd", "selesai_dan_dicek", "dari", "tanpa_kabar", "sedang_dikerjakan", "kabar_terakhir", "per")


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


@require_safe
def figures_sheet(request: HttpRequest) -> HttpResponseBase:
    """The figures of the front page."""
    today = clock.today()
    rows = [(one.label, one.count, one.out_of, one.note, today) for one in reports.public_figures()]
    return tables.table(request, "angka", FIGURES, rows)


@require_safe
def units_sheet(request: HttpRequest) -> HttpResponseBase:
    """The n of m of every OPD."""
    rows = [
        (one.unit.label, *one.counted, clock.local(one.last).date() if one.last else "", clock.today())
        for one in progress.lines()
    ]
    return tables.table(request, "opd", UNITS, rows)
