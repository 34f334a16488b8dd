"""The table of rules: a key, its name on the screen, and the function that chooses."""

from collections.abc import Callable
from dataclasses import dataclass

from rembuk.planning.musrenbang.choosing import equal_shares, greedy, neighbourhoods
from rembuk.planning.musrenbang.choosing.problem import Instance, Outcome


@dataclass(frozen=True, slots=True)
class Rule:
    """What it is called; what it needs of an instance ("" nothing, or ballots, points, criteria); how it chooses.

    `is_long`: it runs for tenths of a second where the others take hundredths.
    """

    label: str
    needs: str
    choose: Callable[[Instance], Outcome]
    is_long: bool = False


RULES: dict[str, Rule] = {
    "own_order": Rule("Urutan RW sendiri, jatah sama", "", neighbourhoods.by_own_order),
    "greedy_by_votes": Rule("Suara terbanyak", "ballots", greedy.by_votes),
    "greedy_by_votes_no_skip": Rule("Suara terbanyak, berhenti di yang tidak cukup", "ballots",
                                    greedy.by_votes_without_skipping),
    "greedy_votes_per_cost": Rule("Suara terbanyak per rupiah", "ballots", greedy.by_votes_per_cost),
    "greedy_points_per_cost": Rule("Angka terbanyak per rupiah", "points", greedy.by_points_per_cost),
    "mes_cost": Rule("Jatah sama tiap pemilih", "ballots", equal_shares.by_cost),
    "mes_cardinality": Rule("Jatah sama tiap pemilih, banyaknya usulan", "ballots", equal_shares.by_cardinality),
    "mes_points": Rule("Jatah sama tiap pemilih, menurut angka", "points", equal_shares.by_points),
    "mes_cost_add1": Rule("Jatah sama tiap pemilih, sampai sisa terpakai", "ballots", equal_shares.by_cost_completed,
                          is_long=True),
    "criteria": Rule("Kriteria berbobot", "criteria", greedy.by_criteria),
}  # fmt: skip


# What `rembuk evaluate rules` prints of an election; True where its ballots must have points.
EVALUATED = {"greedy_by_votes": False, "greedy_votes_per_cost": False, "mes_cost": False, "mes_cardinality": False,
             "mes_cost_add1": False, "mes_points": True, "greedy_points_per_cost": True}  # fmt: skip


def offered(instance: Instance) -> dict[str, Rule]:
    """The rules for which the instance holds what they need, the one that people use first."""
    held = {"": True, "ballots": bool(instance.ballots), "criteria": bool(instance.weights),
            "points": any(ballot.points for ballot in instance.ballots)}  # fmt: skip
    return {key: rule for key, rule in RULES.items() if held[rule.needs]}
