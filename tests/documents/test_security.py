"""The table of docs/security.md is true: its tests and files exist, and what it says of settings and code holds."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.tools import ROOT

ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`([\w/.]+\.py)::(\w+)`")
# A row that names no test says so in these words.
EXCUSES = ("does not apply", "not met", "by deed")
# What could speak to an address: of these only Django's mail is used.
SPEAKS = {"urllib.request", "urllib3", "http.client", "requests", "httpx", "aiohttp", "socket", "ftplib", "smtplib",
          "telnetlib", "xmlrpc.client"}  # fmt: skip


def rows(text: str) -> list[tuple[str, list[str]]]:
    """The number of each requirement, and the cells behind it."""
    return [(number, [cell.strip() for cell in rest.split("|")]) for number, rest in ROW.findall(text)]


def faults(text: str) -> list[str]:
    """Tests that are not there, rows without test or excuse, numbers that stand twice."""
    found, seen = [], set()
    for number, cells in rows(text):
        if number in seen:
            found.append(f"{number} stands twice")
        seen.add(number)
        told = " ".join(cells)
        named = TEST.findall(told)
        if not named and not any(word in told for word in EXCUSES):
            found.append(f"{number} names no test and does not say why")
        found += [f"{number}: no {path}::{name}" for path, name in named if not exists(path, name)]
    return found


def exists(path: str, name: str) -> bool:
    """Whether a file of this path, from the module on, has the test."""
    files = [ROOT / path] if path.startswith("tests/") else list((ROOT / "src").glob(f"rembuk/**/{path}"))
    return any(file.is_file() and re.search(rf"def {name}\(", file.read_text()) for file in files)


def test_every_row_has_its_test_or_says_why_not() -> None:
    text = (ROOT / "docs" / "security.md").read_text()
    assert faults(text) == []
    chapters = {number.partition(".")[0] for number, _ in rows(text)}
    assert chapters == {str(number) for number in range(1, 18)} - {"10"}, "V10 stands with V9"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("| 1.2.3 | x | y | `tests/screens/test_attacks.py::test_lost` |", "1.2.3: no"),
        ("| 1.2.3 | x | y | `tests/screens/test_lost.py::test_lost` |", "1.2.3: no"),
        ("| 1.2.3 | x | y | |", "1.2.3 names no test"),
    ],
)
def test_the_law_finds_a_fault(row: str, fault: str) -> None:
    assert faults(row)[0].startswith(fault)


# Whether the own port is free.
OWN = {"config/server.py": {"socket"}}


def speakers(text: str) -> set[str]:
    """Modules that a file imports to speak to an address."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found & SPEAKS


def test_the_program_asks_no_address_of_others() -> None:
    """Whoever adds the first line that does decides which addresses it may ask, and none on this network."""
    files = [file for file in (ROOT / "src").rglob("*.py") if "tests" not in file.parts]
    found = {file.relative_to(ROOT / "src" / "rembuk").as_posix(): named
             for file in files if (named := speakers(file.read_text()))}  # fmt: skip
    assert found == OWN
    assert speakers("import socket\nfrom urllib import request") == {"socket", "urllib.request"}


def test_django_finds_nothing_to_say_of_a_citys_settings(tmp_path: Path) -> None:
    env = {**os.environ, "REMBUK_HOME": str(tmp_path), "REMBUK_URL": "https://rembuk.kota.test"}
    env = {key: value for key, value in env.items() if key not in {"DATABASE_URL", "REMBUK_KEYS"}}
    program = [sys.executable, "-m", "rembuk"]
    subprocess.run([*program, "keys"], env=env, check=True, capture_output=True)
    done = subprocess.run(
        [*program, "check", "--deploy", "--fail-level", "WARNING"], env=env, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
