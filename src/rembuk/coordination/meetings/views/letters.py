"""The letter of invitation, its number, and the book of a body's numbers."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.meetings import actions, letter, queries
from rembuk.coordination.meetings.forms import InsertForm, LetterForm, NumberForm, NumberingForm, ReasonForm, ScanForm
from rembuk.coordination.meetings.models import Invitation, Meeting
from rembuk.coordination.meetings.views.asked import demand, fetch
from rembuk.coordination.meetings.views.lists import body_of
from rembuk.coordination.meetings.views.preparing import content_of
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

PDF, PNG = "application/pdf", "image/png"


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Asked, code: str) -> HttpResponse:
    """What the letter says, its number, and the signed one: a form each."""
    found = fetch(request, code)
    demand(request, "write_invitation", found)
    said, deeds = queries.invitation(found), _deeds(request, found)
    counts = _counts(found)
    forms: dict[str, django_forms.Form] = {
        "letter": LetterForm(initial=_of_letter(said)), "number": InsertForm() if counts else NumberForm(),
        "void": ReasonForm(), "scan": ScanForm(),
    }  # fmt: skip
    wanted = next((name for name in deeds if name in request.POST), "")
    if request.method == "POST" and wanted:
        form = forms[wanted] = type(forms[wanted])(request.POST, request.FILES or None)
        if form.is_valid():
            try:
                deeds[wanted](form.cleaned_data)
            except Refused as refused:
                apply_refusal(form, refused)
            else:
                messages.success(request, "Tersimpan.")
                return redirect("meetings:letter", code)
    shown = {
        "meeting": found, "said": said, "number": queries.number_of(found), "counts": counts, "forms": forms,
        "steps": queries.steps(request.actor, found),
    }  # fmt: skip
    wrong = any(form.errors for form in forms.values())
    return render(request, "meetings/letter.html", shown, status=422 if wrong else 200)


def _deeds(request: Asked, found: Meeting) -> dict[str, Callable[[dict[str, Any]], object]]:
    who: dict[str, Any] = {"actor": request.actor, "meeting": found}
    return {
        "letter": lambda said: actions.write_invitation(**who, **said),
        "number": lambda said: actions.number_letter(**who, **said),
        "void": lambda said: actions.void_number(**who, reason=said["reason"]),
        "scan": lambda said: actions.file_scan(**who, content=content_of(said["file"]), name=said["file"].name),
    }


def _counts(found: Meeting) -> bool:
    row = queries.numbering(found.institution)
    return row is not None and row.counts


def _of_letter(said: Invitation) -> dict[str, object]:
    names = ("nature", "enclosure", "subject", "opening", "note", "copies", "dated")
    told = {name: getattr(said, name) for name in names}
    return {**told, "subject": said.subject or f"Undangan {said.meeting.title}"}


@require_safe
def letter_pdf(request: Asked, code: str) -> HttpResponse:
    """The letter to print or to send."""
    return _file(fetch(request, code), letter.pdf, PDF, "pdf")


@require_safe
def letter_docx(request: Asked, code: str) -> HttpResponse:
    """The draft for the office's own system."""
    return _file(fetch(request, code), letter.docx, letter.DOCX, "docx")


@require_safe
def picture(request: Asked, code: str) -> HttpResponse:
    """The invitation as a picture to hand on."""
    return _file(fetch(request, code), letter.picture, PNG, "png")


def _file(found: Meeting, make: Callable[[Meeting], bytes], kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(make(found), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="undangan-{found.code}.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: Asked) -> HttpResponse:
    """How a body's letters get their numbers, and the book of this year."""
    body = body_of(request)
    row = queries.numbering(body)
    initial = {"counts": "ya" if row and row.counts else "", "pattern": row.pattern if row else ""}
    form = NumberingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            said = {**form.cleaned_data, "counts": bool(form.cleaned_data["counts"])}
            actions.set_numbering(actor=request.actor, institution=body, **said)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, "Penomoran tersimpan; berlaku untuk surat berikutnya.")
            return redirect(request.get_full_path())
    year = clock.today().year
    shown = {"form": form, "body": body, "book": queries.book(body, year), "year": year}
    return render(request, "meetings/numbers.html", shown, status=422 if form.errors else 200)
