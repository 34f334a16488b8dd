"""Where a territory lies, and how else people write its name."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from rembuk.foundation.audit.actions import record
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import outlines, queries, rules
from rembuk.foundation.territory.actions.ground import check, wake
from rembuk.foundation.territory.models import Boundary, Spelling, Territory


@transaction.atomic
def spell(*, actor: Actor, territory: Territory, name: str, note: str = "") -> Spelling:
    """Another way in which people write its name."""
    check(actor, territory.path)
    folded = rules.fold(name)
    if not folded:
        raise Refused("no_name", "Tulis ejaan lain.", "name")
    row, made = Spelling.objects.get_or_create(territory=territory, folded=folded, defaults={"note": note})
    if made:
        record(actor, territory, "territory.spelled", changes={"spelling": folded})
    return row


@transaction.atomic
def set_boundary(
    *, actor: Actor, territory: Territory, geometry: Mapping[str, Any] | str, source: str, is_sample: bool = False,
    starts: date | None = None,
) -> Boundary:  # fmt: skip
    """Its outline from now on; the one before is kept. The same outline again changes nothing."""
    return _set_boundary(actor, territory, outlines.clean(geometry), source, is_sample=is_sample, starts=starts)[0]


@transaction.atomic
def set_boundaries(
    *, actor: Actor, rows: Sequence[tuple[Territory, outlines.Outline]], source: str, is_sample: bool = False
) -> int:  # fmt: skip
    """Equal to `set_boundary` on each; returns how many changed."""
    made = [_set_boundary(actor, place, outline, source, is_sample=is_sample)[1] for place, outline in rows]
    return sum(made)


def _set_boundary(
    actor: Actor, territory: Territory, outline: outlines.Outline, source: str, *, is_sample: bool,
    starts: date | None = None,
) -> tuple[Boundary, bool]:  # fmt: skip
    check(actor, territory.path)
    if not source.strip():
        raise Refused("no_source", "Sebutkan sumber batas ini.", "source")
    now = queries.boundary(territory)
    if now and now.geometry == outline.geometry:
        return now, False
    starts = starts or clock.today()
    if now:
        Boundary.objects.filter(pk=now.pk).update(ends=starts)
    row = Boundary(
        territory=territory, geometry=outline.geometry, west=outline.west, south=outline.south, east=outline.east,
        north=outline.north, source=source.strip(), is_sample=is_sample, starts=starts,
    )  # fmt: skip
    row.save(force_insert=True)
    digest = hashlib.sha256(outline.geometry.encode()).hexdigest()
    changes = {"sha256": digest, "source": row.source, "is_sample": is_sample, "repaired": outline.repaired}
    record(actor, territory, "territory.boundary_set", changes=changes)
    wake()
    return row, True
