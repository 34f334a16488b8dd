"""Every page of the portal that shows figures leads to the same figures as a file, and the file says the same."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.reports import actions as reports
from rembuk.foundation.kernel import clock
from rembuk.foundation.tallies import actions as tallies
from rembuk.planning.musrenbang.tests import scene as wishes
from tests import builders
from tests.screens import subjects, world

pytestmark = pytest.mark.django_db
# A page with figures, and the file of them.
PAGES = {
    "/": "/publik/angka.csv",
    "/publik/opd/": "/publik/opd.csv",
    "/publik/usulan/wilayah/98.71.01.1001/": "/publik/usulan/wilayah/98.71.01.1001.csv",
}
COUNTS = {"jumlah", "dari", "selesai_dan_dicek", "tanpa_kabar", "sedang_dikerjakan", "diusulkan", "masuk_rencana",
          "didanai", "dibangun"}  # fmt: skip


@pytest.fixture
def visitor() -> Any:
    """Somebody who looks at a city in which something was done."""
    with clock.standing(world.MORNING):
        town = builders.city_that_hears()
        report = subjects.hear(town).report
        reports.acknowledge(actor=town.actor("ketua_rt"), report=report)
        for who in ("ketua_rt", "ketua_rw"):
            reports.climb(actor=town.actor(who), report=report, basis="urgent", note="Air masuk rumah.")
        work = Work("Keruk", lead=town.institution("opd"))
        reports.follow_up(actor=town.actor("lurah"), report=report, text="Dikerjakan.", work=work)
        other = subjects.hear(town, text="Got di lahan orang.").report
        reports.refuse(actor=town.actor("ketua_rt"), report=other, reason="Bukan jalan umum.")
        wishes.opened(town)
        wishes.proposed(town)
        tallies.bring_forward(1000)
        yield Client()


def table(visitor: Client, address: str) -> list[dict[str, str]]:
    """The rows of a file."""
    answer = visitor.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(("page", "file"), PAGES.items())
def test_a_page_with_figures_leads_to_the_same_as_a_file(visitor: Client, page: str, file: str) -> None:
    shown = visitor.get(page).content.decode()
    assert f'href="{file}"' in shown
    rows = table(visitor, file)
    said = set(re.findall(r"\d+", re.sub(r"<[^>]+>", " ", shown)))
    # The front page leaves out what is nothing yet.
    names = [row.get("angka") or row.get("opd") or row["nama"] for row in rows if row.get("jumlah") != "0"]
    assert names
    assert [name for name in names if name not in shown] == []
    counts = {value for row in rows for key, value in row.items() if key in COUNTS and value != "0"}
    assert counts
    assert counts <= said


def test_whatever_is_for_the_whole_city_is_listed_at_open_data(visitor: Client) -> None:
    page = visitor.get("/data/").content.decode()
    assert [file for file in PAGES.values() if "wilayah" not in file and f'href="{file}"' not in page] == []


@pytest.mark.parametrize("code", ["0", "98.71.01", "x"])
def test_what_is_no_kelurahan_has_no_file(visitor: Client, code: str) -> None:
    assert visitor.get(f"/publik/usulan/wilayah/{code}.csv").status_code == 404
