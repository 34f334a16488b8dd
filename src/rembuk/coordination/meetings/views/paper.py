"""The daftar hadir on paper: printed for signatures, and kept as a photo once it is signed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.meetings import actions, queries, signing_sheet
from rembuk.coordination.meetings.forms import SignedSheetForm
from rembuk.coordination.meetings.views.asked import demand, fetch
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal


@require_safe
def signing(request: Asked, code: str) -> HttpResponse:
    """The sheet to be signed by hand."""
    found = fetch(request, code)
    drawn = signing_sheet.pdf(found, queries.letterhead(found.institution), queries.attendances(found))
    headers = {"Content-Disposition": f'inline; filename="daftar-hadir-{found.code}.pdf"',
               "Cache-Control": "private, no-cache"}  # fmt: skip
    return HttpResponse(drawn, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def signed(request: Asked, code: str) -> HttpResponse:
    """Keeps a photo of the signed sheet with the meeting."""
    found = fetch(request, code)
    demand(request, "keep_signed", found)
    form = SignedSheetForm(request.POST, request.FILES) if request.method == "POST" else SignedSheetForm()
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_signed(actor=request.actor, meeting=found, photos=form.cleaned_data["photos"])
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, "Foto daftar hadir disimpan.")
            return redirect("meetings:signed", code)
    context = {"meeting": found, "form": form, "photos": queries.signed_sheets(found),
               "open": "keep_signed" in queries.steps(request.actor, found)}  # fmt: skip
    return render(request, "meetings/signed.html", context, status=422 if form.errors else 200)
