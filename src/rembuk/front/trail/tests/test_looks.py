"""Inspektorat reads who opened what is protected, and never what stood there."""

import pytest
from django.test import Client

from rembuk.coordination.reports import actions
from rembuk.foundation.kernel.actor import PUBLIC
from tests import builders

pytestmark = pytest.mark.django_db
ADDRESS = "/jejak/dibuka/"


def test_inspektorat_reads_who_looked_and_not_at_what() -> None:
    town = builders.city_that_hears()
    got = actions.receive(actor=PUBLIC, category="anak", text="Anak dipukul tetangga.", territory=town.rt)
    watcher = builders.sign_in(Client(), "inspektorat")
    assert "Belum ada yang dibuka" in watcher.get(ADDRESS).content.decode()
    builders.sign_in(Client(), "perlindungan").get(f"/laporan/{got.report.code}/")
    page = watcher.get(ADDRESS).content.decode()
    for said in (got.report.code, town.user("perlindungan").name, "halaman laporan terlindungi"):
        assert said in page
    assert "dipukul" not in page
    assert ADDRESS in watcher.get("/lainnya/").content.decode()


def test_the_list_takes_a_fixed_number_of_queries(django_assert_max_num_queries: object) -> None:
    town = builders.city_that_hears()
    watcher = builders.sign_in(Client(), "inspektorat")
    office = town.actor("perlindungan")
    watcher.get(ADDRESS)  # what the program keeps by the way is in its memory now
    counts = []
    for _ in range(2):
        for _ in range(4):
            got = actions.receive(actor=PUBLIC, category="anak", text="Anak dipukul.", territory=town.rt)
            actions.open_sealed(actor=office, report=got.report)
        with django_assert_max_num_queries(40) as seen:  # type: ignore[operator]
            watcher.get(ADDRESS)
        counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]


def test_nobody_else_does() -> None:
    builders.city()
    for name in ("lurah", "perlindungan", "wali_kota", "ketua_rt"):
        page = builders.sign_in(Client(), name)
        assert page.get(ADDRESS).status_code == 403, name
        assert ADDRESS not in page.get("/lainnya/").content.decode()
