"""The bahan rapat: who has handed in, one's own sheet, and the whole as a PDF."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.meetings import actions, bahan, queries
from rembuk.coordination.meetings.forms import BriefingForm
from rembuk.coordination.meetings.views.asked import fetch
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal


@require_safe
def briefings(request: Asked, code: str) -> HttpResponse:
    """Who brings a sheet, and who has handed it in."""
    found = fetch(request, code)
    rows = queries.body_sheets(found)
    shown = {
        "meeting": found, "rows": [(row, bahan.state(row)) for row in rows], "handed": sum(row.handed for row in rows),
        "own": queries.own_sheet(request.actor, found),
    }  # fmt: skip
    return render(request, "meetings/briefings.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def briefing(request: Asked, code: str) -> HttpResponse:
    """The sheet of one's own body: what the data say, and what the body adds."""
    found = fetch(request, code)
    sheet = queries.own_sheet(request.actor, found)
    if sheet is None:
        raise Refused("not_allowed", "Lembaga Anda tidak membawa bahan ke rapat ini.")
    row = sheet.briefing
    names = ("obstacles", "proposal", "budget", "realised", "version")
    form = BriefingForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        seen = said.pop("version")
        hand_in = "serahkan" in request.POST
        try:
            actions.write_briefing(actor=request.actor, meeting=found, hand_in=hand_in, seen=seen, **said)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, "Bahan sudah diserahkan." if hand_in else "Tersimpan, belum diserahkan.")
            return redirect("meetings:briefings" if hand_in else "meetings:briefing", code)
    since = queries.looked_back(found)
    shown = {"meeting": found, "sheet": sheet, "form": form, "state": bahan.state(sheet), "since": text.day(since),
             "sections": bahan.by_section(queries.lines_of(request.actor, sheet, since))}  # fmt: skip
    return render(request, "meetings/briefing.html", shown, status=422 if form.errors else 200)


@require_safe
def briefings_pdf(request: Asked, code: str) -> HttpResponse:
    """All sheets in one."""
    found = fetch(request, code)
    response = HttpResponse(bahan.pdf(request.actor, found), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="bahan-{found.code}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
