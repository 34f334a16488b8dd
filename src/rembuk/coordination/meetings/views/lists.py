"""The meetings that come and that were, the invitation, and the rapat rutin."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.meetings import actions, queries, rules
from rembuk.coordination.meetings.forms import ConveneForm, RegularForm
from rembuk.coordination.meetings.models import Regular
from rembuk.coordination.meetings.views.asked import Asked
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web import filters
from rembuk.foundation.web.forms import apply_refusal


@require_safe
def meeting_list(request: Asked) -> HttpResponse:
    """What comes, or what was (`?lihat=lewat`)."""
    ended = request.GET.get("lihat") == "lewat"
    cursor = request.GET.get("sesudah", "")
    page = queries.past(request.actor, cursor) if ended else queries.meetings(request.actor, cursor)
    bodies = queries.bodies(request.actor)
    context = {
        "rows": page,
        "ended": ended,
        "links": filters.links(request, "lihat", [("lewat", "Sudah lewat")], everything="Akan datang"),
        "may_convene": bool(bodies),
        "regular": _spoken(queries.regular(bodies[0])) if bodies else "",
    }
    return render(request, "meetings/list.html", context)


def _spoken(row: Regular | None) -> str:
    if row is None:
        return "Belum ada jadwal rapat rutin."
    day = text.DAYS[row.weekday]
    when = f"setiap {day}" if row.week == rules.EVERY_WEEK else f"{day} {rules.WEEKS[row.week]} setiap bulan"
    return f"Rapat rutin {when}, pukul {row.at:%H.%M}, {row.place}."


def _body(request: Asked) -> Institution:
    """The body that is meant: by `?lembaga`, else the actor's own."""
    bodies = queries.bodies(request.actor)
    if not bodies:
        raise Refused("not_allowed", "Jabatan Anda tidak mengundang rapat; Anda diundang.")
    wanted = request.GET.get("lembaga", "")
    found = next((body for body in bodies if str(body.pk) == wanted or not wanted), None)
    if found is None:
        raise Http404("no such body")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def convene(request: Asked) -> HttpResponse:
    """Calls a body together; what waits for it proposes itself."""
    body = _body(request)
    proposals = queries.proposed(request.actor, body.pk)
    row, coming = queries.regular(body), queries.next_regular(body, clock.now())
    if request.method == "POST":
        form = ConveneForm(request.POST, proposals=proposals)
        if form.is_valid():
            regular = row if coming is not None and form.starts_at == coming else None
            try:
                meeting = actions.convene(
                    actor=request.actor, institution=body, title=form.cleaned_data["title"], starts_at=form.starts_at,
                    place=form.cleaned_data["place"], regular=regular, keys=form.taken,
                )  # fmt: skip
            except Refused as refused:
                apply_refusal(form, refused)
            else:
                messages.success(request, "Undangan sudah dikirim. Bagikan juga lewat WA.")
                return redirect("meetings:meeting", meeting.code)
    else:
        form = ConveneForm(initial=_initial(body, row), proposals=proposals)
    context = {
        "form": form, "body": body, "bodies": queries.bodies(request.actor), "invited": queries.invitees(body),
        "regular": _spoken(row),
    }  # fmt: skip
    return render(request, "meetings/convene.html", context, status=422 if form.errors else 200)


def _initial(body: Institution, row: Regular | None) -> dict[str, object]:
    coming = queries.next_regular(body, clock.now())
    if row is None or coming is None:
        return {"title": f"Rapat {body}"}
    local = clock.local(coming)
    month = text.MONTHS[local.month - 1]
    return {"title": f"Rapat rutin {body}, {month} {local.year}", "day": local.date(), "at": local.time(),
            "place": row.place}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def regular(request: Asked) -> HttpResponse:
    """Sets or ends the rapat rutin of a body; its history stands below."""
    body = _body(request)
    row = queries.regular(body)
    initial = {"week": row.week, "weekday": row.weekday, "at": row.at, "place": row.place} if row else {"week": 1}
    form = RegularForm(request.POST or None, initial=initial)
    if request.method == "POST":
        try:
            if "akhiri" in request.POST:
                actions.end_regular(actor=request.actor, institution=body)
                messages.success(request, "Jadwal rapat rutin diakhiri.")
                return redirect("meetings:list")
            if form.is_valid():
                actions.set_regular(actor=request.actor, institution=body, **form.cleaned_data)
                messages.success(request, "Jadwal rapat rutin disimpan.")
                return redirect("meetings:list")
        except Refused as refused:
            apply_refusal(form, refused)
    past = queries.regular_history(body)
    history = [(f"sampai {text.day(old.ended_at)}", _spoken(old)) for old in past if old.ended_at]
    context = {"form": form, "body": body, "row": row, "spoken": _spoken(row), "history": history}
    return render(request, "meetings/regular.html", context, status=422 if form.errors else 200)
