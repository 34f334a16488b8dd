"""Where a place is, what it is called and was called. Territories are public, so these ask for no actor."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import CharField, IntegerField, Q, QuerySet, UUIDField

from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.fresh import Fresh, Kept
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.territory import places, rules
from rembuk.foundation.territory.models import DIGITS, Boundary, Code, Level, Spelling, Stamp, Succession, Territory

MOST_FOUND, MOST_CHOICES = 50, 300


def served() -> Territory:
    """The city that this installation serves; Refused("no_city") before one is chosen."""
    city = served_or_none()
    if city is None:
        raise Refused("no_city", "Kota yang dilayani belum dipilih. Impor daftar wilayah, lalu pilih kotanya.")
    return city


def served_or_none() -> Territory | None:
    """The city served, or nothing on a fresh installation."""
    return Territory.objects.filter(is_served=True).first()


def territory(pk: UUID) -> Territory:
    """One territory; Refused("no_territory") where there is none."""
    found = Territory.objects.filter(pk=pk).first()
    if found is None:
        raise Refused("no_territory", "Wilayah itu tidak ada.")
    return found


_by_code = Prepared(lambda code: Code.objects.filter(code=code).select_related("territory"), code=CharField())


def by_code(code: str, on: date | None = None) -> Territory | None:
    """Whose official code this is (on a date: was), also where the code is no longer in use."""
    rows = [row for row in _by_code(code=code.strip()) if on is None or row.was_used(on)]
    row = max(rows, key=lambda row: (row.ends is None, row.ends or date.min), default=None)
    return row.territory if row else None


class Place(NamedTuple):
    """What a filter of a list needs of a territory."""

    pk: UUID
    label: str


def place(code: str) -> Place | None:
    """`by_code` for the filters of lists, remembered until a territory changes."""
    held = known()
    if code not in held and (found := by_code(code)):
        held[code] = Place(found.pk, found.label)
    return held.get(code)


_LEVELS = 24 // DIGITS
# An RW and an RT lie below whoever is asked for one of them.
_WAY_ABOVE = "__".join(["parent"] * (_LEVELS - 3))
_local = {
    Level.RW: Prepared(
        lambda above, rw: Territory.objects.filter(parent=above, level=Level.RW, number=rw, ends__isnull=True),
        above=UUIDField(), rw=IntegerField(),
    ),
    Level.RT: Prepared(
        lambda above, rw, rt: Territory.objects.filter(
            parent__parent=above, parent__level=Level.RW, parent__number=rw, parent__ends__isnull=True,
            level=Level.RT, number=rt, ends__isnull=True,
        ),
        above=UUIDField(), rw=IntegerField(), rt=IntegerField(),
    ),
}  # fmt: skip


def local(above: Territory | UUID, rw: int, rt: int | None = None) -> Territory | None:
    """An RW of a kelurahan, or an RT of that RW, by its number; what holds it comes along, for `ancestors`.

    Remembered until a territory changes: whoever reports does so from the same place again and again.
    """
    pk = above.pk if isinstance(above, Territory) else above
    held, key = ways(), (pk, rw, rt)
    if key not in held and (found := _numbered(*key)):
        held[key] = found
    return held.get(key)


def _numbered(above: UUID, rw: int, rt: int | None) -> Territory | None:
    numbers = {"rw": rw} if rt is None else {"rw": rw, "rt": rt}
    found: Territory | None = _local[Level.RW if rt is None else Level.RT].first(above=above, **numbers)
    if found:
        found.parent = _with_way(above) if rt is None else local(above, rw)
    return found


def _with_way(pk: UUID) -> Territory:
    """A territory and what holds it, remembered until one changes: many reports come from few kelurahan."""
    held = ways()
    if pk not in held:
        held[pk] = Territory.objects.select_related(_WAY_ABOVE).get(pk=pk)
    return held[pk]


def children(above: Territory | None, *, on_paper: bool = False) -> list[Territory]:
    """What lies one level below (None: the provinces), by number or name; `on_paper` also what is no more."""
    rows = Territory.objects.filter(parent=above).select_related("parent")
    return list((rows if on_paper else rows.filter(ends__isnull=True)).order_by("number", "name"))


def code_rows(roots: Iterable[str]) -> list[tuple[Code, Territory]]:
    """Every code, present and past, at or under some codes, with its territory.

    Two plain reads and no join: just after a large import PostgreSQL has no statistics and would choose a join that
    takes minutes.
    """
    within = Q()
    for root in roots:
        within |= Q(code=root) | Q(code__startswith=f"{root}.")
    codes = list(Code.objects.filter(within).exclude(code="")) if within else []
    ids = {row.territory_id for row in codes}
    tops = Territory.objects.filter(codes__code__in=list(roots)).distinct()
    places = {row.pk: row for top in tops for row in Territory.objects.filter(path__range=rules.inside(top.path))}
    places.update(Territory.objects.in_bulk(list(ids - places.keys())))
    return [(row, places[row.territory_id]) for row in codes]


def siblings(place: Territory) -> list[Territory]:
    """What lies beside it, of its level."""
    return [row for row in children(place.parent) if row.pk != place.pk and row.level == place.level]


def may_succeed(place: Territory) -> list[Territory]:
    """Present territories of its level under the same grandparent: where a successor is looked for."""
    near = rules.prefixes(place.path)[-3:][0]
    rows = Territory.objects.filter(path__range=rules.inside(near), level=place.level, ends__isnull=True)
    return list(rows.order_by("name")[:MOST_CHOICES])


def subtree(above: Territory, *levels: str) -> QuerySet[Territory]:
    """Everything inside a territory and itself, in path order; only some levels if given."""
    rows = Territory.objects.filter(path__range=rules.inside(above.path), ends__isnull=True).order_by("path")
    return rows.filter(level__in=levels) if levels else rows


_ancestors = Prepared(
    lambda **paths: Territory.objects.filter(path__in=list(paths.values())).order_by("path"),
    **{f"path_{number}": CharField() for number in range(_LEVELS)},
)  # fmt: skip


def ancestors(place: Territory) -> dict[str, Territory]:
    """What holds the place, and itself, by level. A desa also stands under "kelurahan", a kabupaten under "kota"."""
    rows = {row.level: row for row in _held_way(place) or _read_way(place.path)}
    return rows | {rules.ALSO[level]: row for level, row in rows.items() if level in rules.ALSO}


def _held_way(place: Territory) -> list[Territory]:
    """What holds a place, widest first, and itself; nothing unless all of it was read with the place."""
    way, parent = [place], Territory._meta.get_field("parent")
    while parent.is_cached(way[-1]) and (above := way[-1].parent):
        way.append(above)
    return way[::-1] if way[-1].parent_id is None else []


def _read_way(path: str) -> list[Territory]:
    paths = rules.prefixes(path)
    paths += paths[-1:] * (_LEVELS - len(paths))
    return _ancestors(**{f"path_{number}": one for number, one in enumerate(paths)})


def way_to(place: Territory) -> list[Territory]:
    """What holds the place, widest first, and itself last."""
    return list(Territory.objects.filter(path__in=rules.prefixes(place.path)).select_related("parent").order_by("path"))


def codes(place: Territory) -> list[Code]:
    """Its official codes and names, newest first."""
    rows = Code.objects.filter(territory=place)
    return sorted(rows, key=lambda row: (row.ends is None, row.ends or date.min), reverse=True)


def code(place: Territory) -> str:
    """Its official code now, or the last one it had; "" for RW and RT."""
    return next((row.code for row in codes(place) if row.code), "")


def open_codes(within: Territory) -> dict[UUID, str]:
    """The official codes that hold now, by territory, of everything inside."""
    rows = Code.objects.filter(ends__isnull=True, territory__path__range=rules.inside(within.path))
    return dict(rows.values_list("territory_id", "code"))


def spellings(place: Territory) -> list[Spelling]:
    """Other ways in which people write its name."""
    return list(Spelling.objects.filter(territory=place).order_by("folded"))


def find(name: str, within: Territory | None = None, level: str = "", *, past: bool = False) -> list[Territory]:
    """Territories of that name: present, former, or another spelling, or an official code.

    One that is no more stands for those that took over from it; `past` gives it itself. Exact but for case, spaces
    and marks. RW and RT are found by number, only `within` something.
    """
    local = rules.local_number(name)
    if local:
        rows = subtree(within).filter(level=local[0], number=local[1])[:MOST_FOUND] if within else []
        return [row for row in rows if level in ("", row.level)]
    plain, hinted = rules.without_kind(name)
    found = _named(rules.fold(name), within)
    if hinted is not None:
        found += [row for row in _named(rules.fold(plain), within) if row.level in hinted]
    return _answer(found, within, level, past=past)


def _named(folded: str, within: Territory | None) -> list[Territory]:
    if not folded:
        return []
    inside = Q(path__range=rules.inside(within.path)) if within else Q()
    named = Q(pk__in=Code.objects.filter(folded=folded).values("territory"))
    spelled = Q(pk__in=Spelling.objects.filter(folded=folded).values("territory"))
    return list(Territory.objects.filter(named | spelled, inside).order_by("path")[:MOST_FOUND])


def _answer(found: Iterable[Territory], within: Territory | None, level: str, *, past: bool) -> list[Territory]:
    now = [row for old in found for row in ([old] if past else present(old))]
    kept = [row for row in now if level in ("", row.level, rules.ALSO.get(row.level, row.level))]
    if within:
        kept = [row for row in kept if row.path.startswith(within.path)]
    return list({row.pk: row for row in kept}.values())


def look_up(words: str, limit: int = MOST_FOUND) -> list[Territory]:
    """For the search box: by code, by name, else by the beginning of a name. Shows what is no more as itself."""
    by_number = Code.objects.filter(code=words.strip()).values_list("territory", flat=True)
    exact = list(Territory.objects.filter(pk__in=list(by_number))) or find(words, past=True)
    folded = rules.fold(rules.without_kind(words)[0])
    if exact or len(folded) < 3:
        return exact[:limit]
    begins = Code.objects.filter(folded__gte=folded, folded__lt=folded + "~").values("territory")
    return list(Territory.objects.filter(pk__in=begins).select_related("parent").order_by("path")[:limit])


def suggest(name: str, within: Territory, level: str, most: int = 3) -> list[Territory]:
    """Territories whose names look like a misspelt one, best first."""
    from difflib import get_close_matches

    rows = {rules.folded_name(row.name, row.level): row for row in subtree(within, level)}
    return [rows[near] for near in get_close_matches(rules.fold(name), rows, n=most, cutoff=0.6)]


def present(place: Territory) -> list[Territory]:
    """The place itself while it exists, else those that took over from it (none exists: the last one known)."""
    if place.is_present:
        return [place]
    return _follow(place.pk, "old", "new") or [_last(place)]


def _last(place: Territory) -> Territory:
    """Where the successions of a place end that leads to nothing that exists."""
    seen = {place.pk}
    while (
        step := Succession.objects.filter(old=place).exclude(new__in=seen).select_related("new").order_by("id").last()
    ):
        place = step.new
        seen.add(place.pk)
    return place


def with_former(place: Territory) -> list[UUID]:
    """Its id and those of `former`: whose old rows are its own."""
    return [place.pk, *former(place.pk)]


def former(pk: UUID) -> list[UUID]:
    """The territories that one took over from and that are no more."""
    return [row.pk for row in _follow(pk, "new", "old", through_ended=True)]


def former_paths(pk: UUID) -> list[str]:
    """Their paths."""
    return [row.path for row in _follow(pk, "new", "old", through_ended=True)]


def _follow(start: UUID, come: str, go: str, *, through_ended: bool = False) -> list[Territory]:
    """Walks successions from `start`; ends at present ones, or collects the ended ones on the way."""
    reached: dict[UUID, Territory] = {}
    edge, seen = [start], {start}
    while edge:
        rows = Succession.objects.filter(**{f"{come}__in": edge}).select_related(go)
        steps = [step for step in (getattr(row, go) for row in rows) if step.pk not in seen]
        seen.update(step.pk for step in steps)
        reached.update({step.pk: step for step in steps if step.is_present is not through_ended})
        edge = [step.pk for step in steps if not step.is_present]
    return list(reached.values())


def took_over(place: Territory) -> list[Succession]:
    """Who took over from the place, and by which decree."""
    return list(Succession.objects.filter(old=place).select_related("new").order_by("on", "id"))


def came_from(place: Territory) -> list[Succession]:
    """From whom the place took over, and by which decree."""
    return list(Succession.objects.filter(new=place).select_related("old").order_by("on", "id"))


def without_successor(within: Territory) -> list[Territory]:
    """Territories that are no more, and of which nobody has said who took over."""
    rows = Territory.objects.filter(path__range=rules.inside(within.path), ends__isnull=False)
    return list(rows.filter(successors__isnull=True).order_by("path"))


def _zone() -> str:
    """The zone of the city served; "" where there is none, or no table yet."""
    try:
        # Inside a transaction a read that fails would spoil the rest.
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return Territory.objects.filter(is_served=True).values_list("zone", flat=True).first() or ""
    except DatabaseError:
        return ""


def zone_is_open() -> bool:
    """Whether the zone can still be put right: no day has been closed and published by it."""
    return not audit.digests().exists()


_stamp = Prepared(lambda: Stamp.objects.values_list("value"))


def stamp() -> UUID | None:
    """Differs after every change of a boundary or a territory."""
    return next((row.value for row in _stamp()), None)


def boundary(place: Territory) -> Boundary | None:
    """Its outline now."""
    return Boundary.objects.filter(territory=place, ends__isnull=True).first()


def boundaries(among: Sequence[Territory] | None = None) -> list[Boundary]:
    """The outlines that hold now, of some territories or of all."""
    rows = Boundary.objects.filter(ends__isnull=True, territory__ends__isnull=True).select_related("territory")
    if among is not None:
        rows = rows.filter(territory__in=[row.pk for row in among])
    return list(rows.order_by("territory__path"))


def smallest_at(lat: float, lng: float) -> Territory | None:
    """The smallest territory whose outline holds the point; None outside, or where no outline is known."""
    return index().at(lat, lng)


def _kelurahan() -> list[tuple[str, str]]:
    rows = subtree(served(), Level.KELURAHAN, Level.DESA).order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


def _kelurahan_codes() -> list[tuple[str, str]]:
    named = {str(pk): code for pk, code in open_codes(served()).items()}
    return [(named[pk], name) for pk, name in kelurahan() if pk in named]


def _levels() -> frozenset[str]:
    """How the city served and its smallest areas with an office are called: kota or kabupaten, kelurahan or desa."""
    city = served_or_none()
    below = [level for level in (Level.DESA, Level.KELURAHAN) if city and subtree(city, level).exists()]
    return frozenset([city.level, *below] if city else [])


def level_name(level: str) -> str:
    """What a level is called here: of a kabupaten's villages "Desa", or "Desa/Kelurahan" where it has both."""
    alike = next((pair for pair in ((Level.DESA, Level.KELURAHAN), (Level.KABUPATEN, Level.KOTA)) if level in pair), ())
    return "/".join(Level(one).label for one in alike if one in levels()) or str(Level(level).label)


zone = Kept(_zone)
levels = Kept(_levels)
# What the forms offer: the kelurahan of the city served, by name.
kelurahan = Fresh(stamp, _kelurahan)
# The same by official code, for programs of others.
kelurahan_codes = Fresh(stamp, _kelurahan_codes)
known: Fresh[dict[str, Place]] = Fresh(stamp, dict)
# By id, and by the numbers below a kelurahan.
ways: Fresh[dict[UUID | tuple[UUID, int, int | None], Territory]] = Fresh(stamp, dict)
index = Fresh(stamp, lambda: places.Index(boundaries()))
