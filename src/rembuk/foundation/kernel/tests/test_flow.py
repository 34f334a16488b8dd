"""A flow is a table of steps by name."""

from rembuk.foundation.kernel.flow import flow, step

CLIMB = step("climb", "deliberating with_unit", "", "Naikkan", "Naik ke tingkat berikut",
             event="reports.climbed", permission="reports.climb")  # fmt: skip


def test_a_step_names_its_states() -> None:
    assert CLIMB.sources == {"deliberating", "with_unit"}
    assert CLIMB.target == ""
    assert CLIMB.by_people


def test_a_flow_finds_a_step_by_name() -> None:
    assert flow(CLIMB)["climb"] is CLIMB
    assert list(flow(CLIMB)) == ["climb"]
