"""Whoever subscribes sees the meetings that anyone may come to, and of all other meetings nothing."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from icalendar import Calendar

from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries
from rembuk.coordination.meetings.models import Kind, Meeting
from rembuk.foundation.audit.models import Event
from rembuk.front.api.tests.conftest import MORNING, Program
from tests import builders
from tests.support import plans

pytestmark = pytest.mark.django_db


def convened(town: builders.City, kind: str, title: str, days: int = 7) -> Meeting:
    """A meeting of the kelurahan in a week, or on another day."""
    return meetings.convene(
        actor=town.actor("lurah"), institution=town.institution("kelurahan"), title=title,
        starts_at=MORNING + timedelta(days=days), place="Aula", kind=Kind.objects.get(key=kind),
    )  # fmt: skip


def told(program: Program, query: str = "") -> list[dict[str, str]]:
    answer = program.http.get(f"/data/rapat.ics{query}")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return [{name: str(event[name]) for name in ("SUMMARY", "STATUS", "LOCATION", "UID")} for event in events]


def test_what_is_open_is_told_where_it_is_and_what_is_not_is_not(program: Program, town: builders.City) -> None:
    open_to_all = convened(town, "musrenbang_kelurahan", "Musrenbang, hubungi 0812-3456-7890")
    (row,) = told(program)
    assert row["UID"].startswith(str(open_to_all.pk))
    assert (row["STATUS"], row["LOCATION"]) == ("CONFIRMED", "Aula")
    assert "0812" not in row["SUMMARY"]
    assert len(told(program, "?kelurahan=98.71.01.1001")) == 1
    assert told(program, "?kelurahan=98.71.01.1002") == []
    assert program.http.get("/data/rapat.ics?kelurahan=9").status_code == 404
    everything = program.http.get("/data/rapat.ics").content.decode()
    assert "ATTENDEE" not in everything
    assert not [person.person for person in builders.CAST.values() if person.person in everything]


def test_a_meeting_of_offices_is_nobody_elses(program: Program, town: builders.City) -> None:
    convened(town, "koordinasi_fungsi", "Rapat koordinasi")
    assert told(program) == []


def test_of_the_meetings_of_kinds_that_are_not_open_none_is_read(town: builders.City) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the index is one on both; which one is chosen depends on how many rows there are")
    found = plans.sqlite_plans(lambda: queries.open_to_all(MORNING, 200), "meetings_meeting")
    assert len(found) == Kind.objects.filter(open_to_all=True).count() > 0
    assert [plan for plan in found if "meetings_of_a_kind" not in plan or "TEMP B-TREE" in plan] == []


def test_the_city_says_which_kinds_are_open(program: Program, town: builders.City) -> None:
    convened(town, "koordinasi_fungsi", "Rapat koordinasi")
    convened(town, "rembuk", "Rembuk warga", days=8)
    editor = builders.sign_in(Client(), "pemerintahan")
    for key, is_open in (("koordinasi_fungsi", True), ("rembuk", False)):
        kind = Kind.objects.get(key=key)
        form = {"label": kind.label, "tier": kind.tier, "roles": kind.roles.split(), "papers": kind.papers.split(),
                "closes_hours": "24", "lasts": "120", "order": str(kind.order)}  # fmt: skip
        sent = editor.post(f"/rapat/jenis/{key}/", form | ({"open_to_all": "on"} if is_open else {}))
        assert sent.status_code == 302
        event = Event.objects.get(verb="meetings.kind_changed", subject_id=kind.pk)
        assert json.loads(event.body)["changes"]["open_to_all"] == [not is_open, is_open]
    assert [row["SUMMARY"] for row in told(program)] == ["Rapat koordinasi"]


def test_one_that_was_called_off_stays_to_say_so(program: Program, town: builders.City) -> None:
    meeting = convened(town, "rembuk", "Rembuk warga")
    meetings.cancel(actor=town.actor("lurah"), meeting=meeting, reason="Banjir.")
    assert [row["STATUS"] for row in told(program)] == ["CANCELLED"]
