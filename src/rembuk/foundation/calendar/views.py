"""/kalender/: the year's days that differ from their weekday; Pemerintahan changes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.foundation.calendar import actions, queries, rules
from rembuk.foundation.calendar.forms import DayForm, FillForm
from rembuk.foundation.calendar.models import Day
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

Deed = Callable[[Actor], object]


@dataclass(frozen=True, slots=True)
class Month:
    """A month's rows and how many days the offices work in it."""

    name: str
    days: list[Day]
    working: int


@require_safe
def year(request: Asked, year: int | None = None) -> HttpResponse:
    """The year, month by month."""
    return _page(request, _year(year))


@require_http_methods(["GET", "POST"])
def fill(request: Asked, year: int) -> HttpResponse:
    """Adds the days the year is known to have, and names its decree."""
    form = FillForm(request.POST or None)
    return _deed(request, year, form, lambda actor: _fill(request, actor, year, form))


@require_http_methods(["GET", "POST"])
def day(request: Asked, year: int) -> HttpResponse:
    """Sets a day."""
    form = DayForm(request.POST or None)
    return _deed(request, year, form, lambda actor: actions.set_day(actor=actor, **form.cleaned_data))


@require_POST
def drop(request: Asked, on: date) -> HttpResponse:
    """The date follows its weekday again."""
    actor = _editor(request)
    actions.drop_day(actor=actor, date=on)
    messages.success(request, f"{text.weekday(on)} kembali mengikuti hari biasa.")
    return redirect("calendar:year", on.year)


def _deed(request: Asked, year: int, form: Form, do: Deed) -> HttpResponse:
    actor = _editor(request)
    if request.method == "POST" and form.is_valid():
        try:
            do(actor)
            return redirect("calendar:year", year)
        except Refused as refused:
            apply_refusal(form, refused)
    return _page(request, year, form)


def _fill(request: Asked, actor: Actor, year: int, form: FillForm) -> None:
    count = actions.fill_year(actor=actor, year=year, decree=form.cleaned_data["decree"])
    messages.success(request, f"{count} hari ditambahkan. Cocokkan dengan SKB-nya.")


def _is_known(year: int) -> bool:
    return actions.FIRST_YEAR <= year <= actions.LAST_YEAR


def _page(request: Asked, year: int, form: Form | None = None) -> HttpResponse:
    decree = queries.decree(year)
    context = {
        "year": year, "decree": decree, "months": _months(year),
        "others": [other for other in (year - 1, year + 1) if _is_known(other)],
        "working": queries.working_in(year), "may_edit": rules.may_edit(request.actor),
        "day_form": form if isinstance(form, DayForm) else DayForm(),
        "fill_form": form if isinstance(form, FillForm) else FillForm(initial={"decree": decree and decree.number}),
    }  # fmt: skip
    return render(request, "calendar/year.html", context, status=422 if form is not None and form.is_bound else 200)


def _months(year: int) -> list[Month]:
    rows = queries.days(year)
    return [
        Month(name, [row for row in rows if row.date.month == number], queries.working_in(year, number))
        for number, name in enumerate(text.MONTHS, start=1)
    ]


def _year(year: int | None) -> int:
    found = year or clock.today().year
    if not _is_known(found):
        raise Http404
    return found


def _editor(request: Asked) -> Actor:
    actor = request.actor
    if not rules.may_edit(actor):
        raise PermissionDenied
    return actor
