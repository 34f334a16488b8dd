"""The rotation of Fridays: its plans, the Fridays themselves, and what the planner is asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet

from rembuk.coordination.decisions import counting
from rembuk.coordination.visits import rules
from rembuk.coordination.visits.models import Gathering, Pause, Rotation, Stop
from rembuk.coordination.visits.rotation.problem import Friday, Place, Problem
from rembuk.coordination.visits.rotation.problem import Stop as Planned
from rembuk.coordination.visits.rotation.urgency import Facts, Weights, score
from rembuk.foundation.calendar import queries as calendar
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.tallies import queries as tallies
from rembuk.foundation.tallies.queries import Span
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import DIGITS, Territory
from rembuk.people.figures import queries as figures

FRIDAY, WEEK = 4, timedelta(days=7)
KELURAHAN = ("kelurahan", "desa")
# Who is told of a Friday in their kelurahan, and how deep a kelurahan lies.
HEADS = ("lurah", "camat", "ketua_rw", "lpm")
WIDE = 4 * DIGITS
RULE = "visits.rotation."


def rotation(actor: Actor, code: str) -> Rotation:
    """One plan by its code; what the actor may not read is not found."""
    year, _, number = code.partition("-")
    known = year.isdecimal() and number.isdecimal() and len(code) < 12
    found = Rotation.objects.filter(year=int(year), number=int(number)).first() if known else None
    if found is None or not rules.may_read(actor, found):
        raise Refused("not_found", "Giliran Jumat ini tidak ada, atau bukan untuk Anda.")
    return found


def rotations(actor: Actor) -> list[Rotation]:
    """The plans that the actor reads, newest first; those that were dropped are not shown."""
    rows = Rotation.objects.exclude(status="dropped").order_by("-year", "-number")[:20]
    return [row for row in rows if rules.may_read(actor, row)]


def published() -> Rotation | None:
    """The plan that was published last."""
    return Rotation.objects.filter(status="published").first()


# Where a stop holds: in what is published, and in what it replaced until it did.
HOLDS = Q(rotation__status="published") | Q(rotation__status="replaced", date__lte=F("rotation__replaced_on"))


def by_id(pk: UUID) -> Rotation | None:
    """One plan by id, for the program itself."""
    return Rotation.objects.filter(pk=pk).first()


def asked() -> list[Rotation]:
    """What waits for the planner, oldest first."""
    return list(Rotation.objects.filter(status="asked").order_by("asked_at"))


def is_asked() -> bool:
    """Whether anything waits for the planner."""
    return Rotation.objects.filter(status="asked").exists()


def last_number(year: int) -> int:
    """Of the plans of a year."""
    return Rotation.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0


def stops(found: Rotation) -> list[Stop]:
    """Where it stops, in order."""
    return list(Stop.objects.filter(rotation=found).select_related("kelurahan__parent").order_by("date", "seat"))


def published_before(found: Rotation) -> set[tuple[UUID, date]]:
    """Which kelurahan stood on which Friday by the plan that this one has replaced."""
    earlier = Rotation.objects.filter(status="replaced", published_at__lte=found.published_at)
    former = earlier.order_by("-published_at", "-year", "-number").first()
    return {(row.kelurahan_id, row.date) for row in stops(former)} if former else set()


def seats_of(found: Sequence[Stop]) -> Iterator[tuple[Stop, list[UUID]]]:
    """Each stop with the seats that it concerns: of the kelurahan, its kecamatan, and who goes in the mayor's place."""
    heads = Position.objects.filter(role__in=HEADS, rank=1, institution__ends=None)
    by_place: dict[str, list[UUID]] = {}
    for pk, path, role in heads.order_by("pk").values_list("pk", "institution__territory__path", "role"):
        by_place.setdefault(path if role == "camat" else path[:WIDE], []).append(pk)
    named = Position.objects.filter(institution__ends=None, title__in=[row.deputy for row in found if row.deputy])
    deputies = dict(named.values_list("title", "pk"))
    for row in found:
        path = row.kelurahan.path
        seats = [*by_place.get(path[:WIDE], ()), *by_place.get(path[:-DIGITS], ())]
        deputy = deputies.get(row.deputy)
        yield row, [*seats, deputy] if deputy else seats


def stop(found: Rotation, pk: str) -> Stop:
    """One stop of a plan."""
    try:
        return Stop.objects.select_related("kelurahan__parent").get(rotation=found, pk=UUID(pk))
    except (Stop.DoesNotExist, ValueError):
        raise Refused("not_found", "Kunjungan itu tidak ada dalam giliran ini.", "stop") from None


def next_stops(after: date, most: int = 4) -> list[Stop]:
    """The next stops of what is published."""
    rows = Stop.objects.filter(HOLDS, date__gte=after).select_related("kelurahan__parent", "rotation")
    return list(rows.order_by("date", "seat")[:most])


def pauses() -> list[Pause]:
    """What holds, by its first day."""
    return list(Pause.objects.filter(status="standing").order_by("first", "id"))


def pause(pk: str) -> Pause:
    """One of them."""
    try:
        return Pause.objects.get(pk=UUID(pk))
    except (Pause.DoesNotExist, ValueError):
        raise Refused("not_found", "Jeda itu tidak ada.") from None


def places() -> list[Territory]:
    """All kelurahan of the city."""
    return list(territories.subtree(territories.served(), *KELURAHAN).select_related("parent"))


def frame(first: date, last: date) -> tuple[Friday, ...]:
    """Every Friday from one day to another, with how many kelurahan may be visited and why not more."""
    on = clock.today()
    most = 2 if regulations.truth(f"{RULE}two", on) else 1
    names = {row.date: row.name for year in range(first.year, last.year + 1) for row in calendar.days(year)}
    spans = list(Pause.objects.filter(status="standing", first__lte=last, last__gte=first).order_by("most", "first"))
    return tuple(_friday(day, most, names, spans) for day in fridays(first, last))


def fridays(first: date, last: date) -> Iterator[date]:
    """The Fridays from one day to another."""
    day = first + timedelta(days=(FRIDAY - first.weekday()) % 7)
    while day <= last:
        yield day
        day += WEEK


def _friday(day: date, most: int, names: Mapping[date, str], spans: Sequence[Pause]) -> Friday:
    if not calendar.is_working(day):
        return Friday(day, 0, names.get(day, "hari libur"))
    over = next((row for row in spans if row.first <= day <= row.last), None)
    if over is None:
        return Friday(day, most)
    return Friday(day, min(most, over.most), f"{over.get_kind_display()}: {over.why}", openable=over.kind == "closed")


def problem(
    found: Rotation, *, facts: Mapping[UUID, Facts] | None = None, near: Iterable[frozenset[str]] = ()
) -> Problem:
    """What the planner is asked for a plan; without facts no place weighs more than another."""
    bound = regulations.number(f"{RULE}bound", clock.today())
    weights = weights_now()
    before = last_visits(found.starts)
    known = [
        Place(
            str(place.pk), before.get(place.pk),
            1.0 + (score(facts[place.pk], weights, never=bound) if facts and place.pk in facts else 0),
        )
        for place in places()
    ]  # fmt: skip
    held = Stop.objects.filter(date__gte=found.starts).exclude(rotation=found)
    return Problem(
        start=found.starts, end=found.ends, bound=bound, places=tuple(known),
        fridays=frame(found.starts, found.ends), neighbours=frozenset(near),
        fixed=_planned(held.filter(rotation__status__in=("published", "draft"), is_fixed=True)),
        published=_planned(held.filter(rotation__status="published")),
    )  # fmt: skip


def _planned(rows: QuerySet[Stop]) -> frozenset[Planned]:
    return frozenset(Planned(day, str(pk)) for day, pk in rows.values_list("date", "kelurahan"))


def last_visits(before: date) -> dict[UUID, date]:
    """When each kelurahan had its last rembuk before a day: by what was published, and by what was held besides."""
    rows = Stop.objects.filter(HOLDS, date__lt=before)
    planned = dict(rows.values("kelurahan").annotate(last=Max("date")).values_list("kelurahan", "last"))
    closed = Gathering.objects.filter(status="closed", kelurahan_id__isnull=False).values("kelurahan_id").order_by()
    for pk, at in closed.annotate(at=Max("opened_at")).values_list("kelurahan_id", "at"):
        held = clock.local(at).date()
        if pk is not None and held < before:
            planned[pk] = max(held, planned.get(pk, held))
    return planned


def weights_now() -> Weights:
    """The weights of urgency as the city's rules say them today."""
    on = clock.today()
    return Weights(*(regulations.number(f"{RULE}weight.{name}", on) for name in ("silent", "open", "broken", "days")))


def facts(among: Sequence[Territory], before: Mapping[UUID, date]) -> dict[UUID, Facts]:
    """What is known of each kelurahan today, from the running counts and the figures: few statements, however many
    there are. Where nobody stated the number of people it stays unknown.
    """
    today = clock.today()
    limit = timedelta(days=regulations.number("reports.without_news", today) + 1)
    spans = (
        Span("reports.news", until=today - limit),
        *(Span(counting.altogether(kind), until=today - timedelta(days=1)) for kind in (counting.NEWS, counting.DUE)),
    )  # fmt: skip
    found = tallies.table("path", [place.path for place in among], *spans)
    people = figures.newest(figures.PEOPLE, [place.pk for place in among])

    def of(place: Territory) -> Facts:
        reports, news, due = (found.get((place.path, span.kind), (0, 0)) for span in spans)
        days = (today - before[place.pk]).days if place.pk in before else None
        crowd = people[place.pk].value if place.pk in people else None
        return Facts(silent=reports[1] + news[1], open=reports[0], broken=due[1], days=days, people=crowd)

    return {place.pk: of(place) for place in among}


@dataclass(frozen=True, slots=True)
class Week:
    """A Friday of a plan with its stops; `why` where it is closed or has room for fewer."""

    date: date
    most: int
    why: str
    stops: tuple[Stop, ...]
    is_past: bool


def weeks(found: Rotation) -> list[Week]:
    """The plan as a year of Fridays."""
    by_date: dict[date, list[Stop]] = {}
    for row in stops(found):
        by_date.setdefault(row.date, []).append(row)
    known = {date.fromisoformat(day): (most, why) for day, most, why in found.fridays}
    today = clock.today()
    return [
        Week(day, *known.get(day, (1, "")), tuple(by_date.get(day, ())), day < today)
        for day in sorted(known.keys() | by_date.keys())
    ]


def rotation_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every plan's id, version and state, for `verify`."""
    yield from Rotation.objects.order_by("pk").values_list("id", "version", "status").iterator()


def pause_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every pause's id, version and state, for `verify`."""
    yield from Pause.objects.order_by("pk").values_list("id", "version", "status").iterator()
