"""The meetings that come and that were, the invitation, and the rapat rutin."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.meetings import actions, queries, rules
from rembuk.coordination.meetings.forms import ConveneForm
from rembuk.coordination.meetings.models import Kind, Regular
from rembuk.coordination.meetings.views.clashes import warn
from rembuk.foundation.institutions.models import Institution, Position
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web import filters
from rembuk.foundation.web.asked import Asked
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
        "regular": spoken(queries.regular(bodies[0])) if bodies else "",
    }
    return render(request, "meetings/list.html", context)


def spoken(row: Regular | None) -> str:
    if row is None:
        return "Belum ada jadwal rapat rutin."
    day = text.DAYS[row.weekday]
    when = f"setiap {day}" if row.week == rules.EVERY_WEEK else f"{day} {rules.WEEKS[row.week]} setiap bulan"
    return f"Rapat rutin {when}, pukul {row.at:%H.%M}, {row.place}."


def body_of(request: Asked) -> Institution:
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
    body = body_of(request)
    kinds = queries.kinds_of(body)
    kind = queries.kind_for(body, request.GET.get("jenis", ""))
    proposals = queries.proposed(request.actor, body.pk)
    row, coming = queries.regular(body), queries.next_regular(body, clock.now())
    if request.method == "POST":
        form = ConveneForm(request.POST, proposals=proposals)
        if form.is_valid():
            regular = row if coming is not None and form.starts_at == coming else None
            try:
                meeting = actions.convene(
                    actor=request.actor, institution=body, kind=kind, title=form.cleaned_data["title"],
                    starts_at=form.starts_at, place=form.cleaned_data["place"], regular=regular, keys=form.taken,
                )  # fmt: skip
            except Refused as refused:
                apply_refusal(form, refused)
            else:
                messages.success(request, "Undangan sudah dikirim. Bagikan juga lewat WA.")
                warn(request, meeting)
                return redirect("meetings:meeting", meeting.code)
    else:
        usual = kind == kinds[0]
        form = ConveneForm(initial=_initial(body, row) if usual else {"title": kind.label}, proposals=proposals)
    context = {
        "form": form, "body": body, "bodies": queries.bodies(request.actor), "invited": _invited(body, kind),
        "regular": spoken(row), "kind": kind,
        "kinds": [(one, _address(body, one), one.pk == kind.pk) for one in kinds],
    }  # fmt: skip
    return render(request, "meetings/convene.html", context, status=422 if form.errors else 200)


def _invited(body: Institution, kind: Kind) -> list[tuple[Position, str, bool]]:
    """Who will be invited; whoever never came to such a meeting is spoken to first."""
    never = queries.never_came(body.pk, kind.pk)
    rows = [(position, name, position.pk in never) for position, name in queries.invitees(body, kind)]
    return sorted(rows, key=lambda row: not row[2])


def _address(body: Institution, kind: Kind) -> str:
    return f"?{urlencode({'lembaga': body.pk, 'jenis': kind.key})}"


def _initial(body: Institution, row: Regular | None) -> dict[str, object]:
    coming = queries.next_regular(body, clock.now())
    if row is None or coming is None:
        return {"title": f"Rapat {body}"}
    local = clock.local(coming)
    month = text.MONTHS[local.month - 1]
    elsewhere = next((one.place for one in queries.deviations(row) if one.starts_at == coming and one.place), "")
    return {"title": f"Rapat rutin {body}, {month} {local.year}", "day": local.date(), "at": local.time(),
            "place": elsewhere or row.place}  # fmt: skip
