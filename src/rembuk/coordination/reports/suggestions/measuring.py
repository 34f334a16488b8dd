"""Whether suggestions are any good: first right, among the first three right, right where it is surest."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from rembuk.coordination.reports.suggestions.weights import Guess

SPEAKS = 0.8  # the share of texts for which it is asked to speak
RIGHT = 0.85  # how often it must be right where it speaks
LEAST = 0.2  # the share for which it must be able to speak at all


@dataclass(frozen=True, slots=True)
class Measure:
    """Shares of the rows measured."""

    top1: float
    top3: float
    accuracy_at_80: float


def measure(guessed: Sequence[Sequence[Guess]], labels: Sequence[str]) -> Measure:
    """Over all rows; `accuracy_at_80` over the four fifths of which it was surest."""
    first = [bool(guesses) and guesses[0].label == label for guesses, label in zip(guessed, labels, strict=True)]
    three = [label in [guess.label for guess in guesses[:3]] for guesses, label in zip(guessed, labels, strict=True)]
    spoken = _surest(guessed)[: max(1, round(SPEAKS * len(labels)))]
    return Measure(_share(first), _share(three), _share([first[place] for place in spoken]))


def speaks_from(guessed: Sequence[Sequence[Guess]], labels: Sequence[str]) -> float | None:
    """How sure it must be to speak: of all the surest rows down to there it was right often enough; None: never.

    It speaks for four fifths at the most, and for one fifth at the least.
    """
    most, least, right, found = max(1, round(SPEAKS * len(labels))), LEAST * len(labels), 0, None
    for count, place in enumerate(_surest(guessed)[:most], 1):
        right += guessed[place][0].label == labels[place]
        if count >= least and right >= RIGHT * count:
            found = guessed[place][0].sure
    # A little below: the file's numbers are shorter, and near to certainty all are alike.
    return None if found is None else min(0.99, floor(found * 100) / 100)


def _surest(guessed: Sequence[Sequence[Guess]]) -> list[int]:
    sure = [guesses[0].sure if guesses else -1.0 for guesses in guessed]
    return sorted(range(len(sure)), key=lambda place: (-sure[place], place))


def _share(answers: Sequence[bool]) -> float:
    return round(sum(answers) / len(answers), 4) if answers else 0.0
