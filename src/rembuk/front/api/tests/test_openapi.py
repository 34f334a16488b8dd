"""The OpenAPI document is valid, lies in docs/ as it is served, names every address for programs, and tells no lies."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import checks

from rembuk.coordination.reports.models import Report
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel import clock
from rembuk.front.api import openapi
from rembuk.front.api.endpoints import ENDPOINTS
from rembuk.planning.musrenbang import actions as musrenbang
from tests import builders
from tests.documents import drawing
from tests.screens import law

# What a program reads has the form of it in its name; what browsers ask of every site is no part of it.
FILE = re.compile(r"\.(json|xml|csv|pb|atom|ics|\{form\})$")
SITES = {"/manifest.webmanifest", "/manifest.json"}
# Every answer is one that the document names, and of a type and shape that it names.
CHECKS: list[Any] = [
    checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_headers_conformance, checks.response_schema_conformance,
]  # fmt: skip
EXAMPLES = 25
SENT = ("service_code", "description", "address_id")
PLAIN = {"Accept-Encoding": "identity"}
SCHEMA = schemathesis.openapi.from_dict(json.loads(drawing.described()))
OPERATIONS: dict[str, Any] = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}  # type: ignore[union-attr]


def test_the_document_is_valid() -> None:
    OpenAPIV31SpecValidator(openapi.document()).validate()
    names = [operation["operationId"] for path in openapi.document()["paths"].values()
             for method, operation in path.items() if method != "parameters"]  # fmt: skip
    assert len(names) == len(set(names)) == len(ENDPOINTS)


@pytest.mark.django_db
def test_what_is_served_lies_in_the_repository() -> None:
    assert drawing.OPENAPI.read_text() == drawing.described(), "docs/openapi.json is behind the code: make docs"
    answer = Client().get("/data/openapi.json")
    assert answer.json() == json.loads(drawing.described())
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def addresses(patterns: list[Any], above: str = "/", space: str = "") -> Iterator[tuple[str, str]]:
    """Every name with its address, the parts in braces."""
    for entry in patterns:
        route = above + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, route, f"{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name}", route


def test_every_open_address_for_programs_is_in_it() -> None:
    files = {path for name, path in addresses(get_resolver().url_patterns) if name in law.OPEN and FILE.search(path)}
    assert files - SITES == {endpoint.path for endpoint in ENDPOINTS}


@pytest.fixture
def known(town: builders.City, public: Report) -> dict[str, Any]:
    """What stands for the parts of addresses and fields, so that good answers are met too."""
    audit.close_days(clock.now() + timedelta(days=1))
    musrenbang.prepare(actor=town.actor("pemerintahan"), year=2027, theme="Air")
    return {"key": "drainase", "code": public.code, "token": public.code, "day": "2026-01-20",
            "place": "98.71.01.1001", "year": 2027, "service_code": "drainase", "description": "Got mampet.",
            "address_id": "98.71.01.1001"}  # fmt: skip


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A server looks after its connections around each request; a test's city lies in a transaction of the only one."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("label", OPERATIONS)
def test_whatever_is_asked_is_answered_as_it_is_written(label: str, known: dict[str, Any]) -> None:
    operation, handler, met = OPERATIONS[label], WSGIHandler(), set()

    def program(environ: dict[str, Any], start: Any) -> Any:
        return handler({**environ, "REMOTE_ADDR": "127.0.0.1"}, start)

    @settings(max_examples=EXAMPLES, derandomize=True, database=None, deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy(), is_known=st.booleans())
    def ask(case: schemathesis.Case[Any], is_known: bool) -> None:
        if is_known:
            case.path_parameters |= {name: known[name] for name in case.path_parameters if name in known}
            case.query = {name: said for name, said in case.query.items() if name == "page_size"}
            case.body = {name: known[name] for name in SENT} if isinstance(case.body, dict) else case.body
        with transaction.atomic():
            answer = case.call(base_url="http://localhost", headers=PLAIN, app=program)
            transaction.set_rollback(True)
        met.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    ask()
    # No vote was held in this city.
    assert met & {200, 201} or label.endswith("{purse}.pb")
