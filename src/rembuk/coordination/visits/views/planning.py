"""The screens of planned visits: the plan with its way, and the page of each place, which phones keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions.views.rows import row_of
from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports.views.lists import row_of as row_of_report
from rembuk.coordination.visits import actions, forms, plan_rules, queries, route, rules
from rembuk.coordination.visits.models import Plan, PlanPlace, Visit
from rembuk.coordination.visits.queries import Came, Spot
from rembuk.coordination.visits.views.visiting import NearRow, demand_visitor, near_rows
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import maps
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

WHY = {"miss": "Mengapa tidak sampai ke sini?", "cancel_plan": "Mengapa dibatalkan?"}
TONES = {"open": "soon", "seen": "done", "missed": "late"}
# So many are shown at once.
FEW = 8
MAP_TONES = {"open": "", "seen": "done", "missed": "late"}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place on the way: its number on the map, what it is, how far from the one before, and what became of it."""

    number: int
    place: PlanPlace
    title: str
    note: str
    url: str
    metres: int | None
    tone: str
    came: Sequence[Came] = ()
    visits: Sequence[Visit] = ()

    @property
    def distance(self) -> str:
        """From the one before."""
        return route.said(self.metres)

    @property
    def map_link(self) -> str:
        """Opens the phone's own map (RFC 5870); "" without a point."""
        if self.place.lat is None or self.place.lng is None:
            return ""
        point = f"{self.place.lat:.6f},{self.place.lng:.6f}"
        return f"geo:{point}?q={point}({quote(self.title[:60])})"


@require_safe
def plans(request: Asked) -> HttpResponse:
    """Where one goes, the latest day first."""
    demand_visitor(request.actor)
    rows = queries.plans(request.actor, cursor=request.GET.get("sesudah", ""))
    return render(request, "visits/plans.html", {"rows": rows, "today": clock.today()})


@require_http_methods(["GET", "HEAD", "POST"])
def make_plan(request: Asked) -> HttpResponse:
    """The day, who goes along, and the places, picked from what is open in a kelurahan, RW or RT."""
    actor = request.actor
    demand_visitor(actor)
    looking = "cari" in request.POST
    given = None if looking else request.POST or None
    form = forms.PlanForm(given, actor=actor, initial=_asked(request.POST) if looking else _here(actor))
    if given is not None and form.is_valid():
        try:
            made = actions.plan(actor=actor, **form.arguments())
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, f"Kunjungan direncanakan: {made.code}. Yang ikut dan yang berwenang dikabari.")
            return redirect("visits:plan", made.code)
    return render(request, "visits/make_plan.html", _picking(request, form), status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def add_places(request: Asked, code: str) -> HttpResponse:
    """Further places of a plan."""
    actor, found = request.actor, queries.plan(request.actor, code)
    _demand(actor, "add_places", found)
    looking = "cari" in request.POST
    given = None if looking else request.POST or None
    form = forms.PlacesForm(given, actor=actor, initial=_asked(request.POST) if looking else _here(actor))
    if given is not None and form.is_valid():
        try:
            actions.add_places(actor=actor, plan=found, goals=form.goals())
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, "Tempat ditambah.")
            return redirect("visits:plan", found.code)
    shown = {**_picking(request, form), "plan": found}
    return render(request, "visits/make_plan.html", shown, status=422 if form.errors else 200)


def _asked(posted: QueryDict) -> dict[str, Any]:
    """What was filled in so far, while one only looks for what is open somewhere else."""
    return {**posted.dict(), "fellows": posted.getlist("fellows")}


def _here(actor: Actor) -> dict[str, Any]:
    """One begins in the own kelurahan, RW or RT."""
    form = forms.NearForm(actor=actor)
    if actor.office:
        form.start_at(actor.office.territory_id)
    return dict(form.initial)


def _picking(request: Asked, form: Any) -> dict[str, Any]:
    """What is open where one looks, as a list to tick and a map that leads into it; ticks from elsewhere stay."""
    actor = request.actor
    looked = forms.NearForm(request.POST or _here(actor), actor=actor)
    place: Territory | None = looked.spot().get("place")
    words = request.POST.get("kata", "")[:80].strip()
    spots = queries.open_in(actor, place, words) if place else []
    heard = [spot for spot in spots if not hasattr(spot.subject, "decision_id")]
    rows = near_rows(actor, queries.Near(0, place, False, heard, [spot for spot in spots if spot not in heard]))
    ticks = list(dict.fromkeys(request.POST.getlist("near")))
    listed = {row.row.code for row in rows}
    return {
        "form": form, "groups": _grouped(spots, rows, ticks), "ticks": ticks, "words": words,
        "kept": [code for code in ticks if code not in listed], "place": place, "map": _open_map(place, heard),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """What is open in one RW; `is_open` where it is few in all, or something of it is ticked."""

    label: str
    rows: Sequence[NearRow]
    is_open: bool


def _grouped(spots: Sequence[Spot], rows: Sequence[NearRow], ticks: Sequence[str]) -> list[Group]:
    """By RW, what is wider than one first."""
    where = {spot.subject.code: _rw_of(spot.subject.territory) for spot in spots}
    found: dict[tuple[int, str], list[NearRow]] = {}
    for row in rows:
        found.setdefault(where[row.row.code], []).append(row)
    few = len(rows) <= FEW or len(found) == 1
    return [
        Group(label, part, few or any(row.row.code in ticks for row in part))
        for (_, label), part in sorted(found.items())
    ]


def _rw_of(place: Territory | None) -> tuple[int, str]:
    """Number and name of the RW around a place; of what is wider than one, none."""
    rw = place.parent if place is not None and place.level == "rt" else place
    return (rw.number or 0, rw.name) if rw is not None and rw.level == "rw" else (0, "Lebih luas dari satu RW")


def _open_map(place: Territory | None, heard: Sequence[Any]) -> SafeString | str:
    points = [
        maps.Point(spot.subject.lat, spot.subject.lng, spot.subject.title, f"#pilih-{spot.subject.code}", "late")
        for spot in heard if spot.subject.lat is not None
    ]  # fmt: skip
    outline = territories.boundary(place) if place else None
    if place is None or not (points or outline):
        return ""
    areas = [maps.Area(outline.geometry, place.label, tone="here")] if outline else []
    return maps.outline_svg(areas, points, title=f"Yang terbuka di {place.label}", desc=f"{len(points)} titik", key="p")


@require_safe
def plan(request: Asked, code: str) -> HttpResponse:
    """A plan: the short way past its places, on a map and as a list, and what became of each."""
    actor, found = request.actor, queries.plan(request.actor, code)
    seats = queries.fellow_seats(found)
    rows = _rows(actor, found, _start(request) or queries.start_of(found))
    steps = [step for step in plan_rules.steps_for(actor, found, seats) if step.name in plan_rules.LEADS]
    shown = {
        "plan": found, "list": rows, "steps": steps, "fellows": queries.fellows(found),
        "goes": plan_rules.goes(actor, found, seats), "map": _way_map(found, rows),
        "whole": route.said(sum(row.metres or 0 for row in rows) or None), "started": bool(_start(request)),
        "over": found.status == "planned" and found.day < clock.today(),
    }  # fmt: skip
    return render(request, "visits/plan.html", shown)


def _start(request: Asked) -> route.Point | None:
    """Where the phone is, when whoever holds it says so; it is not kept."""
    form = forms.NearForm(request.GET, actor=request.actor)
    told = form.spot()
    lat, lng = told.get("lat"), told.get("lng")
    return (lat, lng) if lat is not None and lng is not None else None


def _rows(actor: Actor, found: Plan, start: route.Point | None) -> list[PlaceRow]:
    """The places in the order in which one walks."""
    places = queries.places_of(found)
    came, visits = queries.came(found), queries.visits_of(found)
    stops = [(row.lat, row.lng) if row.lat is not None and row.lng is not None else None for row in places]
    return [
        _row(actor, places[leg.number], number, leg.metres, came.get(places[leg.number].pk, ()),
             visits.get(places[leg.number].pk, ()))
        for number, leg in enumerate(route.legs(start, stops), 1)
    ]  # fmt: skip


def _row(
    actor: Actor, place: PlanPlace, number: int, metres: int | None = None, came: Sequence[Came] = (),
    visits: Sequence[Visit] = (),
) -> PlaceRow:  # fmt: skip
    title, note, url = _about(actor, place)
    told = " · ".join(part for part in (note, place.place) if part)
    return PlaceRow(number, place, title, told, url, metres, TONES[place.fate], came, visits)


def _about(actor: Actor, place: PlanPlace) -> tuple[str, str, str]:
    """Title, note and page; of what the actor may not see only its code."""
    where = place.territory.label
    if place.report is not None:
        if not reports.sees(actor, place.report):
            return f"Laporan {place.report.code}", where, ""
        row = row_of_report(place.report)
        return row.title, row.note, reverse("reports:detail", args=[row.code])
    if place.follow_up is not None:
        if not decisions.sees(actor, place.follow_up):
            return f"Tindak lanjut {place.follow_up.code}", where, ""
        work = row_of(place.follow_up)
        return work.title, work.note, reverse("decisions:detail", args=[work.code])
    return place.what, where, ""


def _way_map(found: Plan, rows: Sequence[PlaceRow]) -> SafeString | str:
    """The places by their numbers over the outlines of the kelurahan in which they lie."""
    placed = [row for row in rows if row.place.lat is not None and row.place.lng is not None]
    if not placed:
        return ""
    outlines = queries.outlines_around([row.place for row in placed])
    areas = [maps.Area(row.geometry, row.territory.label, tone="here") for row in outlines]
    points = [
        maps.Point(row.place.lat or 0, row.place.lng or 0, f"{row.number}. {row.title}", f"#tempat-{row.place.order}",
                   MAP_TONES[row.place.fate], str(row.number))
        for row in placed
    ]  # fmt: skip
    return maps.outline_svg(areas, points, title=f"Jalan kunjungan {found.code}", desc=f"{len(points)} tempat",
                            key="jalan", way=True)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def plan_place(request: Asked, code: str, order: int) -> HttpResponse:
    """One place: say that one is there, see what is open around it, write what was seen. Phones keep this page."""
    actor, found = request.actor, queries.plan(request.actor, code)
    place, seats = queries.place_of(found, order), queries.fellow_seats(found)
    goes = plan_rules.entitled(actor, "see", found, seats)
    form = forms.PlaceVisitForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST":
        _demand(actor, "see", found, seats)
        if form.is_valid():
            try:
                visit = actions.note(actor=actor, planned=place, **form.arguments())
            except Refused as refused:
                apply_refusal(form, refused)
            else:
                messages.success(request, f"Kunjungan dicatat: {visit.code}.")
                return redirect("visits:plan_place", found.code, order)
    near = queries.near(actor, lat=place.lat, lng=place.lng, place=place.territory) if goes else None
    about = place.report or place.follow_up
    came = queries.came(found).get(place.pk, ())
    shown = {
        "plan": found, "place": place, "form": form, "goes": goes, "found": near,
        "list": near_rows(actor, near) if near else [], "ticks": form.chosen or ([about.code] if about else []),
        "about": about, "row": _row(actor, place, order, None, came, queries.visits_of(found).get(place.pk, ())),
        "is_here": any(one.row.user_id == actor.user_id for one in came),
        "may": {step.name for step in plan_rules.steps_for(actor, found, seats)},
    }  # fmt: skip
    return render(request, "visits/plan_place.html", shown, status=422 if form.errors else 200)


@require_POST
def check_in(request: Asked, code: str, order: int) -> HttpResponse:
    """“Saya di sini”: what the phone says of time and place is taken along where it says something."""
    actor, found = request.actor, queries.plan(request.actor, code)
    form = forms.NearForm(request.POST, actor=actor)
    form.is_valid()
    told = {name: form.cleaned_data.get(name) for name in ("lat", "lng", "claimed_at")}
    actions.check_in(actor=actor, place=queries.place_of(found, order), **told)
    messages.success(request, "Kedatangan dicatat.")
    return redirect("visits:plan_place", found.code, order)


@require_http_methods(["GET", "HEAD", "POST"])
def miss_place(request: Asked, code: str, order: int) -> HttpResponse:
    """Nobody got there, and why."""
    found = queries.plan(request.actor, code)
    place = queries.place_of(found, order)
    _demand(request.actor, "miss", found)
    title, _, _ = _about(request.actor, place)
    back = reverse("visits:plan_place", args=[found.code, order])
    return _with_reason(request, found, "miss", back, title, place=place)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_plan(request: Asked, code: str) -> HttpResponse:
    """Nobody will go, and why."""
    found = queries.plan(request.actor, code)
    _demand(request.actor, "cancel_plan", found)
    return _with_reason(
        request, found, "cancel_plan", reverse("visits:plan", args=[found.code]), found.purpose, plan=found
    )


def _with_reason(
    request: Asked, found: Plan, name: str, back: str, about: str, **what: Any
) -> HttpResponse:  # fmt: skip
    """A deed that asks for nothing but its reason, and leads to the plan."""
    form = forms.ReasonForm(request.POST or None)
    form.fields["reason"].label = WHY[name]
    if request.method == "POST" and form.is_valid():
        try:
            getattr(actions, name)(actor=request.actor, reason=form.cleaned_data["reason"], **what)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, f"{rules.PLAN_FLOW[name].done}.")
            return redirect("visits:plan", found.code)
    shown = {"plan": found, "step": rules.PLAN_FLOW[name], "form": form, "back": back, "about": about}
    return render(request, "visits/plan_reason.html", shown, status=422 if request.method == "POST" else 200)


def _demand(actor: Actor, name: str, found: Plan, seats: Any = None) -> None:
    fellows = queries.fellow_seats(found) if seats is None else seats
    plan_rules.demand(actor, name, found, fellows=fellows, paths=queries.paths_of(found))
