"""Whatever is merged and split, in any order: nobody is lost, paths hang together, and old rows find their place."""

from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.kernel.seams import MOVES, Move
from rembuk.foundation.territory import actions, queries
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.territory.tests.country import Country, country

pytestmark = pytest.mark.django_db
SEVERAL = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Rows:
    """Rows of an upper module, one at every place below the kecamatan, rewritten as the slot tells."""

    def __init__(self, land: Country) -> None:
        self.paths = {row.pk: row.path for row in queries.subtree(land.kecamatan)}
        self.kelurahan: dict[UUID, UUID] = {}

    def hear(self, _actor: Actor, moves: tuple[Move, ...]) -> None:
        """What `seams.moved` of an upper module does."""
        told = {move.old: move for move in moves}
        for pk, path in self.paths.items():
            if path in told:
                self.paths[pk] = told[path].new
                if "kelurahan" in told[path].ids:
                    self.kelurahan[pk] = told[path].ids["kelurahan"]


def reshape(draw: st.DataObject, land: Country, count: int) -> None:
    """A merge or a split of what exists now, drawn by Hypothesis."""
    here = [row for row in queries.children(land.kecamatan) if row.level == "kelurahan"]
    code = f"32.75.01.{1100 + count}"
    one = draw.draw(st.sampled_from(here))
    rws = queries.children(one)
    if rws and draw.draw(st.integers(0, 2)) == 0:
        reshape_rw(draw, rws)
        return
    if len(here) > 1 and draw.draw(st.booleans()):
        other = draw.draw(st.sampled_from([row for row in here if row.pk != one.pk]))
        into = one if draw.draw(st.booleans()) else None
        actions.merge(actor=SYSTEM, olds=[one, other], into=into, name=f"Gabungan {count}", code=code)
        return
    below = [row.pk for row in rws]
    takes = tuple(draw.draw(st.lists(st.sampled_from(below), unique=True))) if below else ()
    stays = draw.draw(st.booleans())
    rest = [] if stays else [actions.Part(f"Sisa {count}", f"32.75.01.{1500 + count}")]
    parts = [*rest, actions.Part(f"Bagian {count}", code, None, takes)]
    actions.split(actor=SYSTEM, old=one, parts=parts, stays=stays)


def reshape_rw(draw: st.DataObject, rws: list[Territory]) -> None:
    """Two RW of a kelurahan become one, or an RW is given up with what it holds."""
    one = draw.draw(st.sampled_from(rws))
    others = [row for row in rws if row.pk != one.pk]
    joins: bool = bool(others) and draw.draw(st.booleans())
    if joins:
        actions.merge(actor=SYSTEM, olds=[draw.draw(st.sampled_from(others))], into=one)
        return
    for rt in queries.children(one):
        actions.close(actor=SYSTEM, territory=rt)
    actions.close(actor=SYSTEM, territory=one)


@SEVERAL
@given(st.data())
def test_nobody_is_lost(draw: st.DataObject) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        land = country()
        for number in (2, 3):
            actions.add(actor=SYSTEM, parent=land.melati, level="rw", number=number)
        rows = Rows(land)
        patch.setattr(MOVES, "_filled", (rows.hear,))
        for count in range(draw.draw(st.integers(1, 5))):
            reshape(draw, land, count)
        now = {row.pk: row for row in Territory.objects.select_related("parent")}
        # Everything hangs under its parent, and what exists under something that exists.
        for row in now.values():
            assert row.parent is None or row.path[:-3] == row.parent.path
            assert row.parent is None or row.parent.is_present or not row.is_present
        # A row kept at a place lies in that place, or in what took over from it, and in a kelurahan that exists.
        standing = {row.path: row.is_present for row in now.values() if row.level == "kelurahan"}
        for pk, path in rows.paths.items():
            assert standing.get(path[:12], True)
            assert path in {place.path for place in queries.present(now[pk])}
            if pk in rows.kelurahan:
                assert now[rows.kelurahan[pk]].is_present
        # The first names still lead somewhere that exists.
        for name in ("Melati", "Kenanga"):
            assert queries.find(name, land.city)
            assert all(place.is_present for place in queries.find(name, land.city))
        transaction.set_rollback(True)
