"""What visits offer to the slots: `config/seams.py` fills them in."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.meetings.models import Meeting
from rembuk.coordination.reports.models import Report
from rembuk.coordination.visits import actions, friday_notices, observe_rules, queries, rules
from rembuk.coordination.visits.models import (
    FieldNote,
    Gathering,
    Pause,
    Plan,
    PlanPlace,
    Question,
    Rotation,
    Tiding,
    Visit,
)
from rembuk.coordination.visits.notices import notices as of_visits
from rembuk.coordination.visits.queries import observing
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import (
    MANY,
    Move,
    NavItem,
    Notice,
    Outcome,
    SubjectKind,
    Task,
    Ticker,
    Told,
    TrailLine,
    Worklist,
)

__all__ = [
    "LINKS", "NAV", "SUBJECTS", "access", "case", "deeds", "followed", "held", "moved", "notices", "reminders", "today",
    "trail", "work",
]  # fmt: skip

NAV = (
    NavItem("Kunjungan", "visits:list", "map", 45, permission=rules.MAKE),
    NavItem("Pemantauan", "visits:notes", "check", 47, permission=observe_rules.OBSERVE),
    NavItem("Daftar periksa", "visits:questions", "check", 77, permission=observe_rules.ASK),
    NavItem("Rembuk Jumat", "visits:fridays", "calendar", 46, permission=rules.REMBUK),
)

# A follow-up's page leads an observer to a note about it.
LINKS = (("observe", "visits:observe"),)

work = queries.work_of_items
deeds = queries.deeds
reminders = Ticker("rencana kunjungan yang lewat harinya", actions.remind)


def trail(actor: Actor, subject: object) -> Iterable[TrailLine]:
    """Who came to the place of a report or a follow-up."""
    return queries.office_lines(actor, subject)


def case(subject: object) -> Iterable[Visit]:
    """The visits to the place of a report that looked at it."""
    return queries.of_report(subject) if isinstance(subject, Report) else []


def held(actor: Actor, meeting: Meeting) -> Iterable[tuple[str, str]]:
    """The rembuk that a meeting is."""
    found = queries.gathering_of(meeting)
    if found is not None and rules.sees_gathering(actor, found.path):
        yield "Halaman rembuk", reverse("visits:gathering", args=[found.code])


def notices(told: Told) -> Iterable[Notice]:
    """Of visits, and of the mayor's Fridays."""
    yield from of_visits(told)
    yield from friday_notices.notices(told)


def followed(actor: Actor, outcome: Outcome) -> None:
    """A promise of a rembuk was kept: others looked, and say so."""
    if outcome.kind == "passed" and outcome.decision_id is not None:
        actions.show_kept(actor=actor, decision_id=outcome.decision_id)


def today(actor: Actor, most: int = MANY) -> Worklist:
    """The visits that lie ahead of whoever goes, and those that are over and wait for what became of them."""
    if not actor.scope(rules.MAKE):
        return Worklist([])
    found = queries.going(actor)
    waiting = queries.open_places(found)
    tasks = [_task(row, waiting.get(row.pk, [])) for row in found]
    return Worklist(tasks[:most], max(0, len(tasks) - most), "rencana kunjungan", "visits:plans")


def _task(row: Plan, waiting: Sequence[PlanPlace]) -> Task:
    url, over = reverse("visits:plan", args=[row.code]), row.day < clock.today()
    where = ", ".join(dict.fromkeys(place.territory.label for place in waiting[:3]))
    told = f"{text.weekday(row.day)} · {len(waiting)} tempat menunggu"
    return Task(
        f"Kunjungan: {row.purpose}", where, url, due=datetime.combine(row.day, time(23, 59), clock.zone()), note=told,
        buttons=(("Apa jadinya?" if over else "Buka rencana", url),), tone="late" if over else "soon",
        key=f"visits.plan:{row.pk}", group="work" if row.day <= clock.today() else "agenda",
    )  # fmt: skip


def moved(actor: Actor, moves: Sequence[Move]) -> None:
    """Territories got other parents: visits there stand in the lists of the new ones."""
    actions.move_places(actor=actor, moves=moves)


def access(actor: Actor, owner_kind: str, owner_id: UUID) -> bool | None:
    """Who may see a visit's photos, or those of a field note: whoever may read it. None where it is not one's."""
    if owner_kind == FieldNote.subject_kind:
        return observing.note_is_seen(actor, owner_id)
    return queries.is_seen(actor, owner_id) if owner_kind == Visit.subject_kind else None


def _url(pk: UUID) -> str:
    found = queries.by_id(pk)
    return reverse("visits:detail", args=[found.code]) if found else ""


def _title(pk: UUID) -> str:
    found = queries.by_id(pk)
    return f"Kunjungan {found.code}" if found else ""


def _rotation_seen(actor: Actor, pk: UUID) -> bool:
    found = queries.rotation_by_id(pk)
    return found is not None and rules.may_read(actor, found)


def _rotation_url(pk: UUID) -> str:
    found = queries.rotation_by_id(pk)
    return reverse("visits:rotation", args=[found.code]) if found else ""


def _gathering_seen(actor: Actor, pk: UUID) -> bool:
    found = queries.gathering_by_id(pk)
    return found is not None and rules.sees_gathering(actor, found.path)


def _gathering_url(pk: UUID) -> str:
    found = queries.gathering_by_id(pk)
    return reverse("visits:gathering", args=[found.code]) if found else ""


def _note_url(pk: UUID) -> str:
    found = observing.note_by_id(pk)
    return reverse("visits:field_note", args=[found.code]) if found else ""


def _plan_url(pk: UUID) -> str:
    found = queries.plan_by_id(pk)
    return reverse("visits:plan", args=[found.code]) if found else ""


SUBJECTS = (
    SubjectKind(Visit.subject_kind, queries.rows, queries.is_seen, _url, _title),
    SubjectKind(
        FieldNote.subject_kind, observing.note_rows, observing.note_is_seen, _note_url,
        lambda pk: str(observing.note_by_id(pk) or ""),
    ),
    SubjectKind(
        Question.subject_kind, observing.question_rows, lambda actor, pk: actor.office is not None,
        lambda pk: reverse("visits:questions"), lambda pk: "Daftar periksa pemantau",
    ),
    SubjectKind(
        Plan.subject_kind, queries.plan_rows, queries.plan_is_seen, _plan_url,
        lambda pk: str(queries.plan_by_id(pk) or ""),
    ),
    SubjectKind(
        Rotation.subject_kind,
        queries.rotation_rows,
        _rotation_seen,
        _rotation_url,
        lambda pk: str(queries.rotation_by_id(pk) or ""),
    ),
    SubjectKind(
        Pause.subject_kind,
        queries.pause_rows,
        lambda actor, pk: actor.office is not None,
        lambda pk: reverse("visits:pauses"),
        lambda pk: "Jeda rembuk Jumat",
    ),
    SubjectKind(
        Gathering.subject_kind, queries.gathering_rows, _gathering_seen, _gathering_url,
        lambda pk: str(queries.gathering_by_id(pk) or ""),
    ),
    SubjectKind(
        Tiding.subject_kind, queries.tiding_rows, lambda actor, pk: actor.office is not None,
        lambda pk: reverse("visits:tidings"), lambda pk: "Kebijakan untuk disampaikan",
    ),
)  # fmt: skip
