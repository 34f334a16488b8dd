"""What the pages of visits ask."""

from rembuk.coordination.visits.forms.fridays import AskForm, DeputyForm, PauseForm, SwapForm
from rembuk.coordination.visits.forms.gathering import AnswerForm, HearForm, ReasonForm, TellForm, TidingForm
from rembuk.coordination.visits.forms.visiting import FORMS, NearForm, VisitForm, blank

__all__ = [
    "FORMS", "AnswerForm", "AskForm", "DeputyForm", "HearForm", "NearForm", "PauseForm", "ReasonForm", "SwapForm",
    "TellForm", "TidingForm", "VisitForm", "blank",
]  # fmt: skip
