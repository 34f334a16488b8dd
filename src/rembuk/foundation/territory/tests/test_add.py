"""Adding territories: levels, numbers, codes, paths; many at once are equal to one by one."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.fresh import once
from rembuk.foundation.territory import actions, queries
from rembuk.foundation.territory.models import Code, Territory
from rembuk.foundation.territory.tests.country import country

pytestmark = pytest.mark.django_db


def test_paths_have_three_digits_per_level_and_answer_inside() -> None:
    land = country()
    assert land.city.path == "001001"
    assert land.rt.path == "001001001001001001"
    assert land.kenanga.path == "001001001002"
    assert [row.name for row in queries.subtree(land.melati)] == ["Melati", "RW 01", "RT 001", "RT 002"]
    assert [row.name for row in queries.children(land.kecamatan)] == ["Kenanga", "Melati"]


def test_ancestors_are_given_by_level() -> None:
    land = country()
    above = queries.ancestors(land.rt)
    assert {level: row.name for level, row in above.items()} == {
        "provinsi": "Jawa Contoh", "kota": "Kota Contoh", "kecamatan": "Taman", "kelurahan": "Melati", "rw": "RW 01",
        "rt": "RT 001",
    }  # fmt: skip
    desa = actions.add(actor=SYSTEM, parent=land.kecamatan, level="desa", name="Cempaka", code="32.75.01.2003")
    assert queries.ancestors(desa)["kelurahan"] == desa
    assert queries.way_to(desa)[-1] == desa


def test_a_place_by_its_numbers_brings_what_holds_it() -> None:
    """No statement once it is known; the same answer as for a place read alone."""
    land = country()
    assert queries.local(land.melati, 1, 1)
    assert queries.local(land.melati, 1)
    with once(), CaptureQueriesContext(connection) as asked:
        queries.ways()  # its stamp
        rt, rw = queries.local(land.melati, 1, 1), queries.local(land.melati, 1)
        assert rt
        assert rw
        above, around = queries.ancestors(rt), queries.ancestors(rw)
    assert len(asked) == 1
    assert list(above.items()) == list(queries.ancestors(queries.territory(land.rt.pk)).items())
    assert list(around.items()) == list(queries.ancestors(queries.territory(land.rw.pk)).items())
    [half] = [row for row in queries.children(land.rw) if row.pk == land.rt.pk]
    assert queries.ancestors(half) == above  # half a way is no way


def test_what_holds_a_place_is_read_again_after_it_changed() -> None:
    land = country()
    found = queries.local(land.melati, 1, 1)
    assert found
    actions.rename(actor=SYSTEM, territory=land.melati, name="Melati Baru", code=queries.code(land.melati))
    again = queries.local(land.melati, 1, 1)
    assert again
    assert queries.ancestors(again)["kelurahan"].name == "Melati Baru"


def test_a_number_that_nobody_has_yet_is_found_once_somebody_has() -> None:
    land = country()
    assert queries.local(land.melati, 1, 9) is None
    made = actions.add(actor=SYSTEM, parent=land.rw, level="rt", number=9)
    assert queries.local(land.melati, 1, 9) == made


def test_many_are_equal_to_one_by_one() -> None:
    land = country()
    actions.add_many(actor=SYSTEM, rows=[actions.New(land.rw, "rt", number=number) for number in (3, 4, 5)])
    for number in (6, 7):
        actions.add(actor=SYSTEM, parent=land.rw, level="rt", number=number)
    rows = list(Territory.objects.filter(parent=land.rw).order_by("path"))
    assert [row.path[-3:] for row in rows] == ["001", "002", "003", "004", "005", "006", "007"]
    assert {(row.version, row.starts, row.name == f"RT {row.number:03d}") for row in rows} == {(1, None, True)}
    for row in rows:
        (event,) = Event.objects.filter(subject_id=row.pk)
        told = json.loads(event.body)
        assert (told["seq"], told["version"], told["path"]) == (1, 1, row.path)
        assert told["changes"] == {"level": "rt", "name": row.name, "code": "", "basis": ""}


def refused(actor: Actor = SYSTEM, **given: object) -> str:
    with pytest.raises(Refused) as found:
        actions.add(actor=actor, **given)  # type: ignore[arg-type]
    return found.value.code


def test_what_is_refused() -> None:
    land = country()
    assert refused(parent=land.city, level="kelurahan", name="X") == "wrong_level"
    assert refused(parent=land.rt, level="rt", number=1) == "wrong_level"
    assert refused(parent=land.rw, level="rt", number=1) == "number_taken"
    assert refused(parent=land.rw, level="rt") == "number_taken"
    assert refused(parent=land.kecamatan, level="kelurahan", name=" ") == "no_name"
    assert refused(parent=land.kecamatan, level="kelurahan", name="Lain", code="32.75.01.1001") == "taken"
    assert refused(actor=PUBLIC, parent=land.rw, level="rt", number=9) == "not_allowed"
    kediri = actions.add(actor=SYSTEM, parent=land.city.parent, level="kota", name="Kota Lain", code="32.76")
    taman = actions.add(actor=SYSTEM, parent=kediri, level="kecamatan", name="Taman", code="32.76.01")
    melati = actions.add(actor=SYSTEM, parent=taman, level="kelurahan", name="Melati", code="32.76.01.1001")
    assert refused(parent=melati, level="rw", number=1) == "not_served"


def test_pemerintahan_edits_its_own_city_only() -> None:
    land = country()
    officer = Actor(user_id=None, name="P", grants=frozenset({("territory.edit", land.city.path)}))
    assert actions.add(actor=officer, parent=land.rw, level="rt", number=9).name == "RT 009"
    assert refused(actor=officer, parent=land.city.parent, level="kota", name="Kota Lain") == "not_allowed"


def test_one_city_is_served() -> None:
    land = country()
    assert queries.served() == land.city
    other = actions.add(actor=SYSTEM, parent=land.city.parent, level="kota", name="Kota Lain", code="32.76")
    with pytest.raises(Refused) as found:
        actions.serve(actor=SYSTEM, territory=other)
    assert found.value.code == "already_serving"
    actions.serve(actor=SYSTEM, territory=land.city)
    assert Event.objects.filter(verb="territory.served").count() == 1


def test_a_desa_named_so_is_not_named_twice() -> None:
    assert Territory(level="desa", name="Desa Adat Contoh").label == "Desa Adat Contoh"
    assert Territory(level="desa", name="Contoh").label == "Desa Contoh"
    assert Code(code="1", name="A", starts=date(2026, 1, 1)).code == "1"
