"""The shapes of answers, for the OpenAPI document: a table for each row that a program reads."""

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "integer"}
DEGREES: Schema = {"type": ["number", "null"]}
YES_OR_NO: Schema = {"type": "boolean"}
NOTHING: Schema = {"type": "null"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
MAYBE_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
# The first day has none before it.
BEFORE: Schema = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}
STATE: Schema = {"type": "string", "enum": ["open", "closed"]}


def row(**fields: Schema) -> Schema:
    """An object with these fields, all of them, and no other."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def several(of: str | Schema) -> Schema:
    """A list of what has this name, or is like this."""
    return {"type": "array", "items": named(of) if isinstance(of, str) else of}


def named(name: str) -> Schema:
    """What stands under this name in the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def element(name: str, schema: Schema) -> Schema:
    """The same as XML, under a root of that name."""
    return {**schema, "xml": {"name": name}}


SCHEMAS: dict[str, Schema] = {
    "endpoint": row(
        specification=TEXT, url=TEXT, changeset=MOMENT, type={"type": "string", "enum": ["production", "test"]},
        formats=several(TEXT),
    ),
    "discovery": row(changeset=MOMENT, contact=TEXT, key_service=TEXT, endpoints=several("endpoint")),
    "service": row(
        service_code=TEXT, service_name=TEXT, description=TEXT, metadata=YES_OR_NO,
        type={"type": "string", "enum": ["realtime"]}, keywords=NOTHING, group=TEXT,
    ),
    "value": row(key=TEXT, name=TEXT),
    "attribute": row(
        variable=YES_OR_NO, code=TEXT, datatype={"type": "string", "enum": ["singlevaluelist", "number"]},
        required=YES_OR_NO, datatype_description=NOTHING, order=NUMBER, description=TEXT, values=several("value"),
    ),
    "service_definition": row(service_code=TEXT, attributes=several("attribute")),
    "request": row(
        service_request_id=TEXT, status=STATE, status_notes=TEXT, service_name=TEXT, service_code=TEXT,
        description=TEXT, agency_responsible=TEXT, service_notice=NOTHING, requested_datetime=MOMENT,
        updated_datetime=MOMENT, expected_datetime=MAYBE_MOMENT, address=TEXT, address_id=NOTHING, zipcode=NOTHING,
        lat=DEGREES, long=DEGREES, media_url=MAYBE,
    ),
    "received": row(service_request_id=TEXT, service_notice=TEXT, account_id=NOTHING),
    "token": row(service_request_id=TEXT, token=TEXT),
    "request_update": row(
        update_id=TEXT, service_request_id=TEXT, status=STATE, updated_datetime=MOMENT, description=TEXT,
        media_url=NOTHING,
    ),
    "error": row(code=NUMBER, description=TEXT),
    "problem": {
        "type": "object", "required": ["type", "title", "status", "detail"], "additionalProperties": False,
        "properties": {"type": TEXT, "title": TEXT, "status": NUMBER, "detail": TEXT, "code": TEXT, "field": TEXT},
    },
    "digest": row(day=DAY, events=NUMBER, root=HASH, previous=BEFORE, hash=HASH),
    "day": row(day=DAY, events=NUMBER, root=HASH, previous=BEFORE, hash=HASH, hashes=several(HASH)),
}  # fmt: skip
