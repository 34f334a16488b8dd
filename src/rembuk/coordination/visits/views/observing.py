"""The screens of observers: what there is to observe, a field note, and the questions of the checklist."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.views.rows import row_of
from rembuk.coordination.decisions.worklist import title_of
from rembuk.coordination.visits import actions, forms, observe_rules, queries
from rembuk.coordination.visits.models import FieldNote, Visit
from rembuk.coordination.visits.queries import observing
from rembuk.foundation.files import queries as files
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

SHOWN, MOST_VISITS = 5, 15


@require_http_methods(["GET", "HEAD"])
def notes(request: Asked) -> HttpResponse:
    """The notes that one may read; for an observer also what there is to be observed."""
    actor = request.actor
    if not observe_rules.may_open(actor):
        raise Refused("not_allowed", "Catatan pemantau dibaca pemantau, lurah, camat, Inspektorat, dan yang memimpin.")
    watches = bool(actor.scope(observe_rules.OBSERVE))
    form = forms.AboutForm(request.GET if watches and request.GET.get("code") else None)
    if form.is_bound and form.is_valid():
        return redirect("visits:observe", form.cleaned_data["code"].strip().upper())
    shown = {
        "rows": observing.notes(actor, cursor=request.GET.get("sesudah", "")), "watches": watches, "form": form,
        "work": _folded([row_of(row) for row in observing.to_observe(actor)] if watches else []),
        "visits": _folded(queries.area(actor, size=MOST_VISITS).items if watches else []),
    }  # fmt: skip
    return render(request, "visits/notes.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def observe(request: Asked, code: str) -> HttpResponse:
    """A field note on a visit, or at the place of a follow-up."""
    actor, about = request.actor, observing.about(request.actor, code)
    observe_rules.demand_observer(actor, about.path)
    form = forms.NoteForm(request.POST or None, request.FILES or None, questions=observing.questions())
    if request.method == "POST" and form.is_valid():
        try:
            note = actions.observe(actor=actor, about=about, **form.arguments())
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(
                request, f"Catatan disimpan: {note.code}. Lurah, camat, Inspektorat, dan pemimpinnya dikabari."
            )
            return redirect("visits:field_note", note.code)
    shown = {"about": about, "subject": _about(about), "form": form}
    return render(request, "visits/observe.html", shown, status=422 if form.errors else 200)


@require_safe
def field_note(request: Asked, code: str) -> HttpResponse:
    """What an observer saw."""
    actor = request.actor
    note = observing.note(actor, code)
    found = note.about
    shown = {
        "note": note, "answers": observing.answers(note), "opens": _opens(actor, found), "subject": _about(found),
        "photos": files.photos_of(FieldNote.subject_kind, note.pk),
    }  # fmt: skip
    return render(request, "visits/field_note.html", shown)


@dataclass(frozen=True, slots=True)
class About:
    """What a note is about, as its pages name it."""

    kind: str
    code: str
    title: str
    url: str


def _about(found: Visit | FollowUp) -> About:
    if isinstance(found, Visit):
        return About("kunjungan", found.code, found.seen, reverse("visits:detail", args=[found.code]))
    return About("tindak lanjut", found.code, title_of(found), reverse("decisions:detail", args=[found.code]))


def _opens(actor: Actor, found: Visit | FollowUp) -> bool:
    """Whether the actor may read it."""
    return queries.sees(actor, found) if isinstance(found, Visit) else decisions.sees(actor, found)


def _folded(rows: Sequence[Any]) -> dict[str, Sequence[Any]]:
    """The first few, and the rest for whoever asks for it."""
    return {"first": rows[:SHOWN], "rest": rows[SHOWN:]}


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: Asked) -> HttpResponse:
    """The checklist: whoever reads or writes notes reads it, Pemerintahan adds to it."""
    actor = request.actor
    may_ask = bool(actor.scope(observe_rules.ASK))
    if not (may_ask or observe_rules.may_open(actor)):
        raise Refused("not_allowed", "Daftar periksa dibaca pemantau dan yang membaca catatannya.")
    form = forms.QuestionForm(request.POST or None)
    if request.method == "POST":
        observe_rules.demand_asker(actor)
        if form.is_valid():
            try:
                actions.ask_question(actor=actor, text=form.cleaned_data["text"])
            except Refused as refused:
                apply_refusal(form, refused)
            else:
                messages.success(request, "Pertanyaan ditambah.")
                return redirect("visits:questions")
    shown = {"list": observing.questions(), "past": observing.past_questions(), "form": form, "may_ask": may_ask}
    return render(request, "visits/questions.html", shown, status=422 if form.errors else 200)


@require_POST
def end_question(request: Asked, pk: UUID) -> HttpResponse:
    """Asks it no more; what was answered stays."""
    observe_rules.demand_asker(request.actor)
    actions.end_question(actor=request.actor, question=observing.question(pk))
    messages.success(request, "Pertanyaan dicabut. Jawaban lamanya tetap.")
    return redirect("visits:questions")
