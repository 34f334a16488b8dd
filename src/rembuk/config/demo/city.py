"""The demo city before anything happens: places, bodies, people in office, rules, calendar. Made only by actions."""

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from rembuk.config.demo import cast, names, offices
from rembuk.config.demo.build import Plan
from rembuk.config.demo.dice import below, choose, percent, sure
from rembuk.coordination.meetings import actions as meetings
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports import first_rows
from rembuk.coordination.reports.models import Report
from rembuk.foundation.accounts import actions as accounts
from rembuk.foundation.accounts.models import User
from rembuk.foundation.calendar import actions as calendar
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.institutions import queries as bodies
from rembuk.foundation.institutions import roles, rules
from rembuk.foundation.institutions.models import Appointment, Institution, Position
from rembuk.foundation.kernel import chance
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.regulations import actions as regulations
from rembuk.foundation.territory import actions as territory
from rembuk.foundation.territory import imports, sample
from rembuk.foundation.territory import queries as places
from rembuk.foundation.territory.models import Territory

# Monday 2 January 2023, 08.00 WIB: from here on there are deeds, at first only those of earlier musrenbang.
FOUNDED = datetime(2023, 1, 2, 1, tzinfo=UTC)
# Monday 3 March 2025, 08.00 WIB: from the next day on every day is played, at first the mayor's Fridays.
DAILY = datetime(2025, 3, 3, 1, tzinfo=UTC)
# Thursday 2 October 2025, 08.00 WIB: from the next day on residents report and bodies meet.
OPENED = datetime(2025, 10, 2, 1, tzinfo=UTC)
YEARS = 5
# Where there are people with names and doors in every size of the city.
NEAR = (cast.PLAYED, *cast.NEIGHBOURS, cast.MUSRENBANG)
Show = Callable[[int, int], None]


@dataclass
class Made:
    """The city as the play needs it: seats with who sits there, by role and place, and the actor of each."""

    kelurahan: dict[str, Territory] = field(default_factory=dict)
    seats: dict[str, Position] = field(default_factory=dict)
    terms: dict[UUID, Appointment] = field(default_factory=dict)
    units: dict[str, Institution] = field(default_factory=dict)
    bodies: dict[UUID, Institution] = field(default_factory=dict)
    actors: dict[UUID, Actor] = field(default_factory=dict)
    sheets: list[dict[str, Any]] = field(default_factory=list)

    def actor(self, seat: Position | UUID) -> Actor | None:
        """Whoever acts in a seat; None where it is vacant."""
        key = seat if isinstance(seat, UUID) else seat.pk
        if key not in self.actors and key in self.terms:
            term = self.terms[key]
            self.actors[key] = bodies.actor(term.user, term.pk)
        return self.actors.get(key)

    def of(self, title: str) -> Actor:
        """The actor in the seat of a title."""
        return sure(self.actor(self.seats[title]), title)

    opened: datetime = OPENED
    around: dict[tuple[str, int, int], Territory] = field(default_factory=dict)
    seated: dict[tuple[UUID, str], list[Position]] = field(default_factory=dict)
    heads: dict[tuple[UUID, str], Position] = field(default_factory=dict)
    told: dict[tuple[Any, Any], list[Report]] = field(default_factory=dict)

    def index(self) -> None:
        """Seats by body and role, and by place and role."""
        for seat in self.seats.values():
            body = self.bodies[seat.institution_id]
            self.seated.setdefault((body.pk, seat.role), []).append(seat)
            self.heads.setdefault((body.territory_id, seat.role), seat)

    def in_body(self, body: Institution | UUID, role: str) -> Actor | None:
        """Whoever acts in a body in a role."""
        key = body if isinstance(body, UUID) else body.pk
        found = (self.actor(seat) for seat in self.seated.get((key, role), ()))
        return next((actor for actor in found if actor), None)

    def holder(self, report: Report) -> Actor | None:
        """Whoever acts for a report now; in a kelurahan it is often the Kasi who does the work."""
        if report.handled_at == "kelurahan" and report.status == "deliberating" and percent(50):
            return self.in_body(report.body_id, "kasi")
        return self.actor(report.holder_id)

    def head(self, place: Territory) -> Actor | None:
        """The ketua at a place."""
        seat = self.heads.get((place.pk, f"ketua_{place.level}"))
        return self.actor(seat) if seat else None

    def pamor(self, place: Territory) -> Actor | None:
        """The Pamor of an RT's RW."""
        seat = self.heads.get((place.parent_id, "pamor")) if place.parent_id else None
        return self.actor(seat) if seat else None

    def counter(self, place: Territory) -> Actor | None:
        """The counter of the kelurahan that a place lies in."""
        kelurahan = next((one for one in self.kelurahan.values() if place.path.startswith(one.path)), None)
        seat = self.heads.get((kelurahan.pk, "petugas_loket")) if kelurahan else None
        return self.actor(seat) if seat else None

    def place(self, rt: int, rw: int, code: str) -> Territory:
        """An RT by its numbers."""
        return self.around[code, rw, rt]

    def somewhere(self, code: str, rw: int = 0) -> Territory:
        """Any RT of a kelurahan, or of one of its RW."""
        return choose([place for (of, number, _), place in self.around.items() if of == code and rw in (0, number)])

    def point(self, place: Territory) -> tuple[float, float] | None:
        """A point inside a place, as well as the sample outlines know it."""
        box = self.boxes.get(place.pk) or (self.boxes.get(place.parent_id) if place.parent_id else None)
        if box is None:
            return None
        south, west, north, east = box
        return (
            round(south + (north - south) * (300 + below(400)) / 1000, 6),
            round(west + (east - west) * (300 + below(400)) / 1000, 6),
        )

    def remember(self, report: Report) -> None:
        """For those who say the same later."""
        self.told.setdefault((report.rw_id, report.category_id), []).append(report)

    def twin(self, report: Report) -> Report | None:
        """An earlier open and public report of the same kind in the same RW."""
        for other in reversed(self.told.get((report.rw_id, report.category_id), [])):
            if other.pk != report.pk and other.status in {"deliberating", "with_unit"} and other.published_at:
                return other
        return None

    def meeting_bodies(self) -> list[Institution]:
        """Those that meet in the play: all of the three kelurahan but most RT, their kecamatan, and the city."""
        near = [self.kelurahan[code] for code in (cast.PLAYED, *cast.NEIGHBOURS)]
        shown = {(1, 2), (4, 2), (2, 3)}
        rts = {place.pk for (code, rw, rt), place in self.around.items() if code == cast.PLAYED and (rt, rw) in shown}
        found = []
        for body in self.bodies.values():
            tier, path = body.kind.tier, body.territory.path
            inside = any(path.startswith(one.path) for one in near)
            over = near[0].path.startswith(path) and body.kind.key in {"kecamatan", "kota"}
            if (body.kind.key in {"rw", "kelurahan"} and inside) or over or (tier == "rt" and body.territory_id in rts):
                found.append(body)
        return found

    boxes: dict[Any, tuple[float, float, float, float]] = field(default_factory=dict)

    def sign_ins(self) -> list[dict[str, Any]]:
        """What `rembuk demo` prints."""
        return self.sheets


def make(plan: Plan, show: Show) -> Made:
    """Everything, in a few large steps."""
    made = Made()
    total = 6
    regulations.fill_first(SYSTEM, FOUNDED.date())
    for year in range(2023, 2027):
        calendar.fill_year(actor=SYSTEM, year=year)
    institutions.fill_first(SYSTEM)
    meetings.fill_first(SYSTEM)
    show(1, total)
    city = _places(plan, made)
    show(3, total)
    seats = _offices(city, made)
    show(4, total)
    _appoint(seats, made)
    made.index()
    reports.fill_first(actor=SYSTEM)
    _units(made)
    show(5, total)
    _sheets(made)
    show(total, total)
    return made


def _places(plan: Plan, made: Made) -> Territory:
    """The city by official names and codes, its RW and RT, and outlines drawn from the seed."""
    city = _small_city() if plan.size == "kecil" else sample.make_city(SYSTEM)
    sample.draw_boundaries(SYSTEM, city)
    for code in NEAR:
        kelurahan = sure(places.by_code(code), code)
        made.kelurahan[code] = kelurahan
        for rw in places.children(kelurahan):
            if outline := places.boundary(rw):
                made.boxes[rw.pk] = (outline.south, outline.west, outline.north, outline.east)
            for rt in places.children(rw):
                made.around[code, rw.number or 0, rt.number or 0] = rt
    return city


@dataclass(frozen=True)
class Seat:
    """A seat to be made: its body's kind, name and place, then itself."""

    kind: str
    body: str
    short: str
    place: Territory
    role: str
    title: str
    rank: int


def _offices(city: Territory, made: Made) -> list[Position]:
    """All bodies with their seats, in two large batches."""
    wanted = list(_wanted(city, made))
    kinds = {kind.key: kind for kind in bodies.kinds()}
    keys = list(dict.fromkeys((seat.kind, seat.body, seat.short, seat.place.pk) for seat in wanted))
    places_by_id = {seat.place.pk: seat.place for seat in wanted}
    added = institutions.add_institutions(
        actor=SYSTEM,
        rows=[
            institutions.NewInstitution(kinds[kind], name, places_by_id[place], short)
            for kind, name, short, place in keys
        ],
    )
    by_key = dict(zip(keys, added, strict=True))
    made.bodies = {body.pk: body for body in added}
    made.units = {body.short_name: body for body in added if body.kind.tier == "opd" or body.kind.key == "bagian"}
    seats = institutions.add_positions(
        actor=SYSTEM,
        rows=[
            institutions.NewPosition(
                by_key[seat.kind, seat.body, seat.short, seat.place.pk], seat.role, seat.title, seat.rank
            )
            for seat in wanted
        ],
    )
    made.seats = {seat.title: seat for seat in seats}
    return seats


def _wanted(city: Territory, made: Made) -> Iterable[Seat]:
    kota = city.name if city.name.startswith("Kota") else f"Kota {city.name}"
    for role, title, rank in offices.kota(kota):
        yield Seat("kota", f"Pemerintah {kota}", f"Pemkot {kota.removeprefix('Kota ')}", city, role, title, rank)
    bagian = "Bagian Tata Pemerintahan"
    yield Seat("bagian", bagian, "Tapem", city, "pemerintahan", f"Kepala {bagian}", 1)
    for short, name, kind in offices.AGENCIES:
        if kind == "inspektorat":
            yield Seat(kind, name, short, city, "inspektorat", f"Inspektur {kota}", 1)
            continue
        yield Seat(kind, name, short, city, "kepala_opd", f"Kepala {short}", 1)
        yield Seat(kind, name, short, city, "petugas_opd", f"Petugas Pengaduan {short}", 2)
        if short in offices.ALSO:
            role, title = offices.ALSO[short]
            yield Seat(kind, name, short, city, role, title, 3)
    for kecamatan in places.children(city):
        for role, title, rank in offices.kecamatan(kecamatan.name):
            yield Seat("kecamatan", f"Kecamatan {kecamatan.name}", "", kecamatan, role, title, rank)
        for kelurahan in places.children(kecamatan):
            yield from _of_kelurahan(kelurahan)


def _of_kelurahan(kelurahan: Territory) -> Iterable[Seat]:
    name = kelurahan.name
    for role, title, rank in offices.kelurahan(name):
        yield Seat("kelurahan", f"Kelurahan {name}", "", kelurahan, role, title, rank)
    lpm = f"LPM {name}"
    yield Seat("lpm", lpm, "", kelurahan, "lpm", f"Ketua {lpm}", 1)
    for number in (1, 2):
        yield Seat("lpm", lpm, "", kelurahan, "lpm", f"Anggota {lpm} {number}", 1 + number)
    for place in places.subtree(kelurahan, "rw", "rt").select_related("parent"):
        above = place.parent.name if place.parent and place.level == "rt" else ""
        where = f"{place.name} / {above} {name}" if above and above not in place.name else f"{place.name} {name}"
        yield Seat(place.level, where, "", place, f"ketua_{place.level}", f"Ketua {where}", 1)
        yield Seat(place.level, where, "", place, f"sekretaris_{place.level}", f"Sekretaris {where}", 2)
        if place.level == "rw":
            yield Seat("rw", where, "", place, "pamor", f"Pamor {where}", 3)


def _appoint(seats: Sequence[Position], made: Made) -> None:
    """Somebody in every seat, but for a few RT without a head; terms as the city's decrees might have them."""
    parts = {part.office: part.name for part in cast.CAST}
    rows = []
    for seat in seats:
        name = parts.get(seat.title) or _nobody_elses(set(parts.values()))
        if seat.role == "ketua_rt" and seat.title not in parts and percent(1):
            continue
        # Nobody's five years begin after the city or end before the play does; some end soon after.
        ends = OPENED.date() + timedelta(days=160 + below(1440))
        starts = rules.years_after(ends, -YEARS)
        if seat.role not in roles.TERM_LIMITED:
            starts = min(starts, FOUNDED.date())
        rows.append(
            institutions.NewAppointment(
                seat,
                starts,
                name=name,
                decree=f"SK {100 + below(800)}/{starts.year}",
                decree_on=starts,
                ends=ends if seat.role in roles.TERM_LIMITED else None,
            )
        )
    made.terms = {term.position_id: term for term in institutions.appoint_many(actor=SYSTEM, rows=rows)}


def _nobody_elses(taken: set[str]) -> str:
    """A name that none of the cast bears."""
    while (name := names.person()) in taken:
        pass
    return name


def _small_city() -> Territory:
    """For tests: all kelurahan, but RT only where the play is, and few RW (outlines are made of them)."""
    imports.import_territory(sample.FILE, actor=SYSTEM)
    city = sure(places.by_code(sample.CITY), sample.CITY)
    territory.serve(actor=SYSTEM, territory=city)
    near = set(NEAR)
    all_of_them = [one for kecamatan in places.children(city) for one in places.children(kecamatan)]
    counts = {one.pk: (4 if places.code(one) in near else 2) for one in all_of_them}
    rws = territory.add_many(
        actor=SYSTEM,
        rows=[territory.New(one, "rw", number=n) for one in all_of_them for n in range(1, counts[one.pk] + 1)],
    )
    rts = [territory.New(rw, "rt", number=n) for rw in rws if counts[rw.parent_id] == 4 for n in range(1, 6)]  # type: ignore[index]
    territory.add_many(actor=SYSTEM, rows=rts)
    return city


# category → the agency that answers at once.
ANSWERS = {"lampu": "Dishub", "pohon": "DLH", "jalan_besar": "DBMSDA", "adminduk": "Disdukcapil", "kesehatan": "Dinkes"}


def _units(made: Made) -> None:
    """Which agency a service matter goes to."""
    for order, (key, label, group, track, blurs, office) in enumerate(first_rows.CATEGORIES):
        if key in ANSWERS:
            reports.set_category(
                actor=SYSTEM, key=key, label=label, group=group, track=track, blurs=blurs, office=office, order=order,
                unit=made.units[ANSWERS[key]],
            )  # fmt: skip


def _sheets(made: Made) -> None:
    """A printed sheet for each of the cast, for many visitors and many years; a password and codes where needed."""
    for part in cast.CAST:
        if part.office in made.seats:
            let_in(made, part)


def let_in(made: Made, part: cast.Part) -> None:
    """How one of the cast signs in."""
    seat = made.seats[part.office]
    user = made.terms[seat.pk].user
    shown = {"key": part.key, "name": part.name, "office": part.office, "told": part.told}
    if roles.needs_totp(seat.role, seat.institution.territory.level):
        made.sheets.append(shown | _password(part.key, user))
    else:
        issued = accounts.issue_sheet(actor=SYSTEM, user=user, uses=10_000, days=3_650)
        made.sheets.append(shown | {"path": reverse("accounts:sheet", args=[issued.token]), "pin": issued.pin})


def _password(username: str, user: User) -> dict[str, str]:
    """A name, a password, and the secret from which an app makes the six digits."""
    password = "-".join(chance.word(5).lower() for _ in range(3))
    accounts.set_password(actor=SYSTEM, user=user, username=username, password=password)
    secret = base64.b32encode(chance.token_bytes(20)).decode()
    TOTP.activate(user, secret)
    return {"path": reverse("account_login"), "username": username, "password": password, "totp": secret}
