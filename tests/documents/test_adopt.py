"""The drafts for a city that adopts Rembuk say what the program does: its first limits, its roles, what it seals."""

from collections.abc import Iterator

from rembuk.coordination.reports.first_rows import CATEGORIES, basis
from rembuk.coordination.reports.models import Track
from rembuk.foundation.institutions.roles import LABELS
from rembuk.foundation.kernel.rotation import sealed_columns
from rembuk.foundation.regulations.first_rows import FIRST
from rembuk.foundation.regulations.models import Rule
from tests.support.tools import ROOT

FOLDER = ROOT / "docs" / "adopt"
# What is no limit of time, number or sum, and therefore not for a decree: numbers to call, words for heads.
WORDS = "teks"


def limits() -> Iterator[str]:
    """The lines of the decree's table of limits."""
    firm = dict(Rule.CERTAINTY)
    for row in FIRST:
        if row.unit != WORDS:
            told = Rule(value=row.value, unit=row.unit).told
            yield f"| {row.label} | {told} | {row.legal_basis} | {firm[row.certainty]} |"


def tracks() -> Iterator[str]:
    """The lines of the decree's table of kinds of report."""
    for key, label, group, track, _, _ in CATEGORIES:
        yield f"| {label} | {group} | {Track(track).label} | {basis(key, track)[0]} |"


def test_the_decree_has_every_limit_and_every_kind_of_report() -> None:
    lines = (FOLDER / "keputusan.md").read_text().splitlines()
    assert [line for line in (*limits(), *tracks()) if line not in lines] == []


def test_every_role_has_its_half_page() -> None:
    text = (FOLDER / "sop.md").read_text()
    parts = {part.partition("\n")[0]: part.split() for part in text.split("\n## ")[1:]}
    assert set(LABELS.values()) <= set(parts)
    assert {role: len(words) for role, words in parts.items() if len(words) > 260} == {}


def test_everything_sealed_is_assessed() -> None:
    told = (FOLDER / "dampak-data-pribadi.md").read_text()
    assert [name for model, column in sealed_columns() if (name := f"{model._meta.label}.{column}") not in told] == []
