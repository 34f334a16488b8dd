"""Tables of visits: field visits, and the rotation of the mayor's Fridays."""

from rembuk.coordination.visits.models.field import LEVELS, Companion, Visit, VisitReport, VisitWork
from rembuk.coordination.visits.models.fridays import Pause, Rotation, Stop

__all__ = ["LEVELS", "Companion", "Pause", "Rotation", "Stop", "Visit", "VisitReport", "VisitWork"]
