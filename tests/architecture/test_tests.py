"""The tests themselves: each one asserts something, and each is found by pytest."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from tests.support.tools import ROOT

ASSERTS = re.compile(r"\bassert\b|raises\(|expect\(|\bassert_\w+|\bcheck_\w+|warns\(|fail\(")


def test_files(root: Path) -> Iterable[Path]:
    """Every file of tests, beside the code and at the root."""
    return sorted(p for folder in ("src", "tests") for p in (root / folder).rglob("test_*.py"))


test_files.__test__ = False  # type: ignore[attr-defined]


def silent(path: Path) -> list[str]:
    """Tests that assert nothing: they pass whatever the program does."""
    text = path.read_text()
    lines = text.splitlines()
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    bodies = {function: "\n".join(lines[function.lineno - 1 : function.end_lineno]) for function in functions}
    # A test may assert through a named function of its own file.
    sayers = {function.name for function, body in bodies.items() if ASSERTS.search(body)}
    found = []
    for function, body in bodies.items():
        called = set(re.findall(r"\b(\w+)\(", body)) - {function.name}
        if function.name.startswith("test_") and function.name not in sayers and not called & sayers:
            found.append(f"{path.name}:{function.lineno} {function.name}")
    return found


def test_every_test_asserts() -> None:
    assert [line for path in test_files(ROOT) if path.name != "test_tests.py" for line in silent(path)] == []


def test_the_law_finds_a_silent_test(tmp_path: Path) -> None:
    sample = tmp_path / "test_sample.py"
    sample.write_text(
        "def test_a(): go()\n\ndef test_b():\n    assert go()\n\ndef test_c(): say()\n\ndef say():\n    assert 1"
    )
    assert silent(sample) == ["test_sample.py:1 test_a"]


def test_every_test_folder_is_a_package() -> None:
    folders = {path.parent for path in test_files(ROOT)}
    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []
