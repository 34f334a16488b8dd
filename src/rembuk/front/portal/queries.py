"""What anyone may see, put together for the public pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports.models import Report, Status
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel import text
from rembuk.foundation.territory import maps
from rembuk.foundation.territory import queries as territory
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web import filters, pager

ORDER = ("-published_at", "-id")
DAYS = 60
STANDS = (
    ("dimusyawarahkan", "Dimusyawarahkan", Status.DELIBERATING),
    ("ditangani", "Ditangani unit", Status.WITH_UNIT),
    ("menunggu", "Menunggu dibenarkan", Status.SETTLED),
    ("dibenarkan", "Selesai dan dibenarkan", Status.CLOSED),
    ("anggaran", "Menunggu anggaran", Status.AWAITING_BUDGET),
)
TONES = {Status.CLOSED: "done", Status.SETTLED: "done", Status.UNCONFIRMED: "", Status.WITH_UNIT: "info"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a public list."""

    code: str
    title: str
    note: str
    state: str
    tone: str


def rows(found: Iterable[Report]) -> list[Row]:
    """Public reports as lines: where, since when, with how many."""
    return [
        Row(report.code, report.title, _note(report), report.get_status_display(), tone(report)) for report in found
    ]


def _note(report: Report) -> str:
    known = [report.territory.label if report.territory and not report.category.blurs else report.category.label]
    if report.published_at:
        known.append(text.short_day(report.published_at))
    if report.supporters > 1:
        known.append(f"{report.supporters} warga")
    return " · ".join(known)


def tone(report: Report) -> str:
    """The colour of its state."""
    return TONES.get(Status(report.status), "soon" if report.status == Status.RETURNED else "")


@dataclass(frozen=True, slots=True)
class Filtered:
    """A page of public reports with the links that narrow it."""

    page: pager.Page[Any]
    rows: list[Row]
    stands: list[filters.FilterLink]
    place: Territory | None
    words: str


def reports_page(request: HttpRequest) -> Filtered:
    """The newest public reports, narrowed by `?kelurahan=<code>`, `?keadaan=` and `?q=`."""
    place = territory.by_code(request.GET["kelurahan"]) if request.GET.get("kelurahan") else None
    status = next((found for key, _, found in STANDS if key == request.GET.get("keadaan")), "")
    words = request.GET.get("q", "").strip()[:100]
    found = reports.public_reports(kelurahan_id=place.pk if place else None, status=status, words=words)
    page = pager.keyset(found, ORDER, request.GET.get("sesudah", ""))
    stands = filters.links(request, "keadaan", [(key, label) for key, label, _ in STANDS])
    return Filtered(page, rows(page.items), stands, place, words)


def newest(count: int) -> list[Row]:
    """The newest public reports of the city."""
    return rows(reports.public_reports().order_by(*ORDER)[:count])


def digests_page(request: HttpRequest) -> pager.Page[Any]:
    """The closed days, newest first."""
    return pager.keyset(audit.digests(), ("-day",), request.GET.get("sesudah", ""), DAYS)


def digest_chain() -> list[dict[str, Any]]:
    """The digests of all closed days, oldest first."""
    return audit.export_digests()


def digest_file(day: date) -> dict[str, Any]:
    """What a stranger needs to check a day: hashes, no names, no words."""
    return audit.export_day(day)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map, and the same as a list."""

    drawing: str
    place: Territory | None
    code: str
    sample: bool
    points: list[Row]
    areas: list[tuple[Territory, list[tuple[str, Territory]]]]


def map_of(code: str) -> Drawn:
    """The kelurahan of the city as outlines, or one kelurahan with its newest 500 points."""
    city = territory.served()
    place = territory.by_code(code) if code else None
    if place is not None and not place.path.startswith(city.path):
        place = None
    named = territory.open_codes(city)
    shapes = territory.boundaries([place] if place else list(territory.subtree(city, "kelurahan", "desa")))
    found = list(reports.public_on_map(place.pk)) if place else []
    areas = [
        maps.Area(
            row.geometry, row.territory.name, url="" if place else f"?kelurahan={named.get(row.territory_id, '')}"
        )
        for row in shapes
    ]
    drawing = maps.outline_svg(
        areas, [_point(report) for report in found], title=f"Peta {place.label if place else city.label}",
        desc=f"{len(found)} laporan" if place else f"{len(areas)} kelurahan", key="peta",
    )  # fmt: skip
    below = [] if place else [
        (kecamatan, [(named.get(one.pk, ""), one) for one in territory.children(kecamatan)])
        for kecamatan in territory.children(city)
    ]  # fmt: skip
    return Drawn(drawing, place, code, any(row.is_sample for row in shapes), rows(found), below)


def _point(report: Report) -> maps.Point:
    url = reverse("portal:trail", args=[report.code])
    return maps.Point(report.public_lat or 0, report.public_lng or 0, report.title, url=url, tone=tone(report))
