"""Numbers of letters: typed from the office's own system, or counted here without a gap, insertions allowed."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.models import Meeting, Number
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from tests import builders

PATTERN = "005/{nomor}/RW.01/{tahun}"


def counted(town: builders.City, last: int | None = None) -> None:
    actions.set_numbering(actor=town.actor("ketua_rw"), institution=town.institution("rw"), counts=True,
                          pattern=PATTERN, last=last)  # fmt: skip


def meetings(town: builders.City, count: int) -> list[Meeting]:
    return [scene.convened(town, at=scene.EVENING + timedelta(days=day)) for day in range(count)]


def take(town: builders.City, meeting: Meeting, **more: object) -> str:
    return actions.number_letter(actor=town.actor("ketua_rw"), meeting=meeting, **more).text  # type: ignore[arg-type]


def test_an_official_number_is_typed_once(town: builders.City) -> None:
    one, two = meetings(town, 2)
    assert take(town, one, text=" 005/12 ") == "005/12"
    with pytest.raises(Refused) as refused:
        take(town, one, text="005/13")
    assert refused.value.code == "numbered"
    with pytest.raises(Refused) as refused:
        take(town, two, text="005/12")
    assert refused.value.code == "reserved"
    with pytest.raises(Refused) as refused:
        take(town, two)
    assert refused.value.code == "no_number"


def test_a_voided_number_stays_in_the_book_and_is_never_given_again(town: builders.City) -> None:
    one, two = meetings(town, 2)
    take(town, one, text="005/12")
    with pytest.raises(Refused) as refused:
        actions.void_number(actor=town.actor("ketua_rw"), meeting=one, reason="")
    assert refused.value.code == "no_reason"
    actions.void_number(actor=town.actor("ketua_rw"), meeting=one, reason="Salah ketik")
    with pytest.raises(Refused) as refused:
        take(town, two, text="005/12")
    assert refused.value.code == "reserved"
    take(town, one, text="005/13")
    book = {row.text: row.reason for row in queries.book(town.institution("rw"), 2026)}
    assert book == {"005/12": "Salah ketik", "005/13": ""}


def test_counting_goes_on_without_a_gap_and_inserts(town: builders.City) -> None:
    counted(town, last=11)
    rows = meetings(town, 5)
    assert [take(town, row) for row in rows[:2]] == ["005/12/RW.01/2026", "005/13/RW.01/2026"]
    assert [take(town, row, after=12) for row in rows[2:4]] == ["005/12.a/RW.01/2026", "005/12.b/RW.01/2026"]
    with pytest.raises(Refused) as refused:
        take(town, rows[4], after=14)
    assert refused.value.code == "no_such_number"
    counted(town, last=3)
    assert take(town, rows[4]) == "005/14/RW.01/2026"


def test_a_deed_that_fails_gives_its_number_back(town: builders.City) -> None:
    counted(town)
    one, two = meetings(town, 2)

    def fails() -> None:
        with transaction.atomic():
            take(town, one)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert take(town, two) == "005/1/RW.01/2026"


def test_each_year_and_each_body_counts_its_own(town: builders.City) -> None:
    counted(town)
    actions.set_numbering(actor=town.actor("ketua_rw_next"), institution=town.institution("rw_next"), counts=True,
                          pattern="{nomor}")  # fmt: skip
    one, two = meetings(town, 2)
    other = scene.convened(town, "ketua_rw_next", "rw_next")
    assert take(town, one) == "005/1/RW.01/2026"
    assert actions.number_letter(actor=town.actor("ketua_rw_next"), meeting=other).text == "1"
    with clock.standing(scene.NOON + timedelta(days=350)):
        actions.write_invitation(actor=town.actor("ketua_rw"), meeting=two)
        assert take(town, two) == "005/1/RW.01/2027"


@pytest.mark.parametrize(
    ("pattern", "code"), [("005/2026", "no_place"), ("{nomor}/{nomor}", "no_place"), ("{nomor}/{bulan}", "bad_pattern")]
)
def test_a_pattern_has_one_place_for_the_number(town: builders.City, pattern: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.set_numbering(actor=town.actor("ketua_rw"), institution=town.institution("rw"), counts=True,
                              pattern=pattern)  # fmt: skip
    assert refused.value.code == code


def test_by_the_page(town: builders.City) -> None:
    ketua = builders.sign_in(Client(), "ketua_rw")
    form = {"counts": "ya", "pattern": PATTERN, "last": "4"}
    assert ketua.post("/rapat/nomor/", form).status_code == 302
    meeting = scene.convened(town)
    page = f"/rapat/{meeting.code}/surat/"
    assert ketua.post(page, {"number": "ya", "after": ""}).status_code == 302
    assert "005/5/RW.01/2026" in ketua.get(page).content.decode()
    assert ketua.post(page, {"void": "ya", "reason": ""}).status_code == 422
    ketua.post(page, {"void": "ya", "reason": "Keliru tanggal"})
    assert "Keliru tanggal" in ketua.get("/rapat/nomor/").content.decode()
    assert ketua.post("/rapat/nomor/", {**form, "pattern": "tanpa"}).status_code == 422


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_a_number_each_and_none_is_skipped() -> None:
    with clock.standing(scene.NOON):
        town = builders.city()
        counted(town)
        rows = meetings(town, 8)
        actor = town.actor("ketua_rw")
        refused: list[str] = []

        def one(meeting: Meeting, *, fails: bool) -> None:
            try:
                with transaction.atomic():
                    actions.number_letter(actor=actor, meeting=meeting)
                    if fails:
                        raise RuntimeError
            except RuntimeError:
                refused.append(meeting.code)
            finally:
                connection.close()

        threads = [
            threading.Thread(target=one, args=(row,), kwargs={"fails": n % 4 == 1}) for n, row in enumerate(rows)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert len(refused) == 2
    assert set(Number.objects.values_list("serial", flat=True)) == {1, 2, 3, 4, 5, 6}
