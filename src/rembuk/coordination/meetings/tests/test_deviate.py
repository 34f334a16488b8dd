"""A rapat rutin that is skipped or moved once goes on as before, and whatever waits for it knows."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from tests import builders

FIRST, SECOND = date(2026, 2, 4), date(2026, 3, 4)  # the first Wednesdays


def at(day: date, hour: int = 19) -> datetime:
    return datetime(day.year, day.month, day.day, hour - 7, 30, tzinfo=UTC)


@pytest.fixture
def rutin(town: builders.City) -> builders.City:
    """RW 01 meets on the first Wednesday at 19.30."""
    actions.set_regular(actor=town.actor("ketua_rw"), institution=town.institution("rw"), weekday=2, week=1,
                        at=time(19, 30), place="Balai")  # fmt: skip
    return town


def deviate(town: builders.City, day: date = FIRST, who: str = "ketua_rw", reason: str = "Hari raya", **more: object):  # type: ignore[no-untyped-def]
    return actions.deviate(
        actor=town.actor(who),
        institution=town.institution("rw"),
        day=day,
        reason=reason,
        **more,  # type: ignore[arg-type]
    )


def coming(town: builders.City) -> datetime | None:
    return queries.next_regular(town.institution("rw"), clock.now())


def test_a_skipped_day_leaves_the_next(rutin: builders.City) -> None:
    assert coming(rutin) == at(FIRST)
    deviate(rutin)
    assert coming(rutin) == at(SECOND)
    actions.keep_regular(actor=rutin.actor("ketua_rw"), institution=rutin.institution("rw"), day=FIRST)
    assert coming(rutin) == at(FIRST)


def test_a_moved_day_is_held_then_and_the_rest_as_before(rutin: builders.City) -> None:
    deviate(rutin, starts_at=at(date(2026, 2, 11)))
    assert coming(rutin) == at(date(2026, 2, 11))
    assert queries.next_regular(rutin.institution("rw"), at(date(2026, 2, 11))) == at(SECOND)
    deviate(rutin, starts_at=at(date(2026, 2, 2)))
    assert coming(rutin) == at(date(2026, 2, 2))
    assert queries.next_regular(rutin.institution("rw"), at(date(2026, 2, 2))) == at(SECOND)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"day": date(2026, 2, 5)}, "no_such_day"), ({"day": date(2026, 1, 7)}, "no_such_day"),
     ({"reason": " "}, "no_reason"),
     ({"starts_at": scene.NOON}, "past"), ({"starts_at": at(FIRST) + timedelta(days=61)}, "too_far"),
     ({"who": "ketua_rt"}, "not_allowed"), ({"who": "ketua_rw_next"}, "not_allowed")],
)  # fmt: skip
def test_what_cannot_be_put_off(rutin: builders.City, wrong: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        deviate(rutin, **wrong)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert coming(rutin) == at(FIRST)


def test_by_the_page(rutin: builders.City) -> None:
    ketua = builders.sign_in(Client(), "ketua_rw")
    sent = {"day": "2026-02-04", "new_day": "2026-02-06", "new_at": "20:00", "reason": "Bertepatan dengan haul",
            "ubah": "ya"}  # fmt: skip
    assert ketua.post("/rapat/rutin/", sent).status_code == 302
    page = ketua.get("/rapat/rutin/").content.decode()
    assert "menjadi Jumat, 6 Februari 2026, pukul 20.00" in page
    assert ketua.post("/rapat/rutin/", {**sent, "reason": ""}).status_code == 422
    ketua.post("/rapat/rutin/", {"kembali": "2026-02-04"})
    assert coming(rutin) == at(FIRST)
    assert ketua.post("/rapat/rutin/", {"kembali": "besok"}).status_code == 404
