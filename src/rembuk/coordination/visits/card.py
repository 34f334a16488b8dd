"""A kartu janji as a picture for WhatsApp: drawn by the server, with public photos only and no person's name."""

import json
from base64 import b64encode
from pathlib import Path

from rembuk.coordination.decisions.views.rows import tag_of
from rembuk.coordination.visits.queries.cards import Card
from rembuk.foundation.files import store
from rembuk.foundation.files.models import File
from rembuk.foundation.kernel import clock, text

SHEET = Path(__file__).with_name("card.typ")
# 540 × 675 points at this many to the inch are 1080 × 1350 dots.
DOTS = 144


def words(card: Card) -> dict[str, object]:
    """What stands on it."""
    state, tone = tag_of(card.work, clock.now())
    return {
        "title": card.title, "where": card.where, "lead": card.lead, "due": text.day(card.work.total_due),
        "promised": f"{card.origin.capitalize()}, {text.day(card.promised_at)}", "kept": card.is_kept,
        "state": "Ditepati" if card.is_kept else state, "tone": tone, "confirmed": ", ".join(card.confirmed),
        "code": card.work.code, "ended": text.day(card.work.ended_at) if card.is_kept and card.work.ended_at else "",
    }  # fmt: skip


def png(card: Card) -> bytes:
    """The picture."""
    import typst

    photos = {name: _photo(file) for name, file in (("before", card.before), ("after", card.after))}
    data = json.dumps(words(card) | {name: bool(drawn) for name, drawn in photos.items()})
    made: bytes = typst.compile(
        SHEET, root=SHEET.parent, format="png", ppi=DOTS, ignore_system_fonts=True,
        sys_inputs={"data": data, **photos},
    )  # fmt: skip
    return made


def _photo(file: File | None) -> str:
    """A public photo, wrapped so that it travels as text; "" where there is none that everyone may see."""
    if file is None or not file.is_public or not file.public_sha256:
        return ""
    wide, high = file.width or 4, file.height or 3
    inside = f"data:{file.media_type};base64,{b64encode(store.read(file.public_sha256)).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">'
        f'<image href="{inside}" width="{wide}" height="{high}" preserveAspectRatio="xMidYMid slice"/></svg>'
    )
