"""Texts with slots, prepared for speed: a copy costs one format per row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with slots: `form % slots`."""

    form: str
    slots: tuple[int, ...]
    fill: Callable[[Sequence[Any]], Any]

    def __call__(self, values: Sequence[Any]) -> Any:
        """The text of a copy; what is one slot alone keeps its kind."""
        return self.fill(values)


def pattern(form: str, slots: Sequence[int]) -> Pattern:
    """A format, prepared for speed."""
    taken = tuple(slots)
    if form == "%s":
        return Pattern(form, taken, itemgetter(taken[0]))
    if len(taken) == 1:
        (only,) = taken
        return Pattern(form, taken, lambda values: form % (values[only],))
    if not taken:
        plain = form.replace("%%", "%")
        return Pattern(form, taken, lambda values: plain)
    take = itemgetter(*taken)
    return Pattern(form, taken, lambda values: form % take(values))
