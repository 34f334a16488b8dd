"""The OpenAPI document, made from the table of endpoints."""

import re
from typing import Any

from rembuk.front.api.endpoints import ANY, ENDPOINTS, JSON, OWN, PAGE, PARTS, PROBLEM, XML, Endpoint, Field
from rembuk.front.api.schemas import SCHEMAS, TEXT, Schema, element, named, several

VERSION = "2.0.0"
ABOUT = (
    "Yang tampil di halaman umum, untuk program lain. Tanpa akun. Open311 GeoReport v2 ada di bawah /open311/v2, "
    "dalam JSON dan XML; galatnya pun begitu. Galat alamat lain adalah dokumen masalah (RFC 9457) bila Accept meminta "
    "application/json atau application/problem+json, dan halaman biasa bila tidak."
)
_PART, _SIGNS = re.compile(r"{(\w+)}"), re.compile(r"\W+")


def document() -> dict[str, Any]:
    """The whole of it; the same for every city, so an address of a city stands nowhere in it."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        parts = [_part(name) for name in _PART.findall(endpoint.path)]
        there = paths.setdefault(endpoint.path, {"parameters": parts})
        there[endpoint.method] = _operation(endpoint)
    return {
        "openapi": "3.1.1",
        "info": {"title": "Rembuk: data terbuka", "version": VERSION, "description": ABOUT,
                 "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}},
        "servers": [{"url": "/"}], "security": [],
        "paths": paths, "components": {"schemas": SCHEMAS},
    }  # fmt: skip


def _part(name: str) -> dict[str, Any]:
    about, schema = PARTS[name]
    return {"name": name, "in": "path", "required": True, "description": about, "schema": schema}


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.method + _SIGNS.sub("_", endpoint.path).rstrip("_"),
        "summary": endpoint.about, "tags": ["open311" if endpoint.has_forms else "data"],
    }  # fmt: skip
    asked = [_asked(field) for field in endpoint.query]
    if endpoint.sends:
        asked.append(_header("Idempotency-Key", "yang sama dikirim dua kali tercatat sekali"))
        operation["requestBody"] = {"required": True, "content": _content({kind: _sent(endpoint) for kind in SENT_AS})}
    if asked:
        operation["parameters"] = asked
    return operation | {"responses": _responses(endpoint)}


SENT_AS = ("multipart/form-data", "application/x-www-form-urlencoded")


def _asked(field: Field) -> dict[str, Any]:
    return {"name": field.name, "in": "query", "required": field.required, "description": field.about,
            "schema": field.schema}  # fmt: skip


def _header(name: str, about: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "description": about,
            "schema": {**TEXT, "maxLength": 64, "pattern": "^[A-Za-z0-9_-]+$"}}  # fmt: skip


def _sent(endpoint: Endpoint) -> Schema:
    return {
        "type": "object", "required": [field.name for field in endpoint.sends if field.required],
        "properties": {field.name: {**field.schema, "description": field.about} for field in endpoint.sends},
    }  # fmt: skip


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    good: dict[str, Any] = {"description": endpoint.about, "content": _content(endpoint.answers)}
    if any(field.name == "cursor" for field in endpoint.query):
        good["headers"] = {"Link": {"description": "alamat halaman berikutnya, rel=next (RFC 8288)", "schema": TEXT}}
    found = {endpoint.status: good}
    if endpoint.kept:
        found[304] = {"description": "Tidak ada yang baru sejak ETag itu"}
    for status in sorted({*endpoint.errors, 405, *ANY}):
        found[status] = _error(endpoint, status)
    return {str(status): found[status] for status in sorted(found)}


ERRORS = several("error")


def _error(endpoint: Endpoint, status: int) -> dict[str, Any]:
    """An error of the view in its form; one from around it as a problem document, or as a page for people."""
    is_own = endpoint.has_forms and (status in endpoint.errors or status == 405)
    is_around = not is_own or status in ANY or status == 413
    kinds = {JSON: ERRORS, XML: element("errors", ERRORS)} if is_own else {}
    around = {PROBLEM: named("problem"), PAGE: TEXT} if is_around else {}
    said = [OWN[status]] if status in OWN and (status in endpoint.errors or status == 405) else []
    told = "; ".join([*said, *([ANY[status]] if status in ANY else [])])
    return {"description": told, "content": _content({**kinds, **around})}


def _content(kinds: dict[str, Schema]) -> dict[str, Any]:
    return {kind: {"schema": schema} for kind, schema in kinds.items()}
