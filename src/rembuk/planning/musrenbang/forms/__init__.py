"""What the pages of the musrenbang ask."""

from rembuk.planning.musrenbang.forms.choosing import (
    DecideForm,
    EnvoysForm,
    LimitForm,
    PriorityForm,
    TieForm,
    WeightForm,
)
from rembuk.planning.musrenbang.forms.keeping import CeilingForm, ItemForm, RoundForm, StageForm
from rembuk.planning.musrenbang.forms.proposing import (
    MergeForm,
    NothingForm,
    NumberForm,
    PhotosShownForm,
    ReasonForm,
    SheetForm,
    WishForm,
)
from rembuk.planning.musrenbang.forms.reviewing import LATE, BudgetForm, ReviewForm, WorkForm
from rembuk.planning.musrenbang.forms.sessions import (
    AgainForm,
    BallotsForm,
    DelegationsForm,
    SerialForm,
    SitForm,
    TypeForm,
    VoidForm,
)

__all__ = [
    "LATE", "AgainForm", "BallotsForm", "BudgetForm", "CeilingForm", "DecideForm", "DelegationsForm", "EnvoysForm",
    "ItemForm", "LimitForm", "MergeForm", "NothingForm", "NumberForm", "PhotosShownForm", "PriorityForm", "ReasonForm",
    "ReviewForm", "RoundForm", "SerialForm", "SheetForm", "SitForm", "StageForm", "TieForm", "TypeForm", "VoidForm",
    "WeightForm", "WishForm", "WorkForm",
]  # fmt: skip
