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
    more: list["More"]
    agenda: list[seams.Task]
    panels: list[seams.Panel]

    @property
    def count(self) -> int:
        """How much work there is in all."""
        return len(self.work) + sum(one.count for one in self.more)


@dataclass(frozen=True, slots=True)
class More:
    """How many of a kind are not shown, and the URL name of the list where they are."""

    count: int
    called: str
    page: str


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
    hidden = {id(task) for task in work[SHOWN:]}
    left = [More(found.more + sum(id(task) in hidden for task in found), found.called, found.page) for found in lists]
    panels = [panel for source in seams.PANELS for panel in source(actor)]
    return Today(work[:SHOWN], [one for one in left if one.count], agenda, panels)
