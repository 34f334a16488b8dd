"""The page that names every address of open data, and the feed of what became public."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.foundation.territory import queries as territory
from rembuk.foundation.web import etag
from rembuk.front.api import feeds, openapi, shapes
from rembuk.front.api.endpoints import ENDPOINTS

SECONDS = 300
# The files of figures that are the whole city's.
SHEETS = [(row.path, row.about) for row in ENDPOINTS if row.path.endswith(".csv") and "{" not in row.path]


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What may be fetched, where, and what is in it."""
    shown = {"kelurahan": territory.kelurahan_codes(), "open311": shapes.absolute("/open311/v2/"), "sheets": SHEETS}
    return render(request, "api/data.html", shown)


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest public reports of the city, or of `?kelurahan=<code>`, as Atom."""
    place, code = _wanted(request)
    return _open(request, HttpResponse(feeds.newest(place, code), content_type="application/atom+xml; charset=utf-8"))


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """The meetings that anyone may come to, of the city or of `?kelurahan=<code>`, as iCalendar."""
    place, _ = _wanted(request)
    return _open(request, HttpResponse(feeds.calendar(place), content_type="text/calendar; charset=utf-8"))


def _wanted(request: HttpRequest) -> tuple[territory.Place | None, str]:
    code = request.GET.get("kelurahan", "")[:20]
    place = territory.place(code) if code else None
    if code and place is None:
        raise Http404
    return place, code


def _open(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Anyone's program may read it, and keep it for a while."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return etag.stamp(request, etag.public(response, SECONDS))  # type: ignore[arg-type]


@require_safe
def described(request: HttpRequest) -> HttpResponseBase:
    """Every address for programs with all that it answers (OpenAPI)."""
    return _open(request, JsonResponse(openapi.document(), json_dumps_params={"ensure_ascii": False}))
