"""What anyone may read of the work that an institution leads: that of public reports, and that of no report at all."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, UUIDField

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import masking
from rembuk.coordination.reports.models import ReportDecision
from rembuk.foundation.web.pager import PreparedPages

NEWEST = ("-news_at", "-id")
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


def masked(words: str) -> str:
    """What an office wrote about its work, for everyone: without what points to a person or to the RT of a home."""
    return masking.without_rt(masking.mask(words))
