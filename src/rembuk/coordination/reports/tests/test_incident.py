"""An incident: told at once to lurah, camat and wali kota, kept up to date, ended, looked back at."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries as meeting_queries
from rembuk.coordination.reports import actions, queries, rules, seams, sharing
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report, Situation, Wording
from rembuk.coordination.reports.tests.conftest import fresh, later
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.notices.models import Message
from rembuk.foundation.tallies import actions as tallies
from rembuk.foundation.tallies import queries as counted
from tests import builders
from tests.support import plans

Hear = Callable[..., Received]
FLOOD = "kejadian_banjir"
LINE = ("lurah", "camat", "wali_kota")


def tick() -> None:
    while actions.lapse(clock.now(), 10):
        pass


@pytest.fixture
def flood(heard: Hear, town: builders.City) -> Report:
    """A flood that the head of the RT reports."""
    got = heard(
        FLOOD, actor=town.actor("ketua_rt"), text="Air setinggi lutut di gang 3.",
        victims={"dead": 0, "injured": 1, "displaced": 12}, occurred_at=clock.now() - timedelta(minutes=20),
    )  # fmt: skip
    return fresh(got.report)


def test_it_begins_at_the_kelurahan_and_is_urgent(flood: Report, town: builders.City) -> None:
    assert (flood.origin, flood.handled_at, flood.climb_basis) == ("kelurahan", "kelurahan", "")
    assert flood.holder_id == town.position("lurah").pk
    assert flood.is_urgent
    assert flood.published_at is None
    assert flood.stage_due == flood.received_at + timedelta(minutes=15)
    first = Situation.objects.get(report=flood)
    assert (first.injured, first.displaced) == (1, 12)


@pytest.mark.parametrize("who", LINE)
def test_it_lies_on_every_desk_of_the_line_at_once(flood: Report, town: builders.City, who: str) -> None:
    task = next(task for task in seams.today(town.actor(who)) if flood.code in task.url)
    assert task.title.startswith("Kejadian: ")
    assert "pukul 09.15" in task.note
    assert [label for label, _ in task.buttons] == ["Terima", "Kabarkan perkembangan"]


def test_it_stands_before_everything_else(heard: Hear, town: builders.City) -> None:
    with clock.standing(clock.now() - timedelta(days=30)):
        late = heard("drainase", at=town.kelurahan, text="Sudah lama menunggu.").report
    flood = heard(FLOOD).report
    shown = [task.url for task in seams.today(town.actor("lurah"))]
    assert shown[:2] == [f"/laporan/{flood.code}/", f"/laporan/{late.code}/"]
    assert seams.today(town.actor("lurah"), 1).tasks[0].first


def test_the_line_next_door_has_nothing_of_it(flood: Report, town: builders.City) -> None:
    for who in ("lurah_next", "camat_next", "ketua_rt_next", "kepala_opd"):
        assert [task for task in seams.today(town.actor(who)) if flood.code in task.url] == [], who
    for who in ("lurah_next", "camat_next", "ketua_rt_next"):
        with pytest.raises(Refused) as refused:
            queries.report(town.actor(who), flood.code)
        assert refused.value.code == "not_found"


def test_nobody_in_the_line_is_left_to_sleep(flood: Report, town: builders.City) -> None:
    with clock.standing(clock.now() + timedelta(hours=15)):
        notices.bring_forward(1000)
    told = {row.position_id: row for row in Message.objects.filter(subject__startswith="KEJADIAN")}
    assert {town.position(who).pk for who in LINE} <= set(told)
    assert all(told[town.position(who).pk].urgent for who in LINE)
    assert not told[town.position("ketua_rw").pk].urgent


def test_what_a_stranger_sends_wakes_the_lurah_and_lies_in_the_inbox_of_the_others(
    heard: Hear, town: builders.City
) -> None:
    heard(FLOOD, actor=PUBLIC)
    notices.bring_forward(1000)
    told = {row.position_id: row.urgent for row in Message.objects.filter(subject__startswith="KEJADIAN")}
    assert [told[town.position(who).pk] for who in LINE] == [True, False, False]


def test_what_nobody_accepts_climbs_by_the_minute_to_the_mayor_and_stays_there(
    flood: Report, town: builders.City
) -> None:
    with later(minutes=14):
        tick()
    assert fresh(flood).handled_at == "kelurahan"
    with later(minutes=16):
        tick()
        assert fresh(flood).holder_id == town.position("camat").pk
        with later(minutes=16):
            tick()
    assert fresh(flood).holder_id == town.position("wali_kota").pk
    assert fresh(flood).climb_basis == "lapsed"
    with later(days=1):
        tick()
    assert fresh(flood).handled_at == "kota"


def test_once_somebody_has_it_in_hand_time_moves_it_no_more(flood: Report, town: builders.City) -> None:
    actions.acknowledge(actor=town.actor("camat"), report=flood)
    assert fresh(flood).status == "with_unit"
    with later(hours=5):
        tick()
    assert fresh(flood).handled_at == "kelurahan"


def test_updates_stand_in_order_and_each_awaits_the_next(flood: Report, town: builders.City) -> None:
    actions.acknowledge(actor=town.actor("lurah"), report=flood)
    for number, (who, line) in enumerate((("ketua_rt", "Air naik."), ("pamor", "Pompa datang."), ("lurah", "Surut."))):
        with later(minutes=10 * (number + 1)):
            actions.tell(actor=town.actor(who), report=fresh(flood), line=line, injured=1, displaced=12 + number)
    assert [row.line for row in queries.situations(flood)] == ["Surut.", "Pompa datang.", "Air naik.", ""]
    assert fresh(flood).stage_due == clock.now() + timedelta(minutes=90)


def test_an_update_says_something_and_counts_nobody_below_zero(flood: Report, town: builders.City) -> None:
    for words, code in (({"line": " "}, "empty"), ({"line": "Naik.", "dead": -1}, "negative")):
        with pytest.raises(Refused) as refused:
            actions.tell(actor=town.actor("ketua_rt"), report=flood, **words)
        assert refused.value.code == code
    assert Situation.objects.filter(report=flood).count() == 1


def test_more_victims_wake_the_line_and_the_same_number_does_not(flood: Report, town: builders.City) -> None:
    notices.bring_forward(1000)
    Message.objects.all().delete()
    actions.tell(actor=town.actor("ketua_rt"), report=flood, line="Sama.", injured=1, displaced=12)
    notices.bring_forward(1000)
    assert not any(Message.objects.values_list("urgent", flat=True))
    Message.objects.all().delete()
    actions.tell(actor=town.actor("ketua_rt"), report=flood, line="Bertambah.", injured=2, displaced=12)
    notices.bring_forward(1000)
    assert Message.objects.get(position_id=town.position("wali_kota").pk).urgent


def test_the_text_for_those_above_has_every_heading_from_what_was_told_last(flood: Report, town: builders.City) -> None:
    actions.tell(actor=town.actor("lurah"), report=flood, line="Air setinggi pinggang.", done="Warga dibawa ke balai.",
                 needs="Dua perahu karet.", injured=1, displaced=30)  # fmt: skip
    with later(minutes=5):
        actions.tell(actor=town.actor("lurah"), report=fresh(flood), line="Mulai surut.", displaced=30)
    text = sharing.upward_text(fresh(flood), queries.situations(flood))
    assert text.splitlines() == [
        "*MOHON IZIN MELAPORKAN*", "Kejadian: Banjir", "Waktu: Selasa, 20 Januari 2026, pukul 08.40 WIB",
        "Lokasi: RT 001 / RW 01, Kelurahan Melati Timur, Kecamatan Melati", "Uraian: Air setinggi lutut di gang 3",
        "Korban: 30 orang mengungsi", "Tindakan: Warga dibawa ke balai.", "Kebutuhan: Dua perahu karet.",
        "Situasi terakhir pukul 09.05 WIB: Mulai surut.",
        f"Nomor Rembuk: {flood.code}. Demikian dilaporkan, mohon arahan.",
    ]  # fmt: skip


def ended(flood: Report, town: builders.City) -> Report:
    actions.acknowledge(actor=town.actor("lurah"), report=flood)
    return actions.end(actor=town.actor("lurah"), report=flood, line="Sudah surut, warga pulang.", injured=1)


def test_the_lurah_ends_it_with_how_it_stood_last(flood: Report, town: builders.City) -> None:
    report = fresh(ended(flood, town))
    assert (report.status, report.stage_due) == ("ended", None)
    last = queries.situations(report)[0]
    assert (last.is_last, last.line) == (True, "Sudah surut, warga pulang.")


def test_the_kelurahans_next_meeting_looks_back_at_it_once(flood: Report, town: builders.City) -> None:
    lurah, body = town.actor("lurah"), town.institution("kelurahan")
    ended(flood, town)
    key = f"reports:{flood.pk}"
    assert key in {one.key for one in seams.agenda.proposals(lurah, body.pk)}
    assert key not in {one.key for one in seams.agenda.proposals(town.actor("ketua_rt"), town.institution("rt").pk)}
    meeting = meetings.convene(actor=lurah, institution=body, title="Rapat", starts_at=clock.now(), place="Aula",
                               keys=[key])  # fmt: skip
    assert key not in {one.key for one in seams.agenda.proposals(lurah, body.pk)}
    meetings.start(actor=lurah, meeting=meeting)
    for row in meeting_queries.attendances(meeting):
        meetings.mark_present(actor=lurah, meeting=meeting, attendance=row)
    item = meeting_queries.items(meeting)[0]
    meetings.decide(actor=lurah, item=item, outcome="agreed", decision="Pompa ditambah sebelum musim hujan.")
    assert fresh(flood).status == "ended"
    assert Event.objects.filter(subject_id=flood.pk, verb="reports.reviewed").count() == 1
    assert key not in {one.key for one in seams.agenda.proposals(lurah, body.pk)}


def test_ended_by_mistake_it_goes_on_and_its_next_line_is_awaited_again(flood: Report, town: builders.City) -> None:
    row = fresh(ended(flood, town))
    with pytest.raises(Refused) as refused:
        actions.go_on(actor=town.actor("camat"), report=row, reason=" ")
    assert refused.value.code == "no_reason"
    with later(minutes=90):
        actions.go_on(actor=town.actor("camat"), report=fresh(flood), reason="Air naik lagi di gang 3.")
        again = fresh(flood)
        assert (again.status, again.closed_at) == ("with_unit", None)
        assert again.stage_due == clock.now() + timedelta(minutes=60)
        assert again.total_due == row.total_due, "the whole clock runs on"
        task = next(task for task in seams.today(town.actor("wali_kota")) if flood.code in task.url)
        assert "Kabarkan perkembangan" in [label for label, _ in task.buttons]
        while notices.bring_forward(1000):
            pass
    told = Message.objects.filter(subject__startswith="KEJADIAN dibuka lagi")
    assert {town.position(name).pk for name in LINE} <= set(told.values_list("position_id", flat=True))
    while tallies.bring_forward(1000):
        pass
    assert counted.by_state("reports.incidents", town.kota.path) == {"with_unit": 1}


def test_what_was_said_not_to_be_so_goes_on_too_and_nobody_else_may(flood: Report, town: builders.City) -> None:
    actions.acknowledge(actor=town.actor("lurah"), report=flood)
    actions.disprove(actor=town.actor("lurah"), report=fresh(flood), text="Tidak ada air.")
    for who in ("ketua_rt", "camat_next", "lurah_next"):
        with pytest.raises(Refused):
            actions.go_on(actor=town.actor(who), report=fresh(flood), reason="Ada.")
    actions.go_on(actor=town.actor("lurah"), report=fresh(flood), reason="Salah gang.")
    assert fresh(flood).status == "with_unit"
    with pytest.raises(Refused):
        actions.go_on(actor=town.actor("lurah"), report=fresh(flood), reason="Lagi.")


def test_ended_a_second_time_it_is_looked_back_at_again(flood: Report, town: builders.City) -> None:
    lurah, kelurahan = town.actor("lurah"), town.institution("kelurahan")
    ended(flood, town)
    meeting = meetings.convene(actor=lurah, institution=kelurahan, title="Tinjau", place="Aula",
                               starts_at=clock.now() + timedelta(hours=1), keys=[f"reports:{flood.pk}"])  # fmt: skip
    assert queries.to_review(kelurahan.pk) == []
    meetings.start(actor=lurah, meeting=meeting)
    for row in meeting_queries.attendances(meeting):
        meetings.mark_present(actor=lurah, meeting=meeting, attendance=row)
    meetings.decide(
        actor=lurah, item=meeting_queries.items(meeting)[0], outcome="agreed", decision="Tanggul ditinggikan."
    )
    with later(hours=2):
        actions.go_on(actor=lurah, report=fresh(flood), reason="Air naik lagi.")
        actions.end(actor=lurah, report=fresh(flood), line="Sudah surut lagi.")
        assert [row.pk for row in queries.to_review(kelurahan.pk)] == [flood.pk]


def test_what_is_to_be_looked_back_at_is_found_among_the_incidents_alone(town: builders.City) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the index is one on both; which one is chosen depends on how many rows there are")
    (plan,) = plans.sqlite_plans(lambda: queries.to_review(town.institution("kelurahan").pk), "reports_report")
    assert "reports_swift_" in plan
    assert queries.to_review(town.institution("rw").pk) == []


def test_the_public_knows_kind_place_and_since_when_and_nothing_else(flood: Report, town: builders.City) -> None:
    assert queries.public_incidents() == []
    actions.acknowledge(actor=town.actor("lurah"), report=flood)
    assert queries.public_incidents() == [("Banjir", "Melati Timur", flood.received_at)]
    assert queries.public_report(flood.code) is None
    assert not queries.public_reports().exists()
    actions.end(actor=town.actor("lurah"), report=flood, line="Surut.")
    assert queries.public_incidents() == []


def test_its_lines_are_no_words_for_the_reporters_page(heard: Hear, town: builders.City) -> None:
    got = heard(FLOOD)
    actions.acknowledge(actor=town.actor("lurah"), report=got.report)
    actions.tell(actor=town.actor("lurah"), report=got.report, line="Bu Tuti patah kaki.", injured=1)
    actions.end(actor=town.actor("lurah"), report=got.report, line="Pak Adi pulang.")
    shown = " ".join(f"{line.title} {line.note}" for line in queries.reporter_trail(fresh(got.report)))
    assert "Tuti" not in shown
    assert "Adi" not in shown
    assert "Kejadian berakhir" in shown


def test_two_who_tell_of_the_same_are_put_together(heard: Hear, flood: Report, town: builders.City) -> None:
    other = heard(FLOOD).report
    actions.merge(actor=town.actor("lurah"), report=other, into=flood)
    assert fresh(other).status == "merged"
    assert fresh(flood).supporters == 2


def test_what_is_not_so_is_said_to_be_not_so(flood: Report, town: builders.City) -> None:
    actions.disprove(actor=town.actor("lurah"), report=flood, text="Hanya genangan sisa cuci motor.")
    assert fresh(flood).status == "not_true"


def test_erased_by_law_its_lines_are_gone_too(flood: Report, town: builders.City) -> None:
    actions.tell(actor=town.actor("lurah"), report=flood, line="Bu Tuti patah kaki.")
    actions.take_down(actor=town.actor("lurah"), report=flood, reason="Hukum.", erase=True)
    assert set(Situation.objects.values_list("line", flat=True)) == {""}
    assert Wording.objects.get(report=flood).text == ""


def test_it_is_in_no_figure_of_reports(flood: Report, town: builders.City) -> None:
    ended(flood, town)
    tallies.bring_forward(1000)
    assert sum(counted.by_state("reports", "").values()) == 0
    assert counted.by_state("reports.incidents", "") == {"ended": 1}


def test_work_made_of_it_does_not_end_the_wait_for_the_next_line(flood: Report, town: builders.City) -> None:
    actions.acknowledge(actor=town.actor("lurah"), report=flood)
    due = fresh(flood).stage_due
    work = Work("Pasang pompa", lead=town.institution("opd"), due=clock.today() + timedelta(days=5))
    actions.follow_up(actor=town.actor("camat"), report=fresh(flood), text="Pompa dipasang.", work=work)
    assert [row.title for row in queries.follow_ups(town.actor("lurah"), flood)] == ["Pasang pompa"]
    assert (fresh(flood).status, fresh(flood).stage_due) == ("with_unit", due)


def test_nobody_deliberates_it(flood: Report) -> None:
    assert not {"deliberate", "settle", "confirm", "reopen"} & rules.TRACK[flood.track].steps
