"""One follow-up, one decision, an area: what is asked, and every step of FLOW."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.coordination.decisions import actions, forms, queries, rules
from rembuk.coordination.decisions import worklist as work
from rembuk.coordination.decisions.actions import course
from rembuk.coordination.decisions.models import Evidence, FollowUp, Status
from rembuk.coordination.decisions.views import crews
from rembuk.coordination.decisions.views.rows import row_of, tag_of
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock, seams, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.web import filters, sent
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal

STATES = [("tanpa_kabar", "Tanpa kabar"), ("lewat", "Lewat janji"), ("working", "Dikerjakan"),
          ("asked", "Menunggu diterima"), ("done", "Menunggu dicek"), ("waiting_budget", "Menunggu anggaran"),
          ("not_our_authority", "Bukan wewenang kota"), ("ditepati", "Ditepati"), ("passed", "Selesai")]  # fmt: skip
# All leads but the city's own units, as a board counts them together.
REST = "lain"
# Done where the work is, with or without network.
IN_THE_FIELD = frozenset({"show", "inspect", "send_back"})
# What ends it or sends it back is asked in a sober colour.
STERN = frozenset({"revoke", "send_back", "excuse_part"})
FIRST = 3
# What moves it stands at the top; the rest below.
PRIMARY = (
    "accept", "answer", "insist", "extend_allow", "extend_deny", "inspect", "send_back", "tell", "show", "finish",
    "take_part", "finish_part",
)  # fmt: skip


@require_safe
def area(request: Asked) -> HttpResponse:
    """What lies in the actor's area, soonest due first."""
    if not request.actor.scope("decisions.view"):
        raise Refused("not_allowed", "Daftar tindak lanjut wilayah tidak terbuka untuk jabatan Anda.")
    status, place = request.GET.get("keadaan", ""), _place(request)
    lead, rest = queries.lead(request.GET.get("pemimpin", "")), request.GET.get("pemimpin") == REST
    rows = queries.area(
        request.actor, status=status, cursor=request.GET.get("sesudah", ""), lead=lead.pk if lead else None,
        not_leads=[row.pk for row in institutions.units()] if rest else (), since=_since(request),
        places=[place.pk, *territories.former(place.pk)] if place else (),
    )  # fmt: skip
    shown = {
        "rows": rows, "list": [row_of(row) for row in rows],
        "narrowed": " · ".join(str(one) for one in (lead, rest and "lembaga lain", place and place.label) if one),
        "links": filters.links(request, "keadaan", STATES, everything="Terbuka"),
    }  # fmt: skip
    return render(request, "decisions/area.html", shown)


def _since(request: Asked) -> datetime | None:
    """From the beginning of a day in the city."""
    try:
        day = date.fromisoformat(request.GET.get("sejak", ""))
    except ValueError:
        return None
    return datetime.combine(day, time.min, clock.zone()) if day >= clock.EARLIEST.date() else None


def _place(request: Asked) -> territories.Place | None:
    code = request.GET.get("kelurahan", "")
    return territories.place(code) if code else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo with what is known of it."""

    row: Evidence
    told: str
    again: bool


@require_safe
def detail(request: Asked, code: str) -> HttpResponse:
    """What is asked of whom, how far it is, what was seen of it, and what one may do now."""
    actor, found = request.actor, queries.follow_up(request.actor, code)
    steps = rules.steps_for(actor, found, stands_in=queries.stands_in(actor))
    first = sorted((s for s in steps if s.name in PRIMARY), key=lambda s: PRIMARY.index(s.name))[:FIRST]
    shown = {
        **_page(found), "first": first,
        "rest": [known for known in steps if known not in first], "lines": queries.office_trail(actor, found),
        "news": queries.news(found), "letters": queries.letters(found), "extensions": queries.extensions(found),
        "inspections": queries.inspections(found), "links": crews.shown(actor, found),
        "propose": _propose(actor, found), "decision_seen": queries.sees_decision(actor, found.decision),
        "observe": _observe(actor, found), "maskable": actor.holds("files.mask", at=found.path),
    }  # fmt: skip
    return render(request, "decisions/detail.html", shown)


def _observe(actor: Actor, found: FollowUp) -> str:
    """Where an observer writes what they saw of it."""
    return seams.link("observe") if not found.is_private and actor.holds("visits.observe", at=found.path) else ""


def _propose(actor: Actor, found: FollowUp) -> str:
    """Where what waits for money is proposed, for those who propose."""
    waits = found.status == Status.WAITING_BUDGET and not found.is_private
    return seams.link("propose") if waits and actor.scope("musrenbang.propose") else ""


def _page(found: FollowUp) -> dict[str, object]:
    tag, tone = tag_of(found, clock.now())
    return {
        "row": found, "title": work.title_of(found), "place": work.place_of(found), "tag": tag, "tone": tone,
        "stages": queries.stages(found), "photos": _photos(found), "parts": list(found.parts.all()),
        "inspectors": [row.who for row in found.inspectors.all()],
    }  # fmt: skip


def _photos(found: FollowUp) -> list[Shown]:
    again = queries.same_photos(found)
    return [Shown(row, _told(row), row.sha256 in again) for row in queries.evidence(found)]


def _told(row: Evidence) -> str:
    place = "dengan data lokasi" if row.has_place else "tanpa data lokasi"
    if row.is_elsewhere:
        place = "menurut HP di luar wilayah pekerjaan ini"
    taken = f"diambil {text.moment(row.claimed_at)} menurut HP, " if row.claimed_at else ""
    return f"{taken}diterima {text.moment(row.received_at)} · {place}{_crew(row)}"


def _crew(row: Evidence) -> str:
    if row.sending is None:
        return ""
    return f" · {row.office}" + (f": {row.sending.text}" if row.sending.text else "")


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Asked, code: str, step: str) -> HttpResponse:
    """Every step of FLOW: a small form, then the deed, then back to the follow-up."""
    if earlier := sent.before(request):
        return earlier
    actor, found = request.actor, queries.follow_up(request.actor, code)
    if step not in forms.FORMS:
        raise Refused("not_found", "Langkah itu tidak ada.")
    course.allow(actor, step, found)
    known, status = rules.FLOW[step], 200
    form = forms.FORMS[step](actor=actor, follow_up=found)
    if request.method == "POST":
        form, status = forms.FORMS[step](request.POST, request.FILES, actor=actor, follow_up=found), 422
        if form.is_valid():

            def deed() -> HttpResponseRedirectBase:
                getattr(actions, step)(actor=actor, follow_up=found, **form.arguments())
                return _back(actor, found)

            try:
                answer = sent.once(request, deed)
            except Refused as refused:
                apply_refusal(form, refused)
                status = 409 if refused.code in {"stale", "wrong_step"} else 422
            else:
                messages.success(request, f"{known.done}: {found.code}.")
                return answer
    shown = {**_page(found), "step": known, "form": form, "tone_of_button": "stop" if step in STERN else "go",
             "looks": step in {"inspect", "send_back"}, "in_the_field": step in IN_THE_FIELD}  # fmt: skip
    return render(request, "decisions/step.html", shown, status=status)


def _back(actor: Actor, found: FollowUp) -> HttpResponseRedirectBase:
    """To its page; to the worklist for whoever no longer sees it."""
    if queries.is_seen(actor, found.pk):
        return redirect("decisions:detail", code=found.code)
    return redirect("decisions:list")


@require_safe
def decision(request: Asked, code: str) -> HttpResponse:
    """What was decided, and everything that it set going."""
    found = queries.decision(request.actor, code)
    rows = queries.of_decisions(request.actor, [found.pk])
    mine = rules.may_decide(request.actor, found.body_id) and found.status == "standing"
    shown = {"decision": found, "rows": [row_of(row) for row in rows], "mine": mine}
    return render(request, "decisions/decision.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: Asked, code: str) -> HttpResponse:
    """Another follow-up of a decision that stands."""
    found = queries.decision(request.actor, code)
    if not rules.may_decide(request.actor, found.body_id):
        raise Refused("not_allowed", "Hanya lembaga yang memutuskan yang membuat tindak lanjutnya.")
    place = found.territory if found.territory_id != found.body.territory_id else None
    form = forms.WorkForm(request.POST or None, body=found.body, place=place)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make(actor=request.actor, decision=found, work=form.work())
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, f"Tindak lanjut dibuat: {made.code}.")
            return redirect("decisions:detail", code=made.code)
    shown = {"form": form, "what": found.text, "where": found.code}
    return render(request, "decisions/make.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def make_at_item(request: Asked, item_id: str) -> HttpResponse:
    """The first follow-up of an item that a meeting decided."""
    item = queries.item(request.actor, item_id)  # type: ignore[arg-type] # the address has a UUID
    if item is None:
        raise Refused("not_found", "Butir ini tidak ada, atau bukan putusan lembaga Anda.")
    body = item.meeting.institution
    if not (rules.may_decide(request.actor, body.pk) or body.pk in queries.stands_in(request.actor)):
        raise Refused("not_allowed", "Tindak lanjut dibuat oleh pengurus lembaga yang memutuskan.")
    form = forms.WorkForm(request.POST or None, body=body)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_at_item(actor=request.actor, item=item, work=form.work())
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, f"Tindak lanjut dibuat: {made.code}.")
            return redirect("decisions:decision", code=made.decision.code)
    shown = {"form": form, "what": item.decision or item.title, "where": item.meeting.title}
    return render(request, "decisions/make.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Asked, code: str) -> HttpResponse:
    """Takes the whole decision back, with a reason."""
    found = queries.decision(request.actor, code)
    if not rules.may_withdraw(request.actor, found):
        raise Refused("not_allowed", "Hanya lembaga yang memutuskan yang mencabut keputusannya.")
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(actor=request.actor, decision=found, **form.cleaned_data)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            messages.success(request, f"Keputusan dicabut: {found.code}.")
            return redirect("decisions:decision", code=found.code)
    shown = {"form": form, "title": "Cabut keputusan", "text": found.text, "button": "Cabut", "tone": "stop"}
    return render(request, "web/confirm.html", shown, status=422 if form.errors else 200)
