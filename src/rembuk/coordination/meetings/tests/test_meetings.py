"""Who sees a meeting: the offices whose area holds its body, and whoever was invited; nobody else knows of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from rembuk.coordination.meetings import queries
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from tests import builders
from tests.support import plans

SEE_RW = {
    "ketua_rw", "sekretaris_rw", "pamor", "ketua_rt", "ketua_rt_next", "lurah", "sekretaris_kelurahan", "kasi", "lpm",
    "camat", "kasi_kecamatan", "wali_kota", "petugas_kota", "pemerintahan", "inspektorat",
}  # fmt: skip


def test_area_and_invited_see_it_and_next_door_does_not(town: builders.City) -> None:
    meeting = scene.convened(town)
    for who, actor in ({who: town.actor(who) for who in builders.CAST} | {"public": PUBLIC}).items():
        sees = who in SEE_RW
        assert (queries.meeting(actor, meeting.code) is not None) == sees, who
        assert queries.visible(actor, meeting.pk) == sees, who
        assert (meeting in queries.meetings(actor).items) == sees, who
        assert (meeting in queries.search(actor, "musyawarah")) == sees, who


def test_a_unit_of_the_city_sees_only_what_it_is_invited_to(town: builders.City) -> None:
    of_the_rw, of_the_city = scene.convened(town), scene.convened(town, "wali_kota", "kota")
    assert queries.meetings(town.actor("kepala_opd")).items == [of_the_city]
    assert queries.search(town.actor("kepala_opd"), "musyawarah") == [of_the_city]
    assert not queries.visible(town.actor("kepala_opd"), of_the_rw.pk)


def test_the_citys_meetings_are_read_from_an_index_in_order(town: builders.City) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the indexes are the same on both; which one is chosen depends on how many rows there are")
    mayor = town.actor("wali_kota")
    for call, index, count in ((queries.meetings, "meetings_in_a_state", 3), (queries.past, "meetings_in_a_state", 2)):
        whole = plans.sqlite_plans(lambda call=call: call(mayor), "meetings_meeting")[:count]  # type: ignore[misc]
        assert [plan for plan in whole if index not in plan or "TEMP B-TREE" in plan] == []
    assert "meetings_city" in plans.sqlite_plans(lambda: queries.search(mayor, "musyawarah"), "meetings_meeting")[0]


def test_the_lists_part_what_comes_from_what_was(town: builders.City) -> None:
    done = scene.locked(town)
    coming = scene.convened(town, at=scene.EVENING + timedelta(days=7))
    lurah = town.actor("lurah")
    assert [m.pk for m in queries.meetings(lurah).items] == [coming.pk]
    assert [m.pk for m in queries.past(lurah).items] == [done.pk]


def test_pages_follow_on_without_a_gap_or_a_double(town: builders.City) -> None:
    made = [scene.convened(town, at=scene.EVENING + timedelta(days=n)) for n in range(5)]
    ketua, seen, cursor = town.actor("ketua_rw"), [], ""
    for _ in range(3):
        page = queries.meetings(ketua, cursor, 2)
        seen += [m.pk for m in page.items]
        cursor = page.next
    assert seen == [m.pk for m in made]
    assert cursor == ""


def test_a_list_costs_the_same_however_long(town: builders.City, django_assert_max_num_queries: Any) -> None:
    for n in range(6):
        scene.convened(town, at=scene.EVENING + timedelta(days=n))
    actor = town.actor("ketua_rw")
    with django_assert_max_num_queries(4):
        rows = queries.meetings(actor)
        assert [str(m.institution) for m in rows.items] == ["RW 01"] * 6


def test_words_of_the_agenda_are_found(town: builders.City) -> None:
    meeting, _ = scene.running(town, "Gorong-gorong tersumbat")
    assert queries.search(town.actor("lurah"), "gorong") == [meeting]
    assert queries.search(town.actor("lurah_next"), "gorong") == []


def test_verify_reads_the_rows_as_they_stand(town: builders.City) -> None:
    meeting = scene.locked(town)
    meeting.refresh_from_db()
    assert (meeting.pk, meeting.version, "locked") in list(queries.meeting_rows())
    assert sorted(status for _, _, status in queries.item_rows()) == ["agreed", "not_agreed"]
    assert queries.visible(SYSTEM, meeting.pk)
