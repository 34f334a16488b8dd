"""The walk-throughs are true: each is followed line by line in a copy of the tree, with the commands it types."""

from pathlib import Path

import pytest

from tests.documents import following
from tests.install import clean
from tests.support.tools import ROOT

WALKS = ["add-a-deed.md", "add-a-module.md"]
# What a walk-through must end with: its own tests, the laws, and nothing left to migrate.
TYPED = ["pytest", "lint-imports", "ruff", "makemigrations"]


@pytest.mark.install
@pytest.mark.parametrize("name", WALKS)
def test_a_newcomer_gets_there(name: str, tmp_path: Path) -> None:
    tree = clean.copy(tmp_path / "tree")
    following.borrow_venv(tree)
    typed = following.follow(ROOT / "docs" / name, tree)
    assert [word for word in TYPED if not any(word in line for line in typed)] == []


def document(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "walk.md"
    path.write_text(text)
    return path


def test_blocks_go_where_the_sentence_says(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one = 1\n    two = 2\nthree = 3\n")
    walk = (
        "New file `b.py`:\n\n```python\nx = 1\n```\nIn `a.py`, below `one`:\n```python\nhalf = 1\n```\n"
        "Words.\n\nIn `a.py`, instead of `two = 2`:\n\n```python\ntwo = 22\n```\n"
        "At the end of `a.py`:\n\n```python\nfour = 4\n```\nThen:\n\n```sh\ncp a.py c.py\n```\n"
    )
    assert following.follow(document(tmp_path, walk), tmp_path) == ["cp a.py c.py"]
    assert (tmp_path / "b.py").read_text() == "x = 1\n"
    assert (tmp_path / "c.py").read_text() == "one = 1\nhalf = 1\ntwo = 22\nthree = 3\nfour = 4\n"


@pytest.mark.parametrize(
    ("walk", "said"),
    [
        ("Somewhere:\n```python\nx\n```\n", "no place"),
        ("In `a.py`:\n```python\nx\n```\n", "no place"),
        ("In `a.py`, below `four`:\n```python\nx\n```\n", "0 lines"),
        ("In `a.py`, below `o`:\n```python\nx\n```\n", "2 lines"),
        ("New file `a.py`:\n```python\nx\n```\n", "there already"),
        ("At the end of `b.py`:\n```python\nx\n```\n", "not there"),
        ("Then:\n```sh\nfalse\n```\n", "false"),
    ],
)
def test_a_stale_document_is_found(tmp_path: Path, walk: str, said: str) -> None:
    (tmp_path / "a.py").write_text("one = 1\nother = 2\n")
    with pytest.raises(following.Stale, match=said):
        following.follow(document(tmp_path, walk), tmp_path)
