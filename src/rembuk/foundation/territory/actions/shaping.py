"""Territories come, are renamed, merge, split, are succeeded and end.

What moves under another territory keeps its id and gets a new path; the MOVES slot lets upper modules rewrite the
rows that carry paths and ids, in the same transaction.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from rembuk.foundation.audit.actions import record, record_new
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import MOVES, Move
from rembuk.foundation.territory import queries, rules
from rembuk.foundation.territory.actions.ground import change, check, wake
from rembuk.foundation.territory.models import DIGITS, Boundary, Code, Succession, Territory

BATCH = 2000


@dataclass(frozen=True, slots=True)
class New:
    """A territory to add. RW and RT have a number, the rest a name and an official code."""

    parent: Territory | None
    level: str
    name: str = ""
    number: int | None = None
    code: str = ""
    starts: date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What a split makes: a new territory with those of the old one's RW or RT that go to it."""

    name: str
    code: str = ""
    number: int | None = None
    takes: tuple[UUID, ...] = ()


def add(
    *, actor: Actor, parent: Territory | None, level: str, name: str = "", number: int | None = None, code: str = "",
    starts: date | None = None, basis: str = "",
) -> Territory:  # fmt: skip
    """A territory that was not there; `starts` empty means that it always was."""
    return add_many(actor=actor, rows=[New(parent, level, name, number, code, starts, basis)])[0]


@transaction.atomic
def add_many(
    *, actor: Actor, rows: Sequence[New], progress: Callable[[int], None] = lambda _: None
) -> list[Territory]:  # fmt: skip
    """Equal to `add` on each row, written in batches; the rows of one call do not stand under each other."""
    _check_new(actor, rows)
    numbers = _last_children({row.parent.pk if row.parent else None for row in rows})
    made: list[Territory] = []
    for row in rows:
        above, path = (row.parent.pk, row.parent.path) if row.parent else (None, "")
        numbers[above] += 1
        name = row.name.strip() or rules.local_name(row.level, row.number or 0)
        path = rules.child_path(path, numbers[above])
        made.append(Territory(parent=row.parent, level=row.level, path=path, name=name, number=row.number,
                              starts=row.starts))  # fmt: skip
    for first in range(0, len(made), BATCH):
        batch = list(zip(made[first : first + BATCH], rows[first : first + BATCH], strict=True))
        _write(actor, batch)
        progress(first + len(batch))
    wake()
    return made


def _write(actor: Actor, batch: Sequence[tuple[Territory, New]]) -> None:
    names = [
        Code(territory=made, code=row.code, name=made.name, folded=rules.folded_name(made.name, made.level),
             starts=row.starts, basis=row.basis)
        for made, row in batch if row.code
    ]  # fmt: skip
    try:
        with transaction.atomic():
            Territory.objects.bulk_create([made for made, _ in batch])
            Code.objects.bulk_create(names)
    except IntegrityError:
        raise Refused("taken", "Kode itu sudah dipakai wilayah lain.", "code") from None
    told = {
        made.pk: {"level": made.level, "name": made.name, "code": row.code, "basis": row.basis} for made, row in batch
    }
    record_new(actor, [made for made, _ in batch], "territory.added", changes=told)


def _check_new(actor: Actor, rows: Sequence[New]) -> None:
    city = queries.served_or_none()
    numbers = _numbers_in_use({row.parent.pk for row in rows if row.parent and row.level in rules.LOCAL})
    for row in rows:
        above = row.parent
        check(actor, above.path if above else "")
        in_served = bool(above and city and above.path.startswith(city.path))
        rules.check_place(row.level, above.level if above else "", in_served=in_served)
        if above and not above.is_present:
            raise Refused("ended", f"{above.label} sudah tidak ada lagi.")
        if row.level in rules.LOCAL:
            if not row.number or (above and (above.pk, row.number) in numbers):
                raise Refused("number_taken", "Nomor itu kosong atau sudah dipakai di sini.", "number")
            numbers.add((above.pk, row.number) if above else (row.number, row.number))
        elif not row.name.strip():
            raise Refused("no_name", "Tulis nama wilayah.", "name")


def _numbers_in_use(parents: Iterable[UUID]) -> set[tuple[Any, int]]:
    used = Territory.objects.filter(parent__in=list(parents), ends__isnull=True, number__isnull=False)
    return {(parent, number) for parent, number in used.values_list("parent", "number") if number is not None}


def _last_children(parents: set[UUID | None]) -> dict[UUID | None, int]:
    last: dict[UUID | None, int] = dict.fromkeys(parents, 0)
    known = [parent for parent in parents if parent is not None]
    for first in range(0, len(known), BATCH // 4):
        rows = Territory.objects.filter(parent__in=known[first : first + BATCH // 4])
        last.update({parent: int(path[-DIGITS:]) for parent, path in rows.values_list("parent").annotate(Max("path"))})
    if None in parents:
        top = Territory.objects.filter(parent=None).aggregate(last=Max("path"))["last"]
        last[None] = int(top[-DIGITS:]) if top else 0
    return last


@transaction.atomic
def rename(
    *, actor: Actor, territory: Territory, name: str = "", code: str = "", on: date | None = None, basis: str = ""
) -> Territory:  # fmt: skip
    """A new name or official code from a date on; the old ones are still found."""
    check(actor, territory.path)
    name, code, now = name.strip() or territory.name, code.strip(), next(iter(queries.codes(territory)), None)
    old_code = now.code if now else ""
    code = code or old_code
    if (name, code) == (territory.name, old_code):
        raise Refused("same", "Nama dan kodenya sudah begitu.", "name")
    on = on or clock.today()
    if now and now.ends is None:
        Code.objects.filter(pk=now.pk).update(ends=on)
    else:
        _name(territory, territory.name, old_code, ends=on)
    if code and Code.objects.filter(code=code, ends__isnull=True).exists():
        raise Refused("taken", "Kode itu sudah dipakai wilayah lain.", "code")
    if code or territory.level not in rules.LOCAL:
        _name(territory, name, code, starts=on, basis=basis)
    changes = {"name": [territory.name, name], "code": [old_code, code], "on": on, "basis": basis}
    change(territory, name=name)
    record(actor, territory, "territory.renamed", changes=changes)
    wake()
    return territory


def _name(territory: Territory, name: str, code: str, **fields: Any) -> None:
    Code(territory=territory, name=name, code=code, folded=rules.folded_name(name, territory.level), **fields).save()


@transaction.atomic
def merge(
    *, actor: Actor, olds: Sequence[Territory], name: str = "", code: str = "", number: int | None = None,
    into: Territory | None = None, on: date | None = None, basis: str = "",
) -> Territory:  # fmt: skip
    """Several become one: a new one, or one that stays (`into`). RW and RT go with them; old rows are found there."""
    olds = [old for old in olds if into is None or old.pk != into.pk]
    if len(olds) + (into is not None) < 2:
        raise Refused("too_few", "Pilih sedikitnya dua wilayah.", "olds")
    place = into or olds[0]
    if {old.level for old in olds} != {place.level} or place.level not in rules.MERGEABLE:
        raise Refused("wrong_level", "Yang digabung harus setingkat: kecamatan, kelurahan, RW, atau RT.", "olds")
    on = on or clock.today()
    for old in olds:
        close(actor=actor, territory=old, on=on, basis=basis, emptied=False)
    new = into or add(actor=actor, parent=place.parent, level=place.level, name=name, number=number, code=code,
                      starts=on, basis=basis)  # fmt: skip
    for old in olds:
        succeed(actor=actor, old=old, new=new, on=on, basis=basis)
    return new


@transaction.atomic
def split(
    *, actor: Actor, old: Territory, parts: Sequence[Part], stays: bool, on: date | None = None, basis: str = ""
) -> list[Territory]:  # fmt: skip
    """One becomes several, each taking some of its RW or RT. `stays`: the old one goes on with the rest; else it ends,
    and the first part takes the rest and what was kept at the old one itself."""
    taken = [pk for part in parts for pk in part.takes]
    below = {child.pk: child for child in queries.children(old)}
    if len(parts) + stays < 2 or not set(taken) <= below.keys() or len(taken) != len(set(taken)):
        raise Refused("no_parts", "Sebutkan bagian-bagiannya, dan tiap RW atau RT di satu bagian saja.", "parts")
    if old.level not in rules.MERGEABLE:
        raise Refused("wrong_level", "Yang dimekarkan hanya kecamatan, kelurahan, RW, atau RT.")
    on = on or clock.today()
    if not stays:
        close(actor=actor, territory=old, on=on, basis=basis, emptied=False)
    news = [
        add(actor=actor, parent=old.parent, level=old.level, name=part.name, number=part.number, code=part.code,
            starts=on, basis=basis)
        for part in parts
    ]  # fmt: skip
    for part, new in zip(parts, news, strict=True):
        _move(actor, [below[pk] for pk in part.takes], new)
        if stays or new is not news[0]:
            _link(actor, old, new, on, basis)
    if not stays:
        succeed(actor=actor, old=old, new=news[0], on=on, basis=basis)
    return news


@transaction.atomic
def succeed(*, actor: Actor, old: Territory, new: Territory, on: date | None = None, basis: str = "") -> None:
    """`new` takes over from `old`, which is no more: what lay under it and its rows are the new one's from now on."""
    check(actor, new.path)
    if old.is_present or not new.is_present or old.level != new.level:
        raise Refused("not_over", "Penerus harus masih ada dan setingkat, dan yang digantikan sudah tidak ada.", "new")
    _link(actor, old, new, on or old.ends, basis)
    _move(actor, queries.children(old, on_paper=True), new)
    _tell([Move(old.path, new.path, _ids(new))], actor)


def _link(actor: Actor, old: Territory, new: Territory, on: date | None, basis: str) -> None:
    Succession.objects.get_or_create(old=old, new=new, defaults={"on": on, "basis": basis})
    record(actor, old, "territory.succeeded", changes={"new": new.pk, "name": new.name, "on": on, "basis": basis})


def _move(actor: Actor, places: Sequence[Territory], above: Territory) -> None:
    """Puts places with all that lies in them under another territory of the same city."""
    number = _last_children({above.pk})[above.pk]
    for place in places:
        number += 1
        moves = _rebase(place, rules.child_path(above.path, number))
        used = place.number is not None and (above.pk, place.number) in _numbers_in_use([above.pk])
        name = f"{place.name} {place.parent.name}" if used and place.parent else place.name
        before = place.path
        change(place, parent=above, path=moves[-1][1], name=name)
        record(actor, place, "territory.moved", changes={"path": [before, place.path], "parent": above.pk})
        told = {row.path: row for row in Territory.objects.filter(path__in=[new for _, new in moves])}
        _tell([Move(old, new, _ids(told[new])) for old, new in moves], actor)


def _rebase(place: Territory, path: str) -> list[tuple[str, str]]:
    """Rewrites the paths below a place and gives all pairs of old and new, deepest first."""
    rows = Territory.objects.filter(path__range=rules.inside(place.path)).order_by("-path")
    pairs = [(row.path, path + row.path[len(place.path) :]) for row in rows]
    for row, (_, new) in zip(rows, pairs, strict=True):
        Territory.objects.filter(pk=row.pk).update(path=new)
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0]))


def _ids(place: Territory) -> dict[str, UUID]:
    return {level: row.pk for level, row in queries.ancestors(place).items()}


def _tell(moves: Iterable[Move], actor: Actor) -> None:
    told = tuple(moves)
    for rewrite in MOVES:
        rewrite(actor, told)
    wake()


@transaction.atomic
def close(
    *, actor: Actor, territory: Territory, on: date | None = None, basis: str = "", emptied: bool = True
) -> None:  # fmt: skip
    """It is no more from a date on. With `emptied` it must hold nothing that still exists."""
    check(actor, territory.path)
    if territory.is_served:
        raise Refused("served", "Kota yang dilayani tidak bisa dihapus.")
    if not territory.is_present:
        raise Refused("ended", f"{territory.label} sudah tidak ada lagi.")
    if emptied and queries.children(territory):
        raise Refused("not_empty", f"{territory.label} masih memuat wilayah lain.")
    on = on or clock.today()
    Code.objects.filter(territory=territory, ends__isnull=True).update(ends=on)
    Boundary.objects.filter(territory=territory, ends__isnull=True).update(ends=on)
    change(territory, ends=on)
    record(actor, territory, "territory.ended", changes={"on": on, "basis": basis})
    wake()


@transaction.atomic
def reopen(*, actor: Actor, territory: Territory, name: str, code: str, basis: str = "") -> None:
    """A closed territory exists again, under its code."""
    check(actor, territory.path)
    _name(territory, name, code, starts=clock.today(), basis=basis)
    change(territory, ends=None, name=name)
    record(actor, territory, "territory.reopened", changes={"name": name, "code": code, "basis": basis})
    wake()
