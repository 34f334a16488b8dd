"""Templates compile, and hold nothing that the Content-Security-Policy forbids."""

import re

import pytest
from django.template import TemplateSyntaxError, engines

from tests.architecture.conftest import Plant
from tests.architecture.tree import Tree

FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*(\bsrc\s*=|application/json|importmap))", re.IGNORECASE),
    "inline handler": re.compile(
        r"\son[a-z]+\s*=|\shx-on[:\w-]*\s*=|\shx-(vals|vars|headers)\s*=\s*['\"]\s*js:", re.IGNORECASE
    ),
    "script address": re.compile(r"(href|src|action)\s*=\s*['\"]\s*javascript:", re.IGNORECASE),
    "outside address": re.compile(r"<(script|link|img|iframe)\b[^>]*(src|href)\s*=\s*['\"](https?:)?//", re.IGNORECASE),
    "English by mistake": re.compile(r">\s*(Submit|Cancel|Save|Search|Back|Next|Delete|Edit)\s*<"),
}


def forbidden(tree: Tree) -> list[str]:
    """What the policy would block, or a citizen would not understand."""
    pages = [file for file in tree.templates() if file.path.suffix in {".html", ".svg"}]
    return [
        f"{file.name}: {what}" for file in pages for what, pattern in FORBIDDEN.items() if pattern.search(file.text)
    ]


def test_templates_hold_nothing_forbidden(tree: Tree) -> None:
    assert forbidden(tree) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<button onclick="go()">',
        '<button hx-on:click="go()">',
        '<a href="javascript:go()">',
        '<script src="https://cdn.example/x.js"></script>',
        "<button>Submit</button>",
    ],
)
def test_the_law_finds_it(text: str, plant: Plant) -> None:
    assert len(forbidden(plant({"src/rembuk/foundation/web/templates/web/a.html": text}))) == 1


def test_scripts_from_files_and_data_are_fine(plant: Plant) -> None:
    text = (
        '<script src="{% static "web/outbox.js" %}" type="module"></script><script type="application/json">{}</script>'
    )
    assert forbidden(plant({"src/rembuk/foundation/web/templates/web/a.html": text})) == []


def broken(tree: Tree) -> list[str]:
    """Templates that do not compile."""
    found = []
    for file in tree.templates():
        if file.path.suffix in {".html", ".txt", ".svg"}:
            try:
                engines["django"].from_string(file.text)
            except TemplateSyntaxError as error:
                found.append(f"{file.name}: {error}")
    return found


def test_templates_compile(tree: Tree) -> None:
    assert broken(tree) == []


def test_the_law_finds_a_broken_template(plant: Plant) -> None:
    assert len(broken(plant({"src/rembuk/foundation/web/templates/web/a.html": "{% if x %}"}))) == 1
