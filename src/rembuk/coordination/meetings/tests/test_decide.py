"""An outcome has what it needs, is noted once, and what it is about follows in the same transaction."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.coordination.meetings import actions, queries, rules
from rembuk.coordination.meetings.tests import scene
from rembuk.foundation.kernel import seams
from rembuk.foundation.kernel.errors import Refused
from tests import builders

GOOD: dict[str, Any] = {"decision": "Kerja bakti", "reason": "", "hand_up": False, "votes": None}


def test_the_modules_above_hear_it(town: builders.City) -> None:
    _, (item,) = scene.running(town, "Saluran")
    with scene.upper() as above:
        actions.decide(
            actor=town.actor("sekretaris_rw"),
            item=item,
            outcome="not_agreed",
            decision="",
            reason="Biaya",
            hand_up=True,
        )
    assert above.told == [seams.Outcome(item.pk, "not_agreed", "", "Biaya", True)]


def test_what_an_upper_module_refuses_is_not_decided(town: builders.City) -> None:
    def refuse(actor: object, outcome: seams.Outcome) -> None:
        raise Refused("wrong_step", "Laporannya sudah selesai.")

    meeting, (item,) = scene.running(town, "Saluran")
    with scene.upper():
        seams.OUTCOME.fill(refuse)
        with pytest.raises(Refused, match="sudah selesai"):
            actions.decide(actor=town.actor("ketua_rw"), item=item, outcome="agreed", decision="Ya")
    assert [row.outcome for row in queries.items(meeting)] == [""]


def test_an_outcome_is_noted_once(town: builders.City) -> None:
    _, (item,) = scene.running(town, "Saluran")
    with scene.upper() as above:
        actions.decide(actor=town.actor("ketua_rw"), item=item, outcome="agreed", decision="Ya")
        with pytest.raises(Refused) as refused:
            actions.decide(actor=town.actor("ketua_rw"), item=item, outcome="postponed", decision="")
    assert refused.value.code == "already_decided"
    assert len(above.told) == 1


@pytest.mark.parametrize(
    ("outcome", "wrong", "code"),
    [
        ("", {}, "no_outcome"),
        ("agreed", {"decision": " "}, "no_decision"),
        ("agreed", {"votes": (1, 0, 0)}, "votes_without_vote"),
        ("not_agreed", {"reason": " "}, "no_reason"),
        ("postponed", {"hand_up": True}, "postponed_hand_up"),
        ("voted", {"votes": None}, "no_votes"),
        ("voted", {"votes": (3, -1, 0)}, "no_votes"),
        ("voted", {"votes": (4, 1, 0)}, "too_many_votes"),
        ("voted", {"votes": (2, 2, 0)}, "not_carried"),
    ],
)
def test_what_an_outcome_lacks_is_named(town: builders.City, outcome: str, wrong: dict[str, Any], code: str) -> None:
    meeting, (item,) = scene.running(town, "Saluran")
    with scene.upper() as above, pytest.raises(Refused) as refused:
        actions.decide(actor=town.actor("ketua_rw"), item=item, outcome=outcome, **{**GOOD, **wrong})
    assert refused.value.code == code
    assert above.told == []
    assert queries.items(meeting)[0].outcome == ""


@pytest.mark.parametrize(
    ("outcome", "allowed"), [("agreed", False), ("voted", False), ("not_agreed", True), ("postponed", True)]
)
def test_without_quorum_nothing_is_agreed(town: builders.City, outcome: str, allowed: bool) -> None:
    _, (item,) = scene.running(town, "Saluran", here=2)
    fields = {**GOOD, "reason": "Sedikit yang hadir", "votes": (2, 0, 0) if outcome == "voted" else None}
    if allowed:
        assert actions.decide(actor=town.actor("ketua_rw"), item=item, outcome=outcome, **fields).outcome == outcome
    else:
        with pytest.raises(Refused) as refused:
            actions.decide(actor=town.actor("ketua_rw"), item=item, outcome=outcome, **fields)
        assert refused.value.code == "no_quorum"


def test_guests_make_no_quorum_and_no_votes(town: builders.City) -> None:
    meeting, (item,) = scene.running(town, "Saluran", here=3)
    actions.mark_present(actor=town.actor("ketua_rw"), meeting=meeting, name="Bu Darmi")
    with pytest.raises(Refused) as refused:
        actions.decide(actor=town.actor("ketua_rw"), item=item, outcome="voted", decision="Ya", votes=(4, 0, 0))
    assert refused.value.code == "too_many_votes"


def test_the_city_has_nobody_to_hand_up_to(town: builders.City) -> None:
    meeting = scene.convened(town, "wali_kota", "kota")
    kota = town.actor("wali_kota")
    item = actions.add_item(actor=kota, meeting=meeting, title="Anggaran")
    actions.start(actor=kota, meeting=meeting)
    with pytest.raises(Refused) as refused:
        actions.decide(actor=kota, item=item, outcome="not_agreed", decision="", reason="x", hand_up=True)
    assert refused.value.code == "top"


@given(
    present=st.integers(0, 60), quorum=st.integers(1, 60),
    votes=st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)),
)  # fmt: skip
def test_a_vote_stands_only_if_those_present_carried_it(present: int, quorum: int, votes: tuple[int, int, int]) -> None:
    stands = present >= quorum and sum(votes) <= present and votes[0] > votes[1]
    try:
        rules.check_outcome(
            "voted", decision="Ya", reason="", hand_up=False, votes=votes, present=present, quorum=quorum, top=False
        )
    except Refused:
        assert not stands
    else:
        assert stands
