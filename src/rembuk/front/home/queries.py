"""What waits for whoever signs in: read from the slots, in the order in which it is due."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

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


def today(actor: Actor) -> Today:
    """Everything that the wings have for this person, soonest due first; at most `SHOWN` pieces of work."""
    tasks = [task for source in seams.TODAY for task in source(actor)]
    work = sorted((task for task in tasks if task.group == "work"), key=lambda task: task.due or NEVER)
    agenda = sorted((task for task in tasks if task.group == "agenda"), key=lambda task: task.due or NEVER)
    panels = [panel for source in seams.PANELS for panel in source(actor)]
    return Today(list(islice(work, SHOWN)), max(0, len(work) - SHOWN), agenda, panels)
