"""Open311 GeoReport v2: what was reported in public and what became of it, and a way to report, for other programs."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports.forms import received
from rembuk.coordination.reports.models import Category, Report
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.territory import queries as territory
from rembuk.foundation.web import limits, pager
from rembuk.front.api import asking, shapes
from rembuk.front.api.answers import Problem, Told, answered
from rembuk.front.api.forms import SentForm, faults, sent

ORDER = ("-received_at", "-id")
# The same as the form on the portal, together with it: another door to the same desk.
MOST, WHILE = 60, 60 * 60
TOO_MANY = "Dari jaringan ini sudah banyak laporan masuk. Coba lagi satu jam kemudian."


def _discovery(request: HttpRequest) -> Told:
    return Told("discovery", shapes.discovery(bool(getattr(request, "is_demo", False))))


def _offered() -> list[Category]:
    return [row for row in reports.categories_now() if row.track in SentForm.tracks]


def _services(request: HttpRequest) -> Told:
    return Told("services", map(shapes.service, _offered()))


def _service(request: HttpRequest, key: str) -> Told:
    found = next((row for row in _offered() if row.key == key), None)
    if found is None:
        raise Problem(404, "service_code tidak ditemukan.")
    return Told("service_definition", shapes.definition(found, territory.kelurahan_codes()))


def _requests(request: HttpRequest) -> Told:
    asked = asking.asked(request.GET)
    return _told(*_page(request, asked, _wanted(asked)))


def _wanted(asked: asking.Asked) -> QuerySet[Report]:
    return reports.exchanged(asked.since, asked.until, keys=asked.keys, states=asked.states, codes=asked.codes)


def _page(request: HttpRequest, asked: asking.Asked, rows: QuerySet[Report]) -> tuple[list[Report], dict[str, str]]:
    """The rows of a page, and a header that leads on."""
    if asked.page > 1:
        first = (asked.page - 1) * asked.size
        return list(rows.order_by(*ORDER)[first : first + asked.size]), {}
    page = pager.keyset(rows, ORDER, request.GET.get("cursor", ""), asked.size)
    return page.items, _further(request, page.next)


def _told(rows: list[Report], headers: dict[str, str] | None = None) -> Told:
    return Told("service_requests", [shapes.request(row) for row in rows], headers or {})


def _further(request: HttpRequest, cursor: str) -> dict[str, str]:
    """The address of the next page, as RFC 8288 writes it."""
    if not cursor:
        return {}
    query = urlencode({**request.GET.dict(), "cursor": cursor})
    return {"Link": f'<{shapes.absolute(request.path)}?{query}>; rel="next"'}


def _request(request: HttpRequest, code: str) -> Told:
    return _told([_public(code)])


def _public(code: str) -> Report:
    found = reports.exchanged(codes=[code.strip().upper()]).first()
    if found is None:
        raise Problem(404, "service_request_id tidak ditemukan, atau laporannya belum diumumkan.")
    return found


def _token(request: HttpRequest, token: str) -> Told:
    """We number at once, so a token is the number itself."""
    return Told("service_requests", [{"service_request_id": _public(token).code, "token": token}])


def _updates(request: HttpRequest) -> Told:
    """The steps of the reports that the same question would list, report by report."""
    asked = asking.asked(request.GET, asking.CODES)
    found, headers = _page(request, asked, reports.with_stories(_wanted(asked)))
    rows = [row for report in found for row in shapes.updates(report, reports.public_trail(report))]
    return Told("service_request_updates", rows, headers)


def _send(request: HttpRequest) -> Told:
    """Takes a report in, in nobody's name, whoever is signed in here."""
    _let_in(request.POST.get("api_key", ""))
    form = sent(request)
    if not form.is_valid():
        raise Problem(400, faults(form))
    limits.demand(f"portal.report@{request.META['REMOTE_ADDR']}", MOST, WHILE, TOO_MANY)
    done = received(PUBLIC, form)
    notice = f"Simpan kata kunci {done.secret}: bersama kode laporan ia membuka {shapes.absolute('/lacak/')}."
    if request.POST.get("media_url"):
        notice += " Tautan foto tidak diambil; kirim fotonya sendiri sebagai berkas media."
    told = {"service_request_id": done.report.code, "service_notice": notice, "account_id": None}
    return Told("service_requests", [told], status=201)


def _let_in(key: str) -> None:
    """Where the city gave out keys, one of them is needed."""
    if settings.OPEN311_KEYS and not any(constant_time_compare(key, known) for known in settings.OPEN311_KEYS):
        raise Problem(403, "api_key tidak dikenal.")


discovery = answered(GET=_discovery)
services = answered(GET=_services)
service = answered(GET=_service)
# Without a session and in nobody's name: there is nothing that another site could do with somebody's cookie.
requests = csrf_exempt(answered(GET=_requests, POST=_send))
request_ = answered(GET=_request)
token = answered(GET=_token)
updates = answered(GET=_updates)
