"""What anyone may read of the work that an institution leads: that of public reports, and that of no report at all."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Subquery, UUIDField

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import masking
from rembuk.coordination.reports.models import ReportDecision
from rembuk.foundation.web.pager import PreparedPages

# A page is built once without its day, only to learn of which model it is.
EVER = datetime.max.replace(tzinfo=UTC)
NEWEST, LONGEST = ("-news_at", "-id"), ("news_due", "id")
# What a line says of a follow-up, its newest news, and the public report that it carries on.
COLUMNS = (
    "id", "title", "status", "percent", "budget_year", "total_due", "news_due", "news_at", "territory__level",
    "territory__name", "kelurahan", "told", "told_at", "report",
)  # fmt: skip


def _led(lead: Any = None) -> QuerySet[FollowUp, Any]:
    linked = ReportDecision.objects.filter(decision=OuterRef("decision_id"))
    public = linked.filter(report__published_at__isnull=False)
    rows = decisions.public_led(lead).filter(Exists(public) | ~Exists(linked))
    code = Subquery(public.order_by("id").values("report__code")[:1])
    return rows.annotate(report=code).values_list(*COLUMNS, named=True)


# A page of what a `lead` leads, the newest news first. What was written is shown `masked`.
led_page = PreparedPages(_led, NEWEST, lead=UUIDField())


def _silent(lead: Any = None, now: Any = EVER) -> list[QuerySet[FollowUp, Any]]:
    return [_led(lead).filter(status=state, news_due__lt=now) for state in rules.UNDER_WAY_STATES]


# The same, only what owes news at `now`: the longest without news first.
silent_page = PreparedPages(_silent, LONGEST, lead=UUIDField(), now=DateTimeField())


def masked(words: str) -> str:
    """What an office wrote about its work, for everyone: without what points to a person or to the RT of a home."""
    return masking.without_rt(masking.mask(words))
