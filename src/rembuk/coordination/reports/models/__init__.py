"""Reports: what a neighbourhood says, where it stands, who holds it, and until when."""

from rembuk.coordination.reports.models.beside import (
    Answer,
    CalendarSeen,
    Deliberation,
    ReportDecision,
    Request,
    Situation,
    Supporter,
    Wording,
)
from rembuk.coordination.reports.models.choices import Basis, Handling, Owner, Stage, Status, Track
from rembuk.coordination.reports.models.report import (
    PUBLIC_ORDERS,
    SWIFT,
    SWIFT_ORDERS,
    WHOLE_ORDERS,
    Category,
    Keyword,
    Report,
)

__all__ = [
    "PUBLIC_ORDERS",
    "SWIFT",
    "SWIFT_ORDERS",
    "WHOLE_ORDERS",
    "Answer",
    "Basis",
    "CalendarSeen",
    "Category",
    "Deliberation",
    "Handling",
    "Keyword",
    "Owner",
    "Report",
    "ReportDecision",
    "Request",
    "Situation",
    "Stage",
    "Status",
    "Supporter",
    "Track",
    "Wording",
]
