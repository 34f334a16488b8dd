"""The source tree as the laws see it: files, modules, and which way the arrows may point."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.support.tools import ROOT


@cache
def floors() -> tuple[tuple[str, tuple[frozenset[str], ...]], ...]:
    """Each container with its layers from the top, read from the import contracts: there is no second list."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return tuple(
        (
            contract["containers"][0].removeprefix("rembuk").lstrip("."),
            tuple(frozenset(re.findall(r"\w+", layer)) for layer in contract["layers"]),
        )
        for contract in contracts
        if contract["type"] == "layers"
    )


def wing_of(module: str) -> str:
    """The wing that a module stands in, built or not; "" for a word that is no module."""
    if module == "config":
        return "config"
    return next((wing for wing, layers in floors() if wing and any(module in layer for layer in layers)), "")


def may_know(module: str, other: str) -> bool:
    """Whether an arrow from one module to another points down (or stays at home)."""
    if module == other or not wing_of(module) or not wing_of(other):
        return True
    layers = dict(floors())
    if wing_of(module) == wing_of(other):
        return _above(layers[wing_of(module)], module, other)
    return _above(layers[""], wing_of(module), wing_of(other))


def _above(layers: tuple[frozenset[str], ...], upper: str, lower: str) -> bool:
    rank = {name: number for number, layer in enumerate(layers) for name in layer}
    return rank[upper] < rank[lower]


@dataclass(frozen=True)
class File:
    """A source file, with the module that owns it ("" above the modules)."""

    root: Path
    path: Path

    @property
    def name(self) -> str:
        """As a person would open it."""
        return str(self.path.relative_to(self.root))

    @property
    def parts(self) -> tuple[str, ...]:
        """The path below the package."""
        return self.path.relative_to(self.root / "src" / "rembuk").parts

    @property
    def module(self) -> str:
        """The module it belongs to; everything in config is one module."""
        if self.parts[0] == "config":
            return "config"
        return self.parts[1] if len(self.parts) > 2 else ""

    @property
    def is_test(self) -> bool:
        """Whether it is a test beside the code."""
        return "tests" in self.parts

    @property
    def is_migration(self) -> bool:
        """Whether it is a migration."""
        return "migrations" in self.parts

    @property
    def text(self) -> str:
        """The content."""
        return self.path.read_text()

    @property
    def syntax(self) -> ast.Module:
        """The content as Python understands it."""
        return parse(self.text)

    def at(self, node: ast.AST) -> str:
        """`path:line`."""
        return f"{self.name}:{getattr(node, 'lineno', 0)}"


@cache
def parse(text: str) -> ast.Module:
    """Parses once, however many laws read the file."""
    return ast.parse(text)


@dataclass(frozen=True)
class Tree:
    """A repository; the laws read the real one, and a broken one each to prove that they can fail."""

    root: Path = field(default=ROOT)

    def files(self, pattern: str) -> Iterator[File]:
        """Files under src/rembuk by glob."""
        for path in sorted((self.root / "src" / "rembuk").rglob(pattern)):
            yield File(self.root, path)

    def code(self) -> Iterator[File]:
        """Python that runs: no tests, no migrations."""
        return (file for file in self.files("*.py") if not file.is_test and not file.is_migration)

    def templates(self) -> Iterator[File]:
        """Django templates."""
        return (file for file in self.files("*") if "templates" in file.parts[:-1] and file.path.is_file())


def docstrings(syntax: ast.Module) -> set[int]:
    """The ids of the nodes that are only prose."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(syntax)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }


def strings(syntax: ast.Module) -> Iterator[tuple[ast.Constant, str]]:
    """String constants that are not docstrings."""
    prose = docstrings(syntax)
    for node in ast.walk(syntax):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node, node.value
