"""Makes a model of what a city itself has decided: which office answered which words. For the worker, with scipy.

A straight line for each class (least squares, held small), solved for all classes at once by conjugate gradients on the
texts rather than on the features, plus how near a text is to what the class usually says: the first is the better judge
of which office it is, the second of which others it may be. The same rows give the same bytes.
"""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rembuk.coordination.reports.suggestions import features
from rembuk.coordination.reports.suggestions.lessons import Lesson
from rembuk.coordination.reports.suggestions.weights import Guess, ranked

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# How much the weights are held small, and how exactly they are solved.
HELD = 1.0
EXACT = 1e-3
ROUNDS = 400


@dataclass(frozen=True, slots=True)
class Learned:
    """A model in memory: the features that it knows, by hash with place and rarity, and their weights by class."""

    classes: list[str]
    known: dict[int, tuple[int, float]]
    weights: Any

    def guesses(self, texts: Sequence[str]) -> list[list[Guess]]:
        """For each text every class, the likeliest first."""
        table = _table(texts, self.known)
        return [ranked(self.classes, scores) for scores in (table @ self.weights).tolist()]

    def body(self) -> bytes:
        """As `weights.write` wants it."""
        hashes, rarities = array("I", self.known), array("f", (rarity for _, rarity in self.known.values()))
        return hashes.tobytes() + rarities.tobytes() + bytes(self.weights.astype("<f2").tobytes())


def learn(rows: Sequence[Lesson]) -> Learned:
    """A model of these rows."""
    import numpy as np

    classes = sorted({row.label for row in rows})
    texts = [row.text for row in rows]
    known = _known(texts)
    places = {label: place for place, label in enumerate(classes)}
    wanted = np.zeros((len(rows), len(classes)))
    wanted[np.arange(len(rows)), [places[row.label] for row in rows]] = 1
    table = _table(texts, known)
    return Learned(classes, known, _solved(table, wanted) + _usual(table, wanted))


def _known(texts: Sequence[str]) -> dict[int, tuple[int, float]]:
    """The features that are not too rare, by ascending hash."""
    holding: Counter[tuple[int, int]] = Counter()
    for text in texts:
        holding.update(features.counts(text).keys())
    rarities = {hashed: features.rarity(len(texts), count, kind) for (kind, hashed), count in holding.items()}
    kept = sorted(hashed for hashed, rarity in rarities.items() if rarity)
    return {hashed: (place, rarities[hashed]) for place, hashed in enumerate(kept)}


def _table(texts: Sequence[str], known: Mapping[int, tuple[int, float]]) -> "csr_matrix":
    """A row for each text. Counted anew rather than kept: the counts of all texts would not fit."""
    import numpy as np
    from scipy.sparse import csr_matrix

    values, places, ends = array("d"), array("i"), array("q", [0])
    for text in texts:
        for place, value in features.weighed(features.counts(text), known.get):
            places.append(place)
            values.append(value)
        ends.append(len(places))
    return csr_matrix((np.array(values), np.array(places), np.array(ends)), shape=(len(texts), len(known)))


def _usual(table: "csr_matrix", wanted: Any) -> Any:
    """What the texts of each class say together, every class at length 1."""
    import numpy as np

    said = table.T @ wanted
    return said / np.maximum(np.linalg.norm(said, axis=0), 1e-9)


def _solved(table: "csr_matrix", wanted: Any) -> Any:
    """(T Tᵀ + HELD) a = wanted, by conjugate gradients, every class on its own; Tᵀ a."""
    import numpy as np

    turned = table.T.tocsr()
    answer = np.zeros_like(wanted)
    rest, step = wanted.copy(), wanted.copy()
    size = first = (rest * rest).sum(axis=0)
    for _ in range(ROUNDS):
        open_ = size > EXACT**2 * first
        if not open_.any():
            break
        moved = table @ (turned @ step) + HELD * step
        along = np.where(open_, size / np.maximum((step * moved).sum(axis=0), 1e-300), 0.0)
        answer += along * step
        rest -= along * moved
        before, size = size, (rest * rest).sum(axis=0)
        step = rest + np.where(open_, size / np.maximum(before, 1e-300), 0.0) * step
    return turned @ answer
