"""Kecamatan and kelurahan by their names alone: official ones, former ones, other spellings, and the map's aliases."""

from collections import Counter
from dataclasses import dataclass, field

from rembuk.coordination.reports.imports.mapping import Map
from rembuk.coordination.reports.imports.table import Fault
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.territory.rules import fold


@dataclass
class Places:
    """Finds each pair of names once. An alias may name "kecamatan/kelurahan", or "" for what is no place at all."""

    map: Map
    city: Territory
    found: dict[tuple[str, str], Territory | None] = field(default_factory=dict)
    wider: dict[str, Territory | None] = field(default_factory=dict)
    unknown: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def place(self, kecamatan: str, kelurahan: str) -> Territory:
        """The smallest place that the two names give; Fault("place") where one of them is not known."""
        key = (kecamatan, kelurahan)
        if key not in self.found:
            self.found[key] = self._find(kecamatan, kelurahan)
        place = self.found[key]
        if place is None:
            level, name = ("kelurahan", kelurahan) if self.kecamatan(kecamatan) else ("kecamatan", kecamatan)
            self.unknown[level, name, kecamatan if level == "kelurahan" else ""] += 1
            raise Fault("place", f"{level} tidak dikenal: “{name}”")
        return place

    def kecamatan(self, name: str) -> Territory | None:
        """The kecamatan of that name; the city where none is named."""
        if name not in self.wider:
            meant = self.map.kecamatan.get(fold(name), name)
            self.wider[name] = self._one(meant, self.city, "kecamatan") if meant else self.city
        return self.wider[name]

    def kelurahan(self, name: str, within: Territory | None = None) -> Territory | None:
        """The one kelurahan of that name inside a place; an alias must agree with that place."""
        within = within or self.city
        name = self.map.kelurahan.get(fold(name), name)
        upper, slash, lower = name.rpartition("/")
        above = self._one(upper, self.city, "kecamatan") if slash else within
        if not name or above is None or not above.path.startswith(within.path):
            return None if name else within
        return self._one(lower, above, "kelurahan")

    def _find(self, kecamatan: str, kelurahan: str) -> Territory | None:
        above = self.kecamatan(kecamatan)
        return self.kelurahan(kelurahan, above) if above and kelurahan else above

    @staticmethod
    def _one(name: str, within: Territory, level: str) -> Territory | None:
        found = territories.find(name, within, level)
        return found[0] if len(found) == 1 else None

    def suggestions(self, level: str, name: str, kecamatan: str) -> list[str]:
        """What an unknown name may mean, as the map would have it: near by first, else anywhere in the city."""
        above = self.kecamatan(kecamatan) or self.city
        near = territories.suggest(name, above, level)
        if near or above == self.city:
            return [place.name for place in near]
        return [
            f"{place.parent.name}/{place.name}" for place in territories.suggest(name, self.city, level) if place.parent
        ]
