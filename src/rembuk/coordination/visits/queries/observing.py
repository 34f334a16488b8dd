"""What observers wrote, who may read it, and what there is to be observed."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import QuerySet

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions import rules as decision_rules
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.visits import observe_rules as law
from rembuk.coordination.visits.models import FieldNote, NoteAnswer, Question, Visit, VisitWork
from rembuk.coordination.visits.queries import nearby, one
from rembuk.coordination.visits.queries.lists import BY_LENGTH
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web.pager import Page, keyset

ROW = ("territory__parent", "body", "visit", "follow_up__lead")
NEWEST = ("-noted_at", "-id")
DUE = ("total_due", "id")
MOST = 25


def questions() -> list[Question]:
    """What is asked today."""
    return list(Question.objects.filter(ends__isnull=True).order_by("order", "id"))


def past_questions() -> list[Question]:
    """What was asked once, the last ended first."""
    return list(Question.objects.filter(ends__isnull=False).order_by("-ends", "order", "id")[:MOST])


def question(pk: UUID) -> Question:
    """One question by id."""
    found = Question.objects.filter(pk=pk).first()
    if found is None:
        raise Refused("not_found", "Pertanyaan itu tidak ada.")
    return found


def note(actor: Actor, code: str) -> FieldNote:
    """One field note by code; what the actor may not read is not found."""
    found = FieldNote.objects.filter(code=code.strip().upper()).select_related(*ROW).first()
    if found is None or not sees_note(actor, found):
        raise Refused("not_found", "Catatan pemantau ini tidak ada, atau bukan untuk Anda.")
    return found


def note_by_id(pk: UUID) -> FieldNote | None:
    """One field note by id, for the program itself; whoever shows it asks `sees_note` first."""
    return FieldNote.objects.filter(pk=pk).select_related(*ROW).first()


def note_is_seen(actor: Actor, pk: UUID) -> bool:
    """Whether the actor may read a field note."""
    found = note_by_id(pk)
    return found is not None and sees_note(actor, found)


def sees_note(actor: Actor, found: FieldNote) -> bool:
    """Whether the actor may read it; who leads the work is asked only where the answer hangs on it."""
    return law.visible(actor, found) or law.visible(actor, found, leads(found))


def leads(found: FieldNote) -> set[UUID]:
    """The bodies that lead the work it is about: of the follow-up, or of what was promised at the visit."""
    if found.follow_up is not None:
        return {found.follow_up.lead_id}
    promised = VisitWork.objects.filter(visit=found.visit_id, is_promise=True)
    return set(promised.values_list("follow_up__lead", flat=True))


def answers(found: FieldNote) -> list[NoteAnswer]:
    """What was answered, in the order of the questions."""
    return list(NoteAnswer.objects.filter(note=found).select_related("question").order_by("question__order", "id"))


def notes(actor: Actor, *, cursor: str = "", size: int = 25) -> Page[FieldNote]:
    """One's own, those of the area, and those about work that one's body leads; newest first."""
    page: Page[FieldNote] = keyset(
        [rows.select_related(*ROW) for rows in _branches(actor)] or [FieldNote.objects.none()], NEWEST, cursor, size
    )  # fmt: skip
    return page


def _branches(actor: Actor) -> list[QuerySet[FieldNote]]:
    found = [FieldNote.objects.filter(observer=actor.user_id)] if actor.user_id else []
    for path in actor.scope(law.READ):
        column = BY_LENGTH.get(len(path))
        if column is None:
            found.append(FieldNote.objects.all())
            continue
        place = Territory.objects.filter(path=path).first()
        found += [FieldNote.objects.filter(**{column: pk}) for pk in (territories.with_former(place) if place else [])]
    if actor.office is not None:
        own = actor.office.institution_id
        found.append(FieldNote.objects.filter(follow_up__lead=own))
        at_visits = VisitWork.objects.filter(is_promise=True, follow_up__lead=own).values("visit")
        found.append(FieldNote.objects.filter(visit__in=at_visits))
    return found


def notes_on(actor: Actor, about: Visit | FollowUp) -> list[FieldNote]:
    """Those on a visit, or at the place of a follow-up, that the actor may read."""
    on = {"visit": about} if isinstance(about, Visit) else {"follow_up": about}
    rows = FieldNote.objects.filter(**on).select_related(*ROW).order_by("-noted_at", "-id")[:MOST]
    return [row for row in rows if sees_note(actor, row)]


def about(actor: Actor, code: str) -> Visit | FollowUp:
    """The visit or the follow-up with a code, as far as the observer sees it."""
    wanted = code.strip().upper()
    return decisions.follow_up(actor, wanted) if wanted.startswith(one.OF_WORK) else one.visit(actor, wanted)


def to_observe(actor: Actor) -> Sequence[FollowUp]:
    """What is open in the observer's scope, due first."""
    # State by state: an index holds what is due first of each, and not of several.
    found = [branch.filter(status=state, is_private=False)
             for branch in decisions.branches(actor) for state in decision_rules.OPEN_STATES]  # fmt: skip
    whole = FollowUp.objects.select_related(*nearby.WORK).prefetch_related(*nearby.WITH)
    page: Page[FollowUp] = keyset(found, DUE, size=MOST, whole=whole) if found else Page([])
    return [row for row in page.items if decisions.sees(actor, row)]


def question_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every question's id, version and state, for `verify`."""
    for row in Question.objects.order_by("pk").iterator():
        yield row.pk, row.version, row.status


def note_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every field note's id and version, for `verify`; it has no state."""
    for pk, version in FieldNote.objects.order_by("pk").values_list("id", "version").iterator():
        yield pk, version, ""
