"""What stands behind a page's address: view, deed, rule, template, test. Read from the code, so never out of date."""

import ast
import inspect
import re
from pathlib import Path
from types import ModuleType
from typing import Any

from django.urls import Resolver404, resolve

from rembuk.config.settings import BASE
from rembuk.foundation.kernel.errors import Refused


def page(path: str) -> dict[str, list[str]]:
    """The places in the code, each as `file:line name`."""
    try:
        match = resolve(path)
    except Resolver404:
        raise Refused("no_page", f"tidak ada halaman pada alamat {path}") from None
    view = inspect.unwrap(match.func)
    module = inspect.getmodule(view)
    if module is None:
        raise Refused("no_page", f"halaman {path} bukan dari berkas Python")
    source = inspect.getsource(view)
    called = calls(source, module, "actions")
    step = match.kwargs.get("step")
    return {
        "address": [f"{match.route}  ({match.view_name})"],
        "view": [spot(view)],
        "deed": [spot(each) for each in called] + flow_step(module, step),
        "query": [spot(each) for each in calls(source, module, "queries")],
        "rule": rules(module, [*[each.__name__ for each in called], *([step] if step else [])]),
        "template": sorted(set(re.findall(r'"([\w/]+\.html)"', source))),
        "test": tests(module, view.__name__, match.view_name, [each.__name__ for each in called]),
    }


def calls(source: str, module: ModuleType, room: str) -> list[Any]:
    """The functions of a room (`actions`, `queries`) that a view calls, in order."""
    found: list[Any] = []
    for node in ast.walk(ast.parse(inspect.cleandoc(source) if source[0] == " " else source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            holder = getattr(module, node.value.id, None)
            each = getattr(holder, node.attr, None)
            if (
                inspect.ismodule(holder)
                and f".{room}" in f"{holder.__name__}."
                and callable(each)
                and each not in found
            ):
                found.append(each)
    return found


def flow_step(module: ModuleType, step: str | None) -> list[str]:
    """One view serves every transition: the step of the address is a function of the same name in actions."""
    actions = neighbour(module, "actions")
    each = getattr(actions, step.replace("-", "_"), None) if step and actions else None
    return [spot(each)] if each else []


def rules(module: ModuleType, names: list[str]) -> list[str]:
    """The lines of the module's rules.py that speak of these deeds."""
    found = neighbour(module, "rules")
    if found is None or not names:
        return []
    file = Path(inspect.getfile(found))
    wanted = re.compile(r"\b(" + "|".join(f"(?:may_)?{re.escape(name)}" for name in names) + r")\b")
    lines = file.read_text().splitlines()
    return [f"{short(file)}:{number} {line.strip()}" for number, line in enumerate(lines, 1) if wanted.search(line)][:6]


def neighbour(module: ModuleType, room: str) -> ModuleType | None:
    """Another room of the view's module."""
    import importlib

    parts = module.__name__.split(".")
    try:
        return importlib.import_module(".".join([*parts[:3], room]))
    except ModuleNotFoundError:
        return None


def tests(module: ModuleType, view: str, url_name: str, deeds: list[str]) -> list[str]:
    """The test files that name the address, or are named after the deed or the view."""
    folder = BASE.joinpath(*module.__name__.split(".")[1:3])
    root = BASE.parent.parent / "tests"
    files = [*sorted(folder.glob("tests/test_*.py")), *(sorted(root.rglob("test_*.py")) if root.is_dir() else [])]
    named = {f"test_{name}" for name in [view, *deeds]}
    return [short(file) for file in files if file.stem in named or f'"{url_name}"' in file.read_text()]


def spot(each: Any) -> str:
    """`src/rembuk/…/views.py:12 detail`."""
    each = inspect.unwrap(each)
    return f"{short(Path(inspect.getfile(each)))}:{inspect.getsourcelines(each)[1]} {each.__name__}"


def short(file: Path) -> str:
    """A file as seen from the repository's root."""
    root = BASE.parent.parent
    return str(file.relative_to(root)) if file.is_relative_to(root) else str(file)
