"""Rembuk in a kelurahan: what was heard, what became of it, what was told."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Max

from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.visits import rules
from rembuk.coordination.visits.models import Aspiration, Gathering, Stop, Tiding, TidingTold, VisitWork
from rembuk.foundation.kernel import seal
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory

ROW = ("territory__parent", "body")
WORK = ("decision", "body", "lead", "holder", "territory__parent__parent", "stage_rule", "raised_to")
MOST_PROMISES = 40


def gathering(actor: Actor, code: str) -> Gathering:
    """One rembuk by its code; what the actor may not see is not found."""
    found = Gathering.objects.filter(code=code.strip().upper()).select_related(*ROW).first()
    if found is None or not rules.sees_gathering(actor, found.path):
        raise Refused("not_found", "Rembuk ini tidak ada, atau bukan untuk Anda.")
    return found


def gathering_by_id(pk: UUID) -> Gathering | None:
    """One by id, for the program itself."""
    return Gathering.objects.filter(pk=pk).select_related(*ROW).first()


def gathering_codes(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The codes of rembuk by their ids."""
    return dict(Gathering.objects.filter(pk__in=list(ids)).values_list("pk", "code"))


def open_at(place: Territory) -> Gathering | None:
    """The one that goes on in a kelurahan."""
    return Gathering.objects.filter(territory=place, status="open").first()


def last_at(place: Territory) -> Gathering | None:
    """The last one that was closed in a kelurahan."""
    rows = Gathering.objects.filter(kelurahan_id=place.pk, status="closed").order_by("-opened_at", "-id")
    return rows.select_related(*ROW).first()


def last_closed() -> Gathering | None:
    """The last one in the city."""
    return Gathering.objects.filter(status="closed").order_by("-opened_at", "-id").select_related(*ROW).first()


def gatherings(actor: Actor, most: int = 12) -> list[Gathering]:
    """The newest that the actor sees."""
    rows = Gathering.objects.exclude(status="cancelled").order_by("-opened_at", "-id").select_related(*ROW)[: 5 * most]
    return [row for row in rows if rules.sees_gathering(actor, row.path)][:most]


def of_stop(stop: Stop) -> Gathering | None:
    """The rembuk that was held where the plan stopped."""
    return Gathering.objects.filter(stop=stop).first()


def aspirations(found: Gathering) -> list[Aspiration]:
    """What was said, in its order."""
    rows = Aspiration.objects.filter(gathering=found).order_by("number")
    return list(rows.select_related("rw", "report", "decision", "follow_up__lead"))


def aspiration(found: Gathering, number: int) -> Aspiration:
    """One of them."""
    row = Aspiration.objects.filter(gathering=found, number=number).select_related("rw", "report").first()
    if row is None:
        raise Refused("not_found", "Aspirasi itu tidak ada.")
    return row


def heard_once(found: Gathering, key: str) -> Aspiration | None:
    """What was sent under a key before."""
    return Aspiration.objects.filter(gathering=found, request_key=key).first() if key else None


def was_heard(decision_id: UUID) -> bool:
    """Whether a decision answers what was said at a rembuk."""
    return Aspiration.objects.filter(follow_up__decision=decision_id).exists()


def last_said(found: Gathering) -> int:
    """The number of the last one."""
    return Aspiration.objects.filter(gathering=found).aggregate(last=Max("number"))["last"] or 0


def unanswered(found: Gathering) -> int:
    """How many have become nothing yet."""
    return Aspiration.objects.filter(gathering=found, outcome="").count()


def speaker(actor: Actor, row: Aspiration, path: str) -> str:
    """Who said it, for those who keep the page."""
    if not row.speaker or not rules.may_lead(actor, path):
        return ""
    return seal.unseal(Aspiration._meta.db_table, "speaker", row.pk, bytes(row.speaker))


def rws(place: Territory) -> list[Territory]:
    """The RW of a kelurahan."""
    return [row for row in territories.children(place) if row.level == "rw"]


def tidings() -> list[Tiding]:
    """What the city wants told, oldest first."""
    return list(Tiding.objects.filter(status="standing").order_by("noted_at", "id"))


def tiding(pk: str) -> Tiding:
    """One of them."""
    try:
        return Tiding.objects.get(pk=UUID(pk))
    except (Tiding.DoesNotExist, ValueError):
        raise Refused("not_found", "Kebijakan itu tidak ada.", "tiding") from None


def told(found: Gathering) -> dict[UUID, list[Territory]]:
    """To which RW each was told there, by tiding."""
    rows = TidingTold.objects.filter(gathering=found).select_related("rw").order_by("rw__number")
    known: dict[UUID, list[Territory]] = {}
    for row in rows:
        known.setdefault(row.tiding_id, []).append(row.rw)
    return known


def promises_of_gathering(found: Gathering) -> list[FollowUp]:
    """What was promised there, by its day."""
    return _work(Aspiration.objects.filter(gathering=found, follow_up__isnull=False).values("follow_up"))


def promises_at(place: Territory) -> list[FollowUp]:
    """What was promised at the last rembuk in a kelurahan, and on the spot during visits there, by its day."""
    last = last_at(place)
    return [
        *(promises_of_gathering(last) if last else []),
        # By the place of the work, or the whole city's is read for it.
        *_work(
            VisitWork.objects.filter(is_promise=True, follow_up__kelurahan_id=place.pk).values("follow_up"),
            kelurahan_id=place.pk,
        ),
    ]


def _work(ids: object, **where: UUID) -> list[FollowUp]:
    rows = FollowUp.objects.filter(pk__in=ids, is_private=False, **where).exclude(status="revoked")  # type: ignore[misc]
    with_all = rows.select_related(*WORK).prefetch_related("parts__institution", "inspectors__institution")
    return list(with_all.order_by("-total_due", "-id")[:MOST_PROMISES])


def gathering_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every rembuk's id, version and state, for `verify`."""
    yield from Gathering.objects.order_by("pk").values_list("id", "version", "status").iterator()


def tiding_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every tiding's id, version and state, for `verify`."""
    yield from Tiding.objects.order_by("pk").values_list("id", "version", "status").iterator()
