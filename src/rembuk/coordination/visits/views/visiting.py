"""The screens of field visits."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.decisions import rules as work_rules
from rembuk.coordination.decisions import worklist as work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.views.rows import Row as WorkRow
from rembuk.coordination.decisions.views.rows import row_of
from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports.views.lists import Row as ReportRow
from rembuk.coordination.reports.views.lists import row_of as row_of_report
from rembuk.coordination.visits import actions, forms, observe_rules, queries, rules
from rembuk.coordination.visits.models import Plan, Visit
from rembuk.coordination.visits.queries import Near, observing
from rembuk.foundation.files import queries as files
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web import filters
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

MONTHS = 3
INSPECTING = ("inspect", "send_back")
STERN = frozenset({"cancel"})
FIRST = ("promise", "report")


@dataclass(frozen=True, slots=True)
class NearRow:
    """Something open near here, with how far it is and the buttons of whoever may inspect it."""

    row: ReportRow | WorkRow
    distance: str
    is_work: bool


def _row_of_work(actor: Actor, found: FollowUp) -> WorkRow:
    """With Sesuai and Belum sesuai for whoever may inspect it."""
    may = {step.name for step in work_rules.steps_for(actor, found)}
    return replace(row_of(found), buttons=work.steps(found.code, [name for name in INSPECTING if name in may]))


def near_rows(actor: Actor, found: Near) -> list[NearRow]:
    """What was found, work first."""
    work = [NearRow(_row_of_work(actor, spot.subject), spot.distance, True) for spot in found.work]  # type: ignore[arg-type]
    heard = [NearRow(row_of_report(spot.subject), spot.distance, False) for spot in found.reports]  # type: ignore[arg-type]
    return [*work, *heard]


def demand_visitor(actor: Actor) -> None:
    """Raises Refused("not_allowed") for whoever does not go to places."""
    if actor.office is None or not actor.scope(rules.MAKE):
        raise Refused("not_allowed", "Kunjungan lapangan dicatat oleh pemegang jabatan yang turun ke lapangan.")


@require_safe
def listing(request: Asked) -> HttpResponse:
    """One's own visits of a month, newest first."""
    demand_visitor(request.actor)
    when = queries.month(request.GET.get("bulan", ""))
    rows = queries.own(request.actor, when, cursor=request.GET.get("sesudah", ""))
    promises = queries.promises_of(rows.items)
    months = [(before.key, text.month(before.first)) for before in queries.months_before(MONTHS)]
    shown = {
        "rows": rows, "list": [(row, promises[row.pk]) for row in rows], "month": when,
        "links": filters.links(request, "bulan", months, everything="Bulan ini"),
        "area": bool(request.actor.scope(rules.VIEW)), "reads_notes": bool(request.actor.scope(observe_rules.READ)),
    }  # fmt: skip
    return render(request, "visits/list.html", shown)


@require_safe
def area(request: Asked) -> HttpResponse:
    """Whose visits lay in the actor's area, newest first."""
    if not request.actor.scope(rules.VIEW):
        raise Refused("not_allowed", "Daftar kunjungan wilayah tidak terbuka untuk jabatan Anda.")
    rows = queries.area(request.actor, cursor=request.GET.get("sesudah", ""))
    promises = queries.promises_of(rows.items)
    return render(request, "visits/area.html", {"rows": rows, "list": [(row, promises[row.pk]) for row in rows]})


@require_safe
def sheet(request: Asked) -> HttpResponse:
    """A month of one's own on paper, with what was promised and what became of it."""
    demand_visitor(request.actor)
    when = queries.month(request.GET.get("bulan", ""))
    rows = queries.own(request.actor, when, size=queries.PRINTED)
    promises = queries.promises_of(rows.items)
    made = [link.follow_up for links in promises.values() for link in links]
    shown = {
        "list": [(row, promises[row.pk]) for row in rows], "month": when, "label": text.month(when.first),
        "made": len(made), "kept": sum(row.status == "passed" for row in made), "more": bool(rows.next),
    }  # fmt: skip
    return render(request, "visits/sheet.html", shown)


@require_safe
def near(request: Asked) -> HttpResponse:
    """What is open around here; with `bagian` only the rows, to be ticked in the form of a visit."""
    actor = request.actor
    demand_visitor(actor)
    form = forms.NearForm(request.GET if _asks(request) else None, actor=actor)
    spot = form.spot() if form.is_bound else {"place": queries.own_place(actor)}
    found = queries.near(actor, **spot)
    rows = near_rows(actor, found) if found else []
    if not form.errors and not request.GET.get("kelurahan") and actor.office:
        form = forms.NearForm(actor=actor)
        form.start_at(actor.office.territory_id)
    shown = {"form": form, "found": found, "list": rows, "ticks": request.GET.getlist("near")}
    part = "visits/ticks.html" if "bagian" in request.GET else "visits/near.html"
    return render(request, part, shown, status=422 if form.is_bound and form.errors else 200)


def _asks(request: HttpRequest) -> bool:
    return any(request.GET.get(name) for name in ("lat", "kelurahan", "rw", "rt"))


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: Asked) -> HttpResponse:
    """The form of a visit; what is open near the place asked for stands in it to be ticked."""
    actor = request.actor
    demand_visitor(actor)
    form = forms.VisitForm(request.POST or None, request.FILES or None, actor=actor, initial=_start(request))
    if request.method == "POST" and form.is_valid():
        try:
            visit = actions.note(actor=actor, **form.arguments())
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, f"Kunjungan dicatat: {visit.code}.")
            return redirect("visits:detail", visit.code)
    asked = forms.NearForm(request.POST or request.GET, actor=actor)
    spot = asked.spot() if request.method == "POST" or _asks(request) else {"place": queries.own_place(actor)}
    found = queries.near(actor, **spot)
    ticks = form.chosen or request.GET.getlist("near")
    shown = {"form": form, "found": found, "list": near_rows(actor, found) if found else [], "ticks": ticks}
    return render(request, "visits/make.html", shown, status=422 if form.errors else 200)


def _start(request: HttpRequest) -> dict[str, str]:
    """Where one stands, from the page of what is near."""
    return {name: said for name in ("lat", "lng", "kelurahan", "rw", "rt") if (said := request.GET.get(name, ""))}


@require_safe
@cache_control(public=True, max_age=3600)
def blank(request: HttpRequest) -> HttpResponse:
    """The form as a phone keeps it for places without network: the same for everyone and about nobody."""
    return render(request, "visits/blank.html", {"form": forms.blank()})


@require_safe
def detail(request: Asked, code: str) -> HttpResponse:
    """What was seen, what it concerns, what was promised, and what the visitor may still do today."""
    actor = request.actor
    visit = queries.visit(actor, code)
    heard = [link for link in queries.report_links(visit) if reports.sees(actor, link.report)]
    work = queries.seen_work(actor, visit)
    steps = rules.steps_for(actor, visit, promised=any(link.is_promise for link in queries.work_links(visit)))
    shown = {
        "visit": visit, "photos": files.photos_of(Visit.subject_kind, visit.pk), "plan": _plan(actor, visit),
        "point": queries.point(actor, visit),
        "heard": [row_of_report(link.report) for link in heard],
        "work": [_row_of_work(actor, link.follow_up) for link in work if not link.is_promise],
        "promises": [row_of(link.follow_up) for link in work if link.is_promise],
        "notes": observing.notes_on(actor, visit), "watches": actor.holds(observe_rules.OBSERVE, visit.path),
        "companions": queries.companions(visit), "first": [step for step in steps if step.name in FIRST],
        "rest": [step for step in steps if step.name not in FIRST],
    }  # fmt: skip
    return render(request, "visits/detail.html", shown)


def _plan(actor: Actor, visit: Visit) -> Plan | None:
    """By which plan one went there, for those who may read it."""
    found = queries.plan_of(visit)
    return found if found is not None and queries.sees_plan(actor, found) else None


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Asked, code: str, step: str) -> HttpResponse:
    """Every step of FLOW: a small form, then the deed, then back to the visit."""
    actor, visit = request.actor, queries.visit(request.actor, code)
    if step not in forms.FORMS:
        raise Refused("not_found", "Langkah itu tidak ada.")
    rules.demand(actor, step, visit, concerned=queries.concerned(visit), promised=queries.has_promise(visit))
    form = forms.FORMS[step](request.POST or None, actor=actor, visit=visit)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                getattr(actions, step)(actor=actor, visit=visit, **form.arguments())
            except Refused as refused:
                apply_refusal(form, refused)
                status = 409 if refused.code in {"stale", "wrong_step"} else 422
            else:
                messages.success(request, f"{rules.FLOW[step].done}.")
                return redirect("visits:detail", visit.code)
    shown = {"visit": visit, "step": rules.FLOW[step], "form": form, "tone": "stop" if step in STERN else "go"}
    return render(request, "visits/step.html", shown, status=status)
