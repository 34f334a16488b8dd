"""What was written of a report stays with it: once the report is closed to everyone, no proposal says it on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rembuk.coordination.decisions.tests import scene as works
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports import queries as report_queries
from rembuk.coordination.reports.models import Report
from rembuk.foundation.files import actions as files
from rembuk.foundation.files import queries as file_queries
from rembuk.planning.musrenbang import actions
from rembuk.planning.musrenbang.models import Proposal, Round
from rembuk.planning.musrenbang.tests import scene
from rembuk.planning.musrenbang.tests.climbing import agree, asked, page
from rembuk.planning.musrenbang.tests.test_seams import waiting
from tests import builders

PLACE = "98.71.01.1001"
PLACES = (f"/publik/usulan/wilayah/{PLACE}/1/", f"/publik/usulan/wilayah/{PLACE}/2027.csv")
SAID = ("Rumah Keluarga Melati", "Anaknya sakit", "sebelah warung")


def told(client: Client, *paths: str) -> str:
    """All that these pages and files say."""
    answers: list[Any] = [client.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {200}
    return "\n".join(
        (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode() for answer in answers
    )


def of_report(town: builders.City, report: Report) -> Proposal:
    wish = scene.wish(town, title=SAID[0], problem=SAID[1], place=SAID[2])
    return actions.propose(actor=town.actor("lurah"), proposer=town.institution("rt"), wish=wish, report=report)


def of_work(town: builders.City, report: Report) -> Proposal:
    row = reports.follow_up(actor=town.actor("lurah"), report=report, text="Dikerjakan.", work=works.work(town))
    wish = scene.wish(town, title=SAID[0], problem=SAID[1], place=SAID[2])
    return actions.propose(actor=town.actor("lurah"), proposer=town.institution("rt"), wish=wish, follow_up=row)


def closed(town: builders.City, report: Report) -> None:
    row = report_queries.report(town.actor("lurah"), report.code)
    reports.take_down(actor=town.actor("lurah"), report=row, reason="Menyangkut anak.")


@pytest.mark.parametrize("make", [of_report, of_work])
def test_a_report_that_was_taken_down_is_not_told_by_what_was_asked_from_it(
    found: Round, town: builders.City, client: Client, make: Callable[[builders.City, Report], Proposal]
) -> None:
    report = waiting(town)
    row = make(town, report)
    into = asked(town, purse="kelurahan", title="Saluran bersama")
    pages = (f"/publik/usulan/{row.code}/", *PLACES)
    assert [words for words in SAID if words not in told(client, *pages)] == []
    closed(town, report)
    assert [words for words in SAID if words in told(client, *pages)] == []
    # Nor by what it is merged with, in either direction.
    actions.merge(actor=town.actor("lurah"), proposal=into, into=row)
    assert [words for words in SAID if words in told(client, f"/publik/usulan/{into.code}/", *pages)] == []
    assert "Saluran bersama" in told(client, *pages)


def test_nor_by_what_is_asked_for_again(found: Round, town: builders.City, client: Client) -> None:
    report = waiting(town)
    row = of_report(town, report)
    actions.review(actor=town.actor("lurah"), proposal=row, rung="kelurahan", verdict="refused", reason="Nanti.")
    actions.close_round(actor=town.actor("pemerintahan"), round_=found)
    scene.opened(town, 2028)
    row.refresh_from_db()
    again = actions.ask_again(actor=town.actor("ketua_rt"), proposal=row)
    closed(town, report)
    assert [words for words in SAID if words in told(client, f"/publik/usulan/{again.code}/")] == []


def test_nor_to_whoever_sees_the_proposal_and_not_the_report(found: Round, town: builders.City) -> None:
    report = waiting(town)
    wish = scene.wish(town, purse="unit", institution=town.institution("opd"))
    row = actions.propose(actor=town.actor("lurah"), proposer=town.institution("rt"), wish=wish, report=report)
    for who, sees in (("lurah", True), ("kepala_opd", False)):
        shown = page(builders.sign_in(Client(), who), f"/musrenbang/{row.code}/")
        assert (report.title in shown, report.code in shown) == (sees, sees), who


def test_work_on_a_report_that_is_not_public_builds_nothing_in_public(
    found: Round, town: builders.City, client: Client
) -> None:
    builders.planners(town)
    report, row = waiting(town), agree(town, asked(town), "dpa")
    work = works.work(town, title="Bedah rumah keluarga", supports=())
    built = reports.follow_up(actor=town.actor("lurah"), report=report, text="Dikerjakan.", work=work)
    actions.link_work(actor=town.actor("kepala_opd"), proposal=row, follow_up=built)
    public = f"/publik/usulan/{row.code}/"
    assert "Bedah rumah keluarga" in page(client, public)
    closed(town, report)
    assert "Bedah rumah keluarga" not in page(client, public)


def test_no_page_says_a_name_that_stands_in_a_title(found: Round, town: builders.City, client: Client) -> None:
    row = asked(town, purse="kelurahan", title="Jalan ke rumah Bu Sari 0812-3456-7890")
    twin = asked(town, purse="kelurahan", title="Jalan setapak")
    actions.merge(actor=town.actor("lurah"), proposal=twin, into=row)
    shown = told(client, f"/publik/usulan/{row.code}/", f"/publik/usulan/{twin.code}/", *PLACES)
    assert [words for words in ("Sari", "0812") if words in shown] == []


def test_what_its_proposer_took_back_says_only_that(found: Round, town: builders.City, client: Client) -> None:
    row = asked(town, purse="kelurahan", title="Pagar", problem="Tetangga mengganggu.")
    actions.amend(actor=town.actor("ketua_rt"), proposal=row, photos=[works.photo()],
                  wish=scene.wish(town, title="Pagar", problem="Tetangga mengganggu."))  # fmt: skip
    files.draw(100)
    [photo] = file_queries.photos_of(row.subject_kind, row.pk)
    actions.show_photos(actor=town.actor("lurah"), proposal=row, shown=[photo.pk])
    public, picture = f"/publik/usulan/{row.code}/", f"/berkas/foto/{photo.pk}/full/"
    assert client.get(picture).status_code == 200
    actions.withdraw(actor=town.actor("ketua_rt"), proposal=row, reason="Salah tulis.")
    shown = page(client, public)
    assert "Ditarik" in shown
    assert [words for words in ("Pagar", "Tetangga", str(photo.pk)) if words in shown] == []
    assert client.get(picture).status_code == 404
