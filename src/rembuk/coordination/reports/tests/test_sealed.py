"""Sexual violence, violence at home, harm to children, extortion: never deliberated, never public, looks recorded."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from rembuk.coordination.reports import actions, queries, rules, seams
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.tests.conftest import fresh
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from tests import builders

Hear = Callable[..., Received]
SEALED = ["kekerasan_seksual", "kekerasan_rumah", "anak", "pemerasan"]


def office(category: str) -> str:
    return "inspektorat" if category == "pemerasan" else "perlindungan"


@pytest.mark.parametrize("category", SEALED)
def test_only_the_named_office_sees_it(heard: Hear, town: builders.City, category: str) -> None:
    report = heard(category).report
    seen = {name for name in builders.CAST if rules.visible(town.actor(name), fresh(report))}
    assert seen == {office(category)}
    for name in builders.CAST:
        listed = {row.pk for row in queries.reports(town.actor(name))} | {
            row.pk for row in queries.waiting(town.actor(name))
        }
        assert (report.pk in listed) == (name == office(category)), name
        assert (seams.access(town.actor(name), Report.subject_kind, report.pk)) == (name == office(category)), name


@pytest.mark.parametrize("category", SEALED)
def test_it_is_never_public_whatever_happens(heard: Hear, town: builders.City, category: str) -> None:
    report, who = heard(category).report, town.actor(office(category))
    actions.acknowledge(actor=who, report=report)
    actions.answer(actor=who, report=report, text="Didampingi.")
    actions.finish(actor=who, report=report, text="Sudah aman.")
    assert queries.public_report(report.code) is None
    assert list(queries.public_reports()) == []
    assert queries.public_words(fresh(report)) == ""
    assert queries.public_trail(fresh(report)) == []


def test_the_database_itself_refuses_to_publish_it(heard: Hear) -> None:
    report = heard("anak").report
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(published_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(is_private=False)
    assert fresh(report).is_private


@pytest.mark.parametrize("step", ["deliberate", "settle", "climb", "assign", "merge", "join", "mask", "carry"])
def test_it_is_never_deliberated_nor_handed_around(heard: Hear, town: builders.City, step: str) -> None:
    report = heard("anak").report
    report.status = "with_unit"
    with pytest.raises(Refused) as refused:
        rules.demand(town.actor("perlindungan"), step, report)
    assert refused.value.code == "wrong_track"


def test_every_look_at_the_words_is_recorded(heard: Hear, town: builders.City) -> None:
    report = heard("anak", contact="0812 3456 7890", on_behalf_name="Rina").report
    opened = actions.look(actor=town.actor("perlindungan"), report=report)
    assert (opened.name, opened.contact) == ("Rina", "0812 3456 7890")
    looks = Event.objects.filter(verb="audit.looked")
    assert [str(report.pk) in body for body in looks.values_list("body", flat=True)] == [True]
    actions.look(actor=town.actor("perlindungan"), report=report)
    assert looks.count() == 2


@pytest.mark.parametrize("who", ["lurah", "inspektorat", "wali_kota", "ketua_rt"])
def test_nobody_else_opens_the_words(heard: Hear, town: builders.City, who: str) -> None:
    with pytest.raises(Refused):
        actions.look(actor=town.actor(who), report=heard("anak").report)
    assert not Event.objects.filter(verb="audit.looked").exists()


def test_its_office_is_told_without_a_word_of_it(heard: Hear, town: builders.City) -> None:
    report = heard("anak", text="Anak di rumah nomor lima dipukul.").report
    told = [notice for event in audit.since(0, 0, 10_000) for notice in seams.notices(event)]
    assert [(notice.position_id, notice.urgent) for notice in told] == [(town.position("perlindungan").pk, True)]
    assert "dipukul" not in told[0].subject + told[0].text
    assert report.code in told[0].subject


def test_a_kelurahans_figures_do_not_tell_that_there_is_one(heard: Hear, town: builders.City) -> None:
    heard("anak")
    paths = {tally.path for tally in seams.tallies(audit.since(0, 0, 10_000))}
    assert paths == {town.kota.path}


def test_whoever_sent_it_follows_it_by_the_secret(heard: Hear, town: builders.City) -> None:
    got = heard("anak")
    who = town.actor("perlindungan")
    actions.acknowledge(actor=who, report=got.report)
    actions.finish(actor=who, report=got.report, text="Sudah aman.")
    assert queries.with_secret(got.report.code, got.secret) == got.report
    actions.confirm(actor=town.actor("lurah"), report=fresh(got.report), satisfied=True, secret=got.secret)
    assert fresh(got.report).status == "closed"
    assert "Indah Permata" not in "".join(Event.objects.filter(subject_id=got.report.pk).values_list("body", flat=True))
