"""The colours of the style sheet, computed: text reaches 4.5:1 on its ground, marks 3:1 (WCAG 1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest

SHEET = (Path(__file__).parents[1] / "static/web/rembuk.css").read_text()
TOKENS = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", SHEET))
TEXT, MARK = 4.5, 3.0
GROUNDS = ("paper", "card")
# Ink on ground, by token. What is not listed is no pair: a test below asks that each token stands in one.
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "ink-2", "ink-3", "brand", "late", "soon", "done") for ground in GROUNDS),
    *((ink, f"{ink}-bg", TEXT) for ink in ("late", "soon", "done", "info")),
    *(("ink", ground, TEXT) for ground in ("late-bg", "soon-bg", "done-bg", "info-bg", "brand-2")),
    ("brand-ink", "brand-2", TEXT), ("ink-2", "brand-2", TEXT), ("card", "brand", TEXT), ("card", "brand-ink", TEXT),
    ("card", "late", TEXT), ("brand", "brand-2", TEXT), ("ink-2", "soon-bg", TEXT),
    *(("edge", ground, MARK) for ground in GROUNDS), *(("info", ground, MARK) for ground in GROUNDS),
]  # fmt: skip
# Lines that only part what stands apart anyway: nothing is lost where they are not seen.
DECORATION = {"line", "line-2"}


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb, as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_ruler_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_what_is_written_is_read(ink: str, ground: str, least: float) -> None:
    assert contrast(TOKENS[ink], TOKENS[ground]) >= least


def test_every_token_stands_in_a_pair() -> None:
    assert set(TOKENS) == {name for ink, ground, _ in PAIRS for name in (ink, ground)} | DECORATION


def rules() -> list[tuple[str, dict[str, str]]]:
    """Each rule with what it says."""
    sheet = re.sub(r"/\*.*?\*/", "", SHEET)
    return [
        (where.strip(), dict(part.split(":", 1) for part in said.split(";") if ":" in part))
        for where, said in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet)
    ]


def colour(said: str) -> str:
    """A colour of a rule as #rrggbb; "" where it is none that can be computed."""
    said = said.strip()
    if found := re.fullmatch(r"var\(--([a-z0-9-]+)\)", said):
        return str(TOKENS.get(found[1], ""))
    if found := re.fullmatch(r"#([0-9a-f]{3})", said):
        return "#" + "".join(letter * 2 for letter in found[1])
    return said if re.fullmatch(r"#[0-9a-f]{6}", said) else ""


def test_every_rule_that_sets_ink_and_ground_is_read() -> None:
    """Also those that a later hand adds: whatever names both colours in one rule is computed."""
    found = {}
    for where, said in rules():
        told = {name.strip(): value for name, value in said.items()}
        ink, ground = colour(told.get("color", "")), colour(told.get("background", told.get("background-color", "")))
        if ink and ground:
            found[where] = contrast(ink, ground)
    assert len(found) > 15
    assert {where: ratio for where, ratio in found.items() if ratio < TEXT} == {}


def test_nothing_is_forced_on_eyes_that_chose_their_own_colours_or_stillness() -> None:
    assert "forced-colors: active" in SHEET
    still = re.split(r"@media \(prefers-reduced-motion: no-preference\)[^@]*", SHEET)
    assert not any("transition:" in part or "animation:" in part for part in still), (
        "movement stands in that block only"
    )
