"""Follows a walk-through as a newcomer would: writes what its blocks say where they say it, types what it types.

A block of code stands under a sentence that says where it goes:

    New file `path`:
    At the end of `path`:
    In `path`, below `a line, or how it begins`:
    In `path`, instead of `a line, or how it begins`:

A block marked `sh` is typed in the root of the tree. Anything else is a mistake in the document.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(\w*)$")
PLACE = re.compile(
    r"^(?:(?P<new>New file)|(?P<end>At the end of)|In) `(?P<path>[^`]+)`"
    r"(?:, (?P<how>below|instead of) (?P<tick>``? ?)(?P<line>.+?) ?`+)?:$"
)
COMMAND_LIMIT = 300


class Stale(Exception):
    """The document no longer fits the tree."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the sentence above it."""

    language: str
    text: str
    above: str
    number: int


def blocks(document: str) -> Iterator[Block]:
    """The fenced blocks of a document, each with the last line of prose before it."""
    above, language, start = "", "", 0
    held: list[str] = []
    for number, line in enumerate(document.splitlines(), 1):
        fence = FENCE.match(line)
        if start and line == "```":
            yield Block(language, "\n".join([*held, ""]), above, start)
            above, start, held = "", 0, []
        elif start:
            held.append(line)
        elif fence:
            language, start = fence[1], number
        elif line.strip():
            above = line.strip()


def follow(document: Path, root: Path) -> list[str]:
    """Does everything the document says in the tree under `root`; returns what was typed."""
    typed = []
    for block in blocks(document.read_text()):
        if block.language == "sh":
            for line in block.text.splitlines():
                run(line, root)
                typed.append(line)
        else:
            place(block, root)
    return typed


def place(block: Block, root: Path) -> None:
    """Writes a block where the sentence above it says."""
    said = PLACE.match(block.above)
    if not said or (not said["new"] and not said["end"] and not said["how"]):
        raise Stale(f"line {block.number}: no place is named above this block, but “{block.above}”")
    path = root / said["path"]
    if said["new"]:
        if path.exists():
            raise Stale(f"line {block.number}: {said['path']} is there already")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text)
        return
    if not path.exists():
        raise Stale(f"line {block.number}: {said['path']} is not there")
    text = path.read_text()
    path.write_text(text + block.text if said["end"] else changed(text, block, said["how"], said["line"], said["path"]))


def changed(text: str, block: Block, how: str, wanted: str, name: str) -> str:
    """The text with the block below, or instead of, the one line that begins as named."""
    lines = text.splitlines(keepends=True)
    found = [number for number, line in enumerate(lines) if line.strip().startswith(wanted)]
    if len(found) != 1:
        raise Stale(f"line {block.number}: {len(found)} lines of {name} begin with “{wanted}”, not one")
    at = found[0]
    return "".join([*lines[: at + (how == "below")], block.text, *lines[at + 1 :]])


def run(line: str, root: Path) -> None:
    """Types a line; what it starts finds the tree's own package first, and a home of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "REMBUK_", "DATABASE_"))}
    env = {**kept, "PYTHONPATH": str(root / "src"), "REMBUK_HOME": str(root / "var"), "COLUMNS": "200"}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    # `make` would install into .venv, which is not this tree's own.
    command = re.sub(r"^make ", "make -o dev ", line)
    done = subprocess.run(
        ["bash", "-ec", command], cwd=root, env=env, capture_output=True, text=True, timeout=COMMAND_LIMIT, check=False
    )
    if done.returncode:
        raise Stale(f"{line}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}")


def borrow_venv(root: Path) -> None:
    """The tree's `.venv` is the one that runs the tests."""
    (root / ".venv").symlink_to(sys.prefix)
