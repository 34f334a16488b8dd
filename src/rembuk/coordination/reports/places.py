"""Where a report lies: its territory with the ids that lists use, the point that anyone may see, who is named."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rembuk.coordination.reports import rules
from rembuk.coordination.reports.models import Report
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.institutions.queries.words import head
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory

# A column per level by which reports are listed.
COLUMNS = {
    "rt": "rt_id",
    "rw": "rw_id",
    "kelurahan": "kelurahan_id",
    "desa": "kelurahan_id",
    "kecamatan": "kecamatan_id",
}
# The role that heads a level, for those who name "rt" instead of "ketua_rt".
HEAD = {"rt": "ketua_rt", "rw": "ketua_rw", "kelurahan": "lurah", "kecamatan": "camat"}
VOWELS = frozenset("AEIOU")


def place_of(territory: Territory | None, lat: float | None, lng: float | None) -> Territory:
    """The territory that was chosen, or the smallest one around the point."""
    place = territory
    if place is None and lat is not None and lng is not None:
        place = territories.smallest_at(lat, lng)
        if place is None:
            raise Refused("outside", "Titik itu di luar wilayah kota ini. Pilih wilayahnya dari daftar.", "territory")
    if place is None:
        raise Refused("no_place", "Pilih di mana tempatnya: titik pada peta, atau kelurahan, RW, dan RT.", "territory")
    return place


def around(place: Territory) -> dict[str, Territory]:
    """A place of the city served, and what holds it, by level."""
    found = {**territories.ancestors(place), place.level: place}
    if not any(one.is_served for one in found.values()):
        territories.served()
        raise Refused("outside", f"{place.label} di luar kota yang dilayani di sini.", "territory")
    return found


def columns(place: Territory, around: Mapping[str, Territory]) -> dict[str, object]:
    """The fields of a report that say where it lies."""
    found: dict[str, object] = {"territory": place, "path": place.path}
    for level, column in COLUMNS.items():
        if level in around:
            found[column] = around[level].pk
    return found


def letters(place: Territory, around: Mapping[str, Territory]) -> str:
    """Three letters that people recognise: M-L-R of Melati Timur, K-Y-Y of Kayuringinjaya."""
    named = next(
        (around[level] for level in ("kelurahan", "desa", "kecamatan", "kota", "kabupaten") if level in around), place
    )
    name = [letter for letter in named.name.upper() if letter.isascii() and letter.isalpha()]
    consonants = [letter for letter in name[1:] if letter not in VOWELS]
    # First, second and last sound: neighbours with the same beginning keep apart.
    short = [*name[:1], *consonants[:1], *consonants[-1:]] if len(consonants) > 1 else name[:3]
    return "".join(short).ljust(3, "X")


def public_point(report: Report) -> dict[str, object]:
    """The point anyone may see: the exact one, or the middle of the RW or kelurahan for home and social matters."""
    if not report.category.blurs:
        return {"public_lat": report.lat, "public_lng": report.lng}
    for pk in (report.rw_id, report.kelurahan_id):
        outline = territories.boundary(territories.territory(pk)) if pk else None
        if outline:
            return {"public_lat": (outline.south + outline.north) / 2, "public_lng": (outline.west + outline.east) / 2}
    return {"public_lat": None, "public_lng": None}


def official(place: Territory, named: Any) -> tuple[Position | None, str]:
    """The position that is named ("ketua_rt", "lurah", a position or its id) at a place, and the level it heads."""
    if isinstance(named, Position):
        return named, rules.HEADS.get(named.role, "")
    if isinstance(named, UUID):
        return official(place, institutions.position_by_id(named))
    if named not in rules.HEADS:
        raise Refused(
            "no_official", f"Pilih siapa yang disangkut: ketua RT, ketua RW, atau {head('lurah')}.", "passes_by"
        )
    level = rules.HEADS[named]
    around = {**territories.ancestors(place), place.level: place}
    body = institutions.institution_at(around[level], level) if level in around else None
    return (institutions.position(body, HEAD.get(named, named)) if body else None), level
