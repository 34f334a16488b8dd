"""The screens under /laporan/."""

from rembuk.coordination.reports.views.answer_times import answer_times
from rembuk.coordination.reports.views.categories import categories, category
from rembuk.coordination.reports.views.lists import listing, waiting
from rembuk.coordination.reports.views.receiving import receipt, receive
from rembuk.coordination.reports.views.report import detail, step, words

__all__ = [
    "answer_times",
    "categories",
    "category",
    "detail",
    "listing",
    "receipt",
    "receive",
    "step",
    "waiting",
    "words",
]
