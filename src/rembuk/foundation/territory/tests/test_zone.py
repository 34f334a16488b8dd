"""A city lives by its own time, its province's: days, deadlines, printed hours; it is put right before it counts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit import queries as journal
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import actions as regulations
from rembuk.foundation.regulations import queries as limits
from rembuk.foundation.territory import actions, provinces, queries
from rembuk.foundation.territory.models import Territory
from tests import builders

# Friday 30 January 2026, 22.30 in Jakarta, and already Saturday in Jayapura.
LATE = datetime(2026, 1, 30, 15, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def late(db: Any) -> Iterator[None]:
    """The clock stands."""
    with clock.standing(LATE):
        yield


def a_city(code: str, zone: str = "") -> Territory:
    """A city of a province, served."""
    province = actions.add(actor=SYSTEM, parent=None, level="provinsi", name="Provinsi", code=code)
    city = actions.add(actor=SYSTEM, parent=province, level="kota", name="Kota Teluk", code=f"{code}.71")
    return actions.serve(actor=SYSTEM, territory=city, zone=zone)


@pytest.mark.parametrize(
    ("province", "zone", "day", "said"),
    [("32", "WIB", 30, "22.30"), ("51", "WITA", 30, "23.30"), ("64", "WITA", 30, "23.30"), ("62", "WIB", 30, "22.30"),
     ("81", "WIT", 31, "00.30"), ("91", "WIT", 31, "00.30"), ("96", "WIT", 31, "00.30")],
)  # fmt: skip
def test_the_province_says_the_time(province: str, zone: str, day: int, said: str) -> None:
    city = a_city(province)
    assert (city.zone, clock.today()) == (zone, date(2026, 1, day))
    assert said in text.moment(clock.now())


def test_every_province_has_one_of_three() -> None:
    assert {provinces.zone(f"{code}.71") for code in provinces.PROVINCES} == {"WIB", "WITA", "WIT"}
    assert provinces.PROVINCES.keys() > provinces.WITA | provinces.WIT


def test_a_limit_in_papua_ends_with_the_papuan_day() -> None:
    a_city("91")
    regulations.fill_first(SYSTEM)
    due, _ = limits.limit("reports.stage.rt", clock.now())
    # 7 days after Saturday 31 January, 23.59.59 in Jayapura.
    assert due == datetime(2026, 2, 7, 14, 59, 59, tzinfo=UTC)
    assert text.moment(due).endswith("23.59")


def test_the_papuan_day_is_closed_by_its_own_midnight() -> None:
    a_city("91")
    assert journal.bounds(date(2026, 1, 31))[0] == datetime(2026, 1, 30, 15, 0, tzinfo=UTC)


def test_who_serves_may_say_otherwise() -> None:
    assert a_city("32", zone="WIT").zone == "WIT"
    assert clock.zone().key == "Asia/Jayapura"


@pytest.mark.parametrize("zone", ["Mars", "wib", "WIB "])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(Refused) as refused:
        a_city("32", zone=zone)
    assert refused.value.code == "unknown_zone"
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.update(zone=zone)


def test_a_page_does_not_ask_for_the_zone(django_assert_num_queries: Any) -> None:
    a_city("91")
    clock.today()
    with django_assert_num_queries(0):
        assert [clock.today() for _ in range(3)] == [date(2026, 1, 31)] * 3


@pytest.mark.django_db(transaction=True)
def test_another_process_hears_of_it_in_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    city = a_city("91")
    assert clock.zone().key == "Asia/Jayapura"
    Territory.objects.filter(pk=city.pk).update(zone="WITA")  # as another process did
    assert clock.zone().key == "Asia/Jayapura"
    monkeypatch.setattr(queries.zone, "_seconds", 0)
    with transaction.atomic():
        assert clock.zone().key == "Asia/Jayapura", "a deed has one zone from its beginning to its end"
    assert clock.zone().key == "Asia/Makassar"


def test_without_a_column_it_is_wib() -> None:
    queries.zone.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Territory._meta, "db_table", "territory_nowhere")
        patch.setattr(Territory._meta.get_field("zone"), "column", "nothing")
        assert clock.zone().key == "Asia/Jakarta"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # the transaction is whole


def test_pemerintahan_puts_it_right_before_the_first_day_is_closed() -> None:
    town = builders.city()
    place = reverse("territory:place", args=[town.kota.pk])
    page = reverse("territory:deed", args=[town.kota.pk, "zone"])
    browser = builders.sign_in(Client(), "pemerintahan")
    assert "waktu WIB" in browser.get(place).content.decode()
    assert page in browser.get(place).content.decode()
    assert browser.post(page, {"zone": "Mars"}).status_code == 422
    assert browser.post(page, {"zone": "WIT"}).status_code == 302
    assert "waktu WIT" in browser.get(place).content.decode()
    assert clock.today() == date(2026, 1, 31)


def test_after_the_first_closed_day_it_stays() -> None:
    town = builders.city()
    with clock.standing(LATE + timedelta(days=700)):
        assert audit.close_days(clock.now())
    with pytest.raises(Refused) as refused:
        actions.set_zone(actor=town.actor("pemerintahan"), territory=town.kota, zone="WIT")
    assert refused.value.code == "zone_fixed"
    actions.set_zone(actor=town.actor("pemerintahan"), territory=town.kota, zone="WIB")  # nothing to change
    page = reverse("territory:deed", args=[town.kota.pk, "zone"])
    browser = builders.sign_in(Client(), "pemerintahan")
    assert page not in browser.get(reverse("territory:place", args=[town.kota.pk])).content.decode()
    assert verify().ok


def test_only_the_city_served_has_one() -> None:
    town = builders.city()
    for name, place, code in (("pemerintahan", town.kecamatan, "not_served"), ("lurah", town.kota, "not_allowed")):
        with pytest.raises(Refused) as refused:
            actions.set_zone(actor=town.actor(name), territory=place, zone="WIT")
        assert refused.value.code == code
