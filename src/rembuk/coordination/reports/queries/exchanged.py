"""Public reports as other programs read them: by the day on which they came in, by kind, open or not."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from rembuk.coordination.reports import rules
from rembuk.coordination.reports.models import Report, Status
from rembuk.coordination.reports.queries.kinds import categories_of
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.files import queries as files

# To other programs a report is open until its reporter has confirmed it, or has not answered, or it went its way.
OPEN_TO_ALL = frozenset({*rules.OPEN_STATES, Status.SETTLED.value})
CLOSED_TO_ALL = frozenset(Status.values) - OPEN_TO_ALL
_AROUND = ("category", "holder", "unit", "territory__parent__parent", "wording")
_SAID = (
    "code", "track", "title", "place", "status", "is_private", "received_at", "stage_due", "news_at", "closed_at",
    "published_at", "public_lat", "public_lng", "rt_id", "category__key", "category__label", "category__blurs",
    "holder__title", "unit__name", "unit__short_name", "wording__masked",
    "territory__level", "territory__name", "territory__parent__level", "territory__parent__name",
    "territory__parent__parent__level", "territory__parent__parent__name",
)  # fmt: skip


def exchanged(
    since: datetime | None = None, until: datetime | None = None, *, keys: Collection[str] = (),
    states: Collection[str] = (), codes: Collection[str] = (), kelurahan_id: UUID | None = None,
) -> QuerySet[Report]:  # fmt: skip
    """Public reports with what everyone may read of them, for `keyset(…, ("-received_at", "-id"))`."""
    rows = Report.objects.filter(published_at__isnull=False)
    if kelurahan_id:
        rows = rows.filter(kelurahan_id=kelurahan_id)
    if codes:
        rows = rows.filter(code__in=codes)
    if since and until:
        rows = rows.filter(received_at__range=(since, until))
    if keys:
        rows = rows.filter(category__in=categories_of(keys))
    if states:
        rows = rows.filter(status__in=states)
    return rows.select_related(*_AROUND).only(*_SAID).annotate(photos=files.with_photos(Report.subject_kind))


def with_stories(rows: QuerySet[Report]) -> QuerySet[Report]:
    """The same, each with its story for `public_trail`."""
    return rows.annotate(story=audit.with_story(Report.subject_kind))
