"""What a vacant office holds and the public may not read lies on the desk of whoever stands in, and on no other."""

from collections.abc import Callable

import pytest

from rembuk.coordination.reports import actions, queries, seams
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.tests.conftest import fresh
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from tests import builders

At = Callable[..., Received]


def leave(town: builders.City, *names: str) -> None:
    """Their terms end today."""
    for name in names:
        institutions.end_appointment(
            actor=town.actor("lurah"), appointment=town.cast[name], on=clock.today(), reason="Pindah."
        )


def desk(town: builders.City, name: str) -> set[str]:
    """What waits for somebody: in the list of their body, on Hari ini, and in the list of all that they see."""
    actor = town.actor(name)
    waits = {row.code for row in queries.waiting(actor)}
    tasks = {code for code in waits if any(code in task.url for task in seams.today(actor))}
    listed = {row.code for row in queries.reports(actor)}
    assert waits == tasks
    return waits & listed


def opens(town: builders.City, name: str, report: Report) -> bool:
    """Whether the report's page opens."""
    try:
        return queries.report(town.actor(name), report.code) == report
    except Refused:
        return False


@pytest.fixture
def closed(town: builders.City, at_work: At) -> Report:
    """A report that an RT deliberates and that was taken off the public pages."""
    report = at_work().report
    actions.take_down(actor=town.actor("lurah"), report=report, reason="Memuat nama orang.")
    return fresh(report)


def test_while_somebody_holds_the_seat_it_is_theirs_alone(town: builders.City, closed: Report) -> None:
    assert desk(town, "ketua_rt") == {closed.code}
    assert not desk(town, "ketua_rw")
    assert not opens(town, "ketua_rw", closed)


def test_the_secretary_is_left_with_it(town: builders.City, closed: Report) -> None:
    leave(town, "ketua_rt")
    assert desk(town, "sekretaris_rt") == {closed.code}
    assert not desk(town, "ketua_rw")


def test_when_nobody_is_left_it_falls_to_the_rw_that_may_act(town: builders.City, closed: Report) -> None:
    leave(town, "ketua_rt", "sekretaris_rt")
    assert desk(town, "ketua_rw") == {closed.code}
    assert opens(town, "ketua_rw", closed)
    for outsider in ("ketua_rw_next", "ketua_rt_next", "lurah", "lurah_next", "pamor"):
        assert not desk(town, outsider), outsider
        assert not opens(town, outsider, closed), outsider
        with pytest.raises(Refused) as refused:
            actions.climb(actor=town.actor(outsider), report=fresh(closed), basis="urgent", note="Mendesak.")
        assert refused.value.code == "not_found", outsider
    rw = town.actor("ketua_rw")
    assert actions.look(actor=rw, report=fresh(closed)).text
    actions.deliberate(actor=rw, report=fresh(closed), text="Dibahas bersama.", witnesses=("A", "B"))
    actions.settle(actor=rw, report=fresh(closed), text="Kerja bakti.", witnesses=("A", "B"))
    assert fresh(closed).status == "settled"
    assert fresh(closed).published_at is None


def test_its_photos_and_trail_open_for_whoever_stands_in(town: builders.City, closed: Report) -> None:
    leave(town, "ketua_rt", "sekretaris_rt")
    for name, sees in (("ketua_rw", True), ("ketua_rw_next", False)):
        actor = town.actor(name)
        assert seams.access(actor, Report.subject_kind, closed.pk) is sees
        assert bool(list(seams.trail(actor, closed))) is sees
        assert bool(list(seams.search(actor, closed.code))) is sees


def test_what_is_about_whoever_would_stand_in_stays_out_of_their_sight(town: builders.City, closed: Report) -> None:
    Report.objects.filter(pk=closed.pk).update(passes_by=[str(town.user("ketua_rw").pk)])
    leave(town, "ketua_rt", "sekretaris_rt")
    assert not desk(town, "ketua_rw")
    assert not opens(town, "ketua_rw", closed)
    with pytest.raises(Refused):
        actions.look(actor=town.actor("ketua_rw"), report=fresh(closed))


def test_what_is_sealed_stays_sealed(town: builders.City, heard: At) -> None:
    sealed = fresh(heard("anak", text="Anak itu dipukul.").report)
    institutions.end_appointment(
        actor=SYSTEM, appointment=town.cast["perlindungan"], on=clock.today(), reason="Pindah."
    )
    for name in builders.CAST:
        if name != "perlindungan":
            assert not opens(town, name, sealed), name
