"""What anyone may see, put together for the public pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports import sharing
from rembuk.coordination.reports.models import Report, Status
from rembuk.coordination.visits import queries as visits
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.seams import TrailLine
from rembuk.foundation.territory import maps
from rembuk.foundation.territory import queries as territory
from rembuk.foundation.territory.models import Territory, label_afar
from rembuk.foundation.web import filters, links, pager

ORDER = ("-published_at", "-id")
DAYS = 60
STANDS = (
    ("dimusyawarahkan", "Dimusyawarahkan", Status.DELIBERATING),
    ("ditangani", "Ditangani unit", Status.WITH_UNIT),
    ("menunggu", "Menunggu dibenarkan", Status.SETTLED),
    ("dibenarkan", "Selesai dan dibenarkan", Status.CLOSED),
    ("anggaran", "Menunggu anggaran", Status.AWAITING_BUDGET),
)
TONES = {Status.CLOSED: "done", Status.SETTLED: "done", Status.WITH_UNIT: "info", Status.RETURNED: "soon"}
STATES = dict(Status.choices)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a public list."""

    url: str
    title: str
    note: str
    state: str
    tone: str


def trail_lines(report: Report, work: reports.Work, own: list[TrailLine]) -> list[TrailLine]:
    """A report's `own` life, who came to its place, and what is done about it, newest first."""
    around = [*visits.public_lines(report), *work.lines[::-1]]
    return sorted([*around, *own], key=lambda line: line.at, reverse=True) if around else own


def rows(found: Iterable[Any]) -> list[Row]:
    """Lines of public reports (`reports.queries` gives them): where, since when, with how many."""
    url = links.each("portal:trail")
    return [Row(url(line.code), line.title, _note(line), STATES[line.status], tone(line)) for line in found]


def _note(line: Any) -> str:
    known = [line.category__label]
    if line.territory__level and not line.category__blurs:
        place = (line.territory__level, line.territory__name, line.territory__parent__name)
        known = [label_afar(*place, line.territory__parent__parent__name)]
    if line.published_at:
        known.append(text.short_day(line.published_at))
    if line.supporters > 1:
        known.append(f"{line.supporters} warga")
    return " · ".join(known)


def tone(report: Any) -> str:
    """The colour of the state of a report, or of its line."""
    return TONES.get(report.status, "")


def merged_into(report: Report) -> Report | None:
    """The public report into which this one was merged; what became private since is named to nobody."""
    into = report.merged_into
    return into if into and into.published_at else None


def passed_on(report: Report) -> dict[str, str]:
    """What the reporter may send around: where it stands, or, while it is not public, only where to ask."""
    if report.published_at:
        return {"share": sharing.share_text(report), "share_url": reverse("portal:trail", args=[report.code])}
    return {"share": sharing.waiting_text(report), "share_url": f"{reverse('portal:track')}?kode={report.code}"}


@dataclass(frozen=True, slots=True)
class Filtered:
    """A page of public reports with the links that narrow it."""

    page: pager.Page[Any]
    rows: list[Row]
    stands: list[filters.FilterLink]
    place: territory.Place | None
    words: str


def reports_page(request: HttpRequest) -> Filtered:
    """The newest public reports, narrowed by `?kelurahan=<code>`, `?keadaan=` and `?q=`."""
    place = territory.place(request.GET["kelurahan"]) if request.GET.get("kelurahan") else None
    status = next((found for key, _, found in STANDS if key == request.GET.get("keadaan")), "")
    words = request.GET.get("q", "").strip()[:100]
    narrow = {"kelurahan_id": place.pk if place else None, "status": status}
    cursor = request.GET.get("sesudah", "")
    if words:
        page = pager.keyset(reports.public_lines(**narrow, words=words), ORDER, cursor)
    else:
        page = reports.public_page(cursor, **{name: value for name, value in narrow.items() if value})
    stands = filters.links(request, "keadaan", [(key, label) for key, label, _ in STANDS])
    return Filtered(page, rows(page.items), stands, place, words)


def newest(count: int) -> list[Row]:
    """The newest public reports of the city."""
    return rows(reports.public_lines().order_by(*ORDER)[:count])


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
        areas, [_point(line) for line in found], title=f"Peta {place.label if place else city.label}",
        desc=f"{len(found)} laporan" if place else f"{len(areas)} kelurahan", key="peta",
    )  # fmt: skip
    below = [] if place else [
        (kecamatan, [(named.get(one.pk, ""), one) for one in territory.children(kecamatan)])
        for kecamatan in territory.children(city)
    ]  # fmt: skip
    return Drawn(drawing, place, code, any(row.is_sample for row in shapes), rows(found), below)


def _point(line: Any) -> maps.Point:
    url = links.each("portal:trail")(line.code)
    return maps.Point(line.public_lat or 0, line.public_lng or 0, line.title, url=url, tone=tone(line))
