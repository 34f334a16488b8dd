"""Makes the models of suggestions from the city's own closed reports. Run by the worker in a process of its own."""

from collections.abc import Sequence
from typing import Any

from rembuk.coordination.reports.queries import suggesting
from rembuk.coordination.reports.suggestions import keywords, weights
from rembuk.coordination.reports.suggestions.weights import Guess
from rembuk.foundation.kernel import clock

# Fewer closed reports teach nothing that holds.
LEAST = 400


def learn(target: str) -> dict[str, Any]:
    """Learns one target anew; the model speaks only if it was right more often than the keywords, on the last quarter.

    Returns what is written of it in the file.
    """
    # Only here, where the numerical libraries are wanted.
    from rembuk.coordination.reports.suggestions import learning, measuring

    rows = suggesting.lessons(target)
    about: dict[str, Any] = {
        "target": target, "on": clock.today().isoformat(), "rows": len(rows), "classes": [], "features": 0,
        "speaks": False, "speaks_from": 1.0,
    }  # fmt: skip
    cut = len(rows) * 3 // 4
    earlier, last = rows[:cut], rows[cut:]
    if len(rows) < LEAST or len({row.label for row in earlier}) < 2:
        return _kept(target, {**about, "why": "few"}, b"")
    texts, labels = [row.text for row in last], [row.label for row in last]
    guessed = learning.learn(earlier).guesses(texts)
    of_model = measuring.measure(guessed, labels)
    of_words = measuring.measure(_by_keywords(target, texts), labels)
    speaks_from = measuring.speaks_from(guessed, labels)
    model = learning.learn(rows)
    about |= {
        "classes": model.classes, "features": len(model.known), "speaks_from": speaks_from or 1.0,
        "model": [of_model.top1, of_model.top3, of_model.accuracy_at_80],
        "keywords": [of_words.top1, of_words.top3, of_words.accuracy_at_80],
        "speaks": speaks_from is not None and of_model.top1 > of_words.top1,
    }  # fmt: skip
    return _kept(target, about, model.body())


def _by_keywords(target: str, texts: Sequence[str]) -> list[list[Guess]]:
    """What the table of words says to them."""
    table, units = suggesting.table(), suggesting.units_of_categories()
    found = []
    for text in texts:
        said = [one.category for one in keywords.spoken(text, table)]
        labels = said if target == suggesting.CATEGORY else [units[key] for key in said if key in units]
        found.append([Guess(label, 1 / (1 + place)) for place, label in enumerate(dict.fromkeys(labels))])
    return found


def _kept(target: str, about: dict[str, Any], body: bytes) -> dict[str, Any]:
    weights.write(suggesting.model_path(target), about, body)
    return about
