"""Who makes the weekly sheet of an RW, who types it in, and in whose name. Writes nothing."""

from datetime import date, timedelta

from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory.models import DIGITS
from rembuk.front.home.models import Sheet

RW = "rw"
# An office of at most this depth prints for its whole area; above there are too many for a Friday.
DEPTH = 4


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def prints(actor: Actor) -> bool:
    """Whether the office stands in a kelurahan or below."""
    return actor.office is not None and len(actor.office.path) >= DEPTH * DIGITS and bool(actor.scope("home.sheet"))


def may_make(actor: Actor, body: Institution) -> bool:
    """The RW's own people, and the kelurahan in whose area it lies."""
    return body.kind.tier == RW and body.ends is None and prints(actor) and actor.holds("home.sheet", body.path)


def may_type(actor: Actor, sheet: Sheet) -> bool:
    """Only who has an office in that RW: its Pamor, its secretary, its head."""
    own = actor.office is not None and actor.office.institution_id == sheet.institution_id
    return own and actor.holds("home.sheet", sheet.path)


def demand_make(actor: Actor, body: Institution) -> None:
    """Raises Refused("not_allowed")."""
    if not may_make(actor, body):
        raise Refused("not_allowed", "Lembar RW dicetak oleh kelurahan, Pamor, atau pengurus RW itu sendiri.")


def demand_type(actor: Actor, sheet: Sheet) -> None:
    """Raises Refused("not_allowed")."""
    if not may_type(actor, sheet):
        raise Refused("not_allowed", f"Lembar ini diketik oleh Pamor atau sekretaris {sheet.institution}.")
