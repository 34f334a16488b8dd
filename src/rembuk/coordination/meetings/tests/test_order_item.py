"""The agenda keeps its order, and every order is there once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rembuk.coordination.meetings import actions, queries
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from tests import builders


class AnyMoves(TestCase):
    """Whatever is pressed, the list is the one that the presses mean."""

    @settings(max_examples=8, deadline=None)
    @given(moves=st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=8))
    def test_the_list_is_what_the_presses_mean(self, moves: list[tuple[int, bool]]) -> None:
        with clock.standing(scene.NOON):
            town = builders.city()
            meeting, ketua = scene.convened(town), town.actor("ketua_rw")
            rows = [actions.add_item(actor=ketua, meeting=meeting, title=f"Butir {n}") for n in range(4)]
            expected = [row.pk for row in rows]
            for which, up in moves:
                place = expected.index(rows[which].pk)
                other = place - 1 if up else place + 1
                if 0 <= other < len(expected):
                    expected[place], expected[other] = expected[other], expected[place]
                actions.order_item(actor=ketua, meeting=meeting, item_id=rows[which].pk, up=up)
            found = queries.items(meeting)
        assert [item.pk for item in found] == expected
        assert [item.order for item in found] == [1, 2, 3, 4]


def test_an_item_of_another_meeting_is_not_moved(town: builders.City) -> None:
    meeting, ketua = scene.convened(town), town.actor("ketua_rw")
    other = scene.convened(town, "ketua_rt", "rt")
    item = actions.add_item(actor=town.actor("ketua_rt"), meeting=other, title="Lain")
    with pytest.raises(Refused) as refused:
        actions.order_item(actor=ketua, meeting=meeting, item_id=item.pk, up=True)
    assert refused.value.code == "no_item"


def test_an_item_needs_a_title(town: builders.City) -> None:
    with pytest.raises(Refused) as refused:
        actions.add_item(actor=town.actor("ketua_rw"), meeting=scene.convened(town), title="  ")
    assert (refused.value.code, refused.value.field) == ("no_title", "title")
