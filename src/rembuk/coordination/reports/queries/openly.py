"""What anyone may read: acknowledged reports only, in masked wording, with the point that may be seen."""

from collections.abc import Iterable
from math import cos, radians
from uuid import UUID

from django.db.models import QuerySet

from rembuk.coordination.reports import places, proofs, rules
from rembuk.coordination.reports.models import Category, Report, Supporter, Wording
from rembuk.foundation.kernel import clock
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.territory.models import Territory

NEWEST = ("-published_at", "-id")
ROW = ("category", "territory__parent", "holder")
METRES_PER_DEGREE = 111_320
ON_MAP = 500
CAP = 1000


def public_reports(
    *, kelurahan_id: UUID | None = None, kecamatan_id: UUID | None = None, status: str = "",
    category: Category | UUID | None = None, words: str = "",
) -> QuerySet[Report]:  # fmt: skip
    """Public reports for `keyset(…, ("-published_at", "-id"))`; words are sought in the newest 1,000."""
    rows = _public()
    if kelurahan_id:
        rows = rows.filter(kelurahan_id=kelurahan_id)
    elif kecamatan_id:
        rows = rows.filter(kecamatan_id=kecamatan_id)
    if category:
        rows = rows.filter(category=category)
    if words.strip():
        newest = rows.order_by(*NEWEST).values_list("pk", "code", "title", "place", "category__blurs")[:CAP]
        wanted = words.casefold().split()
        # The place of a home is not shown, so nobody may find out by asking for it either.
        told = [(pk, f"{code} {title} {'' if blurs else place}".casefold()) for pk, code, title, place, blurs in newest]
        hits = [pk for pk, text in told if all(word in text for word in wanted)]
        rows = _public().filter(pk__in=hits)
    if status:
        rows = rows.filter(status=status)
    return rows.select_related(*ROW)


def _public() -> QuerySet[Report]:
    return Report.objects.filter(published_at__isnull=False)


def public_report(code: str) -> Report | None:
    """One public report by code."""
    rows = _public().select_related("category", "holder", "territory__parent", "unit", "merged_into", "body")
    return rows.filter(code=code.strip().upper()).first()


def public_words(report: Report) -> str:
    """The masked wording; nothing of a report that is not public."""
    if report.published_at is None:
        return ""
    return Wording.objects.filter(report=report).values_list("masked", flat=True).first() or ""


def public_points(kelurahan_id: UUID | None = None) -> list[tuple[str, str, float, float, str]]:
    """The newest 500 on the map: (code, title, lat, lng, status), with the point that may be seen."""
    rows = public_reports(kelurahan_id=kelurahan_id).filter(public_lat__isnull=False).order_by(*NEWEST)
    columns = rows.values_list("code", "title", "public_lat", "public_lng", "status")[:ON_MAP]
    return [(code, title, lat or 0.0, lng or 0.0, status) for code, title, lat, lng, status in columns]


def public_on_map(kelurahan_id: UUID) -> list[Report]:
    """The newest 500 of a kelurahan that have a point which anyone may see."""
    rows = public_reports(kelurahan_id=kelurahan_id).filter(public_lat__isnull=False)
    return list(rows.order_by(*NEWEST)[:ON_MAP])


def similar_public(
    lat: float | None, lng: float | None, category: Category | UUID, territory: Territory | None = None, limit: int = 5
) -> list[Report]:
    """Public ones still open of the same category nearby: within the city's metres, or in the same territory."""
    rows = _public().filter(category=category, status__in=rules.OPEN_STATES).select_related(*ROW)
    if lat is not None and lng is not None:
        metres = regulations.number("reports.nearby.meters", clock.today())
        high, wide = metres / METRES_PER_DEGREE, metres / (METRES_PER_DEGREE * max(cos(radians(lat)), 0.01))
        rows = rows.filter(public_lat__range=(lat - high, lat + high), public_lng__range=(lng - wide, lng + wide))
    elif territory is not None:
        column = places.COLUMNS.get(territory.level)
        if column is None:
            return []
        rows = rows.filter(**{column: territory.pk})
    else:
        return []
    return list(rows.order_by(*NEWEST)[:limit])


def with_secret(code: str, secret: str) -> Report | None:
    """The report of whoever has its code and secret. Pages use `actions.unlock`, which slows guessing down."""
    rows = Report.objects.select_related("category", "holder", "territory__parent", "unit", "merged_into", "body")
    found = rows.filter(code=code.strip().upper()).first()
    return found if found and proofs.knows_secret(found, secret) else None


def followed(code: str, secret: str) -> Report | None:
    """The public report of whoever joined it with this secret: they may follow, not decide."""
    found = public_report(code)
    if found is None or not secret:
        return None
    joined = Supporter.objects.filter(report=found, secret_hash=proofs.secret_hash(found.code, secret))
    return found if joined.exists() else None


def categories(*, ended: bool = False) -> list[Category]:
    """What may be reported, in the city's order; with `ended` also what no longer may."""
    rows = Category.objects.select_related("unit")
    return list((rows if ended else rows.filter(ends__isnull=True)).order_by("order", "label"))


def category(key: str) -> Category | None:
    """A category by key."""
    return Category.objects.filter(key=key).select_related("unit").first()


def informed(report: Report) -> Iterable[UUID]:
    """The accounts to be told of a report: its reporter's, its supporters', and those of what was merged into it."""
    family = [report.pk, *Report.objects.filter(merged_into=report).values_list("pk", flat=True)]
    found = set(Report.objects.filter(pk__in=family, reporter__isnull=False).values_list("reporter_id", flat=True))
    found |= set(Supporter.objects.filter(report__in=family, user__isnull=False).values_list("user_id", flat=True))
    return sorted(found)
