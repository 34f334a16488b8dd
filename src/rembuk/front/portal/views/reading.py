"""Pages that only show."""

from datetime import date

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.reports import actions, receipts
from rembuk.coordination.reports import queries as reports_queries
from rembuk.coordination.reports.models import Status
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territory
from rembuk.foundation.web import limits, links
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.context import address as at
from rembuk.front.portal import progress, queries

NEWEST = 6
MOST_JOIN = 60  # an hour, from one address: a whole kelurahan may stand behind it
JOINABLE = frozenset({Status.DELIBERATING, Status.WITH_UNIT, Status.AWAITING_BUDGET, Status.REFERRED})


@require_safe
def home(request: Asked) -> HttpResponse:
    """What Rembuk is, the three deeds of a resident, and the newest."""
    shown = {
        "city": territory.served(), "way": reports_queries.way(), "rows": queries.newest(NEWEST),
        "incidents": reports_queries.public_incidents(),
        "panels": [panel for panel in reports_queries.public_figures() if panel.count],
    }  # fmt: skip
    return render(request, "portal/home.html", shown)


@require_safe
def reports(request: Asked) -> HttpResponse:
    """The public list, newest first."""
    return render(request, "portal/reports.html", {"shown": queries.reports_page(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def trail(request: Asked, code: str) -> HttpResponse:
    """A public report's trail; posting joins it ("Ini sama, saya ikut")."""
    report = reports_queries.public_report(code)
    if report is None:
        raise Http404
    address, state = links.each("portal:trail")(report.code), queries.STATES[report.status]
    if request.method == "POST":
        if receipts.secret_of(request, report.code):
            return redirect("portal:received", report.code)  # this device has it already: it is not one more
        limits.demand(f"portal.join@{request.META['REMOTE_ADDR']}", MOST_JOIN, 60 * 60)
        whole = reports_queries.by_id(report.pk) or report
        joined = actions.join(actor=request.actor, report=whole)
        return receipts.remember(redirect("portal:received", report.code), report.code, joined.secret)
    work = reports_queries.public_work(report)
    shown = {
        "report": report, "steps": reports_queries.steps(report),
        "lines": queries.trail_lines(report, work, reports_queries.public_trail(report)),
        **progress.told(work),
        "facts": " · ".join(reports_queries.facts(report, public=True)), "words": reports_queries.public_words(report),
        "photos": reports_queries.public_photos(report), "address": address,
        "state": state, "tone": queries.tone(report), "own": f"{at('portal:track')}?kode={report.code}",
        "open": report.status in JOINABLE, "merged": queries.merged_into(report),
        "share": f"{report.title}: {state}. Jejaknya:", "preview_title": report.title, "preview_text": state,
    }  # fmt: skip
    return render(request, "portal/trail.html", shown)


@require_safe
def map_(request: Asked) -> HttpResponse:
    """The outlines of the city, or the points of a kelurahan; the same as a list below."""
    return render(request, "portal/map.html", {"map": queries.map_of(request.GET.get("kelurahan", ""))})


@require_safe
def digests(request: Asked) -> HttpResponse:
    """The published digests, newest first."""
    return render(request, "portal/digests.html", {"page_of": queries.digests_page(request)})


@require_safe
def all_digests(request: Asked) -> JsonResponse:
    """The chain of all closed days, oldest first; `docs/periksa_sidik.py` reads it."""
    return JsonResponse(queries.digest_chain(), safe=False)


@require_safe
def digest(request: Asked, day: str) -> HttpResponse:
    """What a stranger needs to check a day: hashes only, no words."""
    try:
        return JsonResponse(queries.digest_file(date.fromisoformat(day)))
    except (ValueError, Refused):
        raise Http404 from None
