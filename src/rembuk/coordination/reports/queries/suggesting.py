"""What the words of a report suggest. A model speaks only where it measured better than the keywords, and is sure."""

import functools
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db.models import Q

from rembuk.coordination.reports.models import SWIFT, Category, Keyword, Owner, Report
from rembuk.coordination.reports.queries.kinds import categories, categories_now
from rembuk.coordination.reports.suggestions import keywords
from rembuk.coordination.reports.suggestions.keywords import Word
from rembuk.coordination.reports.suggestions.lessons import Lesson
from rembuk.coordination.reports.suggestions.weights import Model
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory

MOST = 3
LONGEST = 4000
# What may be learned from: the newest so many closed reports.
LEARNED = 20_000
UNIT, CATEGORY = "unit", "category"
TARGETS = (UNIT, CATEGORY)
# Offices of a place are one class each; where the report lies says which one.
OF_PLACES = ("kelurahan", "kecamatan")
NIGHT, EVERY_DAYS = range(1, 5), 7
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category, the unit that answers it, whose thing it may be, and the words that say so ("" from a model)."""

    category: Category
    words: str = ""
    owner: str = ""

    @property
    def owner_label(self) -> str:
        """For the screen."""
        return str(Owner(self.owner).label) if self.owner else ""


def suggested(text: str) -> list[Suggestion]:
    """At most three categories, the likeliest first; what the model is sure of stands before what keywords say."""
    said = text[:LONGEST]
    rows = {row.key: row for row in _open()}
    found = {
        one.category: Suggestion(rows[one.category], ", ".join(one.words), one.owner)
        for one in keywords.spoken(said, table()) if one.category in rows
    }  # fmt: skip
    label = _sure(CATEGORY, said)
    if label in rows:
        found = {label: found.get(label, Suggestion(rows[label])), **found}
    return list(found.values())[:MOST]


def suggested_unit(text: str, territory: Territory | None) -> Institution | None:
    """The office that may answer: by the model where it is sure, else by the first category that names one."""
    label = _sure(UNIT, text[:LONGEST])
    if label in OF_PLACES and territory is not None:
        place = territories.ancestors(territory).get(label)
        return institutions.institution_at(place, label) if place else None
    if label and label not in OF_PLACES:
        found = institutions.institution(UUID(label))
        return found if found is not None and found.ends is None else None
    return next((one.category.unit for one in suggested(text) if one.category.unit), None)


def suggested_owner(text: str) -> str:
    """Whose thing it may be, "" where no word says so."""
    return next((one.owner for one in suggested(text) if one.owner), "")


def words_of(report: Report) -> str:
    """The reporter's words, "" where they were erased."""
    return str(report.wording.text) if hasattr(report, "wording") else ""


def table() -> list[Word]:
    """The city's keywords of the categories that are open."""
    places = {row.key: place for place, row in enumerate(categories_now())}
    rows = Keyword.objects.filter(category__key__in=places).values_list("words", "category__key", "owner")
    return [Word(*row) for row in sorted(rows, key=lambda row: (places[row[1]], row[0]))]


def keywords_of(category: Category) -> list[Keyword]:
    """The words that speak of a category."""
    return list(Keyword.objects.filter(category__key=category.key).order_by("words"))


def keyword(category: Category, pk: UUID) -> Keyword | None:
    """One of them."""
    return Keyword.objects.filter(category__key=category.key, pk=pk).first()


def _open() -> list[Category]:
    # What is told on a form of its own is not chosen from words.
    return [row for row in categories() if row.track not in SWIFT]


def model_path(target: str) -> Path:
    """Where the model of a target lies."""
    return clock.home() / "models" / f"{target}.rembuk"


def model(target: str) -> Model | None:
    """The model of a target, None where there is none; read anew when its file has changed."""
    path = model_path(target)
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return None
    return _loaded(path, stamp)


@functools.lru_cache(maxsize=4)
def _loaded(path: Path, stamp: int) -> Model | None:
    try:
        return Model(path)
    except (OSError, ValueError) as error:
        log.warning("no suggestions from %s: %s", path.name, error)
        return None


def _sure(target: str, text: str) -> str:
    """What the model says, "" where it is silent."""
    found = model(target)
    if found is None or not found.about.get("speaks"):
        return ""
    first = found.guesses(text)[0]
    return first.label if first.sure >= found.about["speaks_from"] else ""


def lessons(target: str) -> list[Lesson]:
    """What closed reports teach, oldest first: their words, and the unit or category that they ended with."""
    rows = Report.objects.filter(closed_at__isnull=False, is_private=False).exclude(wording__text="")
    if target == UNIT:
        rows = rows.filter(Q(unit__isnull=False, unit__ends__isnull=True))
    else:
        rows = rows.filter(category__key__in=[row.key for row in categories()])
    newest = rows.order_by("-received_at", "-id")[:LEARNED]
    columns = ("wording__text", "unit__kind__tier", "unit_id", "category__key")
    told = list(newest.values_list(*columns).iterator(chunk_size=2000))
    return list(_labelled(target, reversed(told)))


def _labelled(target: str, told: "Iterator[tuple[str, str, UUID, str]]") -> Iterator[Lesson]:
    for text, tier, unit, category in told:
        if target == CATEGORY:
            yield Lesson(text, category)
        else:
            yield Lesson(text, tier if tier in OF_PLACES else str(unit))


def units_of_categories() -> dict[str, str]:
    """What each category's own unit is to the model of units."""
    units = {row.key: row.unit for row in _open() if row.unit}
    return {key: tier if (tier := unit.kind.tier) in OF_PLACES else str(unit.pk) for key, unit in units.items()}


def last_learned(target: str) -> date | None:
    """The day of the model that stands there."""
    found = model(target)
    return date.fromisoformat(found.about["on"]) if found else None


def is_learning_due() -> bool:
    """Once a week, while the city sleeps."""
    on = last_learned(TARGETS[-1])
    return clock.local(clock.now()).hour in NIGHT and (on is None or (clock.today() - on).days >= EVERY_DAYS)
