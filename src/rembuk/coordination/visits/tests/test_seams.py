"""Who reads a visit, and where its line stands: in the trails of what it concerns, for everyone without its words."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.reports import queries as reports
from rembuk.coordination.visits import actions, queries, seams
from rembuk.coordination.visits.models import Visit
from rembuk.coordination.visits.tests import field
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel import seams as slots
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from tests import builders


@pytest.mark.parametrize("who", ["lurah", "kasi", "ketua_rt", "ketua_rw", "lpm", "pamor", "camat", "wali_kota"])
def test_it_is_read_where_it_lies(town: builders.City, who: str) -> None:
    visit = field.noted(town)
    assert queries.sees(town.actor(who), visit)
    assert visit in queries.area(town.actor(who)).items


@pytest.mark.parametrize(
    "who", ["lurah_next", "ketua_rt_next", "ketua_rw_next", "camat_next", "kepala_opd", "petugas_loket", "perlindungan"]
)
def test_an_outsider_finds_nothing(town: builders.City, who: str) -> None:
    visit = field.noted(town)
    assert who == "petugas_loket" or not queries.sees(town.actor(who), visit)
    assert queries.area(town.actor(who)).items == []
    if who != "petugas_loket":
        assert builders.sign_in(Client(), who).get(f"/kunjungan/{visit.code}/").status_code == 404


def test_whom_a_promise_concerns_reads_it(town: builders.City) -> None:
    due = clock.today() + timedelta(days=5)
    visit = field.noted(town, promise=actions.Promise("Keruk", due, town.institution("opd")))
    assert queries.sees(town.actor("petugas_opd"), visit)
    assert not queries.sees(town.actor("petugas_opd_next"), visit)


def test_its_line_stands_in_the_trails_of_what_it_concerns(town: builders.City) -> None:
    report, work = field.heard(town), scene.accepted(town)
    visit = field.noted(town, concerns=[report.code, work.code])
    for subject in (report, FollowUp.objects.get(pk=work.pk)):
        (line,) = seams.trail(town.actor("ketua_rw"), subject)
        assert (line.title, line.note) == ("Lurah Melati Timur datang ke tempat", field.SEEN)
        assert line.url.endswith(f"/kunjungan/{visit.code}/")
        assert seams.trail(town.actor("lurah_next"), subject) == []
    assert seams.trail(town.actor("lurah"), visit) == []
    page = builders.sign_in(Client(), "ketua_rt").get(f"/jejak/{report.code}/").content.decode()
    assert field.SEEN in page


def test_who_may_not_read_it_sees_only_that_somebody_came(town: builders.City) -> None:
    report = field.heard(town)
    field.noted(town, territory=town.kelurahan, concerns=[report.code])
    (line,) = seams.trail(town.actor("ketua_rt"), report)
    assert (line.title, line.note, line.url) == ("Lurah Melati Timur datang ke tempat", "", "")


def test_the_public_trail_says_the_office_and_the_day(town: builders.City, client: Client) -> None:
    report = field.heard(town)
    field.noted(town, concerns=[report.code])
    page = client.get(f"/publik/{report.code}/").content.decode()
    assert "Lurah Melati Timur datang ke tempat" in page
    assert field.SEEN not in page
    assert "Indah Permata" not in page


def test_of_a_home_the_public_reads_no_rt(town: builders.City) -> None:
    home = next(row for row in reports.categories() if row.blurs and row.track == "neighbourhood")
    report = field.heard(town, category=home.key)
    field.noted(town, "ketua_rt", concerns=[report.code])
    (line,) = queries.public_lines(reports.by_id(report.pk) or report)
    assert "RT 001" not in line.title


def test_what_is_not_public_has_no_public_line(town: builders.City) -> None:
    report = field.heard(town, public=False)
    field.noted(town, concerns=[report.code])
    assert queries.public_lines(report) == []


def test_cancelled_it_leaves_the_trails(town: builders.City) -> None:
    report = field.heard(town)
    visit = field.noted(town, concerns=[report.code])
    actions.cancel(actor=town.actor("lurah"), visit=visit, reason="Salah tempat.")
    assert queries.public_lines(reports.by_id(report.pk) or report) == []
    assert seams.trail(town.actor("lurah"), report) == []


def test_photos_are_seen_by_its_readers(town: builders.City) -> None:
    visit = field.noted(town)
    kind: Any = Visit.subject_kind
    assert seams.access(town.actor("ketua_rw"), kind, visit.pk) is True
    assert seams.access(town.actor("lurah_next"), kind, visit.pk) is False
    assert seams.access(PUBLIC, kind, visit.pk) is False
    assert seams.access(PUBLIC, "files.file", visit.pk) is None


def test_verify_and_trails_know_it(town: builders.City) -> None:
    visit = field.noted(town)
    kind = seams.SUBJECTS[0]
    assert list(kind.rows()) == [(visit.pk, 1, "noted")]
    assert kind.title(visit.pk) == f"Kunjungan {visit.code}"
    assert kind.url(visit.pk) == f"/kunjungan/{visit.code}/"
    assert kind.visible(town.actor("lurah"), visit.pk)
    assert not kind.visible(town.actor("lurah_next"), visit.pk)


def test_it_goes_with_a_territory_that_moves(town: builders.City) -> None:
    visit = field.noted(town)
    move = slots.Move(visit.path, "9" * len(visit.path), {"rw": town.rw_next.pk})
    actions.move_places(actor=SYSTEM, moves=[move])
    kept = Visit.objects.get(pk=visit.pk)
    assert (kept.path, kept.rw_id) == (move.new, town.rw_next.pk)


@pytest.mark.parametrize("who", sorted(builders.CAST))
def test_a_menu_has_five_places_at_most(town: builders.City, who: str) -> None:
    page = builders.sign_in(Client(), who).get("/lainnya/").content.decode()
    menu = page.partition('aria-label="Utama">')[2].partition("</nav>")[0]
    assert 0 < menu.count("<a ") <= 5
    assert ('href="/kunjungan/"' in page) == bool(town.actor(who).scope("visits.make"))
