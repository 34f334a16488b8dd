"""Anyone is heard: without account, without name, from a phone without network."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.coordination.reports import queries, receipts, sharing
from rembuk.coordination.reports.forms import IncidentForm, ReceiveForm, received
from rembuk.coordination.reports.forms import incident as send_incident
from rembuk.coordination.reports.models import Report, Track
from rembuk.coordination.reports.views.receiving import similar as alike
from rembuk.coordination.reports.views.receiving import suggested
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web import limits
from rembuk.foundation.web.forms import apply_refusal
from rembuk.front.portal.queries import passed_on

# A whole kelurahan may stand behind one address; a machine that floods sends more than this.
MOST, WHILE = 60, 60 * 60
# Whoever sends more than these of one network wakes a lurah for sport.
MOST_INCIDENTS = 20
TOO_MANY = "Dari jaringan ini sudah banyak laporan masuk. Simpan dulu, lalu kirim lagi satu jam kemudian."


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form in three steps: photo, place, one sentence."""
    form = ReceiveForm(request.POST or None, request.FILES or None, actor=PUBLIC)
    if request.method == "POST" and form.is_valid():
        limits.demand(f"portal.report@{request.META['REMOTE_ADDR']}", MOST, WHILE, TOO_MANY)
        try:
            done = received(PUBLIC, form)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            response = redirect("portal:received", done.report.code)
            return receipts.remember(response, done.report.code, done.secret)
    shown = {"form": form, "similar": alike(form), "public": "portal:trail", "suggested": suggested(form)}
    return render(request, "portal/report.html", shown, status=422 if form.errors else 200)


@require_safe
@cache_control(public=True, max_age=3600)
def blank(request: HttpRequest) -> HttpResponse:
    """The form as a phone keeps it for places without network: the same for everyone and about nobody."""
    form = ReceiveForm(actor=PUBLIC)
    form.initial["request_key"] = ""  # made on the phone
    return render(request, "portal/blank.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HttpRequest) -> HttpResponse:
    """The numbers to call first; then what goes on, in the shortest form."""
    form = IncidentForm(request.POST or None, request.FILES or None, actor=PUBLIC)
    if request.method == "POST" and form.is_valid():
        limits.demand(f"portal.incident@{request.META['REMOTE_ADDR']}", MOST_INCIDENTS, WHILE, TOO_MANY)
        try:
            done = send_incident(PUBLIC, form)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            response = redirect("portal:received", done.report.code)
            return receipts.remember(response, done.report.code, done.secret)
    shown = {"form": form, "calls": queries.calls()}
    return render(request, "portal/incident.html", shown, status=422 if form.errors else 200)


@never_cache
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt, only on the device that sent it: code, secret, and what happens now."""
    secret = receipts.secret_of(request, code)
    own = queries.with_secret(code, secret)
    found = own or queries.followed(code, secret)
    if found is None:
        raise Http404
    shown = {"report": found, "secret": secret, "joined": own is None, **next_for(found, secret)}
    return render(request, "portal/received.html", shown)


def next_for(found: Report, secret: str) -> dict[str, object]:
    """What the receipt says, the text that one sends to oneself, and the one that others may read."""
    return {
        "sealed": found.track == Track.SEALED,
        "incident": found.track == Track.INCIDENT,
        "keep": sharing.receipt_text(found, secret),
        **passed_on(found),
    }


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """The public reports nearby of the same kind, while somebody is typing."""
    form = ReceiveForm({**request.GET.dict(), "text": "-"}, actor=PUBLIC)
    form.is_valid()
    return render(request, "reports/similar.html", {"similar": alike(form), "public": "portal:trail"})


@never_cache
@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """Categories that the words suggest, while somebody is typing. They come in a body, never in an address."""
    return render(request, "reports/suggested.html", {"suggested": queries.suggested(request.POST.get("text", ""))})
