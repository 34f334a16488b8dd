"""Two at the same moment, on PostgreSQL: each rule over a set holds whoever comes first."""

import threading
from collections.abc import Callable
from datetime import timedelta
from queue import Queue
from typing import Any

import pytest
from django.db import connection, transaction

from rembuk.coordination.decisions import actions
from rembuk.coordination.decisions.models import CrewLink, Decision, Evidence, Extension, FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.audit.models import Event
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from tests import builders

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


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


def sound() -> bool:
    return verify(lambda done, total: None).ok


@pytest.mark.parametrize("attempt", range(3))
def test_the_last_two_inspected_at_once_fulfil_the_decision(town: builders.City, attempt: int) -> None:
    decision, rw = scene.decision(town), town.actor("ketua_rw")
    one, two = (scene.finished(town, of=decision, title=title) for title in ("Keruk", "Kisi"))
    said = at_once(
        lambda: actions.inspect(actor=rw, follow_up=one), lambda: actions.inspect(actor=rw, follow_up=two)
    )  # fmt: skip
    assert said == ["done", "done"]
    assert Decision.objects.get().status == "fulfilled"
    assert sound()


def test_work_is_not_added_to_a_decision_that_is_being_taken_back(town: builders.City) -> None:
    decision, lurah = scene.decision(town), town.actor("lurah")
    scene.made(town, decision)
    seen = [Decision.objects.select_related("body__territory", "territory").get() for _ in range(2)]
    given = scene.work(town)
    at_once(
        lambda: actions.make(actor=lurah, decision=seen[0], work=given),
        lambda: actions.withdraw(actor=lurah, decision=seen[1], reason="Batal."),
    )
    assert Decision.objects.get().status == "revoked"
    assert set(FollowUp.objects.values_list("status", flat=True)) == {"revoked"}
    assert sound()


def test_time_is_asked_for_once(town: builders.City) -> None:
    row = scene.accepted(town)
    asked: dict[str, Any] = {"until": clock.today() + timedelta(days=30), "reason": "Alat."}
    people = [town.actor("kepala_opd"), town.actor("petugas_opd")]
    seen = [scene.fresh(row), scene.fresh(row)]
    said = at_once(
        *[lambda a=a, r=r: actions.extend_ask(actor=a, follow_up=r, **asked) for a, r in zip(people, seen, strict=True)]
    )
    assert said[1] == "done"
    assert said[0] in {"asked_already", "stale"}
    assert Extension.objects.count() == 1


def test_one_says_yes_and_one_says_no(town: builders.City) -> None:
    row = scene.accepted(town)
    actions.extend_ask(
        actor=town.actor("petugas_opd"), follow_up=row, until=clock.today() + timedelta(days=30), reason="Alat."
    )
    seen, lurah, kasi = [scene.fresh(row), scene.fresh(row)], town.actor("lurah"), town.actor("kasi")
    said = at_once(
        lambda: actions.extend_allow(actor=lurah, follow_up=seen[0]),
        lambda: actions.extend_deny(actor=kasi, follow_up=seen[1], note="Cukup."),
    )
    assert said == ["done", "stale"]
    extension, row = Extension.objects.get(), scene.fresh(row)
    assert (row.total_due == extension.new_due) is (extension.answer == "allowed")


def test_two_who_look_and_see_differently(town: builders.City) -> None:
    row = scene.finished(town, inspectors=[town.institution("kecamatan")])
    seen, rw, camat = [scene.fresh(row), scene.fresh(row)], town.actor("ketua_rw"), town.actor("camat")
    said = at_once(
        lambda: actions.inspect(actor=rw, follow_up=seen[0]),
        lambda: actions.send_back(actor=camat, follow_up=seen[1], remark="Belum."),
    )
    assert said == ["done", "stale"]
    assert scene.fresh(row).inspections.count() == 1
    assert sound()


def test_it_is_not_done_while_a_part_is_still_moving(town: builders.City) -> None:
    row = scene.made(town)
    lead, lpm = town.actor("petugas_opd"), town.actor("lpm")
    actions.accept(actor=lead, follow_up=row)
    seen, picture = [scene.fresh(row), scene.fresh(row)], scene.photo()
    said = at_once(
        lambda: actions.finish(actor=lead, follow_up=seen[0], text="Sudah.", photos=[picture]),
        lambda: actions.take_part(actor=lpm, follow_up=seen[1]),
    )
    assert said == ["done", "open_parts"]
    assert scene.fresh(row).status == "working"


@pytest.mark.parametrize("attempt", range(3))
def test_the_tick_and_a_person_move_it_once(town: builders.City, attempt: int) -> None:
    row, lead = scene.made(town), town.actor("petugas_opd")
    with scene.later(days=4):
        mine = scene.fresh(row)
        at_once(
            lambda: actions.climb(clock.now(), 10), lambda: actions.accept(actor=lead, follow_up=mine), inside=False
        )
    row = scene.fresh(row)
    climbed = Event.objects.filter(subject_id=row.pk, verb="decisions.climbed").count()
    assert (row.status, climbed) in {("working", 0), ("asked", 1)}
    assert sound()


def test_two_ticks_climb_it_once(town: builders.City) -> None:
    row = scene.made(town)
    with scene.later(days=4):
        said = at_once(*[lambda: actions.climb(clock.now(), 10)] * 2, inside=False)
    assert said == ["0", "1"]
    assert Event.objects.filter(subject_id=row.pk, verb="decisions.climbed").count() == 1


# Two deeds on one follow-up, the people who do them, and the state in which it lies.
PAIRS: list[tuple[str, tuple[str, str, dict[str, Any]], tuple[str, str, dict[str, Any]]]] = [
    ("made", ("kepala_opd", "accept", {}), ("petugas_opd", "accept", {})),
    ("made", ("kepala_opd", "accept", {}), ("lurah", "revoke", {"reason": "Batal."})),
    ("made", ("petugas_opd", "accept", {}), ("petugas_opd", "answer", {"text": "Belum bisa."})),
    ("accepted", ("petugas_opd", "tell", {"text": "Jalan.", "percent": 30}), ("kasi", "revoke", {"reason": "Batal."})),
    ("accepted", ("kepala_opd", "tell", {"text": "Jalan.", "percent": 30}),
     ("petugas_opd", "tell", {"text": "Jalan.", "percent": 60})),
    ("accepted", ("kepala_opd", "await_budget", {"year": 2027, "source": "APBD"}),
     ("petugas_opd", "hand_over", {"to": "Provinsi", "note": "Jalan provinsi."})),
    ("accepted", ("lurah", "revoke", {"reason": "Batal."}), ("kasi", "revoke", {"reason": "Batal juga."})),
    ("accepted", ("wali_kota", "ask_news", {}), ("camat", "ask_news", {})),
    ("finished", ("ketua_rw", "inspect", {}), ("sekretaris_rw", "inspect", {})),
    ("finished", ("ketua_rw", "inspect", {}), ("sekretaris_rw", "send_back", {"remark": "Belum."})),
    ("finished", ("ketua_rw", "inspect", {}), ("lurah", "revoke", {"reason": "Batal."})),
]  # fmt: skip


def deed(who: Actor, name: str, mine: FollowUp, more: dict[str, Any]) -> Callable[[], Any]:
    """The deed by somebody who read the row before."""
    return lambda: getattr(actions, name)(actor=who, follow_up=mine, **more) and None


def test_fifty_pairs_of_officers_on_the_same_thing(town: builders.City) -> None:
    """Whoever is second is told so; never both, never neither, and the journal has one line for each deed done."""
    decision = scene.decision(town)
    scene.made(town, decision, title="Tetap terbuka, supaya keputusannya berlaku")
    people = {name: town.actor(name) for pair in PAIRS for name, _, _ in pair[1:]}
    for attempt in range(50):
        state, *pair = PAIRS[attempt % len(PAIRS)]
        row = getattr(scene, state)(town, of=decision, title=f"Pekerjaan {attempt}")
        seen, before = scene.fresh(row).version, Event.objects.filter(subject_id=row.pk).count()
        said = at_once(*[deed(people[who], name, scene.fresh(row), more) for who, name, more in pair])
        assert said.count("done") == 1, (attempt, pair, said)
        assert {"stale", "wrong_step", "again"} & set(said), (attempt, pair, said)
        row = scene.fresh(row)
        assert (row.version, Event.objects.filter(subject_id=row.pk).count()) == (seen + 1, before + 1)
    assert sound()


@pytest.mark.parametrize("attempt", range(3))
def test_a_phone_that_sends_twice_at_once_is_heard_once(town: builders.City, attempt: int) -> None:
    row = scene.accepted(town)
    made = actions.link_crew(actor=town.actor("petugas_opd"), follow_up=row, most=1)
    sent: dict[str, Any] = {"token": made.token, "photos": [scene.photo()], "key": "k"}
    said = at_once(*[lambda: actions.show_by_link(**sent)] * 2, inside=False)
    assert said == ["done", "done"]
    assert (Evidence.objects.count(), CrewLink.objects.get().used) == (1, 1)
    assert sound()


def test_two_phones_do_not_share_the_last_photo(town: builders.City) -> None:
    row = scene.accepted(town)
    made = actions.link_crew(actor=town.actor("petugas_opd"), follow_up=row, most=1)
    one, two = ({"token": made.token, "photos": [scene.photo(seed)], "key": f"k{seed}"} for seed in (1, 2))
    said = at_once(
        lambda: actions.show_by_link(**one), lambda: actions.show_by_link(**two), inside=False  # type: ignore[arg-type]
    )  # fmt: skip
    assert said == ["done", "link_used"]
    assert (Evidence.objects.count(), CrewLink.objects.get().used) == (1, 1)


def test_crew_and_lead_at_once(town: builders.City) -> None:
    row = scene.accepted(town)
    lead = town.actor("petugas_opd")
    made, seen = actions.link_crew(actor=lead, follow_up=row), scene.fresh(row)
    said = at_once(
        lambda: actions.show_by_link(token=made.token, photos=[scene.photo()]),
        lambda: actions.tell(actor=lead, follow_up=seen, text="Jalan."),
        inside=False,
    )
    # The crew tries again by itself; the lead is told that somebody was first.
    assert said in (["done", "done"], ["done", "stale"])
    assert Evidence.objects.count() == 1
    assert sound()


def test_two_ticks_tell_a_body_its_week_once(town: builders.City) -> None:
    scene.made(town)
    with scene.later(days=6):
        said = at_once(*[lambda: actions.tell_week(clock.now(), 100)] * 2, inside=False)
    assert said[-1] == "1"
    assert Event.objects.filter(verb="decisions.week_told").count() == 1
