"""A small country of our own for the tests: one city served, with RW and RT, and a neighbour city."""

from dataclasses import dataclass

from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.territory import actions
from rembuk.foundation.territory.models import Territory


@dataclass(frozen=True)
class Country:
    """Where things lie."""

    city: Territory
    kecamatan: Territory
    melati: Territory
    kenanga: Territory
    rw: Territory
    rt: Territory


def country() -> Country:
    """Jawa Contoh > Kota Contoh > Taman > Melati (RW 01 > RT 001, RT 002), Kenanga (RW 01)."""
    province = actions.add(actor=SYSTEM, parent=None, level="provinsi", name="Jawa Contoh", code="32")
    city = actions.add(actor=SYSTEM, parent=province, level="kota", name="Kota Contoh", code="32.75")
    actions.serve(actor=SYSTEM, territory=city)
    taman = actions.add(actor=SYSTEM, parent=city, level="kecamatan", name="Taman", code="32.75.01")
    melati = actions.add(actor=SYSTEM, parent=taman, level="kelurahan", name="Melati", code="32.75.01.1001")
    kenanga = actions.add(actor=SYSTEM, parent=taman, level="kelurahan", name="Kenanga", code="32.75.01.1002")
    rw = actions.add(actor=SYSTEM, parent=melati, level="rw", number=1)
    rts = [actions.New(rw, "rt", number=number) for number in (1, 2)]
    rt = actions.add_many(actor=SYSTEM, rows=rts)[0]
    actions.add(actor=SYSTEM, parent=kenanga, level="rw", number=1)
    return Country(city, taman, melati, kenanga, rw, rt)
