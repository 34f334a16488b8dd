"""Every read of reports."""

from rembuk.coordination.reports.queries.figures import (
    category_rows,
    is_meeting_due,
    panels,
    path_of,
    public_figures,
    rows,
    wording,
)
from rembuk.coordination.reports.queries.life import (
    answers,
    deliberations,
    facts,
    office_trail,
    public_trail,
    reporter_trail,
    steps,
)
from rembuk.coordination.reports.queries.lists import (
    awaiting_deliberation,
    branches,
    by_id,
    matching,
    mergeable,
    recurring,
    report,
    reports,
    seen,
    sees,
    stands_in,
    to_confirm,
    waiting,
    without_news,
)
from rembuk.coordination.reports.queries.openly import (
    categories,
    category,
    followed,
    informed,
    public_lines,
    public_on_map,
    public_page,
    public_points,
    public_report,
    public_reports,
    public_words,
    similar_public,
    with_secret,
)

__all__ = [
    "answers", "awaiting_deliberation", "branches", "by_id", "categories", "category", "category_rows",
    "deliberations", "facts", "followed", "informed", "is_meeting_due", "matching", "mergeable", "office_trail",
    "panels", "path_of", "public_figures", "public_lines", "public_on_map", "public_page", "public_points",
    "public_report", "public_reports", "public_trail", "public_words", "recurring", "report", "reporter_trail",
    "reports", "rows", "seen", "sees", "similar_public",
    "stands_in", "steps", "to_confirm", "waiting", "with_secret", "without_news",
    "wording",
]  # fmt: skip
