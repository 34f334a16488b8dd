"""FLOW × role × state: who may do what, written out by hand, against every step in every state."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from rembuk.coordination.reports import rules
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report, Status
from rembuk.coordination.reports.tests.conftest import fresh
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused
from tests import builders

OVERSEERS = {"lurah", "sekretaris_kelurahan", "kasi", "camat", "kasi_kecamatan", "petugas_kota", "wali_kota"}
NEIGHBOURHOOD_HEADS = {"ketua_rt", "sekretaris_rt", "ketua_rw", "sekretaris_rw"}
WATCHERS = {"lpm", "pamor", "petugas_loket", "pemerintahan", "inspektorat"}
LOCAL = OVERSEERS | NEIGHBOURHOOD_HEADS | WATCHERS
DELIBERATING = "acknowledge deliberate settle climb refuse return_for_completion merge".split()
OFFICE = "assign answer finish await_budget carry refer record_letter".split()
SEALED = "acknowledge answer finish refer record_letter refuse return_for_completion".split()
OVERSEEN = "mask take_down set_owner".split()
REPORTERS = "complete withdraw".split()
UPWARD = {"climb", "lapse"}
TELLERS = OVERSEERS | NEIGHBOURHOOD_HEADS | {"lpm", "pamor"}
LINE = OVERSEERS - {"petugas_kota"}
FOUND = "disprove come_true prevent raise_report".split()
# What belongs to incidents and early warnings alone.
SWIFT_ONLY = {"tell", "end", "go_on", "review", *FOUND}
SYSTEMS = "review fulfil resume receive_imported lapse close_unconfirmed expire absorb recount".split()
ANYONE = "receive join".split()


@dataclass(frozen=True)
class Case:
    """A report as it is held, who sees it, who may take which step; steps not named belong to nobody here."""

    category: str
    level: str
    body: str
    visible: set[str]
    allowed: dict[str, set[str]]
    absent: set[str] = field(default_factory=set)
    sealed: bool = False
    noted_by: str = ""


def table(*pairs: tuple[list[str], set[str]]) -> dict[str, set[str]]:
    return {name: who for names, who in pairs for name in names}


KELURAHAN = {"lurah", "sekretaris_kelurahan", "kasi"}
CASES = {
    "RT": Case("drainase", "rt", "rt", LOCAL, table(
        (DELIBERATING, {"ketua_rt", "sekretaris_rt"}), (OVERSEEN, OVERSEERS),
        (["follow_up"], {"ketua_rt", "sekretaris_rt"}), (["confirm", "reopen"], {"ketua_rw", "sekretaris_rw"}),
        (["tell"], TELLERS), (["copy_out"], OVERSEERS),
    ), absent=SWIFT_ONLY),
    "RW": Case("drainase", "rw", "rw", LOCAL, table(
        (DELIBERATING, {"ketua_rw", "sekretaris_rw"}), (OVERSEEN, OVERSEERS),
        (["follow_up"], {"ketua_rw", "sekretaris_rw"}), (["confirm", "reopen"], {"ketua_rt", "sekretaris_rt"}),
        (["tell"], TELLERS), (["copy_out"], OVERSEERS),
    ), absent=SWIFT_ONLY),
    "kelurahan": Case("drainase", "kelurahan", "kelurahan", LOCAL, table(
        (DELIBERATING, KELURAHAN), (OFFICE, KELURAHAN), (OVERSEEN, OVERSEERS),
        (["follow_up"], KELURAHAN), (["confirm", "reopen"], NEIGHBOURHOOD_HEADS),
        (["tell"], TELLERS), (["copy_out"], OVERSEERS), (["end", "go_on", *FOUND], KELURAHAN),
    ), absent=SWIFT_ONLY),
    "kota": Case("drainase", "kota", "kota", LOCAL, table(
        (DELIBERATING, {"wali_kota", "petugas_kota"}), (OFFICE, {"wali_kota", "petugas_kota"}), (OVERSEEN, OVERSEERS),
        (["follow_up"], {"wali_kota", "petugas_kota"}), (["confirm", "reopen"], NEIGHBOURHOOD_HEADS),
        (["tell"], TELLERS), (["copy_out"], OVERSEERS), (["end", "go_on", *FOUND], {"wali_kota", "petugas_kota"}),
    ), absent=SWIFT_ONLY),
    "unit": Case("lampu", "kota", "opd", LOCAL | {"kepala_opd", "petugas_opd"}, table(
        ("acknowledge answer finish await_budget refer record_letter refuse return_for_completion".split(),
         {"kepala_opd", "petugas_opd"}), (OVERSEEN, OVERSEERS),
        (["confirm", "reopen"], NEIGHBOURHOOD_HEADS), (["tell"], TELLERS),
        (["copy_out"], OVERSEERS | {"kepala_opd", "petugas_opd"}), (FOUND, {"kepala_opd", "petugas_opd"}),
    ), absent=SWIFT_ONLY | {"deliberate", "settle", "climb", "lapse"}),
    "sealed": Case("anak", "kota", "perlindungan", {"perlindungan"}, table(
        ([*SEALED, "take_down", "copy_out"], {"perlindungan"}),
    ), absent=SWIFT_ONLY | {"follow_up", "fulfil", "resume", "deliberate", "settle", "climb", "lapse", "assign",
               "await_budget", "carry", "merge", "join", "mask",
               "set_owner", "absorb", "receive_imported"}, sealed=True),
    # Lurah, camat and wali kota act on an incident at once, whoever holds it.
    "incident": Case("kejadian_banjir", "kelurahan", "kelurahan", LOCAL, table(
        (DELIBERATING, OVERSEERS), (OFFICE, OVERSEERS), (OVERSEEN, OVERSEERS), (["follow_up"], OVERSEERS),
        (["confirm", "reopen"], NEIGHBOURHOOD_HEADS), (["tell"], TELLERS), (["copy_out"], OVERSEERS),
        (["end", "go_on", *FOUND], OVERSEERS),
    ), absent=set(rules.FLOW) - rules.TRACK["incident"].steps),
    # Only the line of the place and whoever noted it know of an early warning.
    "warning": Case("dini_runtuh", "kelurahan", "kelurahan", LINE | {"lpm"}, table(
        (DELIBERATING, KELURAHAN), (OFFICE, KELURAHAN), (OVERSEEN, LINE), (["follow_up"], KELURAHAN),
        (["tell"], LINE | {"lpm"}), (["copy_out"], LINE), (["end", "go_on", *FOUND], KELURAHAN),
    ), absent=set(rules.FLOW) - rules.TRACK["warning"].steps, noted_by="lpm"),
}  # fmt: skip


@pytest.fixture
def placed(heard: Callable[..., Received], town: builders.City) -> Callable[[Case], Report]:
    """The report of a case, in memory as it stands at its level."""

    def place(case: Case) -> Report:
        noted = {"actor": town.actor(case.noted_by)} if case.noted_by else {}
        report = fresh(heard(case.category, **noted).report)
        report.copy_due = True
        report.handled_at = case.level
        report.body = town.institution(case.body)
        report.unit = town.institution("opd") if case.body == "opd" else None
        report.published_at = None if report.is_private else report.received_at
        return report

    return place


def code(actor: Actor, name: str, report: Report, *, by_secret: bool = False) -> str:
    try:
        rules.demand(actor, name, report, by_secret=by_secret)
    except Refused as refused:
        return refused.code
    return "allowed"


def expected(case: Case, who: str, name: str, status: str) -> str:
    reports = who in {"reporter", case.noted_by}
    if name in ANYONE:
        allowed = True
    elif case.sealed and name in case.absent and name not in SYSTEMS:
        # Its office holds every step of it; the track has only some.
        allowed = who in case.visible
    elif name in REPORTERS:
        allowed = reports
    elif name in SYSTEMS:
        allowed = who == "system"
    elif name in {"confirm", "reopen"} and reports:
        allowed = True
    else:
        allowed = who in case.allowed.get(name, set())
    if not allowed:
        return "not_allowed" if who in case.visible or who == "reporter" else "not_found"
    if name in case.absent:
        return "wrong_track"
    sources = set(rules.FLOW[name].sources)
    if case.category.startswith(("kejadian", "dini")):
        sources |= {"with_unit"} if "deliberating" in sources else set()
    in_hand = name == "lapse" and case.category.startswith("kejadian") and status != "new"
    fits = status in sources and not (case.level == "kota" and name in UPWARD) and not in_hand
    return "allowed" if fits else "wrong_step"


@pytest.mark.parametrize("which", CASES)
def test_every_step_for_every_role_in_every_state(
    which: str, placed: Callable[[Case], Report], town: builders.City
) -> None:
    case = CASES[which]
    report = placed(case)
    actors = {name: town.actor(name) for name in builders.CAST} | {"public": PUBLIC, "system": SYSTEM}
    faults = []
    for status in Status.values:
        report.status = status
        for name in rules.FLOW:
            for who, actor in [*actors.items(), ("reporter", PUBLIC)]:
                got = code(actor, name, report, by_secret=who == "reporter")
                wanted = expected(case, who, name, status)
                if which in {"unit", "sealed"} and name == "climb" and wanted == "wrong_step":
                    wanted = "wrong_track"
                if got != wanted:
                    faults.append(f"{name} by {who} when {status}: {got}, not {wanted}")
    assert "\n".join(faults[:20]) == ""


@pytest.mark.parametrize("which", CASES)
def test_whoever_sees_it(which: str, placed: Callable[[Case], Report], town: builders.City) -> None:
    report = placed(CASES[which])
    assert {name for name in builders.CAST if rules.visible(town.actor(name), report)} == CASES[which].visible


def test_every_step_of_people_has_a_form_and_an_action() -> None:
    from rembuk.coordination.reports import actions, forms

    by_people = {name for name, step in rules.FLOW.items() if step.by_people and name != "receive"}
    assert set(forms.FORMS) == by_people
    assert {name for name in by_people if not hasattr(actions, name)} == set()


def test_every_state_can_be_reached_and_left_or_is_an_end() -> None:
    reached = {step.target for step in rules.FLOW.values()} | {rules.TRACK[track].working for track in rules.TRACK}
    assert reached - {""} == set(Status.values)
    left = {state for step in rules.FLOW.values() if step.target for state in step.sources}
    assert set(Status.values) - left == {"refused", "merged", "withdrawn", "came_true", "prevented"}  # fmt: skip
