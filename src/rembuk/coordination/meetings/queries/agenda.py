"""What a meeting should speak of: what proposes itself, and what its members propose."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from rembuk.coordination.meetings import rules
from rembuk.coordination.meetings.models import AgendaItem, Kind, Meeting, Suggestion
from rembuk.foundation.kernel import seams
from rembuk.foundation.kernel.actor import Actor

CARRIED = "meetings"
# How many of its last meetings a body is reminded of.
LAST = 5
_RANK = list(rules.PROPOSED)


def proposals(actor: Actor, found: Meeting) -> Sequence[seams.Proposal]:
    """What proposes itself or is proposed by a member and is not on the agenda yet, in the order to speak of it."""
    taken = set(AgendaItem.objects.filter(meeting=found).values_list("key", flat=True))
    member = [
        seams.Proposal(f"{rules.MEMBER}{one.pk}", one.title, ": ".join(part for part in (one.who, one.why) if part), "",
                       group="member")
        for one in suggestions(found) if one.status == "waiting"
    ]  # fmt: skip
    return [p for p in [*proposed(actor, found.institution_id), *member] if p.key not in taken]


def proposed(actor: Actor, institution_id: UUID) -> Sequence[seams.Proposal]:
    """What proposes itself for a body's next meeting: promises first, and in each group the urgent first."""
    found = [p for source in seams.AGENDA for p in source.proposals(actor, institution_id)]
    return sorted(found, key=lambda p: (_RANK.index(p.group), not p.urgent))


def by_group(found: Sequence[seams.Proposal]) -> list[tuple[str, str, list[seams.Proposal]]]:
    """The same by their groups, each with its heading."""
    return [(group, rules.PROPOSED[group], list(rows)) for group, rows in groupby(found, key=lambda p: p.group)]


def carried_over(institution_id: UUID) -> Sequence[AgendaItem]:
    """What a body's last meetings put off, did not agree on, or had to drop with the whole meeting.

    Only what has no other module to propose it again, and what no later meeting has taken up.
    """
    over = Meeting.objects.filter(institution=institution_id, status__in=("minuted", "locked", "cancelled"))
    last = list(over.order_by("-starts_at", "-id").values_list("pk", flat=True)[:LAST])
    rows = AgendaItem.objects.filter(
        meeting__in=last, outcome__in=("postponed", "not_agreed"), hand_up=False, removed_at__isnull=True
    )
    own = [row for row in rows.select_related("meeting").order_by("-meeting__starts_at", "order")
           if not row.key or row.key.startswith((f"{CARRIED}:", rules.MEMBER))]  # fmt: skip
    keys = {f"{CARRIED}:{row.pk}" for row in own}
    again = AgendaItem.objects.filter(key__in=keys, removed_at__isnull=True)
    taken = set(again.values_list("key", flat=True))
    return [row for row in own if f"{CARRIED}:{row.pk}" not in taken]


def is_item(item_id: UUID) -> bool:
    """Whether there is such an item."""
    return AgendaItem.objects.filter(pk=item_id).exists()


def suggestions(found: Meeting) -> Sequence[Suggestion]:
    """What members proposed for a meeting, in the order in which it came."""
    return list(Suggestion.objects.filter(meeting=found).select_related("position", "item"))


def suggestion(found: Meeting, key: str) -> Suggestion | None:
    """A member's proposal that still waits, by its key."""
    try:
        wanted = UUID(key.removeprefix(rules.MEMBER))
    except ValueError:
        return None
    return Suggestion.objects.filter(meeting=found, pk=wanted, status="waiting").first()


def closes_at(found: Meeting) -> datetime:
    """Until when members propose items for a meeting."""
    hours = found.kind.closes_hours if found.kind else Kind._meta.get_field("closes_hours").get_default()
    return rules.closes(found.starts_at, hours)


def timed(found: Sequence[AgendaItem]) -> int:
    """How many minutes the agenda was given."""
    return sum(row.minutes or 0 for row in found)
