"""What tallies offer to the slots."""

from collections.abc import Sequence

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import Move
from rembuk.foundation.tallies import actions


def moved(actor: Actor, moves: Sequence[Move]) -> None:
    """Territories got other parents: their counts go with them."""
    actions.move_counts(moves=moves)
