"""One proposal, what it came from, and what is known of the same thing elsewhere."""

from collections.abc import Iterator
from uuid import UUID

from rembuk.coordination.decisions import queries as work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports.models import Report
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang import checks, rules
from rembuk.planning.musrenbang.models import Asked, Field, Item, Proposal, Round
from rembuk.planning.musrenbang.queries import rounds

ROW = ("round", "territory__parent", "proposer__territory__parent", "institution", "item", "merged_into")
# What only the page of one says.
WHOLE = (*ROW, "handler", "came_from__round")
# So many prices of the same item say what is usual.
PRICES = 200


def proposal(actor: Actor, code: str) -> Proposal:
    """One proposal by code; what the actor may not see is not found."""
    found = Proposal.objects.filter(code=code.strip().upper()).select_related(*WHOLE).first()
    if found is None or not rules.visible(actor, found):
        raise Refused("not_found", "Usulan ini tidak ada, atau bukan untuk Anda.")
    return found


def by_id(pk: UUID) -> Proposal | None:
    """One proposal by id, for the program itself; whoever shows it asks `rules.visible` first."""
    return Proposal.objects.filter(pk=pk).select_related(*ROW).first()


def is_seen(actor: Actor, pk: UUID) -> bool:
    """Whether the actor may read a proposal."""
    found = by_id(pk)
    return found is not None and rules.visible(actor, found)


def asked_again(found: Proposal) -> str:
    """The code under which it was asked for again."""
    return Proposal.objects.filter(came_from=found).order_by("id").values_list("code", flat=True).first() or ""


def by_key(found: Round, key: str) -> Proposal | None:
    """The proposal that was sent under a key."""
    return Proposal.objects.filter(round=found, request_key=key).select_related(*ROW).first() if key else None


def rows() -> Iterator[tuple[UUID, int, str]]:
    """Every proposal's id, version and state, for `verify`."""
    yield from Proposal.objects.order_by("pk").values_list("id", "version", "status").iterator()


def merged(found: Proposal) -> list[Proposal]:
    """What was merged into it, oldest first."""
    return list(Proposal.objects.filter(merged_into=found).select_related(*ROW).order_by("id"))


def asked(actor: Actor, found: Proposal) -> list[Asked]:
    """What it came from, as far as the actor sees it."""
    rows = Asked.objects.filter(proposal=found).select_related("report__category", "follow_up").order_by("id")
    return [row for row in rows
            if (row.report is None or reports.sees(actor, row.report))
            and (row.follow_up is None or work.sees(actor, row.follow_up))]  # fmt: skip


def asked_of(subject: object) -> list[Proposal]:
    """What was proposed from a report or a follow-up."""
    name = "report" if isinstance(subject, Report) else "follow_up" if isinstance(subject, FollowUp) else ""
    if not name:
        return []
    return list(Proposal.objects.filter(**{f"asked__{name}": subject}).select_related(*ROW).order_by("id"))


def known(
    found: Round, *, title: str, item: Item | None, place: Territory | None, purse: str, field: str,
    point: tuple[float | None, float | None] = (None, None), but: UUID | None = None,
) -> tuple[checks.Known, str]:  # fmt: skip
    """What the checks hold against what was written, and the path of where the point lies."""
    around = {**territories.ancestors(place), place.level: place} if place else {}
    kelurahan = around.get("kelurahan") or around.get("desa")
    where = territories.smallest_at(point[0], point[1]) if point[0] is not None and point[1] is not None else None
    return checks.Known(
        price_low=item.price_low if item else 0, price_high=item.price_high if item else 0,
        unit=item.unit if item else "", elsewhere=_prices(found, item, but),
        earlier=_earlier(found, title, item, around),
        ceiling=rounds.ceiling(found, kelurahan.pk, purse, field) if kelurahan else None,
        point=where.label if where else "",
    ), where.path if where else ""  # fmt: skip


def _prices(found: Round, item: Item | None, but: UUID | None) -> list[int]:
    if item is None:
        return []
    rows = Proposal.objects.filter(round=found, item=item, status__in=rules.OPEN_STATES)
    rows = rows.exclude(pk=but) if but else rows
    return list(rows.order_by("-id").values_list("unit_price", flat=True)[:PRICES])


def _earlier(found: Round, title: str, item: Item | None, around: dict[str, Territory]) -> str:
    """The newest proposal of an earlier year for the same work in the same RW, and what became of it."""
    place = around.get("rw")
    if place is None:
        return ""
    rows = Proposal.objects.filter(rw_id=place.pk, round__year__lt=found.year).select_related("round")
    same = rows.filter(item__code=item.code) if item else rows.filter(title__iexact=title)
    last = same.order_by("-round__year", "-id").first()
    return f"{last.code} untuk tahun {last.round.year}, {last.get_status_display()}" if last else ""


def findings(found: Proposal) -> list[checks.Finding]:
    """What stands to be looked at again on a proposal as it is now."""
    held, point = known(
        found.round, title=found.title, item=found.item, place=found.territory, purse=found.purse, field=found.field,
        point=(found.lat, found.lng), but=found.pk,
    )  # fmt: skip
    return checks.found(written(found, point), held)


def written(found: Proposal, point_path: str = "") -> checks.Written:
    """A proposal as the checks read it."""
    proposer: Institution = found.proposer
    return checks.Written(
        found.volume, found.unit, found.unit_price, found.cost, found.land, found.path, proposer.territory.path,
        point_path, found.field == Field.WORKS,
    )  # fmt: skip
