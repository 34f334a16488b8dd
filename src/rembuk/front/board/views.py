"""The board of a mayor, a camat, a lurah, and the same as a sheet."""

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.coordination.decisions import worklist
from rembuk.foundation.institutions.queries.words import head
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.records import guarded
from rembuk.foundation.kernel.seams import Panel
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.context import address
from rembuk.front.board import queries
from rembuk.front.board.queries import Board, Line

ORDERS = {"": queries.by_name, "perlu": queries.attention}
HEAD = (
    "menurut", "nama", "sedang dikerjakan", "tanpa kabar", "lewat janji", "ditepati", "seharusnya selesai",
    "menunggu dicek", "menunggu anggaran", "bukan wewenang kota",
)  # fmt: skip


def _board(request: Asked) -> tuple[Actor, Board]:
    actor = request.actor
    found = queries.board(actor)
    if found is None:
        raise Refused(
            "not_allowed", f"Papan ini untuk {head('wali_kota')}, camat, {head('lurah')}, dan yang membantu mereka."
        )
    return actor, found


@require_safe
def board(request: Asked) -> HttpResponse:
    """What was promised and what became of it: without news first, what climbed here on top."""
    actor, found = _board(request)
    order = ORDERS.get(request.GET.get("urut", ""), queries.by_name)
    shown = {
        "board": found, "whole": found.whole, "raised": worklist.raised(actor), "now": text.moment(clock.now()),
        "since": text.day(found.since), "small": queries.SMALL, "by_need": order is queries.attention,
        "panels": _panels(found), "leads": order(found.leads), "places": order(found.places),
    }  # fmt: skip
    return render(request, "board/board.html", shown)


def _panels(found: Board) -> list[Panel]:
    area, one = address("decisions:area"), found.whole
    return [
        Panel("Tanpa kabar", one.silent, one.under_way, f"{area}?keadaan=tanpa_kabar", "soon" if one.silent else "",
              "dari yang sedang dikerjakan"),
        Panel("Lewat janji", one.late, one.under_way, f"{area}?keadaan=lewat", "late" if one.late else "",
              "dari yang sedang dikerjakan"),
        Panel("Ditepati", one.kept, one.promised, f"{area}?keadaan=ditepati&sejak={found.since}", "",
              f"dari yang seharusnya selesai sejak {text.short_day(found.since)}"),
    ]  # fmt: skip


@require_safe
def sheet(request: Asked) -> HttpResponse:
    """The same figures for a spreadsheet, with what they mean."""
    _, found = _board(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="papan-tindak-lanjut.csv"'
    answer.write("\ufeff")
    rows = csv.writer(answer)
    rows.writerow([guarded(f"Tindak lanjut {found.place.label}, per {text.moment(clock.now())}")])
    rows.writerow([f"ditepati: lolos cek dan dinyatakan selesai pada waktunya, sejak {text.day(found.since)}"])
    rows.writerow(["seharusnya selesai: yang lolos cek sejak tanggal itu, ditambah yang sekarang lewat janji"])
    rows.writerow(HEAD)
    parts = (
        ("seluruhnya", [Line(found.place.label, found.whole, None)]), ("pemimpin", queries.by_name(found.leads)),
        (found.level, queries.by_name(found.places)),
    )  # fmt: skip
    for kind, lines in parts:
        for line in lines:
            one = line.figures
            rows.writerow([
                guarded(kind), guarded(line.label), one.under_way, one.silent, one.late, one.kept, one.promised,
                one.done, one.budget, one.others,
            ])  # fmt: skip
    return answer
