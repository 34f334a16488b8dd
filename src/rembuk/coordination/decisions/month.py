"""What somebody did of follow-ups in their office, for the list of their month."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from rembuk.coordination.decisions import queries, rules, worklist
from rembuk.coordination.decisions.queries import Carried
from rembuk.foundation.kernel.seams import Deed

DONE = {
    "accept": "menerima", "tell": "memberi kabar", "take_part": "mengerjakan bagian",
    "finish_part": "menuntaskan bagian", "show": "memotret bukti", "finish": "menyatakan selesai",
    "inspect": "mengecek: sesuai", "send_back": "mengecek: belum sesuai",
}  # fmt: skip
WORDS = {rules.FLOW[name].event: words for name, words in DONE.items()}


def deeds(name: str, title: str, body: UUID, since: datetime, until: datetime) -> Iterator[Deed]:
    """A line for each follow-up that somebody carried or looked at in that time, at the moment of the last deed."""
    for one in queries.carried(name, title, body, WORDS, since, until):
        yield Deed(
            one.done[-1][1], f"{_said(one)}: {worklist.title_of(one.row)}", one.part, worklist.place_of(one.row),
            one.row.decision.body.name, f"Tindak lanjut {one.row.code}",
        )  # fmt: skip


def _said(one: Carried) -> str:
    counted = Counter(WORDS[verb] for verb, _ in one.done)
    said = "; ".join(words if many == 1 else f"{words} {many} kali" for words, many in counted.items())
    return said[:1].upper() + said[1:]
