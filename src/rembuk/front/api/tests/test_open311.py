"""Other programs read what the portal shows, by GeoReport v2, and report by the same rules as the form there."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from rembuk.coordination.reports import actions
from rembuk.coordination.reports.models import Report, Wording
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.front.api import answers
from rembuk.front.api.tests.conftest import AT, MORNING, Program
from tests import builders

pytestmark = pytest.mark.django_db
NUMBER = "98.71.01.1001"
WORDS = "Got mampet di depan sekolah."


def test_both_forms_say_the_same(program: Program, public: Report) -> None:
    row = program.json("requests")[0]
    element = program.xml("requests")[0]
    assert element.tag == "request"
    assert {part.tag: part.text for part in element} == {
        name: None if value is None else str(value) for name, value in row.items()
    }
    assert program.json(f"requests/{public.code.lower()}") == [row]


def test_a_request_says_what_its_public_page_says(program: Program, public: Report) -> None:
    row = program.json("requests", service_request_id=f"{public.code},AAA-26-AAAAA")[0]
    assert (row["service_request_id"], row["status"], row["service_code"]) == (public.code, "open", "drainase")
    assert row["status_notes"] == "dimusyawarahkan"
    assert row["agency_responsible"] == "Ketua RT 001 RW 01"
    assert row["requested_datetime"] == "2026-01-20T09:00:00+07:00"
    assert row["address"].endswith("depan pos <ronda>")
    assert "0812" not in row["description"]
    assert row["description"].startswith("Saluran tersumbat")


def test_what_is_not_public_does_not_exist(program: Program, town: builders.City, heard: Report) -> None:
    sealed = actions.receive(actor=PUBLIC, category="kekerasan_rumah", text="Tolong.", territory=town.rt).report
    for report in (heard, sealed):
        for path in (f"requests/{report.code}", f"tokens/{report.code}"):
            assert program.json(path)[0]["code"] == 404
        for path in ("requests", "servicerequestupdates"):
            assert program.json(path, service_request_id=report.code) == []
    assert program.json("requests") == []
    assert "kekerasan_rumah" not in {row["service_code"] for row in program.json("services")}


def test_a_home_is_not_found_by_its_place(program: Program, town: builders.City) -> None:
    social = actions.receive(actor=PUBLIC, category="bantuan", text="Bantuan belum sampai.", territory=town.rt,
                             place="rumah cat biru", lat=-6.2, lng=106.9).report  # fmt: skip
    assert social.category.blurs
    actions.acknowledge(actor=town.actor("ketua_rt"), report=social)
    row = program.json(f"requests/{social.code}")[0]
    assert "RT" not in row["address"]
    assert "biru" not in json.dumps(row)
    assert row["lat"] != -6.2


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"service_code": "drainase,sampah"}, 1), ({"service_code": "sampah"}, 0), ({"service_code": "tidak-ada"}, 0),
        ({"status": "open"}, 1), ({"status": "closed"}, 0), ({"status": "open,closed"}, 1),
        ({"start_date": "2026-01-20T09:00:00+07:00"}, 1), ({"start_date": "2026-01-20T02:00:01Z"}, 0),
        ({"end_date": "2026-01-20T01:59:59Z"}, 0), ({"start_date": "2026-01-20", "end_date": "2026-01-21"}, 1),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(program: Program, public: Report, query: dict[str, str], count: int) -> None:
    assert len(program.json("requests", **query)) == count


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "kemarin"}, {"start_date": "2026-01-01", "end_date": "2026-04-30"}, {"status": "baru"},
        {"start_date": "2026-02-01", "end_date": "2026-01-01"}, {"page_size": "0"}, {"page_size": "x"},
        {"page": "9999"}, {"start_date": "9999-12-31T23:59:59Z"}, {"end_date": "0001-01-01"},
        {"start_date": "0001-01-01"}, {"end_date": "0001-04-01T03:00:00+07:00"},
        {"service_request_id": "," * 3}, {"service_request_id": "A," * 51},
    ],
)  # fmt: skip
def test_nonsense_is_told_in_both_forms(program: Program, query: dict[str, str]) -> None:
    told = program.json("requests", **query)
    element = program.xml("requests", **query)
    assert told[0]["code"] == 400
    assert (element.tag, element[0].tag, element[0][0].text) == ("errors", "error", "400")
    assert element[0][1].text == told[0]["description"]


def test_the_list_goes_on_by_links_and_by_pages(program: Program, town: builders.City) -> None:
    for number in range(5):
        with clock.standing(MORNING + timedelta(minutes=number)):
            report = actions.receive(actor=PUBLIC, category="drainase", text=f"Got {number}.", territory=town.rt).report
            actions.acknowledge(actor=town.actor("ketua_rt"), report=report)
    with clock.standing(MORNING + timedelta(hours=1)):
        whole = [row["service_request_id"] for row in program.json("requests")]
        seen, address = [], f"{AT}/requests.json?page_size=2&service_code=drainase"
        while address:
            answer = program.http.get(address)
            seen += [row["service_request_id"] for row in answer.json()]
            address = answer.headers.get("Link", "").partition(">")[0].lstrip("<").removeprefix("http://localhost:8000")
        paged = [
            row["service_request_id"] for page in "123" for row in program.json("requests", page=page, page_size="2")
        ]
    assert len(whole) == 5
    assert seen == paged == whole


def test_a_list_costs_the_same_however_long(
    program: Program, town: builders.City, public: Report, django_assert_num_queries: Any
) -> None:
    program.json("requests")
    for _ in range(3):
        other = actions.receive(actor=PUBLIC, category="drainase", text="Lagi.", territory=town.rt).report
        actions.acknowledge(actor=town.actor("ketua_rt"), report=other)
    with django_assert_num_queries(1):
        assert len(program.json("requests")) == 4
    codes = ",".join(row["service_request_id"] for row in program.json("requests"))
    with django_assert_num_queries(1):
        assert len(program.json("servicerequestupdates", service_request_id=codes)) == 8


def test_the_updates_are_the_public_steps(program: Program, public: Report) -> None:
    first, last = program.json("servicerequestupdates", service_request_id=public.code)
    assert first["description"].startswith("Dilaporkan: ")
    assert last["description"].startswith("Diterima: Ketua RT 001 RW 01")
    assert program.xml("servicerequestupdates", service_request_id=public.code)[0].tag == "request_update"
    assert builders.CAST["ketua_rt"].person not in json.dumps([first, last])
    assert program.json("servicerequestupdates", service_code="drainase") == [first, last]
    assert program.json("servicerequestupdates", page_size="51")[0]["code"] == 400


def test_nothing_new_is_not_sent_again(program: Program, public: Report) -> None:
    answer = program.http.get(f"{AT}/requests.json")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    again = program.http.get(f"{AT}/requests.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_service_tells_how_to_name_the_place(program: Program) -> None:
    told = program.json("services/drainase")
    assert {"key": NUMBER, "name": "Melati Timur"} in told["attributes"][0]["values"]
    assert program.xml("services/drainase").find("attributes/attribute/values/value/key") is not None
    assert program.json("services/tidak-ada")[0]["code"] == 404


def test_a_program_reports_by_the_rules_of_the_form(program: Program) -> None:
    answer = program.send({
        "service_code": "drainase", "description": WORDS, "phone": "0812-0000-0000", "first_name": "Sari",
        "attribute[kelurahan]": NUMBER, "attribute[rw]": "1", "attribute[rt]": "1",
    })  # fmt: skip
    told = answer.json()[0]
    report = Report.objects.get(code=told["service_request_id"])
    assert answer.status_code == 201
    assert (report.status, report.published_at, str(report.territory)) == ("new", None, "RT 001 / RW 01")
    wording = Wording.objects.get(report=report)
    assert wording.text == WORDS
    assert wording.sealed_contact
    secret = told["service_notice"].split("kata kunci ")[1].split(":")[0]
    opened = program.http.post("/lacak/", {"code": report.code, "secret": secret})
    assert opened.headers["Location"] == f"/lacak/{report.code}/"


def test_sent_twice_is_once(program: Program) -> None:
    told = {"service_code": "drainase", "description": WORDS, "address_id": NUMBER}
    first = program.send(told, headers={"Idempotency-Key": "k1"})
    again = program.send(told, headers={"Idempotency-Key": "k1"})
    other = program.send({**told, "description": "Lain."}, headers={"Idempotency-Key": "k1"})
    assert (first.json(), Report.objects.count()) == (again.json(), 1)
    assert (other.status_code, other.json()[0]["code"]) == (409, 409)


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"service_code": "", "description": WORDS, "address_id": NUMBER}, "service_code"),
        ({"service_code": "kekerasan_rumah", "description": WORDS, "address_id": NUMBER}, "service_code"),
        ({"service_code": "drainase", "description": " ", "address_id": NUMBER}, "description"),
        ({"service_code": "drainase", "description": WORDS}, "tempat"),
        ({"service_code": "drainase", "description": WORDS, "address_id": "98.71.99"}, "attribute[kelurahan]"),
        ({"service_code": "drainase", "description": WORDS, "lat": "x", "long": "1"}, "lat"),
        ({"service_code": "drainase", "description": WORDS, "lat": "95", "long": "1"}, "lat"),
        ({"service_code": "drainase", "description": WORDS, "address_id": NUMBER, "attribute[rw]": "99"}, "[rw]"),
        ({"service_code": "drainase", "description": WORDS, "lat": "51.5", "long": "0.1"}, "kota"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_as_it_was_sent(program: Program, told: dict[str, str], named: str) -> None:
    answer = program.send(told, "xml")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")
    assert named in answer.content.decode()
    assert not Report.objects.exists()


def test_the_limit_of_the_form_is_the_limit_here(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rembuk.front.api.views.open311.MOST", 1)
    told = {"service_code": "drainase", "description": WORDS, "address_id": NUMBER}
    assert [program.send(told).status_code for _ in range(2)] == [201, 429]


@override_settings(OPEN311_KEYS=("kunci-satu", "kunci-dua"))
def test_where_the_city_gave_out_keys_one_is_needed_to_report(program: Program, public: Report) -> None:
    told = {"service_code": "drainase", "description": WORDS, "address_id": NUMBER}
    assert program.send(told).json()[0]["code"] == 403
    assert program.send({"api_key": "kunci-dua", **told}).status_code == 201
    assert len(program.json("requests")) == 1


def test_whoever_is_signed_in_sends_in_nobodys_name(program: Program) -> None:
    builders.sign_in(program.http, "ketua_rt")
    program.send({"service_code": "drainase", "description": WORDS, "address_id": NUMBER})
    assert Report.objects.get().reporter_id is None


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused_in_the_form_that_was_asked_for(program: Program, method: str) -> None:
    answer = getattr(program.http, method)(f"{AT}/requests.json")
    assert (answer.status_code, answer.json()[0]["code"]) == (405, 405)
    assert answer.headers["Allow"] == "GET, POST, HEAD"


def test_what_xml_cannot_write_is_left_out() -> None:
    told = answers.xml("errors", [{"description": "a\x0b<b>&\ufffe"}])
    assert told.endswith(b"<description>a&lt;b&gt;&amp;</description></error></errors>")


def test_discovery_names_the_interface(program: Program) -> None:
    endpoint = program.json("discovery")["endpoints"][0]
    assert endpoint["url"].endswith(AT)
    assert program.xml("discovery").find("endpoints/endpoint/formats/format") is not None
