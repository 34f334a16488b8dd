"""The page that names every address of open data, and the feed of what became public."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.foundation.territory import queries as territory
from rembuk.foundation.web import etag
from rembuk.front.api import feeds, openapi, shapes

SECONDS = 300


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What may be fetched, where, and what is in it."""
    shown = {"kelurahan": territory.kelurahan_codes(), "open311": shapes.absolute("/open311/v2/")}
    return render(request, "api/data.html", shown)


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest public reports of the city, or of `?kelurahan=<code>`, as Atom."""
    code = request.GET.get("kelurahan", "")[:20]
    place = territory.place(code) if code else None
    if code and place is None:
        raise Http404
    response = HttpResponse(feeds.newest(place, code), content_type="application/atom+xml; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return etag.stamp(request, etag.public(response, SECONDS))  # type: ignore[arg-type]


@require_safe
def described(request: HttpRequest) -> HttpResponseBase:
    """Every address for programs with all that it answers (OpenAPI)."""
    response = JsonResponse(openapi.document(), json_dumps_params={"ensure_ascii": False})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return etag.stamp(request, etag.public(response, SECONDS))  # type: ignore[arg-type]
