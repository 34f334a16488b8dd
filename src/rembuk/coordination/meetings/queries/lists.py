"""One meeting and lists of them: seen by offices whose area holds the body that meets, and by whoever was invited."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import CharField, DateTimeField, OuterRef, Q, QuerySet, Subquery, UUIDField, Value

from rembuk.coordination.meetings import rules
from rembuk.coordination.meetings.models import AgendaItem, Attendance, Kind, Meeting
from rembuk.coordination.meetings.queries import briefings
from rembuk.coordination.meetings.queries.catalogue import kind_for
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions import roles
from rembuk.foundation.institutions.models import Institution, Position
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.kernel.wanted import Wanted
from rembuk.foundation.territory import queries as territory
from rembuk.foundation.territory.models import DIGITS
from rembuk.foundation.web.pager import Page, keyset, newest

RELATED = ("kind", "institution__kind", "institution__territory", "chair__institution", "document__file")
OPEN = ("convened", "running", "minuted")
ENDED = ("locked", "cancelled")
# The column that holds an area's id, by how deep the area lies (three digits of its path a level).
COLUMNS = {9: "kecamatan_id", 12: "kelurahan_id", 15: "rw_id", 18: "rt_id"}
CANDIDATES = 1000


def chair(institution: Institution) -> Position:
    """Who leads the body's meetings: its head, else who stands in for the head."""
    if rules.group(institution.kind.tier) not in rules.TIERS:
        raise Refused("not_allowed", "Lembaga ini tidak mengundang rapat di sini; ia diundang.")
    return institutions.responsible(institution.territory, rules.group(institution.kind.tier))


def chair_now(meeting: Meeting) -> Position:
    """The chair that was named; where that seat has fallen vacant, who stands in."""
    named = meeting.chair
    return named if institutions.holder(named) else chair(meeting.institution)


def may(actor: Actor, name: str, meeting: Meeting) -> bool:
    """Whether somebody may do a step on this meeting, whatever its state."""
    leads = chair_now(meeting)
    return rules.may(actor, name, meeting.path, meeting.institution_id, leads.pk, leads.institution_id)


_of_seat = Prepared(
    lambda meeting, seat: Attendance.objects.filter(meeting=meeting, position=seat).select_related("position"),
    meeting=UUIDField(), seat=UUIDField(),
)  # fmt: skip


def invited(actor: Actor, meeting: Meeting) -> Attendance | None:
    """The actor's own line in the list of those invited; who types atas nama answers for the seat."""
    if actor.office is None or not actor.scope(rules.INVITED_FLOW["answer"].permission):
        return None
    return cast("Attendance | None", _of_seat.first(meeting=meeting.pk, seat=actor.office.position_id))


def steps(actor: Actor, meeting: Meeting) -> frozenset[str]:
    """The steps that somebody may do now: what the page's buttons are drawn from."""
    leads = chair_now(meeting)
    who = (meeting.path, meeting.institution_id, leads.pk, leads.institution_id)
    return frozenset(
        name for name, step in rules.FLOW.items() if meeting.status in step.sources and rules.may(actor, name, *who)
    )


def bodies(actor: Actor) -> Sequence[Institution]:
    """The bodies that somebody may convene: their own, and a vacant one that falls to their office."""
    if actor.office is None:
        return []
    known = Institution.objects.select_related("kind", "territory")
    own = known.get(pk=actor.office.institution_id)
    below = known.filter(territory__parent=own.territory_id, kind__tier__in=rules.BELOW.get(own.kind.tier, ()))
    acting = [role for group in roles.ACTS.values() for role in group]
    seats = list(Position.objects.filter(institution__in=below, role__in=acting))
    held = institutions.holders([seat.pk for seat in seats])
    led = {seat.institution_id for seat in seats if seat.pk in held}
    orphans = [body for body in below.order_by("name") if body.pk not in led]
    return [body for body in (own, *orphans) if actor.holds("meetings.convene", body.path)]


def invitees(institution: Institution, of: Kind | None = None) -> Sequence[tuple[Position, str]]:
    """The held positions that a body invites to a kind of meeting, with their holders' names: as the kind lists them,
    then by place. They sit in the body's area or in the offices above it.

    Who stands in for a vacant head is invited too.
    """
    roles_of = (of or kind_for(institution)).roles.split()
    path = institution.path
    above = [path[:end] for end in range(DIGITS, len(path), DIGITS)]
    near = Q(institution__territory__path__startswith=path) | Q(institution__territory__path__in=above)
    area = Position.objects.filter(near, role__in=roles_of, institution__ends__isnull=True)
    seats = list(area.select_related("institution__territory"))
    held = institutions.holders([seat.pk for seat in seats])
    present = [(seat, held[seat.pk].user.name) for seat in seats if seat.pk in held]
    ranked = sorted(present, key=lambda pair: (roles_of.index(pair[0].role), pair[0].path, pair[0].rank, pair[0].title))
    leads = chair(institution)
    stands_in = [(leads, institutions.holder_name(leads))] if leads.pk not in held else []
    return [pair for pair in stands_in if pair[1]] + ranked


def _branches(actor: Actor, states: Sequence[str] = ()) -> list[QuerySet[Meeting]]:
    """One query per way of seeing a meeting: an OR over them could not use an index for the order. With `states` the
    city's, which are all that there are, a state at a time, as an index holds them."""
    found: list[QuerySet[Meeting]] = []
    for path in actor.scope("meetings.view"):
        if len(path) not in COLUMNS:
            found += [Meeting.objects.filter(status=state) for state in states] or [Meeting.objects.all()]
        elif actor.office is not None and actor.office.path == path:
            found.append(Meeting.objects.filter(**{COLUMNS[len(path)]: actor.office.territory_id}))
    if actor.office is not None:
        invited = Attendance.objects.filter(position_id=actor.office.position_id).values("meeting_id")
        found.append(Meeting.objects.filter(pk__in=invited))
        found.append(Meeting.objects.filter(institution_id=actor.office.institution_id))
    return found


def _page(actor: Actor, states: Sequence[str], order: Sequence[str], cursor: str, size: int) -> Page[Meeting]:
    found = [one.filter(status__in=states) for one in _branches(actor, states)]
    whole = Meeting.objects.select_related(*RELATED)
    return keyset(found, order, cursor, size, whole=whole) if found else Page([])


def meetings(actor: Actor, cursor: str = "", size: int = 25) -> Page[Meeting]:
    """What is still to come or to be finished, the soonest first."""
    return _page(actor, OPEN, ("starts_at", "id"), cursor, size)


def past(actor: Actor, cursor: str = "", size: int = 25) -> Page[Meeting]:
    """What is locked or cancelled, the latest first."""
    return _page(actor, ENDED, ("-starts_at", "-id"), cursor, size)


# What Hari ini tells of a meeting, and what it asks to know who runs it.
_TOLD = (
    "id", "code", "title", "place", "starts_at", "status", "institution_id", "chair_id", "institution__name",
    "institution__short_name", "institution__territory__path",
)  # fmt: skip


def _today(body: Any, seat: Any, start: Any, end: Any) -> list[QuerySet[Meeting, Any]]:
    coming = Q(status="convened", starts_at__gte=start, starts_at__lt=end)
    invited = Attendance.objects.filter(position_id=seat).values("meeting_id")
    found = (
        Meeting.objects.filter(coming, institution_id=body),
        Meeting.objects.filter(coming, pk__in=invited),
        *(Meeting.objects.filter(institution_id=body, status=status) for status in ("running", "minuted")),
        Meeting.objects.filter(chair_id=seat, status="minuted"),
    )
    mine = Subquery(Attendance.objects.filter(meeting=OuterRef("pk"), position_id=seat).values("reply")[:1])
    rows = [(branch, False) for branch in found] + [(briefings.to_bring(body).filter(coming), True)]
    return [one.annotate(reply=mine, brings=Value(brings)).values_list(*_TOLD, "reply", "brings")
            for one, brings in rows]  # fmt: skip


_of_today = Prepared(_today, body=UUIDField(), seat=UUIDField(), start=DateTimeField(), end=DateTimeField())


def today(actor: Actor, start: datetime, end: datetime) -> list[Any]:
    """Minutes of the actor's body or chair, what goes on there, and what it is invited to within a span, by start.

    A meeting to which the body still brings a sheet stands there once more, as a row that `brings`.
    """
    if actor.office is None:
        return []
    office = actor.office
    rows = _of_today(body=office.institution_id, seat=office.position_id, start=start, end=end)
    may_bring = bool(actor.scope(rules.INVITED_FLOW["write_briefing"].permission))
    once = {(row.id, row.brings): row for row in rows if may_bring or not row.brings}
    return sorted(once.values(), key=lambda row: (row.starts_at, row.id))


def leads(actor: Actor, name: str, row: Any) -> bool:
    """`may` for a row of `today`: who stands in for whom is asked only where the answer hangs on it."""
    path = row.institution__territory__path
    if actor.office is None or not actor.holds(rules.FLOW[name].permission, path):
        return False
    if name in rules.CHAIRS_ALONE:
        if rules.is_chair(actor, row.chair_id):
            return True
    elif actor.office.institution_id == row.institution_id:
        return True
    found = by_id(row.id)
    return found is not None and may(actor, name, found)


def by_id(meeting_id: UUID) -> Meeting | None:
    """A meeting for those who were told of it by an event."""
    return Meeting.objects.select_related(*RELATED).filter(pk=meeting_id).first()


def invited_positions(found: Meeting) -> Sequence[UUID]:
    """The positions that were invited."""
    rows = Attendance.objects.filter(meeting=found, position__isnull=False)
    return list(rows.order_by("order").values_list("position_id", flat=True))


def item(found: Meeting, order: int) -> AgendaItem | None:
    """An item by its number."""
    return next((row for row in items(found) if row.order == order), None)


_by_code = Prepared(lambda code: Meeting.objects.select_related(*RELATED).filter(code=code), code=CharField())
_items = Prepared(
    lambda meeting: AgendaItem.objects.filter(meeting=meeting, removed_at__isnull=True).order_by("order"),
    meeting=UUIDField(),
)
_attendances = Prepared(lambda meeting: Attendance.objects.filter(meeting=meeting), meeting=UUIDField())


def by_code(code: str) -> Meeting | None:
    """A meeting for those who hold its signed address."""
    return cast("Meeting | None", _by_code.first(code=code))


def meeting(actor: Actor, code: str) -> Meeting | None:
    """A meeting by its code, where the actor may see it."""
    found = by_code(code)
    return found if found is not None and _sees(actor, found) else None


def visible(actor: Actor, meeting_id: UUID) -> bool:
    """Whether the actor may see a meeting."""
    found = Meeting.objects.select_related("institution__territory", "kind").filter(pk=meeting_id).first()
    return found is not None and _sees(actor, found)


def _sees(actor: Actor, found: Meeting) -> bool:
    if actor == SYSTEM or actor.holds("meetings.view", found.path):
        return True
    if actor.office is None:
        return False
    mine = Q(position_id=actor.office.position_id)
    if found.kind is not None and found.kind.sheets and actor.scope(rules.INVITED_FLOW["write_briefing"].permission):
        # A body's people prepare what its head brings.
        mine |= Q(position__institution_id=actor.office.institution_id)
    invited = Attendance.objects.filter(mine, meeting=found)
    return found.institution_id == actor.office.institution_id or invited.exists()


def items(found: Meeting) -> Sequence[AgendaItem]:
    """The agenda in its order."""
    rows = _items(meeting=found.pk)
    for row in rows:
        row.meeting = found
    return rows


def attendances(found: Meeting) -> Sequence[Attendance]:
    """The invited in their order, then the guests."""
    rows = _attendances(meeting=found.pk)
    return sorted(rows, key=lambda row: (row.position_id is None, row.order, row.name))


def present(found: Meeting) -> int:
    """How many of the invited are here; guests do not count."""
    return Attendance.objects.filter(meeting=found, position__isnull=False, arrived_at__isnull=False).count()


def minutes(found: Meeting) -> dict[str, object]:
    """The minutes as they are locked and printed: names and offices as they were, nothing that changes later."""
    return {
        "code": found.code, "institution": found.institution.name, "letterhead": letterhead(found.institution),
        "title": found.title,
        "starts_at": found.starts_at, "place": found.place, "chair": found.chair.title, "quorum": found.quorum,
        "minuted_by": found.minuted_by, "approved_by": found.approved_by, "locked_at": found.locked_at,
        "attendances": [
            {"name": row.name, "office": row.office, "proxy": row.proxy, "arrived_at": row.arrived_at,
             "invited": row.position_id is not None}
            for row in attendances(found)
        ],
        "items": [
            {"order": item.order, "title": item.title, "why": item.why, "discussion": item.discussion,
             "decision": item.decision, "outcome": item.outcome, "hand_up": item.hand_up, "reason": item.reason,
             "votes": None if item.votes_for is None else [item.votes_for, item.votes_against, item.votes_blank]}
            for item in items(found)
        ],
    }  # fmt: skip


def letterhead(institution: Institution) -> list[str]:
    """The lines of the kop from the city down to the body itself."""
    above = territory.ancestors(institution.territory)
    order = [above[level] for level in ("kota", "kecamatan", "kelurahan", "rw") if level in above]
    lines = [place.label for place in order if place.pk != institution.territory_id]
    return [*lines, institution.name]


def city_name(institution: Institution) -> str:
    """Where a letter is written, as people say it: the city without the word."""
    above = territory.ancestors(institution.territory)
    place = above.get("kota") or above.get("kabupaten") or institution.territory
    return place.name.removeprefix("Kota ").removeprefix("Kabupaten ")


def latest_digest() -> tuple[str, str] | None:
    """The day and hash of the newest digest of the audit line: printed, it can be compared with the portal's."""
    newest = audit.digests().first()
    return (newest.day.isoformat(), newest.hash) if newest else None


def search(actor: Actor, words: str) -> list[Meeting]:
    """Meetings whose title or item has the words, over the newest candidates that the actor may see."""
    wanted = Wanted(words)
    if not wanted:
        return []
    seen = newest(_branches(actor), "starts_at", "title", most=CANDIDATES)
    items = AgendaItem.objects.filter(meeting__in=[pk for pk, *_ in seen], removed_at__isnull=True).order_by("-pk")
    titles = items.values_list("meeting_id", "title")[:CANDIDATES]
    by_item = {meeting for meeting, title in titles if wanted.fits(title)}
    found = [pk for pk, _, title in seen if pk in by_item or wanted.fits(title)][:25]
    rows = Meeting.objects.select_related(*RELATED).in_bulk(found)
    return [rows[pk] for pk in found]


def meeting_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every meeting's id, version and state, for `verify`."""
    yield from Meeting.objects.order_by("pk").values_list("id", "version", "status").iterator()


def item_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every item's id, version and state, for `verify`."""
    rows = AgendaItem.objects.order_by("pk").only("id", "version", "outcome", "removed_at").iterator()
    yield from ((row.pk, row.version, row.status) for row in rows)


def meeting_of(item_id: UUID) -> UUID:
    """The meeting that an item belongs to."""
    return AgendaItem.objects.values_list("meeting_id", flat=True).get(pk=item_id)


def item_visible(actor: Actor, item_id: UUID) -> bool:
    """An item is seen by whoever sees its meeting."""
    return visible(actor, meeting_of(item_id))


def item_title(item_id: UUID) -> str:
    """What an item is about."""
    return AgendaItem.objects.values_list("title", flat=True).get(pk=item_id)
