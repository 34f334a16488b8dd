"""What an actor holds, and where: `scope` and `holds` say the same."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM, Actor, Office

levels = st.lists(st.sampled_from(["001", "002", "003"]), max_size=5).map("".join)
permissions = st.sampled_from(["reports.view", "reports.climb"])
grants = st.frozensets(st.tuples(permissions, levels), max_size=8)


@given(grants, permissions, levels)
def test_scope_and_holds_agree(grants: frozenset[tuple[str, str]], permission: str, place: str) -> None:
    actor = Actor(user_id=UUID(int=1), name="Siti", grants=grants)
    assert actor.holds(permission, at=place) == any(place.startswith(path) for path in actor.scope(permission))


@given(grants, permissions)
def test_no_scope_lies_inside_another(grants: frozenset[tuple[str, str]], permission: str) -> None:
    scope = Actor(user_id=UUID(int=1), name="Siti", grants=grants).scope(permission)
    assert not [(a, b) for a in scope for b in scope if a != b and a.startswith(b)]
    assert set(scope) <= {path for name, path in grants if name == permission}


def test_the_neighbour_is_outside() -> None:
    lurah = Actor(user_id=UUID(int=1), name="Siti", grants=frozenset({("reports.view", "001002003")}))
    assert lurah.holds("reports.view", at="001002003004")
    assert not lurah.holds("reports.view", at="001002004")
    assert not lurah.holds("reports.view", at="001002")
    assert not lurah.holds("reports.climb", at="001002003")


def test_nobody_holds_nothing() -> None:
    assert not PUBLIC.signed_in
    assert not SYSTEM.signed_in
    assert PUBLIC.scope("reports.view") == ()


def test_both_names_stand_in_the_label() -> None:
    office = Office(UUID(int=1), UUID(int=2), UUID(int=3), "ketua_rt", "Ketua RT 004", UUID(int=4), "001")
    assert Actor(None, "Budi").label == "Budi"
    assert Actor(None, "Budi", office).label == "Budi, Ketua RT 004"
    assert Actor(None, "Dewi", office, on_behalf="Budi").label == "Dewi atas nama Budi, Ketua RT 004"
