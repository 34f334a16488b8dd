"""Builds `request.actor` once, and asks whoever must sign in, choose an office or show a second factor to do so."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import ResolverMatch, reverse

from rembuk.foundation.accounts import password_urls, sessions
from rembuk.foundation.accounts import queries as accounts
from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions import queries, roles
from rembuk.foundation.institutions.models import Appointment
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.web import open_urls
from rembuk.foundation.web.views import error

OFFICE = "office"
# The outbox says by it whose a row is.
WROTE = "X-Account"
SIGN_IN = "accounts:sign_in"
# Pages of the person rather than of an office: to choose one, to show a second factor, to leave.
OWN = frozenset({"institutions:offices", "institutions:choose_office", *password_urls.NAMES})

Answer = Callable[[HttpRequest], HttpResponse]


def actor(get_response: Answer) -> Answer:
    """The middleware; an address that does not exist answers 404 to everyone."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.actor, request.first = _enter(request)  # type: ignore[attr-defined]
        return get_response(request)

    def process_view(request: HttpRequest, *_: object) -> HttpResponse | None:
        match, first = request.resolver_match, request.first  # type: ignore[attr-defined]
        if _by_another(request):
            return error(request, 401, code="another_person")
        if match is None or not first or open_urls.is_open(match) or (first != SIGN_IN and _own(match)):
            return None
        return _send(request, first)

    answer.process_view = process_view  # type: ignore[attr-defined]
    return answer


def _by_another(request: HttpRequest) -> bool:
    """Whether a page that somebody left open sends what they wrote, and somebody else has signed in meanwhile."""
    wrote, now = request.headers.get(WROTE, ""), request.actor.user_id  # type: ignore[attr-defined]
    return bool(wrote) and now is not None and wrote != str(now)


def _own(match: ResolverMatch) -> bool:
    return match.view_name in OWN or match.namespace == "accounts"


def _enter(request: HttpRequest) -> tuple[Actor, str]:
    """The actor, and the name of the page to visit first ("" for none)."""
    # The offices of whom the session names bring the person along; whether the session stands, `request.user` says.
    named = request.session.get(SESSION_KEY)
    offices = queries.offices_by_id(User._meta.pk.to_python(named)) if named else []
    with accounts.met(offices[0].user if offices else None):
        user = request.user
        if not isinstance(user, User):
            return PUBLIC, SIGN_IN
    office = chosen(request, offices)
    if office is None:
        return queries.in_office(user, None), "institutions:offices"
    level = office.position.institution.territory.level
    if roles.needs_totp(office.position.role, level) and not sessions.shown_second_factor(request):
        return queries.in_office(user, None), "accounts:secure"
    return queries.in_office(user, office), ""


def chosen(request: HttpRequest, offices: list[Appointment]) -> Appointment | None:
    """The only office, or the one chosen in this session."""
    if len(offices) == 1:
        return offices[0]
    wanted = request.session.get(OFFICE, "")
    return next((office for office in offices if str(office.pk) == wanted), None)


def choose(request: HttpRequest, appointment_id: UUID) -> None:
    """Remembers the office for this session."""
    request.session[OFFICE] = str(appointment_id)


def _send(request: HttpRequest, name: str) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else ""
    url = reverse(name) + (f"?{urlencode({'next': back})}" if back else "")
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
