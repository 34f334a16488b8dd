"""The weekly sheets: printed for a kelurahan or an RW, found by number, typed in line by line."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal
from rembuk.front.home import actions, paper, queries, rules
from rembuk.front.home.deeds import NOTE, TABLE
from rembuk.front.home.forms import KEEP, LineForm
from rembuk.front.home.models import Sheet, SheetLine


@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: Asked) -> HttpResponse:
    """This week's sheets of the area; a button makes those that are missing."""
    actor = request.actor
    if not rules.prints(actor):
        raise Refused("not_allowed", "Lembar RW dicetak oleh kelurahan, Pamor, atau pengurus RW.")
    if request.method == "POST":
        made = actions.make_sheets(actor=actor)
        messages.success(request, f"{len(made)} lembar siap dicetak.")
        return redirect("home:sheets")
    week = rules.monday(clock.today())
    rows = [_row(body.name, sheet) for body, sheet in queries.sheets(actor, week)]
    return render(request, "home/sheets.html", {"rows": rows, "week": week, "some": any(row.number for row in rows),
                                                "missing": not all(row.number for row in rows)})  # fmt: skip


@require_safe
def all_sheets(request: Asked) -> HttpResponse:
    """/lembar/, typed from paper: the sheets that the actor may print."""
    return redirect("home:sheets")


@dataclass(frozen=True, slots=True)
class Row:
    """An RW of the week."""

    name: str
    number: str
    note: str


def _row(name: str, sheet: Sheet | None) -> Row:
    if sheet is None:
        return Row(name, "", "belum dicetak minggu ini")
    lines = list(sheet.lines.all())
    typed = sum(line.typed_at is not None for line in lines)
    return Row(name, sheet.number, f"{sheet.number} · {typed} dari {len(lines)} baris sudah diketik")


@require_safe
def open_sheet(request: Asked) -> HttpResponse:
    """Finds a sheet by the number that was typed."""
    if not rules.prints(request.actor):
        raise Refused("not_allowed", "Lembar RW diketik oleh Pamor atau pengurus RW.")
    try:
        return redirect("home:sheet", queries.sheet(request.actor, request.GET.get("nomor", "")).number)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("home:sheets")


@require_safe
def sheet_pdf(request: Asked, number: str) -> HttpResponse:
    """The page to print."""
    found = queries.sheet(request.actor, number)
    return _pdf([found], f"lembar-rw-{found.number}.pdf")


@require_safe
def week_pdf(request: Asked) -> HttpResponse:
    """All sheets of this week of the area, to be printed in one go."""
    if not rules.prints(request.actor):
        raise Refused("not_allowed", "Lembar RW dicetak oleh kelurahan, Pamor, atau pengurus RW.")
    week = rules.monday(clock.today())
    made = [sheet for _, sheet in queries.sheets(request.actor, week) if sheet]
    if not made:
        messages.info(request, "Belum ada lembar minggu ini. Buat dulu.")
        return redirect("home:sheets")
    return _pdf(made, f"lembar-rw-{week:%Y-%m-%d}.pdf")


def _pdf(found: list[Sheet], name: str) -> HttpResponse:
    drawn = paper.pdf([(sheet, queries.lines(sheet)) for sheet in found])
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-cache"}
    return HttpResponse(drawn, content_type="application/pdf", headers=headers)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with what became of it since it was printed, and the form to type it in."""

    line: SheetLine
    since: str
    typed: str
    form: LineForm | None


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Asked, number: str) -> HttpResponse:
    """The same lines in the same order; what was written on each is typed in and saved together."""
    actor, found = request.actor, queries.sheet(request.actor, number)
    may, lines = rules.may_type(actor, found), queries.lines(found)
    forms: dict[int, LineForm] = {}
    saved = refused = 0
    if request.method == "POST":
        rules.demand_type(actor, found)
        for line in lines:
            form = LineForm(request.POST, line=line)
            if line.typed_at is None and form.has_changed() and form.data.get(form.add_prefix("deed")):
                if _typed(actor, line, form):
                    saved += 1
                else:
                    forms[line.order], refused = form, refused + 1
        if not refused:
            messages.success(request, f"{saved} baris diketik atas nama ketua RW." if saved else "Tidak ada yang baru.")
            return redirect("home:sheet", found.number)
    rows = [_shown(actor, found, line, forms.get(line.order), may=may) for line in queries.lines(found)]
    shown = {"sheet": found, "rows": rows, "may": may, "saved": saved, "refused": refused,
             "left": any(row.form for row in rows)}  # fmt: skip
    return render(request, "home/sheet.html", shown, status=422 if refused else 200)


def _typed(actor: Actor, line: SheetLine, form: LineForm) -> bool:
    if not form.is_valid():
        return False
    told = form.cleaned_data
    try:
        on = told["on"] or clock.today()
        actions.type_line(actor=actor, line=line, deed=told["deed"], on=on, said=form.written())
    except Refused as refused:
        apply_refusal(form, refused)
        return False
    return True


def _shown(actor: Actor, found: Sheet, line: SheetLine, form: LineForm | None, *, may: bool) -> Shown:
    row = queries.thing(line.key)
    voice = queries.typist(actor, found)
    since = " · ".join(queries.changes_since(voice, found, line, row)) if row else "tidak ada lagi"
    if line.typed_at is not None:
        known = TABLE[line.key.partition(":")[0]]
        label = KEEP if line.deed == NOTE else known[line.deed].label
        return Shown(line, since, f"{label}, diketik {line.typed_by}", None)
    return Shown(line, since, "", (form or LineForm(line=line)) if may else None)
