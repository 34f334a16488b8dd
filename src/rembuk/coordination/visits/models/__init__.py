"""Tables of visits: field visits, and the rotation of the mayor's Fridays."""

from rembuk.coordination.visits.models.field import LEVELS, Companion, Visit, VisitReport, VisitWork
from rembuk.coordination.visits.models.fridays import Pause, Rotation, Stop
from rembuk.coordination.visits.models.gathering import Aspiration, Gathering, Tiding, TidingTold

__all__ = [
    "LEVELS", "Aspiration", "Companion", "Gathering", "Pause", "Rotation", "Stop", "Tiding", "TidingTold", "Visit",
    "VisitReport", "VisitWork",
]  # fmt: skip
