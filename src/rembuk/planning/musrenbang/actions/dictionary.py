"""The dictionary: an item is set from a day on, and what held before stays as it was."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories
from rembuk.planning.musrenbang import queries, rules
from rembuk.planning.musrenbang.models import Field, Item, Purse


@dataclass(frozen=True, slots=True)
class Entry:
    """A standard item as somebody writes it down; both prices 0 where the list gives none."""

    code: str
    name: str
    unit: str
    purse: str
    field: str
    starts: date
    price_low: int = 0
    price_high: int = 0
    institution: Institution | None = None
    source: str = ""
    ends: date | None = None

    def same(self, row: Item) -> bool:
        """Whether a row says the same."""
        names = ("code", "name", "unit", "purse", "field", "price_low", "price_high", "source", "ends", "starts")
        return all(getattr(self, name) == getattr(row, name) for name in names) and (
            row.institution_id == (self.institution.pk if self.institution else None)
        )


@transaction.atomic
def set_item(*, actor: Actor, entry: Entry) -> Item:
    """What holds of a code from a day on; the row before it ends on that day. The same again changes nothing."""
    rules.demand_keep(actor)
    _check(entry)
    before = queries.last_of(entry.code)
    if before is not None:
        if entry.same(before):
            return before
        if before.starts >= entry.starts:
            raise Refused("too_early", f"{entry.code} sudah diatur sejak {before.starts}. Pilih tanggal sesudahnya.",
                          "starts")  # fmt: skip
        if before.ends is None or before.ends > entry.starts:
            _end(actor, before, entry.starts)
    fields = ("code", "name", "unit", "purse", "field", "price_low", "price_high", "institution", "starts", "ends")
    row = Item(**{name: getattr(entry, name) for name in fields}, source=entry.source[:200],
               path=territories.served().path)  # fmt: skip
    row.save(force_insert=True)
    told = {name: getattr(entry, name) for name in fields if name != "institution"}
    audit.record(actor, row, rules.ITEM_SET, changes={**told, "institution": str(entry.institution or "")})
    return row


def _check(entry: Entry) -> None:
    for name, why in (("code", "Kodenya kosong."), ("name", "Namanya kosong."), ("unit", "Satuannya kosong.")):
        if not getattr(entry, name):
            raise Refused("empty", why, name)
    if entry.purse not in Purse.values:
        raise Refused("no_purse", "Sumber dananya: dana kelurahan atau usulan ke OPD.", "purse")
    if entry.field not in Field.values:
        raise Refused("no_field", "Bidangnya: sarana prasarana atau pemberdayaan.", "field")
    if entry.price_high < entry.price_low:
        raise Refused("no_range", "Harga tertingginya di bawah yang terendah.", "price_high")
    if entry.ends is not None and entry.ends <= entry.starts:
        raise Refused("no_span", "Tanggal berakhirnya sebelum mulainya.", "ends")


@transaction.atomic
def end_item(*, actor: Actor, item: Item, on: date) -> Item:
    """It is offered no more from a day on; what was proposed with it stays."""
    rules.demand_keep(actor)
    if on < item.starts:
        raise Refused("no_span", "Tanggal berakhirnya sebelum mulainya.", "on")
    _end(actor, item, on)
    return item


def _end(actor: Actor, item: Item, on: date) -> None:
    seen = item.version
    if not Item.objects.filter(pk=item.pk, version=seen).update(ends=on, version=seen + 1):
        raise Refused("stale", "Sudah lebih dulu diubah orang lain. Muat ulang halaman.")
    item.ends, item.version = on, seen + 1
    audit.record(actor, item, rules.ITEM_ENDED, changes={"code": item.code, "ends": on})
