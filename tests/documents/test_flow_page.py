"""docs/flow.md says what the code does."""

from importlib import import_module

from django.apps import apps

from rembuk.foundation.kernel.flow import Flow, flow, step
from tests.documents import drawing
from tests.support.tools import ROOT


def test_the_page_is_what_the_code_draws() -> None:
    assert drawing.PAGE.read_text() == drawing.page(), "docs/flow.md is behind the code: make docs"


def test_every_flow_of_the_program_is_drawn() -> None:
    found: dict[str, Flow] = {}
    for app in apps.get_app_configs():
        for file in ROOT.glob(f"src/{app.name.replace('.', '/')}/*rules.py") if app.name.startswith("rembuk.") else ():
            rules = import_module(f"{app.name}.{file.stem}")
            found |= {f"{app.label}.{name}": value for name, value in vars(rules).items() if name.endswith("FLOW")}
    drawn = [flow for _, _, flow in drawing.FLOWS]
    assert [name for name, value in found.items() if value not in drawn] == []
    assert len(found) == len(drawn) > 0


def test_a_step_shows_where_it_leads() -> None:
    known = flow(
        step("open", "", "new", "Buka", "Dibuka", event="x.opened", permission="x.open"),
        step("close", "new", "gone", "Tutup", "Ditutup", event="x.closed", permission="x.close"),
    )
    told = drawing.part("X", "Of x.", known)
    assert "    [*] --> new: open\n    new --> gone: close\n    gone --> [*]\n" in told
    assert "| `close` | Tutup | `new` | `gone` | `x.close` | `x.closed` |" in told
