"""What anyone may read: acknowledged reports only, in masked wording, with the point that may be seen."""

from collections.abc import Iterable
from math import cos, radians
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, QuerySet, UUIDField

from rembuk.coordination.reports import places, proofs, rules
from rembuk.coordination.reports.models import Category, Report, ReportDecision, Supporter, Wording
from rembuk.coordination.reports.queries.kinds import kin
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.files import queries as files
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.kernel.wanted import Wanted
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web.pager import PreparedPages

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
        rows = rows.filter(category__in=kin(category))
    if words.strip():
        newest = rows.order_by(*NEWEST).values_list("pk", "code", "title", "place", "category__blurs")[:CAP]
        wanted = Wanted(words)
        # The place of a home is not shown, so nobody may find out by asking for it either.
        told = ((pk, (code, title, "" if blurs else place)) for pk, code, title, place, blurs in newest)
        named = rows.filter(code=wanted.code).values_list("pk", flat=True) if wanted.code else ()
        rows = _public().filter(pk__in=list(named) or [pk for pk, texts in told if wanted.fits(*texts)])
    if status:
        rows = rows.filter(status=status)
    return rows.select_related(*ROW)


# What a line of a public list says of a report.
LINE = (
    "id", "code", "title", "status", "supporters", "published_at", "public_lat", "public_lng", "category__label",
    "category__blurs", "territory__level", "territory__name", "territory__parent__name",
    "territory__parent__parent__name",
)  # fmt: skip


def public_lines(**narrow: Any) -> QuerySet[Report, Any]:
    """`public_reports` as the named columns of `LINE`."""
    return public_reports(**narrow).values_list(*LINE, named=True)


def _filtered(**equal: object) -> QuerySet[Report, Any]:
    return _public().filter(**equal).values_list(*LINE)


# A page of `LINE`s, newest first, by `kelurahan_id` or `status` or both.
public_page = PreparedPages(_filtered, NEWEST, kelurahan_id=UUIDField(), status=CharField())


def _public() -> QuerySet[Report]:
    return Report.objects.filter(published_at__isnull=False)


# Of what stands around a report only what its page says; the rest is fetched when somebody asks.
_AROUND = (
    "category__label", "category__group", "category__blurs", "holder__title", "territory__level", "territory__name",
    "territory__parent__level", "territory__parent__name", "territory__parent__parent__name", "unit__name",
    "unit__short_name", "merged_into__code", "merged_into__title",
    "merged_into__published_at", "wording__masked", "stage_rule__unit",
)  # fmt: skip
_SAID = (
    "code", "track", "category_id", "title", "place", "owner", "territory_id", "rt_id", "status", "version",
    "handled_at", "holder_id", "unit_id", "is_private", "received_at", "stage_started_at", "stage_due",
    "stage_rule_id", "published_at", "secret_hash", "merged_into_id", "budget_year", "supporters",
)  # fmt: skip
_by_code = Prepared(
    lambda code: (
        _public()
        .filter(code=code)
        .select_related(
            "category", "holder", "territory__parent__parent", "unit", "merged_into", "wording", "stage_rule"
        )
        .only(*_SAID, *_AROUND)
        .annotate(
            photos=files.with_photos(Report.subject_kind),
            story=audit.with_story(Report.subject_kind),
            is_carried=Exists(ReportDecision.objects.filter(report=OuterRef("pk"))),
        )
    ),
    code=CharField(),
)


def public_report(code: str) -> Report | None:
    """One public report by code."""
    found: Report | None = _by_code.first(code=code.strip().upper())
    return found


def public_photos(report: Report) -> list[UUID]:
    """The photos of a report from `public_report` that everyone may see."""
    return files.photo_ids(getattr(report, "photos", ""))


def public_words(report: Report) -> str:
    """The masked wording; nothing of a report that is not public."""
    if report.published_at is None:
        return ""
    wording: Wording | None = getattr(report, "wording", None)
    return wording.masked if wording else ""


def public_points(kelurahan_id: UUID | None = None) -> list[tuple[str, str, float, float, str]]:
    """The newest 500 on the map: (code, title, lat, lng, status), with the point that may be seen."""
    rows = public_reports(kelurahan_id=kelurahan_id).filter(public_lat__isnull=False).order_by(*NEWEST)
    columns = rows.values_list("code", "title", "public_lat", "public_lng", "status")[:ON_MAP]
    return [(code, title, lat or 0.0, lng or 0.0, status) for code, title, lat, lng, status in columns]


def public_on_map(kelurahan_id: UUID) -> list[Any]:
    """The newest 500 `LINE`s of a kelurahan that have a point which anyone may see."""
    rows = public_lines(kelurahan_id=kelurahan_id).filter(public_lat__isnull=False)
    return list(rows.order_by(*NEWEST)[:ON_MAP])


def similar_public(
    lat: float | None, lng: float | None, category: Category | UUID, territory: Territory | None = None, limit: int = 5
) -> list[Report]:
    """Public ones still open of the same category nearby: within the city's metres, or in the same territory."""
    rows = _public().filter(category__in=kin(category), status__in=rules.OPEN_STATES).select_related(*ROW)
    if lat is not None and lng is not None:
        metres = regulations.number("reports.nearby.meters", clock.today())
        high, wide = metres / METRES_PER_DEGREE, metres / (METRES_PER_DEGREE * max(cos(radians(lat)), 0.01))
        rows = rows.filter(public_lat__range=(lat - high, lat + high), public_lng__range=(lng - wide, lng + wide))
    elif territory is not None:
        column, place = places.COLUMNS.get(territory.level), territory.pk
        if column is None:
            return []
        if column == "rt_id" and territory.parent_id and not (isinstance(category, Category) and not category.blurs):
            # Asking RT by RT must not tell in which one a home is.
            column, place = "rw_id", territory.parent_id
        rows = rows.filter(**{column: place})
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


def informed(report: Report) -> Iterable[UUID]:
    """The accounts to be told of a report: its reporter's, its supporters', and those of what was merged into it."""
    family = [report.pk, *Report.objects.filter(merged_into=report).values_list("pk", flat=True)]
    found = set(Report.objects.filter(pk__in=family, reporter__isnull=False).values_list("reporter_id", flat=True))
    found |= set(Supporter.objects.filter(report__in=family, user__isnull=False).values_list("user_id", flat=True))
    return sorted(found)
