"""A body that leads is closed: whoever decided sees it first, is told in its place, and it climbs all the same."""

import pytest
from django.test import Client

from rembuk.coordination.decisions import actions, queries, seams
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.decisions.tests.test_tick import told
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.territory import actions as territories
from tests import builders


def close(town: builders.City, body: str) -> None:
    institutions.close_institution(actor=SYSTEM, institution=town.institution(body), reason="Digabung.")


def decides(actor: Actor) -> list[tuple[str, str]]:
    """What waits for the actor's answer on the page of work, and why."""
    return [(row.code, row.part) for group in queries.others(actor) if group.key == "decide" for row in group.rows]


def first_on_desk(actor: Actor) -> tuple[str, str]:
    """What stands for it on Hari ini: the note, and the first button."""
    task = next(iter(seams.today(actor)))
    return task.note, task.buttons[0][0]


def test_whoever_decided_sees_it_first_and_gives_it_to_another(town: builders.City) -> None:
    row, lurah = scene.accepted(town), town.actor("lurah")
    close(town, "opd")
    assert first_on_desk(lurah) == ("lembaga pemimpinnya sudah ditutup, pilih penggantinya", "Ganti pemimpin")
    assert decides(lurah) == [(row.code, "closed")]
    other = town.institution("opd_next")
    actions.pass_on(actor=lurah, follow_up=scene.fresh(row), lead=other, reason="Dinas PU digabung.")
    row = scene.fresh(row)
    assert (row.lead, row.holder, row.status) == (other, town.position("kepala_opd_next"), "asked")
    assert decides(lurah) == []


def test_the_warning_goes_to_whoever_decided_and_then_it_climbs(town: builders.City) -> None:
    row = scene.accepted(town)
    close(town, "opd")
    with scene.later(days=12):
        assert actions.warn(clock.now(), 10) == 1
        assert told("decisions.warned") == [(town.position("lurah").pk, "Tenggat sudah dekat")]
    with scene.later(days=15):
        assert actions.climb(clock.now(), 10) == 1
    assert scene.fresh(row).raised_to == town.position("wali_kota")


@pytest.fixture
def merged(town: builders.City) -> FollowUp:
    """The kelurahan asked itself for something, was merged into its neighbour, and is closed."""
    row = scene.made(town, lead=town.institution("kelurahan"), supports=(), territory=town.rw)
    actions.accept(actor=town.actor("lurah"), follow_up=row)
    territories.merge(actor=SYSTEM, olds=[town.kelurahan], into=town.kelurahan_next, on=clock.today(), basis="Perda 4")
    close(town, "kelurahan")
    return scene.fresh(row)


def test_work_of_a_kelurahan_that_was_merged_away_lies_with_the_one_that_took_over(
    town: builders.City, merged: FollowUp
) -> None:
    heir = town.actor("lurah_next")
    assert first_on_desk(heir)[1] == "Ganti pemimpin"
    page = builders.sign_in(Client(), "lurah_next").get(f"/tindak-lanjut/{merged.code}/")
    assert page.status_code == 200
    assert f"/tindak-lanjut/{merged.code}/pass_on/" in page.content.decode()
    actions.pass_on(
        actor=heir, follow_up=merged, lead=town.institution("kelurahan_next"), reason="Kelurahan digabung."
    )  # fmt: skip
    assert scene.fresh(merged).holder == town.position("lurah_next")


def test_before_anybody_does_its_warning_and_its_climb_find_somebody(town: builders.City, merged: FollowUp) -> None:
    with scene.later(days=12):
        assert actions.warn(clock.now(), 10) == 1
        assert [seat for seat, _ in told("decisions.warned")] == [town.position("lurah_next").pk]
    with scene.later(days=15):
        assert actions.climb(clock.now(), 10) == 1
    assert scene.fresh(merged).raised_to == town.position("camat")
    assert decides(town.actor("lurah_far")) == []
