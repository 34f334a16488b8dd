"""Whoever follows a place reads what became public there, and never what did not."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from rembuk.coordination.reports import actions
from rembuk.coordination.reports.models import Report
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.front.api.tests.conftest import MORNING, Program
from tests import builders

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(program: Program, query: str = "") -> list[ET.Element]:
    answer = program.http.get(f"/data/kabar.atom{query}")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content).findall(f"{ATOM}entry")


def text(entry: ET.Element, name: str) -> str:
    return entry.findtext(f"{ATOM}{name}") or ""


def test_a_feed_of_a_place_has_what_became_public_there(
    program: Program, public: Report, django_assert_num_queries: Any
) -> None:
    entries(program)
    with django_assert_num_queries(2):
        (entry,) = entries(program)
    assert text(entry, "id").endswith(f"/publik/{public.code}/")
    assert text(entry, "summary").endswith("depan pos &lt;ronda&gt;: dimusyawarahkan")
    assert len(entries(program, "?kelurahan=98.71.01.1001")) == 1
    assert entries(program, "?kelurahan=98.71.01.1002") == []
    assert program.http.get("/data/kabar.atom?kelurahan=9").status_code == 404


def test_news_make_an_entry_new_again(program: Program, town: builders.City, public: Report) -> None:
    before = text(entries(program)[0], "updated")
    with clock.standing(MORNING + timedelta(hours=2)):
        actions.settle(
            actor=town.actor("ketua_rt"), report=public, text="Kerja bakti.", witnesses=["Sutrisno", "Maryam"]
        )
    (entry,) = entries(program)
    assert text(entry, "updated") > before == text(entry, "published")
    assert "menunggu dibenarkan" in text(entry, "summary")


def test_what_is_not_public_is_not_told(program: Program, town: builders.City, heard: Report) -> None:
    actions.receive(actor=PUBLIC, category="kekerasan_rumah", text="Tolong.", territory=town.rt)
    assert entries(program) == []


def test_the_page_names_every_address(program: Program) -> None:
    page = program.http.get("/data/").content.decode()
    assert 'href="/data/kabar.atom?kelurahan=98.71.01.1001"' in page
    assert 'href="/data/"' in program.http.get("/lainnya/").content.decode()
