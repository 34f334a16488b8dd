"""Terms of office: appoint, end, look back; what the camat reads."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions import actions, forms, queries, rules
from rembuk.foundation.institutions.actions.entry import may_enter
from rembuk.foundation.institutions.models import Appointment, Position
from rembuk.foundation.institutions.views.bodies import show_form
from rembuk.foundation.kernel import clock, seams
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal
from rembuk.foundation.web.pager import keyset


def _position(actor: Actor, position_id: UUID) -> Position:
    found = queries.position_by_id(position_id)
    own = actor.office is not None and found is not None and actor.office.position_id == found.pk
    if found is None or not (own or rules.may_view(actor, found.path)):
        raise Http404
    return found


def _appointment(actor: Actor, appointment_id: UUID) -> Appointment:
    found = queries.appointment(actor, appointment_id)
    if found is None:
        raise Http404
    return found


def position(request: Asked, position_id: UUID) -> HttpResponse:
    """A seat: who holds it, who acts while it is vacant, everybody who ever did."""
    actor = request.actor
    found = _position(actor, position_id)
    held, past = queries.holder(found), queries.history(found)
    stand_in = queries.stand_in(found) if held is None else None
    context = {
        "position": found, "holder": held, "stand_in": stand_in,
        "stand_in_name": queries.holder_name(stand_in) if stand_in else "",
        "history": [(row, row in past and rules.is_running(row.starts, row.ends, clock.today())) for row in past],
        "may_appoint": rules.may_appoint(actor, found.role, found.path),
    }  # fmt: skip
    return render(request, "institutions/position.html", context)


def appoint(request: Asked, position_id: UUID) -> HttpResponse:
    """Puts a person into a seat. The same name in the area is asked about, for only then a second office is noticed."""
    actor = request.actor
    found = _position(actor, position_id)
    if not rules.may_appoint(actor, found.role, found.path):
        raise Refused("not_allowed", f"Jabatan Anda tidak berwenang mengangkat {found}.")
    name = (request.POST.get("name") or request.GET.get("nama") or "").strip()
    people = queries.namesakes(actor, name)
    held = queries.holder(found)
    initial = {"name": name, "starts": held.ends if held and held.ends else clock.today(), "mandate": "definitive"}
    form = forms.AppointForm(
        request.POST or None, people=[(str(user.pk), label) for user, label in people], held=held is not None,
        initial=initial,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data.get("person", "")
        user = next((user for user, _ in people if str(user.pk) == answer), None)
        made = _try_appoint(actor, found, user, form)
        if made is not None:
            return redirect("institutions:appointment", made.pk)
    back = reverse("institutions:position", args=[found.pk])
    return show_form(request, form, f"Angkat {found}", "Angkat", back, text=str(found.institution.territory))


def _try_appoint(actor: Actor, found: Position, user: User | None, form: forms.AppointForm) -> Appointment | None:
    data = form.cleaned_data
    try:
        return actions.appoint(
            actor=actor, position=found, user=user, name=data["name"], mandate=data["mandate"], decree=data["decree"],
            decree_on=data["decree_on"], starts=data["starts"], ends=form.ends, reason=data["reason"],
            replaces=bool(data.get("replaces")),
        )  # fmt: skip
    except Refused as refused:
        field = "last_day" if refused.field == "ends" else refused.field
        apply_refusal(form, Refused(refused.code, refused.message, field))
        return None


def appointment(request: Asked, appointment_id: UUID) -> HttpResponse:
    """A term: its dates and decree, what was noted, and how its holder gets in."""
    actor = request.actor
    found = _appointment(actor, appointment_id)
    running = rules.is_running(found.starts, found.ends, clock.today())
    lasts = found.ends is None or found.ends > clock.today()
    context = {
        "term": found, "running": running, "concerns": queries.concerns_of([found]).get(found.pk, []),
        "labels": rules.CONCERNS, "may_end": lasts and _may_end(actor, found),
        "may_open": lasts and may_enter(actor, found),
        "may_view": rules.may_view(actor, found.path), "handover": _handover(actor, found),
    }  # fmt: skip
    return render(request, "institutions/appointment.html", context)


def _handover(actor: Actor, found: Appointment) -> str:
    """The address of what this term leaves, for its holder, whoever sits there now, and whoever appoints."""
    name, office = seams.link("handover"), None if actor.on_behalf else actor.office
    own = office is not None and office.appointment_id == found.pk
    next_one = office is not None and office.position_id == found.position_id and actor.user_id != found.user_id
    sees = own or next_one or rules.may_appoint(actor, found.position.role, found.path)
    has_one = found.mandate not in rules.ON_BEHALF
    return reverse(name, args=[found.pk]) if name and sees and has_one else ""


def _may_end(actor: Actor, found: Appointment) -> bool:
    mine = actor.office is not None and actor.office.position_id == found.position_id and not actor.on_behalf
    helps = mine and found.mandate in rules.ON_BEHALF
    return helps or rules.may_appoint(actor, found.position.role, found.path)


def end(request: Asked, appointment_id: UUID) -> HttpResponse:
    """Ends a term."""
    actor = request.actor
    found = _appointment(actor, appointment_id)
    if not _may_end(actor, found):
        raise Refused("not_allowed", "Jabatan Anda tidak berwenang mengakhiri masa jabatan ini.")
    form = forms.EndForm(request.POST or None, initial={"last_day": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_appointment(actor=actor, appointment=found, on=form.on, reason=form.cleaned_data["reason"])
        except Refused as refused:
            apply_refusal(form, Refused(refused.code, refused.message, "last_day"))
        else:
            return redirect("institutions:appointment", found.pk)
    text = (
        f"Yang masih terbuka tetap pada jabatan {found.position}. Selama kosong dikerjakan jabatan berikutnya, "
        "lalu tingkat di atasnya."
    )
    back = reverse("institutions:appointment", args=[found.pk])
    return show_form(request, form, f"Akhiri masa jabatan {found.user}", "Akhiri", back, text=text)


def concerns(request: Asked) -> HttpResponse:
    """What the camat reads: newest first."""
    actor = request.actor
    if not actor.scope("institutions.concerns"):
        raise Refused("not_allowed", "Catatan masa jabatan dibaca camat.")
    rows = keyset(queries.concerns(actor), ["-noted_at", "-id"], request.GET.get("sesudah", ""))
    return render(request, "institutions/concerns.html", {"rows": rows, "labels": rules.CONCERNS})


@require_POST
def see_concern(request: Asked, concern_id: UUID) -> HttpResponse:
    """Read."""
    actor = request.actor
    found = queries.concerns(actor).filter(pk=concern_id).first()
    if found is None:
        raise Http404
    actions.see_concern(actor=actor, concern=found)
    return redirect("institutions:concerns")
