"""The lead accepts or answers, tells in one line, waits honestly, and is done only with parts and evidence."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rembuk.coordination.decisions import actions, queries
from rembuk.coordination.decisions.actions import Support
from rembuk.coordination.decisions.models import Extension, News, Part
from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.audit.models import Event
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.kernel import clock
from tests import builders


def test_it_is_accepted_and_then_owes_news(town: builders.City) -> None:
    row = scene.made(town)
    actions.accept(actor=town.actor("petugas_opd"), follow_up=row)
    row = scene.fresh(row)
    assert (row.status, row.news_due, row.climb_due) == ("working", row.stage_due, row.total_due)
    assert row.stage_rule is not None
    assert row.stage_rule.key == "decisions.stage.news"


def test_who_answers_waits_for_whoever_decided(town: builders.City) -> None:
    row, lead, lurah = scene.made(town), town.actor("kepala_opd"), town.actor("lurah")
    actions.answer(actor=lead, follow_up=row, text="Saluran itu milik pengembang.")
    assert scene.refused(actions.accept, actor=lead, follow_up=scene.fresh(row)) == "wrong_step"
    actions.insist(actor=lurah, follow_up=scene.fresh(row), reason="Sudah diserahkan tahun lalu.")
    assert scene.fresh(row).status == "asked"


def test_news_is_one_line_with_percent_cause_and_the_next_day(town: builders.City) -> None:
    row, lead = scene.accepted(town), town.actor("petugas_opd")
    soon = clock.today() + timedelta(days=3)
    told = actions.tell(
        actor=lead, follow_up=row, text="Alat berat\nkembali Senin", percent=60, cause="cuaca", next_on=soon
    )
    row = scene.fresh(row)
    assert (told.text, told.next_on) == ("Alat berat kembali Senin", soon)
    assert (row.percent, row.cause, clock.local(row.news_due).date()) == (60, "cuaca", soon)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": " "}, "empty"), ({"text": "x" * 161}, "too_long"), ({"percent": 101}, "percent"),
        ({"cause": "malas"}, "no_cause"), ({"days": -1}, "next_past"), ({"days": 8}, "next_too_far"),
    ],
)  # fmt: skip
def test_news_that_says_nothing_is_refused(town: builders.City, given: dict[str, Any], said: str) -> None:
    row = scene.accepted(town)
    days = given.pop("days", 1)
    given = {"text": "Jalan.", "percent": 5, "next_on": clock.today() + timedelta(days=days)} | given
    assert scene.refused(actions.tell, actor=town.actor("petugas_opd"), follow_up=row, **given) == said
    assert News.objects.count() == 0


def test_the_database_keeps_news_to_one_line(town: builders.City) -> None:
    row, lead = scene.accepted(town), town.actor("petugas_opd")
    told = actions.tell(actor=lead, follow_up=row, text="Jalan.", percent=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        News.objects.filter(pk=told.pk).update(text="dua\nbaris")


def test_a_helpers_news_leaves_the_figure_and_the_leads_debt(town: builders.City) -> None:
    row = scene.made(town)
    actions.accept(actor=town.actor("petugas_opd"), follow_up=row)
    owed = scene.fresh(row).news_due
    with scene.later(days=1):
        actions.tell(actor=town.actor("lpm"), follow_up=scene.fresh(row), text="Warga siap Minggu.", percent=90)
    assert (scene.fresh(row).percent, scene.fresh(row).news_due) == (0, owed)


def test_more_time_needs_a_reason_and_somebody_elses_yes(town: builders.City) -> None:
    row, lead = scene.accepted(town), town.actor("petugas_opd")
    until, before = clock.today() + timedelta(days=30), row.total_due
    ask = {"actor": lead, "until": until}
    assert scene.refused(actions.extend_ask, **ask, follow_up=row, reason=" ") == "no_reason"
    actions.extend_ask(**ask, follow_up=row, reason="Menunggu alat.")  # type: ignore[arg-type]
    row = scene.fresh(row)
    assert row.total_due == before
    assert scene.refused(actions.extend_ask, **ask, follow_up=row, reason="Lagi.") == "wrong_step"
    assert scene.refused(actions.extend_allow, actor=lead, follow_up=row) == "not_allowed"
    actions.extend_allow(actor=town.actor("lurah"), follow_up=row)
    row = scene.fresh(row)
    assert clock.local(row.total_due).date() == until
    assert row.climb_due == row.total_due


def test_who_asked_for_time_does_not_give_it_to_themselves(town: builders.City) -> None:
    row = scene.made(town, lead=town.institution("kelurahan"), supports=())
    actions.accept(actor=town.actor("kasi"), follow_up=row)
    actions.extend_ask(
        actor=town.actor("kasi"), follow_up=scene.fresh(row), until=clock.today() + timedelta(days=30), reason="Hujan."
    )
    row = scene.fresh(row)
    assert scene.refused(actions.extend_allow, actor=town.actor("kasi"), follow_up=row) == "own_request"
    actions.extend_deny(actor=town.actor("lurah"), follow_up=row, note="Cukup dua minggu.")
    assert Extension.objects.get().answer == "denied"
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.update(answered_by=town.user("kasi"))


def test_waiting_for_budget_says_year_and_source_and_is_never_late(town: builders.City) -> None:
    row, lead = scene.accepted(town), town.actor("kepala_opd")
    assert scene.refused(actions.await_budget, actor=lead, follow_up=row, year=2027, source="") == "no_source"
    assert scene.refused(actions.await_budget, actor=lead, follow_up=row, year=2025, source="APBD") == "no_year"
    actions.await_budget(actor=lead, follow_up=row, year=2027, source="APBD")
    row = scene.fresh(row)
    assert (row.status, row.stage_due, row.climb_due, row.news_due) == ("waiting_budget", None, None, None)
    actions.resume(actor=lead, follow_up=row)
    assert scene.fresh(row).climb_due == row.total_due


def test_what_is_not_the_citys_says_whose_it_is(town: builders.City) -> None:
    row, lead = scene.accepted(town), town.actor("kepala_opd")
    assert scene.refused(actions.hand_over, actor=lead, follow_up=row, to="", note="Jalan provinsi.") == "no_owner"
    actions.hand_over(actor=lead, follow_up=row, to="Dinas PU Provinsi", note="Jalan provinsi.")
    row = scene.fresh(row)
    assert (row.status, row.handed_to) == ("not_our_authority", "Dinas PU Provinsi")
    actions.write(actor=lead, follow_up=row, kind="answer", who="Dinas PU Provinsi", text="Dijadwalkan Maret.")


def test_gotong_royong_is_counted_in_people_and_hours(town: builders.City) -> None:
    row, lpm = scene.made(town), town.actor("lpm")
    actions.take_part(actor=lpm, follow_up=row)
    done = {"actor": lpm, "note": "Tepi saluran bersih."}
    assert scene.refused(actions.finish_part, follow_up=scene.fresh(row), **done) == "count"
    actions.finish_part(follow_up=scene.fresh(row), **done, people=34, hours=3, materials="cangkul, karung")  # type: ignore[arg-type]
    part = Part.objects.get()
    assert (part.status, part.people, part.hours, part.materials) == ("finished", 34, 3, "cangkul, karung")
    with pytest.raises(IntegrityError), transaction.atomic():
        Part.objects.update(people=None)


def test_it_is_not_done_before_every_part_is_or_was_excused(town: builders.City) -> None:
    row, lead = scene.made(town), town.actor("petugas_opd")
    actions.accept(actor=lead, follow_up=row)
    done = {"actor": lead, "text": "Sudah.", "photos": [scene.photo()]}
    assert scene.refused(actions.finish, follow_up=scene.fresh(row), **done) == "open_parts"
    actions.excuse_part(
        actor=town.actor("lurah"), follow_up=scene.fresh(row), part=Part.objects.get(), reason="Hujan terus."
    )
    actions.finish(follow_up=scene.fresh(row), **done)  # type: ignore[arg-type]
    assert scene.fresh(row).status == "done"


def test_a_partners_part_is_written_down_by_the_lead(town: builders.City) -> None:
    row = scene.made(town, supports=[Support("Geser tiang", partner="pln", partner_name="PLN UP3")])
    actions.finish_part(actor=town.actor("petugas_opd"), follow_up=row, note="Tiang digeser.")
    assert Part.objects.get().status == "finished"


def test_it_is_not_done_without_evidence_of_this_round(town: builders.City) -> None:
    row, lead = scene.accepted(town), town.actor("petugas_opd")
    assert scene.refused(actions.finish, actor=lead, follow_up=row, text="Sudah.") == "no_evidence"
    actions.show(actor=lead, follow_up=row, photos=[scene.photo()])
    actions.finish(actor=lead, follow_up=scene.fresh(row), text="Sudah.")
    actions.send_back(actor=town.actor("ketua_rw"), follow_up=scene.fresh(row), remark="Masih tersumbat.")
    assert scene.refused(actions.finish, actor=lead, follow_up=scene.fresh(row), text="Sudah.") == "no_evidence"


def test_evidence_without_place_says_so_and_keeps_its_fingerprint(town: builders.City) -> None:
    row, lead = scene.accepted(town), town.actor("petugas_opd")
    bare, placed = [
        actions.show(actor=lead, follow_up=scene.fresh(row), photos=[scene.photo(seed)], lat=lat, lng=lng)[0]
        for seed, lat, lng in ((1, None, None), (2, -6.2, 107.0))
    ]
    assert (bare.has_place, placed.has_place) == (False, True)
    assert bare.sha256 != placed.sha256
    assert bare.sha256 == bare.file.sha256


def test_the_same_photo_again_is_told_and_not_refused(town: builders.City) -> None:
    lead = town.actor("petugas_opd")
    first, second = scene.finished(town), scene.accepted(town)
    with scene.later(hours=1):
        actions.show(actor=lead, follow_up=second, photos=[scene.photo()])
    assert queries.same_photos(scene.fresh(second)) == {queries.evidence(first)[0].sha256}
    assert queries.same_photos(first) == set()


def test_every_deed_is_audited_and_the_chain_holds(town: builders.City) -> None:
    row = scene.finished(town)
    actions.inspect(actor=town.actor("ketua_rw"), follow_up=row)
    told = Event.objects.filter(subject_id=row.pk).order_by("seq").values_list("verb", flat=True)
    assert list(told) == ["decisions.made", "decisions.accepted", "decisions.finished", "decisions.inspected"]
    assert verify(lambda done, total: None).ok
