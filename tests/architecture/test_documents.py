"""What the documents promise is there: commands in the README, words in the glossary."""

import re
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands

from rembuk.config.cli import COMMANDS
from rembuk.foundation.kernel.flow import Step
from tests.support.tools import ROOT

CODE = re.compile(r"```.*?\n(.*?)```|`([^`\n]+)`", re.DOTALL)
STATES = {"status", "state"}
# What the reporter's secret was once called; it has one name, kata kunci.
OTHER_NAMES = re.compile(r"(?:kata|kode|sandi) rahasia|kata sandi laporan", re.IGNORECASE)


def documents() -> list[Path]:
    """The documents that tell people what to type."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def typed(text: str, program: str) -> set[str]:
    """The first words after a program in the code of a document: `make demo`, `rembuk verify`."""
    code = "\n".join(block or inline for block, inline in CODE.findall(text))
    variables = r"(?:[A-Z_]+=\S+ )*"
    call = re.compile(rf"^\s*(?:\$ )?{variables}(?:\.venv/bin/)?{program} {variables}([a-z][\w-]*)", re.MULTILINE)
    return set(call.findall(code))


def targets() -> set[str]:
    """What the Makefile can make."""
    return set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def commands() -> set[str]:
    """What `rembuk` can do: its own table, and Django's commands."""
    return set(COMMANDS) | set(get_commands())


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_command_in_a_document_exists(document: Path) -> None:
    text = document.read_text()
    assert typed(text, "make") - targets() == set()
    assert typed(text, "rembuk") - commands() == set()


def test_the_law_reads_commands() -> None:
    text = "`make demo` or `PORT=1 make nothing`\n```sh\n$ make PORT=1 test\n.venv/bin/rembuk verify\n```\nmake believe"
    assert typed(text, "make") == {"demo", "nothing", "test"}
    assert typed(text, "rembuk") == {"verify"}


def models_and_states() -> set[str]:
    """Every model of ours, every value of a field called status or state, every state of a FLOW."""
    words: set[str] = set()
    for app in (app for app in apps.get_app_configs() if app.name.startswith("rembuk.")):
        for model in app.get_models():
            words.add(model.__name__)
            for field in model._meta.fields:
                words |= {str(value) for value, _ in field.flatchoices if field.name in STATES}
        words |= set(flow_states(app.name))
    return words - {""}


def flow_states(app: str) -> Iterable[str]:
    """The states that the flows of an app's rules lead from and to."""
    rules = import_module(f"{app}.rules") if find_spec(f"{app}.rules") else None
    for value in vars(rules).values() if rules else ():
        if isinstance(value, dict):
            for step in (step for step in value.values() if isinstance(step, Step)):
                yield from (*step.sources, step.target)


def missing(words: set[str], glossary: str) -> set[str]:
    """The words that do not stand in the glossary as `code`."""
    return words - set(re.findall(r"`([^`\n]+)`", glossary))


def test_the_glossary_has_every_model_and_state() -> None:
    glossary = ROOT / "docs" / "glossary.md"
    assert missing(models_and_states(), glossary.read_text() if glossary.exists() else "") == set()


def test_the_law_finds_a_missing_word() -> None:
    assert missing({"Report", "refused"}, "`Report` laporan; refused is only prose") == {"refused"}


def test_the_reporters_secret_has_one_name() -> None:
    files = [*documents(), *(path for ending in ("py", "html", "js") for path in (ROOT / "src").rglob(f"*.{ending}"))]
    said = {path.name for path in files if OTHER_NAMES.search(path.read_text()) and "tests" not in path.parts}
    assert said == set()
    assert OTHER_NAMES.search("Kode atau kata rahasia tidak cocok.")
