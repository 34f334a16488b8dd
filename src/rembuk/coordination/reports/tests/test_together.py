"""Two at the same moment, on PostgreSQL: the tick and a person, two senders, two who merge crosswise."""

import threading
from collections.abc import Callable
from datetime import timedelta
from queue import Queue
from typing import Any

import pytest
from django.db import connection, transaction

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.reports import actions, queries
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.tests.conftest import fresh
from rembuk.foundation.audit.models import Event
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.files.models import File
from rembuk.foundation.files.tests import samples
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.kernel.errors import Refused
from tests import builders

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
At = Callable[..., Received]


def at_once(*deeds: Callable[[], Any], inside: bool = True) -> list[str]:
    """Runs deeds together, each in a transaction that has begun before any other ends; what each said, sorted."""
    begun, said = threading.Barrier(len(deeds), timeout=20), Queue[str]()

    def run(deed: Callable[[], Any]) -> None:
        try:
            if inside:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
                    begun.wait()
                    said_of = deed()
            else:
                begun.wait()
                said_of = deed()
            said.put(str(said_of) if isinstance(said_of, int) else "done")
        except Refused as refused:
            said.put(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said.get() for _ in deeds)


def climbs(report: Report) -> int:
    return Event.objects.filter(subject_id=report.pk, verb__in=("reports.climbed", "reports.lapsed")).count()


@pytest.mark.parametrize("attempt", range(5))
def test_the_tick_and_a_person_climb_it_once(at_work: At, town: builders.City, attempt: int) -> None:
    report, actor = at_work().report, town.actor("ketua_rt")
    with clock.standing(clock.now() + timedelta(days=8)):
        mine = queries.by_id(report.pk)
        at_once(
            lambda: actions.lapse(clock.now(), 10),
            lambda: actions.climb(actor=actor, report=mine, basis="urgent", note="Mendesak."),  # type: ignore[arg-type]
            inside=False,
        )
    assert (fresh(report).handled_at, climbs(report)) == ("rw", 1)
    assert verify(lambda done, total: None).ok


def test_two_ticks_climb_it_once(at_work: At) -> None:
    report = at_work().report
    with clock.standing(clock.now() + timedelta(days=8)):
        said = at_once(*[lambda: actions.lapse(clock.now(), 10)] * 2, inside=False)
    assert said == ["0", "1"]
    assert (fresh(report).handled_at, climbs(report)) == ("rw", 1)


def test_two_ticks_share_many_and_each_climbs_once(at_work: At) -> None:
    reports = [at_work().report for _ in range(24)]

    def tick() -> int:
        done = 0
        while some := actions.lapse(clock.now(), 5):
            done += some
        return done

    with clock.standing(clock.now() + timedelta(days=8)):
        said = at_once(tick, tick, inside=False)
        assert sum(map(int, said)) + tick() == len(reports)
    assert [climbs(report) for report in reports] == [1] * len(reports)
    assert verify(lambda done, total: None).ok


def test_the_tick_and_a_settlement(at_work: At, town: builders.City) -> None:
    report, actor = at_work().report, town.actor("ketua_rt")
    with clock.standing(clock.now() + timedelta(days=8)):
        mine = queries.by_id(report.pk)
        at_once(
            lambda: actions.lapse(clock.now(), 10),
            lambda: actions.settle(actor=actor, report=mine, text="Sepakat.", witnesses=("A", "B")),  # type: ignore[arg-type]
            inside=False,
        )
    report = fresh(report)
    assert (report.status, report.handled_at) in {("settled", "rt"), ("deliberating", "rw")}
    assert verify(lambda done, total: None).ok


def test_the_same_form_sent_twice_at_once_is_one_report(town: builders.City, heard: At) -> None:
    photo, codes = samples.photo(), Queue[str]()

    def send() -> None:
        got = actions.receive(
            actor=PUBLIC, category="drainase", text="Tergenang.", territory=town.rt, request_key="k" * 32,
            photos=[photo],
        )  # fmt: skip
        codes.put(f"{got.report.code} {got.secret}")

    assert at_once(send, send, inside=False) == ["done", "done"]
    assert codes.get() == codes.get()
    assert (Report.objects.count(), File.objects.count()) == (1, 1)


def test_the_same_number_of_another_system_is_one_report(town: builders.City) -> None:
    actor = town.actor("petugas_kota")

    def send() -> None:
        actions.receive(
            actor=actor, category="drainase", text="Tergenang.", territory=town.rt, source="LAPOR", external_ref="9"
        )  # fmt: skip

    assert at_once(send, send, inside=False) == ["done", "double"]
    assert Report.objects.count() == 1


def test_two_who_join_are_both_counted(at_work: At, town: builders.City) -> None:
    report = at_work().report
    seen = [queries.by_id(report.pk), queries.by_id(report.pk)]
    said = at_once(*[lambda row=row: actions.join(actor=PUBLIC, report=row) for row in seen])
    assert said == ["done", "done"]
    assert fresh(report).supporters == 3


def test_two_who_merge_crosswise(at_work: At, town: builders.City) -> None:
    actor, (one, two) = town.actor("ketua_rt"), (at_work().report, at_work().report)

    def merge(first: Report, second: Report) -> Callable[[], object]:
        rows = [queries.by_id(first.pk), queries.by_id(second.pk)]
        return lambda: actions.merge(actor=actor, report=rows[0], into=rows[1])  # type: ignore[arg-type]

    assert at_once(merge(one, two), merge(two, one)) == ["done", "stale"]
    assert sorted([fresh(one).status, fresh(two).status]) == ["deliberating", "merged"]


@pytest.mark.parametrize("attempt", range(3))
def test_a_report_is_merged_while_its_last_work_is_inspected(at_work: At, town: builders.City, attempt: int) -> None:
    """Whoever is first, nothing is left under way with all its work done."""
    head, rw = town.actor("ketua_rt"), town.actor("ketua_rw")
    report, other = fresh(at_work().report), fresh(at_work().report)
    given = Work("Keruk", lead=town.institution("rt"), due=clock.today() + timedelta(days=7))
    row = actions.follow_up(actor=head, report=report, text="Kita keruk.", work=given)
    decisions.accept(actor=head, follow_up=scene.fresh(row))
    decisions.finish(actor=head, follow_up=scene.fresh(row), text="Sudah.", photos=[scene.photo()])
    done, seen = scene.fresh(row), fresh(report)
    said = at_once(
        lambda: actions.merge(actor=head, report=seen, into=other),
        lambda: decisions.inspect(actor=rw, follow_up=done),
    )
    states = (fresh(report).status, fresh(other).status)
    assert "done" in said
    assert scene.fresh(row).status == ("passed" if said == ["done", "done"] or states[0] == "settled" else "done")
    assert states in {("merged", "settled"), ("settled", "deliberating"), ("merged", "with_unit")}
    assert verify(lambda count, total: None).ok
