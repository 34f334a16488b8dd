"""Lists of a round: by area, proposer or unit asked, newest first, by equality on an index; and an RW's own order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, QuerySet, UUIDField

from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.kernel.wanted import Wanted
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import DIGITS, Territory
from rembuk.foundation.web.pager import Page, PreparedPages, keyset
from rembuk.planning.musrenbang import rules
from rembuk.planning.musrenbang.models import Proposal, Round, Status
from rembuk.planning.musrenbang.queries.one import ROW

NEWEST = ("-noted_at", "-id")
BY_LENGTH = {3 * DIGITS: "kecamatan_id", 4 * DIGITS: "kelurahan_id", 5 * DIGITS: "rw_id", 6 * DIGITS: "rt_id"}
# A search looks at so many of the newest; a sheet holds so many; an RW orders so many.
CAP, FOUND, SHEET, ORDERED = 1000, 20, 5000, 200
# A proposal climbs for so many years at most.
YEARS = 5
# A statement holds so many values.
STEP = 900


# What a line of the list shows.
LINE = (
    "id", "code", "title", "status", "noted_at", "place", "rank", "cost", "pokir", "territory__level",
    "territory__name", "territory__parent__name", "proposer__name", "proposer__short_name",
)  # fmt: skip
# Ways in which a proposal is seen, each by equality on an index; what sees everything needs none.
WAYS = ("kecamatan_id", "kelurahan_id", "rw_id", "rt_id", "proposer", "handler")


def _listed(*, found: Any = None, status: Any = None, purse: Any = None, **ways: Any) -> list[QuerySet[Proposal, Any]]:
    """A branch for each way and each state; without a state what is still asked for."""
    seen = [Proposal.objects.filter(**{way: value}) for way, value in ways.items()] or [Proposal.objects.all()]
    narrow = {} if purse is None else {"purse": purse}
    return [one.filter(round=found, status=state, **narrow).values_list(*LINE, named=True)
            for one in seen for state in (rules.OPEN_STATES if status is None else (status,))]  # fmt: skip


_GIVEN: dict[str, Any] = {
    "found": UUIDField(), "status": CharField(), "purse": CharField(), **{way: UUIDField() for way in WAYS},
}  # fmt: skip
_pages = PreparedPages(_listed, NEWEST, **_GIVEN)


def listed(actor: Actor, found: Round, *, status: str = "", purse: str = "", cursor: str = "") -> Page[Any]:
    """The lines of a round that the actor sees, newest first; without a state what is still asked for."""
    said: dict[str, Any] = {"found": found.pk}
    if status in Status.values:
        said["status"] = status
    if purse:
        said["purse"] = purse
    ways = _ways(actor)
    if ways is None:
        return _pages(cursor, **said)
    if len(dict(ways)) == len(ways):
        return _pages(cursor, **said, **dict(ways)) if ways else Page([])
    page: Page[Any] = keyset([one for way in ways for one in _listed(**said, **dict([way]))], NEWEST, cursor)
    return page


def _ways(actor: Actor) -> list[tuple[str, UUID]] | None:
    """How the actor sees proposals: an area, one's own body's, what it is asked for; None: whoever's they are."""
    found = []
    for path in actor.scope(rules.VIEW):
        column = BY_LENGTH.get(len(path))
        if column is None:
            return None
        own = actor.office if actor.office is not None and actor.office.path == path else None
        place = Territory(pk=own.territory_id) if own else Territory.objects.filter(path=path).first()
        found += [(column, pk) for pk in (territories.with_former(place) if place else ())]
    if actor.office is not None:
        found += [(way, actor.office.institution_id) for way in ("proposer", "handler")]
    return found


def _branches(actor: Actor) -> list[QuerySet[Proposal]]:
    """One query by equality per way of seeing."""
    ways = _ways(actor)
    return [Proposal.objects.all()] if ways is None else [Proposal.objects.filter(**dict([way])) for way in ways]


def all_listed(actor: Actor, found: Round, states: Sequence[str] = rules.OPEN_STATES) -> list[Proposal]:
    """All that is still asked for, or what is in other states, for a sheet: by RW, in its order."""
    ids: set[UUID] = set()
    for branch in _branches(actor):
        wanted = branch.filter(round=found, status__in=states)
        ids |= set(wanted.order_by("-id").values_list("pk", flat=True)[:SHEET])
    steps = [sorted(ids)[start : start + STEP] for start in range(0, min(len(ids), SHEET), STEP)]
    rows = [row for step in steps for row in Proposal.objects.filter(pk__in=step).select_related(*ROW)]
    return sorted(rows, key=_by_place)


def _by_place(row: Proposal) -> tuple[str, int, str]:
    return row.path[: 5 * DIGITS], row.rank if row.rank is not None else 10**6, str(row.pk)


def ordered(found: Round, rw: Territory) -> list[Proposal]:
    """An RW's open proposals in its own order; what it has not ordered stands last, oldest first."""
    rows = Proposal.objects.filter(round=found, rw_id__in=territories.with_former(rw), status__in=rules.OPEN_STATES)
    return list(rows.select_related(*ROW).order_by(F("rank").asc(nulls_last=True), "id")[:ORDERED])


def unordered(found: Round, rw_id: UUID) -> tuple[int, int]:
    """How many an RW asks for, and how many of them it has not ordered."""
    ranks = list(Proposal.objects.filter(round=found, rw_id=rw_id, status__in=rules.OPEN_STATES)
                 .values_list("rank", flat=True)[:ORDERED])  # fmt: skip
    return len(ranks), sum(rank is None for rank in ranks)


_returned = Prepared(
    lambda body: (
        Proposal.objects.filter(
            round__in=Round.objects.order_by("-year").values("pk")[:YEARS], proposer=body, status=Status.RETURNED
        )
        .select_related(*ROW)
        .order_by("-noted_at", "-id")[:FOUND]
    ),
    body=UUIDField(),
)


def returned_to(body_id: UUID) -> list[Proposal]:
    """What a body has to complete, of any of the newest years: the ladder asks long after the intake."""
    return _returned(body=body_id)


def bodies(kelurahan: Territory) -> list[Institution]:
    """Who proposes besides RT and RW: the organisations of the kelurahan."""
    rows = Institution.objects.filter(territory=kelurahan, ends__isnull=True).exclude(kind__tier="opd")
    return list(rows.select_related("kind", "territory").order_by("name", "id")[: FOUND * 5])


def matching(actor: Actor, words: str) -> list[Proposal]:
    """Newest first over the newest 1,000 of each way of seeing: all words in code, title or place."""
    wanted = Wanted(words)
    named = Proposal.objects.filter(code=wanted.code) if wanted.code else Proposal.objects.none()
    hits = [row for row in named.select_related(*ROW) if rules.visible(actor, row)]
    if hits or not wanted:
        return hits
    ids: set[UUID] = set()
    for branch in _branches(actor):
        told = branch.order_by("-id").values_list("pk", "code", "title", "place")[:CAP]
        ids |= {pk for pk, *texts in told if wanted.fits(*texts)}
    rows = Proposal.objects.filter(pk__in=sorted(ids, reverse=True)[:FOUND]).select_related(*ROW)
    return sorted(rows, key=lambda row: row.pk, reverse=True)
