"""A report about an RT head, an RW head or a lurah passes that person by, and that person cannot see it."""

from collections.abc import Callable
from typing import Any

import pytest

from rembuk.coordination.reports import actions, queries, rules, seams
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.notices import notices
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.files.models import File
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from tests import builders

Hear = Callable[..., Received]
# Whom it is about, who then hears it, at which level.
ABOUT = [("ketua_rt", "ketua_rw", "rw"), ("ketua_rw", "lurah", "kelurahan"), ("lurah", "camat", "kecamatan")]


@pytest.mark.parametrize(("about", "hears", "level"), ABOUT)
def test_it_is_heard_one_level_above(heard: Hear, town: builders.City, about: str, hears: str, level: str) -> None:
    report = fresh(heard("pungutan", passes_by=(about,)).report)
    assert (report.handled_at, report.holder) == (level, town.position(hears))
    assert (report.origin, report.climb_basis, report.is_private) == ("rt", "conflict", True)


@pytest.mark.parametrize(("about", "hears", "level"), ABOUT)
def test_that_person_cannot_see_it_anywhere(
    heard: Hear, town: builders.City, about: str, hears: str, level: str
) -> None:
    report = heard("pungutan", passes_by=(about,)).report
    actions.acknowledge(actor=town.actor(hears), report=report)
    person = town.actor(about)
    report = fresh(report)
    assert not rules.visible(person, report)
    with pytest.raises(Refused) as refused:
        queries.report(person, report.code)
    assert refused.value.code == "not_found"
    assert report.pk not in {row.pk for row in queries.reports(person)}
    assert report.pk not in {row.pk for row in queries.waiting(person)}
    assert list(seams.search(person, report.code)) == []
    assert seams.access(person, Report.subject_kind, report.pk) is False
    assert list(seams.trail(person, report)) == []
    assert report.published_at is None
    assert queries.public_report(report.code) is None
    mine = {town.position(about).pk}
    told = [notice for event in audit.since(0, 0, 10_000) for notice in notices(event)]
    assert told
    assert mine.isdisjoint(notice.position_id for notice in told)


@pytest.mark.parametrize(("about", "hears", "level"), ABOUT)
def test_it_never_comes_back_to_that_person(
    heard: Hear, town: builders.City, about: str, hears: str, level: str
) -> None:
    report = heard("pungutan", passes_by=(about,)).report
    while fresh(report).handled_at != "kota":
        with clock.standing(fresh(report).stage_due or clock.now()):
            assert actions.lapse(clock.now(), 10) == 1
        assert not rules.visible(town.actor(about), fresh(report))
        assert fresh(report).holder != town.position(about)


def test_everybody_in_that_persons_office_is_passed_by(heard: Hear, town: builders.City) -> None:
    report = fresh(heard("pungutan", passes_by=("lurah",)).report)
    blind = [
        name
        for name in ("lurah", "sekretaris_kelurahan", "kasi", "petugas_loket")
        if rules.visible(town.actor(name), report)
    ]
    assert blind == []
    assert rules.visible(town.actor("camat"), report)


@pytest.mark.parametrize("named", ["position", "id"])
def test_a_position_may_be_named_as_such(heard: Hear, town: builders.City, named: str) -> None:
    position = town.position("ketua_rt")
    report = fresh(heard("pungutan", passes_by=(position if named == "position" else position.pk,)).report)
    assert report.holder == town.position("ketua_rw")


@pytest.mark.parametrize(("holder", "hears"), [("ketua_rt", "ketua_rw"), ("ketua_rw", "lurah"), ("lurah", "camat")])
def test_a_holder_who_is_concerned_passes_it_on_and_loses_sight_of_it(
    at_work: Hear, town: builders.City, holder: str, hears: str
) -> None:
    report = at_work().report
    for who in ("ketua_rt", "ketua_rw", "lurah"):
        if who == holder:
            break
        actions.climb(actor=town.actor(who), report=report, basis="urgent", note="Mendesak.")
    assert queries.public_report(report.code)
    actions.climb(actor=town.actor(holder), report=report, basis="conflict", note="Ini tentang saya.")
    report = fresh(report)
    assert (report.holder, report.climb_basis, report.published_at) == (town.position(hears), "conflict", None)
    assert not rules.visible(town.actor(holder), report)
    assert queries.public_report(report.code) is None


def test_the_person_is_passed_by_in_another_office_too(heard: Hear, town: builders.City) -> None:
    from datetime import timedelta

    from rembuk.foundation.institutions import actions as institutions

    institutions.end_appointment(
        actor=town.actor("lurah"), appointment=town.cast["ketua_rw"], on=clock.today(), reason="Pindah."
    )
    institutions.end_appointment(
        actor=town.actor("lurah"), appointment=town.cast["sekretaris_rw"], on=clock.today(), reason="Pindah."
    )
    institutions.appoint(
        actor=SYSTEM, position=town.position("ketua_rw"), user=town.user("ketua_rt"), mandate="acting", decree="SK 2",
        decree_on=clock.today(), starts=clock.today(), ends=clock.today() + timedelta(days=90), reason="Kosong.",
    )  # fmt: skip
    assert fresh(heard("pungutan", passes_by=("ketua_rt",)).report).holder == town.position("lurah")


def test_a_service_matter_about_an_official_is_not_shown_to_them(heard: Hear, town: builders.City) -> None:
    report = fresh(heard("adminduk", passes_by=("lurah",)).report)
    assert (report.climb_basis, report.is_private) == ("conflict", True)
    assert not rules.visible(town.actor("lurah"), report)


def test_it_is_not_put_on_an_agenda(heard: Hear, town: builders.City) -> None:
    report = heard("pungutan", passes_by=("ketua_rt",)).report
    actions.acknowledge(actor=town.actor("ketua_rw"), report=report)
    assert list(seams.agenda.proposals(town.actor("ketua_rw"), town.institution("rw").pk)) == []
    with later(hours=1):
        actions.settle(actor=town.actor("ketua_rw"), report=report, text="Dikembalikan.", witnesses=("A", "B"))
    assert fresh(report).status == "settled"


def test_nobody_else_may_be_named(heard: Hear) -> None:
    with pytest.raises(Refused) as refused:
        heard("pungutan", passes_by=("presiden",))
    assert refused.value.field == "passes_by"


def test_photos_go_out_of_sight_with_it(heard: Hear, town: builders.City, photo: Any) -> None:
    got = heard(photos=[photo()])
    actions.acknowledge(actor=town.actor("ketua_rt"), report=got.report)
    assert File.objects.get().is_public
    actions.climb(actor=town.actor("ketua_rt"), report=got.report, basis="conflict", note="Ini tentang saya.")
    assert not File.objects.get().is_public
