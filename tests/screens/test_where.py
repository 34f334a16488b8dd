"""`rembuk where` knows every page of the law: what it names is there, and a page that writes leaves no line empty."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from rembuk.config import behind
from tests.screens import law, world
from tests.support.tools import ROOT

SPOT = re.compile(r"(?P<file>[^\s:]+\.py):(?P<line>\d+) (?P<name>.+)")
GIVEN: dict[str, Any] = {
    "code": "MLT-26-AAAAA", "order": 1, "key": "drainase", "year": 2026, "on": date(2026, 1, 1), "day": "2026-01-01",
    "token": "0" * 64, "step": "settle", "size": "thumb", "name": "surat", "number": "L26-AAAAAA",
    "part": "notulen-docx", "place": "98.71.01.1001", "rw": 1, "purse": "unit", "form": "json",
}  # fmt: skip
IDS = dict.fromkeys(
    ["pk", "file_id", "position_id", "appointment_id", "institution_id", "territory_id", "device_id", "concern_id",
     "kind_id", "item_id", "link_id", "tie_id"], UUID(int=1),
)  # fmt: skip
PAGES = {
    f"{line.name} {line.step}".strip(): line
    for line in law.LAW
    if not (line.step and line.about.endswith("on the public pages"))
}


def address(line: law.Page) -> str:
    """An address of the page."""
    place: Any = type("Place", (), {"arguments": {**GIVEN, **IDS}, "special": {}})
    found = world.address(place, line.name, **({"step": line.step} if line.step else {}))
    assert found, line
    return found


def absent(named: list[str]) -> list[str]:
    """What is named and is not there: the file, the line, or the name on it or just below its decorators."""
    gone = []
    for each in named:
        found = SPOT.fullmatch(each)
        file = ROOT / (found["file"] if found else each)
        lines = file.read_text().splitlines() if file.is_file() else []
        if not lines:
            gone.append(each)
        elif found:
            near = "\n".join(lines[int(found["line"]) - 1 : int(found["line"]) + 12])
            gone += [] if found["name"].partition(" (")[0] in near else [each]
    return gone


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_names_what_is_there(name: str) -> None:
    line = PAGES[name]
    found = behind.page(address(line))
    assert absent([*found["view"], *found["deed"], *found["query"], *found["rule"], *found["test"]]) == []
    wanted = ["view", "rule", *(["deed", "test"] if line.post is not None else [])]
    assert [part for part in wanted if not found[part]] == []
    assert all((list(ROOT.glob(f"src/rembuk/*/*/templates/{template}"))) for template in found["template"])


@pytest.mark.parametrize("step", sorted(law.STEPS))
def test_a_step_names_its_own_deed_rule_and_test(step: str) -> None:
    found = behind.page(reverse("reports:step", args=["MLT-26-AAAAA", step]))
    assert [line.rpartition(" ")[2] for line in found["deed"]] == [step]
    assert any("reports/rules.py" in line and step in line for line in found["rule"])
    texts = [(ROOT / line).read_text() for line in found["test"] if line.endswith(".py")]
    assert any(re.search(rf"\b{step}\b", text) for text in texts)


@pytest.mark.parametrize(
    ("path", "deed", "rule"),
    [
        ("/lapor/", "reports/actions/hearing.py", "reports/rules.py"),
        (f"/wilayah/{UUID(int=1)}/merge/", "territory/actions/", "territory/rules.py"),
        (f"/lembaga/jabatan/{UUID(int=1)}/angkat/", "institutions/actions/", "institutions/rules.py"),
        ("/aturan/isi/", "regulations/actions.py", "regulations/rules.py"),
    ],
)
def test_the_deed_is_found_behind_forms_and_tables(path: str, deed: str, rule: str) -> None:
    found = behind.page(path)
    assert [line for line in found["deed"] if deed not in line] == []
    assert len(found["deed"]) == 1
    assert any(rule in line for line in found["rule"])
    assert found["test"]


def test_a_lost_name_is_noticed() -> None:
    assert absent(["docs/lost.py:1 gone", "tests/screens/law.py:1 nobody", "tests/screens/lost.py"]) != []
    assert absent(["src/rembuk/config/behind.py:1 What"]) == []
