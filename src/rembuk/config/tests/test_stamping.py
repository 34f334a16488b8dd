"""A stamped history is what a played one would be: on its own place the same in every column but ids and salts."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client

from rembuk.config import actions as marks
from rembuk.config import queries as config
from rembuk.config.demo import dump
from rembuk.config.demo.stamping import aside, found, onto, plates, rounds
from rembuk.config.demo.stamping.copies import Codes, Stamp, form_of
from rembuk.config.demo.stamping.found import History, Row
from rembuk.config.demo.stamping.onto import City
from rembuk.coordination.decisions import actions as decisions
from rembuk.coordination.decisions.actions import Work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports.models import Report, Wording
from rembuk.coordination.visits import actions as visits
from rembuk.foundation.audit.actions import canonical
from rembuk.foundation.audit.models import Event
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.files import actions as files
from rembuk.foundation.files.models import File
from rembuk.foundation.kernel import chance, clock, seal
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import TALLIES, Told
from rembuk.foundation.territory import actions as territory
from rembuk.foundation.territory.models import Territory
from tests import builders
from tests.support import scenes

pytestmark = pytest.mark.demo

# Tuesday 20 January 2026, 09.00 in the city; the play begins ten days later.
FOUNDED = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NAME, PHONE = "Sri Mulyawati", "0800-0123-4567"


@pytest.fixture(autouse=True)
def founded() -> Iterator[None]:
    """The clock stands, and no follow-up is drawn for the sample."""
    with clock.standing(FOUNDED), pytest.MonkeyPatch.context() as patch:
        patch.setattr(chance, "digits", lambda count: "9" * count)
        yield


@pytest.fixture
def town(db: Any) -> builders.City:
    """The city with its cast and first categories, marked as a demo that is being made."""
    marks.mark_demo(seed=1, size="kecil", city="98.71", ends_at=FOUNDED)
    return builders.city_that_hears()


def at(days: float) -> Any:
    """The clock so many days after the play began."""
    return clock.standing(FOUNDED + timedelta(days=10 + days))


def picture(seed: int) -> bytes:
    """A photo that looks like something, so that it has a fingerprint."""
    return scenes.encoded(scenes.scene(seed))


@pytest.fixture
def played(town: builders.City) -> list[History]:
    """A report that becomes work, is sent back, passes and is visited; a meeting whose decision asks for work."""
    head, rw = town.actor("ketua_rt"), town.actor("ketua_rw")
    with at(1):
        report = reports.receive(
            actor=town.actor("pamor"), category="drainase", text="Got depan rumah mampet.", territory=town.rt,
            on_behalf_name=NAME, contact=PHONE, photos=[picture(3)], source="lapor", external_ref="L4200001",
        ).report  # fmt: skip
    with at(2):
        reports.acknowledge(actor=head, report=report, note="Diterima Ketua RT 001 RW 01.")
        work = Work(title="Keruk got", lead=town.institution("rt"), due=clock.today() + timedelta(days=7))
        row = reports.follow_up(actor=head, report=report, text="Kita keruk.", work=work)
    with at(3):
        decisions.accept(actor=head, follow_up=scene.fresh(row))
    deeds: tuple[Any, ...] = (decisions.send_back, decisions.inspect)
    for number, deed in enumerate(deeds):
        with at(4 + number):
            decisions.finish(actor=head, follow_up=scene.fresh(row), text="Sudah.", photos=[picture(number)])
            deed(actor=rw, follow_up=scene.fresh(row), remark="Ujungnya belum.")
    with at(5.5):
        promise = visits.Promise("Tambal bibir got", clock.today() + timedelta(days=5))
        visits.note(
            actor=town.actor("lurah"), seen="Got sudah dikeruk, bibirnya retak.", territory=town.rt, promise=promise,
            concerns=[report.code], photos=[picture(9)], lat=-6.2, lng=106.9,
        )  # fmt: skip
    with at(5.7):
        files.draw(100)
    with at(6):
        item = scene.decided(town)
        decisions.make_at_item(actor=town.actor("lurah"), item=item, work=scene.work(town))
    return born()


def stamped(
    histories: list[History], source: Territory, target: Territory, *, days: int = 0, turn: int = 0
) -> list[History]:
    """The same histories again, each stamped once; what came of it."""
    old = {found.row_key(row) for one in born() for row in one.rows}
    work = rounds.prepared(histories, [source])
    marked = tuple(Stamp(index, days, index + 1) for index in range(len(histories)))
    with chance.seeded(7):
        rounds.printed(work, rounds.Round(target, turn, 11, marked))
    return [one for one in born() if found.row_key(one.rows[0]) not in old]


def born() -> list[History]:
    """All that was played or stamped."""
    return found.histories(FOUNDED + timedelta(hours=1), Report)


@dataclass
class Back:
    """Takes a copy back to what it was made of."""

    words: dict[str, str]
    days: int

    def value(self, value: Any) -> Any:
        """A column's value."""
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return value - timedelta(days=self.days)
        if isinstance(value, UUID):
            return UUID(self.words.get(str(value), str(value)))
        if isinstance(value, str):
            return self.text(value)
        return json.loads(self.text(json.dumps(value))) if isinstance(value, list | dict) else value

    def moment(self, value: datetime) -> datetime:
        """Copies are some thousandths of a second apart."""
        return (value - timedelta(days=self.days)).replace(microsecond=0)

    def text(self, value: str) -> str:
        """Ids, codes, digests and instants in a text."""
        for new, old in self.words.items():
            value = value.replace(new, old)
        return TIME.sub(lambda hit: canonical(self.value(READ[len(hit[0]) > 10](hit[0])))[1:-1], value)


TIME = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?")
READ: dict[bool, Any] = {True: datetime.fromisoformat, False: date.fromisoformat}


def pairs(played: list[History], copies: list[History]) -> list[tuple[Row, Row]]:
    """Rows beside their copies: ids are made anew in the same order, numbers too."""

    def in_order(histories: list[History]) -> list[Row]:
        rows = [row for one in histories for row in one.rows]
        return sorted(rows, key=lambda row: (row.model._meta.db_table, row.pk))

    one, other = in_order(played), in_order(copies)
    assert [row.model for row in one] == [row.model for row in other]
    return list(zip(one, other, strict=True))


def named(row: Row) -> dict[str, Any]:
    return {one.attname: value for one, value in zip(found.fields(row.model), row.values, strict=True)}


def back(beside: list[tuple[Row, Row]], days: int) -> Back:
    """From the copies' ids, codes, salts and digests to the played ones."""
    words: dict[str, str] = {}
    for old, new in beside:
        was, now = named(old), named(new)
        same = {"id", "salt", "secret_hash", "hash"} | plates.unique_texts(old.model)
        words |= {str(now[key]): str(was[key]) for key in same if isinstance(was.get(key), str | UUID)}
        if was.get("salt"):
            words |= {_digest(now): _digest(was)}
    return Back(words, days)


def _digest(values: dict[str, Any]) -> str:
    return hashlib.sha256(f"{values['salt']}{values['text']}".encode()).hexdigest()


def opened(row: Row) -> dict[str, Any]:
    """A row with what is sealed in it opened, and without numbers that the database gives."""
    values = named(row)
    for one in found.fields(row.model):
        if isinstance(values[one.attname], bytes | memoryview):
            sealed = bytes(values[one.attname])
            values[one.attname] = seal.unseal(row.model._meta.db_table, str(one.column), row.pk, sealed)
        if found.is_counted(one) or one.attname == "xid":
            values[one.attname] = None
    return values


def back_to(back: Back, row: Row) -> dict[str, Any]:
    values = opened(row)
    if row.model is File:
        values["claims"] = values["claims"] and json.loads(values["claims"])
    return {name: back.value(value) for name, value in values.items()}


def plain(row: Row) -> dict[str, Any]:
    values = opened(row)
    if row.model is File:
        values["claims"] = values["claims"] and json.loads(values["claims"])
    here = Back({}, 0)
    return {name: here.value(value) for name, value in values.items()}


@pytest.mark.parametrize("days", [0, 14, -7])
def test_on_its_own_place_it_equals_the_played_one(town: builders.City, played: list[History], days: int) -> None:
    copies = stamped(played, town.kelurahan, town.kelurahan, days=days)
    beside = pairs(played, copies)
    assert {row.model._meta.label_lower for row, _ in beside} >= {
        "reports.report", "reports.wording", "reports.reportdecision", "decisions.decision", "decisions.followup",
        "decisions.inspection", "decisions.evidence", "decisions.part", "files.file", "files.fingerprint",
        "meetings.meeting", "meetings.agendaitem", "meetings.attendance", "audit.event", "audit.words",
        "visits.visit", "visits.visitreport", "visits.visitwork",
    }  # fmt: skip
    taken = back(beside, days)
    for old, new in beside:
        assert back_to(taken, new) == plain(old), old.model
    assert verify().broken is None


def test_what_is_secret_or_a_code_is_another(town: builders.City, played: list[History]) -> None:
    beside = pairs(played, stamped(played, town.kelurahan, town.kelurahan))
    for old, new in beside:
        was, now = named(old), named(new)
        for key in {"id", "salt", "secret_hash", "hash"} | plates.unique_texts(old.model):
            assert was.get(key) is None or was[key] == "" or was[key] != now[key], (old.model, key)
    wordings = [new for _, new in beside if new.model is Wording]
    assert [(row["sealed_name"], row["sealed_contact"]) for row in map(opened, wordings)] == [(NAME, PHONE)]


def test_next_door_it_belongs_to_those_next_door(town: builders.City, played: list[History]) -> None:
    (report,) = [one for one in played if one.size]
    (copy,) = stamped([report], town.kelurahan, town.kelurahan_next)
    assert verify().broken is None
    (new,) = Report.objects.filter(pk__in=[row.pk for row in copy.rows if row.model is Report])
    assert (new.kelurahan_id, new.rt_id, new.path) == (town.kelurahan_next.pk, town.rt_far.pk, town.rt_far.path)
    assert new.code.startswith(onto.letters(town.kelurahan_next))
    assert new.holder.institution_id == town.institution("rt_far").pk
    told = " ".join(row.body for row in Event.objects.filter(subject_id=new.pk))
    assert "Ucok Harahap" in told
    assert "Slamet Riyanto" not in told
    for name, sees in (("lurah", 404), ("ketua_rt", 404), ("lurah_next", 200), ("ketua_rt_far", 200), ("camat", 200)):
        client = builders.sign_in(Client(), name)
        for page in (f"/laporan/{new.code}/", f"/jejak/{new.code}/"):
            assert client.get(page).status_code == sees, (name, page)
    row = next(row for row in copy.rows if row.model is FollowUp)
    assert builders.sign_in(Client(), "ketua_rt_far").get(f"/tindak-lanjut/{named(row)['code']}/").status_code == 200
    assert Client().get(f"/publik/{new.code}/").status_code == 200


def test_no_two_go_onto_one(town: builders.City) -> None:
    city = City()
    for target in (town.kelurahan, town.kelurahan_next):
        there = city.onto([town.kelurahan], target, 1)
        new = [one for one in there.ids.values() if one is not None]
        assert len(new) == len(set(new))
    # Whoever the kecamatan invites besides goes along.
    lurah, other = str(town.position("lurah").pk), str(town.position("lurah_next").pk)
    assert (there.ids[lurah], there.ids[other]) == (other, lurah)


def test_where_the_other_place_lacks_it_it_is_not_stamped(town: builders.City) -> None:
    with at(1):
        for place in (town.rt, town.rt_next):
            reports.receive(actor=PUBLIC, category="drainase", text="Got mampet.", territory=place)
    played = sorted(born(), key=lambda one: str(named(one.rows[0])["path"]))
    work = rounds.prepared(played, [town.kelurahan])
    assert [plate.fits(work.onto(town.kelurahan, 0)) for plate in work.plates] == [True, True]
    # Next door RW 01 has an RT 001 and no RT 002.
    assert sorted(plate.fits(work.onto(town.kelurahan_next, 0)) for plate in work.plates) == [False, True]


def test_many_copies_have_codes_of_their_own(town: builders.City, played: list[History]) -> None:
    (report,) = [one for one in played if one.size]
    with chance.seeded(3):
        rounds.stamp(histories=[report], source=[town.kelurahan], wanted=7, leeway=lambda history: range(-1, 2))
    codes = list(Report.objects.values_list("code", flat=True))
    assert len(codes) == len(set(codes)) == 8
    assert verify().broken is None


def test_what_copies_count_is_what_their_events_say(town: builders.City, played: list[History]) -> None:
    last = max(Event.objects.values_list("id", flat=True))
    with chance.seeded(5):
        made = rounds.stamp(histories=played, source=[town.kelurahan], wanted=9, leeway=lambda history: range(-9, 9))
    names = ("id", "verb", "subject_kind", "subject_id", "path", "recorded_at", "body")
    rows = Event.objects.filter(id__gt=last).order_by("id").values(*names)
    told = [Told(**{**row, "body": json.loads(row["body"])}) for row in rows]
    said = [tally for source in TALLIES for tally in source(told)]
    assert {"reports", "decisions.due"} <= {tally.kind for tally in said}
    for tally in said:
        made.counted[tally.path, tally.kind, tally.state, tally.day] -= tally.amount
    assert not any(made.counted.values())


def filled(report: History, town: builders.City) -> list[str]:
    """Seven reports more, and then everything as text."""
    with chance.seeded(3):
        rounds.stamp(histories=[report], source=[town.kelurahan], wanted=7, leeway=lambda history: range(-1, 2))
    return list(dump.lines())


def rolled_back(report: History, town: builders.City) -> list[str]:
    with transaction.atomic():
        lines = filled(report, town)
        transaction.set_rollback(True)
    return lines


def test_the_same_seed_stamps_the_same(town: builders.City, played: list[History]) -> None:
    (report,) = [one for one in played if one.size]
    first, second = rolled_back(report, town), rolled_back(report, town)
    assert len(first) > 100
    assert [one for one, two in zip(first, second, strict=True) if one != two] == []


def beside_rows() -> list[tuple[str, ...]]:
    """Every key, link and index, as the database says it; a condition may be told with other casts the second time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint "
            "UNION ALL SELECT tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public' "
            "ORDER BY 1, 2, 3"
        )
        return [(table, name, CASTS.sub("", said)) for table, name, said in cursor.fetchall()]


CASTS = re.compile(r"::character varying|::text|\[\]|[()]")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_in_processes_of_their_own_it_is_the_same_and_so_are_the_tables(
    town: builders.City, played: list[History], monkeypatch: pytest.MonkeyPatch
) -> None:
    (report,) = [one for one in played if one.size]
    alone, before = rolled_back(report, town), beside_rows()
    monkeypatch.setattr(rounds, "MANY", 1)
    together = filled(report, town)
    assert [one for one, two in zip(alone, together, strict=True) if one != two] == []
    assert beside_rows() == before
    assert verify().broken is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_stands_aside_comes_back_as_it_was_or_says_why_not() -> None:
    before = beside_rows()
    with aside.standing_aside([Report, Event]):
        gone = {(table, name) for table, name, _ in before} - {(table, name) for table, name, _ in beside_rows()}
        assert {("reports_report", "reports_newest"), ("audit_event", "audit_event_seq")} <= gone
        assert any(table == "reports_wording" for table, _ in gone), "what points at a report"
        assert all(table in {"reports_report", "audit_event"} or "fk" in name for table, name in gone)
    assert beside_rows() == before


def test_two_kecamatan_change_places_for_the_citys_meetings_invite_both(town: builders.City) -> None:
    territory.add(actor=SYSTEM, parent=town.kelurahan_far, level="rw", number=1)
    there = City().onto([town.kelurahan], town.kelurahan_far, 0)
    camat, other = str(town.position("camat").pk), str(town.position("camat_next").pk)
    assert (there.ids[camat], there.ids[other]) == (other, camat)
    new = [one for one in there.ids.values() if one is not None]
    assert len(new) == len(set(new))
    assert there.texts[town.kecamatan_next.name] == town.kecamatan.name


def test_a_citys_own_database_is_never_stamped(town: builders.City, played: list[History]) -> None:
    marks.finish_demo(sign_ins=[])
    with pytest.raises(Refused, match="sedang dibuat"):
        rounds.stamp(histories=played, source=[town.kelurahan], wanted=1, leeway=lambda history: range(1))
    config.demo().delete()  # type: ignore[union-attr]
    with pytest.raises(Refused, match="sedang dibuat"):
        rounds.stamp(histories=played, source=[town.kelurahan], wanted=1, leeway=lambda history: range(1))


def test_a_million_copies_find_a_number_of_another_program_each() -> None:
    """A plate with many codes of ours and one of seven digits: the digits are not spent on ours."""
    ours = [("code", (Report, "code", f"KYY-26-2222{letter}", None)) for letter in "ABCDEFGHJKMNPQRS"]
    theirs = [("code", (Report, "external_ref", code, None)) for code in ("L4188123", "L4188124")]
    codes = Codes([SimpleNamespace(slots=[*ours, *theirs])])  # type: ignore[list-item]
    assert codes.most[form_of("L4999999")] == 2
    assert codes.most[form_of("MJA-25-ZZZZZ")] == len(ours)
    assert len({codes.other("L4188123", more + n) for more in (1, 2_000_000) for n in range(1000)}) == 2000
