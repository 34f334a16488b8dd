"""The real tree, and a way to plant a fault in an empty one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.tree import Tree

Plant = Callable[[dict[str, str]], Tree]


@pytest.fixture
def tree() -> Tree:
    """The repository itself."""
    return Tree()


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """`plant({path: text})` makes a tree with only these files."""

    def plant(files: dict[str, str]) -> Tree:
        (tmp_path / "src" / "rembuk").mkdir(parents=True)
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return Tree(tmp_path)

    return plant
