"""A territory was merged or given up: its bodies are listed, with the buttons that end them, until nothing is left."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from rembuk.foundation.institutions import actions, queries
from rembuk.foundation.institutions.models import Appointment
from rembuk.foundation.institutions.queries.leftover import leftovers
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import actions as territories
from tests import builders

pytestmark = pytest.mark.django_db
PAGE = "/lembaga/sisa/"
DUE = "lembaga masih berdiri di wilayah lama"


@pytest.fixture
def town() -> builders.City:
    """Melati Timur was merged into Melati Barat today."""
    town = builders.city()
    territories.merge(
        actor=SYSTEM, olds=[town.kelurahan], into=town.kelurahan_next, on=clock.today(), basis="Perda 4/2026"
    )
    return town


def listed(who: str) -> list[str]:
    return [row.institution.name for row in leftovers(builders.actor_of(who))]


def told(who: str) -> list[str]:
    """The line on the desk."""
    return re.findall(rf"\d+ {DUE}", enter(who).get("/hari-ini/").content.decode())[:1]


def enter(who: str) -> Client:
    return builders.sign_in(Client(), who)


def test_what_stood_in_the_old_kelurahan_is_listed_for_camat_and_pemerintahan(town: builders.City) -> None:
    bodies = ["Kelurahan Melati Timur", "LPM Melati Timur"]
    assert listed("camat") == listed("pemerintahan") == bodies
    assert told("camat") == told("pemerintahan") == [f"2 {DUE}"]
    assert listed("camat_next") == told("camat_next") == told("lurah_next") == []
    page = enter("camat").get(PAGE).content.decode()
    assert "sekarang <a" in page
    assert "Kelurahan Melati Barat</a>" in page


def test_rt_and_rw_that_went_along_are_not_listed(town: builders.City) -> None:
    assert not {"RW 01", "RT 001 RW 01"} & set(listed("pemerintahan"))


def test_a_merge_of_tomorrow_lists_nothing_today() -> None:
    town = builders.city()
    tomorrow = clock.today() + timedelta(days=1)
    territories.merge(actor=SYSTEM, olds=[town.kelurahan], into=town.kelurahan_next, on=tomorrow)
    assert listed("pemerintahan") == []


def test_pemerintahan_closes_it_and_every_term_in_it_ends(town: builders.City) -> None:
    browser, body = enter("pemerintahan"), town.institution("kelurahan")
    assert f"/lembaga/badan/{body.pk}/tutup/" in browser.get(PAGE).content.decode()
    browser.post(f"/lembaga/badan/{body.pk}/tutup/", {"reason": "Digabung, Perda 4/2026."})
    assert listed("pemerintahan") == ["LPM Melati Timur"]
    running = Appointment.objects.filter(queries.running(), position__institution=body)
    assert list(running) == []
    assert queries.offices_of(town.user("lurah")) == []


def test_the_camat_ends_terms_but_does_not_close(town: builders.City) -> None:
    browser = enter("camat")
    page = browser.get(PAGE).content.decode()
    assert "/tutup/" not in page
    ends = [row.pk for row in leftovers(builders.actor_of("camat"))[0].terms]
    assert set(ends) == {town.cast[who].pk for who in ("lurah", "sekretaris_kelurahan", "kasi", "petugas_loket")}
    for term in ends:
        assert f"/lembaga/masa/{term}/akhiri/" in page
        actions.end_appointment(
            actor=builders.actor_of("camat"), appointment=Appointment.objects.get(pk=term), on=clock.today()
        )
    assert listed("camat") == ["LPM Melati Timur"]
    assert listed("pemerintahan") == ["Kelurahan Melati Timur", "LPM Melati Timur"], "somebody must still close it"


def test_a_body_with_a_term_that_one_may_not_end_is_not_closed_either(town: builders.City) -> None:
    with pytest.raises(Refused) as refused:
        actions.close_institution(
            actor=builders.actor_of("pemerintahan"), institution=town.institution("inspektorat"), reason="Dibubarkan."
        )
    assert refused.value.code == "not_allowed"
    assert queries.offices_of(town.user("inspektorat"))
    assert queries.by_name("Inspektorat") is not None


def test_a_term_that_has_not_begun_never_begins(town: builders.City) -> None:
    later = actions.appoint(
        actor=SYSTEM, position=town.position("petugas_loket"), name="Budi", starts=builders.ENDS, mandate="definitive"
    )
    actions.close_institution(actor=SYSTEM, institution=town.institution("kelurahan"), reason="Digabung.")
    later.refresh_from_db()
    assert later.ends == later.starts


def test_an_ordinary_day_has_no_such_line() -> None:
    builders.city()
    assert told("camat") == told("pemerintahan") == []
    browser = enter("camat")
    assert PAGE in browser.get("/lembaga/berakhir/").content.decode()
    assert "Tidak ada yang tertinggal" in browser.get(PAGE).content.decode()


def test_who_appoints_nobody_has_no_such_page(town: builders.City) -> None:
    for who in ("ketua_rt", "kasi", "wali_kota"):
        assert enter(who).get(PAGE).status_code == 403
