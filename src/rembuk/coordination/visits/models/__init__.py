"""Tables of visits: field visits, and the rotation of the mayor's Fridays."""

from rembuk.coordination.visits.models.field import LEVELS, Companion, Visit, VisitReport, VisitWork
from rembuk.coordination.visits.models.fridays import Pause, Rotation, Stop
from rembuk.coordination.visits.models.gathering import Aspiration, Gathering, Sitting, Tiding, TidingTold
from rembuk.coordination.visits.models.observing import FieldNote, NoteAnswer, Question
from rembuk.coordination.visits.models.plans import CheckIn, Fellow, Plan, PlanPlace, PlanVisit

__all__ = [
    "LEVELS", "Aspiration", "CheckIn", "Companion", "Fellow", "FieldNote", "Gathering", "NoteAnswer", "Pause",
    "Plan", "PlanPlace", "PlanVisit", "Question", "Rotation", "Sitting", "Stop", "Tiding", "TidingTold", "Visit",
    "VisitReport", "VisitWork",
]  # fmt: skip
