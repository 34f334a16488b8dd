"""Deeds on figures: stating one."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from rembuk.foundation.audit.actions import record
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Move
from rembuk.foundation.territory.models import Territory
from rembuk.people.figures import rules
from rembuk.people.figures.models import Figure


@transaction.atomic
def state(*, actor: Actor, territory: Territory, key: str, value: int, on: date, source: str) -> Figure:
    """Says how many there were on a day, and who says so. For a day that has a figure it is corrected."""
    if not rules.may_state(actor, territory.path):
        raise Refused("not_allowed", "Angka wilayah diisi oleh kelurahan, kecamatan, atau bagian Pemerintahan.")
    per_rw = territory.level == "rw"
    if key not in rules.KINDS or not (per_rw or territory.level in rules.LEVELS):
        raise Refused("no_kind", "Pilih angka apa yang diisi.", "key")
    if per_rw and key not in rules.PER_RW:
        raise Refused("not_per_rw", f"{rules.KINDS[key].label} dicatat untuk seluruh kelurahan, bukan per RW.", "rw")
    if value < 0:
        raise Refused("negative", "Jumlahnya tidak bisa kurang dari nol.", "value")
    if on > clock.today():
        raise Refused("future", f"{text.day(on)} belum tiba. Isi tanggal keadaan datanya.", "on")
    if not source.strip():
        raise Refused("no_source", "Tulis dari mana angka ini, supaya orang lain bisa memeriksanya.", "source")
    row = Figure.objects.filter(territory=territory, key=key, on=on).first()
    told = {"value": value, "source": source.strip()}
    if row is not None and {"value": row.value, "source": row.source} == told:
        return row
    said = {**told, "stated_by": actor.label, "stated_at": clock.now()}
    if row is None:
        row = Figure(territory=territory, path=territory.path, key=key, on=on, **said)
        row.save(force_insert=True)
    else:
        seen = Figure.objects.filter(pk=row.pk, version=row.version)
        if not seen.update(**said, version=row.version + 1):
            raise Refused("stale", "Angka ini baru saja diubah orang lain. Muat ulang halaman.")
        row.refresh_from_db()
    record(actor, row, "figures.stated", changes={"key": key, "on": on, **told})
    return row


@transaction.atomic
def move_places(*, moves: Sequence[Move]) -> None:
    """Territories got other parents; the move itself is the audited deed."""
    for move in moves:
        Figure.objects.filter(path=move.old).update(path=move.new)
