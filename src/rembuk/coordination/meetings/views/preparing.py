"""Before a meeting: who comes, what members propose, who else is invited, another time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.meetings import actions, ics, queries
from rembuk.coordination.meetings.forms import AnswerForm, InviteForm, ProposeForm, RescheduleForm
from rembuk.coordination.meetings.models import Attendance, Guest, Meeting
from rembuk.coordination.meetings.views.asked import demand, fetch
from rembuk.coordination.meetings.views.clashes import spoken, warn
from rembuk.foundation.files.actions import MAX_DOCUMENT
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

SAID = {
    "yes": "Terima kasih. Kehadiran Anda dicatat.", "no": "Dicatat: Anda tidak hadir.",
    "sends": "Dicatat: Anda diwakili.",
}  # fmt: skip


def _invited(request: Asked, found: Meeting) -> Attendance:
    row = queries.invited(request.actor, found)
    if row is None:
        raise Refused("not_allowed", "Hanya yang diundang ke rapat ini yang dapat melakukan ini.")
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Asked, code: str) -> HttpResponse:
    """One tap: comes, does not come; or the name of who comes instead."""
    found = fetch(request, code)
    row = _invited(request, found)
    reply = request.POST.get("jawab", "")
    form = AnswerForm(request.POST if reply == "sends" else None, initial={"stand_in": row.stand_in})
    if request.method == "POST" and reply != "sends":
        actions.answer(actor=request.actor, meeting=found, reply=reply)
        messages.success(request, SAID[reply])
        return redirect("meetings:meeting", code)
    if form.is_valid():
        actions.answer(actor=request.actor, meeting=found, reply=reply, stand_in=form.cleaned_data["stand_in"])
        messages.success(request, SAID[reply])
        return redirect("meetings:meeting", code)
    clashes = queries.called_twice(found, only=row) if found.status == "convened" else []
    shown = {
        "meeting": found,
        "row": row,
        "form": form,
        "when": _when(found),
        "clashes": [spoken(request.actor, one) for one in clashes],
    }
    return render(request, "meetings/answer.html", shown, status=422 if form.errors else 200)


def _when(found: Meeting) -> str:
    return f"{text.weekday(found.starts_at)}, pukul {text.hour(found.starts_at)}"


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Asked, code: str) -> HttpResponse:
    """An item that one of the invited proposes; below, what became of theirs."""
    found = fetch(request, code)
    row = _invited(request, found)
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_item(actor=request.actor, meeting=found, **form.cleaned_data)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, "Usulan terkirim. Pengundang menjawab sebelum rapat.")
            return redirect("meetings:propose", code)
    mine = [one for one in queries.suggestions(found) if one.position_id == row.position_id]
    closes = queries.closes_at(found)
    shown = {"meeting": found, "form": form, "mine": mine, "closes": text.moment(closes),
             "open": clock.now() <= closes and found.status == "convened"}  # fmt: skip
    return render(request, "meetings/propose.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def reschedule(request: Asked, code: str) -> HttpResponse:
    """Another time or place."""
    found = fetch(request, code)
    demand(request, "reschedule", found)
    local = clock.local(found.starts_at)
    initial = {"day": local.date(), "at": local.time(), "place": found.place, "version": found.version}
    form = RescheduleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.reschedule(actor=request.actor, meeting=found, starts_at=form.starts_at, place=said["place"],
                               reason=said["reason"], seen=said["version"])  # fmt: skip
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, "Tersimpan; yang diundang diberi tahu.")
            warn(request, found)
            return redirect("meetings:meeting", code)
    shown = {"meeting": found, "form": form}
    return render(request, "meetings/reschedule.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def guests(request: Asked, code: str) -> HttpResponse:
    """Who is invited by letter, and the speakers with their material."""
    found = fetch(request, code)
    demand(request, "invite_guest", found)
    if "hapus" in request.POST:
        actions.drop_guest(actor=request.actor, meeting=found, guest=_guest(found, request.POST["hapus"]))
        messages.success(request, "Dihapus dari daftar.")
        return redirect("meetings:guests", code)
    form = InviteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        upload = said.pop("material")
        try:
            actions.invite_guest(actor=request.actor, meeting=found, **said, **_material(upload))
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, "Masuk daftar undangan. Suratnya ada di halaman surat undangan.")
            return redirect("meetings:guests", code)
    shown = {"meeting": found, "form": form, "guests": queries.guests(found),
             "open": "invite_guest" in queries.steps(request.actor, found)}  # fmt: skip
    return render(request, "meetings/guests.html", shown, status=422 if form.errors else 200)


def _guest(found: Meeting, typed: str) -> Guest:
    try:
        guest = queries.guest(found, UUID(typed))
    except ValueError:
        guest = None
    if guest is None:
        raise Http404("no such guest")
    return guest


def _material(upload: Any) -> dict[str, Any]:
    if upload is None:
        return {}
    return {"material": content_of(upload), "material_name": upload.name}


def content_of(upload: Any) -> bytes:
    """What was sent, read no further than what is too large."""
    return bytes(upload.read(MAX_DOCUMENT + 1))


@require_safe
def calendar(request: Asked, code: str) -> HttpResponse:
    """For the phone's calendar."""
    found = fetch(request, code)
    response = HttpResponse(ics.text_of(found), content_type=f"{ics.MEDIA_TYPE}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="rapat-{found.code}.ics"'
    return response
