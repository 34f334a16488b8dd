"""Reads of figures: the newest of each kind, and what was said before."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.people.figures import rules
from rembuk.people.figures.models import Figure

PEOPLE = rules.PEOPLE
STALE = "figures.stale"
HISTORY = 40


@dataclass(frozen=True, slots=True)
class Known:
    """A kind with its newest figure, None where nobody stated one; `old` where it must be asked for anew."""

    kind: rules.Kind
    figure: Figure | None
    old: bool


def newest(key: str, among: Collection[UUID], until: date | None = None) -> dict[UUID, Figure]:
    """The newest figure of a kind for each territory that has one, of a day not after `until` (today)."""
    rows = Figure.objects.filter(key=key, territory__in=among, on__lte=until or clock.today())
    return {row.territory_id: row for row in rows.order_by("on")}


def known(place: Territory) -> list[Known]:
    """Every kind, in the order of the monograph, with the newest figure of a place."""
    today = clock.today()
    days = regulations.number(STALE, today)
    rows = {row.key: row for row in Figure.objects.filter(territory=place, on__lte=today).order_by("on")}
    return [Known(kind, rows.get(key), key in rows and rules.is_old(rows[key].on, today, days))
            for key, kind in rules.KINDS.items()]  # fmt: skip


def history(place: Territory) -> Sequence[Figure]:
    """What was stated of a place and of its RWs, the newest day first."""
    around = [place.pk, *(row.pk for row in _rws(place))]
    rows = Figure.objects.filter(territory__in=around).select_related("territory")
    return list(rows.order_by("-on", "territory__level", "territory__number", "key")[:HISTORY])


def part(place: Territory, rw: int | None) -> Territory:
    """The place itself, or its RW with this number. Raises Refused("no_place")."""
    found = place if rw is None else territories.local(place, rw)
    if found is None:
        raise Refused("no_place", f"RW {rw} tidak ada di {place.label}.", "rw")
    return found


def _rws(place: Territory) -> list[Territory]:
    return [row for row in territories.children(place) if row.level == "rw"]


@dataclass(frozen=True, slots=True)
class Part:
    """An RW with its newest figures, None where nobody stated one: then that of its kelurahan is used."""

    place: Territory
    figures: Sequence[tuple[rules.Kind, Figure | None]]

    @property
    def some(self) -> bool:
        """Whether anything is known of it."""
        return any(figure is not None for _, figure in self.figures)

    @property
    def whole(self) -> bool:
        """Whether all of them are there, so that its own are used."""
        return all(figure is not None for _, figure in self.figures)


def parts(place: Territory) -> list[Part]:
    """The RWs of a kelurahan with the figures that are kept per RW."""
    rws = _rws(place)
    held = {key: newest(key, [row.pk for row in rws]) for key in rules.PER_RW}
    return [Part(row, [(rules.KINDS[key], held[key].get(row.pk)) for key in rules.PER_RW]) for row in rws]


def place(actor: Actor, code: str) -> Territory:
    """The kelurahan with this official code, for those who may read its figures."""
    found = territories.by_code(code)
    if found is None or found.level not in rules.LEVELS or not rules.may_view(actor, found.path):
        raise Refused("not_found", "Kelurahan itu tidak ada, atau bukan di wilayah Anda.")
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A kelurahan of the list: how many of its figures are there, how many are old, and its number of people."""

    place: Territory
    code: str
    people: Figure | None
    stated: int
    old: int
    all: int


def lines(actor: Actor) -> list[Line]:
    """The kelurahan of the actor's area by name, in two statements whatever their number."""
    if actor.office is None or not actor.scope(rules.VIEW):
        raise Refused("not_allowed", "Angka wilayah dibaca oleh kelurahan, kecamatan, dan kota.")
    around = territories.territory(actor.office.territory_id)
    places = [around] if around.level in rules.LEVELS else list(territories.subtree(around, *rules.LEVELS))
    codes = territories.open_codes(around)
    today = clock.today()
    days = regulations.number(STALE, today)
    held: dict[UUID, dict[str, Figure]] = {}
    for row in Figure.objects.filter(territory__in=[one.pk for one in places], on__lte=today).order_by("on"):
        held.setdefault(row.territory_id, {})[row.key] = row

    def line(one: Territory) -> Line:
        rows = held.get(one.pk, {})
        old = sum(rules.is_old(row.on, today, days) for row in rows.values())
        return Line(one, codes[one.pk], rows.get(rules.PEOPLE), len(rows), old, len(rules.KINDS))

    return sorted((line(one) for one in places if one.pk in codes), key=lambda row: row.place.label)


def figure_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every figure's id and version, for `verify`; it has no state."""
    yield from ((pk, version, "") for pk, version in Figure.objects.order_by("pk").values_list("id", "version"))


def by_id(pk: UUID) -> Figure | None:
    """One figure."""
    return Figure.objects.select_related("territory__parent").filter(pk=pk).first()
