"""What the board offers: its menu item, its address, and two of its figures for Hari ini."""

from collections.abc import Iterable

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import NavItem, Panel
from rembuk.foundation.web.context import address
from rembuk.front.board import queries

NAV = (NavItem("Papan", "board:board", "list", 35, permission="board.view"),)
LINKS = (("board", "board:board"),)


def panels(actor: Actor) -> Iterable[Panel]:
    """How many promises are without news and how many are late, of those under way."""
    whole = queries.whole(actor)
    if whole is None or not whole.under_way:
        return []
    url = address("board:board")
    return [
        Panel("Tindak lanjut tanpa kabar", whole.silent, whole.under_way, url, "soon" if whole.silent else ""),
        Panel("Tindak lanjut lewat janji", whole.late, whole.under_way, url, "late" if whole.late else "",
              "dari yang sedang dikerjakan"),
    ]  # fmt: skip
