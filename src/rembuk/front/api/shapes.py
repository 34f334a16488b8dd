"""What Open311 reads of us, row by row: nothing but what the public pages show."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports.models import Category, Report, Status
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.seams import TrailLine
from rembuk.foundation.web import links

STATES = dict(Status.choices)
# Of which state a public trail says until when it lasts.
DUE = frozenset({Status.DELIBERATING, Status.WITH_UNIT})
CHANGESET = "2026-01-01T00:00:00+07:00"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
Row = dict[str, Any]


def discovery(is_demo: bool) -> Row:
    """Where the interface is, and what it speaks."""
    endpoint = {
        "specification": SPECIFICATION, "url": absolute("/open311/v2"), "changeset": CHANGESET,
        "type": "test" if is_demo else "production", "formats": ["text/xml", "application/json"],
    }  # fmt: skip
    return {"changeset": CHANGESET, "contact": absolute("/"), "key_service": absolute("/data/"),
            "endpoints": [endpoint]}  # fmt: skip


def service(category: Category) -> Row:
    """A kind of report that anyone may send."""
    return {
        "service_code": category.key, "service_name": category.label, "description": category.label,
        "metadata": True, "type": "realtime", "keywords": None, "group": category.group,
    }  # fmt: skip


def definition(category: Category, kelurahan: Sequence[tuple[str, str]]) -> Row:
    """What may be said beside the words: the place by its official code and by the numbers of RW and RT."""
    values = [{"key": code, "name": name} for code, name in kelurahan]
    return {"service_code": category.key, "attributes": [
        _attribute(1, "kelurahan", "singlevaluelist", "Kelurahan tempatnya, bila tidak ada lat dan long", values),
        _attribute(2, "rw", "number", "Nomor RW"), _attribute(3, "rt", "number", "Nomor RT"),
    ]}  # fmt: skip


def _attribute(order: int, code: str, datatype: str, description: str, values: Sequence[Row] = ()) -> Row:
    return {
        "variable": True, "code": code, "datatype": datatype, "required": False, "datatype_description": None,
        "order": order, "description": description, "values": list(values),
    }  # fmt: skip


def request(report: Report) -> Row:
    """A public report. What is blurred on its page is blurred here, and `lat` and `long` are the public point."""
    is_open = report.status in reports.OPEN_TO_ALL
    due = report.stage_due if report.status in DUE else None
    photos = reports.public_photos(report)
    return {
        "service_request_id": report.code, "status": "open" if is_open else "closed",
        "status_notes": STATES[report.status], "service_name": report.category.label,
        "service_code": report.category.key, "description": reports.public_words(report) or report.title,
        "agency_responsible": reports.public_holder(report), "service_notice": None,
        "requested_datetime": _written(report.received_at),
        "updated_datetime": _written(report.news_at if is_open else report.closed_at or report.news_at),
        "expected_datetime": _written(due), "address": reports.public_place(report), "address_id": None,
        "zipcode": None, "lat": report.public_lat, "long": report.public_lng,
        "media_url": absolute(links.each("files:photo", "full")(str(photos[0]))) if photos else None,
    }  # fmt: skip


def updates(report: Report, lines: Sequence[TrailLine]) -> Iterator[Row]:
    """The steps of a trail, oldest first; the last one says how it stands, those before it led there."""
    now = request(report)["status"]
    for number, line in enumerate(reversed(lines), 1):
        yield {
            "update_id": f"{report.code}-{number}", "service_request_id": report.code,
            "status": now if number == len(lines) else "open", "updated_datetime": _written(line.at),
            "description": f"{line.title}: {line.note}" if line.note else line.title, "media_url": None,
        }  # fmt: skip


def absolute(path: str) -> str:
    """An address that may be passed on."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def _written(at: datetime | None) -> str | None:
    return clock.local(at).isoformat(timespec="seconds") if at else None
