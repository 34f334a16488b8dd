"""The one page as a spreadsheet: out, in with a look at what would change, and the rows that could not be read."""

import csv
import json

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rembuk.coordination.decisions import forms, queries, sheets
from rembuk.coordination.decisions import lines as written
from rembuk.coordination.decisions.views.lines import may_tell
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel import sheets as cells
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.records import disarmed
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.downloads import saved
from rembuk.foundation.web.forms import apply_refusal

MANY = "Sekali unggah {most} baris berubah. Simpan yang ini dulu, lalu unggah lagi untuk sisanya."


@never_cache
@require_safe
def sheet(request: Asked) -> HttpResponse:
    """All lines of the actor's body."""
    content = sheets.written(queries.all_lines(request.actor, sheets.MAX_ROWS))
    return saved(content, cells.MEDIA_TYPE, f"tindak-lanjut-{clock.today():%Y-%m-%d}.xlsx")


@never_cache
@require_POST
def read_sheet(request: Asked) -> HttpResponse:
    """What a filled sheet would change, line by line; nothing is saved before somebody has looked at it."""
    form, actor = forms.SheetForm(request.POST, request.FILES), request.actor
    context: dict[str, object] = {"form": form, "now": clock.now(), "may": may_tell(actor)}
    if form.is_valid():
        try:
            found = sheets.read(form.cleaned_data["file"].read(cells.MAX_BYTES + 1))
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            context |= _looked_at(request, found)
    return render(request, "decisions/sheet.html", context, status=422 if form.errors else 200)


def _looked_at(request: Asked, found: sheets.Read) -> dict[str, object]:
    given = found.lines[: written.MOST]
    tried = written.tried(request.actor, given)
    typed = {line.code: line for line in given}
    rows = {row.code: row for row in queries.lines_by_code(request.actor, typed)}
    shown = [rows[line.code] for line in given if line.code in rows and line not in tried.there]
    lost = [sheets.Wrong(found.rows[code], code, why) for code, why in tried.refused.items()]
    wrong = sorted([*found.wrong, *lost], key=lambda one: one.row)
    return {
        "rows": shown, "typed": {row.code: typed[row.code] for row in shown}, "refused": tried.refused,
        "good": len(tried.good), "there": len(tried.there), "wrong": wrong,
        "told": json.dumps([[one.row, one.code, one.why] for one in wrong]),
        "more": MANY.format(most=written.MOST) if len(found.lines) > written.MOST else "",
    }  # fmt: skip


@require_POST
def sheet_errors(request: Asked) -> HttpResponse:
    """The rows that were left out, with their reasons, as a file."""
    try:
        told = [[str(cell)[:400] for cell in row][:3] for row in json.loads(request.POST.get("rows", "[]"))]
    except (ValueError, TypeError, RecursionError):
        raise Refused("unreadable", "Daftar barisnya tidak terbaca.") from None
    answer = saved("", "text/csv; charset=utf-8", "baris-ditolak.csv")
    out = csv.writer(answer)
    out.writerow(["baris", "kode", "alasan"])
    out.writerows(disarmed(told[: sheets.MAX_ROWS]))
    return answer
