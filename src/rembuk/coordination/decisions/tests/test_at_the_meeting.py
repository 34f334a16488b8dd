"""Follow-ups written by the minute-taker with the decision: all in one transaction, nothing typed is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions import queries
from rembuk.coordination.decisions.models import Decision, FollowUp
from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.meetings import queries as meeting_queries
from rembuk.coordination.meetings.models import AgendaItem, Meeting
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from tests import builders

NOON = datetime(2026, 1, 28, 5, 0, tzinfo=UTC)
DECIDED = {"discussion": "Alot", "decision": "Saluran dikeruk", "outcome": "agreed", "version": 1, "hasil": "ya"}


@pytest.fixture
def town(db: None) -> Iterator[builders.City]:
    """The city at noon."""
    with clock.standing(NOON):
        yield builders.city()


@pytest.fixture
def meeting(town: builders.City) -> Meeting:
    """The kelurahan meets, everybody is there, two items are open."""
    lurah = town.actor("lurah")
    found = meetings.convene(
        actor=lurah, institution=town.institution("kelurahan"), title="Rapat koordinasi",
        starts_at=NOON + timedelta(hours=1), place="Aula",
    )  # fmt: skip
    for title in ("Saluran RW 01", "Lampu"):
        meetings.add_item(actor=lurah, meeting=found, title=title)
    meetings.start(actor=lurah, meeting=found)
    for row in meeting_queries.attendances(found):
        meetings.mark_present(actor=lurah, meeting=found, attendance=row)
    return found


def page(meeting: Meeting) -> str:
    """The first item's."""
    return f"/rapat/{meeting.code}/notulen/1/"


def row(town: builders.City, number: int, **other: Any) -> dict[str, str]:
    """A row of a follow-up as it is typed."""
    told = {"title": f"Kerja {number}", "lead": str(town.institution("rw")), "supports": "", "due": "2026-02-09"}
    return {f"{name}_{number}": str(value) for name, value in {**told, **other}.items()}


def at(item: AgendaItem) -> list[FollowUp]:
    """What was asked for at an item, in the order in which it was written."""
    return list(FollowUp.objects.filter(decision__item=item).order_by("asked_at", "id"))


def test_a_decision_makes_its_follow_ups_at_once(town: builders.City, meeting: Meeting) -> None:
    lurah = builders.sign_in(Client(), "lurah")
    rows = row(town, 1, supports=str(town.institution("opd"))) | row(town, 3)
    answer = lurah.post(page(meeting), DECIDED | rows)
    assert answer.headers["Location"] == f"/rapat/{meeting.code}/notulen/2/"
    item = meeting_queries.items(meeting)[0]
    made = at(item)
    assert [(found.title, found.lead, [part.who for part in found.parts.all()]) for found in made] == [
        ("Kerja 1", town.institution("rw"), [str(town.institution("opd"))]), ("Kerja 3", town.institution("rw"), []),
    ]  # fmt: skip
    assert Decision.objects.get().item_id == item.pk
    assert "Kerja 3" in lurah.get(f"/rapat/{meeting.code}/notulen/2/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"due": "2026-01-27"}, "Tenggatnya sebelum rapat ini"),
        ({"due": ""}, "Tulis tenggatnya"),
        ({"lead": "Dinas Antah Berantah"}, "tidak ada di daftar"),
        ({"lead": ""}, "Tulis satu lembaga yang memimpin"),
        ({"title": ""}, "Tulis apa yang dikerjakan"),
        ({"due": "2036-02-09"}, "Paling lama sampai"),
    ],
)
def test_a_wrong_row_makes_nothing_and_loses_nothing(
    town: builders.City, meeting: Meeting, wrong: dict[str, str], sentence: str
) -> None:
    answer = builders.sign_in(Client(), "lurah").post(page(meeting), DECIDED | row(town, 1) | row(town, 2, **wrong))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    for typed in ("Alot", "Saluran dikeruk", "Kerja 1", *(value for value in wrong.values() if value)):
        assert typed in text
    assert not Decision.objects.exists()
    assert not FollowUp.objects.exists()
    assert meeting_queries.items(meeting)[0].outcome == ""


def test_a_body_that_ended_is_named_as_such(town: builders.City, meeting: Meeting) -> None:
    gone = institutions.add_institution(
        actor=SYSTEM, kind=town.institution("rw").kind, name="RW Lama", territory=town.institution("rw").territory
    )
    Institution.objects.filter(pk=gone.pk).update(ends=clock.today())
    answer = builders.sign_in(Client(), "lurah").post(page(meeting), DECIDED | row(town, 1, lead="rw lama"))
    assert "rw lama sudah ditutup" in answer.content.decode()
    assert not FollowUp.objects.exists()


def test_without_agreement_there_is_no_follow_up(town: builders.City, meeting: Meeting) -> None:
    form = DECIDED | row(town, 1) | {"outcome": "not_agreed", "reason": "Biaya belum ada"}
    answer = builders.sign_in(Client(), "lurah").post(page(meeting), form)
    assert "Tindak lanjut hanya untuk butir yang diputuskan di sini" in answer.content.decode()
    assert meeting_queries.items(meeting)[0].outcome == ""


WORDS = {name: value for name, value in DECIDED.items() if name not in {"hasil", "outcome"}}


def test_rows_that_are_not_made_yet_are_there_for_whoever_takes_over(town: builders.City, meeting: Meeting) -> None:
    lurah, kasi = builders.sign_in(Client(), "lurah"), builders.sign_in(Client(), "kasi")
    form = WORDS | row(town, 1, due="") | row(town, 2, title="Kerja lain")
    lurah.post(page(meeting), form, headers={"HX-Request": "true"})
    kasi.post(f"/rapat/{meeting.code}/pena/1/")
    told = kasi.get(page(meeting)).content.decode()
    for typed in ("Kerja 1", "Kerja lain", str(town.institution("rw")), "2026-02-09"):
        assert f'value="{typed}"' in told, typed
    version = meeting_queries.items(meeting)[0].version
    late = lurah.post(page(meeting), form | row(town, 1, title="Punya lurah"), headers={"HX-Request": "true"})
    assert late.status_code == 409
    assert "Punya lurah" not in kasi.get(page(meeting)).content.decode()
    kasi.post(page(meeting), DECIDED | row(town, 1) | row(town, 2) | {"version": version})
    item = meeting_queries.items(meeting)[0]
    assert [found.title for found in at(item)] == ["Kerja 1", "Kerja 2"]
    assert item.drafted is None


def test_an_older_page_is_shown_the_rows_that_another_typed(town: builders.City, meeting: Meeting) -> None:
    lurah, kasi = builders.sign_in(Client(), "lurah"), builders.sign_in(Client(), "kasi")
    lurah.post(page(meeting), WORDS | row(town, 1))
    answer = kasi.post(page(meeting), WORDS | row(town, 1, title="Kerja kasi"))
    told = answer.content.decode()
    assert answer.status_code == 422
    assert f"Kerja 1 · {town.institution('rw')} · 2026-02-09" in told
    assert 'value="Kerja kasi"' in told


def test_rows_emptied_are_gone_and_rows_left_over_are_asked_about_before_the_end(
    town: builders.City, meeting: Meeting
) -> None:
    lurah = builders.sign_in(Client(), "lurah")
    for order, outcome in ((1, "agreed"), (2, "postponed")):
        lurah.post(f"/rapat/{meeting.code}/notulen/{order}/", DECIDED | {"outcome": outcome})
    words = {"discussion": "Alot", "version": meeting_queries.items(meeting)[0].version}
    lurah.post(page(meeting), words | row(town, 1))
    with pytest.raises(Refused) as refused:
        meetings.close_minutes(actor=town.actor("lurah"), meeting=meeting)
    assert refused.value.code == "unmade"
    empty = dict.fromkeys(row(town, 1), "")
    lurah.post(page(meeting), words | empty | {"version": meeting_queries.items(meeting)[0].version})
    assert meetings.close_minutes(actor=town.actor("lurah"), meeting=meeting).status == "minuted"
    assert at(meeting_queries.items(meeting)[0]) == []


def test_more_is_asked_after_the_outcome(town: builders.City, meeting: Meeting) -> None:
    lurah = builders.sign_in(Client(), "lurah")
    lurah.post(page(meeting), DECIDED)
    item = meeting_queries.items(meeting)[0]
    answer = lurah.post(page(meeting), {"discussion": "Alot", "version": item.version, "tambah": "ya"} | row(town, 1))
    assert answer.headers["Location"] == page(meeting)
    assert [found.title for found in at(item)] == ["Kerja 1"]


def test_a_meeting_shows_what_came_of_it(town: builders.City, meeting: Meeting) -> None:
    lurah = builders.sign_in(Client(), "lurah")
    lurah.post(page(meeting), DECIDED | row(town, 1) | row(town, 2) | row(town, 3))
    lurah.post(f"/rapat/{meeting.code}/notulen/2/", DECIDED | {"outcome": "postponed", "decision": ""})
    first, second, _ = at(meeting_queries.items(meeting)[0])
    rw = town.actor("ketua_rw")
    for found in (first, second):
        decisions.accept(actor=rw, follow_up=queries.follow_up(rw, found.code))
    decisions.await_budget(
        actor=rw, follow_up=queries.follow_up(rw, second.code), year=2027, source="APBD", note="Belum dianggarkan."
    )  # fmt: skip
    meetings.close_minutes(actor=town.actor("lurah"), meeting=meeting)
    soon = " ".join(lurah.get(f"/rapat/{meeting.code}/").content.decode().split())
    assert "1 keputusan, 3 tindak lanjut" in soon
    assert "1 dari 3 menunggu anggaran" in soon
    assert "2 dari 3 berjalan" in soon
    with clock.standing(NOON + timedelta(days=30)):
        later = lurah.get(f"/rapat/{meeting.code}/").content.decode()
    assert "2 dari 3 lewat tenggat" in later
