"""The rapat rutin: when a body meets, and the days on which it is otherwise."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.forms import DeviationForm, RegularForm
from rembuk.coordination.meetings.models import Deviation, Regular
from rembuk.coordination.meetings.views.lists import body_of, spoken
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

# How many of the next times are shown, and may be put off.
COMING = 6


@require_http_methods(["GET", "HEAD", "POST"])
def regular(request: Asked) -> HttpResponse:
    """Sets or ends the rapat rutin of a body, or lets one day be otherwise; its history stands below."""
    body = body_of(request)
    row = queries.regular(body)
    posted = request.POST or None
    other = posted is not None and ("ubah" in posted or "kembali" in posted)
    initial = {"week": row.week, "weekday": row.weekday, "at": row.at, "place": row.place} if row else {"week": 1}
    form = RegularForm(None if other else posted, initial=initial)
    otherwise = _otherwise(row, posted if other else None)
    if posted is not None and (_deviates(request, body, otherwise) if other else _sets(request, body, form)):
        return redirect(request.get_full_path() if other else "meetings:list")
    past = queries.regular_history(body)
    history = [(f"sampai {text.day(old.ended_at)}", spoken(old)) for old in past if old.ended_at]
    shown = {"form": form, "body": body, "row": row, "spoken": spoken(row), "history": history,
             "otherwise": otherwise, **_coming(row)}  # fmt: skip
    wrong = form.errors or (otherwise is not None and otherwise.errors)
    return render(request, "meetings/regular.html", shown, status=422 if wrong else 200)


def _sets(request: Asked, body: Institution, form: RegularForm) -> bool:
    try:
        if "akhiri" in request.POST:
            actions.end_regular(actor=request.actor, institution=body)
            messages.success(request, "Jadwal rapat rutin diakhiri.")
            return True
        if form.is_valid():
            actions.set_regular(actor=request.actor, institution=body, **form.cleaned_data)
            messages.success(request, "Jadwal rapat rutin disimpan.")
            return True
    except Refused as refused:
        apply_refusal(form, refused)
    return False


def _deviates(request: Asked, body: Institution, form: DeviationForm | None) -> bool:
    if "kembali" in request.POST:
        actions.keep_regular(actor=request.actor, institution=body, day=_day(request.POST["kembali"]))
        messages.success(request, "Hari itu kembali menurut jadwal.")
        return True
    if form is None or not form.is_valid():
        return False
    try:
        actions.deviate(actor=request.actor, institution=body, **form.told)
    except Refused as refused:
        apply_refusal(form, refused)
        return False
    messages.success(request, "Tersimpan. Rapat berikutnya dihitung menurut perubahan ini.")
    return True


def _otherwise(row: Regular | None, data: object) -> DeviationForm | None:
    if row is None:
        return None
    days = [clock.local(due).date() for due, _ in queries.coming(row, clock.now(), COMING)]
    return DeviationForm(data, days=days, usual=row.at)


def _coming(row: Regular | None) -> dict[str, object]:
    """The next times, and what is otherwise."""
    if row is None:
        return {"coming": [], "deviations": []}
    held = [meets for _, meets in queries.coming(row, clock.now(), COMING)]
    return {
        "coming": [f"{text.weekday(one)}, pukul {text.hour(one)}" for one in held],
        "deviations": [(one, text.weekday(one.day), _instead(one)) for one in queries.deviations(row)],
    }


def _instead(one: Deviation) -> str:
    if one.starts_at is None:
        return "tidak diadakan"
    where = f", di {one.place}" if one.place else ""
    return f"menjadi {text.weekday(one.starts_at)}, pukul {text.hour(one.starts_at)}{where}"


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Http404("no such day") from None
