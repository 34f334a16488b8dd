"""What people fill in about reports."""

from rembuk.coordination.reports.forms.categories import CategoryForm, KeywordForm
from rembuk.coordination.reports.forms.receiving import ReceiveForm, received
from rembuk.coordination.reports.forms.steps import FORMS, StepForm, form_for

__all__ = ["FORMS", "CategoryForm", "KeywordForm", "ReceiveForm", "StepForm", "form_for", "received"]
