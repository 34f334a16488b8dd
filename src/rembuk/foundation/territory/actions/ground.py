"""What every deed on a territory does: may it, did somebody else, and who must look again."""

from typing import Any

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries, rules
from rembuk.foundation.territory.models import Stamp, Territory


def change(territory: Territory, **fields: Any) -> None:
    """New values for some columns, unless somebody was first."""
    seen = territory.version
    if not Territory.objects.filter(pk=territory.pk, version=seen).update(**fields, version=seen + 1):
        raise Refused("stale", "Sudah lebih dulu diubah orang lain. Muat ulang halaman untuk melihat keadaan terbaru.")
    for field, value in {**fields, "version": seen + 1}.items():
        setattr(territory, field, value)


def check(actor: Actor, path: str) -> None:
    """Refuses whoever does not keep the territory at a path."""
    if not rules.may_edit(actor, path):
        raise Refused("not_allowed", "Hanya bagian Pemerintahan yang mengubah wilayah.")


def wake() -> None:
    """Every process looks again."""
    Stamp.objects.update_or_create(id=1, defaults={"value": new_id()})
    queries.index.forget()
    queries.known.forget()
    queries.ways.forget()
    queries.kelurahan.forget()
