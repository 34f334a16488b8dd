"""Answers of GeoReport v2 in both of its forms, errors too: the same rows as JSON or as XML."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web import etag
from rembuk.foundation.web.views import STATUS

TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
# What a list holds, by the list's name.
ONE = {
    "services": "service", "service_requests": "request", "service_request_updates": "request_update",
    "errors": "error", "endpoints": "endpoint", "formats": "format", "attributes": "attribute", "values": "value",
}  # fmt: skip
# XML 1.0 has no signs for these, however they are written.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SECONDS = 60


class Form:
    """A part of an address: in which form one wants the answer."""

    regex = "json|xml"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


@dataclass
class Problem(Exception):
    """Why there is no answer: the status and a sentence for whoever wrote the client."""

    status: int
    description: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a view found: its rows under the name that XML gives them, and headers."""

    name: str
    rows: Iterable[Mapping[str, Any]] | Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


View = Callable[..., Told]


def answered(**views: View) -> Callable[..., HttpResponseBase]:
    """A page out of one view per method, e.g. `answered(GET=…, POST=…)`; what goes wrong is told in the same form."""
    methods = {**views, "HEAD": views["GET"]}

    @wraps(views["GET"])
    def page(request: HttpRequest, form: str, **parts: Any) -> HttpResponseBase:
        view = methods.get(request.method or "")
        try:
            if view is None:
                raise Problem(405, f"Alamat ini hanya menerima {', '.join(methods)}.")
            response = written(form, view(request, **parts))
        except Problem as problem:
            response = written(form, _error(problem.status, problem.description))
        except Refused as refused:
            response = written(form, _error(_status(refused), refused.message))
        if response.status_code == 405:
            response.headers["Allow"] = ", ".join(methods)
        if request.method == "POST" or response.status_code != 200:
            response.headers["Cache-Control"] = "no-store"
            return response
        return etag.stamp(request, etag.public(response, SECONDS))  # type: ignore[arg-type]

    return page


def _status(refused: Refused) -> int:
    """GeoReport knows 400 for whatever is wrong with what was sent."""
    return STATUS.get(refused.code, 400)


def _error(status: int, description: str) -> Told:
    return Told("errors", [{"code": status, "description": description}], status=status)


def written(form: str, told: Told) -> HttpResponse:
    """An answer in its form. A browser of another site may read it: it is the same for everyone."""
    rows = told.rows if isinstance(told.rows, Mapping) else list(told.rows)
    text = json.dumps(rows, ensure_ascii=False).encode() if form == "json" else xml(told.name, rows)
    headers = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin", **told.headers}
    return HttpResponse(text, status=told.status, content_type=TYPES[form], headers=headers)


def xml(name: str, rows: Any) -> bytes:
    """Rows as XML, under a root of that name."""
    found: bytes = ET.tostring(_element(name, rows), encoding="utf-8", xml_declaration=True)
    return found


def _element(name: str, value: Any) -> ET.Element:
    element = ET.Element(name)
    if isinstance(value, Mapping):
        element.extend(_element(key, part) for key, part in value.items())
    elif isinstance(value, list):
        element.extend(_element(ONE[name], part) for part in value)
    elif value is not None:
        said = str(value).lower() if isinstance(value, bool) else str(value)
        element.text = writable(said)
    return element


def writable(words: str) -> str:
    """Words without the signs that XML cannot write."""
    return _UNWRITABLE.sub("", words)
