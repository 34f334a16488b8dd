"""An instance as text and back: the same instance always gives the same text, whatever the order of its ballots."""

import hashlib
import json
from typing import Any

from rembuk.planning.musrenbang.choosing.problem import Ballot, Bound, Instance, Project


def packed(instance: Instance) -> str:
    """Whole money only, as the database has it."""
    told = {
        "budget": instance.budget,
        "projects": [
            [one.id, one.cost, one.group, one.rank, one.kind, one.source, dict(one.marks)] for one in instance.projects
        ],
        "ballots": sorted([list(one.names), list(one.points)] for one in instance.ballots),
        "groups": list(instance.groups),
        "alternatives": sorted(map(sorted, instance.alternatives)),
        "together": sorted(map(sorted, instance.together)),
        "bounds": [[row.kind, row.source, row.least, row.most] for row in instance.bounds],
        "weights": dict(instance.weights),
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"))


def unpacked(text: str) -> Instance:
    """What was packed."""
    told: dict[str, Any] = json.loads(text)
    return Instance(
        budget=told["budget"],
        projects=tuple(Project(*row) for row in told["projects"]),
        ballots=tuple(Ballot(tuple(names), tuple(points)) for names, points in told["ballots"]),
        groups=tuple(told["groups"]),
        alternatives=tuple(map(frozenset, told["alternatives"])),
        together=tuple(map(frozenset, told["together"])),
        bounds=tuple(Bound(*row) for row in told["bounds"]),
        weights=told["weights"],
    )


def fingerprint(text: str) -> str:
    """SHA-256 of the packed instance: whoever decides says which one was seen."""
    return hashlib.sha256(text.encode()).hexdigest()
