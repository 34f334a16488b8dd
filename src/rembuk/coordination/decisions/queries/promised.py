"""What the items of a meeting led to, for its papers and its page."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.models import FollowUp, Status
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.seams import Work

FATES = {
    Status.PASSED: "kept", Status.WAITING_BUDGET: "budget", Status.NOT_OUR_AUTHORITY: "elsewhere",
    Status.REVOKED: "dropped",
}  # fmt: skip


def of_items(item_ids: Sequence[UUID]) -> Iterable[Work]:
    """In the order of the items, the soonest due first; what is closed to the public is left out."""
    rows = FollowUp.objects.filter(decision__item__in=list(item_ids), is_private=False)
    for row in (
        rows.select_related("decision", "lead").prefetch_related("parts__institution")
        .order_by("decision__item__order", "total_due", "id")
    ):  # fmt: skip
        if row.decision.item_id is not None:
            yield work_line(row, row.decision.item_id)


def work_line(row: FollowUp, item_id: UUID) -> Work:
    """A follow-up as the papers of a meeting tell of it, under one of its items."""
    is_late = rules.is_late(row, clock.now())
    state = f"{Status(row.status).label}{', lewat tenggat' if is_late else ''}"
    fate = FATES.get(Status(row.status), "late" if is_late else "open")
    return Work(
        item_id, row.code, row.title, row.partner_name or str(row.lead), [part.who for part in row.parts.all()],
        row.total_due, state, fate, reverse("decisions:detail", args=[row.code]),
    )  # fmt: skip
