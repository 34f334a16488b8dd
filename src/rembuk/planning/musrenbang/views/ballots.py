"""The screens of a vote: papers to print, typed by two people, what differs, and the one screen that all share."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.foundation.kernel import chance
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal
from rembuk.planning.musrenbang import actions, ballots, forms, queries, session_rules
from rembuk.planning.musrenbang import ballot_papers as sheets
from rembuk.planning.musrenbang.models import Session
from rembuk.planning.musrenbang.views.sessions import METHODS

HOW = {
    "approval": "nomor yang disetujui, misalnya 3 7 12", "points": "nomor dan poinnya, misalnya 3=5 7=2",
    "ranking": "nomor dari yang paling diinginkan, misalnya 7 3 12",
}  # fmt: skip


def _voting(request: Asked, pk: UUID, step: str) -> Session:
    found = queries.session(request.actor, pk)
    session_rules.demand(request.actor, step, found)
    return found


@require_http_methods(METHODS)
def typing(request: Asked, pk: UUID) -> HttpResponse:
    """Serial, numbers, Enter; the next paper."""
    found = _voting(request, pk, "type_ballot")
    form = forms.TypeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            taken = actions.type_ballot(actor=request.actor, session=found, serial=told["serial"], told=told["marks"])
        except Refused as refused:
            if refused.field is None:
                raise
            apply_refusal(form, refused)
        else:
            _tell(request, taken)
            return redirect("musrenbang:typing", found.pk)
    shown = {
        "session": found, "form": form, "how": HOW[found.ballot_form], "counts": queries.counts(found),
        "waiting": queries.waits_for(found, request.actor.user_id),
    }  # fmt: skip
    return render(request, "musrenbang/typing.html", shown, status=422 if form.errors else 200)


def _tell(request: Asked, taken: actions.Taken) -> None:
    serial = taken.ballot.serial
    if taken.agrees is None:
        messages.info(request, f"Lembar {serial} diketik. Orang kedua mengetiknya sekali lagi.")
    elif taken.agrees:
        messages.success(request, f"Lembar {serial} cocok dan dihitung.")
    else:
        messages.warning(
            request, f"Lembar {serial} berbeda dengan ketikan pertama. Lihat lagi lembarnya di “Beda ketikan”."
        )


@require_http_methods(METHODS)
def differences(request: Asked, pk: UUID) -> HttpResponse:
    """Side by side what two people typed; one looks at the paper again and says what stands there."""
    found = _voting(request, pk, "settle_ballot")
    form = forms.TypeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.settle_ballot(actor=request.actor, session=found, serial=told["serial"], told=told["marks"])
        except Refused as refused:
            if refused.field is None:
                raise
            apply_refusal(form, refused)
        else:
            messages.success(request, f"Lembar {told['serial']} dihitung.")
            return redirect("musrenbang:differences", found.pk)
    rows = [
        {"serial": row.serial, "first": one, "second": other, "only": _only(one.marks, other.marks),
         "other": _only(other.marks, one.marks)}
        for row, one, other in queries.differences(found)
    ]  # fmt: skip
    shown = {"session": found, "form": form, "list": rows, "how": HOW[found.ballot_form]}
    return render(request, "musrenbang/differences.html", shown, status=422 if form.errors else 200)


def _only(marks: str, others: str) -> str:
    """What stands in one and not in the other; where only the order differs, nothing."""
    return ", ".join(part for part in marks.split() if part not in others.split())


@never_cache
@require_http_methods(METHODS)
def booth(request: Asked, pk: UUID) -> HttpResponse:
    """One device in the hall: the serial of a paper, big boxes, and back to the beginning. Nothing stays on it."""
    found = _voting(request, pk, "give_ballot")
    form = forms.SerialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        serial = form.cleaned_data["serial"]
        try:
            if "suara" in request.POST:
                told = _told(request, found.ballot_form)
                actions.give_ballot(actor=request.actor, session=found, serial=serial, told=told,
                                    request_key=request.POST.get("request_key", ""))  # fmt: skip
                messages.success(request, "Suara sudah masuk. Terima kasih.")
                return redirect("musrenbang:booth", found.pk)
            queries.unused(found, serial)
        except Refused as refused:
            if refused.field is None:
                raise
            if refused.field == "marks":
                return _paper(request, found, serial, refused.message)
            apply_refusal(form, refused)
        else:
            return _paper(request, found, serial)
    return render(
        request, "musrenbang/booth.html", {"session": found, "form": form}, status=422 if form.errors else 200
    )


def _paper(request: Asked, found: Session, serial: int, refusal: str = "") -> HttpResponse:
    """The ballot itself, as far as it is filled in."""
    lines = [(line, request.POST.get(f"n-{line.number}", "")) for line in queries.on_ballot(found)]
    shown = {
        "session": found, "serial": serial, "lines": lines, "refusal": refusal,
        "request_key": request.POST.get("request_key") or chance.secret(),
    }  # fmt: skip
    return render(request, "musrenbang/booth_paper.html", shown, status=422 if refusal else 200)


def _told(request: Asked, form: str) -> str:
    """What was ticked, given or ranked, as a typist would write it."""
    given = {name[2:]: request.POST.get(name, "").strip() for name in request.POST if name.startswith("n-")}
    said = {number: value for number, value in given.items() if value}
    if form == ballots.APPROVAL:
        return " ".join(said)
    if form == ballots.POINTS:
        return " ".join(f"{number}={points}" for number, points in said.items() if points != "0")
    return _ranked(said)


def _ranked(said: dict[str, str]) -> str:
    places: dict[int, str] = {}
    for number, place in said.items():
        if not place.isdecimal() or len(place) > 4 or not int(place):
            raise Refused("no_number", f"Tulis urutan 1, 2, 3 … untuk nomor {number}.", "marks")
        if int(place) in places:
            raise Refused("twice", f"Urutan {int(place)} dipakai untuk dua usulan.", "marks")
        places[int(place)] = number
    return " ".join(places[place] for place in sorted(places))


@require_safe
def papers(request: Asked, pk: UUID) -> HttpResponse:
    """The ballots of a session, each with its serial, to print."""
    found = queries.session(request.actor, pk)
    session_rules.demand(request.actor, "hand_out", found)
    answer = HttpResponse(sheets.pdf(sheets.sheet(found)), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="surat-suara.pdf"'
    return answer
