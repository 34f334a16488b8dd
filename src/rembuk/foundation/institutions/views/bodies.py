"""Bodies of an area, their seats, what is vacant, what ends soon; kinds of body for Pemerintahan."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from rembuk.foundation.institutions import actions, forms, queries, rules
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.institutions.queries import leftover as of_the_past
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territory
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal
from rembuk.foundation.web.pager import keyset


def bodies(request: Asked, territory_id: UUID | None = None) -> HttpResponse:
    """The bodies of a place and of the places directly under it; first one's own place."""
    actor = request.actor
    if territory_id is None:
        _demand(actor, "institutions.view")
    place = place_of(actor, territory_id or actor.office.territory_id)  # type: ignore[union-attr]
    way = [step for step in territory.way_to(place) if rules.may_view(actor, step.path)]
    context = {
        "place": place, "way": way, "bodies": queries.bodies(actor, place), "may_edit": rules.may_edit_kinds(actor),
        "may_appoint": bool(actor.scope("institutions.appoint")),
        "may_read_concerns": bool(actor.scope("institutions.concerns")),
        "may_print": actor.holds("institutions.invite", at=place.path),
    }  # fmt: skip
    return render(request, "institutions/bodies.html", context)


def place_of(actor: Actor, territory_id: UUID) -> Territory:
    """A place whose bodies the actor may see."""
    try:
        place = territory.territory(territory_id)
    except Refused as refused:
        raise Http404 from refused
    if not rules.may_view(actor, place.path):
        raise Http404
    return place


def _body(actor: Actor, institution_id: UUID) -> Institution:
    found = queries.institution(institution_id)
    if found is None or not rules.may_view(actor, found.path):
        raise Http404
    return found


def body(request: Asked, institution_id: UUID) -> HttpResponse:
    """A body and its seats."""
    actor = request.actor
    found = _body(actor, institution_id)
    context = {"body": queries.seated([found])[0], "kind": queries.called(found.kind),
               "may_edit": rules.may_edit_kinds(actor)}  # fmt: skip
    return render(request, "institutions/body.html", context)


def add_body(request: Asked, territory_id: UUID) -> HttpResponse:
    """A new body at a place, for Pemerintahan."""
    actor = request.actor
    place = place_of(actor, territory_id)
    _demand_edit(actor)
    form = forms.BodyForm(request.POST or None, kinds=queries.kinds_for(place))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_institution(
                actor=actor, kind=forms.kind_of(form), name=form.cleaned_data["name"], territory=place,
                short_name=form.cleaned_data["short_name"],
            )  # fmt: skip
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            return redirect("institutions:body", made.pk)
    return show_form(request, form, f"Lembaga baru di {place}", "Tambah lembaga", f"/lembaga/di/{place.pk}/")


def close_body(request: Asked, institution_id: UUID) -> HttpResponse:
    """Closes a body, for Pemerintahan."""
    actor = request.actor
    found = _body(actor, institution_id)
    _demand_edit(actor)
    form = forms.CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_institution(actor=actor, institution=found, reason=form.cleaned_data["reason"])
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            return redirect("institutions:place", found.territory_id)
    text = (
        "Jabatannya tidak dapat dipakai lagi dan masa jabatan di dalamnya berakhir mulai hari ini. Yang masih terbuka "
        "dikerjakan pejabat yang sekarang bertanggung jawab di wilayahnya. Riwayatnya tetap ada."
    )
    return show_form(request, form, f"Tutup {found}", "Tutup lembaga", f"/lembaga/badan/{found.pk}/", text=text)


def add_seat(request: Asked, institution_id: UUID) -> HttpResponse:
    """A new seat in a body, for Pemerintahan."""
    actor = request.actor
    found = _body(actor, institution_id)
    _demand_edit(actor)
    form = forms.SeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_position(actor=actor, institution=found, **form.cleaned_data)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            return redirect("institutions:body", found.pk)
    return show_form(request, form, f"Jabatan baru di {found}", "Tambah jabatan", f"/lembaga/badan/{found.pk}/")


def _demand_edit(actor: Actor) -> None:
    if not rules.may_edit_kinds(actor):
        raise Refused("not_allowed", "Susunan lembaga hanya diubah oleh Pemerintahan kota.")


def vacant(request: Asked) -> HttpResponse:
    """Seats that nobody holds today."""
    actor = request.actor
    _demand(actor, "institutions.view")
    rows = keyset(queries.vacant(actor), ["title", "id"], request.GET.get("sesudah", ""))
    return render(request, "institutions/vacant.html", {"rows": rows})


def leftover(request: Asked) -> HttpResponse:
    """Bodies whose territory is no more, with the buttons that end them."""
    actor = request.actor
    _demand(actor, "institutions.appoint")
    return render(request, "institutions/leftover.html", {"rows": of_the_past.leftovers(actor)})


def ending(request: Asked) -> HttpResponse:
    """Terms that end within ninety days."""
    actor = request.actor
    _demand(actor, "institutions.appoint")
    rows = keyset(queries.ending(actor), ["ends", "id"], request.GET.get("sesudah", ""))
    return render(request, "institutions/ending.html", {"rows": rows})


def _demand(actor: Actor, permission: str) -> None:
    if not actor.scope(permission):
        raise Refused("not_allowed", "Halaman ini tidak termasuk wewenang jabatan Anda.")


def kinds(request: Asked) -> HttpResponse:
    """What this city calls its bodies."""
    actor = request.actor
    _demand_edit(actor)
    form = forms.KindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_kind(actor=actor, **form.cleaned_data)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            return redirect("institutions:kinds")
    status = 422 if form.errors else 200
    return render(request, "institutions/kinds.html", {"kinds": queries.kinds(), "form": form}, status=status)


def show_form(
    request: Asked, form: object, title: str, button: str, back: str, text: str = "",
    template: str = "institutions/form.html", **more: object,
) -> HttpResponse:  # fmt: skip
    """A page with one form."""
    context = {"form": form, "title": title, "button": button, "back": back, "text": text, **more}
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, template, context, status=status)
