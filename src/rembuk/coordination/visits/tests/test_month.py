"""The month of a civil servant: also the follow-ups that they carried and the visits that they noted, in their seat."""

import io
from datetime import timedelta

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.meetings import queries as meetings
from rembuk.coordination.meetings.bundle import activities
from rembuk.coordination.visits import actions
from rembuk.coordination.visits.tests import field
from rembuk.foundation.kernel import clock
from tests import builders


def month(town: builders.City, who: str) -> list[tuple[str, str, str]]:
    """What, as what, and its proof, in the present month."""
    found = meetings.month_of(town.position(who), town.actor(who).name, clock.now())
    return [(deed.title, deed.part, deed.proof) for deed in found.deeds]


def test_each_follow_up_is_one_line_of_all_that_one_did_for_it(town: builders.City) -> None:
    work, officer = scene.accepted(town), town.actor("petugas_opd")
    for text in ("Diukur.", "Setengah jalan."):
        decisions.tell(actor=officer, follow_up=scene.fresh(work), text=text, percent=40)
    decisions.finish(actor=town.actor("kepala_opd"), follow_up=scene.fresh(work), text="Sudah.", photos=[scene.photo()])
    title, proof = "Keruk saluran 120 m", f"Tindak lanjut {work.code}"
    assert month(town, "petugas_opd") == [(f"Menerima; memberi kabar 2 kali: {title}", "Pemimpin pekerjaan", proof)]
    assert month(town, "kepala_opd") == [(f"Menyatakan selesai: {title}", "Pemimpin pekerjaan", proof)]
    assert month(town, "kepala_opd_next") == month(town, "lurah") == []


def test_who_helps_says_so(town: builders.City) -> None:
    work = scene.made(town)
    decisions.accept(actor=town.actor("petugas_opd"), follow_up=work)
    (part,) = scene.fresh(work).parts.all()
    decisions.take_part(actor=town.actor("lpm"), follow_up=scene.fresh(work), part=part)
    assert [row[1] for row in month(town, "lpm")] == ["Pendukung"]


def test_a_visit_stands_beside_it_and_another_month_does_not(town: builders.City) -> None:
    visit = field.noted(town, seen="=HYPERLINK(1)")
    with clock.standing(clock.now() + timedelta(days=35)):
        later = field.noted(town, seen="Sudah kering.")
        assert [row[2] for row in month(town, "lurah")] == [f"Kunjungan {later.code}"]
    assert [row[2] for row in month(town, "lurah")] == [f"Kunjungan {visit.code}"]
    assert not month(town, "kasi")
    actions.cancel(actor=town.actor("lurah"), visit=visit, reason="Salah catat.")
    assert not month(town, "lurah")


def test_the_sheet_has_them_by_day(town: builders.City) -> None:
    from python_calamine import CalamineWorkbook

    visit, name = field.noted(town, seen="=HYPERLINK(1)"), town.actor("lurah").name
    found = meetings.month_of(town.position("lurah"), name, clock.now())
    book = CalamineWorkbook.from_filelike(io.BytesIO(activities.written(name, "Lurah", clock.now(), found)))
    (row,) = book.get_sheet_by_index(0).to_python()[5:]
    assert row[:2] == ["1", f"{clock.today():%Y-%m-%d}"]
    assert row[3:5] == ["Kunjungan lapangan: =HYPERLINK(1)", "Petugas lapangan"]
    assert row[7] == f"Kunjungan {visit.code}"
