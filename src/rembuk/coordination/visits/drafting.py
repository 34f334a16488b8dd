"""Plans what was asked, in a process of its own: only here do tables and the solver meet."""

from rembuk.coordination.visits import actions, queries
from rembuk.coordination.visits.models import Rotation
from rembuk.coordination.visits.rotation import planning, remedies
from rembuk.coordination.visits.rotation.model import Unsolved
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import neighbours


def draft(rotation: Rotation) -> Rotation:
    """Makes the plan and writes it down; where it cannot be done, with what would help."""
    places = queries.places()
    known = queries.facts(places, queries.last_visits(rotation.starts))
    near = [frozenset(str(pk) for pk in pair) for pair in neighbours.pairs(places)]
    problem = queries.problem(rotation, facts=known, near=near)
    try:
        answer = planning.plan(problem)
        helps = remedies.remedies(problem) if answer.unmet else ()
        return actions.lay(actor=SYSTEM, rotation=rotation, problem=problem, answer=answer, facts=known, remedies=helps)
    except Unsolved as why:
        return actions.fail(actor=SYSTEM, rotation=rotation, why=f"Penyusun tidak menemukan giliran: {why}")


def draft_all() -> list[Rotation]:
    """Everything that waits; what somebody dropped meanwhile is left."""
    made = []
    for rotation in queries.asked():
        try:
            made.append(draft(rotation))
        except Refused as refused:
            if refused.code not in {"wrong_step", "stale"}:
                made.append(actions.fail(actor=SYSTEM, rotation=rotation, why=refused.message))
    return made
