"""The limit of the whole: a list, a figure, the same for both, within the scope, by an index."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from rembuk.coordination.reports import actions, queries, rules, seams
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.queries import lists
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.kernel import clock
from tests import builders

At = Callable[..., Received]
PAST = timedelta(days=91)
ADDRESS = "/laporan/?keadaan=lewat-batas"


@pytest.fixture
def late(at_work: At, town: builders.City) -> Report:
    """A report that a kelurahan still deliberates while the neighbourhood's ninety days are over."""
    report = at_work().report
    with later(days=85):
        for name in ("ketua_rt", "ketua_rw"):
            actions.climb(actor=town.actor(name), report=fresh(report), basis="urgent", note="Tidak sanggup di sini.")
    return fresh(report)


def figure(town: builders.City, name: str) -> tuple[int, str]:
    """The figure on Hari ini and where it leads to."""
    (panel,) = (panel for panel in seams.panels(town.actor(name)) if panel.label == "Lewat batas seluruhnya")
    return panel.count, panel.url


def listed(town: builders.City, name: str) -> list[str]:
    """The codes in the list behind the figure."""
    return [row.code for row in queries.past_whole(town.actor(name))]


def test_a_matter_whose_stage_has_time_left_is_past_its_whole_limit(late: Report, town: builders.City) -> None:
    with later(days=89):
        assert listed(town, "lurah") == []
        assert figure(town, "lurah")[0] == 0
    with clock.standing(clock.now() + PAST):
        assert late.stage_due is not None
        assert late.stage_due > clock.now()
        for name in ("ketua_rt", "ketua_rw", "lurah", "camat", "wali_kota"):
            assert listed(town, name) == [late.code], name
            assert figure(town, name) == (1, ADDRESS), name


def test_next_door_neither_list_nor_figure_knows_of_it(late: Report, town: builders.City) -> None:
    with clock.standing(clock.now() + PAST):
        for name in ("ketua_rt_next", "ketua_rw_next", "lurah_next", "camat_next"):
            assert listed(town, name) == [], name
            assert figure(town, name)[0] == 0, name
        # A unit has no place of its own, so no figure of one.
        assert queries.past_whole_count(town.actor("petugas_opd")) == 0
        assert list(seams.panels(town.actor("petugas_opd"))) == []


@pytest.mark.parametrize("deed", ["settle", "await_budget", "take_down"])
def test_what_is_done_waits_elsewhere_or_is_closed_is_not_counted(late: Report, town: builders.City, deed: str) -> None:
    lurah = town.actor("lurah")
    with clock.standing(clock.now() + PAST):
        if deed == "settle":
            actions.settle(actor=lurah, report=late, text="Sudah dikeruk.", witnesses=("A", "B"))
        elif deed == "await_budget":
            actions.await_budget(actor=lurah, report=late, year=2027, source="APBD")
        else:
            actions.take_down(actor=lurah, report=late, reason="Memuat nama.")
        assert figure(town, "wali_kota")[0] == figure(town, "lurah")[0] == 0
        assert listed(town, "wali_kota") == []


def test_the_longest_past_stands_first_and_pages_follow_each_other(at_work: At, town: builders.City) -> None:
    made = []
    for number in range(5):
        with later(hours=number):
            made.append(at_work("sampah" if number % 2 else "drainase").report.code)
    due = {row.code: str(row.total_due) for row in Report.objects.all()}
    with clock.standing(clock.now() + PAST):
        seen: list[str] = []
        cursor = ""
        while True:
            page = queries.past_whole(town.actor("lurah"), cursor=cursor, size=2)
            seen += [row.code for row in page]
            if not page.next:
                break
            cursor = page.next
    assert sorted(seen) == sorted(made)
    assert [due[code] for code in seen] == sorted(due.values())


@pytest.mark.parametrize(("name", "index"), [
    ("lurah", "reports_whole_kel"), ("camat", "reports_whole_kec"), ("wali_kota", "reports_whole"),
    ("petugas_opd", "reports_whole_unit"),
])  # fmt: skip
def test_the_list_reads_an_index_in_order(town: builders.City, name: str, index: str) -> None:
    plans = [branch.order_by(*lists.LONGEST)[:25].explain() for branch in queries.past_whole_branches(town.actor(name))]
    if connection.vendor == "sqlite":
        read = [plan for plan in plans if f"{index} (" in plan]
        assert len(read) == len(rules.WORKING_STATES), plans
        assert not any("TEMP B-TREE" in plan for plan in read)
    else:
        assert plans


def test_the_page_names_it_and_says_since_when(late: Report, town: builders.City) -> None:
    with clock.standing(clock.now() + PAST):
        phone = builders.sign_in(Client(), "lurah")
        page = phone.get(ADDRESS).content.decode()
        assert late.code in page
        assert "batas seluruhnya lewat 20 Apr" in page
        assert "keadaan=lewat-batas" in phone.get("/laporan/").content.decode()
        assert late.code not in builders.sign_in(Client(), "lurah_next").get(ADDRESS).content.decode()
