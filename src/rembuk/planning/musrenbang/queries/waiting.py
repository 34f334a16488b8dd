"""What waits for an office at a rung of the ladder: by equality on an index, oldest year and newest proposal alike."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web.pager import Page, keyset
from rembuk.planning.musrenbang import ladder, rules
from rembuk.planning.musrenbang.models import Proposal, Purse, Review, Round, Rung, Status
from rembuk.planning.musrenbang.queries.lists import NEWEST, YEARS
from rembuk.planning.musrenbang.queries.one import ROW
from rembuk.planning.musrenbang.queries.rounds import rounds_now

# So many are looked at to say how many wait.
SEEN = 300


def waiting(
    actor: Actor, rung: Rung, found: Round, cursor: str = "", size: int = 25, *, is_put_off: bool = False
) -> Page[Proposal]:
    """What waits for the actor's verdict at a rung, or what was put off there, newest first."""
    whom = [who for key, who in rules.desks(actor) if key == rung]
    if not whom:
        raise Refused("not_allowed", f"Tahap {rung.label} bukan untuk jabatan Anda.")
    states = [Status.POSTPONED] if is_put_off else ladder.turns(rung)
    rows = [branch.filter(round=found, status=state, waits_at=rung)
            for branch in _area(actor, rung, whom[0]) for state in states]  # fmt: skip
    page: Page[Proposal] = keyset(rows, NEWEST, cursor, size, whole=Proposal.objects.select_related(*ROW))
    return page


def _area(actor: Actor, rung: Rung, who: str) -> list[QuerySet[Proposal]]:
    """Whose proposals these are, by equality."""
    office = actor.office
    if office is None or who == "city":
        return [Proposal.objects.all()]
    if who == "unit":
        asked = Proposal.objects.filter(handler=office.institution_id)
        return [_by(asked, Purse.UNIT) if ladder.BY_KEY[rung].who == "spender" else asked]
    places = territories.with_former(Territory(pk=office.territory_id))
    rows = [Proposal.objects.filter(**{f"{who}_id": pk}) for pk in places]
    return [_by(row, Purse.KELURAHAN) for row in rows] if ladder.BY_KEY[rung].who == "spender" else rows


def _by(rows: QuerySet[Proposal], purse: Purse) -> QuerySet[Proposal]:
    return rows.filter(Q(goes_by=purse) | Q(goes_by="", purse=purse))


def waiting_for(actor: Actor, but: Iterable[str] = ()) -> Counter[tuple[int, str]]:
    """How many wait for the actor's office, by year and rung; of more than 300 only so many are counted. What was put
    off has had its word: whoever takes it up again finds it on the page of the rung."""
    desks: dict[tuple[str, bool], list[Rung]] = {}
    for rung, who in rules.desks(actor):
        if rung not in but:
            desks.setdefault((who, ladder.BY_KEY[rung].who == "spender"), []).append(rung)
    found: Counter[tuple[int, str]] = Counter()
    years = [row.pk for row in rounds_now()[:YEARS]]
    for (who, _), rungs in desks.items() if years else ():
        states = {state for rung in rungs for state in ladder.turns(rung)}
        for branch in _area(actor, rungs[0], who):
            rows = branch.filter(round__in=years, status__in=states, waits_at__in=rungs)
            found.update(rows.values_list("round__year", "waits_at")[:SEEN])
    return found


def by_codes(actor: Actor, codes: Sequence[str]) -> list[Proposal]:
    """Those of these proposals that the actor sees, in the order of the codes."""
    rows = {row.code: row for row in Proposal.objects.filter(code__in=codes).select_related(*ROW)}
    return [rows[code] for code in codes if code in rows and rules.visible(actor, rows[code])]


def said_of(proposals: Sequence[Proposal]) -> dict[UUID, list[Review]]:
    """What was said of each so far, oldest first, in one statement."""
    found: dict[UUID, list[Review]] = {row.pk: [] for row in proposals}
    rows = Review.objects.filter(proposal__in=found).select_related("institution").order_by("at", "id")
    for row in rows if found else ():
        found[row.proposal_id].append(row)
    return found
