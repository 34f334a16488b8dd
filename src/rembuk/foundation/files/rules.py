"""Who may see a file, and who may paint over faces. The upper module that owns the subject answers."""

from rembuk.foundation.files.models import File
from rembuk.foundation.kernel import seams
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

MAX_MASKS = 40


def may_see(actor: Actor, file: File) -> bool:
    """The first that knows the owner decides; where nobody does, the answer is no."""
    for asks in seams.ACCESS:
        answer = asks(actor, file.owner_kind, file.owner_id)
        if answer is not None:
            return answer
    return False


def may_mask(actor: Actor, file: File) -> bool:
    """An officer of the place who sees the photo."""
    return file.kind == "photo" and actor.holds("files.mask", at=file.path) and may_see(actor, file)


UNDRAWN = {
    "waiting": "Foto ini masih disiapkan. Coba lagi sebentar.", "unreadable": "Foto ini tidak bisa dibuka.",
}  # fmt: skip


def demand_drawn(file: File) -> None:
    """Refuses a photo on which nothing can be painted yet."""
    if file.state in UNDRAWN:
        raise Refused("not_drawn", UNDRAWN[file.state], "masks")


def sound_masks(boxes: object) -> list[list[int]] | None:
    """Boxes inside the picture, in thousandths, as whole numbers; None where something is wrong."""
    if not isinstance(boxes, list) or len(boxes) > MAX_MASKS:
        return None
    for box in boxes:
        if not isinstance(box, list) or len(box) != 4 or not all(isinstance(part, int) for part in box):
            return None
        left, top, width, height = box
        if min(left, top) < 0 or min(width, height) < 1 or left + width > 1000 or top + height > 1000:
            return None
    return boxes
