from rembuk.planning.musrenbang.models.apart import Apart
from rembuk.planning.musrenbang.models.choice import Choice, Envoy, Fate, Issued, Limit, Priority, Ruling, Tie, Weight
from rembuk.planning.musrenbang.models.dictionary import Item
from rembuk.planning.musrenbang.models.filed import Filed
from rembuk.planning.musrenbang.models.proposal import Asked, Land, Proposal, Status
from rembuk.planning.musrenbang.models.review import BudgetLine, Building, Review, Rung, Verdict
from rembuk.planning.musrenbang.models.round import Ceiling, Field, Purse, Round, Stage
from rembuk.planning.musrenbang.models.session import Ballot, Delegation, Matter, Session, Typed

__all__ = [
    "Apart", "Asked", "Ballot", "BudgetLine", "Building", "Ceiling", "Choice", "Delegation", "Envoy", "Fate",
    "Field", "Filed", "Issued", "Item", "Land", "Limit", "Matter", "Priority", "Proposal", "Purse", "Review",
    "Round", "Ruling", "Rung", "Session", "Stage", "Status", "Tie", "Typed", "Verdict", "Weight",
]  # fmt: skip
