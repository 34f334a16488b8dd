"""The law of observers: they read what their scope shows, change nothing, and write what they saw beside it.

A note is read by whoever wrote it, by the lurah and the camat of the place, by Inspektorat, and by the body that leads
the work: those who can do something about it, and nobody who is merely curious.
"""

from collections.abc import Collection
from uuid import UUID

from rembuk.coordination.visits.models import FieldNote
from rembuk.coordination.visits.rules import SYSTEM
from rembuk.foundation.kernel.actor import Actor, Office
from rembuk.foundation.kernel.errors import Refused

OBSERVE, READ, ASK = "visits.observe", "visits.notes", "regulations.edit"
OBSERVED, ASKED, UNASKED = "visits.observed", "visits.question_asked", "visits.question_ended"


def demand_observer(actor: Actor, path: str) -> tuple[UUID, Office]:
    """Who observes, and in which office. Raises Refused("not_allowed")."""
    if actor.office is None or actor.user_id is None or not actor.holds(OBSERVE, path):
        raise Refused("not_allowed", "Catatan pemantau ditulis oleh pemantau, di wilayah yang dipantaunya.")
    return actor.user_id, actor.office


def demand_asker(actor: Actor) -> None:
    """Raises Refused("not_allowed")."""
    if actor.office is None or not actor.scope(ASK):
        raise Refused("not_allowed", "Daftar periksa diatur oleh Bagian Pemerintahan.")


def visible(actor: Actor, note: FieldNote, leads: Collection[UUID] = ()) -> bool:
    """Whoever wrote it, the offices of the place, and the bodies in `leads`."""
    if actor.holds(SYSTEM, "") or (actor.user_id is not None and actor.user_id == note.observer_id):
        return True
    if actor.office is None:
        return False
    return actor.holds(READ, note.path) or actor.office.institution_id in leads


def may_open(actor: Actor) -> bool:
    """Whether the list of notes is anything to the actor: observers, readers, and whoever leads work."""
    return actor.office is not None and any(actor.scope(name) for name in (OBSERVE, READ, "decisions.work"))
