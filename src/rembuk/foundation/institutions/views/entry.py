"""How people get in: the printed sheet, deputies and operators, and the office in which one acts."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rembuk.foundation.accounts import queries as accounts
from rembuk.foundation.accounts import sessions
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions import actions, forms, middleware, queries
from rembuk.foundation.institutions.actions.entry import demand_entry
from rembuk.foundation.institutions.models import Appointment
from rembuk.foundation.institutions.views.bodies import place_of, show_form
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal


def _openable(request: Asked, appointment_id: UUID) -> Appointment:
    actor = request.actor
    found = queries.appointment(actor, appointment_id)
    if found is None:
        raise Http404
    demand_entry(actor, found)
    return found


@never_cache
def invite(request: Asked, appointment_id: UUID) -> HttpResponse:
    """Asks first, for a new sheet ends the old one; then shows it, once."""
    found = _openable(request, appointment_id)
    if request.method == "POST":
        return _sheet(request, actions.invite(actor=request.actor, appointment=found))
    text = "Lembar baru membuat lembar lama tidak berlaku. HP yang sudah dikenal tetap dapat dipakai."
    return _confirm(request, found, f"Cetak lembar masuk untuk {found.user}", text, "Buat lembar")


@never_cache
def reset(request: Asked, appointment_id: UUID) -> HttpResponse:
    """The phone is lost, or the PIN forgotten: everything old ends, and there is a new sheet."""
    found = _openable(request, appointment_id)
    if request.method == "POST":
        return _sheet(request, actions.reset(actor=request.actor, appointment=found))
    text = (
        "Semua HP dan komputer yang mengenal orang ini dilupakan, dan ia keluar dari semuanya. Ia masuk lagi dengan "
        "lembar baru. Pastikan orangnya benar sebelum menyerahkan lembar."
    )
    return _confirm(request, found, f"Atur ulang cara masuk {found.user}", text, "Atur ulang dan buat lembar")


def _confirm(request: Asked, found: Appointment, title: str, text: str, button: str) -> HttpResponse:
    context = {
        "title": title,
        "text": text,
        "button": button,
        "back": reverse("institutions:appointment", args=[found.pk]),
    }
    return render(request, "web/confirm.html", context)


def _sheet(request: Asked, invitation: actions.Invitation) -> HttpResponse:
    back = reverse("institutions:appointment", args=[invitation.appointment.pk])
    return render(request, "institutions/sheet.html", {"sheets": [invitation], "back": back})


@never_cache
def invite_many(request: Asked, territory_id: UUID) -> HttpResponse:
    """Sheets for everybody at a place who has never signed in, in one go."""
    actor = request.actor
    place = place_of(actor, territory_id)
    if not actor.holds("institutions.invite", at=place.path):
        raise Refused("not_allowed", "Lembar masuk dicetak oleh kelurahan atau kecamatan.")
    waiting = queries.without_device(actor, place)
    back = reverse("institutions:place", args=[place.pk])
    if request.method == "POST":
        sheets = actions.invite_many(actor=actor, appointments=waiting)
        return render(request, "institutions/sheet.html", {"sheets": sheets, "back": back})
    names = ", ".join(f"{row.user} ({row.position})" for row in waiting)
    text = f"Untuk yang belum pernah masuk: {names}." if waiting else "Semua orang di sini sudah pernah masuk."
    context = {"title": f"Cetak lembar masuk {place}", "text": text, "button": "Buat semua lembar", "back": back}
    return render(request, "institutions/sheets.html", {**context, "waiting": waiting})


def helpers(request: Asked) -> HttpResponse:
    """The deputies and operators of one's own office."""
    actor = request.actor
    seat = queries.position_by_id(actor.office.position_id) if actor.office else None
    if seat is None:
        raise Refused("not_allowed", "Halaman ini untuk pemegang jabatan.")
    colleagues = queries.colleagues(seat)
    people = [(str(row.user_id), f"{row.user}, {row.position}") for row in colleagues]
    form = forms.HelperForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        user = next((row.user for row in colleagues if str(row.user_id) == data.get("person")), None)
        try:
            actions.delegate(
                actor=actor, position=seat, mandate=data["mandate"], user=user, name=data["name"], ends=form.ends
            )
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            return redirect("institutions:helpers")
    helping = [row for row in queries.people_in(seat) if row.mandate in ("deputy", "operator")]
    held = queries.holder(seat)
    mine = held is not None and actor.office is not None and held.pk == actor.office.appointment_id
    return show_form(
        request, form, "Wakil dan operator", "Tunjuk", "", template="institutions/helpers.html", helping=helping,
        position=seat, mine=mine,
    )  # fmt: skip


def offices(request: Asked) -> HttpResponse:
    """In which office one acts now; on a counter computer, who comes next."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    found = queries.offices_of(user)
    context = {
        "offices": found, "chosen": middleware.chosen(request, found), "next": sessions.after(request),
        "several_people": len(accounts.people_on(accounts.device(sessions.secret_of(request)))) > 1,
    }  # fmt: skip
    return render(request, "institutions/offices.html", context)


@require_POST
def choose_office(request: Asked, appointment_id: UUID) -> HttpResponse:
    """Remembers the choice for this session."""
    user = request.user
    if not isinstance(user, User) or appointment_id not in {office.pk for office in queries.offices_of(user)}:
        raise Http404
    middleware.choose(request, appointment_id)
    return redirect(sessions.after(request))
