"""The screens of a rembuk: before (bahan), during, and what was promised."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.coordination.decisions.views.rows import row_of
from rembuk.coordination.meetings import queries as halls
from rembuk.coordination.visits import actions, brief, card, forms, queries, rules
from rembuk.coordination.visits.models import Aspiration, Gathering
from rembuk.coordination.visits.rotation.urgency import sentence
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.web import share
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

OPENED = "Rembuk dibuka."
# So far ahead an invitation is looked for.
AHEAD = timedelta(days=366)


@require_safe
def brief_page(request: Asked, code: str) -> HttpResponse:
    """Bahan rembuk of a kelurahan, and the button that opens its page."""
    place = queries.kelurahan(request.actor, code)
    found = queries.brief_of(request.actor, place)
    shown = {
        "brief": found, "code": code, "why": sentence(found.facts), "svg": brief.drawing(found),
        "promises": [row_of(row) for row in found.promises], "open": queries.open_at(place),
        "called": queries.coming(place, found.made_at - timedelta(days=1), found.made_at + AHEAD),
        "host": queries.host(request.actor, place),
    }  # fmt: skip
    return render(request, "visits/brief.html", shown)


@require_safe
def brief_pdf(request: Asked, code: str) -> HttpResponse:
    """The same on paper."""
    found = queries.brief_of(request.actor, queries.kelurahan(request.actor, code))
    answer = HttpResponse(brief.pdf(found, [row_of(row) for row in found.promises]), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="bahan-rembuk-{code}.pdf"'
    return answer


@require_POST
def open_gathering(request: Asked, code: str) -> HttpResponse:
    """Opens the page; where the year's plan stops there today, the rembuk is that one."""
    place = queries.kelurahan(request.actor, code)
    today = [row for row in queries.next_stops(clock.today()) if row.date == clock.today()]
    stop = next((row for row in today if row.kelurahan_id == place.pk and not queries.of_stop(row)), None)
    led_by = stop.deputy if stop else ""
    made = actions.open_gathering(actor=request.actor, territory=place, stop=stop, led_by=led_by)
    messages.success(request, OPENED)
    return redirect("visits:gathering", made.code)


@dataclass(frozen=True, slots=True)
class Line:
    """An aspiration as the page shows it: who said it for those who lead, and where it went."""

    row: Aspiration
    speaker: str

    @property
    def became(self) -> str:
        """The code of what it became, or the reason."""
        row = self.row
        made = row.follow_up or row.decision or row.report
        return made.code if made else row.reason


@require_safe
def gathering(request: Asked, code: str) -> HttpResponse:
    """What is said, line by line; what the city tells; the cards of what was promised."""
    return _page(request, queries.gathering(request.actor, code))


def _page(request: Asked, found: Gathering, form: forms.HearForm | None = None) -> HttpResponse:
    actor = request.actor
    leads = rules.may_lead(actor, found.path) and found.status == "open"
    rows, rws = queries.aspirations(found), queries.rws(found.territory)
    told, tidings = queries.told(found), queries.tidings()
    if form is None and leads:
        form = forms.HearForm(rws=rws, initial={"rw": request.GET.get("rw", "")})
    bad = form is not None and bool(form.errors)
    lines = [Line(row, queries.speaker(actor, row, found.path)) for row in rows]
    if any(line.speaker for line in lines):
        actions.open_speakers(actor=actor, gathering=found)
    shown = {
        "gathering": found, "leads": leads, "form": form,
        "lines": lines,
        "waiting": sum(not row.outcome for row in rows), "bahan": territories.code(found.territory),
        "tidings": [(row, told.get(row.pk, ())) for row in tidings],
        "tell": forms.TellForm(rws=rws, tidings=tidings) if leads and tidings and rws else None,
        "cards": queries.cards_of(queries.promises_of_gathering(found)), **_meeting(actor, found),
        # It opens with what was promised here before; once people speak, that is folded.
        "before": queries.cards_of(queries.promises_at(found.territory)) if found.status == "open" else [],
    }  # fmt: skip
    return render(request, "visits/gathering.html", shown, status=422 if bad else 200)


def _meeting(actor: Actor, found: Gathering) -> dict[str, Any]:
    """The meeting that it is, and what the kelurahan's people may do with it now."""
    meeting = queries.meeting_of(found)
    if meeting is None:
        may = found.status == "open" and queries.host(actor, found.territory) is not None
        return {"sit": rules.GATHERING_FLOW["sit"].label if may else ""}
    writes = meeting.status in ("convened", "running") and queries.unwritten(found)
    may = bool(writes) and halls.may(actor, "decide", meeting)
    seen = halls.visible(actor, meeting.pk)
    return {"meeting": meeting if seen else None, "sit": rules.GATHERING_FLOW["minute"].label if may else ""}


@require_POST
def sitting(request: Asked, code: str) -> HttpResponse:
    """Opens the door of a rembuk as a meeting; once that is open, writes what was said into its minutes."""
    actor, found = request.actor, queries.gathering(request.actor, code)
    if queries.meeting_of(found) is None:
        actions.sit(actor=actor, gathering=found)
        messages.success(request, "Daftar hadir dibuka. QR-nya ada di layar rapat.")
        return redirect("visits:gathering", found.code)
    meeting = actions.minute(actor=actor, gathering=found)
    messages.success(request, "Semua yang dijawab sudah ditulis ke notulen.")
    return redirect("meetings:meeting", meeting.code)


@require_POST
def hear(request: Asked, code: str) -> HttpResponse:
    """One line; sent again by a phone that had no network it stays one."""
    found = queries.gathering(request.actor, code)
    rules.demand_lead(request.actor, "hear", found.path)
    form = forms.HearForm(request.POST, rws=queries.rws(found.territory))
    if form.is_valid():
        try:
            row = actions.hear(actor=request.actor, gathering=found, **form.arguments())
            # The next one is often of the same RW.
            page = reverse("visits:gathering", args=[found.code])
            return redirect(f"{page}?rw={row.rw_id}" if row.rw_id else page)
        except Refused as refused:
            apply_refusal(form, refused)
    return _page(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Asked, code: str, order: int) -> HttpResponse:
    """What an aspiration becomes."""
    actor, found = request.actor, queries.gathering(request.actor, code)
    rules.demand_lead(actor, "answer", found.path)
    row = queries.aspiration(found, order)
    initial = {"outcome": "report", "text": row.text}
    form = forms.AnswerForm(request.POST or None, actor=actor, gathering=found, initial=initial)
    deed = {"gathering": found, "number": order}
    return _form(request, form, actions.answer, deed, "visits/answer.html", {"gathering": found, "row": row})


@require_POST
def tell(request: Asked, code: str) -> HttpResponse:
    """A policy was told to some RW."""
    found = queries.gathering(request.actor, code)
    rules.demand_lead(request.actor, "tell", found.path)
    form = forms.TellForm(request.POST, rws=queries.rws(found.territory), tidings=queries.tidings())
    if not form.is_valid():
        raise Refused("no_rw", "Pilih kebijakan dan RW yang mendengarnya.")
    actions.tell(actor=request.actor, gathering=found, **form.arguments())
    messages.success(request, "Kebijakan ditandai sudah disampaikan.")
    return redirect("visits:gathering", found.code)


@require_POST
def close_gathering(request: Asked, code: str) -> HttpResponse:
    """Refused while anything that was said has become nothing."""
    found = queries.gathering(request.actor, code)
    actions.close_gathering(actor=request.actor, gathering=found)
    messages.success(request, "Rembuk ditutup. Semua aspirasi sudah dijawab.")
    return redirect("visits:gathering", found.code)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_gathering(request: Asked, code: str) -> HttpResponse:
    """It was opened by mistake."""
    found = queries.gathering(request.actor, code)
    rules.demand_lead(request.actor, "cancel_gathering", found.path)
    form = forms.ReasonForm(request.POST or None)
    return _form(request, form, actions.cancel_gathering, {"gathering": found}, "visits/cancel_gathering.html",
                 {"gathering": found})  # fmt: skip


def _form(request: Asked, form: Any, do: Any, deed: dict[str, Any], page: str, shown: dict[str, Any]) -> HttpResponse:
    """A small form, then the deed, then back to the rembuk."""
    if request.method == "POST" and form.is_valid():
        told = form.arguments() if hasattr(form, "arguments") else form.cleaned_data
        try:
            do(actor=request.actor, **deed, **told)
            return redirect("visits:gathering", deed["gathering"].code)
        except Refused as refused:
            apply_refusal(form, refused)
    return render(request, page, {**shown, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def tidings(request: Asked) -> HttpResponse:
    """What the city wants told in every kelurahan."""
    actor = request.actor
    if actor.office is None:
        raise Refused("not_allowed", "Daftar kebijakan dibuka oleh pemegang jabatan.")
    form: Form = forms.TidingForm(request.POST or None)
    if request.method == "POST":
        rules.demand_plan(actor, "note_tiding")
        if form.is_valid():
            actions.note_tiding(actor=actor, **form.cleaned_data)
            messages.success(request, "Kebijakan masuk daftar.")
            return redirect("visits:tidings")
    shown = {"form": form, "list": queries.tidings(), "may_plan": rules.may_plan(actor)}
    return render(request, "visits/tidings.html", shown, status=422 if form.errors else 200)


@require_POST
def end_tiding(request: Asked, pk: str) -> HttpResponse:
    """It is told no more."""
    rules.demand_plan(request.actor, "end_tiding")
    actions.end_tiding(actor=request.actor, tiding=queries.tiding(pk))
    messages.success(request, "Kebijakan dicabut dari daftar.")
    return redirect("visits:tidings")


@require_safe
def promise(request: Asked, code: str) -> HttpResponse:
    """A kartu janji, with its picture to pass on."""
    found = queries.card(request.actor, code)
    said = (
        f"Kartu janji: {found.title}, {found.where}. Tenggat {text.day(found.work.total_due)}, {found.lead} memimpin."
    )
    return render(
        request, "visits/promise.html", {"card": found, "said": said, "address": share.absolute(request.path)}
    )


@require_safe
def promise_picture(request: Asked, code: str) -> HttpResponse:
    """The card as a picture for WhatsApp."""
    found = queries.card(request.actor, code)
    answer = HttpResponse(card.png(found), content_type="image/png")
    answer["Content-Disposition"] = f'inline; filename="kartu-janji-{found.work.code}.png"'
    return answer
