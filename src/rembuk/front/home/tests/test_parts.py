"""What became of one's part: counts of a year, for the person and the lurah only."""

from datetime import timedelta

import pytest
from django.test import Client

from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries as meeting_queries
from rembuk.coordination.reports.models import Basis, Category, Report, Stage, Status, Track
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.front.home import queries
from rembuk.front.home.queries.parts import Figure
from tests import builders


@pytest.fixture
def town(db: None) -> builders.City:
    """The whole cast and its outsiders."""
    return builders.city_that_hears()


def told(town: builders.City, who: str) -> dict[str, tuple[int, int]]:
    """The counts of one of the cast."""
    return {one.label: (one.count, one.out_of) for one in queries.figures(town.cast[who])}


def noted(town: builders.City, who: str, **given: object) -> None:
    """A report as it stands in the end; how it came there is tested beside reports."""
    seat, count = town.position(who), Report.objects.count()
    row = {
        "code": f"L-{count}", "track": Track.NEIGHBOURHOOD, "title": "Saluran", "territory": town.rw,
        "rw_id": town.rw.pk, "holder": seat, "body": seat.institution, "received_at": clock.now(),
        "news_at": clock.now(), "origin": Stage.RW, "handled_at": Stage.RW,
        "category": Category.objects.get(key="drainase"),
    }  # fmt: skip
    Report.objects.create(**{**row, **given})


def test_nothing_yet_is_said_so_and_few_is_too_few(town: builders.City) -> None:
    page = builders.sign_in(Client(), "ketua_rw").get("/hari-ini/peran/", follow=True).content.decode()
    assert "Belum ada" in page
    assert page.count('<span class="tag">terlalu sedikit</span>') == 4
    assert not Figure("", 5, 10, "").is_few


def test_who_sees_whose(town: builders.City) -> None:
    own = town.cast["ketua_rw"].pk
    seen = {who for who in town.cast if queries.part(town.actor(who), own)}
    assert seen == {"ketua_rw", "lurah"}
    assert queries.part(PUBLIC, own) is None
    assert not queries.parts(town.actor("camat"))
    paths = [row.path for row in queries.parts(town.actor("lurah"))]
    assert paths == sorted(paths)
    assert all(path.startswith(town.kelurahan.path) for path in paths)
    assert [row.pk for row in queries.parts(town.actor("lpm"))] == [town.cast["lpm"].pk]


def test_who_acts_in_the_lurahs_name_sees_none(town: builders.City) -> None:
    term = town.cast["lurah"]
    stands_in: Actor = institutions.in_office(term.user, term, on_behalf="Indah")
    assert queries.part(stands_in, town.cast["ketua_rw"].pk) is None
    assert not queries.parts(stands_in)


def test_presence_counts_in_person(town: builders.City) -> None:
    ketua = town.actor("ketua_rw")
    for days in (1, 2):
        meeting = meetings.convene(
            actor=ketua, institution=town.institution("rw"), title="Musyawarah", place="Balai",
            starts_at=clock.now() + timedelta(days=days),
        )  # fmt: skip
        item = meetings.add_item(actor=ketua, meeting=meeting, title="Iuran")
        meetings.start(actor=ketua, meeting=meeting)
        row = next(r for r in meeting_queries.attendances(meeting) if r.position == town.position("ketua_rw"))
        meetings.mark_present(actor=ketua, meeting=meeting, attendance=row, proxy="Yanti" if days == 2 else "")
        meetings.decide(actor=ketua, item=item, outcome="postponed", decision="")
        meetings.close_minutes(actor=ketua, meeting=meeting)
    assert told(town, "ketua_rw")["Hadir rapat"] == (1, 2)


def test_own_level_counts_what_came_there(town: builders.City) -> None:
    noted(town, "ketua_rw", status=Status.CLOSED)
    up = {"handled_at": Stage.KELURAHAN, "status": Status.DELIBERATING}
    noted(town, "lurah", **up, climb_basis=Basis.LAPSED)
    noted(town, "lurah", **up, climb_basis=Basis.URGENT)  # was never the RW's to settle
    noted(town, "ketua_rw", status=Status.DELIBERATING)  # not over yet
    noted(town, "ketua_rw", status=Status.CLOSED, is_private=True)
    noted(town, "ketua_rw", status=Status.CLOSED, received_at=clock.now() - timedelta(days=400))
    assert told(town, "ketua_rw")["Diselesaikan di RW"] == (1, 2)
    assert "Diselesaikan di RW" not in told(town, "lpm")


def test_warnings_that_proved_right(town: builders.City) -> None:
    own = {"track": Track.WARNING, "reporter": town.cast["lpm"].user}
    for status in (Status.CAME_TRUE, Status.PREVENTED, Status.NOT_TRUE, Status.WITH_UNIT):
        noted(town, "lurah", status=status, **own)
    assert told(town, "lpm")["Deteksi dini yang terbukti"] == (2, 3)
