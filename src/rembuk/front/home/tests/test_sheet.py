"""The weekly sheet of an RW: what it shows, that it fits a page, and what is typed of it in its head's name."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports.models import Report
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.audit.queries import since
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.kernel.errors import Refused
from rembuk.front.home import actions, paper, queries
from rembuk.front.home.deeds import Written
from rembuk.front.home.models import Sheet, SheetLine
from rembuk.front.home.notices import notices
from tests import builders

TODAY = date(2026, 1, 20)


pytestmark = pytest.mark.usefixtures("morning")


def heard(town: builders.City, text: str = "Got mampet.", **more: Any) -> Report:
    """A report of the RT that climbed to the RW."""
    report = reports.receive(actor=PUBLIC, category="drainase", text=text, territory=town.rt, **more).report
    reports.acknowledge(actor=town.actor("ketua_rt"), report=report)
    reports.climb(actor=town.actor("ketua_rt"), report=report, basis="urgent", note="Air masuk rumah.")
    return Report.objects.get(pk=report.pk)


def sheet(town: builders.City, who: str = "lurah", body: str = "rw") -> Sheet:
    return actions.make_sheet(actor=town.actor(who), institution=town.institution(body))


def line_of(found: Sheet, row: Report | FollowUp) -> SheetLine:
    return SheetLine.objects.select_related("sheet__institution__territory", "sheet__institution__kind").get(
        sheet=found, code=row.code
    )


def typed(town: builders.City, line: SheetLine, deed: str, who: str = "pamor", **more: Any) -> SheetLine:
    on = more.pop("on", TODAY)
    return actions.type_line(actor=town.actor(who), line=line, deed=deed, on=on, said=Written(**more))


def refused(town: builders.City, line: SheetLine, deed: str, who: str = "pamor", **more: Any) -> str:
    with pytest.raises(Refused) as said:
        typed(town, line, deed, who, **more)
    return said.value.code


def test_it_has_what_waits_for_the_rw_with_its_boxes_the_most_urgent_first(town: builders.City) -> None:
    later = heard(town)
    inspect = scene.finished(town)
    with clock.standing(clock.now() - timedelta(hours=30)):
        first = heard(town, "Tanggul retak.")
    found = sheet(town)
    lines = queries.lines(found)
    assert [line.code for line in lines] == [inspect.code, first.code, later.code]
    boxes = {line.code: line.deeds for line in lines}
    assert boxes[first.code] == ["deliberate", "settle", "climb"]
    assert boxes[inspect.code] == ["inspect", "send_back"]
    assert found.more == 0


def test_it_is_one_page_a_week_and_the_same_when_printed_again(town: builders.City) -> None:
    heard(town)
    one = sheet(town)
    heard(town, "Baru datang.")
    with clock.standing(clock.now() + timedelta(days=3)):
        again = sheet(town, "pamor")
    assert again == one
    assert Sheet.objects.count() == 1
    assert drawn(again) == drawn(one)
    with clock.standing(clock.now() + timedelta(days=7)):
        assert sheet(town) != one


def drawn(*found: Sheet) -> bytes:
    return paper.pdf([(row, queries.lines(row)) for row in found])


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", content))


def test_it_fits_a_page_whatever_waits_and_says_how_much_more_there_is(town: builders.City) -> None:
    for number in range(15):
        heard(town, f"{number} " + "Saluran air tersumbat panjang sekali " * 6)
    found = sheet(town)
    lines = queries.lines(found)
    assert (len(lines), found.more) == (12, 3)
    content = drawn(found)
    assert pages(content) == 1
    assert b"pdfuaid" in content
    assert pages(drawn(found, sheet(town, "lurah", "rw_next"))) == 2


def test_all_of_a_kelurahan_in_one_go_and_nobody_elses(town: builders.City) -> None:
    heard(town)
    made = actions.make_sheets(actor=town.actor("lurah"))
    assert {row.institution for row in made} == {town.institution("rw"), town.institution("rw_next")}
    assert [row.institution for row in actions.make_sheets(actor=town.actor("pamor"))] == [town.institution("rw")]
    for who in ("lurah_next", "ketua_rt", "kepala_opd", "camat"):
        with pytest.raises(Refused) as said:
            sheet(town, who)
        assert said.value.code == "not_allowed"


def test_what_is_closed_stands_there_by_its_code_and_is_not_typed(town: builders.City) -> None:
    secret = reports.receive(
        actor=PUBLIC, category="pungutan", text="Iuran tanpa kuitansi.", territory=town.rt, passes_by=["ketua_rt"]
    ).report  # fmt: skip
    found = sheet(town)
    line = line_of(found, secret)
    assert (line.title, line.deeds) == (f"Laporan tertutup {secret.code}", [])
    assert refused(town, line, "acknowledge") == "no_deed"
    page = builders.sign_in(Client(), "pamor").get(f"/hari-ini/lembar/{found.number}/").content.decode()
    assert "Iuran tanpa kuitansi" not in page


def test_a_tick_becomes_the_deed_and_the_journal_says_who_typed_for_whom(town: builders.City) -> None:
    report = heard(town)
    found = sheet(town)
    line = typed(
        town, line_of(found, report), "settle", words="Kerja bakti Minggu.", names=("Bu Ani", "Pak Rudi"),
        on=TODAY,
    )  # fmt: skip
    assert Report.objects.get(pk=report.pk).status == "settled"
    event = list(audit.events(Report.subject_kind, report.pk))[-1]
    assert '"who":"Gatot Subagyo"' in event.body
    assert '"on_behalf":"Zainal Arifin"' in event.body
    assert line.deed == "settle"
    told = [notice for one in since(0, 0, 1000) for notice in notices(one) if "atas nama Anda" in notice.subject]
    assert [notice.position_id for notice in told] == [town.position("ketua_rw").pk]
    assert verify(lambda done, total: None).ok


def test_typing_twice_adds_nothing(town: builders.City) -> None:
    row = working(town)
    found = sheet(town)
    line = line_of(found, row)
    typed(town, line, "tell", words="Sudah separuh.", percent=50)
    assert refused(town, line_of(found, row), "tell", "sekretaris_rw", words="Sudah separuh.", percent=50) == "typed"
    assert [one.text for one in FollowUp.objects.get(pk=row.pk).news.all()] == ["Sudah separuh."]


def working(town: builders.City) -> FollowUp:
    """A follow-up that the RW leads."""
    row = scene.made(town, lead=town.institution("rw"), supports=(), inspectors=())
    decisions.accept(actor=town.actor("ketua_rw"), follow_up=row)
    return scene.fresh(row)


def test_the_day_on_which_it_was_written_stands_with_the_words(town: builders.City) -> None:
    row = working(town)
    found = sheet(town)
    with clock.standing(clock.now() + timedelta(days=3)):
        line = line_of(found, row)
        assert refused(town, line, "tell", words="Jalan.", on=TODAY + timedelta(days=4)) == "no_day"
        assert refused(town, line, "tell", words="Jalan.", on=TODAY - timedelta(days=9)) == "no_day"
        typed(town, line, "tell", words="Jalan.", on=TODAY + timedelta(days=1))
    assert FollowUp.objects.get(pk=row.pk).news.get().text == "Jalan. (ditulis 21 Jan 2026)"


def test_what_changed_since_printing_is_said_and_what_was_written_can_be_kept(town: builders.City) -> None:
    row = working(town)
    found = sheet(town)
    with clock.standing(clock.now() + timedelta(hours=2)):
        decisions.revoke(actor=town.actor("lurah"), follow_up=scene.fresh(row), reason="Batal.")
    line = line_of(found, row)
    voice = queries.typist(town.actor("pamor"), found)
    thing = queries.thing(line.key)
    assert thing is not None
    assert queries.changes_since(voice, found, line, thing) == ["Dicabut"]
    assert refused(town, line, "tell", words="Sudah mulai.") == "wrong_step"
    assert SheetLine.objects.get(pk=line.pk).typed_at is None
    typed(town, line, "note", words="Sudah mulai.")
    event = list(audit.events(Sheet.subject_kind, found.pk))[-1]
    assert event.verb == "home.line_typed"


@pytest.mark.parametrize("who", ["lurah", "camat", "pamor_next", "ketua_rt", "lurah_next"])
def test_only_the_rw_own_people_type(town: builders.City, who: str) -> None:
    row = working(town)
    assert refused(town, line_of(sheet(town), row), "tell", who, words="Palsu.") == "not_allowed"


def test_the_page_saves_what_fits_and_keeps_what_does_not(town: builders.City) -> None:
    row, report = working(town), heard(town)
    found = sheet(town)
    orders = {line.code: line.order for line in queries.lines(found)}
    news, talk = f"b{orders[row.code]}", f"b{orders[report.code]}"
    told = {
        f"{news}-deed": "tell", f"{news}-on": "2026-01-20", f"{news}-words": "Separuh.", f"{news}-percent": "50",
        f"{talk}-deed": "settle", f"{talk}-on": "2026-01-20", f"{talk}-words": "Kerja bakti.", f"{talk}-names": "Ani",
    }  # fmt: skip
    browser, url = builders.sign_in(Client(), "pamor"), f"/hari-ini/lembar/{found.number}/"
    answer = browser.post(url, told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 baris tersimpan" in page
    assert "Kerja bakti." in page
    assert browser.post(url, told | {f"{talk}-names": "Ani, Budi"}).status_code == 302
    assert Report.objects.get(pk=report.pk).status == "settled"
    assert browser.post(url, told).status_code == 302
    assert FollowUp.objects.get(pk=row.pk).news.count() == 1
    assert "sudah diketik" in browser.get(url).content.decode()


def test_the_kelurahan_prints_and_reads_but_outsiders_find_nothing(town: builders.City) -> None:
    heard(town)
    lurah = builders.sign_in(Client(), "lurah")
    assert lurah.post("/hari-ini/lembar/").status_code == 302
    number = Sheet.objects.get(institution=town.institution("rw")).number
    assert number in lurah.get("/hari-ini/lembar/").content.decode()
    assert lurah.get("/hari-ini/lembar/minggu-ini.pdf").content.startswith(b"%PDF")
    assert lurah.get(f"/hari-ini/lembar/buka/?nomor={number.lower()}").headers["Location"].endswith(f"/{number}/")
    outsider = builders.sign_in(Client(), "pamor_next")
    for url in (f"/hari-ini/lembar/{number}/", f"/hari-ini/lembar/{number}/cetak.pdf"):
        assert outsider.get(url).status_code == 404
        assert lurah.get(url).status_code == 200
