"""What a model learns from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text and what became of it."""

    text: str
    label: str
