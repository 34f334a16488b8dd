"""What anyone may read of the work that a public report led to."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions.actions import Support, Work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.reports import actions, queries
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.kernel import chance, clock
from tests import builders

At = Callable[..., Received]


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No follow-up is drawn for the sample."""
    monkeypatch.setattr(chance, "digits", lambda count: "9" * count)


def public(report: Report) -> Report:
    """The report as everyone sees it."""
    found = queries.public_report(report.code)
    assert found is not None
    return found


def asked(town: builders.City, report: Report, **more: Any) -> FollowUp:
    """Work of the RT on it."""
    given: dict[str, Any] = {"title": "Keruk saluran", "lead": town.institution("rt"),
                             "due": clock.today() + timedelta(days=7)}  # fmt: skip
    row = actions.follow_up(actor=town.actor("ketua_rt"), report=fresh(report), text="Kita keruk.",
                            work=Work(**(given | more)))  # fmt: skip
    return scene.fresh(row)


def finished(town: builders.City, row: FollowUp) -> FollowUp:
    """Accepted, told of and said to be done by the RT."""
    head = town.actor("ketua_rt")
    decisions.accept(actor=head, follow_up=row)
    decisions.tell(actor=head, follow_up=scene.fresh(row), text="Sudah setengah, hubungi 0812-3456-7890.", percent=50)
    decisions.finish(actor=head, follow_up=scene.fresh(row), text="Sudah bersih.", photos=[scene.photo()])
    return scene.fresh(row)


def said(report: Report) -> list[tuple[str, str]]:
    return [(line.title, line.note) for line in queries.public_work(public(report)).lines]


def test_it_tells_who_leads_how_far_and_with_which_result(at_work: At, town: builders.City) -> None:
    report = at_work().report
    one, _two = asked(town, report), asked(town, report, title="Pasang kisi")
    assert queries.public_work(public(report)).said == "0 dari 2 pekerjaan selesai dan dicek"
    decisions.inspect(actor=town.actor("ketua_rw"), follow_up=finished(town, one), remark="Air lancar.")
    lines = dict(said(report))
    assert "dipimpin RT 001" in lines["Keruk saluran: Tindak lanjut dibuat"]
    assert lines["Keruk saluran: Ada kabar"].startswith("50% · Sudah setengah, hubungi [nomor telepon]. · Ketua RT")
    assert "Air lancar. · Ketua RW" in lines["Keruk saluran: Dicek di lapangan: sesuai"]
    assert {"Keruk saluran: Diterima", "Keruk saluran: Dinyatakan selesai"} <= set(lines)
    assert queries.public_work(public(report)).said == "1 dari 2 pekerjaan selesai dan dicek"


def test_it_names_no_person_and_masks_titles(at_work: At, town: builders.City) -> None:
    report = at_work().report
    finished(town, asked(town, report, title="Keruk saluran depan rumah Pak Karto"))
    told = str(said(report))
    assert "Karto" not in told
    assert not [name for name in builders.CAST.values() if name.person in told]


def test_who_supports_is_told(at_work: At, town: builders.City) -> None:
    report = at_work().report
    for who in ("ketua_rt", "ketua_rw"):
        actions.climb(actor=town.actor(who), report=fresh(report), basis="urgent", note="Mendesak.")
    work = Work("Keruk", lead=town.institution("opd"), due=clock.today() + timedelta(days=7),
                supports=[Support("Kerja bakti", town.institution("lpm"))])  # fmt: skip
    actions.follow_up(actor=town.actor("lurah"), report=fresh(report), text="Dikerjakan.", work=work)
    opd, lpm = town.institution("opd"), town.institution("lpm")
    assert f"dipimpin {opd} · didukung {lpm}" in dict(said(report))["Keruk: Tindak lanjut dibuat"]


def test_what_is_private_is_not_told(at_work: At, town: builders.City) -> None:
    report = at_work().report
    row = asked(town, report)
    FollowUp.objects.filter(pk=row.pk).update(is_private=True)
    work = queries.public_work(public(report))
    assert (work.lines, work.said) == ([], "")


def test_what_is_late_is_told_without_colour_and_reminders_are_not(at_work: At, town: builders.City) -> None:
    report = at_work().report
    row = asked(town, report)
    decisions.accept(actor=town.actor("ketua_rt"), follow_up=row)
    with later(days=20):
        decisions.warn(clock.now(), 100)
        decisions.climb(clock.now(), 100)
        lines = queries.public_work(public(report)).lines
    climbed = next(line for line in lines if "diteruskan" in line.title)
    assert (climbed.title, climbed.tone) == ("Keruk saluran: Lewat dari hari yang dijanjikan, diteruskan", "")
    assert not [line for line in lines if "Diingatkan" in line.title]


def test_why_it_was_revoked_stays_with_those_who_take_part(at_work: At, town: builders.City) -> None:
    report = at_work().report
    row = asked(town, report)
    decisions.revoke(actor=town.actor("ketua_rt"), follow_up=row, reason="Pemilik tanah belum setuju.")
    assert "Pemilik" not in str(said(report))
    assert queries.public_work(public(report)).said == ""


def test_a_report_without_decisions_asks_nothing_more(
    at_work: At, django_assert_num_queries: Callable[[int], Any]
) -> None:
    found = public(at_work().report)
    with django_assert_num_queries(0):
        assert queries.public_work(found).lines == []
