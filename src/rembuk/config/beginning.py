"""A city's first day, by the same actions as the screens. What is there stays; what was cut off goes on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rembuk.config import database, queries
from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.reports import actions as reports
from rembuk.foundation.accounts import queries as accounts
from rembuk.foundation.calendar import actions as calendar
from rembuk.foundation.calendar import queries as days
from rembuk.foundation.institutions import actions as offices
from rembuk.foundation.institutions import queries as bodies
from rembuk.foundation.institutions.actions import Invitation
from rembuk.foundation.institutions.models import Appointment, Position
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.text import day as told
from rembuk.foundation.regulations import actions as regulations
from rembuk.foundation.territory import actions as territories
from rembuk.foundation.territory import queries as places
from rembuk.foundation.territory.models import Territory


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the first offices: its role, the body that it stands in, and its title."""

    role: str
    kind: str
    body: str
    title: str


# Pemerintahan appoints everybody but the readers of sealed reports; Inspektorat appoints those.
FIRST = (
    Seat("pemerintahan", "bagian", "Bagian Pemerintahan", "Kepala Bagian Pemerintahan"),
    Seat("inspektorat", "inspektorat", "Inspektorat", "Inspektur"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes a seat, by which decree; the term begins on its day."""

    name: str
    decree: str
    decree_on: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What was typed. `new_sheets`: for officers who have not got in yet, instead of those they had."""

    city: str = ""
    zone: str = ""
    people: Mapping[str, Person] = field(default_factory=dict)
    new_sheets: bool = False


@dataclass(slots=True)
class Done:
    """What was added, what was there, and the sheets, which are shown once."""

    added: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    sheets: list[Invitation] = field(default_factory=list)


def begin(plan: Plan) -> Done:
    """The first day. Every mistake in the plan is refused before anything is written."""
    city = chosen(plan)
    check(plan)
    done = Done()
    serve(city, plan, done)
    for fill in (first_rules, first_days, first_kinds, first_categories):
        done.added += fill()
    for seat in FIRST:
        take(seat, plan, done)
    return done


def chosen(plan: Plan) -> Territory:
    """The city, which is known and no other than the one served."""
    if queries.mark_if_any() is not None:
        raise Refused("demo", "ini kota contoh; untuk kota sungguhan pakai REMBUK_HOME dan DATABASE_URL lain")
    if late := database.behind():
        raise Refused("behind", f"basis data belum mutakhir ({late[0]}), jalankan: rembuk migrate")
    served = places.served_or_none()
    if not plan.city and served:
        return served
    if not plan.city:
        raise Refused("no_city", "sebutkan kotanya, misalnya: rembuk begin --city 32.75")
    if not places.children(None):
        raise Refused("no_territory", "wilayah belum diimpor, jalankan: rembuk import territory wilayah.csv")
    city = places.by_code(plan.city)
    if city is None:
        raise Refused("no_city", f"tidak ada kota dengan kode {plan.city} dalam wilayah yang diimpor")
    if served and served.pk != city.pk:
        raise Refused("already_serving", f"pemasangan ini sudah melayani {served.name}, bukan {city.name}")
    return city


def check(plan: Plan) -> None:
    """Every seat has a holder or is given one, by a decree that holds today."""
    for seat in FIRST:
        person = plan.people.get(seat.role)
        if person is None and holder(seat) is None:
            option = f"--{seat.role} NAMA NOMOR-SK TANGGAL-SK"
            raise Refused("no_name", f"belum ada {seat.title}; tambahkan: {option}")
        if person and not person.name.strip():
            raise Refused("no_name", f"nama {seat.title} kosong")
        if person and person.decree_on > clock.today():
            raise Refused("not_yet", f"SK {seat.title} baru berlaku {told(person.decree_on)}")


def serve(city: Territory, plan: Plan, done: Done) -> None:
    """Marks the city, and sees to its time."""
    if not city.is_served:
        territories.serve(actor=SYSTEM, territory=city, zone=plan.zone)
        done.added.append(f"{city.name} dilayani, waktu {city.zone}")
    elif plan.zone and plan.zone != city.zone:
        before = city.zone
        territories.set_zone(actor=SYSTEM, territory=city, zone=plan.zone)
        done.added.append(f"waktu {city.name} {city.zone}, tadinya {before}")
    else:
        done.there.append(f"{city.name} dilayani, waktu {city.zone}")


def first_rules() -> Iterator[str]:
    """Limits, bounds, tracks."""
    yield from counted(regulations.fill_first(SYSTEM), "aturan")


def first_days() -> Iterator[str]:
    """This year and the next; a year that somebody has begun is theirs."""
    for year in (clock.today().year, clock.today().year + 1):
        if not days.days(year):
            yield from counted(calendar.fill_year(actor=SYSTEM, year=year), f"hari libur {year}")


def first_kinds() -> Iterator[str]:
    """Kinds of body, and of their meetings."""
    yield from counted(offices.fill_first(SYSTEM), "jenis lembaga")
    yield from counted(meetings.fill_first(SYSTEM), "jenis rapat")


def first_categories() -> Iterator[str]:
    """Kinds of report."""
    yield from counted(reports.fill_first(SYSTEM), "jenis laporan")


def catch_up() -> list[str]:
    """The first rows that an update asks for and a city that has begun does not have yet; a line for each kind."""
    if places.served_or_none() is None:
        return []
    return [*first_rules(), *first_kinds(), *first_categories()]


def counted(count: int, what: str) -> Iterator[str]:
    """A line where something was added."""
    if count:
        yield f"{count} {what}"


def take(seat: Seat, plan: Plan, done: Done) -> None:
    """The body, its seat, its holder, and a way in: each where it is missing."""
    place = standing(seat) or made(seat, done)
    term = bodies.holder(place)
    if term is None:
        person = plan.people[seat.role]
        term = offices.appoint(
            actor=SYSTEM, position=place, name=person.name, decree=person.decree, decree_on=person.decree_on,
            starts=person.decree_on, reason="pemasangan pertama",
        )  # fmt: skip
        done.added.append(f"{place.title}: {term.user}")
    way_in(term, plan, done)


def way_in(term: Appointment, plan: Plan, done: Done) -> None:
    """A sheet for whoever has none; a new one only where it is asked for and nobody has got in."""
    sheet, entered = accounts.newest_sheet(term.user), accounts.has_entered(term.user)
    if not entered and (sheet is None or plan.new_sheets):
        done.sheets.append(offices.invite(actor=SYSTEM, appointment=term))
        return
    state = "sudah masuk" if entered or sheet is None else f"lembar dibuat {told(sheet.issued_at)}, belum dipakai"
    hint = "" if entered else " (lembar hilang? rembuk begin --new-sheets)"
    done.there.append(f"{term.position.title}: {term.user}, {state}{hint}")


def standing(seat: Seat) -> Position | None:
    """The seat, where the city has it."""
    return _or_none(lambda: bodies.named_office(seat.role))


def holder(seat: Seat) -> Appointment | None:
    """Who sits there today."""
    place = standing(seat)
    return bodies.holder(place) if place else None


def made(seat: Seat, done: Done) -> Position:
    """The seat, with its body where that is missing too."""
    body = bodies.by_name(seat.body)
    if body is None:
        kind, city = bodies.kind(seat.kind), places.served()
        body = offices.add_institution(actor=SYSTEM, kind=kind, name=seat.body, territory=city)
        done.added.append(seat.body)
    return offices.add_position(actor=SYSTEM, institution=body, role=seat.role, title=seat.title)


def _or_none(ask: Callable[[], Position]) -> Position | None:
    try:
        return ask()
    except Refused as refused:
        if refused.code == "no_office":
            return None
        raise
