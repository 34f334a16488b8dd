"""A client of Open311 that somebody else wrote reads the running program; its project's schemas hold the answers."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from georeport import GeoReport
from jsonschema import Draft4Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

from conftest import DATA
from rembuk.coordination.reports.models import Report
from rembuk.front.api.tests.conftest import Program
from tests.support.site import Site, copied

SCHEMAS = DATA / "open311" / "skema_georeport_v2"


@pytest.fixture(scope="module")
def running(played_city: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small city, served."""
    with copied(played_city, tmp_path_factory.mktemp("served") / "home") as copy:
        yield copy.start()


@pytest.mark.demo
def test_an_independent_client_reads_all_that_it_knows_to_ask(running: Site) -> None:
    told: dict[str, Any] = {}
    for form in ("json", "xml"):
        client = GeoReport(f"{running.url}/open311/v2", output_format=form)
        services = client.get_service_list()
        code = services[0]["service_code"]
        assert client.get_service_definition(code)["service_code"] == code
        reports = client.get_service_requests()
        one = client.get_service_request(reports[0]["service_request_id"])
        assert one["service_request_id"] == reports[0]["service_request_id"]
        some = client.get_service_requests(service_code=one["service_code"], status=one["status"])
        assert {(row["service_code"], row["status"]) for row in some} == {(one["service_code"], one["status"])}
        first = client.get_service_requests(end_date=one["requested_datetime"])[0]
        assert first["requested_datetime"] == one["requested_datetime"]
        told[form] = ([row["service_code"] for row in services], [row["service_request_id"] for row in reports])
    assert told["json"] == told["xml"]


@pytest.fixture(scope="module")
def schemas() -> Registry[Any]:
    """The schemas that the Open311 project published, each under the name of its file."""
    files = [(path.name, json.loads(path.read_text())) for path in sorted(SCHEMAS.glob("*.json"))]
    return Registry().with_resources([(name, DRAFT4.create_resource(told)) for name, told in files])


@pytest.mark.data
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "schema"),
    [("services", "services"), ("services/drainase", "service-definition"), ("requests", "requests")],
)
def test_answers_are_what_the_projects_own_schemas_ask_for(
    program: Program, public: Report, schemas: Registry[Any], path: str, schema: str
) -> None:
    held = Draft4Validator(schemas.contents(f"{schema}.json"), registry=schemas)
    told = program.json(path)
    assert told
    assert [fault.message for fault in held.iter_errors(told)] == []
    broken = [{**told[0], "service_code": 1}] if isinstance(told, list) else {**told, "service_code": 1}
    assert list(held.iter_errors(broken)), "a schema that takes anything"
