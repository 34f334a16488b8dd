"""An office writes down what it sees, or what a resident tells it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.reports import queries, receipts, sharing
from rembuk.coordination.reports.forms import ReceiveForm, received
from rembuk.foundation.kernel import seams
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: Asked) -> HttpResponse:
    """The form in three steps; once sent, the receipt with code and secret to hand over."""
    actor = request.actor
    if not actor.scope("reports.receive"):
        raise Refused("not_allowed", "Menerima laporan atas nama warga bukan wewenang jabatan Anda.")
    form = ReceiveForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            done = received(actor, form)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            response = redirect("reports:received", done.report.code)
            return receipts.remember(response, done.report.code, done.secret)
    # The public page of what is alike: it may lie next door, where this office sees nothing.
    while_typing = reverse(seams.link("similar")) if seams.link("similar") else ""
    shown = {
        "form": form, "similar": similar(form), "similar_url": while_typing, "public": seams.link("public_report"),
        "suggested": suggested(form), "suggest_url": reverse(seams.link("suggest")) if seams.link("suggest") else "",
    }  # fmt: skip
    return render(request, "reports/receive.html", shown, status=422 if form.errors else 200)


@never_cache
@require_safe
def receipt(request: Asked, code: str) -> HttpResponse:
    """What is given to the resident; only on the device that sent it."""
    secret = receipts.secret_of(request, code)
    report = queries.with_secret(code, secret)
    if report is None:
        raise Http404
    mine = queries.sees(request.actor, report)
    shown = {
        "report": report, "secret": secret, "mine": mine, "share": sharing.receipt_text(report, secret),
        "track": seams.link("track"),
    }  # fmt: skip
    return render(request, "reports/received.html", shown)


def similar(form: ReceiveForm) -> list[Any]:
    """Public ones nearby of the same category, to join instead of sending a double."""
    told = getattr(form, "cleaned_data", {})
    category = form.category_found if told.get("category") else None
    if category is None:
        return []
    return queries.similar_public(told.get("lat"), told.get("lng"), category, told.get("place_found"))


def suggested(form: ReceiveForm) -> list[Any]:
    """What the words suggest, for somebody who has not chosen a category."""
    told = getattr(form, "cleaned_data", {})
    return queries.suggested(told["text"]) if told.get("text") and not told.get("category") else []
