"""Figures from the tallies, always n of m: nothing here counts a large table."""

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from rembuk.coordination.reports.models import Category, Handling, Report, Status, Wording
from rembuk.coordination.reports.queries.desk import by_meeting
from rembuk.foundation.calendar import queries as calendar
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.seams import Panel
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.tallies import queries as tallies

KIND, DUE, NEWS = "reports", "reports.due", "reports.news"
SPAN = 90
# So many ids fit into one question on either database.
PART = 500
WORKING_DAYS = "hari_kerja"
# Done is what somebody has confirmed; what an office says and nobody has confirmed is counted apart.
DONE = "closed"
APART = (
    ("settled", "Dinyatakan selesai, belum dibenarkan"), ("unconfirmed", "Ditutup, pelapor tidak menjawab"),
    ("awaiting_budget", "Menunggu anggaran"), ("carried", "Masuk usulan"), ("referred", "Bukan wewenang kota"),
    ("refused", "Tidak dapat diterima"),
)  # fmt: skip


def panels(path: str, url: str = "") -> list[Panel]:
    """The figures of a place: what came in during 90 days, what of it is done, what is past its day, what is silent."""
    today = clock.today()
    silent_days = regulations.number("reports.without_news", today)
    found = tallies.sums(
        path, tallies.Span(KIND, since=today - timedelta(days=SPAN)),
        tallies.Span(DUE, until=today - timedelta(days=1)),
        tallies.Span(NEWS, until=today - timedelta(days=silent_days + 1)),
    )  # fmt: skip
    states = {state: whole for (kind, state), (whole, _) in found.items() if kind == KIND}
    received = sum(states.values())
    done, unsaid = states.get(DONE, 0), states.get("settled", 0) + states.get("unconfirmed", 0)
    open_now, late = found.get((DUE, "open"), (0, 0))
    in_hand, silent = found.get((NEWS, "open"), (0, 0))
    return [
        Panel("Selesai dan dibenarkan", done, received, url, "good" if done == received else "", _span(unsaid)),
        Panel("Lewat batasnya", late, open_now, url, "late" if late else "", "dari yang berbatas waktu"),
        Panel("Tanpa kabar", silent, in_hand, url, "soon" if silent else "", f"lebih dari {silent_days} hari"),
    ]


def public_figures() -> list[Panel]:
    """For everyone: done of what came in during 90 days, and each honest exit apart."""
    states = tallies.by_state(KIND, "", since=clock.today() - timedelta(days=SPAN))
    received = sum(states.values())
    found = [Panel("Selesai dan dibenarkan", states.get(DONE, 0), received, note=_span())]
    return found + [Panel(label, states.get(state, 0), received) for state, label in APART]


def _span(unsaid: int = 0) -> str:
    said = f"dari yang masuk {SPAN} hari ini"
    return f"{said}; {unsaid} lagi selesai, belum dibenarkan" if unsaid else said


def rows() -> Iterator[tuple[UUID, int, str]]:
    """Every report's id, version and status, for `verify`."""
    return Report.objects.order_by("pk").values_list("pk", "version", "status").iterator(chunk_size=2000)


def paths_of(ids: Collection[UUID]) -> dict[UUID, str]:
    """Where reports lie now; those that are not there are left out."""
    some = list(ids)
    parts = [some[start : start + PART] for start in range(0, len(some), PART)]
    return {pk: path for part in parts for pk, path in Report.objects.filter(pk__in=part).values_list("pk", "path")}


def wording(report: Report) -> Wording:
    """The words beside the report."""
    return Wording.objects.get(report=report)


def codes(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The codes of reports by their ids; a code tells nothing of what was said."""
    return dict(Report.objects.filter(pk__in=list(ids)).values_list("pk", "code"))


def category_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every category's id and version, for `verify`."""
    rows = Category.objects.order_by("pk").values_list("pk", "version")
    return ((pk, version, "") for pk, version in rows.iterator())


def is_provisional(report: Any) -> bool:
    """Whether the day that the stage runs out was counted in working days of a year without a decree: *sementara*.

    Of a report, or of a row of `desk`.
    """
    if report.stage_due is None or report.stage_started_at is None or report.stage_due < clock.now():
        return False  # what has passed is not moved any more
    whole = isinstance(report, Report)
    if not whole and getattr(regulations.pinned(report.stage_rule_id), "unit", "") != WORKING_DAYS:
        return False
    # The calendar is at hand, a report's rule may have to be fetched.
    if not calendar.undecided(clock.local(report.stage_started_at).date(), clock.local(report.stage_due).date()):
        return False
    if whole and (report.stage_rule is None or report.stage_rule.unit != WORKING_DAYS):
        return False
    if report.status != Status.DELIBERATING:
        return True
    return not (is_meeting_due(report) if whole else by_meeting(report))


def whole_limits(report: Report) -> dict[str, str]:
    """Until when a service complaint must be done, by how it is handled."""
    return {
        kind: text.day(regulations.limit(f"reports.service.{kind}", report.received_at)[0]) for kind in Handling.values
    }


def unsure(report: Any) -> str:
    """What stands behind such a day."""
    return " (sementara)" if is_provisional(report) else ""


def is_meeting_due(report: Report) -> bool:
    """Whether the stage runs out with a regular meeting rather than with the rule's own limit."""
    if report.stage_rule is None or report.stage_started_at is None or report.stage_due is None:
        return False
    return report.stage_due < regulations.due(report.stage_rule, report.stage_started_at)
