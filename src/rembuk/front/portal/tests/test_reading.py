"""Public pages show what was acknowledged, and nothing else."""

import base64
import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports import queries as reports_queries
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.territory import actions as territories
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_report_is_public_only_after_its_body_acknowledged_it(heard: Received, phone: Client) -> None:
    assert heard.report.title not in phone.get("/publik/").content.decode()
    assert phone.get(f"/publik/{heard.report.code}/").status_code == 404


def test_the_public_trail_names_offices_and_no_persons(public: Received, phone: Client) -> None:
    page = phone.get(f"/publik/{public.report.code}/").content.decode()
    assert "Ketua RT 001" in page
    assert builders.CAST["ketua_rt"].person not in page


def test_the_list_narrows_by_place_and_state(town: builders.City, public: Received, phone: Client) -> None:
    def listed(query: str) -> bool:
        return public.report.code in phone.get(f"/publik/?{query}").content.decode()

    assert listed("kelurahan=98.71.01.1001")
    assert not listed("kelurahan=98.71.01.1002")
    assert listed("keadaan=dimusyawarahkan")
    assert not listed("keadaan=dibenarkan")
    assert listed("q=tergenang")
    assert not listed("q=jembatan")


def test_a_trail_with_work_asks_once_more_and_tells_it_among_the_rest(
    town: builders.City, public: Received, phone: Client, django_assert_max_num_queries: Any
) -> None:
    work = Work("Keruk saluran", lead=town.institution("rt"), due=clock.today() + timedelta(days=7))
    for _ in range(3):
        reports.follow_up(actor=town.actor("ketua_rt"), report=fresh(public), text="Kita keruk.", work=work)
    address = f"/publik/{public.report.code}/"
    phone.get(address)
    with django_assert_max_num_queries(3):
        page = phone.get(address).content.decode()
    assert "0 dari 3 pekerjaan selesai dan dicek" in page
    assert page.count("Keruk saluran: Tindak lanjut dibuat") == 3
    assert page.index("Keruk saluran: Tindak lanjut dibuat") < page.index(">Diterima</b>")
    assert builders.CAST["ketua_rt"].person not in page


def fresh(received: Received) -> Report:
    found = reports_queries.by_id(received.report.pk)
    assert found is not None
    return found


@pytest.mark.parametrize("state", ["public", "settled"])
def test_a_public_page_asks_the_database_little(
    state: str, request: pytest.FixtureRequest, phone: Client, django_assert_max_num_queries: Any
) -> None:
    code = request.getfixturevalue(state).report.code
    # The frame, the rules and the zone are kept by the process.
    for address, most in ((f"/publik/{code}/", 1), ("/publik/?kelurahan=98.71.01.1001&keadaan=menunggu", 1)):
        phone.get(address)
        with django_assert_max_num_queries(most + 1):  # a process looks now and then whether what it keeps still holds
            assert phone.get(address).status_code == 200


def test_a_kelurahan_found_by_its_code_is_asked_anew_when_territories_change(
    town: builders.City, public: Received, phone: Client
) -> None:
    address = "/publik/?kelurahan=98.71.01.1001"
    assert town.kelurahan.name in phone.get(address).content.decode()
    territories.rename(actor=SYSTEM, territory=town.kelurahan, name="Sukabaru", on=clock.today(), basis="Perda 9")
    assert "Sukabaru" in phone.get(address).content.decode()


def test_the_public_frame_is_drawn_for_the_place_one_is_in(public: Received, phone: Client) -> None:
    for address, place in (("/publik/", "Laporan warga"), ("/peta/", "Peta"), ("/publik/", "Laporan warga")):
        page = phone.get(address).content.decode()
        marked = re.search(r'aria-current="page"><svg.*?</svg>([^<]+)</a>', page)
        assert marked
        assert marked[1] == place
        assert page.count("<main") == page.count("</html>") == page.count("<title>") == 1
        assert "\ue000" not in page


def test_a_cursor_that_makes_no_sense_shows_the_first_page(public: Received, phone: Client) -> None:
    assert public.report.code in phone.get("/publik/?sesudah=zzz").content.decode()


def test_the_home_page_draws_the_way_that_a_report_really_goes(public: Received, phone: Client) -> None:
    home = phone.get("/").content.decode()
    own = phone.get(f"/publik/{public.report.code}/").content.decode()
    drawn = [re.findall(r'<span class="unseen">[^<]*</span>([^<]+)', page) for page in (home, own)]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 5
    assert "lapangan" not in home


def test_the_home_page_shows_the_three_deeds_and_the_newest(public: Received, phone: Client) -> None:
    page = phone.get("/").content.decode()
    for address in ("/lapor/", "/lacak/", "/peta/", f"/publik/{public.report.code}/"):
        assert f'href="{address}"' in page


def test_the_map_lists_every_kelurahan_and_one_of_them_its_reports(
    town: builders.City, public: Received, phone: Client
) -> None:
    page = phone.get("/peta/").content.decode()
    for place in (town.kelurahan, town.kelurahan_next, town.kelurahan_far):
        assert place.name in page
    assert phone.get("/peta/?kelurahan=98.71.01.1001").status_code == 200
    assert phone.get("/peta/?kelurahan=tidak-ada").status_code == 200


def test_a_closed_day_is_published_with_hashes_and_no_names(public: Received, phone: Client) -> None:
    assert phone.get("/sidik/2026-01-20.json").status_code == 404
    with clock.standing(clock.now() + timedelta(days=1)):
        audit.close_days(clock.now())
    found = phone.get("/sidik/2026-01-20.json")
    assert found.json()["events"] == len(found.json()["hashes"])
    assert builders.CAST["ketua_rt"].person not in found.content.decode()
    assert phone.get("/sidik/kemarin.json").status_code == 404
    assert "20 Januari 2026" in phone.get("/sidik/").content.decode()


def test_a_stranger_checks_what_is_published(public: Received, phone: Client, tmp_path: Path) -> None:
    with clock.standing(clock.now() + timedelta(days=2)):
        audit.close_days(clock.now())
    chain = phone.get("/sidik/sidik.json").json()
    day = phone.get("/sidik/2026-01-20.json").json()
    (tmp_path / "sidik.json").write_text(json.dumps(chain))
    (tmp_path / "hari.json").write_text(json.dumps(day))
    assert checked(tmp_path) == 0
    day["hashes"][0] = "0" * 64
    (tmp_path / "hari.json").write_text(json.dumps(day))
    assert checked(tmp_path) != 0


def checked(folder: Path) -> int:
    checker = Path(__file__).parents[5] / "docs" / "periksa_sidik.py"
    return subprocess.run(
        [sys.executable, checker, "sidik.json", "hari.json"], cwd=folder, capture_output=True
    ).returncode


NOBODY = "00000000-0000-0000-0000-000000000000"
PAGED = ("/publik/?sesudah=", "/sidik/?sesudah=", "/publik/opd/dinas-pekerjaan-umum/?sesudah=",
         "/open311/v2/requests.json?cursor=")  # fmt: skip


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00"])
@pytest.mark.parametrize("address", PAGED)
def test_a_day_that_no_calendar_has_leads_to_the_first_page(
    town: builders.City, phone: Client, address: str, day: str
) -> None:
    for values in (["n", day, NOBODY], ["p", day, NOBODY], ["n", day]):
        cursor = base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
        assert phone.get(f"{address}{cursor}").status_code == 200, values
    nested = base64.urlsafe_b64encode(b"[" * 2900).decode().rstrip("=")
    assert phone.get(f"{address}{nested}").status_code == 200
