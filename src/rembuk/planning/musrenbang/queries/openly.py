"""What a proposal says to everyone: nothing of a report that is not public, or is so no longer."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from rembuk.coordination.reports import masking
from rembuk.coordination.reports.models import ReportDecision
from rembuk.planning.musrenbang.models import Asked, Building, Round

# In place of what was written.
UNSAID = "Keterangannya tidak dibuka untuk umum."
UNNAMED = "Usulan warga"


def _carries_unpublished(decision: str) -> Q:
    """A decision on reports of which none is public."""
    linked = ReportDecision.objects.filter(decision=OuterRef(decision))
    return Exists(linked) & ~Exists(linked.filter(report__published_at__isnull=False))


# Of a row: itself, and the two years before, whose words it says where it was asked for again.
CHAIN = ("id", "came_from_id", "came_from__came_from_id")


def closed_in(kelurahan: Collection[UUID]) -> set[UUID]:
    """The proposals of a kelurahan that came from what is not public, of all years."""
    rounds = list(Round.objects.values_list("pk", flat=True))
    return _closed(proposal__round__in=rounds, proposal__kelurahan_id__in=kelurahan)


def closed_of(chain: Iterable[UUID | None]) -> set[UUID]:
    """The same among these proposals."""
    return _closed(proposal__in=[pk for pk in chain if pk])


def _closed(**where: Any) -> set[UUID]:
    rows: Iterable[tuple[Any, ...]] = Asked.objects.filter(**where).values_list(
        "proposal_id", "report_id", "report__published_at", "follow_up__is_private", "follow_up__decision_id"
    )
    found, decided = set(), {}
    for pk, report, published, is_private, decision in rows:
        if is_private or (report is not None and published is None):
            found.add(pk)
        elif decision is not None:
            decided[pk] = decision
    return found | _carrying_unpublished(decided)


def _carrying_unpublished(decided: Mapping[UUID, UUID]) -> set[UUID]:
    """Those whose decision is on reports of which none is public."""
    if not decided:
        return set()
    is_open: dict[UUID, bool] = {}
    links = ReportDecision.objects.filter(decision__in=set(decided.values()))
    for decision, published in links.values_list("decision_id", "report__published_at"):
        is_open[decision] = is_open.get(decision, False) or published is not None
    return {pk for pk, decision in decided.items() if not is_open.get(decision, True)}


def built_openly(proposal: Any) -> QuerySet[Building, UUID]:
    """The follow-ups that build it, but those on reports of which none is public."""
    found = Building.objects.filter(proposal=proposal)
    return found.exclude(_carries_unpublished("follow_up__decision")).values_list("follow_up", flat=True)


def title(written: str, item: str | None, closed: bool) -> str:
    """What it is called: masked, or by the dictionary alone."""
    return (item or UNNAMED) if closed else masking.mask(written)
