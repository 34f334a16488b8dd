"""Arrows that no import shows: dotted names in strings, lazy models, URL names, templates."""

import re
from collections.abc import Callable

import pytest
from django.urls import URLResolver, get_resolver

from tests.architecture.conftest import Plant
from tests.architecture.tree import Tree, may_know, strings, wing_of

DOTTED = re.compile(r"\brembuk\.(config|\w+\.(\w+))")
LAZY = re.compile(r"^(\w+)\.[A-Z]\w*$")
URL_TAG = re.compile(r"{%\s*url\s+(['\"])([^'\"]+)\1")
URL_NAME = re.compile(r"^[a-z_]+:[a-z_]+$")
LOADED = re.compile(r"{%\s*(?:include|extends)\s+(['\"])([^'\"]+)\1")
NAMESPACE = re.compile(r"^(\w+):")


def dotted_strings(tree: Tree) -> list[str]:
    """`"rembuk.wing.module…"` and `"module.Model"` in a string are arrows like any import."""
    found = []
    for file in tree.code():
        for node, text in strings(file.syntax):
            named = [match[2] or "config" for match in DOTTED.finditer(text)]
            lazy = LAZY.match(text)
            named += [lazy[1]] if lazy else []
            found += [f"{file.at(node)} {text}" for other in named if file.module and not may_know(file.module, other)]
    return found


def url_names(tree: Tree) -> list[str]:
    """A lower module never names an address of a higher one, in a template or in Python."""
    found = []
    for file in tree.templates():
        names = [match[2] for match in URL_TAG.finditer(file.text)]
        found += [f"{file.name} {name}" for name in names if not may_know(file.module, name.split(":")[0])]
    for file in tree.code():
        for node, text in strings(file.syntax):
            if URL_NAME.match(text) and not may_know(file.module, text.split(":")[0]):
                found.append(f"{file.at(node)} {text}")
    return found


def loaded_templates(tree: Tree) -> list[str]:
    """A template includes and extends its own module's and lower ones."""
    found = []
    for file in tree.templates():
        for _, name in LOADED.findall(file.text):
            if not may_know(file.module, name.split("/")[0]):
                found.append(f"{file.name} {name}")
    return found


def misplaced_templates(tree: Tree) -> list[str]:
    """A module's templates lie in the folder of its name, or override a library's; never another module's."""
    folders = ((file, file.parts[file.parts.index("templates") + 1]) for file in tree.templates())
    return [file.name for file, folder in folders if wing_of(folder) and folder != file.module]


Law = Callable[[Tree], list[str]]
FAULTS: list[tuple[Law, str, str]] = [
    (dotted_strings, "foundation/audit/actions.py", 'import_string("rembuk.coordination.reports.actions.climb")'),
    (dotted_strings, "foundation/audit/actions.py", 'import_module("rembuk.config.seams")'),
    (dotted_strings, "coordination/meetings/models.py", 'x = models.ForeignKey("reports.Report", models.PROTECT)'),
    (url_names, "coordination/meetings/templates/meetings/detail.html", "{% url 'reports:detail' code %}"),
    (url_names, "foundation/web/templates/web/page.html", '{% url "home:today" as there %}'),
    (url_names, "coordination/meetings/views.py", 'redirect("reports:detail")'),
    (url_names, "front/home/views.py", 'redirect("board:late")'),
    (loaded_templates, "coordination/meetings/templates/meetings/a.html", '{% include "reports/card.html" %}'),
    (loaded_templates, "foundation/web/templates/web/a.html", '{% extends "portal/page.html" %}'),
    (misplaced_templates, "coordination/meetings/templates/reports/a.html", ""),
]


@pytest.mark.parametrize("law", [dotted_strings, url_names, loaded_templates, misplaced_templates])
def test_arrows_point_down(law: Law, tree: Tree) -> None:
    assert law(tree) == []


@pytest.mark.parametrize(("law", "path", "text"), FAULTS)
def test_the_law_finds_an_arrow_up(law: Law, path: str, text: str, plant: Plant) -> None:
    assert len(law(plant({f"src/rembuk/{path}": text}))) == 1


@pytest.mark.parametrize(
    ("module", "other", "allowed"),
    [
        ("reports", "meetings", True),
        ("meetings", "reports", False),
        ("reports", "reports", True),
        ("home", "reports", True),
        ("home", "portal", False),
        ("finance", "letters", False),
        ("kernel", "audit", False),
        ("config", "home", True),
        ("reports", "config", False),
    ],
)
def test_the_house_has_floors(module: str, other: str, allowed: bool) -> None:
    assert may_know(module, other) is allowed


def addresses() -> dict[str, str]:
    """Every URL name of the running program with the module of its view."""
    found: dict[str, str] = {}

    def walk(resolver: URLResolver, prefix: str) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                walk(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
            elif entry.name:
                found[prefix + entry.name] = entry.callback.__module__

    walk(get_resolver(), "")
    return found


def test_every_url_name_bears_its_module() -> None:
    strangers = []
    for name, view in addresses().items():
        parts = view.split(".")
        if parts[0] == "rembuk":
            owner = "config" if parts[1] == "config" else parts[2]
            space = NAMESPACE.match(name)
            strangers += [] if space and space[1] == owner else [f"{name} is a view of {owner}"]
    assert strangers == []


def test_every_url_name_in_a_template_exists(tree: Tree) -> None:
    known = addresses()
    named = [(file.name, name) for file in tree.templates() for _, name in URL_TAG.findall(file.text)]
    assert [f"{where} {name}" for where, name in named if name not in known] == []
