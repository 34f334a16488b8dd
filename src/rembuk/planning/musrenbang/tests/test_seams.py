"""What the musrenbang tells the rest: Hari ini of an RW, notices to the proposer, trails, photos, places that move."""

import pytest

from rembuk.coordination.decisions.tests import scene as pictures
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports import queries as report_queries
from rembuk.coordination.reports.models import Report
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.files import queries as files
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Move, Notice
from rembuk.planning.musrenbang import actions, queries, seams
from rembuk.planning.musrenbang.models import Proposal, Round
from rembuk.planning.musrenbang.tests import scene
from tests import builders


def waiting(town: builders.City) -> Report:
    """A report of the RT that waits for next year's money, held by the kelurahan."""
    reports.fill_first(SYSTEM)
    report = reports.receive(actor=PUBLIC, category="drainase", text="Got mampet.", territory=town.rt).report
    reports.acknowledge(actor=town.actor("ketua_rt"), report=report)
    for who in ("ketua_rt", "ketua_rw"):
        reports.climb(actor=town.actor(who), report=report, basis="urgent", note="Perlu dana.")
    return reports.await_budget(actor=town.actor("lurah"), report=report, year=2027, source="Dana kelurahan")


def test_an_rw_reads_how_many_it_has_to_order_until_when(found: Round, town: builders.City) -> None:
    head = town.actor("ketua_rw")
    assert not list(seams.today(head))
    scene.proposed(town)
    row = scene.proposed(town, "ketua_rw", "rw")
    [task] = seams.today(head)
    assert task.title == "Usulan RW Anda: 2, urutkan paling lambat 31 Januari 2026"
    # Beside the work, of which a busy RW sees the first dozen only.
    assert task.group == "agenda"
    assert not list(seams.today(town.actor("lurah")))
    actions.order(actor=head, round_=found, rw=town.rw, ids=[one.pk for one in queries.ordered(found, town.rw)])
    assert not list(seams.today(head))
    row.refresh_from_db()
    actions.return_for_completion(actor=town.actor("lurah"), proposal=row, reason="Volume?")
    [task] = seams.today(head)
    assert task.title == f"Lengkapi usulan: {row.title}"


@pytest.mark.parametrize(("who", "told"), [("ketua_rt", 0), ("lurah", 1)])
def test_what_others_wrote_in_its_name_is_told_to_the_proposer(
    found: Round, town: builders.City, who: str, told: int
) -> None:
    scene.proposed(town, who)
    assert len(_told(town, "musrenbang.proposed")) == told


def test_what_comes_back_is_told(found: Round, town: builders.City) -> None:
    row = scene.proposed(town)
    actions.return_for_completion(actor=town.actor("lurah"), proposal=row, reason="Volume?")
    [notice] = _told(town, "musrenbang.returned")
    assert notice.position_id == town.position("ketua_rt").pk
    assert row.code in notice.url


def _told(town: builders.City, verb: str) -> list[Notice]:
    events = [event for event in audit.since(0, 0, 1000) if event.verb == verb]
    return [notice for event in events for notice in seams.notices(event)]


def test_a_report_that_waits_for_money_is_asked_for_with_its_history(found: Round, town: builders.City) -> None:
    report = waiting(town)
    row = actions.propose(
        actor=town.actor("lurah"), proposer=town.institution("rt"), wish=scene.wish(town), report=report
    )
    report = report_queries.report(town.actor("lurah"), report.code)
    assert report.status == "carried"
    [line] = seams.trail(town.actor("ketua_rt"), report)
    assert (line.title, row.code in line.note, row.code in line.url) == ("Diusulkan ke Musrenbang 2027", True, True)
    assert [one.report for one in queries.asked(town.actor("lurah"), row)] == [report]


def test_nobody_asks_from_a_report_they_do_not_see(found: Round, town: builders.City) -> None:
    report = waiting(town)
    with pytest.raises(Refused) as refused:
        actions.propose(
            actor=town.actor("ketua_rw_next"), proposer=town.institution("rw_next"),
            wish=scene.wish(town, territory=town.rw_next), report=report,
        )  # fmt: skip
    assert refused.value.code == "not_found"
    assert not Proposal.objects.exists()


def test_photos_follow_the_proposal(found: Round, town: builders.City) -> None:
    row = actions.propose(
        actor=town.actor("ketua_rt"), proposer=town.institution("rt"), wish=scene.wish(town), photos=[pictures.photo()]
    )
    [photo] = files.photos_of(Proposal.subject_kind, row.pk)
    assert seams.access(town.actor("lurah"), photo.owner_kind, photo.owner_id) is True
    assert seams.access(town.actor("lurah_next"), photo.owner_kind, photo.owner_id) is False
    assert seams.access(town.actor("lurah"), "reports.report", row.pk) is None


def test_a_place_that_moves_takes_its_proposals_along(found: Round, town: builders.City) -> None:
    row = scene.proposed(town)
    seams.moved(SYSTEM, [Move(town.rt.path, town.rt_far.path, {"rw": town.rw_far.pk, "rt": town.rt.pk})])
    row.refresh_from_db()
    assert (row.path, row.rw_id) == (town.rt_far.path, town.rw_far.pk)
