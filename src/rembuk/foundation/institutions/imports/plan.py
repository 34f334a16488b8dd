"""What each row asks for, held against what stands: found out whole before anything is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from rembuk.foundation.accounts.models import User
from rembuk.foundation.institutions import rules
from rembuk.foundation.institutions.imports import seats
from rembuk.foundation.institutions.imports.seats import Office
from rembuk.foundation.institutions.imports.table import Fault, Row
from rembuk.foundation.institutions.models import Appointment, Institution, Position
from rembuk.foundation.institutions.queries import rosters
from rembuk.foundation.kernel import text
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.territory.rules import fold

# A body's place: its kelurahan, RW and RT, or the board beside the kelurahan; (role, part) tells its seats apart.
Place = tuple[UUID, int, int]
BOARD = -1
SeatKey = tuple[Place, tuple[str, str]]


@dataclass(eq=False)
class Entry:
    """A row that can come in. `known` is the person where Rembuk has them, `as_in` another row of the same person."""

    row: Row
    kelurahan: Territory
    office: Office
    known: User | None = None
    as_in: "Entry | None" = None
    there: Appointment | None = None

    @property
    def place(self) -> Place:
        """Where its body stands."""
        if self.row.level == "lpm":
            return self.kelurahan.pk, BOARD, 0
        return self.kelurahan.pk, self.row.rw or 0, self.row.rt or 0

    @property
    def seat(self) -> SeatKey:
        """Equal for rows of one seat."""
        return self.place, self.office.key

    @property
    def person(self) -> tuple[UUID, str]:
        """Who may be the same: a name in a kelurahan."""
        return self.kelurahan.pk, plain(self.row.name)


@dataclass
class Standing:
    """What the kelurahan of the file have already."""

    kelurahan: dict[UUID, Territory] = field(default_factory=dict)
    places: dict[Place, Territory] = field(default_factory=dict)
    bodies: dict[Place, Institution] = field(default_factory=dict)
    seats: dict[SeatKey, Position] = field(default_factory=dict)
    terms: dict[SeatKey, list[Appointment]] = field(default_factory=dict)
    people: dict[tuple[UUID, str], dict[UUID, User]] = field(default_factory=dict)
    in_body: dict[tuple[Place, str], dict[UUID, User]] = field(default_factory=dict)

    def look(self, kelurahan: Territory) -> None:
        """Everything of one kelurahan, by a fixed number of queries."""
        self.kelurahan[kelurahan.pk] = self.places[kelurahan.pk, 0, 0] = kelurahan
        self.places[kelurahan.pk, BOARD, 0] = kelurahan
        below: dict[UUID, Place] = {kelurahan.pk: (kelurahan.pk, 0, 0)}
        for place in territories.subtree(kelurahan, "rw", "rt").select_related("parent"):
            above = below.get(place.parent_id) if place.parent_id else None
            if above and place.number:
                key = (above[0], place.number, 0) if place.level == "rw" else (above[0], above[1], place.number)
                below[place.pk] = key
                self.places[key] = place
        found = rosters.roster(kelurahan)
        at: dict[UUID, Place] = {}
        for body in found.bodies:
            place_key = _stands(body, below)
            if place_key and body.kind.key == level_of(place_key) and place_key not in self.bodies:
                self.bodies[place_key] = body
                at[body.pk] = place_key
        of: dict[UUID, SeatKey] = {}
        for seat in found.seats:
            if seat.institution_id in at:
                of[seat.pk] = (at[seat.institution_id], seats.standing(seat.role, seat.title, kelurahan.name))
                self.seats.setdefault(of[seat.pk], seat)
        for term in found.terms:
            self.people.setdefault((kelurahan.pk, plain(term.user.name)), {})[term.user_id] = term.user
            key_of_seat = of.get(term.position_id)
            if key_of_seat:
                self.in_body.setdefault((key_of_seat[0], plain(term.user.name)), {})[term.user_id] = term.user
            if key_of_seat and self.seats[key_of_seat].pk == term.position_id:
                self.terms.setdefault(key_of_seat, []).append(term)


@dataclass
class Plan:
    """The rows as entries, what is wrong, and what a person at the terminal should read."""

    city: Territory
    standing: Standing = field(default_factory=Standing)
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def make(self, rows: Sequence[Row]) -> None:
        """Every row: where, which seat, is it there, and who."""
        found = {name: self._kelurahan(name) for name in dict.fromkeys(row.kelurahan for row in rows)}
        for place in {one.pk: one for one in found.values() if isinstance(one, Territory)}.values():
            self.standing.look(place)
        taken: dict[SeatKey, list[Entry]] = {}
        for row in rows:
            try:
                self.entries.append(self._entry(row, found[row.kelurahan], taken))
            except Fault as fault:
                fault.line = row.line
                self.faults.append(fault)
        self._people()

    def _kelurahan(self, said: str) -> Territory | Fault:
        digits = said.replace(".", "").replace(" ", "")
        if digits.isdigit():
            code = f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"
            place = territories.by_code(code)
            found = territories.present(place) if place else []
        else:
            found = territories.find(said, self.city, "kelurahan")
        found = [one for one in found if one.path.startswith(self.city.path) and one.level in ("kelurahan", "desa")]
        if len(found) == 1:
            return found[0]
        if found:
            return Fault("kelurahan", f"ada {len(found)} kelurahan bernama {said}", "Tulis kode kelurahannya.")
        near = [one.name for one in territories.suggest(said, self.city, "kelurahan")]
        remedy = f"Mungkin {', '.join(near)}?" if near else "Tulis kodenya seperti 32.75.04.1005, atau nama resminya."
        return Fault("kelurahan", f"kelurahan “{said[:60]}” tidak ada di {self.city.name}", remedy)

    def _entry(self, row: Row, kelurahan: Territory | Fault, taken: dict[SeatKey, list[Entry]]) -> Entry:
        if isinstance(kelurahan, Fault):
            raise Fault(kelurahan.kind, kelurahan.reason, kelurahan.remedy)
        office = seats.office(row.office, row.level, kelurahan.name)
        if office is None:
            level = row.level.upper() if row.level != "kelurahan" else "kelurahan"
            reason = f"jabatan “{row.office[:60]}” di {level} tidak dikenal"
            raise Fault("office", reason, f"Pakai salah satu: {seats.KNOWN[row.level]}; atau hapus barisnya.")
        entry = Entry(row, kelurahan, office)
        for other in taken.get(entry.seat, []):
            if not row.name or not other.row.name or _meet(entry, other):
                raise Fault(
                    "double", f"jabatan sama dengan baris {other.row.line}",
                    "Hapus salah satu; bila keduanya bergantian, isi mulai dan selesai supaya tidak bertumpuk.",
                )  # fmt: skip
        taken.setdefault(entry.seat, []).append(entry)
        if row.name:
            self._against_terms(entry)
        return entry

    def _against_terms(self, entry: Entry) -> None:
        """Is it there already, and does it come after whoever sits there?"""
        row, terms = entry.row, self.standing.terms.get(entry.seat, [])
        for term in terms:
            same = plain(term.user.name) == entry.person[1] and term.mandate == entry.office.mandate
            if same and term.starts == row.starts:
                entry.there, entry.known = term, term.user
                if term is terms[-1] and _differs(row, term):
                    self.notes.append(
                        f"Baris {row.line}: SK atau tanggal selesai berbeda dari yang tercatat. Yang tercatat tetap; "
                        f"perbaiki di layar, pada jabatan {term.position.title}."
                    )
                return
        for term in terms:
            if _in_the_way(entry, term):
                since = text.day(term.starts)
                raise Fault(
                    "held", f"sudah dijabat {term.user.name} sejak {since}",
                    f"Periksa namanya dan tanggal mulai: pengganti mulai sesudah {since}.",
                )  # fmt: skip

    def _people(self) -> None:
        """Who is known, here or from another row: in one body by the name alone, elsewhere where the row says so."""
        named = [entry for entry in self.entries if entry.row.name]
        first: dict[tuple[Place, str], Entry] = {}
        for entry in named:
            known = list(self.standing.in_body.get((entry.place, entry.person[1]), {}).values())
            if entry.known is None and len(known) == 1:
                entry.known = known[0]
            other = first.setdefault((entry.place, entry.person[1]), entry)
            if other is not entry and not entry.known:
                entry.as_in = other
        groups: dict[tuple[UUID, str], list[Entry]] = {}
        for entry in named:
            groups.setdefault(entry.person, []).append(entry)
        for person, group in groups.items():
            self._namesakes(group, list(self.standing.people.get(person, {}).values()))

    def _namesakes(self, group: Sequence[Entry], known: Sequence[User]) -> None:
        """Rows of one name in one kelurahan."""
        asking = [entry for entry in group if entry.row.same and not entry.known and not entry.as_in]
        roots = [entry for entry in group if entry not in asking and not entry.known and not entry.as_in]
        for entry in asking:
            if len(known) + len(roots) > 1:
                self._fault(entry, "same", f"ada {len(known) + len(roots)} orang bernama {entry.row.name}",
                            "Kosongkan merangkap, lalu angkat orang ini di layar.")  # fmt: skip
            elif known:
                entry.known = known[0]
            elif roots:
                entry.as_in = roots[0]
            elif len(asking) > 1:
                roots.append(entry)
            else:
                self._fault(entry, "same", f"tidak ada jabatan lain atas nama {entry.row.name} di kelurahan ini",
                            "Periksa ejaannya, atau kosongkan kolom merangkap.")  # fmt: skip
        if roots and len(roots) + len(known) > 1:
            lines = " dan ".join(str(entry.row.line) for entry in roots)
            other = " dan yang sudah menjabat" if known else ""
            self.notes.append(
                f"Baris {lines}{other} bernama sama, {roots[0].row.name}; dianggap orang yang berbeda. "
                "Bila orangnya sama, isi kolom merangkap dengan ya."
            )

    def _fault(self, entry: Entry, kind: str, reason: str, remedy: str) -> None:
        self.faults.append(Fault(kind, reason, remedy, entry.row.line))

    def coming(self) -> list[Entry]:
        """The entries to be appointed, those who stand on another row's person last."""
        new = [entry for entry in self.entries if entry.row.name and not entry.there]
        return sorted(new, key=lambda entry: entry.as_in is not None)

    def wanted_places(self) -> list[Place]:
        """Every place with a body: those of the rows, and the RW above each RT."""
        return list(dict.fromkeys(place for entry in self.entries for place in _with_rw(entry.place)))

    def wanted_seats(self) -> Iterator[tuple[SeatKey, Office]]:
        """The first seats of each body, and what the rows name besides."""
        for place in self.wanted_places():
            for office in seats.first_seats(level_of(place)):
                yield (place, office.key), office
        for entry in self.entries:
            yield entry.seat, entry.office


def plain(name: str) -> str:
    """A name as it is compared."""
    return fold(name) or name.casefold()


def level_of(place: Place) -> str:
    """Of the body at a place, and the key of its kind."""
    if place[1] == BOARD:
        return "lpm"
    return "rt" if place[2] else "rw" if place[1] else "kelurahan"


def _stands(body: Institution, below: Mapping[UUID, Place]) -> Place | None:
    """The place of a body by its territory; the board stands beside the office of the kelurahan."""
    place = below.get(body.territory_id)
    return (place[0], BOARD, 0) if place and body.kind.key == level_of((place[0], BOARD, 0)) else place


def _with_rw(place: Place) -> Iterable[Place]:
    return [(place[0], place[1], 0), place] if place[2] else [place]


def _starts(entry: Entry) -> date:
    return entry.row.starts or date.max


def _meet(one: Entry, other: Entry) -> bool:
    """Whether two rows put two people on one chair."""
    if one.office.mandate != other.office.mandate:
        return False
    first, second = sorted((one, other), key=_starts)
    return first.row.ends is None or _starts(second) < first.row.ends


def _differs(row: Row, term: Appointment) -> bool:
    """Whether the row says another decree or last day than the term that stands."""
    return (row.ends or term.ends, row.decree or term.decree) != (term.ends, term.decree)


def _one_chair(entry: Entry, term: Appointment) -> bool:
    """Whether a row and a term would hold the seat on one day; a deputy or operator takes no chair."""
    holding = term.mandate in rules.HOLDING and (
        term.mandate == entry.office.mandate or (entry.office.mandate, term.mandate) == ("definitive", "acting")
    )
    still = term.ends is None or _starts(entry) < term.ends
    return holding and still and (entry.row.ends is None or term.starts < entry.row.ends)


def _in_the_way(entry: Entry, term: Appointment) -> bool:
    """Whether somebody sits there who does not give way."""
    return _one_chair(entry, term) and term.starts >= _starts(entry)


def gives_way(entry: Entry, term: Appointment) -> bool:
    """Whether a term ends when the row's begins."""
    return _one_chair(entry, term) and term.starts < _starts(entry)
