"""`rembuk begin`: a city's first day; twice adds nothing, what was cut off goes on, a mistake is one line."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from rembuk.config import actions as config
from rembuk.config import beginning, cli, database
from rembuk.config.cli import begin, start
from rembuk.coordination.meetings.models import Kind
from rembuk.coordination.reports import queries as reports
from rembuk.foundation.audit.models import Event
from rembuk.foundation.calendar import actions as calendar
from rembuk.foundation.calendar import queries as days
from rembuk.foundation.institutions import actions as offices
from rembuk.foundation.institutions import queries as bodies
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import actions as regulations
from rembuk.foundation.regulations import queries as rules
from rembuk.foundation.territory import actions as territories
from rembuk.foundation.territory import queries as places
from tests import builders

OFFICERS = ("--pemerintahan", "Siti Aminah", "821/1/2026", "2026-01-02",
            "--inspektorat", "Made Wirawan", "821/2/2026", "2026-01-05")  # fmt: skip
PRINTED = re.compile(
    r"^(?P<title>.+), (?P<name>[^,]+) \(.*\)\n  \S+(?P<link>/masuk/lembar/\w+/)  PIN (?P<pin>\d{6})$", re.MULTILINE
)


@pytest.fixture(autouse=True)
def a_morning(db: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A new installation whose territories have been imported; the program is already loaded."""
    monkeypatch.setattr(start, "django", lambda **_: None)
    with clock.standing(datetime(2026, 1, 20, 2, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def imported() -> None:
    """Two cities, one of them in Papua."""
    for province, name in (("32", "Kota Melati"), ("91", "Kota Teluk")):
        above = territories.add(actor=SYSTEM, parent=None, level="provinsi", name=f"Provinsi {name}", code=province)
        territories.add(actor=SYSTEM, parent=above, level="kota", name=name, code=f"{province}.71")


def typed(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command prints."""
    capsys.readouterr()
    assert cli.main(["begin", *words]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def refused(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The one line of a mistake, after which nothing was written."""
    before = Event.objects.count()
    capsys.readouterr()
    assert cli.main(["begin", *words]) == 1
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1, said
    assert Event.objects.count() == before
    return said


def test_the_first_day(imported: None, capsys: pytest.CaptureFixture[str]) -> None:
    said = typed("--city", "32.71", *OFFICERS, capsys=capsys)
    assert places.served().name == "Kota Melati"
    assert rules.text("reports.stage.rt", clock.today())
    assert days.days(2026)
    assert days.days(2027)
    assert reports.categories()
    assert bodies.kind("rt").label == "Rukun Tetangga"
    printed = list(PRINTED.finditer(said))
    assert [(one["title"], one["name"]) for one in printed] == [
        ("Kepala Bagian Pemerintahan", "Siti Aminah"), ("Inspektur", "Made Wirawan"),
    ]  # fmt: skip
    for one in printed:
        browser = Client()
        assert browser.post(one["link"], {"pin": one["pin"]}).status_code == 302
        assert "_auth_user_id" in browser.session
    term = bodies.holder(bodies.named_office("inspektorat"))
    assert term is not None
    assert (term.decree, str(term.decree_on), str(term.starts)) == ("821/2/2026", "2026-01-05", "2026-01-05")


def test_twice_adds_nothing_and_says_so(imported: None, capsys: pytest.CaptureFixture[str]) -> None:
    typed("--city", "32.71", *OFFICERS, capsys=capsys)
    calendar.drop_day(actor=SYSTEM, date=days.days(2026)[0].date)  # the city's own decision
    events = Event.objects.count()
    for words in (("--city", "32.71", *OFFICERS), ("--city", "32.71"), ()):
        said = typed(*words, capsys=capsys)
        assert "Tidak ada yang ditambahkan." in said
        assert "Siti Aminah, lembar dibuat 20 Januari 2026, belum dipakai" in said
        assert "PIN" not in said
        assert Event.objects.count() == events


@pytest.mark.parametrize("step", range(7))
def test_what_was_cut_off_goes_on(
    imported: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    deeds = [(territories, "serve"), (regulations, "fill_first"), (calendar, "fill_year"), (offices, "fill_first"),
             (offices, "add_institution"), (offices, "add_position"), (offices, "appoint")]  # fmt: skip
    room, name = deeds[step]

    def cut(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(room, name, cut)
        assert cli.main(["begin", "--city", "32.71", *OFFICERS]) == 130
    said = typed("--city", "32.71", *OFFICERS, capsys=capsys)
    assert len(PRINTED.findall(said)) == 2
    assert "Tidak ada yang ditambahkan." in typed(capsys=capsys)
    assert len(bodies.units()) == 1, "one Inspektorat"


def test_a_lost_sheet_is_made_anew_until_somebody_got_in(imported: None, capsys: pytest.CaptureFixture[str]) -> None:
    first = PRINTED.search(typed("--city", "32.71", *OFFICERS, capsys=capsys))
    again = list(PRINTED.finditer(typed("--new-sheets", capsys=capsys)))
    assert first is not None
    assert len(again) == 2
    assert Client().get(first["link"]).status_code == 410
    assert Client().post(again[0]["link"], {"pin": again[0]["pin"]}).status_code == 302
    said = typed("--new-sheets", capsys=capsys)
    assert [one["name"] for one in PRINTED.finditer(said)] == ["Made Wirawan"]
    assert "Siti Aminah, sudah masuk" in said


def test_the_time_is_the_provinces_or_what_was_typed(imported: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Kota Teluk dilayani, waktu WIT" in typed("--city", "91.71", *OFFICERS, capsys=capsys)
    assert clock.zone().key == "Asia/Jayapura"
    assert "waktu Kota Teluk WITA, tadinya WIT" in typed("--zone", "WITA", capsys=capsys)
    assert clock.zone().key == "Asia/Makassar"
    assert "Tidak ada yang ditambahkan." in typed("--zone", "WITA", capsys=capsys)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "sebutkan kotanya"),
        (("--city", "32.99", *OFFICERS), "tidak ada kota dengan kode 32.99"),
        (("--city", "32", *OFFICERS), "sebuah kota atau kabupaten"),
        (("--city", "32.71"), "belum ada Kepala Bagian Pemerintahan; tambahkan: --pemerintahan"),
        (("--city", "32.71", *OFFICERS[:4]), "belum ada Inspektur; tambahkan: --inspektorat"),
        (("--city", "32.71", *OFFICERS[:3], "2 Januari", *OFFICERS[4:]), "tanggal SK “2 Januari” keliru"),
        (("--city", "32.71", *OFFICERS[:3], "2027-01-02", *OFFICERS[4:]), "baru berlaku 2 Januari 2027"),
        (("--city", "32.71", "--pemerintahan", " ", *OFFICERS[2:]), "nama Kepala Bagian Pemerintahan kosong"),
        (("--city", "32.71", "--zone", "Mars", *OFFICERS), "zona waktu Mars tidak dikenal"),
    ],
)
def test_a_mistake_is_one_line(
    imported: None, words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told in refused(*words, capsys=capsys)


def test_territories_come_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert "rembuk import territory" in refused("--city", "32.71", *OFFICERS, capsys=capsys)


def test_another_city_is_not_served_too(imported: None, capsys: pytest.CaptureFixture[str]) -> None:
    typed("--city", "32.71", *OFFICERS, capsys=capsys)
    assert "sudah melayani Kota Melati, bukan Kota Teluk" in refused("--city", "91.71", capsys=capsys)


def test_a_demo_is_no_city(capsys: pytest.CaptureFixture[str]) -> None:
    config.mark_demo(seed=1, size="kelurahan", city="32.75", ends_at=clock.now())
    assert "kota contoh" in refused("--city", "32.75", *OFFICERS, capsys=capsys)


def test_a_database_that_is_behind_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "behind", lambda: ["audit.0009_more"])
    with pytest.raises(Refused, match=r"rembuk migrate"):
        beginning.begin(beginning.Plan())


def test_a_city_that_lives_already_is_left_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    town = builders.city()
    before = bodies.holder(town.position("pemerintahan"))
    said = typed(capsys=capsys)
    assert bodies.holder(town.position("pemerintahan")) == before
    assert "Bagian Pemerintahan" not in [line.partition(": ")[2] for line in said.splitlines()]


def test_every_first_seat_has_its_option() -> None:
    import argparse

    parser = argparse.ArgumentParser()
    begin.arguments(parser)
    assert {f"--{seat.role}" for seat in beginning.FIRST} <= set(parser.format_help().split())


def test_an_update_brings_its_first_rows(imported: None, capsys: pytest.CaptureFixture[str]) -> None:
    typed("--city", "32.71", *OFFICERS, capsys=capsys)
    gone = Kind.objects.first()
    assert gone
    there = Kind.objects.count()
    gone.delete()
    assert cli.main(["migrate", "--quiet"]) == 0
    assert "baru dari pembaruan ini: 1 jenis rapat" in capsys.readouterr().out
    assert Kind.objects.count() == there
    assert cli.main(["migrate", "--quiet"]) == 0
    assert "baru" not in capsys.readouterr().out


def test_before_a_city_has_begun_an_update_brings_no_rows(imported: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["migrate", "--quiet"]) == 0
    assert "baru" not in capsys.readouterr().out
    assert not Kind.objects.exists()
