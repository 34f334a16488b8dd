"""The screens of the mayor's Fridays."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms as fields
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.coordination.visits import actions, forms, friday_notices, queries, rules
from rembuk.coordination.visits.models import Rotation
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

NEXT = 4
WITH_FORM = frozenset({"swap", "stand_in"})
REMEDIES = {
    "two": "Dua kelurahan bertetangga pada {} Jumat.",
    "bound": "Batas kunjungan diperpanjang menjadi {} hari.",
    "open": "Membuka kembali {} Jumat yang ditutup.",
}


def _demand_office(actor: Actor) -> None:
    if actor.office is None:
        raise Refused("not_allowed", "Giliran rembuk Jumat dibuka oleh pemegang jabatan.")


@require_safe
def fridays(request: Asked) -> HttpResponse:
    """The next Fridays, and the plans."""
    actor = request.actor
    _demand_office(actor)
    stops, last = queries.next_stops(clock.today(), NEXT), queries.last_closed()
    if last is not None and not rules.sees_gathering(actor, last.path):
        last = None
    codes = territories.open_codes(territories.served())
    shown = {
        "next": [(row, codes.get(row.kelurahan_id, "") if rules.may_lead(actor, row.kelurahan.path) else "")
                 for row in stops],
        "plans": queries.rotations(actor), "may_plan": rules.may_plan(actor), "last": last,
        "cards": queries.cards_of(queries.promises_of_gathering(last)) if last else [],
        "gatherings": queries.gatherings(actor), "own": _own(actor, codes),
    }  # fmt: skip
    return render(request, "visits/fridays.html", shown)


def _own(actor: Actor, codes: Mapping[UUID, str]) -> str:
    """The code of the actor's own kelurahan, whose brief they may read whenever they like."""
    office = actor.office
    known = office is not None and rules.may_lead(actor, office.path)
    if office is None or not known or territories.territory(office.territory_id).level not in ("kelurahan", "desa"):
        return ""
    return codes.get(office.territory_id, "")


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Asked) -> HttpResponse:
    """Asks the planner; it works beside the web, and the page of the plan says when it is done."""
    actor = request.actor
    rules.demand_plan(actor, "ask")
    tomorrow = clock.today() + timedelta(days=1)
    form = forms.AskForm(request.POST or None, initial={"starts": tomorrow})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(actor=actor, **form.cleaned_data)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, "Giliran sedang disusun. Biasanya selesai dalam setengah menit.")
            return redirect("visits:rotation", made.code)
    shown = {"form": form, "pauses": queries.pauses(), "weights": queries.weights_now()}
    return render(request, "visits/ask.html", shown, status=422 if form.errors else 200)


@require_safe
def rotation(request: Asked, code: str) -> HttpResponse:
    """A year of Fridays: who is visited when and why, what was left out and why; it prints."""
    found = queries.rotation(request.actor, code)
    weeks = queries.weeks(found)
    told = found.told
    shown: dict[str, Any] = {
        "rotation": found, "weeks": weeks, "told": told, "steps": rules.rotation_steps(request.actor, found),
        "open": sum(week.most > 0 for week in weeks), "visited": sum(len(week.stops) for week in weeks),
        "closed": [week for week in weeks if not week.most],
        "remedies": [REMEDIES[kind].format(text.number(amount)) for kind, amount in told.get("remedies", [])],
        "weights": dict(zip(("silent", "open", "broken", "days"), told.get("weights", []), strict=False)),
    }  # fmt: skip
    if found.status == "published":
        coming = [row for row in queries.stops(found) if row.date >= clock.today()][:NEXT]
        shown["share"], shown["address"] = friday_notices.to_share(coming, request.path)
    return render(request, "visits/rotation.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def rotation_step(request: Asked, code: str, step: str) -> HttpResponse:
    """Every step of a plan: a small form, then the deed, then back to the plan."""
    actor, found = request.actor, queries.rotation(request.actor, code)
    known = rules.ROTATION_FLOW.get(step)
    if known is None or not known.by_people or step == "ask":
        raise Refused("not_found", "Langkah itu tidak ada.")
    rules.demand_plan(actor, step)
    if found.status not in known.sources:
        raise Refused("wrong_step", f"“{known.label}” tidak bisa dilakukan pada keadaan sekarang.")
    form = _form(step, found, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _deeds(actor, found)[step](form.cleaned_data)
            except Refused as refused:
                apply_refusal(form, refused)
                status = 409 if refused.code in {"stale", "wrong_step"} else 422
            else:
                messages.success(request, f"{known.done}.")
                return redirect("visits:fridays") if step == "drop_rotation" else redirect("visits:rotation", code)
    return render(request, "visits/rotation_step.html", {"rotation": found, "step": known, "form": form}, status=status)


def _form(step: str, found: Rotation, sent: Any) -> fields.Form:
    if step not in WITH_FORM:
        return fields.Form({} if sent is not None else None)
    weeks = queries.weeks(found)
    return forms.SwapForm(sent, weeks=weeks) if step == "swap" else forms.DeputyForm(sent, weeks=weeks)


def _deeds(actor: Actor, found: Rotation) -> dict[str, Callable[[dict[str, Any]], object]]:
    def of(told: dict[str, Any]) -> dict[str, Any]:
        return {**told, "stop": queries.stop(found, told["stop"])}

    return {
        "publish": lambda _: actions.publish(actor=actor, rotation=found),
        "drop_rotation": lambda _: actions.drop_rotation(actor=actor, rotation=found),
        "swap": lambda told: actions.swap(actor=actor, rotation=found, **of(told)),
        "stand_in": lambda told: actions.stand_in(actor=actor, rotation=found, **of(told)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def pauses(request: Asked) -> HttpResponse:
    """When fewer Fridays are open: the fasting month, closed days, the blackout of an election."""
    actor = request.actor
    _demand_office(actor)
    form = forms.PauseForm(request.POST or None)
    if request.method == "POST":
        rules.demand_plan(actor, "note_pause")
        if form.is_valid():
            try:
                actions.note_pause(actor=actor, **form.cleaned_data)
            except Refused as refused:
                apply_refusal(form, refused)
            else:
                messages.success(request, "Jeda dicatat. Susunan berikutnya mengikutinya.")
                return redirect("visits:pauses")
    shown = {"form": form, "list": queries.pauses(), "may_plan": rules.may_plan(actor)}
    return render(request, "visits/pauses.html", shown, status=422 if form.errors else 200)


@require_POST
def drop_pause(request: Asked, pk: str) -> HttpResponse:
    """Those days are like any again."""
    rules.demand_plan(request.actor, "drop_pause")
    actions.drop_pause(actor=request.actor, pause=queries.pause(pk))
    messages.success(request, "Jeda dicabut.")
    return redirect("visits:pauses")
