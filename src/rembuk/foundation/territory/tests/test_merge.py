"""Renames, merges and splits: old names and codes are found, ids stay, and rows that carry paths are rewritten."""

from datetime import date
from typing import Any

import pytest

from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import MOVES, Move
from rembuk.foundation.territory import actions, queries
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.territory.tests.country import Country, country

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 1)


@pytest.fixture
def land() -> Country:
    return country()


@pytest.fixture
def moves(monkeypatch: pytest.MonkeyPatch) -> dict[str, Move]:
    """What upper modules are told, by old path."""
    told: dict[str, Move] = {}

    def hear(_actor: Actor, given: tuple[Move, ...]) -> None:
        assert not told.keys() & {move.old for move in given}
        told.update({move.old: move for move in given})

    monkeypatch.setattr(MOVES, "_filled", (hear,))
    return told


def test_a_renamed_territory_is_found_by_both_names(land: Country) -> None:
    actions.rename(actor=SYSTEM, territory=land.melati, name="Melati Jaya", on=ON, basis="Perda 1/2026")
    for name in ("Melati Jaya", "melatijaya", "Melati", "Kel. MELATI", "32.75.01.1001"):
        found = [queries.by_code(name)] if name[0] == "3" else queries.find(name, land.city)
        assert found == [land.melati], name
    assert [(row.name, row.starts, row.ends) for row in queries.codes(land.melati)] == [
        ("Melati Jaya", ON, None), ("Melati", None, ON),
    ]  # fmt: skip
    assert land.melati.version == 2


def test_a_new_code_keeps_the_old_one(land: Country) -> None:
    actions.rename(actor=SYSTEM, territory=land.melati, code="32.75.02.1001", on=ON)
    assert queries.by_code("32.75.01.1001") == land.melati
    assert queries.by_code("32.75.01.1001", date(2026, 2, 1)) is None
    assert queries.by_code("32.75.02.1001", date(2026, 2, 1)) == land.melati
    assert queries.by_code("32.75.02.1001", date(2025, 2, 1)) is None
    assert queries.code(land.melati) == "32.75.02.1001"
    with pytest.raises(Refused) as refused:
        actions.rename(actor=SYSTEM, territory=land.kenanga, code="32.75.02.1001")
    assert refused.value.code == "taken"


def test_an_rt_keeps_its_former_name(land: Country) -> None:
    actions.rename(actor=SYSTEM, territory=land.rt, name="RT 001 Griya")
    assert queries.find("RT 001", land.melati) == [land.rt]
    assert [row.name for row in queries.codes(land.rt)] == ["RT 001"]


def test_two_kelurahan_become_one(land: Country, moves: dict[str, Move]) -> None:
    before = land.rt.path
    new = actions.merge(
        actor=SYSTEM, olds=[land.melati, land.kenanga], name="Puspa", code="32.75.01.1009", on=ON, basis="Perda 2/2026"
    )
    for name in ("Melati", "Kenanga", "Puspa"):
        assert queries.find(name, land.city, "kelurahan") == [new]
    assert queries.find("Melati", land.city, past=True) == [land.melati]
    assert queries.by_code("32.75.01.1001") == land.melati
    assert queries.present(land.melati) == [new]
    assert set(queries.with_former(new)) == {new.pk, land.melati.pk, land.kenanga.pk}
    rt = Territory.objects.get(pk=land.rt.pk)
    assert queries.ancestors(rt)["kelurahan"] == new
    assert moves[before].new == rt.path
    assert moves[before].ids["kelurahan"] == new.pk
    assert moves[land.melati.path].new == new.path
    assert moves[land.kenanga.path].ids["kelurahan"] == new.pk
    assert [row.name for row in queries.children(new)] == ["RW 01", "RW 01 Kenanga"]
    assert queries.children(land.melati, on_paper=True) == []
    verbs = set(Event.objects.filter(subject_id=land.melati.pk).values_list("verb", flat=True))
    assert verbs == {"territory.added", "territory.ended", "territory.succeeded"}


def test_every_path_still_hangs_under_its_parent_after_a_merge(land: Country) -> None:
    actions.merge(actor=SYSTEM, olds=[land.melati], into=land.kenanga, on=ON)
    for row in Territory.objects.exclude(parent=None).select_related("parent"):
        assert row.parent is not None
        assert row.path[:-3] == row.parent.path


def test_one_rt_goes_on_into_another(land: Country) -> None:
    second = queries.find("RT 2", land.rw)[0]
    assert actions.merge(actor=SYSTEM, olds=[second], into=land.rt, on=ON) == land.rt
    assert queries.children(land.rw) == [land.rt]
    assert queries.find("RT 2", land.rw) == []
    assert queries.present(Territory.objects.get(pk=second.pk)) == [land.rt]


def test_a_kelurahan_is_split_and_goes_on(land: Country, moves: dict[str, Move]) -> None:
    second = actions.add(actor=SYSTEM, parent=land.melati, level="rw", number=2)
    parts = [actions.Part("Melati Timur", "32.75.01.1008", takes=(second.pk,))]
    (east,) = actions.split(actor=SYSTEM, old=land.melati, parts=parts, stays=True, on=ON)
    assert queries.children(east) == [second]
    assert queries.children(land.melati) == [land.rw]
    assert queries.present(land.melati) == [land.melati]
    assert queries.with_former(east) == [east.pk]
    assert set(moves) == {second.path}
    assert [row.old for row in queries.came_from(east)] == [land.melati]


def test_a_kelurahan_is_split_and_ends(land: Country, moves: dict[str, Move]) -> None:
    second = actions.add(actor=SYSTEM, parent=land.melati, level="rw", number=2)
    parts = [
        actions.Part("Melati Barat", "32.75.01.1007"),
        actions.Part("Melati Timur", "32.75.01.1008", None, (second.pk,)),
    ]
    west, east = actions.split(actor=SYSTEM, old=land.melati, parts=parts, stays=False, on=ON)
    assert queries.children(west) == [Territory.objects.get(pk=land.rw.pk)]
    assert queries.children(east) == [second]
    assert set(queries.find("Melati", land.city)) == {west, east}
    assert moves[land.melati.path].ids["kelurahan"] == west.pk


def test_the_second_merge_leads_to_the_last(land: Country) -> None:
    actions.add(actor=SYSTEM, parent=land.kecamatan, level="kelurahan", name="Anggrek", code="32.75.01.1003")
    first = actions.merge(actor=SYSTEM, olds=[land.melati, land.kenanga], name="Puspa", code="32.75.01.1009", on=ON)
    orchid = queries.find("Anggrek", land.city)[0]
    last = actions.merge(actor=SYSTEM, olds=[first, orchid], name="Taman Sari", code="32.75.01.1010")
    assert queries.find("Melati", land.city) == [last]
    assert len(queries.with_former(last)) == 5


def code_of(deed: Any, **given: Any) -> str:
    with pytest.raises(Refused) as refused:
        deed(**{"actor": SYSTEM, **given})
    return refused.value.code


def test_what_is_refused(land: Country) -> None:
    assert code_of(actions.merge, olds=[land.melati], name="X") == "too_few"
    assert code_of(actions.merge, olds=[land.melati, land.rw], name="X") == "wrong_level"
    assert code_of(actions.split, old=land.melati, parts=[], stays=True) == "no_parts"
    foreign = (actions.Part("X", takes=(land.rt.pk,)),)
    assert code_of(actions.split, old=land.melati, parts=foreign, stays=True) == "no_parts"
    assert code_of(actions.close, territory=land.melati) == "not_empty"
    assert code_of(actions.close, territory=land.city, emptied=False) == "served"
    assert code_of(actions.succeed, old=land.melati, new=land.kenanga) == "not_over"
    assert code_of(actions.rename, territory=land.melati, name="Melati") == "same"
    assert code_of(actions.rename, actor=PUBLIC, territory=land.melati, name="X") == "not_allowed"
    assert code_of(actions.spell, territory=land.melati, name="--") == "no_name"


def test_who_was_first_wins(land: Country) -> None:
    stale = Territory.objects.get(pk=land.melati.pk)
    actions.rename(actor=SYSTEM, territory=land.melati, name="Melati Jaya")
    assert code_of(actions.rename, territory=stale, name="Melati Indah") == "stale"


def test_spellings_and_suggestions(land: Country) -> None:
    actions.spell(actor=SYSTEM, territory=land.melati, name="Mlati")
    actions.spell(actor=SYSTEM, territory=land.melati, name="MLATI")
    assert queries.find("kel mlati", land.city) == [land.melati]
    assert len(queries.spellings(land.melati)) == 1
    assert queries.suggest("Kenangga", land.city, "kelurahan") == [land.kenanga]
    assert queries.look_up("Kena") == [land.kenanga]
    assert queries.look_up("32.75.01.1002") == [land.kenanga]


def test_a_city_is_found_with_and_without_its_kind(land: Country) -> None:
    regency = actions.add(
        actor=SYSTEM, parent=land.city.parent, level="kabupaten", name="Kabupaten Contoh", code="32.16"
    )
    assert queries.find("Kota Contoh") == [land.city]
    assert queries.find("KAB. CONTOH") == [regency]
    assert set(queries.find("contoh")) == {land.city, regency}
    assert set(queries.find("contoh", level="kabupaten")) == {regency}


def test_what_merged_into_something_that_was_given_up_leads_to_it_and_not_back() -> None:
    land = country()
    other = actions.add(actor=SYSTEM, parent=land.melati, level="rw", number=2)
    first = next(row for row in queries.children(land.melati) if row.number == 1)
    actions.merge(actor=SYSTEM, olds=[other], into=first)
    for rt in queries.children(first):
        actions.close(actor=SYSTEM, territory=rt)
    first.refresh_from_db()
    actions.close(actor=SYSTEM, territory=first)
    assert [row.pk for row in queries.present(queries.territory(other.pk))] == [first.pk]
