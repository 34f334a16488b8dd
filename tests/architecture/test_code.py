"""The laws of Python files: their size, their doors, their clock, their names."""

import ast
from collections.abc import Callable, Iterable

import pytest

from tests.architecture.conftest import Plant
from tests.architecture.tree import File, Tree

LINES = 400
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "misc", "managers", "signals", "services"}
CLOCKS = {"auto_now", "auto_now_add"}


def too_long(tree: Tree) -> list[str]:
    """A file past 400 lines becomes a package named by nouns."""
    counted = ((file.name, len(file.text.splitlines())) for file in tree.files("*.py") if not file.is_migration)
    return [f"{name}: {lines} lines" for name, lines in counted if lines > LINES]


def doors(tree: Tree) -> list[str]:
    """`.objects` appears only in queries and actions (a file each, or a package)."""

    def is_door(file: File) -> bool:
        return bool({"queries", "actions"} & {*file.parts[:-1], file.path.stem})

    managers = {"objects", "_default_manager", "_base_manager"}
    return [
        f"{file.at(node)} .{node.attr}"
        for file in tree.code()
        if not is_door(file)
        for node in ast.walk(file.syntax)
        if isinstance(node, ast.Attribute) and node.attr in managers
    ]


def clocks(tree: Tree) -> list[str]:
    """`kernel.clock` is the only clock: no timezone.now, no auto_now, no time from the database."""
    found = []
    for file in tree.files("*.py"):
        if file.name.endswith("kernel/clock.py") or file.is_test:
            continue
        for node in ast.walk(file.syntax):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {"timezone.now", "datetime.now", "date.today"}:
                found.append(f"{file.at(node)} {ast.unparse(node)}")
            elif isinstance(node, ast.keyword) and node.arg in CLOCKS:
                found.append(f"{file.at(node.value)} {node.arg}")
            elif isinstance(node, ast.keyword) and node.arg == "db_default" and _tells_time(node.value):
                found.append(f"{file.at(node.value)} db_default={ast.unparse(node.value)}")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _sql_clock(node.value):
                found.append(f"{file.at(node)} the database's clock in SQL")
    return found


def _tells_time(node: ast.expr) -> bool:
    return any(
        isinstance(part, ast.Name | ast.Attribute) and ast.unparse(part).endswith("Now") for part in ast.walk(node)
    )


def _sql_clock(text: str) -> bool:
    return any(word in text.upper() for word in ("CURRENT_TIMESTAMP", "CURRENT_DATE", "CLOCK_TIMESTAMP("))


def vague_names(tree: Tree) -> list[str]:
    """A module is named by what it holds; signals, managers and services have no place here."""
    named = [(file, {*file.parts[:-1], file.path.stem}) for file in tree.files("*.py") if file.parts[0] != "services"]
    return [f"{file.name}: {word}" for file, words in named for word in sorted(words & VAGUE)]


def hidden_doings(tree: Tree) -> list[str]:
    """No signals, no custom managers, no generic relations, no class views, no save() of one's own."""
    imports = ("django.db.models.signals", "django.dispatch", "django.contrib.contenttypes", "django.views.generic")
    bases = ("Manager", "QuerySet", "View")
    found = []
    for file in tree.code():
        for node in ast.walk(file.syntax):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(imports):
                found.append(f"{file.at(node)} imports {node.module}")
            elif isinstance(node, ast.ImportFrom) and node.module == "django.db.models" and _names(node) & {"signals"}:
                found.append(f"{file.at(node)} imports signals")
            elif isinstance(node, ast.ClassDef):
                found += [f"{file.at(node)} {node.name}({base})" for base in _bases(node) if base.endswith(bases)]
                if file.path.stem == "models" or "models" in file.parts[:-1]:
                    found += [f"{file.at(part)} {node.name}.save" for part in node.body if _is_save(part)]
    return found


def _names(node: ast.ImportFrom) -> set[str]:
    return {alias.name for alias in node.names}


def _bases(node: ast.ClassDef) -> Iterable[str]:
    return [ast.unparse(base).split("[")[0] for base in node.bases]


def _is_save(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}


LAWS: list[tuple[Callable[[Tree], list[str]], str, str]] = [
    (too_long, "coordination/reports/views.py", "x = 1\n" * (LINES + 1)),
    (doors, "coordination/reports/views.py", "rows = Report.objects.all()"),
    (doors, "coordination/reports/rules.py", "rows = Report._default_manager.all()"),
    (clocks, "coordination/reports/actions.py", "from django.utils import timezone\nx = timezone.now()"),
    (clocks, "coordination/reports/models.py", "x = models.DateTimeField(auto_now_add=True)"),
    (clocks, "coordination/reports/models.py", "x = models.DateTimeField(db_default=functions.Now())"),
    (clocks, "coordination/reports/migrations/0001_initial.py", "SQL = 'DEFAULT current_timestamp'"),
    (vague_names, "foundation/web/utils.py", ""),
    (vague_names, "foundation/web/helpers/pager.py", ""),
    (hidden_doings, "foundation/web/apps.py", "from django.db.models.signals import post_save"),
    (hidden_doings, "foundation/web/apps.py", "from django.dispatch import receiver"),
    (hidden_doings, "coordination/reports/models.py", "class Open(models.Manager): pass"),
    (hidden_doings, "coordination/reports/models.py", "class Report(Model):\n    def save(self): pass"),
    (hidden_doings, "coordination/reports/views.py", "class Inbox(ListView): pass"),
]


@pytest.mark.parametrize("law", [too_long, doors, clocks, vague_names, hidden_doings])
def test_the_code_keeps_the_law(law: Callable[[Tree], list[str]], tree: Tree) -> None:
    assert law(tree) == []


@pytest.mark.parametrize(("law", "path", "text"), LAWS)
def test_the_law_finds_a_fault(law: Callable[[Tree], list[str]], path: str, text: str, plant: Plant) -> None:
    assert len(law(plant({f"src/rembuk/{path}": text}))) == 1


def test_doors_may_be_packages(plant: Plant) -> None:
    open_doors = ("reports/queries.py", "reports/actions/receive.py", "reports/tests/test_climb.py")
    assert doors(plant({f"src/rembuk/coordination/{path}": "Report.objects" for path in open_doors})) == []
