"""What time alone does: a private warning two days before, then one up, and one up, to the mayor."""

from datetime import timedelta

from rembuk.coordination.decisions import actions, queries, seams
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.audit.models import Event
from rembuk.foundation.audit.queries import since
from rembuk.foundation.kernel import clock
from tests import builders


def told(verb: str) -> list[tuple[object, str]]:
    """Whom the newest event of a verb tells, and with which head."""
    event = next(one for one in reversed(since(0, 0, 1000)) if one.verb == verb)
    return [(notice.position_id, notice.subject.partition(":")[0]) for notice in seams.notices(event)]


def tick(days: float) -> tuple[int, int]:
    """Both passes, so many days from now."""
    with scene.later(days=days):
        return actions.warn(clock.now(), 100), actions.climb(clock.now(), 100)


def test_the_lead_alone_is_warned_two_days_before(town: builders.City) -> None:
    row = scene.accepted(town)  # due in 14 days
    assert tick(11) == (0, 0)
    assert tick(12) == (1, 0)
    assert tick(13) == (0, 0)
    assert told("decisions.warned") == [(town.position("kepala_opd").pk, "Tenggat sudah dekat")]
    row = scene.fresh(row)
    seen = {who: [line.title for line in queries.office_trail(town.actor(who), row)] for who in ("kepala_opd", "lurah")}
    assert any("Diingatkan" in title for title in seen["kepala_opd"])
    assert not any("Diingatkan" in title for title in seen["lurah"])


def test_what_is_late_climbs_to_the_one_above(town: builders.City) -> None:
    row = scene.made(town, lead=town.institution("rw"), supports=(), territory=town.rw)
    actions.accept(actor=town.actor("ketua_rw"), follow_up=row)
    tick(12)
    reached = []
    for days in (14.5, 15.9, 16, 24, 32.5, 60):
        tick(days)
        raised = scene.fresh(row).raised_to
        reached.append(raised.role if raised else "")
    assert reached == ["", "lurah", "lurah", "camat", "wali_kota", "wali_kota"]
    assert Event.objects.filter(subject_id=row.pk, verb="decisions.climbed").count() == 3


def test_an_opd_climbs_to_the_mayor_and_whoever_decided_is_not_asked_for_nothing(town: builders.City) -> None:
    row = scene.accepted(town)
    tick(12)
    tick(16)
    row = scene.fresh(row)
    assert row.raised_to == town.position("wali_kota")
    assert row.status == "working"
    assert (town.position("wali_kota").pk, "Lewat batas, naik kepada Anda") in told("decisions.climbed")
    with scene.later(days=16):
        groups = {group.key: [one.id for one in group.rows] for group in queries.others(town.actor("wali_kota"))}
    assert groups["raised"] == [row.pk]


def test_what_nobody_accepts_climbs_too(town: builders.City) -> None:
    row = scene.made(town)  # accepted or answered in 3 working days
    assert tick(2)[1] == 0
    assert tick(4)[1] == 1
    assert scene.fresh(row).raised_to == town.position("wali_kota")


def test_what_nobody_inspects_climbs_too(town: builders.City) -> None:
    row = scene.finished(town)
    assert tick(10)[1] == 1
    assert scene.fresh(row).status == "done"


def test_what_waits_for_money_or_lies_with_others_does_not_climb(town: builders.City) -> None:
    money, others = scene.accepted(town), scene.accepted(town)
    lead = town.actor("kepala_opd")
    actions.await_budget(actor=lead, follow_up=money, year=2027, source="APBD")
    actions.hand_over(actor=lead, follow_up=others, to="Provinsi", note="Jalan provinsi.")
    assert tick(400) == (0, 0)


def test_time_that_was_given_moves_warning_and_climb(town: builders.City) -> None:
    row, until = scene.accepted(town), clock.today() + timedelta(days=40)
    actions.extend_ask(actor=town.actor("petugas_opd"), follow_up=row, until=until, reason="Alat.")
    actions.extend_allow(actor=town.actor("lurah"), follow_up=scene.fresh(row))
    assert tick(30) == (0, 0)
    assert tick(39) == (1, 0)
    assert tick(42)[1] == 1


def test_a_person_first_and_the_tick_leaves_it(town: builders.City) -> None:
    row = scene.made(town)
    with scene.later(days=4):
        due = list(FollowUp.objects.filter(climb_due__lte=clock.now()))
        actions.accept(actor=town.actor("petugas_opd"), follow_up=row)
        assert (len(due), actions.climb(clock.now(), 100)) == (1, 0)


def test_each_climbs_once_after_an_outage(town: builders.City) -> None:
    row = scene.accepted(town)
    with scene.later(days=100):
        actions.warn(clock.now(), 100)
        assert [actions.climb(clock.now(), 100) for _ in range(2)] == [1, 0]
    assert Event.objects.filter(subject_id=row.pk, verb="decisions.climbed").count() == 1


def test_without_news_stands_first(town: builders.City) -> None:
    silent, told_lately = scene.accepted(town, title="Diam"), scene.accepted(town, title="Berkabar")
    with scene.later(days=6):
        actions.tell(actor=town.actor("petugas_opd"), follow_up=told_lately, text="Jalan.", percent=10)
    with scene.later(days=9):
        lines = list(queries.lines(town.actor("kepala_opd")))
    assert [line.id for line in lines] == [silent.pk, told_lately.pk]
