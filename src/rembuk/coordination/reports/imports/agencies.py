"""Agencies by the names that the file gives them: institutions here, made where the map says so."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum

from rembuk.coordination.reports.imports.mapping import Agency, Map
from rembuk.coordination.reports.imports.places import Places
from rembuk.coordination.reports.imports.table import Fault
from rembuk.coordination.reports.models import Category
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.institutions import queries as bodies
from rembuk.foundation.institutions import roles
from rembuk.foundation.institutions.actions import NewInstitution, NewPosition
from rembuk.foundation.institutions.models import Institution, Kind
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.territory.rules import fold

# The first seat of a body that the import makes, by the tier of its kind: (role, what its title begins with).
HEADS = {
    "kelurahan": ("lurah", "Lurah"), "kecamatan": ("camat", "Camat"), "kota": ("kepala_opd", "Kepala"),
    "opd": ("kepala_opd", "Kepala"),
}  # fmt: skip
# Tiers whose bodies are the office of a place: one each, whatever its name.
OF_PLACES = frozenset({"kelurahan", "kecamatan"})
# The kind of body in which the import puts a named office that the city has not set up yet.
OFFICE_KIND = "bagian"


class Unknown(Enum):
    """Nothing here bears the name."""

    UNKNOWN = 1


UNKNOWN = Unknown.UNKNOWN


@dataclass
class Agencies:
    """Finds or makes each agency once; `made` says which are new."""

    actor: Actor
    map: Map
    city: Territory
    places: Places
    found: dict[str, Institution | None] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.kinds = {kind.key: kind for kind in bodies.kinds()}

    def find(self, names: Iterable[str]) -> None:
        """Looks every name up, and makes in one go those that the map says to make."""
        wanted: dict[NewInstitution, list[str]] = {}
        for name in names:
            answer = self._find(name)
            if isinstance(answer, NewInstitution):
                wanted.setdefault(answer, []).append(name)
            elif answer is not UNKNOWN:
                self.found[name] = answer
        made = self._make([(new, *self._seat(new)) for new in wanted])
        for unit, same in zip(made, wanted.values(), strict=True):
            self.found.update(dict.fromkeys(same, unit))

    def unit(self, name: str) -> Institution | None:
        """The institution, None where the file names none; Fault("agency") where the name is not known."""
        if name and name not in self.found:
            self.unknown[name] += 1
            raise Fault("agency", f"instansi tidak dikenal: “{name}”")
        return self.found[name] if name else None

    def _find(self, name: str) -> Institution | NewInstitution | Unknown | None:
        said = self.map.agencies.get(fold(name))
        if said:
            return self._mapped(name, said) if said.name else None
        return self._office(name) or bodies.by_name(name) or UNKNOWN

    def _mapped(self, name: str, said: Agency) -> Institution | NewInstitution:
        if said.create:
            kind, place = self._kind(said.kind), self._place_of(said)
            there = bodies.by_name(said.name) if kind.tier not in OF_PLACES else bodies.institution_at(place, kind.key)
            fits = there and (there.kind_id, there.territory_id) == (kind.pk, place.pk)
            return there if there and fits else NewInstitution(kind, said.name, place)
        unit = bodies.by_name(said.name)
        if unit is None:
            raise Refused("bad_map", f"Peta impor: [agencies] “{name}” menunjuk “{said.name}”, yang tidak ada di sini.")
        return unit

    def _place_of(self, said: Agency) -> Territory:
        try:
            return self.places.place(said.kecamatan, said.kelurahan)
        except Fault as fault:
            raise Refused("bad_map", f"Peta impor: [agencies] “{said.name}”: {fault.reason}.") from None

    def _office(self, name: str) -> Institution | NewInstitution | None:
        """ "Kelurahan Gading" by [offices]: the office of the place named after the word."""
        word, _, rest = name.strip().partition(" ")
        key = self.map.offices.get(fold(word))
        if not key or not rest.strip():
            return None
        kind = self._kind(key)
        place = self.places.kecamatan(rest) if kind.tier == "kecamatan" else self.places.kelurahan(rest)
        if place is None or place == self.city:
            return None
        return bodies.institution_at(place, key) or NewInstitution(kind, f"{word} {place.name}", place)

    def _kind(self, key: str) -> Kind:
        if key not in self.kinds or self.kinds[key].tier not in HEADS:
            fit = ", ".join(sorted(kind.key for kind in self.kinds.values() if kind.tier in HEADS))
            raise Refused("bad_map", f"Peta impor: “{key}” bukan jenis lembaga yang menjawab laporan; yang ada: {fit}.")
        return self.kinds[key]

    @staticmethod
    def _seat(new: NewInstitution) -> tuple[str, str]:
        """The role and title of a new body's first seat."""
        role, word = HEADS[new.kind.tier]
        title = f"{word} {new.territory.name if new.kind.tier in OF_PLACES else new.name}"
        return (new.kind.key if new.kind.key in roles.NAMED else role), title

    def _make(self, rows: Sequence[tuple[NewInstitution, str, str]]) -> list[Institution]:
        """Bodies, each with a first seat, still vacant: somebody must be able to hold their reports."""
        made = institutions.add_institutions(actor=self.actor, rows=[new for new, _, _ in rows])
        seats = [NewPosition(unit, role, title) for unit, (_, role, title) in zip(made, rows, strict=True)]
        institutions.add_positions(actor=self.actor, rows=seats)
        self.made += [unit.name for unit in made]
        return made

    def named_offices(self, keys: set[str]) -> None:
        """The named offices that hold what no agency does; each is a body of its own, so that nobody else reads it."""
        for key in sorted(keys):
            try:
                bodies.named_office(key)
            except Refused:
                title = dict(Category.OFFICES)[key]
                self._make([(NewInstitution(self._kind(OFFICE_KIND), title, self.city), key, title)])

    def suggestions(self, name: str) -> list[str]:
        """Institutions whose names look like an unknown one."""
        names = {fold(unit.name): unit.name for unit in bodies.units()}
        return [names[near] for near in get_close_matches(fold(name), names, n=3, cutoff=0.6)]
