"""Lists: what each sees, in pages, by a fixed number of indexed queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rembuk.coordination.reports import actions, queries, seams
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.queries import lists
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.fresh import once
from rembuk.foundation.territory import actions as territories
from rembuk.foundation.web.pager import keyset
from tests import builders

At = Callable[..., Received]


def counted(call: Callable[[], Any]) -> int:
    # As on a page, which looks after what is kept once.
    with once(), CaptureQueriesContext(connection) as caught:
        call()
    return len(caught)


def test_the_outsider_of_equal_rank_next_door_sees_nothing(at_work: At, town: builders.City) -> None:
    report = at_work().report
    for name in builders.CAST:
        seen = report in queries.reports(town.actor(name)).items
        inside = name in {
            "ketua_rt", "sekretaris_rt", "ketua_rw", "sekretaris_rw", "lpm", "pamor", "lurah", "sekretaris_kelurahan",
            "kasi", "petugas_loket", "camat", "kasi_kecamatan", "petugas_kota", "wali_kota", "inspektorat",
            "pemerintahan",
        }  # fmt: skip
        assert seen == inside, name
        if not seen:
            with pytest.raises(Refused) as refused:
                queries.report(town.actor(name), report.code)
            assert refused.value.code == "not_found"


def test_a_unit_sees_what_is_assigned_to_it_and_was(at_work: At, town: builders.City) -> None:
    report = at_work().report
    for who in ("ketua_rt", "ketua_rw"):
        actions.climb(actor=town.actor(who), report=report, basis="urgent", note="Mendesak.")
    actions.assign(actor=town.actor("lurah"), report=report, unit=town.institution("opd"))
    assert report in queries.reports(town.actor("petugas_opd")).items
    assert report not in queries.reports(town.actor("petugas_opd_next")).items


def test_a_helper_beside_the_body_learns_not_even_that_something_private_is_there(
    heard: At, town: builders.City
) -> None:
    open_to_all = heard().report
    private = heard(passes_by=["ketua_rt"]).report
    assert private in queries.reports(town.actor("ketua_rw")).items
    page = queries.reports(town.actor("pamor"), size=1)
    assert (page.items, page.next) == ([open_to_all], "")


def test_whoever_sent_it_with_an_account_sees_it_anywhere(heard: At, town: builders.City) -> None:
    report = heard("anak", actor=town.actor("lurah_next")).report
    assert report in queries.reports(town.actor("lurah_next")).items
    assert report not in queries.reports(town.actor("lurah")).items


@pytest.mark.parametrize(
    ("name", "most"), [("ketua_rt", 6), ("lurah", 7), ("camat", 7), ("wali_kota", 6), ("petugas_opd", 4)]
)
def test_a_list_takes_a_fixed_number_of_queries(heard: At, town: builders.City, name: str, most: int) -> None:
    actor = town.actor(name)
    for _ in range(3):
        heard()
    few = counted(lambda: queries.reports(actor))
    for number in range(12):
        heard("lampu" if number % 2 else "drainase")
    assert counted(lambda: queries.reports(actor)) == few <= most


@pytest.mark.parametrize("call", [
    queries.waiting,
    lambda actor: list(seams.today(actor)),
    lambda actor: list(seams.search(actor, "saluran")),
    lambda actor: list(seams.panels(actor)),
])  # fmt: skip
def test_and_so_do_the_pages_around_it(at_work: At, heard: At, town: builders.City, call: Any) -> None:
    actor = town.actor("ketua_rt")
    at_work()
    heard()
    counted(lambda: call(actor))  # what a process keeps is read once
    few = counted(lambda: call(actor))
    for _ in range(5):
        at_work()
        heard()
    assert counted(lambda: call(actor)) == few


def test_pages_follow_each_other_without_gap_or_double(heard: At, town: builders.City) -> None:
    made = []
    for number in range(7):
        with later(hours=number):
            made.append(heard("lampu" if number % 3 else "drainase").report.pk)
    seen: list[Any] = []
    cursor = ""
    while True:
        page = queries.reports(town.actor("petugas_kota"), cursor=cursor, size=3)
        seen += [row.pk for row in page]
        if not page.next:
            break
        cursor = page.next
    assert seen == made[::-1]


def test_a_kelurahan_that_took_over_another_shows_its_old_reports(at_work: At, heard: At, town: builders.City) -> None:
    old = heard(at=town.rt_far).report
    on = clock.today()
    territories.merge(actor=SYSTEM, olds=[town.kelurahan_next], into=town.kelurahan, on=on, basis="Perda 1/2026")
    found = queries.reports(town.actor("lurah")).items
    assert old.pk in {row.pk for row in found}
    assert fresh(old).kelurahan_id == town.kelurahan.pk


@pytest.mark.parametrize(("name", "index"), [
    ("ketua_rt", "reports_rt"), ("ketua_rw", "reports_rw"), ("lurah", "reports_kel"), ("camat", "reports_kec"),
    ("wali_kota", "reports_newest"),
])  # fmt: skip
def test_every_branch_of_a_list_reads_one_index_in_order(town: builders.City, name: str, index: str) -> None:
    plans = [branch.order_by(*lists.NEWEST)[:25].explain() for branch in queries.branches(town.actor(name))]
    if connection.vendor == "sqlite":
        assert index in plans[0]
        assert not any("TEMP B-TREE" in plan for plan in plans)
    else:
        assert plans


@pytest.mark.parametrize(("filters", "index"), [
    ({}, "reports_public"), ({"kelurahan_id": 1}, "reports_public_kel"), ({"kecamatan_id": 1}, "reports_public_kec"),
    ({"category": 1}, "reports_public_cat"), ({"kelurahan_id": 1, "category": 1}, "reports_public_kel_cat"),
    ({"status": 1}, "reports_public_status"), ({"kelurahan_id": 1, "status": 1}, "reports_public_kel_status"),
])  # fmt: skip
def test_the_public_list_reads_one_index_for_each_filter(
    town: builders.City, filters: dict[str, Any], index: str
) -> None:
    category = queries.category("drainase")
    ids: dict[str, Any] = {"kelurahan_id": town.kelurahan.pk, "kecamatan_id": town.kecamatan.pk, "category": category,
                           "status": "settled"}  # fmt: skip
    rows = queries.public_reports(**{name: ids[name] for name in filters}).order_by("-published_at", "-id")[:25]
    plan = rows.explain()
    if connection.vendor == "sqlite":
        assert index in plan
        assert "TEMP B-TREE" not in plan
    else:
        assert plan


def test_the_public_list_by_kelurahan_category_state_and_words(at_work: At, town: builders.City) -> None:
    street = at_work().report
    litter = at_work("sampah", text="Sampah menumpuk di lapangan.").report
    category = queries.category("sampah")
    assert [row.pk for row in queries.public_reports(category=category)] == [litter.pk]
    for words in ("LAPANGAN menumpuk", "tumpukan sampahnya", litter.code.lower()):
        assert [row.pk for row in queries.public_reports(words=words)] == [litter.pk], words
    assert list(queries.public_reports(kelurahan_id=town.kelurahan_next.pk)) == []
    actions.settle(actor=town.actor("ketua_rt"), report=street, text="Beres.", witnesses=("A", "B"))
    assert [row.pk for row in queries.public_reports(status="settled")] == [street.pk]
    page = keyset(queries.public_reports(), ("-published_at", "-id"), "", 1)
    assert (len(page), bool(page.next)) == (1, True)


def test_without_news_after_the_citys_days(at_work: At, town: builders.City) -> None:
    report = at_work().report
    with later(days=13):
        assert queries.without_news(town.actor("ketua_rt"), clock.now()) == []
    with later(days=15):
        assert queries.without_news(town.actor("ketua_rt"), clock.now()) == [report]
        actions.mask(actor=town.actor("lurah"), report=fresh(report), masked="Saluran tersumbat.")
        assert queries.without_news(town.actor("ketua_rt"), clock.now()) == [report]
        actions.deliberate(actor=town.actor("ketua_rt"), report=fresh(report), text="Dibahas.", witnesses=("A", "B"))
        assert queries.without_news(town.actor("ketua_rt"), clock.now()) == []


def test_search_finds_by_code_and_words_only_what_is_seen(at_work: At, heard: At, town: builders.City) -> None:
    report = at_work().report
    sealed = heard("anak", text="Anak dipukul dekat saluran.").report
    assert [hit.title for hit in seams.search(town.actor("lurah"), "saluran tersumbat")] == [report.title]
    assert [hit.note.split(" ")[0] for hit in seams.search(town.actor("lurah"), report.code.lower())] == [report.code]
    assert list(seams.search(town.actor("lurah"), sealed.code)) == []
    assert list(seams.search(town.actor("lurah_next"), "saluran")) == []
    assert list(seams.search(town.actor("lurah"), "  ")) == []


def test_a_moved_territory_takes_its_reports_along(heard: At, town: builders.City) -> None:
    from rembuk.foundation.kernel.seams import Move

    report = heard().report
    ids = {"kecamatan": town.kecamatan_next.pk, "kelurahan": town.kelurahan_far.pk, "rw": town.rw.pk, "rt": town.rt.pk}
    seams.moved(SYSTEM, [Move(report.path, town.kelurahan_far.path + "009001", ids)])
    moved = Report.objects.get(pk=report.pk)
    assert (moved.kecamatan_id, moved.kelurahan_id) == (town.kecamatan_next.pk, town.kelurahan_far.pk)
    assert moved in queries.reports(town.actor("lurah_far")).items
    assert moved not in queries.reports(town.actor("lurah")).items
