"""The door: sheet, PIN, counter computer, devices, second factor."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rembuk.foundation.accounts import actions, forms, queries, sessions, tokens
from rembuk.foundation.accounts.models import DeviceUser, User
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.asked import Asked
from rembuk.foundation.web.forms import apply_refusal


def _user(request: Asked) -> User:
    """The person signed in; the middleware has seen to that."""
    if not isinstance(request.user, User):
        raise Refused("not_signed_in", "Masuk dulu.")
    return request.user


@never_cache
def sign_in(request: Asked) -> HttpResponse:
    """The ways in: who is known on this device, the sheet, the password."""
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = tokens.tidy(form.cleaned_data["code"])
        if queries.sheet(code):
            return redirect("accounts:sheet", code)
        form.add_error("code", actions.NO_SHEET)
    people = queries.people_on(queries.device(sessions.secret_of(request)))
    return _page(request, "accounts/sign_in.html", form, people=people)


@never_cache
@sensitive_post_parameters("pin")
def sheet(request: Asked, token: str) -> HttpResponse:
    """The sheet's link: who it is for, and the PIN. A look alone uses nothing up."""
    found = queries.sheet(token)
    if found is None:
        return _page(request, "accounts/sheet_gone.html", forms.CodeForm(), status=410)
    form = forms.PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signed = actions.sign_in_by_sheet(
                token=token, pin=form.cleaned_data["pin"], device_secret=sessions.secret_of(request)
            )
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            return _enter(request, signed)
    return _page(request, "accounts/sheet.html", form, person=found.user)


@never_cache
@sensitive_post_parameters("pin")
def pin(request: Asked) -> HttpResponse:
    """The PIN of somebody known on this device."""
    people = queries.people_on(queries.device(sessions.secret_of(request)))
    asked = request.POST.get("person") or request.GET.get("person") or ""
    person = next((known for known in people if str(known.user_id) == asked), None)
    if person is None:
        return redirect("accounts:sign_in")
    form = forms.PersonPinForm(request.POST or None, initial={"person": person.user_id})
    if request.method == "POST" and form.is_valid():
        try:
            signed = actions.sign_in_by_pin(
                device_secret=sessions.secret_of(request), user_id=person.user_id, pin=form.cleaned_data["pin"]
            )
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            return _enter(request, signed)
    return _page(request, "accounts/pin.html", form, person=person.user, others=len(people) > 1)


def _enter(request: Asked, signed: actions.SignedIn) -> HttpResponse:
    where = sessions.after(request)
    sessions.start(request, signed)
    response = redirect(where)
    sessions.remember(response, signed.secret)
    return response


@never_cache
def switch(request: Asked) -> HttpResponse:
    """The counter computer: who comes next. The page itself belongs to nobody, so drafts of the last person go."""
    people: list[DeviceUser] = queries.people_on(queries.device(sessions.secret_of(request)))
    if request.method == "POST":
        logout(request)
        return redirect("accounts:sign_in")
    return render(request, "accounts/switch.html", {"people": people})


@require_POST
def sign_out(request: Asked) -> HttpResponse:
    """Ends the session; the device stays known, and the PIN opens it again."""
    logout(request)
    return redirect("accounts:sign_in")


@never_cache
def devices(request: Asked) -> HttpResponse:
    """The actor's own devices, to forget one that was lost or sold."""
    here = queries.device(sessions.secret_of(request))
    actor = request.actor
    may_counter = here is not None and here.kind != "counter" and bool(actor.scope("accounts.counter"))
    context = {"devices": queries.devices(actor), "here": here, "user": _user(request), "may_counter": may_counter}
    return render(request, "accounts/devices.html", context)


@require_POST
def forget(request: Asked, device_id: UUID) -> HttpResponse:
    """Forgets a device; every session of the person ends, this one goes on."""
    here = queries.device(sessions.secret_of(request))
    user = _user(request)
    actions.forget(actor=request.actor, device_id=device_id)
    if here is not None and here.pk == device_id:
        logout(request)
        response = redirect("accounts:sign_in")
        if not queries.people_on(here):
            response.delete_cookie(sessions.COOKIE)
        return response
    user.refresh_from_db()
    update_session_auth_hash(request, user)
    return redirect("accounts:devices")


@never_cache
@sensitive_post_parameters("pin", "again")
def change_pin(request: Asked) -> HttpResponse:
    """A PIN of one's own on this device."""
    form = forms.NewPinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_pin(
                actor=request.actor, device_secret=sessions.secret_of(request), pin=form.cleaned_data["pin"]
            )
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            return redirect("accounts:devices")
    return _page(request, "accounts/change_pin.html", form)


@never_cache
def counter(request: Asked) -> HttpResponse:
    """Makes this computer a counter computer."""
    if not request.actor.scope("accounts.counter"):
        raise Refused("not_allowed", actions.NO_COUNTER)
    form = forms.CounterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            secret = sessions.secret_of(request)
            actions.make_counter(actor=request.actor, device_secret=secret, label=form.cleaned_data["label"])
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            request.session.set_expiry(sessions.COUNTER_SECONDS)
            return redirect("accounts:devices")
    return _page(request, "accounts/counter.html", form)


@never_cache
def secure(request: Asked) -> HttpResponse:
    """What an office with many people's data asks for: a password, an app for codes, and now a code from it."""
    user = _user(request)
    context = {
        "has_password": user.has_usable_password(), "has_app": queries.has_second_factor(user.pk),
        "shown": sessions.shown_second_factor(request), "next": sessions.after(request),
    }  # fmt: skip
    return render(request, "accounts/secure.html", context)


@never_cache
@sensitive_post_parameters("password", "again")
def set_password(request: Asked) -> HttpResponse:
    """A name and a password for oneself; allowed while one has none, or after a code from the app."""
    user = _user(request)
    if user.has_usable_password() and not sessions.shown_second_factor(request):
        return redirect("accounts:secure")
    form = forms.PasswordForm(request.POST or None, initial={"username": user.username or ""})
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["username"], form.cleaned_data["password"]
        try:
            actions.set_password(actor=request.actor, user=user, username=name, password=password)
        except Refused as refused:
            apply_refusal(form, refused)
        else:
            update_session_auth_hash(request, user)
            return redirect("accounts:secure")
    return _page(request, "accounts/set_password.html", form)


def _page(request: Asked, template: str, form: Form, status: int = 0, **context: object) -> HttpResponse:
    wanted = sessions.after(request)
    context["next"] = "" if wanted == resolve_url(settings.LOGIN_REDIRECT_URL) else wanted
    status = status or (422 if form.errors else 200)
    return render(request, template, {"form": form, **context}, status=status)
