"""What people fill in about reports."""

from rembuk.coordination.reports.forms.categories import CategoryForm, KeywordForm
from rembuk.coordination.reports.forms.receiving import PlacedForm, ReceiveForm, received
from rembuk.coordination.reports.forms.steps import FORMS, StepForm, form_for
from rembuk.coordination.reports.forms.sudden import IncidentForm, WarningForm, incident, warning

__all__ = [
    "FORMS", "CategoryForm", "IncidentForm", "KeywordForm", "PlacedForm", "ReceiveForm", "StepForm", "WarningForm",
    "form_for", "incident", "received", "warning",
]  # fmt: skip
