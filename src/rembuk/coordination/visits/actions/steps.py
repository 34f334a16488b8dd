"""How a deed moves a rembuk at which several people write."""

from typing import Any

from rembuk.coordination.visits import rules
from rembuk.coordination.visits.models import Gathering
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

TRIES = 5


def move(actor: Actor, gathering: Gathering, name: str, **more: Any) -> None:
    """Whoever is second tries again with what stands now: several people write at one table."""
    for attempt in range(TRIES):
        try:
            audit.move(actor, gathering, rules.GATHERING_FLOW[name], **more)
        except Refused as refused:
            if refused.code != "stale" or attempt == TRIES - 1:
                raise
            gathering.refresh_from_db(fields=["status", "version"])
        else:
            return
