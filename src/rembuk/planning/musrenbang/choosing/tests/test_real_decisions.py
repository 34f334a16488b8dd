"""How far the RW's own order agrees with what a real kelurahan was granted: reported, never tuned to."""

import csv
from pathlib import Path

import pytest

from rembuk.planning.musrenbang.choosing import checking
from rembuk.planning.musrenbang.choosing.problem import Instance, Project
from rembuk.planning.musrenbang.choosing.rules import RULES, offered

LAST = 99


@pytest.mark.data
def test_agreement_with_a_real_kelurahan(shared_data: Path) -> None:
    """There are no ballots and no marks in it, so this is the only rule that can be held against it."""
    with (shared_data / "musrenbang" / "kauman_malang_usulan.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    projects = tuple(
        Project(row["no"], int(row["anggaran"]), row["pengusul"], int(row["prioritas"] or LAST)) for row in rows
    )
    granted = {row["no"] for row in rows if row["status"] == "Diakomodir"}
    budget = sum(project.cost for project in projects if project.id in granted)
    instance = Instance(budget, projects, groups=tuple(sorted({project.group for project in projects})))
    assert list(offered(instance)) == ["own_order"]
    outcome = RULES["own_order"].choose(instance)
    chosen = set(outcome.selected)
    both, out = len(chosen & granted), sum(project.id not in chosen | granted for project in projects)
    print(f"own_order: {len(chosen)} dipilih, {len(granted)} dikabulkan, {both} sama, {out} sama-sama tidak, "
          f"sepakat {(both + out) / len(projects):.0%}")  # fmt: skip
    assert checking.breaches(instance, outcome) == []
    assert len(rows) == len(projects) > 0
