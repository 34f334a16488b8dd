"""One decision, one follow-up, and what belongs to it."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, UUIDField, prefetch_related_objects

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.models import (
    Decision,
    Evidence,
    Extension,
    FollowUp,
    Inspection,
    Letter,
    News,
    Part,
    Status,
)
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.institutions.queries import vacancy
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory

ROW = ("decision", "body", "lead", "holder", "territory__parent__parent", "stage_rule", "total_rule", "raised_to")
# So many ids to a statement.
PART = 500
WHOLE = (
    *ROW, "decision__item__meeting", "decision__body", "body__kind", "body__territory", "lead__kind",
    "lead__territory", "raised_to__institution",
)  # fmt: skip
WITH = ("parts__institution", "inspectors__institution", "extensions")
_by_code = Prepared(lambda code: FollowUp.objects.filter(code=code).select_related(*WHOLE), code=CharField())
_by_id = Prepared(lambda pk: FollowUp.objects.filter(pk=pk).select_related(*WHOLE), pk=UUIDField())


def stands_in(actor: Actor) -> list[UUID]:
    """The vacant bodies whose work falls to the actor."""
    return vacancy.stands_in_for(actor) if actor.office else []


def sees(actor: Actor, found: FollowUp) -> bool:
    """Whether the actor may see it; who stands in for whom is asked only where the answer hangs on it."""
    return rules.visible(actor, found) or rules.visible(actor, found, stands_in=stands_in(actor))


def follow_up(actor: Actor, code: str) -> FollowUp:
    """One follow-up by code; what the actor may not see is not found."""
    found = _whole(_by_code(code=code.strip().upper()))
    if found is None or not sees(actor, found):
        raise Refused("not_found", "Tindak lanjut ini tidak ada, atau bukan untuk Anda.")
    return found


def asks(actor: Actor, found: FollowUp) -> Institution:
    """Who asks for the work now: the body that decided it, or once that is closed the one that acts in its place."""
    if found.body.ends is None or actor.office is None:
        return found.body
    return institutions.institution(actor.office.institution_id) or found.body


def by_id(pk: UUID) -> FollowUp | None:
    """One follow-up by id, for the program itself; whoever shows it asks `sees` first."""
    return _whole(_by_id(pk=pk))


def _whole(rows: list[FollowUp]) -> FollowUp | None:
    prefetch_related_objects(rows, *WITH)
    return next(iter(rows), None)


def lead(pk: str) -> Institution | None:
    """The body that an address names; None where it makes no sense."""
    try:
        return institutions.institution(UUID(pk))
    except ValueError:
        return None


def paths_of(ids: Collection[UUID]) -> dict[UUID, str]:
    """Where follow-ups lie now; those that are not there are left out."""
    some = list(ids)
    parts = [some[start : start + PART] for start in range(0, len(some), PART)]
    return {pk: path for part in parts for pk, path in FollowUp.objects.filter(pk__in=part).values_list("pk", "path")}


def is_seen(actor: Actor, pk: UUID) -> bool:
    """Whether the actor may see a follow-up."""
    found = by_id(pk)
    return found is not None and sees(actor, found)


def decision(actor: Actor, code: str) -> Decision:
    """One decision by code, for those who decided it, take part in it, or look over its place."""
    found = Decision.objects.filter(code=code.strip().upper()).select_related("body__kind", "body__territory",
                                                                             "item__meeting").first()  # fmt: skip
    if found is None or not sees_decision(actor, found):
        raise Refused("not_found", "Keputusan ini tidak ada, atau bukan untuk Anda.")
    return found


def decision_by_id(pk: UUID) -> Decision | None:
    """One decision by id, for the program itself."""
    return Decision.objects.filter(pk=pk).select_related("body", "item__meeting").first()


def sees_decision(actor: Actor, found: Decision) -> bool:
    """Whose body decided, in whose area it lies unless it is private, and whoever sees one of its follow-ups."""
    office = actor.office
    if actor.holds("system", "") or rules.may_decide(actor, found.body_id):
        return True
    if office is not None and office.institution_id == found.body_id and not found.is_private:
        return True
    if not found.is_private and actor.holds("decisions.view", found.path):
        return True
    rows = FollowUp.objects.filter(decision=found).prefetch_related(*WITH)
    return any(sees(actor, row) for row in rows)


def of_item(item_id: UUID) -> Decision | None:
    """The decision that a meeting's item led to."""
    found = Decision.objects.filter(item=item_id).select_related("body__kind", "body__territory")
    return found.first()


def open_of(found: Decision) -> Sequence[FollowUp]:
    """What is still open of a decision."""
    rows = FollowUp.objects.filter(decision=found, status__in=rules.OPEN_STATES)
    return list(rows.select_related(*ROW).prefetch_related(*WITH).order_by("asked_at", "id"))


def has_passed(found: Decision) -> bool:
    """Whether anything of it was done and seen."""
    return FollowUp.objects.filter(decision=found, status=Status.PASSED).exists()


def latest(decision_ids: Sequence[UUID]) -> FollowUp | None:
    """Which of their open follow-ups is promised last."""
    rows = FollowUp.objects.filter(decision__in=decision_ids, status__in=rules.OPEN_STATES)
    return rows.order_by("-total_due", "-id").first()


def still_open(decision_ids: Sequence[UUID]) -> bool:
    """Whether any of these decisions stands, with work still to do or not given out yet."""
    return Decision.objects.filter(pk__in=decision_ids, status="standing").exists()


def neighbourhood(place: Territory) -> list[Institution]:
    """The RT and the RW of a place, lowest first, where it lies that deep."""
    around = {**territories.ancestors(place), place.level: place}
    found = [institutions.institution_at(around[level], level) for level in ("rt", "rw") if level in around]
    return [body for body in found if body is not None]


def open_parts(found: FollowUp) -> list[Part]:
    """The parts that the work still waits for."""
    rows = Part.objects.filter(follow_up=found, status__in=("asked", "taken")).select_related("institution")
    return list(rows.order_by("id"))


def evidence(found: FollowUp, round_: int | None = None) -> list[Evidence]:
    """Its photos, newest first; of one round where asked."""
    rows = (
        Evidence.objects.filter(follow_up=found).select_related("file", "sending__link").order_by("-received_at", "-id")
    )
    return list(rows if round_ is None else rows.filter(round=round_))


def gave_evidence(actor: Actor, found: FollowUp) -> bool:
    """Whether the actor showed the work of this round: then somebody else looks."""
    if actor.user_id is None:
        return False
    return Evidence.objects.filter(follow_up=found, round=found.round, given_by=actor.user_id).exists()


def same_photos(found: FollowUp) -> set[str]:
    """Which of its photos were sent before, for another work or another round: told to whoever inspects."""
    own = Evidence.objects.filter(follow_up=found, round=found.round)
    before = Evidence.objects.filter(sha256=OuterRef("sha256"), received_at__lt=OuterRef("received_at"))
    return set(own.filter(Exists(before)).values_list("sha256", flat=True))


def news(found: FollowUp) -> list[News]:
    """Its news, newest first."""
    return list(News.objects.filter(follow_up=found).order_by("-given_at", "-id")[:20])


def letters(found: FollowUp) -> list[Letter]:
    """Letters and answers, newest first."""
    return list(Letter.objects.filter(follow_up=found).order_by("-kept_at", "-id"))


def inspections(found: FollowUp) -> list[Inspection]:
    """What was found at the place, newest first."""
    rows = Inspection.objects.filter(follow_up=found).select_related("inspector__institution")
    return list(rows.order_by("-inspected_at", "-id"))


def extensions(found: FollowUp) -> list[Extension]:
    """What more time was asked for, newest first."""
    return list(Extension.objects.filter(follow_up=found).order_by("-asked_at", "-id"))


def asked_extension(found: FollowUp) -> Extension | None:
    """The request for more time that waits for an answer."""
    return Extension.objects.filter(follow_up=found, answer="").first()


def rows() -> Iterator[tuple[UUID, int, str]]:
    """Every follow-up's id, version and state, for `verify`."""
    yield from FollowUp.objects.order_by("pk").values_list("id", "version", "status").iterator()


def decision_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every decision's id, version and state, for `verify`."""
    yield from Decision.objects.order_by("pk").values_list("id", "version", "status").iterator()
