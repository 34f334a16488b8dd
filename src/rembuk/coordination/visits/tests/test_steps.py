"""What belongs to the day of a visit: promises, reports, what else it concerns, who came along, putting it right."""

from datetime import timedelta
from typing import Any

import pytest

from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.decisions.tests.scene import refused
from rembuk.coordination.reports.models import Report
from rembuk.coordination.visits import actions, queries, rules
from rembuk.coordination.visits.models import Visit
from rembuk.coordination.visits.tests import field
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.audit import verify
from rembuk.foundation.files import queries as files
from rembuk.foundation.kernel import clock
from tests import builders


def soon() -> Any:
    return clock.today() + timedelta(days=7)


def test_a_promise_is_a_follow_up_with_its_lead_and_due(town: builders.City) -> None:
    promise = actions.Promise("Keruk saluran 40 m", soon(), town.institution("opd"))
    visit = field.noted(town, promise=promise)
    made = field.promised(visit)
    assert (made.title, made.lead, made.territory) == ("Keruk saluran 40 m", town.institution("opd"), town.rt)
    assert clock.local(made.total_due).date() == soon()
    assert made.decision.body == town.institution("kelurahan")
    assert visit.version == 2
    assert verify.verify().broken is None


def test_without_a_name_the_own_body_does_it(town: builders.City) -> None:
    visit = field.noted(town)
    made = actions.promise(actor=town.actor("lurah"), visit=visit, text="Sapu gang", due=soon())
    assert made.lead == town.institution("kelurahan")


def test_a_promise_on_a_report_that_we_hold_carries_it_on(town: builders.City) -> None:
    report = field.heard(town, territory=town.kelurahan, public=False)
    from rembuk.coordination.reports import actions as reports

    reports.acknowledge(actor=town.actor("lurah"), report=report)
    visit = field.noted(town, territory=None, concerns=[report.code])
    actions.promise(actor=town.actor("lurah"), visit=visit, text="Keruk saluran", due=soon())
    assert Report.objects.get(pk=report.pk).status == "with_unit"


@pytest.mark.parametrize("who", ["pamor", "lpm", "kepala_opd"])
def test_who_decides_nothing_promises_nothing(town: builders.City, who: str) -> None:
    visit = field.noted(town, who)
    assert refused(actions.promise, actor=town.actor(who), visit=visit, text="x", due=soon()) == "not_allowed"
    assert refused(field.noted, town=town, who=who, promise=actions.Promise("x", soon())) == "not_allowed"
    assert Visit.objects.count() == 1


def test_a_promise_has_a_day(town: builders.City) -> None:
    assert refused(actions.promise, actor=town.actor("lurah"), visit=field.noted(town), text="x") == "no_due"


def test_what_was_seen_becomes_a_report_with_its_photos(town: builders.City) -> None:
    visit = field.noted(town, lat=field.LAT, lng=field.LNG, photos=[scene.photo()], place="gang 3")
    made = actions.report(actor=town.actor("lurah"), visit=visit, category="drainase").report
    assert (made.title, made.territory, made.lat, made.place) == (field.SEEN[:-1], town.rt, field.LAT, "gang 3")
    assert len(files.photos_of(Report.subject_kind, made.pk)) == 1
    assert [link.is_new for link in queries.report_links(visit)] == [True]


def test_what_is_to_be_kept_secret_is_not_reported_from_a_visit(town: builders.City) -> None:
    visit, lurah = field.noted(town), town.actor("lurah")
    assert refused(actions.report, actor=lurah, visit=visit, category="kekerasan_rumah") == "private"
    assert not Report.objects.exists()


def test_another_matter_is_connected_once(town: builders.City) -> None:
    report, lurah = field.heard(town), town.actor("lurah")
    visit = actions.connect(actor=lurah, visit=field.noted(town), code=report.code)
    assert [link.report for link in queries.report_links(visit)] == [report]
    assert refused(actions.connect, actor=lurah, visit=visit, code=report.code) == "again"
    assert refused(actions.connect, actor=lurah, visit=visit, code=" ") == "empty"


def test_who_came_along_reads_it(town: builders.City) -> None:
    visit, opd = field.noted(town), town.actor("kepala_opd")
    assert not queries.sees(opd, visit)
    actions.accompany(actor=town.actor("lurah"), visit=visit, institution=town.institution("opd"))
    assert queries.sees(opd, visit)
    again: dict[str, Any] = {"actor": town.actor("lurah"), "visit": visit}
    assert refused(actions.accompany, **again, institution=town.institution("opd")) == "again"
    assert refused(actions.accompany, **again, institution=town.institution("kelurahan")) == "own"


def test_words_are_put_right_and_the_first_ones_stay_beside_the_chain(town: builders.City) -> None:
    visit = field.noted(town)
    actions.amend(actor=town.actor("lurah"), visit=visit, seen="Saluran penuh lumpur, 40 meter.", place="gang 3")
    kept = Visit.objects.get(pk=visit.pk)
    assert (kept.seen, kept.place) == ("Saluran penuh lumpur, 40 meter.", "gang 3")
    words = [event.words for event in audit.story(Visit.subject_kind, visit.pk)]
    assert words == [field.SEEN, kept.seen]
    # The chain holds digests, never the words.
    assert not any("lumpur" in event.body for event in audit.events(Visit.subject_kind, visit.pk))


def test_noted_by_mistake_is_cancelled_unless_something_was_promised(town: builders.City) -> None:
    lurah, visit = town.actor("lurah"), field.noted(town)
    assert refused(actions.cancel, actor=lurah, visit=visit, reason=" ") == "no_reason"
    actions.cancel(actor=lurah, visit=visit, reason="Salah tempat.")
    assert visit.status == "cancelled"
    assert rules.steps_for(lurah, visit) == []
    kept = field.noted(town, promise=actions.Promise("Sapu gang", soon()))
    assert refused(actions.cancel, actor=lurah, visit=kept, reason="Salah.") == "wrong_step"


@pytest.mark.parametrize("name", list(rules.FLOW))
def test_steps_are_the_visitors_own_and_of_the_day(town: builders.City, name: str) -> None:
    visit = field.noted(town)
    assert not rules.entitled(town.actor("kasi"), name, visit)
    assert not rules.entitled(town.actor("lurah_next"), name, visit)
    assert rules.entitled(town.actor("lurah"), name, visit)
    if name == "note":
        return
    assert rules.allows(name, visit)
    with scene.later(days=1):
        assert not rules.allows(name, visit)
        with pytest.raises(Exception, match="sudah lewat"):
            rules.demand(town.actor("lurah"), name, visit)


def test_the_day_ends_at_midnight_in_the_city(town: builders.City) -> None:
    visit = field.noted(town)
    with scene.later(hours=14, minutes=59):
        assert rules.allows("amend", visit)
    with scene.later(hours=15):
        assert not rules.allows("amend", visit)


def test_somebody_was_first(town: builders.City) -> None:
    lurah, visit = town.actor("lurah"), field.noted(town)
    other = Visit.objects.get(pk=visit.pk)
    actions.amend(actor=lurah, visit=visit, seen="Satu.")
    assert refused(actions.amend, actor=lurah, visit=other, seen="Dua.") == "stale"
