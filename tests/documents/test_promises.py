"""What the documents name is there: options, files, rules, addresses, variables, slots, words on screens, decisions."""

import argparse
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

from rembuk.config.cli import COMMANDS
from rembuk.foundation.kernel import seams
from rembuk.foundation.regulations.first_rows import FIRST
from tests.documents import following
from tests.support.tools import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")])
WALKS = [ROOT / "docs" / "add-a-deed.md", ROOT / "docs" / "add-a-module.md"]
INLINE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(
    r"^(?:\.ci|bench|deploy|docs|examples|src|tests)/[\w./-]*$|^[A-Z]{4,}\.md$|^[\w-]+\.(?:toml|lock|in)$"
)
# As people say it: a folder of ours, from the module on.
ROOM = re.compile(r"^\w+/(?:[\w-]+/)*[\w-]*\.(?:py|css|js|csv)$|^(?:\w+/)+$")
KEY = re.compile(r"^(?:reports|meetings|institutions|notices)\.[a-z_.]+$")
VARIABLE = re.compile(r"\b(REMBUK_[A-Z_]+|DATABASE_[A-Z_]+)\b")
ADDRESS = re.compile(r"^/[a-z][\w/.-]*/?$|^/$")
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)\)|!\[[^\]]*\]\(([^)]+)\)")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())


def promised() -> set[str]:
    """Files that a walk-through has the reader make."""
    places = [following.PLACE.match(block.above) for walk in WALKS for block in following.blocks(walk.read_text())]
    return {place["path"] for place in places if place and place["new"]}


def inline(document: Path) -> Iterator[str]:
    """The words between backticks, outside blocks."""
    yield from INLINE.findall(re.sub(r"^```.*?^```$", "", document.read_text(), flags=re.DOTALL | re.MULTILINE))


def code(document: Path) -> str:
    """Everything that somebody might type."""
    text = document.read_text()
    return "\n".join([*re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE), *INLINE.findall(text),
                      *re.findall(r"^    (.+)$", text, re.MULTILINE)])  # fmt: skip


def parser(name: str) -> argparse.ArgumentParser:
    """The arguments of one of our commands."""
    made = argparse.ArgumentParser(prog=name)
    importlib.import_module(f"rembuk.config.cli.{COMMANDS[name][0]}").arguments(made)
    return made


def options(of: argparse.ArgumentParser) -> set[str]:
    """Every option that it knows, its own and those of its parts."""
    found = {"--help"}
    for action in of._actions:
        found |= set(action.option_strings)
        if isinstance(action, argparse._SubParsersAction):
            for part in action.choices.values():
                found |= options(part)
    return found


def unknown_options(text: str) -> list[str]:
    """Options behind a command of ours that it does not have."""
    found = []
    for name, rest in re.findall(r"\brembuk ([a-z]+)\b([^\n`;&|]*)", text):
        if name in COMMANDS:
            typed = re.findall(r"(?<=\s)(--?[a-z][\w-]*)", rest.partition("#")[0])
            found += [f"rembuk {name} {option}" for option in typed if option not in options(parser(name))]
    return found


@each_document
def test_every_option_exists(document: Path) -> None:
    assert unknown_options(code(document)) == []


def test_the_law_finds_a_wrong_option() -> None:
    assert unknown_options("rembuk serve --fly -w 2\n`rembuk demo --seed 3 # --what`") == ["rembuk serve --fly"]


def absent(words: Iterator[str], made: set[str]) -> list[str]:
    """Paths that lead nowhere."""
    rooms = [path.relative_to(ROOT / "src" / "rembuk").as_posix() for path in (ROOT / "src" / "rembuk").rglob("*")]
    found = []
    for word in words:
        if PATH.match(word) and word not in made and not (ROOT / word).exists():
            found.append(word)
        elif ROOM.match(word) and not PATH.match(word) and word not in OUTSIDE:
            inside = f"/{word.rstrip('/')}"
            planned = inside in MAP_ROOMS or any(f"/{made_path}".endswith(inside) for made_path in made)
            if not planned and not any(f"/{room}".endswith(inside) for room in rooms):
                found.append(word)
    return found


# What is written at home, not in the tree; folders of any module.
OUTSIDE = {"var/", "REMBUK_HOME/imports/", "templates/", "tests/", "actions/", "queries/", "views/"}
# Rooms on the map that are not built yet.
MAP_ROOMS = {
    f"/{name}" for name in "board api programmes musrenbang finance letters clinic survey outreach integrity decisions "
    "visits residents figures coordination/visits".split()
}  # fmt: skip


@each_document
def test_every_file_exists(document: Path) -> None:
    assert absent(inline(document), promised()) == []
    links = [one or other for one, other in LINK.findall(document.read_text())]
    assert [link for link in links if "://" not in link and not (document.parent / link).exists()] == []


def test_the_law_finds_a_lost_file() -> None:
    words = ["docs/map.md", "docs/lost.md", "kernel/seams.py", "kernel/lost.py", "new/one.py"]
    assert absent(iter(words), {"new/one.py"}) == ["docs/lost.md", "kernel/lost.py"]


@each_document
def test_every_rule_exists(document: Path) -> None:
    from rembuk.coordination.meetings import rules as meetings
    from rembuk.coordination.reports import rules as reports
    from rembuk.foundation.institutions import roles

    steps = [
        *reports.FLOW.values(),
        *meetings.FLOW.values(),
        *meetings.ITEM_FLOW.values(),
        *meetings.INVITED_FLOW.values(),
    ]
    known = {row.key for row in FIRST} | {step.event for step in steps} | {step.permission for step in steps}
    known |= set().union(*roles.ROLES.values()) | {f"reports.{name}" for name in reports.FLOW}
    taught = {"reports.thank", "reports.thanked"}
    rules = {word for word in inline(document) if KEY.match(word) and not word.endswith(".py")}
    functions = {word for word in rules if re.search(r"\.(queries|actions|rules|seams)\b", word)}
    assert rules - known - taught - functions == set()


@each_document
def test_every_address_resolves(document: Path) -> None:
    lost = []
    for word in inline(document):
        if ADDRESS.match(word) and not word.startswith(("/srv", "/etc", "/safe", "/tmp")):
            try:
                resolve(word)
            except Resolver404:
                lost.append(word)
    assert lost == []


def test_every_variable_is_known_and_told() -> None:
    said = {name for document in DOCUMENTS for name in VARIABLE.findall(document.read_text())}
    sources = [path.read_text() for path in (ROOT / "src" / "rembuk").rglob("*.py") if "tests" not in path.parts]
    used = {name for source in sources for name in re.findall(r"environ\S{0,12}\[?\(?\"([A-Z_]+)\"", source)}
    used |= {name for source in sources for name in re.findall(r"_truth\(\"([A-Z_]+)\"", source)}
    ours = {name for name in used if VARIABLE.fullmatch(name)} - {"REMBUK_APP_URL"}
    tests = {"REMBUK_DATA", "REMBUK_PREPARED", "REMBUK_SEED"}
    assert said - ours - tests == set()
    told = (ROOT / "docs" / "running.md").read_text()
    assert {name for name in ours if name not in told} == set()


def test_every_slot_is_on_the_map() -> None:
    told = (ROOT / "docs" / "map.md").read_text()
    slots = {name for name, value in vars(seams).items() if isinstance(value, seams.Slot)}
    assert {name for name in slots if f"`{name}`" not in told} == set()


def test_every_module_is_on_the_map() -> None:
    told = (ROOT / "docs" / "map.md").read_text()
    wings = [wing for wing in (ROOT / "src" / "rembuk").iterdir() if wing.is_dir() and wing.name != "__pycache__"]
    rooms = [room for wing in wings for room in wing.iterdir() if (room / "__init__.py").exists()]
    modules = {room.name for room in rooms} - {"tests", "migrations"}
    assert {name for name in modules if f"`{name}/`" not in told} == set()


def test_every_line_of_the_map_is_true() -> None:
    """A room that is said to stand stands, and one that is said not to does not."""
    wrong, wing = [], ""
    for line in (ROOT / "docs" / "map.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[3] in {"yes", "not yet"}:
            wing = cells[0] or wing
            for name in re.findall(r"`(\w+)/`", cells[1]):
                stands = (ROOT / "src" / "rembuk" / wing / name / "__init__.py").exists()
                wrong += [f"{wing}/{name}"] if stands != (cells[3] == "yes") else []
    assert wrong == []


@pytest.mark.parametrize("name", ["first-monday.md", "adopt/sop.md", "adopt/rintisan.md"])
def test_what_people_are_told_to_press_stands_on_screens(name: str) -> None:
    sources = [path for kind in ("html", "py") for path in (ROOT / "src" / "rembuk").rglob(f"*.{kind}")]
    shown = "\n".join(path.read_text() for path in sources if "tests" not in path.parts)
    words = set(BOLD.findall((ROOT / "docs" / name).read_text())) - {"tebal"}
    assert {word for word in words if word not in shown} == set()


def test_decisions_are_numbered_and_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    names = sorted(path.name for path in folder.glob("0*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    listed = (folder / "README.md").read_text()
    assert [name for name in names if f"({name})" not in listed] == []
    heads = {name: (folder / name).read_text().splitlines()[0] for name in names}
    assert [name for name, head in heads.items() if not head.startswith(f"# {int(name[:4])}. ")] == []
