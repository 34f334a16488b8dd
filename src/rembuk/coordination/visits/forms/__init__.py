"""What the pages of visits ask."""

from rembuk.coordination.visits.forms.fridays import AskForm, DeputyForm, PauseForm, SwapForm
from rembuk.coordination.visits.forms.gathering import AnswerForm, HearForm, ReasonForm, TellForm, TidingForm
from rembuk.coordination.visits.forms.observing import AboutForm, NoteForm, QuestionForm
from rembuk.coordination.visits.forms.planning import PlacesForm, PlaceVisitForm, PlanForm
from rembuk.coordination.visits.forms.visiting import FORMS, NearForm, VisitForm, blank

__all__ = [
    "FORMS", "AboutForm", "AnswerForm", "AskForm", "DeputyForm", "HearForm", "NearForm", "NoteForm", "PauseForm",
    "PlaceVisitForm", "PlacesForm", "PlanForm", "QuestionForm", "ReasonForm", "SwapForm", "TellForm", "TidingForm",
    "VisitForm", "blank",
]  # fmt: skip
