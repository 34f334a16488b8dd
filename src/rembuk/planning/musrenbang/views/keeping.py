"""The screens of rounds, ceilings and the dictionary: read by every office, kept by one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal
from rembuk.planning.musrenbang import actions, forms, queries, rules

METHODS = ["GET", "HEAD", "POST"]


def _demand_reader(request: Asked) -> None:
    if not rules.may_read(request.actor):
        raise Refused("not_allowed", "Halaman musrenbang dibuka oleh pemegang jabatan.")


@require_http_methods(METHODS)
def rounds(request: Asked) -> HttpResponse:
    """The rounds, and the form of the next one for whoever keeps them."""
    _demand_reader(request)
    keeps = rules.may_keep(request.actor)
    form = forms.RoundForm(request.POST or None)
    if request.method == "POST":
        rules.demand_keep(request.actor)
        if form.is_valid():
            try:
                made = actions.prepare(actor=request.actor, **form.cleaned_data)
                return redirect("musrenbang:round", made.year)
            except Refused as refused:
                apply_refusal(form, refused)
    shown = {"list": queries.rounds(), "form": form if keeps else None}
    return render(request, "musrenbang/rounds.html", shown, status=422 if form.errors else 200)


@require_safe
def round_page(request: Asked, year: int) -> HttpResponse:
    """Stages, both purses with their ceilings, and what its keeper may do."""
    _demand_reader(request)
    found = queries.round_of(year)
    steps = [known for known in rules.ROUND_FLOW.values() if found.status in known.sources]
    shown = {
        "round": found, "stages": queries.stages(found), "ceilings": queries.ceilings(found),
        "steps": steps if rules.may_keep(request.actor) else [],
    }  # fmt: skip
    return render(request, "musrenbang/round.html", shown)


ROUND_FORMS: dict[str, type[Any]] = {
    "set_stage": forms.StageForm, "set_ceiling": forms.CeilingForm, "open_round": forms.NothingForm,
    "close_round": forms.NothingForm, "set_weight": forms.WeightForm, "set_priority": forms.PriorityForm,
    "set_limit": forms.LimitForm,
}  # fmt: skip


@require_http_methods(METHODS)
def round_step(request: Asked, year: int, step: str) -> HttpResponse:
    """A step of a round: a small form, then the deed, then back."""
    _demand_reader(request)
    found = queries.round_of(year)
    if step not in ROUND_FORMS:
        raise Refused("not_found", "Langkah itu tidak ada.")
    rules.demand_keep(request.actor)
    form = ROUND_FORMS[step](request.POST if request.method == "POST" else None)
    known = rules.ROUND_FLOW[step]

    def do(**told: Any) -> None:
        getattr(actions, step)(actor=request.actor, round_=found, **told)

    if _done(request, form, do, f"{known.done}: {found}."):
        return redirect("musrenbang:round", found.year)
    shown = {"form": form, "title": known.label, "sub": str(found), "back": "musrenbang:round", "key": found.year}
    return render(request, "musrenbang/form.html", shown, status=422 if form.errors else 200)


def _done(request: Asked, form: Any, do: Callable[..., Any], said: str) -> bool:
    """Whether a sent form was right and its deed done; what was refused stands on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        do(**(form.arguments() if hasattr(form, "arguments") else form.cleaned_data))
    except Refused as refused:
        apply_refusal(form, refused)
        return False
    messages.success(request, said)
    return True


@require_safe
def dictionary(request: Asked) -> HttpResponse:
    """What may be asked for, as it holds today."""
    _demand_reader(request)
    words = request.GET.get("cari", "").strip()
    rows = queries.items(words, request.GET.get("sesudah", ""))
    shown = {"rows": rows, "words": words, "keeps": rules.may_keep(request.actor)}
    return render(request, "musrenbang/dictionary.html", shown)


@require_http_methods(METHODS)
def new_item(request: Asked) -> HttpResponse:
    """Another standard item."""
    _demand_reader(request)
    rules.demand_keep(request.actor)
    form = forms.ItemForm(request.POST or None)
    if _done(request, form, lambda **_: actions.set_item(actor=request.actor, entry=form.entry()), "Kamus diperbarui."):
        return redirect("musrenbang:item", form.cleaned_data["code"])
    shown = {"form": form, "title": "Tambah ke kamus usulan", "back": "musrenbang:dictionary"}
    return render(request, "musrenbang/form.html", shown, status=422 if form.errors else 200)


@require_http_methods(METHODS)
def item(request: Asked, key: str) -> HttpResponse:
    """All that held and holds of an item; its keeper sets it anew from a day on."""
    _demand_reader(request)
    found = queries.items_coded(key)
    keeps = rules.may_keep(request.actor)
    form = forms.ItemForm(request.POST if request.method == "POST" else None, item=found[0])
    if request.method == "POST":
        rules.demand_keep(request.actor)
        if _done(request, form, lambda **_: actions.set_item(actor=request.actor, entry=form.entry()),
                 "Kamus diperbarui."):  # fmt: skip
            return redirect("musrenbang:item", key)
    shown = {"list": found, "item": found[0], "form": form if keeps else None}
    return render(request, "musrenbang/item.html", shown, status=422 if form.errors else 200)
