"""The screens under /laporan/."""

from rembuk.coordination.reports.views.answer_times import answer_times
from rembuk.coordination.reports.views.categories import categories, category
from rembuk.coordination.reports.views.lists import listing, waiting
from rembuk.coordination.reports.views.receiving import receipt, receive
from rembuk.coordination.reports.views.report import detail, step, words
from rembuk.coordination.reports.views.sudden import incident, incidents, warning, warnings

__all__ = [
    "answer_times",
    "categories",
    "category",
    "detail",
    "incident",
    "incidents",
    "listing",
    "receipt",
    "receive",
    "step",
    "waiting",
    "warning",
    "warnings",
    "words",
]
