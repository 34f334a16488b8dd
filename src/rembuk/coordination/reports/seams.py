"""What reports offer to the slots: `config/seams.py` fills them in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.reports import actions, queries, rules
from rembuk.coordination.reports.actions import decided, followed
from rembuk.coordination.reports.models import Basis, Category, Report, Status, Track
from rembuk.coordination.reports.notices import notices
from rembuk.coordination.reports.worklist import SOON_DAYS, title_of, today
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import (
    AgendaSource,
    Found,
    Move,
    NavItem,
    Panel,
    Proposal,
    SubjectKind,
    Tally,
    Ticker,
    Told,
    TrailLine,
)
from rembuk.foundation.territory.models import DIGITS
from rembuk.foundation.web.context import address

__all__ = [
    "NAV", "SUBJECTS", "access", "agenda", "briefs", "case", "completions", "decided", "followed", "lapses", "moved",
    "notices", "panels", "recounts", "search", "silences", "tallies", "today", "trail",
]  # fmt: skip

NAV = (
    NavItem("Laporan", "reports:list", "flag", 20),
    NavItem("Kejadian", "reports:incidents", "bell", 52, permission="reports.tell"),
    NavItem("Deteksi dini", "reports:warnings", "search", 53, permission="reports.warn"),
)
PREFIX = "reports"


def _proposals(actor: Actor, institution_id: UUID) -> Sequence[Proposal]:
    """What waits for this body's deliberation, lapsing first."""
    now = clock.now()
    return [
        Proposal(f"{PREFIX}:{row.pk}", row.title, _why(row), _page(row),
                 urgent=row.is_urgent or (row.stage_due is not None and (row.stage_due - now).days < SOON_DAYS),
                 group="ratify" if row.climb_basis == Basis.URGENT else "waiting")
        for row in [*queries.awaiting_deliberation(institution_id), *queries.to_review(institution_id)]
        if rules.visible(actor, row) or actor.holds("system", "")
    ]  # fmt: skip


def _why(report: Report) -> str:
    if report.status == Status.ENDED:
        ended = text.day(report.closed_at) if report.closed_at else ""
        return f"{report.code} · kejadian yang berakhir {ended}, ditinjau bersama"
    due = f"batas musyawarah {text.day(report.stage_due)}" if report.stage_due else "menunggu musyawarah"
    return f"{report.code} · {report.category.label} · {due}"


def _take(actor: Actor, item_id: UUID, key: str) -> None:
    report = queries.by_id(UUID(key.removeprefix(f"{PREFIX}:")))
    if report is None:
        raise Refused("not_found", "Laporan itu tidak ada lagi.")
    actions.take(actor=actor, item_id=item_id, report=report)


agenda = AgendaSource(PREFIX, _proposals, _take)
briefs = queries.briefs


def trail(actor: Actor, subject: object) -> Iterable[TrailLine]:
    """The lines of a report's own life, and of the follow-ups that carry it on."""
    if not isinstance(subject, Report) or not (own := queries.office_trail(actor, subject)):
        return []
    return [*own, *queries.work_lines(actor, subject)]


def case(subject: object) -> Iterable[Any]:
    """A report, the decisions that carry it on, and what is done for them."""
    return [subject, *queries.carried_on(subject)] if isinstance(subject, Report) else []


def _page(row: Report) -> str:
    return reverse("reports:detail", args=[row.code])


def panels(actor: Actor) -> Iterable[Panel]:
    """The figures of the actor's place."""
    found: list[Panel] = []
    for path in actor.scope("reports.view")[:1]:
        found += queries.panels(path, address("reports:list"))
    # Right after what is past the limit of its stage, out of the same.
    return [*found[:2], _whole(actor, found[1].out_of), *found[2:]] if found else []


def _whole(actor: Actor, out_of: int | None) -> Panel:
    late = queries.past_whole_count(actor)
    note = "atau lebih, dari yang berbatas waktu" if late == queries.CAP else "dari yang berbatas waktu"
    url = f"{address('reports:list')}?keadaan={rules.PAST_WHOLE}"
    return Panel("Lewat batas seluruhnya", late, out_of, url, "late" if late else "", note)


def search(actor: Actor, words: str) -> Iterable[Found]:
    """Reports that the actor sees with all the words in code, title or place; over the newest 1,000."""
    return [
        Found(title_of(row), f"{row.code} · {row.get_status_display()}", _page(row), row.received_at)
        for row in queries.matching(actor, words)
    ]


lapses = Ticker("diteruskan", actions.lapse)
silences = Ticker("ditutup tanpa jawaban", actions.close_silent)
completions = Ticker("tidak dilengkapi", actions.expire)
recounts = Ticker("batas dihitung ulang", actions.recount)


def tallies(told: Sequence[Told]) -> Iterable[Tally]:
    """The running counts: states by the day of receipt; open ones by the day they run out and of their last news."""
    moved = [one for one in told if one.subject_kind == Report.subject_kind and "to" in one.body["changes"]]
    # Where they lie now, for a recount after territories moved.
    paths = queries.paths_of({one.subject_id for one in moved})
    for one in moved:
        yield from _tallies(one.body["changes"], paths.get(one.subject_id) or one.path)


def _tallies(changes: Mapping[str, Any], path: str) -> list[Tally]:
    """What is sealed or about an official counts for the city only: a smaller figure must not tell that it is."""
    if changes.get("imported"):
        return []
    if changes.get("track") in rules.SWIFT_TRACKS:
        return _swift_counts(path, changes)
    # Journals from before there was "apart" say only whether it is sealed.
    known = changes.get("apart") or [changes.get("sealed", False)] * 2
    was, is_now = (path[: 2 * DIGITS] if apart else path for apart in known)
    before = _counts(was, changes["from"], -1) if "from" in changes else []
    return [*before, *_counts(is_now, changes["to"], 1)]


def _swift_counts(path: str, changes: Mapping[str, Any]) -> list[Tally]:
    """Incidents by state, apart from all figures of reports; early warnings are in none."""
    if changes["track"] != Track.INCIDENT:
        return []
    sides = [(changes["from"], -1)] if "from" in changes else []
    return [Tally("reports.incidents", standing[0], path, date.fromisoformat(standing[3]), amount)
            for standing, amount in [*sides, (changes["to"], 1)]]  # fmt: skip


def _counts(path: str, standing: list[str], amount: int) -> list[Tally]:
    status, due, news, received = standing
    found = [Tally("reports", status, path, date.fromisoformat(received), amount)]
    if status in rules.OPEN_STATES:
        found.append(Tally("reports.news", "open", path, date.fromisoformat(news), amount))
    if status in rules.WORKING_STATES and due:
        found.append(Tally("reports.due", "open", path, date.fromisoformat(due), amount))
    return found


def moved(actor: Actor, moves: Sequence[Move]) -> None:
    """Territories got other parents: reports there stand in the lists of the new ones."""
    actions.move_places(actor=actor, moves=moves)


def access(actor: Actor, owner_kind: str, owner_id: UUID) -> bool | None:
    """Who may see a report's photos: whoever sees the report. None where it is not a report's."""
    if owner_kind != Report.subject_kind:
        return None
    report = queries.by_id(owner_id)
    return report is not None and queries.sees(actor, report)


def _visible(actor: Actor, pk: UUID) -> bool:
    report = queries.by_id(pk)
    return report is not None and queries.sees(actor, report)


def _url(pk: UUID) -> str:
    report = queries.by_id(pk)
    return _page(report) if report else ""


def _title(pk: UUID) -> str:
    report = queries.by_id(pk)
    return f"{report.code} {report.title}" if report else ""


def _category_title(pk: UUID) -> str:
    return queries.category_label(pk)


SUBJECTS = (
    SubjectKind(Report.subject_kind, queries.rows, _visible, _url, _title),
    SubjectKind(
        Category.subject_kind, queries.category_rows, lambda actor, pk: bool(actor.scope("reports.categories")),
        lambda pk: reverse("reports:categories"), _category_title,
    ),
)  # fmt: skip
