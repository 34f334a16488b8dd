"""Who holds which office, who acts where, and the Actor of a request. Every answer takes a fixed number of queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, UUIDField

from rembuk.foundation.accounts.models import DeviceUser, User
from rembuk.foundation.institutions import first_rows, roles, rules
from rembuk.foundation.institutions.models import Appointment, Concern, Institution, Kind, Position, Stamp
from rembuk.foundation.institutions.queries.acting import responsible as responsible
from rembuk.foundation.institutions.queries.acting import responsible_at as responsible_at
from rembuk.foundation.institutions.queries.acting import stand_in as stand_in
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC, Actor, Office
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory

_WITH_PLACE = ("institution__territory__parent", "institution__kind")
_WITH_OFFICE = ("user", "position__institution__territory__parent", "position__institution__kind")
# Each request asks whose office it is, and few what its body is called.
_WITH_SEAT = ("user", "position__institution__territory")


def running(on: date | None = None) -> Q:
    """Appointments that run on a day (today)."""
    on = on or clock.today()
    return Q(starts__lte=on) & (Q(ends__isnull=True) | Q(ends__gt=on))


def holding(on: date | None = None) -> Q:
    """Those that make somebody the holder: definitive or acting."""
    return running(on) & Q(mandate__in=rules.HOLDING)


_offices = Prepared(
    lambda user, on: Appointment.objects.filter(running(on), user=user, position__institution__ends__isnull=True)
    .select_related(*_WITH_SEAT)
    .order_by("starts", "id"),
    user=UUIDField(), on=DateField(),
)  # fmt: skip


def offices_of(user: User) -> list[Appointment]:
    """The offices in which a person may act today, longest held first."""
    return offices_by_id(user.pk)


def offices_by_id(user_id: UUID) -> list[Appointment]:
    """The same of a person's id; each bears the person."""
    return _offices(user=user_id, on=clock.today())


def offices_now_or_later(user: User) -> list[Appointment]:
    """The offices in which a person acts today or will act, earliest first."""
    lasts = Q(ends__isnull=True) | Q(ends__gt=clock.today())
    rows = Appointment.objects.filter(lasts, user=user, position__institution__ends__isnull=True)
    return list(rows.select_related(*_WITH_SEAT).order_by("starts", "id"))


def named_under(term: Appointment, on: date) -> list[Appointment]:
    """The deputies and operators who were named in a term that ends: all but those of a holder who stays, or of the
    same person in a term that follows."""
    if term.mandate not in rules.HOLDING:
        return []
    staying = Appointment.objects.filter(holding(on), position=term.position_id).exclude(pk=term.pk)
    since = [term.starts if row.user_id == term.user_id else row.starts for row in staying]
    named = Appointment.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=on), position=term.position_id, mandate__in=rules.ON_BEHALF,
        starts__gte=term.starts,
    )  # fmt: skip
    return [row for row in named.select_related("user").order_by("id") if all(row.starts < day for day in since)]


def actor(user: User | None, appointment_id: UUID | None = None, on_behalf: str | None = None) -> Actor:
    """The Actor of a person in one of their offices: the one asked for, or the longest held."""
    if user is None or not user.is_active:
        return PUBLIC
    offices = offices_of(user)
    chosen = [office for office in offices if office.pk == appointment_id] if appointment_id else offices[:1]
    return in_office(user, chosen[0] if chosen else None, on_behalf)


def in_office(user: User, appointment: Appointment | None, on_behalf: str | None = None) -> Actor:
    """The Actor of a person in an office already fetched; without one they may do nothing but look after themselves."""
    if appointment is None:
        return Actor(user_id=user.pk, name=user.name)
    position = appointment.position
    if on_behalf is None and appointment.mandate in rules.ON_BEHALF:
        on_behalf = holder_name(position) or f"pemegang jabatan {position.title}"
    office = Office(
        appointment_id=appointment.pk, position_id=position.pk, institution_id=position.institution_id,
        role=position.role, title=_title(appointment), territory_id=position.institution.territory_id,
        path=position.path,
    )  # fmt: skip
    grants = frozenset((name, office.path) for name in roles.permissions(position.role, appointment.mandate))
    return Actor(user_id=user.pk, name=user.name, office=office, on_behalf=on_behalf or "", grants=grants)


def _title(appointment: Appointment) -> str:
    return f"Plt {appointment.position.title}" if appointment.mandate == "acting" else appointment.position.title


def holder(position: Position) -> Appointment | None:
    """Who holds a position today; an acting holder comes before the definitive one for as long as it lasts."""
    return holders([position.pk]).get(position.pk)


def holders(position_ids: Collection[UUID], on: date | None = None) -> dict[UUID, Appointment]:
    """The holder of each position that has one."""
    found = Appointment.objects.filter(holding(on), position_id__in=position_ids).select_related("user")
    # "definitive" sorts after "acting", and later starts after earlier ones: the last one written stays.
    ordered = sorted(found, key=lambda row: (row.mandate == "acting", row.starts, row.pk))
    return {row.position_id: row for row in ordered}


def seats_of_the_same(position_ids: Collection[UUID]) -> set[UUID]:
    """These seats, and every other one in which one of their holders sits today."""
    people = Appointment.objects.filter(holding(), position_id__in=position_ids).values("user")
    others = Appointment.objects.filter(holding(), user__in=people).values_list("position_id", flat=True)
    return {*position_ids, *others}


def places_led_by(role: str) -> set[UUID]:
    """The territories of the bodies in which somebody holds this role today."""
    held = Appointment.objects.filter(holding(), position__role=role, position__institution__ends__isnull=True)
    return set(held.values_list("position__institution__territory_id", flat=True))


def holder_name(position: Position) -> str:
    """The holder's name, or "" for a vacant position."""
    found = holder(position)
    return found.user.name if found else ""


def people_in(position: Position) -> list[Appointment]:
    """Everybody who acts in a position today: the holder, deputies and operators."""
    found = Appointment.objects.filter(running(), position=position)
    return list(found.select_related("user").order_by("starts", "id"))


def colleagues(position: Position) -> list[Appointment]:
    """Who else holds an office in the same body today, each person once; those in this very seat are left out."""
    inside = Appointment.objects.filter(running(), position__institution=position.institution_id, user__is_active=True)
    here = Appointment.objects.filter(running(), position=position).values("user")
    rows = inside.exclude(user__in=here).select_related("user", "position").order_by("position__rank", "starts", "id")
    return list({row.user_id: row for row in reversed(rows)}.values())[::-1]


def namesakes(actor: Actor, name: str) -> list[tuple[User, str]]:
    """People of this name who hold or held an office where the actor appoints, with what they are known for."""
    if len(name) < 3:
        return []
    inside = within(actor.scope("institutions.appoint"), "position__institution__territory__path")
    rows = Appointment.objects.filter(inside, user__name__iexact=name).select_related("user", "position")
    known: dict[UUID, tuple[User, list[str]]] = {}
    for row in rows.order_by("-starts", "id")[:20]:
        known.setdefault(row.user_id, (row.user, []))[1].append(f"{row.position} ({row.starts.year})")
    return [(user, f"{user}, {', '.join(offices[:3])}") for user, offices in known.values()]


def position(institution: Institution, role: str) -> Position:
    """A body's seat of a role."""
    found = Position.objects.filter(institution=institution, role=role).select_related(*_WITH_PLACE)
    first = found.order_by("rank", "id").first()
    if first is None:
        raise Refused("no_office", f"{institution} tidak mempunyai jabatan itu.")
    return first


def position_by_id(position_id: UUID) -> Position | None:
    """A seat by id."""
    return Position.objects.filter(pk=position_id).select_related(*_WITH_PLACE).first()


def named_office(key: str) -> Position:
    """The office that the city names once (see `roles.NAMED`); a held seat comes before a vacant one."""
    if key not in roles.NAMED:
        raise Refused("no_office", f"Jabatan {key} tidak dikenal.")
    found = Position.objects.filter(role=key, institution__ends__isnull=True).select_related(*_WITH_PLACE)
    seats = list(found.order_by("rank", "id"))
    if not seats:
        raise Refused("no_office", f"Jabatan {key} belum diisi. Hubungi Pemerintahan kota.")
    held = holders([seat.pk for seat in seats])
    return next((seat for seat in seats if seat.pk in held), seats[0])


def institution_at(territory: Territory, kind_key: str) -> Institution | None:
    """The body of a kind at a place."""
    found = Institution.objects.filter(territory=territory, kind__key=kind_key, ends__isnull=True)
    return found.select_related("kind", "territory__parent").order_by("name", "id").first()


def institution(institution_id: UUID) -> Institution | None:
    """A body by id."""
    return Institution.objects.filter(pk=institution_id).select_related("kind", "territory__parent").first()


def by_name(name: str) -> Institution | None:
    """A body by its full or short name, whatever the case."""
    found = Institution.objects.filter(Q(name__iexact=name) | Q(short_name__iexact=name), ends__isnull=True)
    return found.select_related("kind", "territory__parent").order_by("id").first()


def stamp() -> UUID | None:
    """Differs after every change of bodies, seats and terms."""
    return Stamp.objects.values_list("value", flat=True).first()


def units() -> list[Institution]:
    """The offices of the city's government to which work can be assigned: Dinas, Badan, Bagian …"""
    found = Institution.objects.filter(kind__tier="opd", ends__isnull=True).select_related("kind", "territory__parent")
    return list(found.order_by("name", "id"))


def unit_office(institution: Institution) -> Position:
    """Who answers for a body: its first seat that is held, else its first seat."""
    found = unit_offices([institution.pk]).get(institution.pk)
    if found is None:
        raise Refused("no_office", f"{institution} belum mempunyai jabatan.")
    return found


def unit_offices(institution_ids: Collection[UUID]) -> dict[UUID, Position]:
    """`unit_office` of many bodies; those without a seat are left out."""
    seats = list(
        Position.objects.filter(institution__in=institution_ids).select_related(*_WITH_PLACE).order_by("rank", "id")
    )
    held = holders([seat.pk for seat in seats])
    # The last one written stays: held before vacant, and the first of them.
    ordered = sorted(seats, key=lambda seat: seat.pk not in held)
    return {seat.institution_id: seat for seat in reversed(ordered)}


def kinds() -> list[Kind]:
    """The kinds of body, by tier and label, each as it is called today."""
    found = list(Kind.objects.all())
    for row in found:
        row.label = called(row)
    return sorted(found, key=lambda row: (row.tier, row.label))


def called(kind: Kind) -> str:
    """What the city calls a kind today."""
    return regulations.called(kind.word, clock.today(), kind.label)


def kinds_for(place: Territory) -> list[Kind]:
    """The kinds of body that can stand at a place."""
    return [row for row in kinds() if place.level in first_rows.LEVELS[row.tier]]


def kind(key: str) -> Kind:
    """A kind by its key."""
    found = Kind.objects.filter(key=key).first()
    if found is None:
        raise Refused("no_kind", f"Jenis lembaga “{key}” belum ada.")
    return found


@dataclass(frozen=True, slots=True)
class Seat:
    """A position as a list shows it: its holder, and who acts while it is vacant."""

    position: Position
    holder: Appointment | None
    others: tuple[Appointment, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """An institution with its seats."""

    institution: Institution
    seats: tuple[Seat, ...]

    @property
    def leads(self) -> bool:
        """Whether it is the office of its place, not a board beside it."""
        chiefs = {seats[0] for seats in roles.ACTS.values()}
        return any(seat.position.role in chiefs for seat in self.seats)


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies of a place, those of the places directly under it, and the places under it that have none."""

    here: list[Body]
    below: list[Body]
    without: list[Territory]


def bodies(actor: Actor, territory: Territory) -> Bodies:
    """What stands at a place and directly under it; only where the actor may look."""
    if not rules.may_view(actor, territory.path):
        raise Refused("not_allowed", "Daftar lembaga wilayah ini tidak terbuka untuk jabatan Anda.")
    near = Q(territory=territory) | Q(territory__parent=territory)
    found = Institution.objects.filter(near, ends__isnull=True).select_related("kind", "territory__parent")
    rows = seated(found.order_by("territory__path", "kind__tier", "name", "id"))
    here = [body for body in rows if body.institution.territory_id == territory.pk]
    below = [body for body in rows if body.institution.territory_id != territory.pk]
    taken = {body.institution.territory_id for body in below}
    return Bodies(here, below, [child for child in territories.children(territory) if child.pk not in taken])


def without_device(actor: Actor, territory: Territory) -> list[Appointment]:
    """Who holds a seat at a place or directly under it and has never signed in on a device."""
    near = Q(position__institution__territory=territory) | Q(position__institution__territory__parent=territory)
    found = Appointment.objects.filter(holding(), near, position__institution__ends__isnull=True)
    known = DeviceUser.objects.filter(user=OuterRef("user"))
    rows = found.filter(~Exists(known)).select_related(*_WITH_OFFICE)
    return [row for row in rows.order_by("position__institution__territory__path", "position__rank", "id")
            if rules.may_invite(actor, row.position.role, row.path)]  # fmt: skip


def seated(institutions: Iterable[Institution]) -> list[Body]:
    """Bodies with their seats and everybody in them: two queries, however many."""
    rows = list(institutions)
    seats: dict[UUID, list[Position]] = {}
    for seat in Position.objects.filter(institution__in=[row.pk for row in rows]).order_by("rank", "title"):
        seats.setdefault(seat.institution_id, []).append(seat)
    ids = [seat.pk for group in seats.values() for seat in group]
    held = holders(ids)
    others: dict[UUID, list[Appointment]] = {}
    for row in Appointment.objects.filter(running(), position_id__in=ids).select_related("user").order_by("starts"):
        if row != held.get(row.position_id):
            others.setdefault(row.position_id, []).append(row)
    return [
        Body(row, tuple(Seat(s, held.get(s.pk), tuple(others.get(s.pk, ()))) for s in seats.get(row.pk, ())))
        for row in rows
    ]


def appointment(actor: Actor, appointment_id: UUID) -> Appointment | None:
    """An appointment that the actor may see: of their area, of their own office, or their own."""
    found = Appointment.objects.filter(pk=appointment_id).select_related(*_WITH_OFFICE).first()
    if found is None:
        return None
    own = actor.office is not None and found.position_id == actor.office.position_id
    return found if own or found.user_id == actor.user_id or rules.may_view(actor, found.path) else None


def history(position: Position) -> list[Appointment]:
    """Everybody who was, is and will be in a position, newest first."""
    return list(position.appointments.select_related("user").order_by("-starts", "-id"))


def concerns_of(appointments: Iterable[Appointment]) -> dict[UUID, list[Concern]]:
    """What is noted on these appointments."""
    found: dict[UUID, list[Concern]] = {}
    for concern in Concern.objects.filter(appointment__in=[row.pk for row in appointments]).order_by("noted_at"):
        found.setdefault(concern.appointment_id, []).append(concern)
    return found


def within(paths: Iterable[str], field: str) -> Q:
    """Rows under any of the territory paths."""
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(**{f"{field}__startswith": path})
    return inside


def vacant(actor: Actor) -> QuerySet[Position]:
    """Positions without a holder today where the actor may look; page it by id."""
    held = Appointment.objects.filter(holding(), position=OuterRef("pk"))
    inside = within(actor.scope("institutions.view"), "institution__territory__path")
    found = Position.objects.filter(inside, ~Exists(held), institution__ends__isnull=True)
    return found.select_related(*_WITH_PLACE)


def ending(actor: Actor, days: int = 90) -> QuerySet[Appointment]:
    """Terms that end within `days`, where the actor may appoint; page it by end and id."""
    inside = within(actor.scope("institutions.appoint"), "position__institution__territory__path")
    until = clock.today() + timedelta(days=days)
    found = Appointment.objects.filter(inside, holding(), ends__lte=until, position__institution__ends__isnull=True)
    return found.select_related(*_WITH_OFFICE)


def concerns(actor: Actor) -> QuerySet[Concern]:
    """What the camat reads: unseen first is the page's business; page it by time and id."""
    inside = within(actor.scope("institutions.concerns"), "appointment__position__institution__territory__path")
    return Concern.objects.filter(inside).select_related(
        "seen_by", "appointment__user", "appointment__position__institution__territory__parent",
        "appointment__position__institution__kind",
    )  # fmt: skip


def unseen_concerns(actor: Actor) -> int:
    """How many nobody has read yet, up to a hundred."""
    return concerns(actor).filter(seen_at__isnull=True)[:100].count()
