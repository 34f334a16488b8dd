"""What the pages of visits ask."""

from rembuk.coordination.visits.forms.fridays import AskForm, DeputyForm, PauseForm, SwapForm
from rembuk.coordination.visits.forms.visiting import FORMS, NearForm, VisitForm, blank

__all__ = ["FORMS", "AskForm", "DeputyForm", "NearForm", "PauseForm", "SwapForm", "VisitForm", "blank"]
