"""The six steps that every matter shows, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

STEPS = ("Dilaporkan", "Musyawarah", "Keputusan", "Tindak lanjut", "Dicek di lapangan", "Selesai")


@dataclass(frozen=True, slots=True)
class Stage:
    """A step with its small line below; `state` is "past", "now" or ""."""

    label: str
    note: str = ""
    state: str = ""

    @property
    def said(self) -> str:
        """What a screen reader says of the dot."""
        return {"past": "sudah: ", "now": "sekarang: "}.get(self.state, "belum: ")


def stages(now: int, notes: Sequence[str] = (), labels: Sequence[str] = STEPS) -> tuple[Stage, ...]:
    """The steps when step `now` (from 0) is under way; `now` = 6 means that all are past."""
    padded = (*notes, *([""] * len(labels)))
    states = ["past" if at < now else "now" if at == now else "" for at in range(len(labels))]
    return tuple(Stage(label, note, state) for label, note, state in zip(labels, padded, states, strict=False))
