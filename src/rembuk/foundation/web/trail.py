"""The steps that a matter goes through, and where it stands. The words are of the module whose matter it is."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """A step with its small line below; `state` is "past", "now", "", or "way" where no matter is meant."""

    label: str
    note: str = ""
    state: str = ""

    @property
    def said(self) -> str:
        """What a screen reader says of the dot."""
        return {"past": "sudah: ", "now": "sekarang: ", "way": ""}.get(self.state, "belum: ")


def way(labels: Sequence[str], notes: Sequence[str]) -> tuple[Stage, ...]:
    """The steps as such, of no matter in particular."""
    return tuple(Stage(label, note, "way") for label, note in zip(labels, notes, strict=True))


def stages(now: int, notes: Sequence[str], labels: Sequence[str]) -> tuple[Stage, ...]:
    """The steps when step `now` (from 0) is under way; `now` = their number means that all are past."""
    padded = (*notes, *([""] * len(labels)))
    states = ["past" if at < now else "now" if at == now else "" for at in range(len(labels))]
    return tuple(Stage(label, note, state) for label, note, state in zip(labels, padded, states, strict=False))
