"""The law of planned visits on one screen (the steps: `rules.PLAN_FLOW`): who plans, who goes, who reads it.

A plan belongs to a seat. Whoever goes along checks in, writes what was seen, or says why a place was not reached; it is
done when each place has its fate. What comes in late from a phone without network is taken after that too.
"""

from collections.abc import Collection
from uuid import UUID

from rembuk.coordination.visits.models import Plan
from rembuk.coordination.visits.rules import PLAN_FLOW, SYSTEM, VIEW
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.flow import Step

LEADS = frozenset({"add_places", "cancel_plan"})


def goes(actor: Actor, plan: Plan, fellows: Collection[UUID]) -> bool:
    """Whether the actor sits in the seat that planned, or in one that goes along."""
    return actor.office is not None and actor.office.position_id in {plan.seat_id, *fellows}


def visible(actor: Actor, plan: Plan, *, fellows: Collection[UUID], paths: Collection[str]) -> bool:
    """Whoever goes, and whoever watches over one of the places."""
    watches = any(actor.holds(VIEW, path) for path in paths)
    return watches or actor.holds(SYSTEM, "") or goes(actor, plan, fellows)


def entitled(actor: Actor, name: str, plan: Plan, fellows: Collection[UUID]) -> bool:
    """Planning further and cancelling is for the seat that planned; the rest for all who go."""
    if actor.user_id is None or actor.office is None or not actor.scope(PLAN_FLOW[name].permission):
        return False
    return actor.office.position_id == plan.seat_id if name in LEADS else goes(actor, plan, fellows)


def steps_for(actor: Actor, plan: Plan, fellows: Collection[UUID]) -> list[Step]:
    """What the actor may do with a plan now."""
    known = [step for step in PLAN_FLOW.values() if step.by_people and plan.status in step.sources]
    return [step for step in known if entitled(actor, step.name, plan, fellows)]


def demand(actor: Actor, name: str, plan: Plan, *, fellows: Collection[UUID], paths: Collection[str]) -> None:
    """Raises Refused("not_found" | "not_allowed" | "wrong_step")."""
    if not visible(actor, plan, fellows=fellows, paths=paths):
        raise Refused("not_found", "Rencana kunjungan ini tidak ada, atau bukan untuk Anda.")
    if not entitled(actor, name, plan, fellows):
        raise Refused("not_allowed", f"“{PLAN_FLOW[name].label}” hanya oleh yang berangkat menurut rencana ini.")
    if plan.status not in PLAN_FLOW[name].sources:
        raise Refused(
            "wrong_step", f"“{PLAN_FLOW[name].label}” tidak bisa lagi: rencananya {plan.get_status_display()}."
        )
