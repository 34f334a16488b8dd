"""What a body should hear of at its next meeting, of the work that it asked for."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.queries.one import ROW, WITH
from rembuk.coordination.meetings.models import AgendaItem, Meeting
from rembuk.foundation.institutions.models import Institution

PREFIX = "decisions"
MOST = 40


def to_discuss(body_id: UUID, now: datetime) -> list[tuple[str, FollowUp]]:
    """What was promised at its last meeting and is still open, then what is late or without news; each with why.

    What is closed is not spoken of before everybody; what an open meeting has on its agenda is not proposed again.
    """
    found: dict[UUID, tuple[str, FollowUp]] = {}
    # The first of the answers holds for what stands in both.
    for group, rows in (("promised", _promised(body_id)), ("silent", _silent_or_late(body_id, now))):
        for row in rows:
            found.setdefault(row.pk, (group, row))
    taken = set(_taken(body_id))
    return [one for pk, one in found.items() if f"{PREFIX}:{pk}" not in taken][:MOST]


def _promised(body_id: UUID) -> Iterable[FollowUp]:
    held = Meeting.objects.filter(institution=body_id, status__in=("minuted", "locked"))
    last = held.order_by("-starts_at", "-id").first()
    if last is None:
        return []
    rows = FollowUp.objects.filter(decision__item__meeting=last, status__in=rules.OPEN_STATES, is_private=False)
    return rows.select_related(*ROW).prefetch_related(*WITH).order_by("total_due", "id")[:MOST]


def _silent_or_late(body_id: UUID, now: datetime) -> Iterable[FollowUp]:
    passed = Q(news_due__lt=now) | Q(total_due__lt=now)
    rows = FollowUp.objects.filter(passed, body=body_id, status__in=rules.UNDER_WAY_STATES, is_private=False)
    return rows.select_related(*ROW).prefetch_related(*WITH).order_by("news_due", "total_due", "id")[:MOST]


def _taken(body_id: UUID) -> Iterable[str]:
    items = AgendaItem.objects.filter(
        meeting__institution=body_id, meeting__status__in=("convened", "running"), removed_at__isnull=True,
        outcome="", key__startswith=f"{PREFIX}:",
    )  # fmt: skip
    return items.values_list("key", flat=True)


def has_ended(name: str) -> bool:
    """Whether a body of this name existed once and is closed."""
    named = Q(name__iexact=name.strip()) | Q(short_name__iexact=name.strip())
    return Institution.objects.filter(named, ends__isnull=False).exists()
