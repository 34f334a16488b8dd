"""An early warning: noted by those near, read by the line only, with a holder, a deadline and an outcome."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.reports import actions, queries, seams
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.notices.models import Message
from rembuk.foundation.tallies import actions as tallies
from rembuk.foundation.tallies import queries as counted
from tests import builders

Hear = Callable[..., Received]
TREE = "dini_runtuh"
WORDS = "Pohon di dekat PAUD sudah miring ke jalan."
LINE = ("lurah", "sekretaris_kelurahan", "kasi", "camat", "kasi_kecamatan", "wali_kota")
OTHERS = (
    "ketua_rt", "sekretaris_rt", "ketua_rw", "sekretaris_rw", "pamor", "petugas_loket", "kepala_opd", "pemerintahan",
    "inspektorat", "petugas_kota", "lurah_next", "camat_next", "lpm_next",
)  # fmt: skip


def tick() -> None:
    while actions.lapse(clock.now(), 10):
        pass


@pytest.fixture
def noted(heard: Hear, town: builders.City) -> Report:
    """A dangerous tree that a member of the LPM notes."""
    return fresh(heard(TREE, actor=town.actor("lpm"), text=WORDS).report)


@pytest.fixture
def taken(noted: Report, town: builders.City) -> Report:
    """The same, accepted by the lurah."""
    return actions.acknowledge(actor=town.actor("lurah"), report=noted)


@pytest.mark.parametrize("who", ["lpm", "pamor", "ketua_rw", "sekretaris_rw", "lurah", "kasi"])
def test_it_is_noted_by_those_whom_the_law_names(heard: Hear, town: builders.City, who: str) -> None:
    report = heard(TREE, actor=town.actor(who)).report
    assert (report.is_private, report.published_at) == (True, None)
    assert report.holder_id == town.position("lurah").pk


@pytest.mark.parametrize("who", ["ketua_rt", "kepala_opd", "lpm_next", "pamor_next", "petugas_loket", ""])
def test_and_by_nobody_else(heard: Hear, town: builders.City, who: str) -> None:
    with pytest.raises(Refused) as refused:
        heard(TREE, actor=town.actor(who) if who else PUBLIC)
    assert refused.value.code == "not_allowed"
    assert not Report.objects.exists()


def test_only_the_line_and_whoever_noted_it_read_it(noted: Report, town: builders.City) -> None:
    for who in (*LINE, "lpm"):
        assert queries.report(town.actor(who), noted.code).pk == noted.pk, who
    for who in OTHERS:
        with pytest.raises(Refused) as refused:
            queries.report(town.actor(who), noted.code)
        assert refused.value.code == "not_found", who


def test_the_list_of_each_has_what_they_may_read(noted: Report, town: builders.City) -> None:
    has = {who: [row.pk for row in queries.swift(town.actor(who), "warning")] for who in (*LINE, "lpm", *OTHERS)}
    assert {who for who, rows in has.items() if rows == [noted.pk]} == {*LINE, "lpm"}
    assert {who for who, rows in has.items() if rows} == {*LINE, "lpm"}


def test_next_door_the_page_is_not_there(noted: Report, town: builders.City) -> None:
    for who, status in (("lurah", 200), ("lpm", 200), ("lurah_next", 404), ("ketua_rt", 404), ("petugas_loket", 404)):
        page = builders.sign_in(Client(), who).get(f"/laporan/{noted.code}/")
        assert page.status_code == status, who


def test_it_passes_by_whom_it_is_about(heard: Hear, town: builders.City) -> None:
    report = fresh(heard("dini_ketegangan", actor=town.actor("lpm"), passes_by=["lurah"]).report)
    assert report.holder_id == town.position("camat").pk
    with pytest.raises(Refused):
        queries.report(town.actor("lurah"), report.code)


def test_late_it_climbs_and_late_again_until_the_city(noted: Report, town: builders.City) -> None:
    levels = []
    for days in (2, 4, 6, 8):
        with later(days=days):
            tick()
        levels.append(fresh(noted).handled_at)
    assert levels == ["kecamatan", "kota", "kota", "kota"]


def test_accepted_it_climbs_too_when_no_outcome_comes(taken: Report, town: builders.City) -> None:
    with later(days=13):
        tick()
    assert fresh(taken).handled_at == "kelurahan"
    with later(days=15):
        tick()
    assert (fresh(taken).handled_at, fresh(taken).status) == ("kecamatan", "with_unit")


def test_it_lies_on_the_desk_of_its_holder_under_its_code(noted: Report, town: builders.City) -> None:
    task = next(task for task in seams.today(town.actor("lurah")) if noted.code in task.url)
    assert task.title == f"Deteksi dini {noted.code}"
    assert task.due == noted.stage_due
    assert not [task for task in seams.today(town.actor("camat")) if noted.code in task.url]


@pytest.mark.parametrize(
    ("deed", "status"), [("come_true", "came_true"), ("disprove", "not_true"), ("prevent", "prevented")]
)
def test_it_has_an_outcome_and_whoever_noted_it_hears(
    taken: Report, town: builders.City, deed: str, status: str
) -> None:
    with pytest.raises(Refused) as refused:
        getattr(actions, deed)(actor=town.actor("lurah"), report=taken, text=" ")
    assert refused.value.code == "no_reason"
    getattr(actions, deed)(actor=town.actor("lurah"), report=taken, text="Sudah dipangkas.")
    assert (fresh(taken).status, fresh(taken).stage_due) == (status, None)
    notices.bring_forward(1000)
    told = Message.objects.filter(user_id=town.user("lpm").pk).order_by("made_at", "id").last()
    assert told
    assert told.subject.startswith("Catatan Anda: ")


def test_no_notice_says_what_it_is_about(taken: Report, town: builders.City) -> None:
    actions.answer(actor=town.actor("lurah"), report=taken, text="Ditinjau besok.")
    notices.bring_forward(1000)
    assert Message.objects.exists()
    for told in Message.objects.all():
        assert "pohon" not in f"{told.subject} {told.text}".lower()
    assert not Message.objects.filter(position_id=town.position("ketua_rt").pk).exists()


def test_handed_to_a_unit_the_unit_reads_it_and_answers_for_it(taken: Report, town: builders.City) -> None:
    actions.assign(actor=town.actor("lurah"), report=taken, unit=town.institution("opd"))
    assert queries.report(town.actor("kepala_opd"), taken.code).pk == taken.pk
    with pytest.raises(Refused):
        queries.report(town.actor("kepala_opd_next"), taken.code)
    actions.prevent(actor=town.actor("kepala_opd"), report=fresh(taken), text="Dipangkas.")
    assert fresh(taken).status == "prevented"


def test_a_report_is_made_of_it_in_words_of_its_own(taken: Report, town: builders.City) -> None:
    got = actions.raise_report(actor=town.actor("lurah"), report=taken, category="pohon", text="Pohon perlu dipangkas.")
    assert (got.report.track, got.report.is_private, got.report.title) == (
        "service", False, "Pohon perlu dipangkas.",
    ) or got.report.title.startswith("Pohon perlu dipangkas")  # fmt: skip
    assert got.report.code in " ".join(line.note for line in queries.office_trail(town.actor("lurah"), fresh(taken)))
    assert fresh(taken).status == "with_unit"
    for category in ("dini_tanggul", "tidak_ada"):
        with pytest.raises(Refused):
            actions.raise_report(actor=town.actor("lurah"), report=fresh(taken), category=category, text="X")


def test_a_follow_up_can_be_made_and_its_end_is_not_yet_the_outcome(taken: Report, town: builders.City) -> None:
    work = Work("Pangkas pohon", lead=town.institution("opd"), due=clock.today() + timedelta(days=5))
    actions.follow_up(actor=town.actor("lurah"), report=taken, text="Dipangkas.", work=work)
    made = queries.follow_ups(town.actor("lurah"), fresh(taken))
    assert [row.title for row in made] == ["Pangkas pohon"]
    assert made[0].decision.is_private
    assert fresh(taken).status == "with_unit"


def test_it_is_in_no_figure_and_on_no_public_page(taken: Report, town: builders.City) -> None:
    actions.prevent(actor=town.actor("lurah"), report=taken, text="Dipangkas.")
    tallies.bring_forward(1000)
    for kind in ("reports", "reports.incidents", "reports.due", "reports.news"):
        assert sum(counted.by_state(kind, "").values()) == 0, kind
    assert Client().get(f"/publik/{taken.code}/").status_code == 404
    assert queries.public_incidents() == []
