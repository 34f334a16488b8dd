"""How urgent a visit is: a weighted sum of dated facts, and the sentence that says it."""

from dataclasses import dataclass

from rembuk.foundation.kernel import text

MONTH, MANY = 30, 10_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a kelurahan on a day; `people` and `days` (since the last visit) may be unknown."""

    silent: int = 0
    open: int = 0
    broken: int = 0
    days: int | None = None
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for each matter without news, each open report per 10,000 people, each broken promise, each 30 days."""

    silent: int = 2
    open: int = 1
    broken: int = 3
    days: int = 1


def score(facts: Facts, weights: Weights, *, never: int) -> int:
    """The points; where nobody ever came, as many days count as `never` says. Without people nothing is divided."""
    waited = never if facts.days is None else facts.days
    crowd = weights.open * facts.open * MANY / facts.people if facts.people else 0.0
    return round(weights.silent * facts.silent + weights.broken * facts.broken + crowd + weights.days * waited / MONTH)


def sentence(facts: Facts) -> str:
    """Why a visit is due, in one sentence."""
    since = "belum pernah ada rembuk di sini" if facts.days is None else f"{facts.days} hari sejak rembuk terakhir"
    crowd = f"dari {text.number(facts.people)} jiwa" if facts.people else "jumlah penduduk belum ada"
    told = [since, f"{facts.silent} tanpa kabar", f"{facts.broken} lewat janji", f"{facts.open} laporan terbuka"]
    said = ", ".join(told)
    return f"{said[0].upper()}{said[1:]} ({crowd})."
