"""The one city that an installation serves, and its time."""

from django.db import transaction

from rembuk.foundation.audit.actions import record
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import provinces, queries
from rembuk.foundation.territory.actions.ground import change, check, wake
from rembuk.foundation.territory.models import Level, Territory, Zone


@transaction.atomic
def serve(*, actor: Actor, territory: Territory, zone: str = "") -> Territory:
    """Marks the one city (or kabupaten) that this installation serves, and its time: `zone`, else its province's."""
    check(actor, "")
    if territory.level not in (Level.KOTA, Level.KABUPATEN):
        raise Refused("wrong_level", "Yang dilayani harus sebuah kota atau kabupaten.")
    other = queries.served_or_none()
    if other and other.pk != territory.pk:
        raise Refused("already_serving", f"Pemasangan ini sudah melayani {other.name}.")
    if not other:
        zone = _known(zone or provinces.zone(queries.code(territory)))
        change(territory, is_served=True, zone=zone)
        record(actor, territory, "territory.served", changes={"zone": zone})
        queries.zone.forget()
        queries.levels.forget()
        wake()
    return territory


@transaction.atomic
def set_zone(*, actor: Actor, territory: Territory, zone: str) -> None:
    """Puts the city's time right, until a day was closed by it: every published day begins and ends by that time."""
    check(actor, territory.path)
    if not territory.is_served:
        raise Refused("not_served", "Hanya kota yang dilayani pemasangan ini yang punya zona waktu.")
    if _known(zone) == territory.zone:
        return
    if not queries.zone_is_open():
        raise Refused(
            "zone_fixed",
            f"Zona waktu tetap {territory.zone}: sidik hari pertama sudah diumumkan menurut zona itu.",
            "zone",
        )
    record(actor, territory, "territory.zone_set", changes={"old": territory.zone, "zone": zone})
    change(territory, zone=zone)
    queries.zone.forget()


def _known(zone: str) -> str:
    if zone not in Zone.values:
        raise Refused("unknown_zone", f"Zona waktu “{zone}” tidak dikenal: pilih WIB, WITA, atau WIT.", "zone")
    return zone
