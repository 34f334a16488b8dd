"""There is an RT 001 / RW 01 in every kelurahan: whoever looks at many reads which one is meant."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from rembuk.coordination.decisions import seams as desk
from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import actions, seams
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.tests.conftest import fresh
from rembuk.foundation.kernel import clock
from tests import builders

At = Callable[..., Received]
NEAR = "RT 001 / RW 01"
AFAR = f"{NEAR}, Melati Timur"


def page(address: str, name: str = "") -> str:
    client = builders.sign_in(Client(), name) if name else Client()
    return client.get(address).content.decode()


def test_everyone_reads_it_in_the_list_of_the_city_and_on_the_trail(at_work: At) -> None:
    report = at_work().report
    for address in ("/", "/publik/", f"/publik/{report.code}/"):
        assert AFAR in page(address), address


def test_of_a_home_the_rw_and_its_kelurahan_are_told(at_work: At) -> None:
    report = at_work("bantuan").report
    told = page(f"/publik/{report.code}/")
    assert "RW 01, Melati Timur" in told
    assert "RT 001" not in told.replace("Ketua RT 001", "")


@pytest.mark.parametrize("name", ["camat", "wali_kota", "petugas_kota"])
def test_offices_above_read_it_in_their_list(at_work: At, name: str) -> None:
    at_work()
    assert AFAR in page("/laporan/", name)


@pytest.mark.parametrize("name", ["ketua_rt", "ketua_rw", "lurah"])
def test_the_neighbourhood_is_not_told_where_it_lives(at_work: At, name: str) -> None:
    at_work()
    told = page("/laporan/", name)
    assert NEAR in told
    assert AFAR not in told


def test_a_unit_of_the_city_reads_it_on_its_desk(at_work: At, town: builders.City) -> None:
    at_work("lampu", by="petugas_kota")
    assert any(AFAR in task.where for task in seams.today(town.actor("petugas_kota")))


def test_a_place_that_is_a_kelurahan_is_said_once(at_work: At, town: builders.City) -> None:
    at_work(at=town.kelurahan, by="lurah")
    told = page("/publik/")
    assert "Kelurahan Melati Timur" in told
    assert "Melati Timur, " not in told


def test_work_names_it_for_whoever_leads_and_inspects(at_work: At, town: builders.City) -> None:
    report = at_work().report
    work = Work("Keruk saluran", lead=town.institution("opd"), due=clock.today() + timedelta(days=7), place="Gang 3")
    for name in ("ketua_rt", "ketua_rw"):
        actions.climb(actor=town.actor(name), report=fresh(report), basis="urgent", note="Tidak sanggup di sini.")
    actions.follow_up(actor=town.actor("lurah"), report=fresh(report), text="Kita keruk.", work=work)
    opd = town.actor("kepala_opd")
    assert any(f"{AFAR}, Gang 3" in task.where for task in desk.today(opd))
    assert f"{AFAR}, Gang 3" in page(f"/tindak-lanjut/{FollowUp.objects.get().code}/", "kepala_opd")
