"""Whatever people and the clock do in whatever order: the law of follow-ups holds, and the journal with it."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rembuk.coordination.decisions import actions, queries, rules
from rembuk.coordination.decisions.actions import Support, Work
from rembuk.coordination.decisions.models import Decision, FollowUp, Part
from rembuk.coordination.decisions.tests.scene import MORNING, photo
from rembuk.foundation.audit.models import Event
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.tallies import actions as tallies
from rembuk.foundation.tallies import rules as rules_of_tallies
from rembuk.foundation.tallies.models import Count
from tests import builders

OFFICES = ["ketua_rt", "ketua_rw", "lpm", "lurah", "kasi", "camat", "kepala_opd", "petugas_opd", "kepala_opd_next",
           "petugas_kota", "lurah_next"]  # fmt: skip
STEPS = sorted(name for name, step in rules.FLOW.items() if step.by_people and name != "make")
ARGUMENTS: dict[str, dict[str, Any]] = {
    "answer": {"text": "Belum bisa."}, "insist": {"reason": "Tetap."}, "tell": {"text": "Jalan.", "percent": 40},
    "extend_deny": {"note": "Cukup."}, "await_budget": {"year": 2030, "source": "APBD"},
    "hand_over": {"to": "Provinsi", "note": "Jalan provinsi."},
    "write": {"kind": "sent", "who": "PLN", "text": "Mohon."},
    "finish_part": {"note": "Selesai.", "people": 10, "hours": 2}, "finish": {"text": "Sudah."},
    "send_back": {"remark": "Belum."}, "revoke": {"reason": "Batal."},
}  # fmt: skip
LEADS = ["opd", "opd_next", "rw", "kelurahan"]


class FollowUps(RuleBasedStateMachine):
    """Officers and the clock."""

    given = Bundle("given")

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()

    @initialize()
    def a_city(self) -> None:
        self.now, self.shot = MORNING, photo()
        with clock.standing(self.now):
            self.town = builders.city()
            self.actors = {name: self.town.actor(name) for name in OFFICES}
            self.decision = actions.decide(actor=self.actors["lurah"], text="Saluran RW 01.")

    @rule(target=given, lead=st.sampled_from(LEADS), helped=st.booleans(), flagged=st.booleans(),
          closed=st.booleans())  # fmt: skip
    def make(self, lead: str, helped: bool, flagged: bool, closed: bool) -> Any:
        with clock.standing(self.now):
            decision = Decision.objects.select_related("body__kind", "body__territory", "territory").latest("id")
            if decision.status != "standing" or closed != decision.is_private:
                decision = actions.decide(actor=self.actors["lurah"], text="Lagi.", is_private=closed)
            supports = [Support("Bantu", self.town.institution("lpm"), is_mutual=True)] if helped else []
            work = Work("Keruk", lead=self.town.institution(lead), due=clock.today() + timedelta(days=10),
                        supports=supports, flagged=flagged, territory=self.town.rw)  # fmt: skip
            return actions.make(actor=self.actors["lurah"], decision=decision, work=work).pk

    @rule(pk=given, who=st.sampled_from(OFFICES), step=st.sampled_from(STEPS), lead=st.sampled_from(LEADS))
    def act(self, pk: Any, who: str, step: str, lead: str) -> None:
        row = queries.by_id(pk)
        assert row is not None
        more = dict(ARGUMENTS.get(step, {}))
        if step in {"show", "finish"}:
            more["photos"] = [self.shot]
        if step == "extend_ask":
            more = {"until": (row.total_due + timedelta(days=9)).date(), "reason": "Hujan."}
        if step == "excuse_part":
            part = Part.objects.filter(follow_up=row).first()
            if part is None:
                return
            more = {"part": part, "reason": "Tidak jadi."}
        if step == "pass_on":
            more = {"lead": self.town.institution(lead), "reason": "Pindah."}
        before = (row.version, row.status, Event.objects.filter(subject_id=pk).count())
        try:
            with clock.standing(self.now):
                getattr(actions, step)(actor=self.actors[who], follow_up=row, **more)
        except Refused:
            again = FollowUp.objects.get(pk=pk)
            assert (again.version, again.status, Event.objects.filter(subject_id=pk).count()) == before

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        tallies.bring_forward(days)
        with clock.standing(self.now):
            for run in (actions.warn, actions.climb):
                for _ in range(20):
                    if not run(self.now, 3):
                        break
                else:
                    raise AssertionError(f"{run.__name__} never ends")

    @invariant()
    def the_law_holds(self) -> None:
        for row in queries_rows():
            assert row.holder.institution_id == row.lead_id
            assert row.total_rule_id is not None
            assert (row.stage_due is None) == (row.stage_rule_id is None)
            # What waits or has ended has no clock; what is open and under way always has the next one, or its top.
            if row.status in {*rules.WAITING_STATES, *rules.ENDED}:
                assert (row.stage_due, row.climb_due, row.warn_due, row.news_due) == (None, None, None, None)
            doers = {row.lead_id, *(p.institution_id for p in row.parts.all() if p.status != "excused")}
            assert not doers & {i.institution_id for i in row.inspectors.all() if i.institution_id}
            assert row.inspectors.count() > 0
            if row.status in {"done", "passed"}:
                assert all(p.status in {"finished", "excused"} for p in row.parts.all())
                assert row.evidence.filter(round=row.round).exists()
            if row.status == "passed":
                assert row.inspections.filter(is_good=True, round=row.round).exists()
            assert sum(e.answer == "" for e in row.extensions.all()) <= 1
        for decision in Decision.objects.all():
            states = set(decision.follow_ups.values_list("status", flat=True))
            if decision.status != "standing":
                assert not states & set(rules.OPEN_STATES)
            assert (decision.status == "fulfilled") == (decision.status != "standing" and "passed" in states)

    def teardown(self) -> None:
        """The whole journal is sound, and so is what was counted from it; then everything is undone."""
        try:
            count_on()
            wanted = recounted()
            assert counted() == wanted
            tallies.rebuild()
            assert counted() == wanted
            assert verify(lambda done, total: None).ok
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)


Counts = Counter[tuple[str, str, str, date]]


def count_on() -> None:
    while tallies.bring_forward(7):
        pass


def counted() -> Counts:
    """What the running counts say: the place, the question, the lead, the day."""
    rows = Count.objects.filter(kind__startswith="decisions.").values_list("path", "kind", "state", "day", "amount")
    assert all(amount > 0 for *_, amount in rows)
    return Counter({(path, kind, lead, day): amount for path, kind, lead, day, amount in rows})


def recounted() -> Counts:
    """The same from the rows as they stand, by the words of the board's definitions."""
    found: Counts = Counter()
    for row in FollowUp.objects.all():
        told: list[tuple[str, Any]] = []
        if row.status in {"asked", "answered", "working"}:
            told += [("due", row.total_due), ("news", row.news_due)]
        elif row.status == "passed":
            assert row.finished_at is not None
            assert row.ended_at is not None
            kept = "kept" if row.finished_at <= row.total_due else "later"
            told += [(kept, row.ended_at.astimezone(clock.zone()).replace(day=1))]
        elif row.status != "revoked":
            told += [(row.status, row.total_due)]
        lead, path = ("", row.path[:6]) if row.is_private else (str(row.lead_id), row.path)
        for kind, at in told:
            day = clock.local(at).date()
            for level in rules_of_tallies.levels(path):
                found.update([(level, f"decisions.{kind}", lead, day), (level, f"decisions.{kind}.all", "", day)])
    return found


def queries_rows() -> Any:
    """Every follow-up with what belongs to it."""
    return FollowUp.objects.select_related("holder").prefetch_related("parts", "inspectors", "extensions")


@pytest.mark.django_db
def test_the_law_holds_whatever_happens() -> None:
    steps = settings(max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(FollowUps, settings=steps)
    assert not FollowUp.objects.exists()
