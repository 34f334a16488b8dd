"""What waits for whoever signs in: read from the slots, in the order in which it is due."""

from dataclasses import dataclass
from datetime import UTC, datetime

from rembuk.foundation.kernel import seams
from rembuk.foundation.kernel.actor import Actor

SHOWN = 12
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Today:
    """Work first, then what stands in the calendar, then figures."""

    work: list[seams.Task]
    more: int
    agenda: list[seams.Task]
    panels: list[seams.Panel]


def waiting(actor: Actor, most: int) -> tuple[list[seams.Task], int]:
    """The work of every wing, soonest due first, and how much more there is than was made."""
    lists = [source(actor, most) for source in seams.TODAY]
    tasks = sorted((task for found in lists for task in found), key=lambda task: task.due or NEVER)
    return [task for task in tasks if task.group == "work"], sum(found.more for found in lists)


def today(actor: Actor) -> Today:
    """Everything that the wings have for this person, soonest due first; at most `SHOWN` pieces of work."""
    lists = [source(actor, SHOWN) for source in seams.TODAY]
    tasks = sorted((task for found in lists for task in found), key=lambda task: (not task.first, task.due or NEVER))
    work = [task for task in tasks if task.group == "work"]
    agenda = [task for task in tasks if task.group == "agenda"]
    more = sum(found.more for found in lists) + max(0, len(work) - SHOWN)
    panels = [panel for source in seams.PANELS for panel in source(actor)]
    return Today(work[:SHOWN], more, agenda, panels)
