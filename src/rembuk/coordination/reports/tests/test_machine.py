"""Whatever people, clocks and calendars do in whatever order: the law of the module holds, and the journal with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.reports import actions, queries, rules
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Basis, Report
from rembuk.coordination.reports.tests.conftest import MORNING, WORDS
from rembuk.foundation.audit.models import Event
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.calendar import actions as calendar
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from rembuk.foundation.kernel.errors import Refused
from tests import builders

OFFICES = [
    "ketua_rt", "sekretaris_rt", "ketua_rw", "lurah", "kasi", "camat", "wali_kota", "petugas_kota", "kepala_opd",
    "perlindungan", "lurah_next",
    "lpm",
]  # fmt: skip
CATEGORIES = ["drainase", "tetangga", "lampu", "anak", "pungutan", "kejadian_banjir", "dini_runtuh"]
ABOUT = ["", "", "ketua_rt", "ketua_rw", "lurah"]
STEPS = sorted(name for name, step in rules.FLOW.items() if step.by_people and name != "receive")
ARGUMENTS: dict[str, dict[str, Any]] = {
    "deliberate": {"text": "Belum sepakat.", "witnesses": ("A", "B")},
    "settle": {"text": "Sepakat.", "witnesses": ("A", "B")},
    "answer": {"text": "Ditinjau."},
    "finish": {"text": "Sudah."},
    "await_budget": {"year": 2030, "source": "APBD"},
    "carry": {"note": "Usulan."},
    "refer": {"owner": "pln", "note": "Mohon."},
    "record_letter": {"kind": "letter_answer", "who": "PLN", "text": "Siap."},
    "refuse": {"reason": "Salah alamat."},
    "return_for_completion": {"question": "Di mana?"},
    "complete": {"text": "Di gang 3."},
    "confirm": {"satisfied": True},
    "reopen": {"remark": "Belum."},
    "mask": {"masked": "Kata-kata."},
    "set_owner": {"owner": "kota"},
    "take_down": {"reason": "Hukum.", "erase": True},
    "tell": {"line": "Air naik.", "injured": 1},
    "end": {"line": "Surut."},
    "go_on": {"reason": "Air naik lagi."},
    "come_true": {"text": "Roboh."},
    "disprove": {"text": "Masih tegak."},
    "prevent": {"text": "Dipangkas."},
    "raise_report": {"category": "drainase", "text": "Pohon perlu dipangkas."},
    "copy_out": {"number": "7"},
}


class Reports(RuleBasedStateMachine):
    """Residents, officers, the clock and the calendar."""

    sent = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()

    @initialize()
    def a_city(self) -> None:
        self.now = MORNING
        with clock.standing(self.now):
            self.town = builders.city_that_hears()
            self.actors = {name: self.town.actor(name) for name in OFFICES}

    @rule(target=sent, category=st.sampled_from(CATEGORIES), about=st.sampled_from(ABOUT),
          sealed=st.booleans(), wide=st.booleans())  # fmt: skip
    def hear(self, category: str, about: str, sealed: bool, wide: bool) -> Received:
        with clock.standing(self.now):
            noted = category.startswith("dini")
            return actions.receive(
                actor=self.actors["lpm"] if noted else PUBLIC, category=category, text=WORDS,
                territory=self.town.kelurahan if wide else self.town.rt, sealed=sealed and not wide,
                passes_by=[about] if about else [],
            )  # fmt: skip

    @rule(got=sent, who=st.sampled_from([*OFFICES, "reporter"]), step=st.sampled_from(STEPS), data=st.data())
    def act(self, got: Received, who: str, step: str, data: st.DataObject) -> None:
        report = queries.by_id(got.report.pk)
        assert report is not None
        more = dict(ARGUMENTS.get(step, {}))
        if step == "climb":
            more = {"basis": data.draw(st.sampled_from(list(Basis.values))), "note": "Karena."}
        if step == "assign":
            more = {"unit": self.town.institution("opd")}
        if step == "follow_up":
            lead = self.town.institution(data.draw(st.sampled_from(["rt", "rw", "kelurahan", "opd"])))
            due = self.now.date() + timedelta(days=5)
            more = {"text": "Dikerjakan bersama.", "work": Work("Keruk saluran", lead=lead, due=due)}
        if step == "merge":
            more = {
                "into": data.draw(st.sampled_from(list(Report.objects.order_by("received_at", "id"))), label="into")
            }
        actor = self.actors.get(who, PUBLIC)
        if who == "reporter" and step in {"confirm", "reopen", "complete", "withdraw"}:
            more["secret"] = got.secret
        before = (report.version, report.status, Event.objects.filter(subject_id=report.pk).count())
        try:
            with clock.standing(self.now):
                getattr(actions, step)(actor=actor, report=report, **more)
        except Refused:
            again = Report.objects.get(pk=report.pk)
            events = Event.objects.filter(subject_id=report.pk).count()
            assert (again.version, again.status, events) == before

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        before = dict(Report.objects.values_list("pk", "handled_at"))
        with clock.standing(self.now):
            for run in (actions.lapse, actions.close_silent, actions.expire):
                while run(self.now, 3):
                    pass
        for pk, level in before.items():
            risen = rules.LEVELS.index(Report.objects.get(pk=pk).handled_at) - rules.LEVELS.index(level)
            assert risen in {0, 1} or Report.objects.get(pk=pk).passes_by

    @rule(day=st.integers(1, 60))
    def a_holiday_is_set(self, day: int) -> None:
        passed = dict(Report.objects.filter(stage_due__lte=self.now).values_list("pk", "stage_due"))
        with clock.standing(self.now):
            on = clock.today() + timedelta(days=day)
            calendar.set_day(actor=SYSTEM, date=on, kind="holiday", name="Libur", basis="SE")
            actions.recount(self.now, 100)
        assert dict(Report.objects.filter(pk__in=passed).values_list("pk", "stage_due")) == passed

    @invariant()
    def the_law_holds(self) -> None:
        for report in Report.objects.select_related("holder", "body", "stage_rule", "total_rule"):
            assert report.holder.institution_id == report.body_id
            assert report.handled_at == report.origin or report.climb_basis
            assert rules.LEVELS.index(report.handled_at) >= rules.LEVELS.index(report.origin)
            assert (report.stage_due is None) == (report.stage_rule_id is None)
            assert report.total_rule_id is not None
            assert report.stage_due is None or report.status in {*rules.WORKING_STATES, "returned", "settled"}
            assert not (report.is_private and (report.published_at or report.public_lat))
            assert report.track != "sealed" or report.status not in {"deliberating", "merged", "carried"}
            assert report.track not in rules.SWIFT_TRACKS or report.status != "deliberating"
            assert report.track not in rules.SWIFT_TRACKS or not report.published_at
            assert report.track != "warning" or report.is_private
            assert report.track in rules.SWIFT_TRACKS or report.status not in rules.OUTCOME_STATES
            assert str(report.body_id) not in report.passes_by
            assert report.status != "closed" or report.closed_at

    @invariant()
    def the_journal_holds(self) -> None:
        for report in Report.objects.all():
            events = Event.objects.filter(subject_kind=Report.subject_kind, subject_id=report.pk)
            assert events.count() == report.version
            assert [*events.order_by("seq").values_list("seq", flat=True)] == [*range(1, report.version + 1)]

    def teardown(self) -> None:
        """The whole journal is sound; then everything is undone, so that each example starts anew."""
        try:
            assert verify(lambda done, total: None).ok
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)


@pytest.mark.django_db
def test_the_law_holds_whatever_happens() -> None:
    steps = settings(max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Reports, settings=steps)
    assert not Report.objects.exists()
